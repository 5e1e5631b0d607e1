//! Records as rows: one table a kind, read and written by the declaration.
//!
//! The server keeps its records in the same tables.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::LazyLock;

use domain::change::{Fields, RecordState};
use domain::id::{ChangeId, DeviceId, Position, RecordId};
use domain::kind::{Field, Kind, kind as known_kind};
use domain::merge::Disputed;
use domain::record::KINDS;
use domain::time::Moment;
use domain::value::Value;
use domain::wire;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, ToSql, params, params_from_iter};

/// The statements of one kind, written once.
struct Statements {
    write: String,
    read: String,
    delete: String,
}

static STATEMENTS: LazyLock<HashMap<&'static str, Statements>> =
    LazyLock::new(|| KINDS.iter().map(|kind| (kind.key, Statements::of(kind))).collect());

impl Statements {
    fn of(kind: &Kind) -> Self {
        let mut columns = String::from("id, first, last, extra");
        let mut holes = String::from("?1, ?2, ?3, ?4");
        for (at, field) in kind.fields.iter().enumerate() {
            write!(columns, ", \"{}\"", field.key).expect("a String takes text");
            write!(holes, ", ?{}", at + 5).expect("a String takes text");
        }
        let table = kind.key;
        Self {
            write: format!("insert or replace into \"{table}\" ({columns}) values ({holes})"),
            read: format!("select {columns} from \"{table}\" where id = ?1"),
            delete: format!("delete from \"{table}\" where id = ?1"),
        }
    }
}

/// A value on its way into the database.
struct Sql<'a>(&'a Value);

impl ToSql for Sql<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

fn from_sql(value: ValueRef) -> rusqlite::Result<Value> {
    Ok(match value {
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Text(_) => Value::Text(value.as_str()?.to_owned()),
        _ => Value::Null,
    })
}

/// A position as a column: 0, the place before the log, is none.
fn place(position: Position) -> Option<i64> {
    (position.0 > 0).then_some(position.0 as i64)
}

fn position(place: Option<i64>) -> Position {
    Position(place.unwrap_or(0) as u64)
}

