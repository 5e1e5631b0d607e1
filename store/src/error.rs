//! What can go wrong in the store.

use domain::answer::Refused;
use domain::wire::Unreadable;

/// The database did not do what it was asked. The transaction was rolled back; nothing is lost.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    /// What this code wrote itself can no longer be read: the file is damaged.
    #[error("the file is damaged: {0}")]
    Damaged(&'static str),
    /// The file of photos was damaged, and has been made anew: the ledger is whole.
    #[error("the file of photos was damaged")]
    FilesDamaged,
}

impl From<Unreadable> for StoreError {
    fn from(_: Unreadable) -> Self {
        StoreError::Damaged("a kept message is unreadable")
    }
}

impl StoreError {
    /// Whether the disk or the browser's quota is full.
    pub fn is_full(&self) -> bool {
        matches!(self, StoreError::Database(rusqlite::Error::SqliteFailure(error, _))
            if error.code == rusqlite::ErrorCode::DiskFull)
    }

    /// Whether the disk did not take what was written, for whatever reason but that it is full.
    pub fn is_disk_failure(&self) -> bool {
        matches!(self, StoreError::Database(rusqlite::Error::SqliteFailure(error, _))
            if error.code == rusqlite::ErrorCode::SystemIoFailure)
    }

    /// Whether the file is no longer what was written: it is to be fetched anew, the outbox saved.
    pub fn is_damage(&self) -> bool {
        match self {
            StoreError::Damaged(_) => true,
            StoreError::Database(rusqlite::Error::SqliteFailure(error, _)) => matches!(
                error.code,
                rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase
            ),
            StoreError::Database(_) | StoreError::FilesDamaged => false,
        }
    }
}

/// The file cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Written by a newer version of the app: refused untouched.
    #[error("the file was written by a newer app (schema {0})")]
    FromNewerApp(usize),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        OpenError::Store(error.into())
    }
}

/// What was to be saved was not. The draft stays with the caller.
#[derive(Debug, thiserror::Error)]
pub enum SaveError {
    /// The server would refuse it: which draft of the group, and why.
    #[error("draft {index}: {refused}")]
    Refused { index: usize, refused: Refused },
    #[error("this device has made all the records that it can")]
    NoMoreIds,
    #[error("this file belongs to no device yet")]
    NoDevice,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for SaveError {
    fn from(error: rusqlite::Error) -> Self {
        SaveError::Store(error.into())
    }
}

/// What came from the server could not be used. Asking again is always safe.
#[derive(Debug, thiserror::Error)]
pub enum SyncError {
    #[error("the image does not have the hash that names it; it is fetched anew")]
    BadImage,
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for SyncError {
    fn from(error: rusqlite::Error) -> Self {
        SyncError::Store(error.into())
    }
}
