//! Taking an import back: what was made is deleted, what was added is taken out again. Whoever has been
//! written of since stays as he is.

use std::collections::HashSet;

use domain::change::{Act, Fields, digest};
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
use crate::query::record::references;
use crate::replica::Replica;
use crate::row;
use crate::save::{Draft, put_in_order};

/// How many records a part deals with, and a few more.
const PART: i64 = 300;

/// An import that is being taken back.
pub struct TakingBack {
    import: i64,
    /// Records of the import to which others refer that are not of it, or that stay.
    held: HashSet<i64>,
    /// What lies before this unit is left to be dealt with.
    unit: i64,
    progress: TakenBack,
}

/// A record that was made, or to which something was added.
struct Imported {
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
        let (unit, all) = db.query_row(
            "select coalesce(max(unit), -1) + 1, count(*) from imported where import = ?1",
            [import],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let progress = TakenBack { done: 0, all, kept: 0 };
        Ok(Self { import, held: held(db, import)?, unit, progress })
    }

    pub fn import(&self) -> i64 {
        self.import
    }

    /// Takes the next part back, the last first.
    pub fn go_on(&mut self, replica: &mut Replica, now: Moment) -> Result<TakenBack, SaveError> {
        let transaction = replica.db.unchecked_transaction()?;
        let part = self.next_part(&transaction)?;
        for line in part.chunk_by(|one, next| one.line() == next.line()) {
            self.take_line_back(replica, line, now)?;
            self.progress.done += line.len() as u32;
            self.unit = line.last().map_or(self.unit, |last| last.unit);
        }
        if part.is_empty() || self.progress.is_over() {
            self.progress.done = self.progress.all;
            transaction.execute("update import set taken_back = 1 where id = ?1", [self.import])?;
        }
        transaction.commit()?;
        Ok(self.progress)
    }

    /// Whole lines, the last first.
    fn next_part(&self, db: &Connection) -> rusqlite::Result<Vec<Imported>> {
        let mut statement = db.prepare_cached(
            "select unit, kind, record, stood, said, number from imported
             where import = ?1 and unit < ?2 order by unit desc, place desc",
        )?;
        let mut rows = statement.query(params![self.import, self.unit])?;
        let mut part: Vec<Imported> = Vec::new();
        while let Some(row) = rows.next()? {
            let unit: i64 = row.get(0)?;
            if part.len() as i64 >= PART && part.last().is_some_and(|last| last.line() != unit / 2)
            {
                break;
            }
            let stood = row.get_ref(3)?.as_blob_or_null()?;
            let stood = stood.map(|stood| wire::read(stood).unwrap_or_default());
            part.push(Imported {
                unit,
                kind: row.get(1)?,
                record: RecordId(row.get(2)?),
                stood,
                said: row.get(4)?,
                number: row.get::<_, i64>(5)? as u64,
            });
        }
        Ok(part)
    }

    /// Takes back what a line wrote: his household and the person, each as a group, or leaves it as it is.
    /// A household that stays keeps its head; whoever stays keeps his household.
    fn take_line_back(
        &mut self,
        replica: &Replica,
        line: &[Imported],
        now: Moment,
    ) -> Result<(), SaveError> {
        let (household, person): (Vec<_>, Vec<_>) = line.iter().partition(|one| one.unit % 2 == 1);
        let mut household = self.look_at(replica, household)?;
        self.hold(&household);
        let mut person = self.look_at(replica, person)?;
        self.hold(&person);
        household.stays |= self.is_held(&household);
        for unit in [&mut person, &mut household] {
            if !unit.stays && !unit.drafts.is_empty() {
                let mut drafts = std::mem::take(&mut unit.drafts);
                put_in_order(&mut drafts);
                unit.stays = replica.attempt(|| replica.save_within(drafts, now))?.is_none();
                self.hold(unit);
            }
            self.progress.kept += u32::from(unit.stays);
        }
        Ok(())
    }

    /// How a unit stands now, and what takes it back.
    fn look_at(&self, replica: &Replica, unit: Vec<&Imported>) -> Result<Unit, SaveError> {
        let device = replica.device()?;
        let mut looked = Unit::default();
        for one in unit {
            let Some(kind) = kind(&one.kind) else { continue };
            // What somebody has deleted since is gone already.
            let Some(state) = row::read(&replica.db, kind.key, one.record)? else { continue };
            let said = match &one.stood {
                Some(stood) => of(&state.fields, stood),
                None => state.fields.clone(),
            };
            looked.stays |= digest(&said) != one.said;
            let delete = Draft::delete(kind, one.record);
            looked.drafts.push(match &one.stood {
                None => {
                    looked.made.push(one.record.0);
                    delete
                }
                Some(stood) => {
                    let fields = stood.iter().map(|field| (field.clone(), Value::Null)).collect();
                    let id = ChangeId { device, number: one.number };
                    Draft { act: Act::Set, fields, ..delete }.taking_back(id)
                }
            });
            looked.refers.extend(references(&state).map(|(_, _, refers)| refers.0));
        }
        looked.stays |= self.is_held(&looked);
        Ok(looked)
    }

    fn is_held(&self, unit: &Unit) -> bool {
        unit.made.iter().any(|made| self.held.contains(made))
    }

    /// What stays holds what it refers to.
    fn hold(&mut self, unit: &Unit) {
        if unit.stays {
            self.held.extend(&unit.refers);
        }
    }
}

impl Imported {
    /// The row of the file.
    fn line(&self) -> i64 {
        self.unit / 2
    }
}

/// A person or a household as it stands now.
#[derive(Default)]
struct Unit {
    drafts: Vec<Draft>,
    /// The records that the import made.
    made: Vec<i64>,
    refers: Vec<i64>,
    stays: bool,
}

/// What fields say, those of them that say something.
fn of(fields: &Fields, names: &[String]) -> Fields {
    let said = names.iter().filter_map(|name| Some((name.clone(), fields.get(name)?.clone())));
    said.collect()
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
