//! What the replica had before the server was restored from a backup, and the restored server
//! lacks. Kept and listed until it reappears, for an officer to enter again.

use domain::change::RecordState;
use domain::id::RecordId;
use domain::lineage::Lineage;
use domain::record::KINDS;
use domain::wire;
use rusqlite::{Connection, params};

use crate::error::StoreError;
use crate::{meta, row};

/// A record as it stood before the restore.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rescued {
    pub state: RecordState,
}

/// Puts aside the server's last word on every record that it changed after the backup.
pub fn put_aside(db: &Connection, lineage: &Lineage) -> Result<(), StoreError> {
    let cursor = meta::cursor(db)?;
    let shared = lineage.shared_with(cursor.epoch).0 as i64;
    for kind in KINDS {
        let lost = row::read_all(
            db,
            kind,
            "last > ?1 and id not in (select record from confirmed) and id not in (select id from card)",
            &[&shared],
        )?;
        lost.iter().try_for_each(|state| keep(db, state))?;
    }
    let mut statement =
        db.prepare("select state from confirmed where state is not null and card = 0")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let state: RecordState =
            wire::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        if state.last.0 as i64 > shared {
            keep(db, &state)?;
        }
    }
    Ok(())
}

fn keep(db: &Connection, state: &RecordState) -> Result<(), StoreError> {
    db.prepare_cached("insert or ignore into rescued (id, kind, state) values (?1, ?2, ?3)")?
        .execute(params![state.id.0, state.kind, wire::write(state)])?;
    Ok(())
}

/// A record came down: if it holds what was put aside, that has reappeared.
pub fn reappeared(db: &Connection, state: &RecordState) -> Result<(), StoreError> {
    let Some(rescued) = of_record(db, state.id)? else { return Ok(()) };
    let holds_all =
        rescued.state.fields.iter().all(|(name, value)| state.fields.get(name) == Some(value));
    if holds_all {
        forget(db, state.id)?;
    }
    Ok(())
}

/// Compares what was put aside with a new image.
pub fn compare_all(db: &Connection) -> Result<(), StoreError> {
    for rescued in all(db)? {
        if let Some(state) = row::read(db, &rescued.state.kind, rescued.state.id)? {
            reappeared(db, &state)?;
        }
    }
    Ok(())
}

fn of_record(db: &Connection, record: RecordId) -> Result<Option<Rescued>, StoreError> {
    let mut statement = db.prepare_cached("select state from rescued where id = ?1")?;
    let mut rows = statement.query([record.0])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let state = wire::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
    Ok(Some(Rescued { state }))
}

/// Everything that has not reappeared.
pub fn all(db: &Connection) -> Result<Vec<Rescued>, StoreError> {
    let mut statement = db.prepare_cached("select state from rescued order by kind, id")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let state = wire::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?;
        all.push(Rescued { state });
    }
    Ok(all)
}

/// Takes a record off the list: it reappeared, was entered again, or was let go.
pub fn forget(db: &Connection, record: RecordId) -> Result<(), StoreError> {
    db.prepare_cached("delete from rescued where id = ?1")?.execute([record.0])?;
    Ok(())
}
