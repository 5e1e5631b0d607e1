//! What can go wrong in the ledger. Nothing of the request was applied; it can be asked again.

use domain::envelope::BadEnvelope;
use store::StoreError;

#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("nobody may bring or have such a file, or it has not come yet")]
    NoSuchFile,
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Open(#[from] store::OpenError),
    #[error("the envelope is not good: {0}")]
    Envelope(#[from] BadEnvelope),
    #[error("the request is not one that a device makes")]
    BadRequest,
    #[error("the log has moved on; catch up and validate again")]
    HeadMoved,
    #[error("the journal beside the database cannot be written: {0}")]
    Journal(#[from] std::io::Error),
    #[error("the image that was begun is gone; begin anew")]
    NoSuchImage,
    #[error("an earlier change of the same device to this record waits to be decided first")]
    EarlierHeld,
    #[error("the device was revoked, or is not known")]
    NoStanding,
    #[error("nothing is held under this number")]
    NothingHeld,
    #[error("the ledger refused its own change: {0}")]
    OwnChange(domain::answer::Refused),
}

impl From<rusqlite::Error> for LedgerError {
    fn from(error: rusqlite::Error) -> Self {
        LedgerError::Store(error.into())
    }
}

impl From<domain::wire::Unreadable> for LedgerError {
    fn from(error: domain::wire::Unreadable) -> Self {
        LedgerError::Store(error.into())
    }
}
