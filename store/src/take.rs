//! Taking a page: the server's records come under the device's own unanswered changes.

use domain::change::{Change, Fields, RecordState};
use domain::id::RecordId;
use domain::kind::{Kind, PersonRule, Record, kind};
use domain::record::{Erasure, KINDS, Person};
use domain::value::Value;
use domain::wire::{self, Item, Page};
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::lay_on::{Confirmed, confirm};
use crate::{lay_on, meta, outbox, rescue, row};

/// Takes a page in one transaction with its cursor; one that does not follow ours is let go.
pub fn take(db: &Connection, page: &Page) -> Result<(), StoreError> {
    if page.from != meta::cursor(db)? {
        return Ok(());
    }
    let transaction = db.unchecked_transaction()?;
    for item in &page.items {
        match item {
            Item::Record { state, disputed } => {
                let word = Confirmed { state: Some(state.clone()), card: false };
                confirm(db, &state.kind, state.id, &word)?;
                row::write_disputed(db, &state.kind, state.id, disputed)?;
                rescue::reappeared(db, state)?;
                if state.kind == "erasure" {
                    forget(db, state.fields.get("person"))?;
                } else if is_ended(state) {
                    let_go_of_ended(db, state)?;
                }
            }
            Item::Card { state } => {
                let word = Confirmed { state: Some(state.clone()), card: true };
                confirm(db, &state.kind, state.id, &word)?;
                row::write_disputed(db, &state.kind, state.id, &[])?;
            }
            Item::Gone { kind, id, .. } => {
                confirm(db, kind, *id, &Confirmed { state: None, card: false })?;
                row::write_disputed(db, kind, *id, &[])?;
            }
        }
    }
    meta::set_cursor(db, page.cursor)?;
    if !page.more {
        meta::set_caught_up(db, page.cursor.position)?;
    }
    outbox::settle(db, page.cursor.epoch, page.cursor.position)?;
    transaction.commit()?;
    Ok(())
}

/// A person asked to be forgotten, and the server has taken it: what this device still holds of him beside the records is
/// emptied too.
pub fn forget_erased(db: &Connection) -> Result<(), StoreError> {
    let erased = row::read_all(db, <Erasure as Record>::KIND, "last is not null", &[])?;
    erased.iter().try_for_each(|erasure| forget(db, erasure.fields.get("person")))
}

/// Where the changes lie that this device has made.
const KEPT_CHANGES: [&str; 3] = ["outbox", "refused", "authored"];

/// Whether it has been decided upon, so that nothing personal of it is kept.
fn is_ended(state: &RecordState) -> bool {
    let field = kind(&state.kind).and_then(|kind| kind.emptied_by);
    field.and_then(|field| state.fields.get(field)).is_some_and(|value| !value.is_null())
}

/// What this device still holds of it beside the record is emptied too.
fn let_go_of_ended(db: &Connection, state: &RecordState) -> Result<(), StoreError> {
    KEPT_CHANGES.into_iter().try_for_each(|table| strip_changes(db, table, state.id))?;
    for sql in [
        "update outbox set called = '' where record = ?1 and called != ''",
        "update refused set called = '' where record = ?1 and called != ''",
        "delete from rescued where id = ?1",
        // Who was deciding too has nothing to decide any more.
        "delete from draft where kind = 'sign-up ' || ?1",
    ] {
        db.prepare_cached(sql)?.execute([state.id.0])?;
    }
    Ok(())
}

/// Whether a person asked to be forgotten, and the server has taken it.
fn is_erased(db: &Connection, person: RecordId) -> rusqlite::Result<bool> {
    db.prepare_cached(
        "select exists (select 1 from erasure where person = ?1 and last is not null)",
    )?
    .query_row([person.0], |row| row.get(0))
}

