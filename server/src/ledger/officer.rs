//! What officers ask of the server beside the sync: a record's history, held work, whom to invite.

use domain::access::{Class, Role, Scope};
use domain::change::{Act, Change};
use domain::field::{FieldType, FieldValue};
use domain::id::{Position, RecordId};
use domain::kind::{Field, Record, kind};
use domain::merge::seen_by;
use domain::record::{Account, Area, Grant};
use domain::time::Moment;
use domain::value::Value;
use domain::wire::{HeldChange, PastChange};
use rusqlite::{Connection, OptionalExtension};
use store::image::Depth;
use store::query::office::device_names;
use store::row;

use super::held::HeldWork;
use super::log::{Log, OrganisationId, SqliteLog};
use super::pull::Reading;
use super::{Caller, Ledger, LedgerError};

impl Reading<'_> {
    /// A record's changes, to whoever reads all of it, or did until it was deleted; `None` to others.
    pub fn history_for(
        &self,
        caller: &Caller,
        record: RecordId,
        now: Moment,
    ) -> Result<Option<Vec<PastChange>>, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        let scope = Scope::of(rights, &self.organisation.tree);
        let history = SqliteLog { db: self.db }.history(OrganisationId(1), record)?;
        let last = history.last().map(|last| last.position).unwrap_or_default();
        if self.depth_of(&scope, record)? != Some(Depth::Full)
            && !self.was_read_until(&scope, record, last)?
        {
            return Ok(None);
        }
        let devices = device_names(self.db)?;
        let past = history.iter().map(|entry| {
            let change = entry.change.clone();
            let mut saw = seen_by(&history, self.lineage, entry);
            if change.act == Act::Set {
                saw.retain(|field, _| change.fields.contains_key(field));
            }
            Ok(PastChange {
                position: entry.position,
                received: entry.received,
                author: name_of(self.db, change.author)?,
                device: devices.get(&change.id.device).cloned().unwrap_or_default(),
                saw,
                change,
            })
        });
        past.collect::<Result<_, LedgerError>>().map(Some)
    }

    /// Whether the scope read all of a record that was deleted at this place in the log.
    fn was_read_until(
        &self,
        scope: &Scope,
        record: RecordId,
        deleted_at: Position,
    ) -> Result<bool, LedgerError> {
        let mut statement = self
            .db
            .prepare_cached("select area, kind from route where record = ?1 and left_at = ?2")?;
        let mut rows = statement.query([record.0, deleted_at.0 as i64])?;
        while let Some(row) = rows.next()? {
            let (area, kind) = (RecordId(row.get(0)?), row.get::<_, String>(1)?);
            let read = scope.class(area, &kind) == Some(Class::Full);
            if read && row::read(self.db, &kind, record)?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

impl Ledger {
    /// Held work that this caller may decide: an officer who could have written all of it himself, in
    /// an area that it names, that what it refers to lies in, or its records; or of the whole
    /// organisation.
    pub fn held_for(&self, caller: &Caller, now: Moment) -> Result<Vec<HeldChange>, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        let rights = self.organisation.open(&rights);
        let root = self.organisation.root();
        let devices = device_names(&self.db)?;
        let mut mine = Vec::new();
        let together =
            |one: &HeldWork, next: &HeldWork| one.change.is_of_one_group_with(&next.change);
        for unit in self.held()?.chunk_by(together) {
            let mut areas = vec![root];
            for held in unit {
                areas.extend(self.areas_around(&held.change)?);
            }
            let may_decide = |role: Role| unit.iter().all(|held| may_decide(role, &held.change));
            if !rights.roles_over(&areas, root).any(may_decide) {
                continue;
            }
            for held in unit {
                let change = held.change.clone();
                mine.push(HeldChange {
                    author: name_of(&self.db, change.author)?,
                    device: devices.get(&change.id.device).cloned().unwrap_or_default(),
                    reason: held.reason,
                    received: held.received,
                    change,
                });
            }
        }
        Ok(mine)
    }

    /// The areas that a change names, and those that its record lies in, or what it refers to.
    fn areas_around(&self, change: &Change) -> Result<Vec<RecordId>, LedgerError> {
        let mut areas = self.areas_in(change.record)?;
        let refers = |field: &Field| matches!(field.ty, FieldType::Ref(_));
        let fields = kind(&change.kind).map_or(&[][..], |kind| kind.fields);
        for field in fields.iter().filter(|field| refers(field)) {
            if let Some(to) = change.fields.get(field.key).and_then(Value::as_int).map(RecordId) {
                areas.push(to);
                areas.extend(self.areas_in(to)?);
            }
        }
        Ok(areas)
    }

    /// Whether the caller may invite an account, or reset its password: he could grant each of its
    /// roles where it holds them.
    pub fn may_invite(
        &self,
        caller: &Caller,
        account: RecordId,
        now: Moment,
    ) -> Result<bool, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        Ok(!self.organisation.rights_now(account, now).is_empty()
            && self.organisation.governs(&rights, account, now))
    }

    /// The organisation's name: that of its own area.
    pub fn name(&self) -> String {
        self.organisation.name()
    }

    /// The name of whoever has an account.
    pub fn name_of_account(&self, account: RecordId) -> Result<String, LedgerError> {
        name_of(&self.db, account)
    }

    /// The area with this unit's code, if the organisation has it.
    pub fn area_with_code(&self, code: &str) -> Result<Option<RecordId>, LedgerError> {
        Ok(row::read_all(&self.db, Area::KIND, "code = ?1", &[&code])?.first().map(|area| area.id))
    }

    fn areas_in(&self, record: RecordId) -> Result<Vec<RecordId>, LedgerError> {
        Ok(self
            .db
            .prepare_cached("select area from route where record = ?1 and state = 0")?
            .query_map([record.0], |row| Ok(RecordId(row.get(0)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }
}

/// Whether somebody of this role may decide about the change, in its areas.
fn may_decide(role: Role, change: &Change) -> bool {
    let granted = change.fields.get("role").and_then(Role::from_value);
    role.may_settle()
        && role.may_write(&change.kind)
        && (change.kind != Grant::KIND.key
            || granted.is_some_and(|granted| role.may_grant(granted)))
}

fn name_of(db: &Connection, account: RecordId) -> Result<String, LedgerError> {
    let table = Account::KIND.key;
    let name: Option<Option<String>> = db
        .prepare_cached(&format!("select name from \"{table}\" where id = ?1"))?
        .query_row([account.0], |row| row.get(0))
        .optional()?;
    Ok(name.flatten().unwrap_or_default())
}
