//! Hai cách ghi: fields that were written in two ways. One that was settled on this device does not wait
//! any more, though the server has not answered yet.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::change::Fields;
use domain::id::{DeviceId, Position, RecordId};
use domain::kind::Record;
use domain::record::Account;
use domain::view::record::Version;
use domain::view::work::Conflicting;
use rusqlite::Connection;

use super::office::device_names;
use super::record::{named, named_in, seen};
use super::rights::rights_of;
use crate::error::StoreError;
use crate::{outbox, row};

/// How many records are listed; when some are settled, the next ones come.
const MOST_LISTED: usize = 200;

/// The fields of a record that its own device's unanswered changes settle.
fn settled_here(db: &Connection, record: RecordId) -> Result<BTreeSet<String>, StoreError> {
    let unanswered = outbox::of_record(db, record)?;
    let mut settled = BTreeSet::new();
    for change in &unanswered {
        settled.extend(change.settles.iter().cloned());
        let undone = unanswered.iter().find(|other| Some(other.id) == change.undoes);
        for field in undone.into_iter().flat_map(|undone| &undone.settles) {
            settled.remove(field);
        }
    }
    Ok(settled)
}

/// The fields that wait for somebody to choose, by record, the oldest first.
fn open_fields(db: &Connection) -> Result<Vec<(String, RecordId, BTreeSet<String>)>, StoreError> {
    let mut rows: Vec<(Position, String, RecordId, String)> = db
        .prepare_cached("select position, kind, record, field from conflict")?
        .query_map([], |row| {
            Ok((
                Position(row.get::<_, i64>(0)? as u64),
                row.get(1)?,
                RecordId(row.get(2)?),
                row.get(3)?,
            ))
        })?
        .collect::<rusqlite::Result<_>>()?;
    rows.sort();
    let mut open: Vec<(String, RecordId, BTreeSet<String>)> = Vec::new();
    let mut places: BTreeMap<RecordId, usize> = BTreeMap::new();
    for (_, kind, record, field) in rows {
        let place = *places.entry(record).or_insert_with(|| {
            open.push((kind, record, BTreeSet::new()));
            open.len() - 1
        });
        open[place].2.insert(field);
    }
    for (_, record, fields) in &mut open {
        let settled = settled_here(db, *record)?;
        fields.retain(|field| !settled.contains(field));
    }
    open.retain(|(_, _, fields)| !fields.is_empty());
    Ok(open)
}

/// How many fields wait for somebody to choose.
pub fn conflict_count(db: &Connection) -> Result<u64, StoreError> {
    Ok(open_fields(db)?.iter().map(|(_, _, fields)| fields.len() as u64).sum())
}

/// The records of which a field waits: few, so that a list asks once.
pub(super) fn disputed(db: &Connection) -> Result<BTreeSet<RecordId>, StoreError> {
    Ok(open_fields(db)?.into_iter().map(|(_, record, _)| record).collect())
}

/// Whether a field of the record waits.
pub(super) fn has_conflict(db: &Connection, record: RecordId) -> Result<bool, StoreError> {
    let fields: BTreeSet<String> = db
        .prepare_cached("select distinct field from conflict where record = ?1")?
        .query_map([record.0], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    // Nearly no record has one: its outbox is not read.
    Ok(!fields.is_empty() && fields.difference(&settled_here(db, record)?).next().is_some())
}

/// The records that wait for somebody to choose, the oldest first.
pub fn conflicts(db: &Connection) -> Result<Vec<Conflicting>, StoreError> {
    let open = open_fields(db)?;
    let devices = device_names(db)?;
    open.into_iter()
        .take(MOST_LISTED)
        .map(|(kind, id, fields)| {
            let record = named(db, &kind, id)?;
            let versions = versions_of(db, &devices, &kind, id, |field| fields.contains(field))?;
            let last = versions.iter().map(|version| version.disputed.position).max();
            Ok(Conflicting { record, versions, seen: seen(db, last.unwrap_or_default())? })
        })
        .collect()
}

/// The values of a record's fields that wait for somebody to choose.
pub fn versions(db: &Connection, kind: &str, id: RecordId) -> Result<Vec<Version>, StoreError> {
    if !has_conflict(db, id)? {
        return Ok(vec![]);
    }
    let settled = settled_here(db, id)?;
    versions_of(db, &device_names(db)?, kind, id, |field| !settled.contains(field))
}

fn versions_of(
    db: &Connection,
    devices: &HashMap<DeviceId, String>,
    kind_key: &str,
    id: RecordId,
    waits: impl Fn(&str) -> bool,
) -> Result<Vec<Version>, StoreError> {
    let disputed = row::read_disputed(db, id)?;
    disputed
        .into_iter()
        .filter(|one| waits(&one.field))
        .map(|disputed| {
            let rights = rights_of(db, disputed.author)?;
            let values = [&disputed.value, &disputed.saw]
                .map(|value| Fields::from([(disputed.field.clone(), value.clone())]));
            Ok(Version {
                author: named(db, Account::KIND.key, disputed.author)?.title,
                by_officer: rights.iter().any(|(role, _)| role.may_settle()),
                device: devices.get(&disputed.change.device).cloned().unwrap_or_default(),
                refers: named_in(db, kind_key, &values)?,
                disputed,
            })
        })
        .collect()
}
