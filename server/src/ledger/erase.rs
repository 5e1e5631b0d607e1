//! Erasure: a person's personal values are emptied in the log, the record and what is held. Area,
//! dates, sex and birth year stay, so that sums recompute to the same.

use domain::change::Change;
use domain::envelope::Offer;
use domain::id::{Position, RecordId};
use domain::kind::{Kind, Mark, PersonRule, kind};
use domain::value::Value;
use domain::wire;
use rusqlite::params;
use store::row;

use super::LedgerError;
use super::commit::Writer;
use super::log::Log;
use super::sign_up::is_ended;

impl Writer<'_> {
    /// Empties what is known of a person: his record, and those that hold his data, come down again
    /// from `position`, emptied.
    pub fn erase(&mut self, person: RecordId, position: Position) -> Result<(), LedgerError> {
        self.lose_files_of(person)?;
        for record in self.log().erase(self.id, person)? {
            self.fold_emptied(record, position)?;
        }
        self.erase_held(person)?;
        self.erase_reasons()?;
        self.stirred.erased = true;
        Ok(())
    }

    pub(super) fn fold_emptied(
        &mut self,
        record: RecordId,
        position: Position,
    ) -> Result<(), LedgerError> {
        let history = self.log().history(self.id, record)?;
        let Some(merged) = domain::merge::merge(&history, self.lineage) else { return Ok(()) };
        let mut state = merged.state;
        state.last = state.last.max(position);
        row::write_disputed(self.db, &state.kind, record, &merged.disputed)?;
        if let Some(kind) = kind(&state.kind).filter(|_| merged.present) {
            row::write(self.db, &state)?;
            self.route(kind, record, Some(&state.fields), Some(&state.fields), position)?;
        }
        Ok(())
    }

    /// Strips a change of what must not be known of whoever asked to be forgotten.
    pub fn forget_if_erased(&self, change: &mut Change) -> Result<(), LedgerError> {
        if let Some(kind) = kind(&change.kind)
            && self.is_of_erased(change)?
        {
            store::strip(kind, &mut change.fields);
        }
        Ok(())
    }

    /// Whether a change holds what somebody asked to be forgotten, or what has been decided upon.
    pub fn is_of_erased(&self, change: &Change) -> Result<bool, LedgerError> {
        if let Some(kind) = kind(&change.kind)
            && let Some(state) = row::read(self.db, kind.key, change.record)?
            && is_ended(kind, &state.fields)
            && !takes_back_the_end(kind, change)
        {
            return Ok(true);
        }
        let person = self.person_of(change)?;
        Ok(person.is_some_and(|person| self.organisation.erased.contains(&person)))
    }

    /// Whose personal data a change says; what made its record may be held.
    fn person_of(&self, change: &Change) -> Result<Option<RecordId>, LedgerError> {
        let known = self.log().person_of(self.id, change)?;
        let is_nobodys = kind(&change.kind).is_none_or(|kind| kind.person == PersonRule::Nobody);
        if known.is_some() || is_nobodys {
            return Ok(known);
        }
        let held: Vec<Vec<u8>> = self
            .db
            .prepare_cached("select offer from held where record = ?1 order by device, number")?
            .query_map([change.record.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for offer in held {
            let offer: Offer = wire::read(&offer)?;
            if let Some(person) = self.log().person_of(self.id, &offer.change)? {
                return Ok(Some(person));
            }
        }
        Ok(None)
    }

    /// What officers wrote to authors may name him, whatever it was about.
    fn erase_reasons(&self) -> Result<(), LedgerError> {
        self.db
            .prepare_cached("update refusal set why = null where why is not null")?
            .execute([])?;
        Ok(())
    }

    pub(super) fn erase_held(&self, person: RecordId) -> Result<(), LedgerError> {
        let held: Vec<(i64, i64, Vec<u8>)> = self
            .db
            .prepare_cached("select device, number, offer from held")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (device, number, offer) in held {
            let mut offer: Offer = wire::read(&offer)?;
            let Some(kind) = kind(&offer.change.kind) else { continue };
            if self.person_of(&offer.change)? != Some(person) {
                continue;
            }
            self.lose_files_in(&offer.change.fields)?;
            store::strip(kind, &mut offer.change.fields);
            self.db
                .prepare_cached("update held set offer = ?3 where device = ?1 and number = ?2")?
                .execute(params![device, number, wire::write(&offer)])?;
        }
        Ok(())
    }
}

/// Whether everything personal that the change says was emptied.
pub fn is_emptied(change: &Change) -> bool {
    let Some(kind) = kind(&change.kind) else { return false };
    let mut emptied = change.fields.clone();
    store::strip(kind, &mut emptied);
    let personal = |name: &String| kind.field(name).is_some_and(|field| field.has(Mark::Personal));
    change.fields.keys().any(personal) && emptied == change.fields
}

/// Whether what was decided is taken back: then it waits again, as it was said.
fn takes_back_the_end(kind: &Kind, change: &Change) -> bool {
    kind.emptied_by.and_then(|field| change.fields.get(field)).is_some_and(Value::is_null)
}
