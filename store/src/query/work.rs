//! What waits for the person who made it: changes that were refused, what a restored server lacks.

use domain::answer::{HeldFor, Refused};
use domain::change::{Change, Seen};
use domain::view::work::{HeldPart, RefusedChange, RefusedWork, RescuedWork};
use rusqlite::Connection;

use super::record::{named, named_in, seen};
use crate::error::StoreError;
use crate::{outbox, rescue, row};

/// The work that was refused, the oldest first: a group as a whole.
pub fn refused(db: &Connection) -> Result<Vec<RefusedWork>, StoreError> {
    let refusals = outbox::refusals(db)?;
    refusals
        .chunk_by(|one, next| one.change.is_of_one_group_with(&next.change))
        .map(|unit| {
            let changes = unit.iter().map(|refusal| refused_change(db, refusal));
            let handed = unit.first().map(|refusal| refusal.handed).unwrap_or_default();
            Ok(RefusedWork { changes: changes.collect::<Result<_, _>>()?, handed })
        })
        .collect()
}

fn refused_change(db: &Connection, refusal: &outbox::Refusal) -> Result<RefusedChange, StoreError> {
    let change = refusal.change.clone();
    let Refused { code, field } = refusal.refused.clone();
    Ok(RefusedChange {
        record: named(db, &change.kind, change.record)?,
        refers: named_in(db, &change.kind, [&change.fields])?,
        stands: seen_by_author(db, &change)?,
        said: change.into(),
        code,
        field,
    })
}

/// What the author of a change had seen of its record, as long as that is here: what others have
/// written since is not on the form that says it anew. Of a former life of the ledger nothing is known.
fn seen_by_author(db: &Connection, change: &Change) -> Result<Option<Seen>, StoreError> {
    let Some(present) = row::read(db, &change.kind, change.record)? else { return Ok(None) };
    let now = seen(db, present.last)?;
    Ok(Some(if change.base.epoch == now.epoch { change.base.seen() } else { now }))
}

/// A held change as an officer looks at it.
pub fn held_part(
    db: &Connection,
    change: &Change,
    reason: HeldFor,
) -> Result<HeldPart, StoreError> {
    Ok(HeldPart {
        record: named(db, &change.kind, change.record)?,
        stands: seen_by_author(db, change)?,
        refers: named_in(db, &change.kind, [&change.fields])?,
        said: change.clone().into(),
        reason,
    })
}

/// What the ledger had before the server was restored, and that has not reappeared.
pub fn rescued(db: &Connection) -> Result<Vec<RescuedWork>, StoreError> {
    Ok(rescue::all(db)?.into_iter().map(|rescued| RescuedWork { state: rescued.state }).collect())
}
