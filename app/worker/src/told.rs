//! The store's errors, as they are told to the pages.

use letters::Trouble;
use store::{OpenError, SaveError, StoreError, SyncError};

/// A result whose error can be told to a person.
pub trait Told<T> {
    fn told(self) -> Result<T, Trouble>;
}

impl<T, E: IntoTrouble> Told<T> for Result<T, E> {
    fn told(self) -> Result<T, Trouble> {
        self.map_err(IntoTrouble::into_trouble)
    }
}

/// An error of the store's.
pub trait IntoTrouble {
    fn into_trouble(self) -> Trouble;
}

impl IntoTrouble for StoreError {
    fn into_trouble(self) -> Trouble {
        if self.is_full() {
            Trouble::Full
        } else if self.is_damage() {
            Trouble::Damaged
        } else if matches!(self, StoreError::FilesDamaged) {
            Trouble::PhotosDamaged
        } else {
            Trouble::Failed(self.to_string())
        }
    }
}

impl IntoTrouble for OpenError {
    fn into_trouble(self) -> Trouble {
        match self {
            OpenError::Store(error) => error.into_trouble(),
            OpenError::FromNewerApp(_) => Trouble::NewerFile,
        }
    }
}

impl IntoTrouble for SyncError {
    fn into_trouble(self) -> Trouble {
        match self {
            SyncError::Store(error) => error.into_trouble(),
            SyncError::BadImage => Trouble::BadImage,
        }
    }
}

impl IntoTrouble for SaveError {
    fn into_trouble(self) -> Trouble {
        match self {
            SaveError::Refused { index, refused } => {
                Trouble::Refused { index, code: refused.code, field: refused.field }
            }
            SaveError::Store(error) => error.into_trouble(),
            other => Trouble::Failed(other.to_string()),
        }
    }
}
