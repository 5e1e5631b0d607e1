//! Held work: durable on the server, not applied. It is judged again when what it waited for may
//! have come, or an officer decides.

use std::collections::HashSet;

use domain::answer::{Answer, HeldFor, Refusal, Refused, Verdict};
use domain::change::Change;
use domain::envelope::Offer;
use domain::id::{ChangeId, DeviceId, RecordId};
use domain::time::Moment;
use domain::wire::{self, Decision, Word};
use rusqlite::{OptionalExtension, params};

use super::commit::{Stirred, Trust, Writer};
use super::log::Log;
use super::pull::Reading;
use super::{Caller, Ledger, LedgerError};

/// A held change, for the officer who decides.
#[derive(Clone, Debug)]
pub struct HeldWork {
    pub change: Change,
    pub reason: HeldFor,
    pub received: Moment,
}

impl Reading<'_> {
    /// How many changes are held.
    pub fn held_count(&self) -> Result<u64, LedgerError> {
        let count: i64 = self.db.query_row("select count(*) from held", [], |row| row.get(0))?;
        Ok(count as u64)
    }
}

impl Ledger {
    /// Everything that is held.
    pub fn held(&self) -> Result<Vec<HeldWork>, LedgerError> {
        let mut statement = self.db.prepare_cached(
            "select offer, reason, received from held order by received, device, number",
        )?;
        let mut rows = statement.query([])?;
        let mut held = Vec::new();
        while let Some(row) = rows.next()? {
            let offer: Offer = wire::read(&row.get::<_, Vec<u8>>(0)?)?;
            held.push(HeldWork {
                change: offer.change,
                reason: wire::read(&row.get::<_, Vec<u8>>(1)?)?,
                received: Moment(row.get(2)?),
            });
        }
        Ok(held)
    }

    /// An officer says what becomes of held work: a group as a whole, and the changes of one device
    /// to one record in the order in which they were made. Who decided is kept. What the ledger
    /// cannot take as it is stays held, and the answer says why.
    pub fn decide(
        &mut self,
        officer: RecordId,
        decision: &Decision,
        now: Moment,
    ) -> Result<Answer, LedgerError> {
        let caller_key = self.keys.verifying_key();
        let id = decision.change;
        self.write(now, |writer| {
            let Some(offer) = writer.held_offer(id)? else { return Err(LedgerError::NothingHeld) };
            let unit = writer.held_unit(&offer)?;
            for offer in &unit {
                if writer.held_before(&offer.change, &unit)? {
                    return Err(LedgerError::EarlierHeld);
                }
            }
            let caller =
                Caller { device: id.device, account: offer.change.author, key: caller_key };
            let mut turned_down = |code| {
                let refused = Refused::by_officer(code, &decision.why);
                writer.turn_down(&caller, &unit, &refused)?;
                Ok::<_, LedgerError>(Some(Verdict::Refused(refused)))
            };
            let refused = match decision.word {
                Word::Accept => {
                    if let Some(refused) = writer.accept(officer, &caller, &unit)? {
                        return Ok(Answer { change: id, verdict: Verdict::Refused(refused) });
                    }
                    None
                }
                Word::Reject => turned_down(Refusal::Rejected)?,
                Word::Entered => turned_down(Refusal::Entered)?,
            };
            for offer in &unit {
                writer.keep_decision(officer, offer.change.id, decision.word)?;
            }
            let accepted = writer.log().find(writer.id, id)?;
            let accepted = accepted.map(|found| Verdict::Accepted(found.position));
            let verdict = refused.or(accepted).ok_or(LedgerError::NothingHeld)?;
            Ok(Answer { change: id, verdict })
        })
    }
}

