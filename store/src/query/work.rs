//! What waits for the person who made it: changes that were refused, what a restored server lacks.

use domain::answer::{HeldFor, Refused};
use domain::change::{Act, Change, Seen};
use domain::check::brings_all_required;
use domain::id::Position;
use domain::kind::kind;
use domain::view::record::Named;
use domain::view::work::{HeldPart, RefusedChange, RefusedWork, RescuedWork, Waiting, Whereabouts};
use rusqlite::Connection;

use super::record::{named, named_in, seen};
use crate::error::StoreError;
use crate::outbox::Of;
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
    let (change, of) = (refusal.change.clone(), &refusal.of);
    let Refused { code, field, why } = refusal.refused.clone();
    Ok(RefusedChange {
        record: named_as(db, &change, of)?,
        refers: named_in(db, &change.kind, [&change.fields])?,
        stands: whereabouts(db, &change, *of == Of::Nothing)?,
        said: change.into(),
        code,
        field,
        why,
    })
}

/// The record of a change: as it is called here, else as it was called.
fn named_as(db: &Connection, change: &Change, of: &Of) -> Result<Named, StoreError> {
    let mut record = named(db, &change.kind, change.record)?;
    if let (true, Of::Record(called)) = (record.title.is_empty(), of) {
        called.clone_into(&mut record.title);
    }
    Ok(record)
}

/// Where the record of a change stands here, and what its author had seen of it: what others have
/// written since is not on the form that says it anew. Of a former life of the ledger nothing is known.
fn whereabouts(db: &Connection, change: &Change, makes: bool) -> Result<Whereabouts, StoreError> {
    let present = row::read(db, &change.kind, change.record)?;
    let now = seen(db, present.as_ref().map_or(Position(0), |state| state.last))?;
    let same_life = change.base.epoch == now.epoch;
    if present.is_some() {
        return Ok(Whereabouts::Here(if same_life { change.base.seen() } else { now }));
    }
    if makes {
        return Ok(Whereabouts::New);
    }
    let nothing = Seen { epoch: now.epoch, ..Seen::default() };
    Ok(Whereabouts::Left(if same_life { change.base.seen() } else { nothing }))
}

/// What the server has not answered for good, the oldest first, and at most so many.
pub fn waiting(db: &Connection, most: usize) -> Result<Vec<Waiting>, StoreError> {
    let work = outbox::waiting(db, most)?;
    work.into_iter()
        .map(|outbox::Waiting { change, of, held }| {
            Ok(Waiting {
                record: named_as(db, &change, &of)?,
                stands: whereabouts(db, &change, of == Of::Nothing)?,
                refers: named_in(db, &change.kind, [&change.fields])?,
                said: change.into(),
                held,
            })
        })
        .collect()
}

/// Whether a change of another device makes its record, by all that can be seen of it: it says what the
/// record cannot be without, under an id of that device's own.
fn seems_to_make(change: &Change) -> bool {
    change.act == Act::Set
        && kind(&change.kind).is_none_or(|kind| {
            let own = kind.has_derived_id() || change.record.made_by(change.id.device);
            own && brings_all_required(&change.fields, kind)
        })
}

/// A held change as an officer looks at it.
pub fn held_part(
    db: &Connection,
    change: &Change,
    reason: HeldFor,
) -> Result<HeldPart, StoreError> {
    Ok(HeldPart {
        record: named(db, &change.kind, change.record)?,
        stands: whereabouts(db, change, seems_to_make(change))?,
        refers: named_in(db, &change.kind, [&change.fields])?,
        said: change.clone().into(),
        reason,
    })
}

/// What the ledger had before the server was restored, and that has not reappeared.
pub fn rescued(db: &Connection) -> Result<Vec<RescuedWork>, StoreError> {
    Ok(rescue::all(db)?.into_iter().map(|rescued| RescuedWork { state: rescued.state }).collect())
}
