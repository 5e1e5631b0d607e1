//! What waits for a person: fields written in two ways, changes that were refused, what a restored
//! server lacks.

use domain::answer::Refused;
use domain::id::RecordId;
use domain::view::work::{Conflicting, RefusedChange, RefusedWork, RescuedWork};
use rusqlite::Connection;

use super::record::{named, seen, versions};
use crate::error::StoreError;
use crate::{outbox, rescue, row};

/// The records that wait for somebody to choose, the oldest first.
pub fn conflicts(db: &Connection) -> Result<Vec<Conflicting>, StoreError> {
    let records: Vec<(String, i64)> = db
        .prepare_cached(
            "select kind, record from conflict group by record order by min(position) limit 500",
        )?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    records
        .into_iter()
        .map(|(kind, id)| {
            let id = RecordId(id);
            let record = named(db, &kind, id)?;
            let versions = versions(db, &kind, id)?;
            let last = versions.iter().map(|version| version.disputed.position).max();
            Ok(Conflicting { record, versions, seen: seen(db, last.unwrap_or_default())? })
        })
        .collect()
}

/// How many fields wait for somebody to choose.
pub fn conflict_count(db: &Connection) -> Result<u64, StoreError> {
    let count: i64 = db
        .prepare_cached("select count(*) from (select 1 from conflict group by record, field)")?
        .query_row([], |row| row.get(0))?;
    Ok(count as u64)
}

/// The work that was refused, the oldest first: a group as a whole.
pub fn refused(db: &Connection) -> Result<Vec<RefusedWork>, StoreError> {
    let refusals = outbox::refusals(db)?;
    let of_one_group = |one: &outbox::Refusal, next: &outbox::Refusal| {
        one.change.group.is_some() && one.change.group == next.change.group
    };
    refusals
        .chunk_by(of_one_group)
        .map(|unit| {
            let changes = unit.iter().map(|refusal| refused_change(db, refusal));
            Ok(RefusedWork { changes: changes.collect::<Result<_, _>>()? })
        })
        .collect()
}

fn refused_change(db: &Connection, refusal: &outbox::Refusal) -> Result<RefusedChange, StoreError> {
    let change = refusal.change.clone();
    let Refused { code, field } = refusal.refused.clone();
    let present = row::read(db, &change.kind, change.record)?;
    Ok(RefusedChange {
        record: named(db, &change.kind, change.record)?,
        stands: present.map(|present| seen(db, present.last)).transpose()?,
        said: change.into(),
        code,
        field,
    })
}

/// What the ledger had before the server was restored, and that has not reappeared.
pub fn rescued(db: &Connection) -> Result<Vec<RescuedWork>, StoreError> {
    Ok(rescue::all(db)?.into_iter().map(|rescued| RescuedWork { state: rescued.state }).collect())
}
