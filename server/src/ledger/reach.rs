//! What keeps the organisation running (areas, accounts, grants, devices) bears more than a right in one
//! area: nobody reaches above himself, and somebody always keeps the rest.

use domain::access::{Role, is_organisation};
use domain::answer::{Refusal, Refused};
use domain::change::{Act, Change, Fields};
use domain::field::FieldValue;
use domain::id::RecordId;
use domain::identity::Login;
use domain::kind::{Field, Kind, Mark, Record};
use domain::record::{Account, Area};
use domain::value::Value;

use super::LedgerError;
use super::commit::{Outcome, Writer};
use super::judge::{contradicts, refuse, without_right};

impl Writer<'_> {
    /// Whether nobody would keep accounts and rights after this change.
    fn ends_the_last_administrator(
        &self,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
    ) -> bool {
        let reference = |field: &str| {
            present.and_then(|fields| fields.get(field)).and_then(Value::as_int).map(RecordId)
        };
        let ends = |field: &str| {
            change.act == Act::Delete || change.fields.get(field).is_some_and(|day| !day.is_null())
        };
        let left = |stays: &dyn Fn(&(RecordId, RecordId)) -> bool| {
            let administrators = self.organisation.administrators(self.now);
            administrators.is_empty() || administrators.iter().any(stays)
        };
        match kind.key {
            "account" if ends("closed_on") => !left(&|(account, _)| *account != change.record),
            "grant" if ends("until") => {
                let ended = reference("account").zip(reference("area"));
                let role = present.and_then(|fields| fields.get("role")).and_then(Role::from_value);
                role == Some(Role::Administrator) && !left(&|held| Some(*held) != ended)
            }
            _ => false,
        }
    }

    fn login_is_taken(&self, login: &Login, by_other_than: RecordId) -> Result<bool, LedgerError> {
        Ok(self
            .db
            .prepare_cached("select exists (select 1 from account where login = ?1 and id != ?2)")?
            .query_row(rusqlite::params![login.as_str(), by_other_than.0], |row| row.get(0))?)
    }

    /// What keeps the organisation running bears more than a right in one area: nobody reaches
    /// above himself.
    pub fn judge_reach(
        &self,
        who: RecordId,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
        lost: bool,
    ) -> Result<(), Outcome> {
        let set = |field: &Field| {
            let before = present.and_then(|present| present.get(field.key));
            change.fields.get(field.key).is_some_and(|value| Some(value) != before)
        };
        if let Some(field) = kind.fields.iter().find(|field| field.has(Mark::Server) && set(field))
        {
            return Err(refuse(Refusal::NoRight, field.key));
        }
        if !is_organisation(kind.key) {
            return Ok(()); // people's records, which most changes are, need no more
        }
        let mine = self.organisation.rights_now(who, self.now);
        let account = match kind.key {
            "account" => Some(change.record),
            "device" => present
                .and_then(|present| present.get("account"))
                .and_then(Value::as_int)
                .map(RecordId),
            _ => None,
        };
        if let Some(account) = account
            && account != who
            && !self.organisation.governs(&mine, account, self.now)
        {
            return Err(without_right(lost));
        }
        if kind.key == Area::KIND.key
            && let Some(parent) = change.fields.get("parent").and_then(Value::as_int)
        {
            let holds_parent = self
                .organisation
                .open(&mine)
                .roles_over(&[RecordId(parent)], self.organisation.root())
                .any(|role| role.may_write(kind.key));
            if !holds_parent {
                return Err(without_right(lost));
            }
        }
        Ok(())
    }

    /// The organisation stays one that works: somebody keeps it, logins are one person's, areas are
    /// a tree with one root.
    pub fn guard_organisation(
        &self,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
        lost: bool,
    ) -> Result<(), Outcome> {
        if !is_organisation(kind.key) {
            return Ok(());
        }
        if self.ends_the_last_administrator(change, kind, present) {
            return Err(contradicts(lost, Refused::because(Refusal::LastAdministrator)));
        }
        if kind.key == Account::KIND.key
            && let Some(login) = change.fields.get("login").and_then(Login::from_value)
            && self.login_is_taken(&login, change.record)?
        {
            return Err(contradicts(lost, Refused::field(Refusal::LoginTaken, "login")));
        }
        if kind.key == Area::KIND.key {
            match change.fields.get("parent") {
                Some(parent) => {
                    let Some(parent) = parent.as_int().map(RecordId) else {
                        return Err(refuse(Refusal::Missing, "parent"));
                    };
                    if self.organisation.tree.below(change.record).contains(&parent) {
                        let wrong = Refused::field(Refusal::WrongReference, "parent");
                        return Err(contradicts(lost, wrong));
                    }
                }
                None if present.is_none() => {
                    return Err(refuse(Refusal::Missing, "parent")); // there is one root
                }
                None => {}
            }
        }
        Ok(())
    }
}
