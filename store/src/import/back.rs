//! Taking an import back: what was made is deleted, what was added is taken out again. Whoever has been
//! written of since stays as he is.

use std::collections::HashSet;

use domain::change::{Fields, RecordState, digest};
use domain::field::FieldType;
use domain::id::{ChangeId, RecordId};
use domain::kind::kind;
use domain::record::KINDS;
use domain::time::Moment;
use domain::value::Value;
use domain::view::import::TakenBack;
use domain::wire;
use rusqlite::{Connection, params};

use crate::error::{SaveError, StoreError};
use crate::replica::Replica;
use crate::row;
use crate::save::Draft;

/// How many records a part deals with, and a few more.
const PART: i64 = 300;

/// An import that is being taken back.
pub struct TakingBack {
    import: i64,
    /// Records of the import to which others refer that are not of it, or that stay.
    held: HashSet<i64>,
    /// What lies before this place is left to be dealt with.
    place: i64,
    progress: TakenBack,
}

/// A record that was made, or to which something was added.
struct Imported {
    place: i64,
    unit: i64,
    kind: String,
    record: RecordId,
    /// The fields that were blank; `None`: it was made.
    stood: Option<Vec<String>>,
    said: i64,
    number: u64,
}

impl TakingBack {
    pub fn begin(replica: &Replica, import: i64) -> Result<Self, StoreError> {
        let db = &replica.db;
        let (place, all) = db.query_row(
            "select coalesce(max(place), -1) + 1, count(*) from imported where import = ?1",
            [import],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let progress = TakenBack { done: 0, all, kept: 0 };
        Ok(Self { import, held: held(db, import)?, place, progress })
    }

    pub fn import(&self) -> i64 {
        self.import
    }

    pub fn progress(&self) -> TakenBack {
        self.progress
    }

    /// Takes the next part back, the last first.
    pub fn go_on(&mut self, replica: &mut Replica, now: Moment) -> Result<TakenBack, SaveError> {
        let transaction = replica.db.unchecked_transaction()?;
        let part = self.next_part(&transaction)?;
        for unit in part.chunk_by(|one, next| one.unit == next.unit) {
            self.take_back(replica, unit, now)?;
            self.progress.done += unit.len() as u32;
            self.place = unit.last().map_or(self.place, |last| last.place);
        }
        if part.is_empty() || self.progress.is_over() {
            self.progress.done = self.progress.all;
            transaction.execute("update import set taken_back = 1 where id = ?1", [self.import])?;
        }
        transaction.commit()?;
        Ok(self.progress)
    }

    /// Whole units, the last first.
    fn next_part(&self, db: &Connection) -> rusqlite::Result<Vec<Imported>> {
        let mut statement = db.prepare_cached(
            "select place, unit, kind, record, stood, said, number from imported
             where import = ?1 and place < ?2 order by place desc",
        )?;
        let mut rows = statement.query(params![self.import, self.place])?;
        let mut part: Vec<Imported> = Vec::new();
        while let Some(row) = rows.next()? {
            let unit = row.get(1)?;
            if part.len() as i64 >= PART && part.last().is_some_and(|last| last.unit != unit) {
                break;
            }
            let stood = match row.get_ref(4)?.as_blob_or_null()? {
                Some(stood) => Some(wire::read(stood).unwrap_or_default()),
                None => None,
            };
            part.push(Imported {
                place: row.get(0)?,
                unit,
                kind: row.get(2)?,
                record: RecordId(row.get(3)?),
                stood,
                said: row.get(5)?,
                number: row.get::<_, i64>(6)? as u64,
            });
        }
        Ok(part)
    }

    /// Takes a unit back as a group, or leaves it as it is.
    fn take_back(
        &mut self,
        replica: &Replica,
        unit: &[Imported],
        now: Moment,
    ) -> Result<(), SaveError> {
        let db = &replica.db;
        let device = replica.device()?;
        let mut drafts = Vec::new();
        let mut states = Vec::new();
        let mut stays = false;
        for one in unit {
            let Some(kind) = kind(&one.kind) else { continue };
            // What somebody has deleted since is gone already.
            let Some(state) = row::read(db, kind.key, one.record)? else { continue };
            let said = match &one.stood {
                Some(stood) => of(&state.fields, stood),
                None => state.fields.clone(),
            };
            stays |= digest(&said) != one.said;
            let draft = Draft::delete(kind, one.record);
            drafts.push(match &one.stood {
                None => {
                    stays |= self.held.contains(&one.record.0);
                    draft
                }
                Some(stood) => {
                    let blank = stood.iter().map(|field| (field.clone(), Value::Null)).collect();
                    let number = one.number;
                    Draft { act: domain::change::Act::Set, fields: blank, ..draft }
                        .taking_back(ChangeId { device, number })
                }
            });
            states.push(state);
        }
        if !stays && !drafts.is_empty() {
            replica.db.prepare_cached("savepoint unit")?.execute([])?;
            let taken = replica.save_within(drafts, now);
            match taken {
                Ok(_) => {}
                Err(SaveError::Refused { .. }) => {
                    replica.db.prepare_cached("rollback to unit")?.execute([])?;
                    stays = true;
                }
                Err(error) => return Err(error),
            }
            replica.db.prepare_cached("release unit")?.execute([])?;
        }
        if stays {
            self.progress.kept += 1;
            self.held.extend(states.iter().flat_map(references));
        }
        Ok(())
    }
}

/// What fields say, those of them that say something.
fn of(fields: &Fields, names: &[String]) -> Fields {
    let named = names.iter().filter_map(|name| Some((name.clone(), fields.get(name)?.clone())));
    named.collect()
}

fn references(state: &RecordState) -> Vec<i64> {
    let fields = kind(&state.kind).map_or(&[][..], |kind| kind.fields);
    let refers = fields.iter().filter(|field| matches!(field.ty, FieldType::Ref(_)));
    refers.filter_map(|field| state.fields.get(field.key)?.as_int()).collect()
}

/// The records of an import to which others refer that are not of it; notes of who looked hold nobody.
fn held(db: &Connection, import: i64) -> rusqlite::Result<HashSet<i64>> {
    let own: HashSet<i64> = db
        .prepare("select record from imported where import = ?1")?
        .query_map([import], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut held = HashSet::new();
    for kind in KINDS.iter().filter(|kind| !kind.note) {
        for field in kind.fields.iter().filter(|field| matches!(field.ty, FieldType::Ref(_))) {
            let (table, column) = (kind.key, field.key);
            let sql =
                format!("select id, \"{column}\" from \"{table}\" where \"{column}\" is not null");
            let mut statement = db.prepare(&sql)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let (by, to): (i64, i64) = (row.get(0)?, row.get(1)?);
                if own.contains(&to) && !own.contains(&by) {
                    held.insert(to);
                }
            }
        }
    }
    Ok(held)
}