fn forget(db: &Connection, person: Option<&Value>) -> Result<(), StoreError> {
    let Some(person) = person.and_then(Value::as_int).map(RecordId) else { return Ok(()) };
    // Any record but another person may be called by his name, and any reason may name him.
    for sql in [
        "update outbox set called = '' where called != '' and (kind != 'person' or record = ?1)",
        "update refused set called = '' where called != '' and (kind != 'person' or record = ?1)",
    ] {
        db.prepare_cached(sql)?.execute([person.0])?;
    }
    db.prepare_cached("update refused set why = null where why is not null")?.execute([])?;
    for (kind, record) in records_of(db, person)? {
        KEPT_CHANGES.into_iter().try_for_each(|table| strip_changes(db, table, record))?;
        db.execute("delete from rescued where id = ?1", [record.0])?;
        // What the server says of him comes emptied too, a page later perhaps.
        lay_on::amend_confirmed(db, kind, record, |state| strip(kind, &mut state.fields))?;
    }
    Ok(())
}

/// The records that hold a person's data: his own, and those whose field of him names him, here or in
/// what this device has written.
fn records_of(
    db: &Connection,
    person: RecordId,
) -> Result<Vec<(&'static Kind, RecordId)>, StoreError> {
    let mut records = vec![(Person::KIND, person)];
    for kind in KINDS {
        let PersonRule::Fields(fields) = kind.person else { continue };
        let names = |fields_said: &Fields| {
            let said = fields.iter().find_map(|field| fields_said.get(*field)?.as_int());
            said == Some(person.0)
        };
        for field in fields {
            let here = row::read_all(db, kind, &format!("\"{field}\" = ?1"), &[&person.0])?;
            let his = here.iter().filter(|state| names(&state.fields));
            records.extend(his.map(|state| (*kind, state.id)));
        }
        let written: Vec<Vec<u8>> = db
            .prepare_cached(
                "select change from outbox where kind = ?1
                 union all select change from refused where kind = ?1
                 union all select change from authored where kind = ?1",
            )?
            .query_map([kind.key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for change in written {
            let change: Change = wire::read(&change)?;
            if names(&change.fields) {
                records.push((*kind, change.record));
            }
        }
        let lost = rescue::all(db)?.into_iter().map(|rescued| rescued.state);
        let his = lost.filter(|state| state.kind == kind.key && names(&state.fields));
        records.extend(his.map(|state| (*kind, state.id)));
    }
    Ok(records)
}

/// Whether what these fields say of a record is of somebody who asked to be forgotten.
pub fn is_of_erased(
    db: &Connection,
    kind: &'static Kind,
    record: RecordId,
    fields: &Fields,
) -> Result<bool, StoreError> {
    let person = match kind.person {
        PersonRule::Nobody => return Ok(false),
        PersonRule::Itself => Some(record.0),
        PersonRule::Fields(named) => {
            let said =
                |fields: &Fields| named.iter().find_map(|field| fields.get(*field)?.as_int());
            match said(fields) {
                None => row::read(db, kind.key, record)?.and_then(|state| said(&state.fields)),
                said => said,
            }
        }
    };
    match person {
        Some(person) => Ok(is_erased(db, RecordId(person))?),
        None => Ok(false),
    }
}

fn strip_changes(db: &Connection, table: &str, record: RecordId) -> Result<(), StoreError> {
    let kept: Vec<(i64, Vec<u8>)> = db
        .prepare_cached(&format!("select number, change from {table} where record = ?1"))?
        .query_map([record.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (number, change) in kept {
        let mut change: Change = wire::read(&change)?;
        if let Some(kind) = kind(&change.kind) {
            strip(kind, &mut change.fields);
        }
        db.prepare_cached(&format!("update {table} set change = ?2 where number = ?1"))?
            .execute(params![number, wire::write(&change)])?;
    }
    Ok(())
}

/// Empties the personal fields, but for what sums are counted by.
pub fn strip(kind: &Kind, fields: &mut Fields) {
    for (name, value) in fields.iter_mut().filter(|(name, _)| kind.is_personal(name)) {
        *value = kind.field(name).map_or(Value::Null, |field| field.ty.erased(value));
    }
}
