//! What a device's file knows of itself: whose it is, and where it stands.

use domain::change::Seen;
use domain::id::{DeviceId, Epoch, Position, RecordId};
use domain::wire::Cursor;
use ed25519_dalek::SigningKey;
use rusqlite::types::FromSql;
use rusqlite::{Connection, OptionalExtension, ToSql, params};

use crate::error::StoreError;

/// Whose file this is: the key that is the device, and the account it signs for.
#[derive(Clone)]
pub struct Identity {
    pub key: SigningKey,
    pub account: RecordId,
}

impl Identity {
    pub fn device(&self) -> DeviceId {
        DeviceId::of_key(self.key.verifying_key().as_bytes())
    }
}

pub fn get<T: FromSql>(db: &Connection, key: &str) -> rusqlite::Result<Option<T>> {
    Ok(db
        .prepare_cached("select value from meta where key = ?1")?
        .query_row([key], |row| row.get::<_, Option<T>>(0))
        .optional()?
        .flatten())
}

pub fn set(db: &Connection, key: &str, value: impl ToSql) -> rusqlite::Result<()> {
    db.prepare_cached("insert or replace into meta (key, value) values (?1, ?2)")?
        .execute(params![key, value])?;
    Ok(())
}

pub fn identity(db: &Connection) -> Result<Option<Identity>, StoreError> {
    let (Some(key), Some(account)) =
        (get::<Vec<u8>>(db, "device_key")?, get::<i64>(db, "account")?)
    else {
        return Ok(None);
    };
    let key: [u8; 32] = key.try_into().map_err(|_| StoreError::Damaged("the device's key"))?;
    Ok(Some(Identity { key: SigningKey::from_bytes(&key), account: RecordId(account) }))
}

pub fn set_identity(db: &Connection, identity: &Identity) -> rusqlite::Result<()> {
    set(db, "device_key", identity.key.to_bytes().to_vec())?;
    set(db, "account", identity.account.0)
}

pub fn cursor(db: &Connection) -> rusqlite::Result<Cursor> {
    Ok(Cursor {
        epoch: Epoch(get::<i64>(db, "epoch")?.unwrap_or(0) as u64),
        scope: get::<i64>(db, "scope")?.unwrap_or(0) as u64,
        position: Position(get::<i64>(db, "position")?.unwrap_or(0) as u64),
    })
}

pub fn set_cursor(db: &Connection, cursor: Cursor) -> rusqlite::Result<()> {
    set(db, "epoch", cursor.epoch.0 as i64)?;
    set(db, "scope", cursor.scope as i64)?;
    set(db, "position", cursor.position.0 as i64)
}

/// The device has every record as it was at this place of the log: a page was the last of its kind.
/// Between two pages it has not: a record that changes meanwhile comes with a later page, in its
/// latest state alone.
pub fn set_caught_up(db: &Connection, position: Position) -> rusqlite::Result<()> {
    set(db, "caught_up", position.0 as i64)
}

/// The device reads by the rights of this place of the log, though its records may be older.
pub fn set_rights(db: &Connection, position: Position) -> rusqlite::Result<()> {
    set(db, "rights", position.0 as i64)
}

/// Up to where in the log somebody has seen a record that came down as it was at `last`.
pub fn seen(db: &Connection, last: Position) -> rusqlite::Result<Seen> {
    let cursor = cursor(db)?;
    let caught_up = get::<i64>(db, "caught_up")?.map(|position| Position(position as u64));
    // A file that was written before this was noted was caught up, but for seldom moments.
    let caught_up = caught_up.map_or(cursor.position, |position| position.min(cursor.position));
    let position = caught_up.max(last);
    let rights = Position(get::<i64>(db, "rights")?.unwrap_or(0) as u64);
    let read_at = rights.max(cursor.position).max(position);
    Ok(Seen { epoch: cursor.epoch, position, read_at })
}

/// The next running number of this name, counted from 1.
pub fn next_number(db: &Connection, name: &str) -> rusqlite::Result<u64> {
    let number = get::<i64>(db, name)?.unwrap_or(0) + 1;
    set(db, name, number)?;
    Ok(number as u64)
}

/// The life of the ledger that this device last heard of: it may not have its image yet.
pub fn life_heard_of(db: &Connection) -> rusqlite::Result<Option<Epoch>> {
    Ok(get::<i64>(db, "life_heard_of")?.map(|epoch| Epoch(epoch as u64)))
}

pub fn hear_of_life(db: &Connection, epoch: Epoch) -> rusqlite::Result<()> {
    set(db, "life_heard_of", epoch.0 as i64)
}
