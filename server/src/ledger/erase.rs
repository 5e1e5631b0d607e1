//! Erasure: a person's personal values are emptied in the log, the record and what is held. Area,
//! dates, sex and birth year stay, so that sums recompute to the same.

use domain::change::Change;
use domain::envelope::Offer;
use domain::id::{Position, RecordId};
use domain::kind::{Mark, Record, kind};
use domain::record::Person;
use domain::wire;
use rusqlite::params;
use store::row;

use super::LedgerError;
use super::commit::Writer;
use super::log::{Log, person_of};

impl Writer<'_> {
    /// Empties what is known of a person; his record comes down again, emptied, from `position`.
    pub fn erase(&mut self, person: RecordId, position: Position) -> Result<(), LedgerError> {
        self.log().erase(self.id, person)?;
        let history = self.log().history(self.id, person)?;
        if let Some(merged) = domain::merge::merge(&history, self.lineage) {
            let mut state = merged.state;
            state.last = state.last.max(position);
            row::write_disputed(self.db, &state.kind, person, &merged.disputed)?;
            if merged.present {
                row::write(self.db, &state)?;
                self.route(
                    Person::KIND,
                    person,
                    Some(&state.fields),
                    Some(&state.fields),
                    position,
                )?;
            }
        }
        self.erase_held(person)?;
        self.stirred.erased = true;
        Ok(())
    }

    /// Strips a change of what must not be known of whoever asked to be forgotten.
    pub fn forget_if_erased(&self, change: &mut Change) {
        if let Some(kind) = kind(&change.kind)
            && self.is_of_erased(change)
        {
            store::strip(kind, &mut change.fields);
        }
    }

    /// Whether a change holds what somebody asked to be forgotten.
    pub fn is_of_erased(&self, change: &Change) -> bool {
        person_of(change).is_some_and(|person| self.organisation.erased.contains(&person))
    }

    fn erase_held(&self, person: RecordId) -> Result<(), LedgerError> {
        let held: Vec<(i64, i64, Vec<u8>)> = self
            .db
            .prepare_cached("select device, number, offer from held where record = ?1")?
            .query_map([person.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (device, number, offer) in held {
            let mut offer: Offer = wire::read(&offer)?;
            store::strip(Person::KIND, &mut offer.change.fields);
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