impl Writer<'_> {
    pub fn hold(&self, caller: &Caller, offer: &Offer, reason: HeldFor) -> Result<(), LedgerError> {
        let digest = self.digest(offer);
        let mut offer = offer.clone();
        self.forget_if_erased(&mut offer.change)?;
        let change = &offer.change;
        self.db
            .prepare_cached(
                "insert into held (device, number, author, kind, record, offer, reason, digest, received, handed_over)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                 on conflict do update set offer = excluded.offer, reason = excluded.reason,
                   handed_over = excluded.handed_over",
            )?
            .execute(params![
                caller.device.0 as i64,
                change.id.number as i64,
                change.author.0,
                change.kind,
                change.record.0,
                wire::write(&offer),
                wire::write(&reason),
                digest,
                self.now.0,
                matches!(reason, HeldFor::HandedOver(_)),
            ])?;
        Ok(())
    }

    /// Whether an earlier change of the same device to the same record is held, which is not of the
    /// same unit. What was refused and handed over keeps nothing waiting.
    pub fn held_before(&self, change: &Change, unit: &[Offer]) -> Result<bool, LedgerError> {
        let first = unit.first().map_or(change.id.number, |first| first.change.id.number);
        let upto = first.min(change.id.number);
        Ok(self
            .db
            .prepare_cached("select exists (select 1 from held where record = ?1 and device = ?2 and number < ?3 and handed_over = 0)")?
            .query_row(
                params![change.record.0, change.id.device.0 as i64, upto as i64],
                |row| row.get(0),
            )?)
    }

    /// Takes held work into the ledger; gives why it cannot be taken, and then it stays held.
    fn accept(
        &mut self,
        officer: RecordId,
        caller: &Caller,
        unit: &[Offer],
    ) -> Result<Option<Refused>, LedgerError> {
        let offers: Vec<&Offer> = unit.iter().collect();
        let verdicts = self.take_unit(caller, &offers, Trust::Officer(officer))?;
        if verdicts.iter().any(|verdict| matches!(verdict, Verdict::Held(_))) {
            return Err(LedgerError::EarlierHeld);
        }
        let culprit = verdicts.iter().find_map(|verdict| match verdict {
            Verdict::Refused(refused) if refused.code != Refusal::GroupRefused => Some(refused),
            _ => None,
        });
        if culprit.is_none() {
            unit.iter().try_for_each(|offer| self.let_go(offer.change.id))?;
        }
        Ok(culprit.cloned())
    }

    /// Held work does not go into the ledger, for this reason.
    fn turn_down(
        &mut self,
        caller: &Caller,
        unit: &[Offer],
        refused: &Refused,
    ) -> Result<(), LedgerError> {
        let mut refused = refused.clone();
        for offer in unit {
            if self.is_of_erased(&offer.change)? {
                refused.why = None; // it may name him
            }
        }
        let verdict = Verdict::Refused(refused);
        unit.iter().try_for_each(|offer| self.remember(caller, offer, &verdict))
    }

    fn keep_decision(
        &self,
        officer: RecordId,
        change: ChangeId,
        word: Word,
    ) -> Result<(), LedgerError> {
        self.db
            .prepare_cached(
                "insert or replace into decision (device, number, officer, accepted, decided_at)
                 values (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                change.device.0 as i64,
                change.number as i64,
                officer.0,
                word == Word::Accept,
                self.now.0
            ])?;
        Ok(())
    }

    /// Whether what would make this record is held.
    pub fn is_held(&self, record: RecordId) -> Result<bool, LedgerError> {
        Ok(self
            .db
            .prepare_cached(
                "select exists (select 1 from held where record = ?1 and handed_over = 0)",
            )?
            .query_row([record.0], |row| row.get(0))?)
    }

    fn held_offer(&self, id: ChangeId) -> Result<Option<Offer>, LedgerError> {
        let offer: Option<Vec<u8>> = self
            .db
            .prepare_cached("select offer from held where device = ?1 and number = ?2")?
            .query_row(params![id.device.0 as i64, id.number as i64], |row| row.get(0))
            .optional()?;
        Ok(offer.map(|offer| wire::read(&offer)).transpose()?)
    }

    /// A change is held no longer.
    pub fn let_go(&self, id: ChangeId) -> Result<(), LedgerError> {
        self.db
            .prepare_cached("delete from held where device = ?1 and number = ?2")?
            .execute(params![id.device.0 as i64, id.number as i64])?;
        Ok(())
    }

    /// Judges held work again, until nothing more comes of it. What an officer must decide stays.
    pub fn judge_held_again(&mut self) -> Result<(), LedgerError> {
        loop {
            let stirred = Stirred {
                records: std::mem::take(&mut self.stirred.records),
                rights: std::mem::take(&mut self.stirred.rights),
                ..Stirred::default()
            };
            if !stirred.records && !stirred.rights {
                return Ok(());
            }
            let held: Vec<(i64, i64, i64, Vec<u8>)> = self
                .db
                .prepare_cached(
                    "select device, number, author, reason from held order by device, number",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect::<rusqlite::Result<_>>()?;
            let mut judged = HashSet::new();
            for (device, number, author, reason) in held {
                let id = ChangeId { device: DeviceId(device as u64), number: number as u64 };
                if judged.contains(&id) || !may_have_come(wire::read(&reason)?, stirred) {
                    continue;
                }
                let Some(offer) = self.held_offer(id)? else { continue };
                let caller = Caller {
                    device: id.device,
                    account: RecordId(author),
                    key: self.keys.verifying_key(),
                };
                let unit = self.held_unit(&offer)?;
                judged.extend(unit.iter().map(|offer| offer.change.id));
                let unit: Vec<&Offer> = unit.iter().collect();
                let verdicts = self.take_unit(&caller, &unit, Trust::Device)?;
                for (offer, verdict) in unit.iter().zip(verdicts) {
                    if matches!(verdict, Verdict::Accepted(_)) {
                        self.let_go(offer.change.id)?;
                    }
                }
            }
        }
    }

    /// The held change with the held rest of its group.
    fn held_unit(&self, offer: &Offer) -> Result<Vec<Offer>, LedgerError> {
        let Some(group) = offer.change.group else { return Ok(vec![offer.clone()]) };
        let offers: Vec<Vec<u8>> = self
            .db
            .prepare_cached("select offer from held where device = ?1 and number between ?2 and ?3 order by number")?
            .query_map(
                params![offer.change.id.device.0 as i64, group.first as i64, group.last as i64],
                |row| row.get(0),
            )?
            .collect::<rusqlite::Result<_>>()?;
        offers.iter().map(|offer| Ok(wire::read(offer)?)).collect()
    }
}

/// Whether what a change was held for may have come.
fn may_have_come(reason: HeldFor, stirred: Stirred) -> bool {
    match reason {
        HeldFor::RecordMissing | HeldFor::Behind => true,
        HeldFor::RightTaken
        | HeldFor::DeviceRevoked
        | HeldFor::DeviceUnknown
        | HeldFor::KindUnknown => stirred.rights,
        HeldFor::Contradicted | HeldFor::HandedOver(_) => false, // an officer says what becomes of it
    }
}
