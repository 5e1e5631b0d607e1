//! Laying on: the rows that screens read are the server's word under the device's own unanswered
//! changes. One function does it for answers, refusals, peers' changes and new images.

use domain::change::{Fields, RecordState};
use domain::id::{Position, RecordId};
use domain::kind::Kind;
use domain::wire;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::{outbox, row};

/// The server's word on a record: what it last sent, and whether only as a card.
pub struct Confirmed {
    pub state: Option<RecordState>,
    pub card: bool,
}

/// Puts the server's word on a record aside, before the first change is laid on it.
pub fn keep_confirmed(db: &Connection, kind: &str, record: RecordId) -> Result<(), StoreError> {
    let kept: bool = db
        .prepare_cached("select exists (select 1 from confirmed where record = ?1)")?
        .query_row([record.0], |row| row.get(0))?;
    if kept {
        return Ok(());
    }
    let confirmed = Confirmed { state: row::read(db, kind, record)?, card: is_card(db, record)? };
    set_confirmed(db, kind, record, &confirmed)
}

fn set_confirmed(
    db: &Connection,
    kind: &str,
    record: RecordId,
    confirmed: &Confirmed,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "insert or replace into confirmed (record, kind, state, card) values (?1, ?2, ?3, ?4)",
    )?
    .execute(params![
        record.0,
        kind,
        confirmed.state.as_ref().map(wire::write),
        confirmed.card
    ])?;
    Ok(())
}

fn confirmed(db: &Connection, record: RecordId) -> Result<Option<Confirmed>, StoreError> {
    let kept: Option<(Option<Vec<u8>>, bool)> = db
        .prepare_cached("select state, card from confirmed where record = ?1")?
        .query_row([record.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    kept.map(|(state, card)| {
        Ok(Confirmed { state: state.map(|state| wire::read(&state)).transpose()?, card })
    })
    .transpose()
}

/// The server's word on a record, as it came.
pub fn confirm(
    db: &Connection,
    kind: &str,
    record: RecordId,
    word: &Confirmed,
) -> Result<(), StoreError> {
    if confirmed(db, record)?.is_some() {
        set_confirmed(db, kind, record, word)?;
        return relay(db, kind, record);
    }
    show(db, kind, record, word.state.as_ref())?;
    mark_card(db, kind, record, word.card)
}

/// Changes the server's word on a record, where there is one, and lays anew what lies on it.
pub fn amend_confirmed(
    db: &Connection,
    kind: &Kind,
    record: RecordId,
    amend: impl FnOnce(&mut RecordState),
) -> Result<(), StoreError> {
    if let Some(Confirmed { state: Some(mut state), card }) = confirmed(db, record)? {
        amend(&mut state);
        set_confirmed(db, kind.key, record, &Confirmed { state: Some(state), card })?;
    } else if let Some(mut state) = row::read(db, kind.key, record)? {
        amend(&mut state);
        row::write(db, &state)?;
    }
    relay(db, kind.key, record)
}

/// Lays the unanswered changes of a record anew on the server's word on it.
pub fn relay(db: &Connection, kind: &str, record: RecordId) -> Result<(), StoreError> {
    let Some(confirmed) = confirmed(db, record)? else { return Ok(()) };
    let mut unanswered = outbox::of_record(db, record)?;
    if unanswered.is_empty() {
        db.prepare_cached("delete from confirmed where record = ?1")?.execute([record.0])?;
        show(db, kind, record, confirmed.state.as_ref())?;
        return mark_card(db, kind, record, confirmed.card);
    }
    if confirmed.state.is_none() && !outbox::makes(db, record)? {
        // What was said of a record that has left makes none: it stands in the list of what waits.
        // Where a later change makes it again, the ledger merges what was said before into it.
        unanswered.clear();
    }
    let fields = confirmed.state.as_ref().map(|state| &state.fields);
    let laid = domain::lay_on::lay_on(fields, &unanswered);
    let state = laid.map(|fields| laid_state(kind, record, confirmed.state.as_ref(), fields));
    show(db, kind, record, state.as_ref())?;
    mark_card(db, kind, record, confirmed.card && state.is_some())
}

/// Lays every unanswered change anew.
pub fn relay_all(db: &Connection) -> Result<(), StoreError> {
    let records: Vec<(String, i64)> = db
        .prepare("select distinct kind, record from outbox")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    for (kind, record) in records {
        keep_confirmed(db, &kind, RecordId(record))?;
        relay(db, &kind, RecordId(record))?;
    }
    Ok(())
}

fn laid_state(
    kind: &str,
    id: RecordId,
    confirmed: Option<&RecordState>,
    fields: Fields,
) -> RecordState {
    RecordState {
        kind: kind.to_owned(),
        id,
        first: confirmed.map_or(Position(0), |state| state.first),
        last: confirmed.map_or(Position(0), |state| state.last),
        fields,
    }
}

fn show(
    db: &Connection,
    kind: &str,
    record: RecordId,
    state: Option<&RecordState>,
) -> Result<(), StoreError> {
    match state {
        Some(state) => row::write(db, state)?,
        None => row::delete(db, kind, record)?,
    }
    Ok(())
}

fn is_card(db: &Connection, record: RecordId) -> rusqlite::Result<bool> {
    db.prepare_cached("select exists (select 1 from card where id = ?1)")?
        .query_row([record.0], |row| row.get(0))
}

fn mark_card(db: &Connection, kind: &str, record: RecordId, card: bool) -> Result<(), StoreError> {
    if card {
        db.prepare_cached("insert or replace into card (id, kind) values (?1, ?2)")?
            .execute(params![record.0, kind])?;
    } else {
        db.prepare_cached("delete from card where id = ?1")?.execute([record.0])?;
    }
    Ok(())
}
