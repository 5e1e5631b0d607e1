//! What the server records itself: the set-up, accounts, devices. As changes, like everybody's.

use domain::answer::Verdict;
use domain::change::{Act as ChangeAct, Base, Change, Fields};
use domain::check::derived_id;
use domain::envelope::Offer;
use domain::id::{ChangeId, RecordId};
use domain::kind::{Kind, Record};
use domain::time::Moment;

use super::commit::Trust;
use super::log::Log;
use super::{Caller, Ledger, LedgerError};

/// Something the server does on an account's behalf.
pub struct Act {
    kind: &'static Kind,
    record: Option<RecordId>,
    fields: Fields,
}

impl Act {
    /// Makes a record.
    pub fn make<R: Record>(view: R) -> Self {
        Self { kind: R::KIND, record: None, fields: view.into_fields() }
    }

    /// Sets fields of a record, or makes it under this id.
    pub fn set<R: Record>(record: RecordId, view: R) -> Self {
        Self { kind: R::KIND, record: Some(record), fields: view.into_fields() }
    }
}

impl Ledger {
    /// Records acts of the server's own, all or none; gives the records' ids.
    pub fn record(
        &mut self,
        author: RecordId,
        acts: Vec<Act>,
        now: Moment,
    ) -> Result<Vec<RecordId>, LedgerError> {
        let key = self.keys.server_key().verifying_key();
        let caller = Caller { device: self.server_device(), account: author, key };
        self.write(now, |writer| {
            let mut number = writer.log().highest(writer.id, caller.device)?;
            let mut ids = Vec::with_capacity(acts.len());
            for act in acts {
                number += 1;
                let record = act
                    .record
                    .or_else(|| derived_id(act.kind, &act.fields))
                    .or_else(|| RecordId::running(caller.device, number as u32))
                    .ok_or(LedgerError::BadRequest)?;
                let change = Change {
                    id: ChangeId { device: caller.device, number },
                    made: now,
                    author,
                    kind: act.kind.key.to_owned(),
                    record,
                    act: ChangeAct::Set,
                    fields: act.fields,
                    settles: vec![],
                    undoes: None,
                    base: Base {
                        epoch: writer.lineage.present(),
                        position: writer.head,
                        ..Base::default()
                    },
                    group: None,
                };
                let offer = Offer::new(change, number - 1);
                match writer.take_unit(&caller, &[&offer], Trust::Server)?.remove(0) {
                    Verdict::Accepted(_) => ids.push(record),
                    Verdict::Refused(refused) => return Err(LedgerError::OwnChange(refused)),
                    Verdict::Known(_) | Verdict::Held(_) => return Err(LedgerError::BadRequest),
                }
            }
            Ok(ids)
        })
    }

    /// Takes back a journalled change that a restored backup does not hold.
    pub(super) fn take_back(&mut self, offer: &Offer, now: Moment) -> Result<(), LedgerError> {
        let key = self.keys.verifying_key();
        self.write(now, |writer| {
            if writer.log().find(writer.id, offer.change.id)?.is_some() {
                return Ok(());
            }
            let caller =
                Caller { device: offer.change.id.device, account: offer.change.author, key };
            let verdicts = writer.take_unit(&caller, &[offer], Trust::Server)?;
            if matches!(verdicts.as_slice(), [Verdict::Accepted(_)]) {
                writer.let_go(offer.change.id)?; // the backup may have held it
            }
            Ok(())
        })
    }
}
