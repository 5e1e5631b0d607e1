//! Committing: a device's changes in the order of their numbers, whole groups, each with its answer.

use std::collections::HashSet;

use domain::answer::{Answer, HeldFor, Refusal, Refused, Verdict};
use domain::envelope::{Offer, Parcel};
use domain::id::{ChangeId, DeviceId, Position, RecordId};
use domain::lineage::Lineage;
use domain::time::Moment;
use domain::wire;
use rusqlite::{Connection, OptionalExtension, params};

use super::erase::is_emptied;
use super::log::{Log, OrganisationId, SqliteLog};
use super::organisation::Organisation;
use super::{Caller, Ledger, LedgerError};
use crate::keys::OrganisationKey;

/// Whose word a change is taken on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// A device's: its author's rights are judged.
    Device,
    /// This officer's, who looked at it and accepted it: it may reach no higher than he does.
    Officer(RecordId),
    /// The server's own, or the journal's: it was judged when it was made.
    Server,
}

/// Why a change is not applied now.
#[derive(Debug)]
pub enum Outcome {
    Refuse(Refused),
    Hold(HeldFor),
    Fail(LedgerError),
}

impl<E: Into<LedgerError>> From<E> for Outcome {
    fn from(error: E) -> Self {
        Outcome::Fail(error.into())
    }
}

/// One transaction on the ledger.
pub struct Writer<'a> {
    pub db: &'a Connection,
    pub lineage: &'a Lineage,
    pub organisation: &'a mut Organisation,
    pub keys: &'a OrganisationKey,
    pub id: OrganisationId,
    pub now: Moment,
    pub head: Position,
    /// What this transaction has done that others wait for.
    pub stirred: Stirred,
    /// Whether something may belong in the journal beside the database.
    pub to_journal: bool,
    /// The records that the present change or group has made: nobody has seen them yet.
    pub made: HashSet<RecordId>,
}

/// What a transaction has done that others wait for: held changes, images.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stirred {
    pub rights: bool,
    pub records: bool,
    pub erased: bool,
}

impl Ledger {
    /// Takes a device's parcel, and answers every change that has its turn.
    pub(super) fn commit(
        &mut self,
        caller: &Caller,
        parcel: Parcel,
        now: Moment,
    ) -> Result<Vec<Answer>, LedgerError> {
        Ok(self.commit_all(&[(caller, parcel)], now)?.remove(0))
    }

    /// Takes many devices' parcels in one transaction: the disk is waited for once.
    pub fn commit_all(
        &mut self,
        parcels: &[(&Caller, Parcel)],
        now: Moment,
    ) -> Result<Vec<Vec<Answer>>, LedgerError> {
        self.write(now, |writer| {
            parcels.iter().map(|(caller, parcel)| writer.take_parcel(caller, parcel)).collect()
        })
    }

    /// Runs one transaction; what it did is durable, and journalled, when this returns.
    pub(super) fn write<T>(
        &mut self,
        now: Moment,
        act: impl FnOnce(&mut Writer) -> Result<T, LedgerError>,
    ) -> Result<T, LedgerError> {
        let transaction = self.db.unchecked_transaction()?;
        let mut writer = Writer {
            db: &self.db,
            lineage: &self.lineage,
            organisation: &mut self.organisation,
            keys: &self.keys,
            id: self.id,
            now,
            head: SqliteLog { db: &self.db }.head(self.id)?,
            stirred: Stirred::default(),
            to_journal: false,
            made: HashSet::new(),
        };
        let done = act(&mut writer).and_then(|done| {
            writer.judge_held_again()?;
            Ok(done)
        });
        let (stirred, to_journal) = (writer.stirred, writer.to_journal);
        match done.and_then(|done| transaction.commit().map(|()| done).map_err(LedgerError::from)) {
            Ok(done) => {
                if to_journal {
                    self.complete_journal()?;
                }
                if stirred.erased {
                    self.images.clear();
                }
                Ok(done)
            }
            Err(error) => {
                // Rights of a transaction that did not come about must not count.
                self.organisation = Organisation::load(&self.db, &self.lineage)?;
                Err(error)
            }
        }
    }
}

