//! What devices say of themselves, for the officers in whose areas they are.

use std::collections::HashMap;

use domain::access::Role;
use domain::health::{DeviceHealth, Health};
use domain::id::DeviceId;
use domain::kind::Record;
use domain::record::DeviceRecord;
use domain::time::Moment;
use domain::wire;
use rusqlite::{Connection, OptionalExtension, params};
use store::row;

use super::officer::name_of;
use super::pull::Reading;
use super::{Caller, Ledger, LedgerError};

/// A device was heard of.
pub(super) fn note_seen(db: &Connection, device: DeviceId, now: Moment) -> rusqlite::Result<()> {
    db.prepare_cached(
        "insert into health (device, seen) values (?1, ?2)
         on conflict do update set seen = excluded.seen",
    )?
    .execute(params![device.0 as i64, now.0])?;
    Ok(())
}

impl Ledger {
    /// Keeps a device's word of itself in the place of the one before.
    pub fn note_health(
        &mut self,
        device: DeviceId,
        health: &Health,
        now: Moment,
    ) -> Result<(), LedgerError> {
        self.db
            .prepare_cached(
                "insert or replace into health (device, seen, health) values (?1, ?2, ?3)",
            )?
            .execute(params![device.0 as i64, now.0, wire::write(health)])?;
        Ok(())
    }

    /// Keeps the word of a device whose file is locked: what it does not know stays as it was said.
    pub fn note_locked(
        &mut self,
        device: DeviceId,
        waiting: u64,
        now: Moment,
    ) -> Result<(), LedgerError> {
        let before =
            last_word(&self.db, device)?.and_then(|(_, health)| health).unwrap_or_default();
        let oldest = before.oldest.filter(|_| waiting > 0);
        let health = Health { waiting, oldest, locked: true, ..before };
        self.note_health(device, &health, now)
    }
}

impl Reading<'_> {
    /// The devices of the areas in which the caller decides, and his own. The device of somebody who
    /// has lost his rights stays with the officers of the areas where he had them.
    pub fn devices_for(
        &self,
        caller: &Caller,
        now: Moment,
    ) -> Result<Vec<DeviceHealth>, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        let rights = self.organisation.open(&rights);
        let root = self.organisation.root();
        let held = self.held_by_device()?;
        let mut devices = Vec::new();
        for state in row::read_all(self.db, DeviceRecord::KIND, "true", &[])? {
            let record = DeviceRecord::from_fields(&state.fields);
            let Some((device, account)) = record.device().zip(record.account) else { continue };
            let mut areas = self.areas_in(state.id)?;
            if self.organisation.rights_now(account.0, now).is_empty() {
                areas.extend(self.organisation.areas_ever(account.0));
            }
            let decides = rights.roles_over(&areas, root).any(Role::may_settle);
            if account.0 != caller.account && !decides {
                continue;
            }
            let (seen, health) = last_word(self.db, device)?.unzip();
            devices.push(DeviceHealth {
                device: state.id,
                tablet: record.tablet.map(|tablet| tablet.0).unwrap_or_default(),
                label: record.label.map(|label| label.0).unwrap_or_default(),
                account: account.0,
                name: name_of(self.db, account.0)?,
                certified: record.certified_at,
                revoked: record.revoked_at,
                seen,
                health: health.flatten(),
                held: held.get(&device).copied().unwrap_or_default(),
                current: None,
            });
        }
        Ok(devices)
    }

    fn held_by_device(&self) -> Result<HashMap<DeviceId, u64>, LedgerError> {
        let held = self
            .db
            .prepare_cached("select device, count(*) from held group by device")?
            .query_map([], |row| {
                Ok((DeviceId(row.get::<_, i64>(0)? as u64), row.get::<_, i64>(1)? as u64))
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(held)
    }
}

/// When a device was last heard of, and its last word.
fn last_word(
    db: &Connection,
    device: DeviceId,
) -> Result<Option<(Moment, Option<Health>)>, LedgerError> {
    let found: Option<(i64, Option<Vec<u8>>)> = db
        .prepare_cached("select seen, health from health where device = ?1")?
        .query_row([device.0 as i64], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((seen, health)) = found else { return Ok(None) };
    Ok(Some((Moment(seen), health.map(|health| wire::read(&health)).transpose()?)))
}
