//! The ledger: log, merge, rights, routing, and the records that come of them.
//!
//! A change walks: [`Ledger::answer`] → `commit` (in the order of its device, whole groups) →
//! `judge` (by itself, by its references, by its author's rights) → `log` → `route` → out again by
//! `pull` or `image`. One transaction holds all of it; answers go out after it is durable.
//!
//! Never here: the network, a clock. SQL lives here and in `store`.

mod accounts;
mod cards;
mod commit;
mod erase;
mod error;
mod files;
mod health;
mod held;
mod image;
mod journal;
mod judge;
mod log;
mod officer;
mod open;
mod organisation;
mod own;
mod past;
mod pull;
mod reach;
mod reader;
mod route;
mod sign_up;

pub use accounts::{Invitation, PasswordOf, invite_by_login};
pub use error::LedgerError;
pub use held::HeldWork;
pub use journal::{Journal, JournalLine, MemoryJournal};
pub use log::{Log, OrganisationId, SqliteLog};
pub use open::{Ledger, Start};
pub use organisation::Organisation;
pub use own::Act;
pub use reader::Reader;
pub use sign_up::Invited;

use domain::envelope::{BadEnvelope, Certificate, Parcel, Signed};
use domain::id::{DeviceId, RecordId};
use domain::time::Moment;
use domain::wire::{Request, Response};
use ed25519_dalek::VerifyingKey;

/// Who asks: a device whose certificate was checked.
#[derive(Clone, Debug)]
pub struct Caller {
    pub device: DeviceId,
    pub account: RecordId,
    pub key: VerifyingKey,
}

impl Caller {
    /// Whoever this certificate of the organisation's names.
    pub fn certified(certificate: &Signed, by: &VerifyingKey) -> Result<Self, BadEnvelope> {
        let certificate: Certificate = certificate.open(by)?;
        let key = certificate.verifying_key()?;
        Ok(Self { device: certificate.device()?, account: certificate.account, key })
    }
}

impl Ledger {
    /// Answers a device. What it says to a push is durable when it returns.
    pub fn answer(
        &mut self,
        caller: &Caller,
        request: Request,
        now: Moment,
    ) -> Result<Response, LedgerError> {
        match request {
            Request::Push(signed) => {
                let parcel = opened(caller, &signed)?;
                let answers = self.commit(caller, parcel, now)?;
                Ok(Response::Answers { answers, epoch: self.lineage.present(), now })
            }
            Request::Pull(cursor) => self.reading().pull(caller, cursor, now),
            Request::Image { image, from, most } => image::ImageDesk {
                db: &mut self.db,
                lineage: &self.lineage,
                organisation: &self.organisation,
                shelf: &self.images,
            }
            .piece(caller, image.as_deref(), from, most, now),
        }
    }

    /// The ledger as it is read.
    pub fn reading(&self) -> pull::Reading<'_> {
        pull::Reading {
            db: &self.db,
            lineage: &self.lineage,
            organisation: &self.organisation,
            page_records: self.page_records,
        }
    }
}

/// The parcel, if the device that calls signed it.
pub fn opened(caller: &Caller, signed: &Signed) -> Result<Parcel, LedgerError> {
    let parcel: Parcel = signed.open(&caller.key)?;
    if parcel.device != caller.device || parcel.offers.len() > domain::wire::LARGEST_PUSH {
        return Err(LedgerError::BadRequest);
    }
    Ok(parcel)
}
