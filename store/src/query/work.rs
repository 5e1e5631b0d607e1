//! What waits for a person: fields written in two ways, changes that were refused, what a restored
//! server lacks.

use domain::answer::Refused;
use domain::id::RecordId;
use domain::view::work::{Conflicting, RefusedWork, RescuedWork};
use rusqlite::Connection;

use super::record::{named, versions};
use crate::error::StoreError;
use crate::{outbox, rescue};

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
            Ok(Conflicting { record, versions: versions(db, &kind, id)? })
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

/// The changes that were refused, the oldest first.
pub fn refused(db: &Connection) -> Result<Vec<RefusedWork>, StoreError> {
    outbox::refusals(db)?
        .into_iter()
        .map(|refusal| {
            let Refused { code, field } = refusal.refused;
            let record = named(db, &refusal.change.kind, refusal.change.record)?;
            Ok(RefusedWork { said: refusal.change.into(), code, field, at: refusal.at, record })
        })
        .collect()
}

/// What the ledger had before the server was restored, and that has not reappeared.
pub fn rescued(db: &Connection) -> Result<Vec<RescuedWork>, StoreError> {
    Ok(rescue::all(db)?.into_iter().map(|rescued| RescuedWork { state: rescued.state }).collect())
}
