//! What officers ask of the server beside the sync: a record's history, held work, whom to invite.

use domain::access::{Class, Role, Scope};
use domain::change::Act;
use domain::field::FieldValue;
use domain::id::{Position, RecordId};
use domain::kind::Record;
use domain::merge::seen_by;
use domain::record::{Account, Area, Grant};
use domain::time::Moment;
use domain::value::Value;
use domain::wire::{HeldChange, PastChange};
use rusqlite::{Connection, OptionalExtension};
use store::image::Depth;
use store::query::office::device_names;
use store::row;

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
    /// Held work that this caller may decide: an officer of an area that the change names or its
    /// record lies in, or of the whole organisation, who could have written it himself.
    pub fn held_for(&self, caller: &Caller, now: Moment) -> Result<Vec<HeldChange>, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        let rights = self.organisation.open(&rights);
        let root = self.organisation.root();
        let devices = device_names(&self.db)?;
        let mut mine = Vec::new();
        for held in self.held()? {
            let mut areas = vec![root];
            let named =
                ["area", "parent"].iter().filter_map(|field| held.change.fields.get(*field));
            areas.extend(named.filter_map(Value::as_int).map(RecordId));
            areas.extend(self.areas_in(held.change.record)?);
            let granted = held.change.fields.get("role").and_then(Role::from_value);
            let may_decide = |role: Role| {
                role.may_settle()
                    && role.may_write(&held.change.kind)
                    && (held.change.kind != Grant::KIND.key
                        || granted.is_some_and(|granted| role.may_grant(granted)))
            };
            if rights.roles_over(&areas, root).any(may_decide) {
                mine.push(HeldChange {
                    author: name_of(&self.db, held.change.author)?,
                    device: devices.get(&held.change.id.device).cloned().unwrap_or_default(),
                    change: held.change,
                    reason: held.reason,
                    received: held.received,
                });
            }
        }
        Ok(mine)
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

fn name_of(db: &Connection, account: RecordId) -> Result<String, LedgerError> {
    let table = Account::KIND.key;
    let name: Option<Option<String>> = db
        .prepare_cached(&format!("select name from \"{table}\" where id = ?1"))?
        .query_row([account.0], |row| row.get(0))
        .optional()?;
    Ok(name.flatten().unwrap_or_default())
}
