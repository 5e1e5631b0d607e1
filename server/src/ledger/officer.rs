//! What officers ask of the server beside the sync: held work, whom to invite.

use domain::access::{Rights, Role};
use domain::change::Change;
use domain::id::RecordId;
use domain::kind::{AreaRule, Record, kind};
use domain::record::{Account, Area, Grant};
use domain::time::Moment;
use domain::value::Value;
use domain::wire::HeldChange;
use rusqlite::{Connection, OptionalExtension};
use store::query::office::device_names;
use store::row;

use super::held::HeldWork;
use super::judge::granted_role;
use super::{Caller, Ledger, LedgerError};

impl Ledger {
    /// Held work that this caller may decide: an officer who could have written all of it himself.
    pub fn held_for(&self, caller: &Caller, now: Moment) -> Result<Vec<HeldChange>, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        let rights = self.organisation.open(&rights);
        let held = self.held()?;
        if held.is_empty() {
            return Ok(vec![]); // mostly nothing waits, and the first page asks
        }
        let devices = device_names(&self.db)?;
        let mut mine = Vec::new();
        let together =
            |one: &HeldWork, next: &HeldWork| one.change.is_of_one_group_with(&next.change);
        for unit in held.chunk_by(together) {
            if !self.may_decide(&rights, unit)? {
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

    /// Whether somebody with these rights could have written every part of the work himself.
    fn may_decide(&self, rights: &Rights, unit: &[HeldWork]) -> Result<bool, LedgerError> {
        let root = self.organisation.root();
        let mut placed = false;
        for change in unit.iter().map(|held| &held.change) {
            let present = row::read(&self.db, &change.kind, change.record)?;
            let present = present.as_ref().map(|present| &present.fields);
            let granted = granted_role(change, present);
            let may = |role: Role| {
                role.may_settle()
                    && role.may_write(&change.kind)
                    && (change.kind != Grant::KIND.key
                        || granted.is_some_and(|granted| role.may_grant(granted)))
            };
            let Some(areas) = self.areas_to_decide(change)? else { continue };
            placed = true;
            if !rights.roles_over(&areas, root).any(may) {
                return Ok(false);
            }
        }
        Ok(placed || rights.roles_over(&[root], root).any(Role::may_settle))
    }

    /// The areas in one of which a right is needed; `None`: what comes with it in its group says.
    fn areas_to_decide(&self, change: &Change) -> Result<Option<Vec<RecordId>>, LedgerError> {
        let root = self.organisation.root();
        let Some(declared) = kind(&change.kind) else { return Ok(Some(vec![root])) };
        let lies = self.reading().areas_in(change.record)?;
        if !lies.is_empty() && declared.written_in.is_none() {
            return Ok(Some(lies));
        }
        let value = |field: &str| change.fields.get(field).and_then(Value::as_int).map(RecordId);
        let mut areas = Vec::new();
        match declared.written_in.unwrap_or(declared.area) {
            AreaRule::Carried(_) => return Ok(None),
            AreaRule::Everywhere => {}
            AreaRule::Field(field) => {
                if let Some(area) = value(field) {
                    areas.push(area);
                    areas.extend(self.reading().areas_in(area)?);
                }
            }
            AreaRule::Through(fields) => {
                for target in fields.iter().filter_map(|field| value(field)) {
                    areas.extend(self.reading().areas_in(target)?);
                }
            }
        }
        if areas.is_empty() {
            areas.push(root); // nothing places it: it is the whole organisation's
        }
        Ok(Some(areas))
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
}

pub(super) fn name_of(db: &Connection, account: RecordId) -> Result<String, LedgerError> {
    let table = Account::KIND.key;
    let name: Option<Option<String>> = db
        .prepare_cached(&format!("select name from \"{table}\" where id = ?1"))?
        .query_row([account.0], |row| row.get(0))
        .optional()?;
    Ok(name.flatten().unwrap_or_default())
}
