//! What waits for the person who made it: changes that were refused, what a restored server lacks.

use domain::answer::Refused;
use domain::view::work::{RefusedChange, RefusedWork, RescuedWork};
use rusqlite::Connection;

use super::record::{named, named_in, seen};
use crate::error::StoreError;
use crate::{outbox, rescue, row};

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
        refers: named_in(db, &change.kind, [&change.fields])?,
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