/// Writes a record over what stands there.
pub fn write(db: &Connection, state: &RecordState) -> rusqlite::Result<()> {
    let Some(kind) = known_kind(&state.kind) else {
        db.prepare_cached(
            "insert or replace into unknown_record (id, kind, first, last, fields) values (?1, ?2, ?3, ?4, ?5)",
        )?
        .execute(params![state.id.0, state.kind, place(state.first), place(state.last), wire::write(&state.fields)])?;
        return Ok(());
    };
    let extra: Fields = state
        .fields
        .iter()
        .filter(|(name, _)| kind.field(name).is_none())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let extra = (!extra.is_empty()).then(|| wire::write(&extra));
    let mut statement = db.prepare_cached(&STATEMENTS[kind.key].write)?;
    statement.raw_bind_parameter(1, state.id.0)?;
    statement.raw_bind_parameter(2, place(state.first))?;
    statement.raw_bind_parameter(3, place(state.last))?;
    statement.raw_bind_parameter(4, extra)?;
    for (at, field) in kind.fields.iter().enumerate() {
        let value = state.fields.get(field.key).unwrap_or(&Value::Null);
        statement.raw_bind_parameter(at + 5, Sql(value))?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// The record, if it is there.
pub fn read(db: &Connection, kind: &str, id: RecordId) -> rusqlite::Result<Option<RecordState>> {
    match known_kind(kind) {
        Some(kind) => db
            .prepare_cached(&STATEMENTS[kind.key].read)?
            .query_row([id.0], |row| state_of(kind, row))
            .optional(),
        None => db
            .prepare_cached(
                "select id, first, last, fields from unknown_record where id = ?1 and kind = ?2",
            )?
            .query_row(params![id.0, kind], |row| {
                Ok(RecordState {
                    kind: kind.to_owned(),
                    id,
                    first: position(row.get(1)?),
                    last: position(row.get(2)?),
                    fields: wire::read(row.get_ref(3)?.as_blob()?).unwrap_or_default(),
                })
            })
            .optional(),
    }
}

/// Reads a row of `select id, first, last, extra, <the kind's fields in order>`.
pub fn state_of(kind: &Kind, row: &Row) -> rusqlite::Result<RecordState> {
    let mut fields: Fields = match row.get_ref(3)? {
        ValueRef::Blob(extra) => wire::read(extra).unwrap_or_default(),
        _ => Fields::new(),
    };
    for (at, field) in kind.fields.iter().enumerate() {
        let value = from_sql(row.get_ref(at + 4)?)?;
        if !value.is_null() {
            fields.insert(field.key.to_owned(), value);
        }
    }
    Ok(RecordState {
        kind: kind.key.to_owned(),
        id: RecordId(row.get(0)?),
        first: position(row.get(1)?),
        last: position(row.get(2)?),
        fields,
    })
}

/// All records of a kind that meet a condition (SQL of this crate or the server's, never foreign).
pub fn read_all(
    db: &Connection,
    kind: &'static Kind,
    condition: &str,
    parameters: &[&dyn ToSql],
) -> rusqlite::Result<Vec<RecordState>> {
    let sql = STATEMENTS[kind.key].read.replace("id = ?1", condition);
    db.prepare_cached(&sql)?
        .query_map(params_from_iter(parameters), |row| state_of(kind, row))?
        .collect()
}

pub fn delete(db: &Connection, kind: &str, id: RecordId) -> rusqlite::Result<()> {
    match STATEMENTS.get(kind) {
        Some(statements) => db.prepare_cached(&statements.delete)?.execute([id.0])?,
        None => db.prepare_cached("delete from unknown_record where id = ?1")?.execute([id.0])?,
    };
    Ok(())
}

/// The open conflicts of a record.
pub fn read_disputed(db: &Connection, record: RecordId) -> rusqlite::Result<Vec<Disputed>> {
    db.prepare_cached(
        "select field, value, device, number, author, made, position, shown, saw from conflict
         where record = ?1 order by field, position",
    )?
    .query_map([record.0], |row| {
        Ok(Disputed {
            field: row.get(0)?,
            value: from_sql(row.get_ref(1)?)?,
            change: ChangeId {
                device: DeviceId(row.get::<_, i64>(2)? as u64),
                number: row.get::<_, i64>(3)? as u64,
            },
            author: RecordId(row.get(4)?),
            made: Moment(row.get(5)?),
            position: Position(row.get::<_, i64>(6)? as u64),
            shown: row.get(7)?,
            saw: from_sql(row.get_ref(8)?)?,
        })
    })?
    .collect()
}

/// Writes the open conflicts of a record over those that stand there.
pub fn write_disputed(
    db: &Connection,
    kind: &str,
    record: RecordId,
    disputed: &[Disputed],
) -> rusqlite::Result<()> {
    db.prepare_cached("delete from conflict where record = ?1")?.execute([record.0])?;
    let mut insert = db.prepare_cached(
        "insert into conflict (record, field, device, number, kind, author, made, position, shown, value, saw)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    for one in disputed {
        insert.execute(params![
            record.0,
            one.field,
            one.change.device.0 as i64,
            one.change.number as i64,
            kind,
            one.author.0,
            one.made.0,
            one.position.0 as i64,
            one.shown,
            Sql(&one.value),
            Sql(&one.saw),
        ])?;
    }
    Ok(())
}

/// A field that was kept as unknown becomes a column of its own.
pub fn adopt_unknown_field(
    db: &Connection,
    kind: &'static Kind,
    field: &Field,
) -> rusqlite::Result<()> {
    // `extra` is MessagePack: a name stands in it as it is written.
    let with_extra = read_all(
        db,
        kind,
        "extra is not null and instr(extra, cast(?1 as blob)) > 0",
        &[&field.key],
    )?;
    with_extra.iter().try_for_each(|state| write(db, state))
}

/// Records of kinds that were unknown until this version move to their tables.
pub fn adopt_unknown_kinds(db: &Connection) -> rusqlite::Result<()> {
    for kind in KINDS {
        let ids: Vec<i64> = db
            .prepare_cached("select id from unknown_record where kind = ?1")?
            .query_map([kind.key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in ids {
            let state: Option<RecordState> = db
                .query_row(
                    "select first, last, fields from unknown_record where id = ?1",
                    [id],
                    |row| {
                        Ok(RecordState {
                            kind: kind.key.to_owned(),
                            id: RecordId(id),
                            first: position(row.get(0)?),
                            last: position(row.get(1)?),
                            fields: wire::read(row.get_ref(2)?.as_blob()?).unwrap_or_default(),
                        })
                    },
                )
                .optional()?;
            if let Some(state) = state {
                write(db, &state)?;
            }
            db.execute("delete from unknown_record where id = ?1", [id])?;
        }
    }
    Ok(())
}
