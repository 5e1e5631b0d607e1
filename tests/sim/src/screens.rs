//! What must hold of screens: nobody writes over what he has not seen, and everybody sees his own work.

use std::collections::BTreeMap;

use domain::change::{Act, Answered, Change, Entry, Fields};
use domain::id::RecordId;
use domain::kind::kind;
use domain::lineage::Lineage;
use domain::value::Value;
use domain::wire;
use store::{Replica, row};

use crate::device::Device;
use crate::oracle::Check;
use crate::world::World;

/// Every value that somebody set is shown, stands in a conflict, or was seen when it was replaced.
pub fn every_unseen_value_is_in_a_conflict(world: &World) -> Check {
    let ledger = world.server.ledger();
    let lineage = ledger.lineage();
    let records: Vec<i64> = ledger
        .db()
        .prepare("select record from log group by record having count(*) > 1")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(|error| error.to_string())?;
    for record in records {
        let record = RecordId(record);
        let history = ledger.history(record).map_err(|error| error.to_string())?;
        let Some(declared) = history.first().and_then(|entry| kind(&entry.change.kind)) else {
            continue;
        };
        let state =
            row::read(ledger.db(), declared.key, record).map_err(|error| error.to_string())?;
        let Some(state) = state else { continue };
        let disputed =
            row::read_disputed(ledger.db(), record).map_err(|error| error.to_string())?;
        for entry in &history {
            for (field, value) in &entry.change.fields {
                let same = |other: &Value| {
                    declared
                        .field(field)
                        .map_or(other == value, |field| field.ty.same(other, value))
                };
                let shown = same(state.fields.get(field).unwrap_or(&Value::Null));
                let in_conflict =
                    disputed.iter().any(|one| one.field == *field && same(&one.value));
                let replaced = history.iter().any(|later| {
                    let own = later.change.id.device == entry.change.id.device
                        && later.change.id.number > entry.change.id.number;
                    let seen = later.position > entry.position
                        && lineage.had_seen(&later.change.base, entry)
                        && (later.change.base.epoch != lineage.present()
                            || saw_it_deleted(lineage, &history, entry, later)
                            || stood_on_the_screen(world, later, field, same));
                    later.change.fields.contains_key(field) && (own || seen)
                });
                if !(shown || in_conflict || replaced) {
                    return Err(format!(
                        "{} {}: {field} = {value:?} of position {} was overwritten unseen\n{}",
                        declared.key,
                        record.0,
                        entry.position.0,
                        words_on(world, &history, field)
                    ));
                }
            }
        }
    }
    Ok(())
}

/// What was said of a field, and what its authors saw there, a line each.
fn words_on(world: &World, history: &[Entry], field: &str) -> String {
    let line = |entry: &Entry| {
        let Change { id, base, act, fields, settles, undoes, .. } = &entry.change;
        let device = world.devices.iter().find(|device| device.caller.device == id.device);
        let saw = device.and_then(|device| device.saw.get(&id.number)?.get(field));
        let name = device.map_or("the server", |device| device.name.as_str());
        format!(
            "    {} {name} {}: {act:?} {:?}, saw {saw:?}, base {} {:?}, settles {settles:?}, undoes {undoes:?}\n",
            entry.position.0,
            id.number,
            fields.get(field),
            base.position.0,
            base.screens
        )
    };
    history.iter().map(line).collect()
}

/// Whether the record had been deleted since, for all that the later author knew: he wrote it anew.
fn saw_it_deleted(lineage: &Lineage, history: &[Entry], entry: &Entry, later: &Entry) -> bool {
    history.iter().any(|between| {
        between.change.act == Act::Delete
            && between.position > entry.position
            && lineage.had_seen(&later.change.base, between)
    })
}

/// Whether such a value stood on the author's screen when he wrote over it. What the server itself
/// and the journal wrote had no screen; in a former life of the ledger what stood there may have been
/// written by somebody over this value, and be lost.
fn stood_on_the_screen(
    world: &World,
    later: &Entry,
    field: &str,
    same: impl Fn(&Value) -> bool,
) -> bool {
    let id = later.change.id;
    let device = world.devices.iter().find(|device| device.caller.device == id.device);
    let screen = device.and_then(|device| device.saw.get(&id.number)?.get(field));
    screen.is_none_or(|values| values.iter().any(same))
}

/// What somebody has saved, and the server has not given back yet, stands on his screen.
pub fn own_work_is_on_the_screen(world: &World) -> Check {
    for device in &world.devices {
        let replica = device.replica();
        let mut said: BTreeMap<RecordId, (String, bool, Fields)> = BTreeMap::new();
        for change in not_come_down(device)?.into_values() {
            let kind = change.kind.clone();
            let (_, there, fields) =
                said.entry(change.record).or_insert((kind, true, Fields::new()));
            *there = change.act == Act::Set;
            fields.extend(change.fields);
        }
        for (record, (kind, there, fields)) in said {
            let state =
                row::read(replica.db(), &kind, record).map_err(|error| error.to_string())?;
            let shows = |(field, value): (&String, &Value)| {
                let shown = state.as_ref().and_then(|state| state.fields.get(field));
                shown.unwrap_or(&Value::Null) == value
            };
            let waits = there && state.is_none() && has_left(replica, record)?;
            if !waits && (there != state.is_some() || (there && !fields.iter().all(shows))) {
                return Err(format!("{} does not see its own {kind} {}", device.name, record.0));
            }
        }
    }
    Ok(())
}

/// Whether a record has left its device, and nothing that was said there since makes it: that waits in
/// the list of what is unsent.
fn has_left(replica: &Replica, record: RecordId) -> Result<bool, String> {
    replica
        .db()
        .prepare_cached(
            "select exists (select 1 from confirmed where record = ?1 and state is null)
                and not exists (select 1 from outbox where record = ?1 and edits = 0)",
        )
        .and_then(|mut left| left.query_row([record.0], |row| row.get(0)))
        .map_err(|error| error.to_string())
}

/// A device's changes that are not in the records which have come down to it, by their numbers.
fn not_come_down(device: &Device) -> Result<BTreeMap<u64, Change>, String> {
    let replica = device.replica();
    let outbox = replica.outbox().map_err(|error| error.to_string())?;
    let mut changes: BTreeMap<u64, Change> =
        outbox.into_iter().map(|(change, _)| (change.id.number, change)).collect();
    let cursor = replica.cursor().map_err(|error| error.to_string())?;
    // What had come down once is not missed while an older image catches up.
    let furthest = device.furthest.get(&cursor.epoch).copied().unwrap_or_default();
    let answered: Vec<(Vec<u8>, Vec<u8>)> = replica
        .db()
        .prepare_cached("select change, answered from authored")
        .and_then(|mut answered| {
            answered.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
        })
        .map_err(|error| error.to_string())?;
    for (change, places) in answered {
        let change: Change = wire::read(&change).map_err(|error| error.to_string())?;
        let places: Vec<Answered> = wire::read(&places).map_err(|error| error.to_string())?;
        let comes =
            places.iter().any(|place| place.epoch == cursor.epoch && place.position > furthest);
        if comes && !device.refused.contains(&change.id.number) {
            changes.insert(change.id.number, change);
        }
    }
    Ok(changes)
}