impl Writer<'_> {
    pub fn log(&self) -> SqliteLog<'_> {
        SqliteLog { db: self.db }
    }

    fn take_parcel(
        &mut self,
        caller: &Caller,
        parcel: &Parcel,
    ) -> Result<Vec<Answer>, LedgerError> {
        if parcel.life != self.lineage.present() {
            return Ok(vec![]);
        }
        super::health::note_seen(self.db, caller.device, self.now)?;
        let mut answers = Vec::with_capacity(parcel.offers.len());
        // What this parcel has brought so far; of what came before the ledger is asked.
        let mut highest_here = 0;
        // Something before has never come: the journal knows changes after it, which prove nothing.
        let mut has_gap = false;
        for unit in units(&parcel.offers) {
            let Some(first) = unit.first() else { continue };
            let mut known = Vec::with_capacity(unit.len());
            for offer in unit {
                known.push(self.known(offer)?);
            }
            has_gap |=
                first.after > highest_here && !self.has_answered(caller.device, first.after)?;
            let is_new = known.iter().any(Option::is_none);
            if is_new && (has_gap || cut_off(unit)) {
                break; // what comes early waits on the device
            }
            if is_new {
                let judged: Vec<&Offer> = unit
                    .iter()
                    .zip(&known)
                    .filter(|(_, known)| known.is_none())
                    .map(|(offer, _)| offer)
                    .collect();
                let mut verdicts = self.take_unit(caller, &judged, Trust::Device)?.into_iter();
                for known in known.iter_mut().filter(|known| known.is_none()) {
                    *known = verdicts.next();
                }
            }
            for (offer, verdict) in unit.iter().zip(known) {
                highest_here = highest_here.max(offer.change.id.number);
                let verdict = match verdict {
                    Some(Verdict::Refused(refused)) if hands_over(caller, offer, &refused) => {
                        let held = Verdict::Held(HeldFor::HandedOver(refused.code));
                        self.remember(caller, offer, &held)?;
                        Some(held)
                    }
                    verdict => verdict,
                };
                answers.extend(verdict.map(|verdict| Answer { change: offer.change.id, verdict }));
            }
        }
        Ok(answers)
    }

    /// Applies a single change, or a group as a whole: one refused or held takes the others along.
    pub fn take_unit(
        &mut self,
        caller: &Caller,
        unit: &[&Offer],
        trust: Trust,
    ) -> Result<Vec<Verdict>, LedgerError> {
        self.db.prepare_cached("savepoint unit")?.execute([])?;
        self.made.clear();
        let (head, stirred) = (self.head, self.stirred);
        let mut verdicts = Vec::with_capacity(unit.len());
        let mut stopped = None;
        for (at, offer) in unit.iter().enumerate() {
            match self.apply(caller, offer, trust) {
                Ok(position) => verdicts.push(Verdict::Accepted(position)),
                Err(Outcome::Fail(error)) => return Err(error),
                Err(outcome) => {
                    stopped = Some((at, outcome));
                    break;
                }
            }
        }
        if stopped.is_none() && trust == Trust::Device {
            stopped = self.first_without_area(unit)?;
        }
        let Some((at, outcome)) = stopped else {
            self.db.prepare_cached("release unit")?.execute([])?;
            return Ok(verdicts);
        };
        self.db.execute_batch("rollback to unit; release unit")?;
        if self.stirred.rights {
            *self.organisation = Organisation::load(self.db, self.lineage)?;
        }
        (self.head, self.stirred) = (head, stirred);
        unit.iter()
            .enumerate()
            .map(|(index, offer)| {
                let verdict = match &outcome {
                    Outcome::Refuse(refused) if index == at => Verdict::Refused(refused.clone()),
                    Outcome::Refuse(_) => Verdict::Refused(Refused::because(Refusal::GroupRefused)),
                    Outcome::Hold(reason) if index == at => Verdict::Held(*reason),
                    Outcome::Hold(_) | Outcome::Fail(_) => Verdict::Held(HeldFor::Behind),
                };
                // What an officer could not accept lies as it lay.
                if !matches!(trust, Trust::Officer(_)) {
                    self.remember(caller, offer, &verdict)?;
                }
                Ok(verdict)
            })
            .collect()
    }

    /// Writes down a refusal, or keeps a held change: the same question gets the same answer.
    pub fn remember(
        &self,
        caller: &Caller,
        offer: &Offer,
        verdict: &Verdict,
    ) -> Result<(), LedgerError> {
        let digest = self.digest(offer);
        let (device, number) = (caller.device.0 as i64, offer.change.id.number as i64);
        match verdict {
            Verdict::Refused(refused) => {
                let Refused { code, field, why } = refused.clone();
                let verdict = wire::write(&Verdict::Refused(Refused { code, field, why: None }));
                self.db
                    .prepare_cached(
                        "insert or replace into refusal
                         (device, number, verdict, digest, refused_at, why)
                         values (?1, ?2, ?3, ?4, ?5, ?6)",
                    )?
                    .execute(params![device, number, verdict, digest, self.now.0, why])?;
                self.db
                    .prepare_cached("delete from held where device = ?1 and number = ?2")?
                    .execute([device, number])?;
            }
            Verdict::Held(reason) => {
                self.db
                    .prepare_cached("delete from refusal where device = ?1 and number = ?2")?
                    .execute([device, number])?;
                self.hold(caller, offer, *reason)?;
            }
            Verdict::Accepted(_) | Verdict::Known(_) => {}
        }
        Ok(())
    }

    /// The answer that a change got before, if it got one. Other content under a known identity is
    /// an alarm.
    fn known(&self, offer: &Offer) -> Result<Option<Verdict>, LedgerError> {
        let id = offer.change.id;
        let (verdict, digest) = if let Some(found) = self.log().find(self.id, id)? {
            (Verdict::Known(found.position), found.digest)
        } else if let Some((verdict, digest)) = self.remembered(id)? {
            if let Verdict::Refused(refused) = &verdict
                && refused.code.may_be_handed_over()
                && !offer.earlier.is_empty()
            {
                return Ok(None); // an officer took it after all, in what a restore has lost
            }
            (verdict, Some(digest))
        } else {
            return Ok(None);
        };
        // What is kept of an erased person's changes was emptied, here or on the device: it may have
        // learned of the erasure in a life of the ledger that a restore has ended.
        let erased = self.is_of_erased(&offer.change)? || is_emptied(&offer.change);
        if !erased && digest.is_some_and(|digest| digest != self.digest(offer)) {
            tracing::error!(
                device = id.device.0,
                number = id.number,
                "a known change came with other content"
            );
            return Ok(Some(Verdict::Refused(Refused::because(Refusal::IdentityReused))));
        }
        Ok(Some(verdict))
    }

    fn remembered(&self, id: ChangeId) -> Result<Option<(Verdict, Vec<u8>)>, LedgerError> {
        let key = [id.device.0 as i64, id.number as i64];
        let refusal: Option<(Vec<u8>, Vec<u8>, Option<String>)> = self
            .db
            .prepare_cached(
                "select verdict, digest, why from refusal where device = ?1 and number = ?2",
            )?
            .query_row(key, |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        if let Some((verdict, digest, why)) = refusal {
            let verdict = match wire::read(&verdict)? {
                Verdict::Refused(refused) => Verdict::Refused(Refused { why, ..refused }),
                verdict => verdict,
            };
            return Ok(Some((verdict, digest)));
        }
        let held: Option<(Vec<u8>, Vec<u8>)> = self
            .db
            .prepare_cached("select reason, digest from held where device = ?1 and number = ?2")?
            .query_row(key, |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        held.map(|(reason, digest)| Ok((Verdict::Held(wire::read(&reason)?), digest))).transpose()
    }

    /// Whether this change of the device's got an answer, in this life of the ledger. After a restore
    /// later ones may have, from the journal.
    fn has_answered(&self, device: DeviceId, number: u64) -> Result<bool, LedgerError> {
        let id = ChangeId { device, number };
        Ok(self.log().find(self.id, id)?.is_some() || self.remembered(id)?.is_some())
    }

    pub fn digest(&self, offer: &Offer) -> [u8; 16] {
        self.keys.digest(&wire::write(&offer.change))
    }
}

/// Whether an officer is to look at what was refused: its author's own word, and no other's.
fn hands_over(caller: &Caller, offer: &Offer, refused: &Refused) -> bool {
    let change = &offer.change;
    let own = change.author == caller.account && change.id.device == caller.device;
    own && offer.hands_over && refused.code.may_be_handed_over()
}

/// A parcel's offers as single changes and groups.
fn units(offers: &[Offer]) -> impl Iterator<Item = &[Offer]> {
    offers.chunk_by(|one, next| one.change.is_of_one_group_with(&next.change))
}

/// Whether the end of the group is not in this parcel.
fn cut_off(unit: &[Offer]) -> bool {
    unit.last().is_some_and(|last| {
        last.change.group.is_some_and(|group| group.last != last.change.id.number)
    })
}
