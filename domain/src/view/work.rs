//! What waits for a person to decide.

use serde::{Deserialize, Serialize};

use super::record::{Named, Version};
use crate::answer::Refusal;
use crate::change::{Change, RecordState};
use crate::time::Moment;

/// A record with fields that were written in two ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflicting {
    pub record: Named,
    pub versions: Vec<Version>,
}

/// A change that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedWork {
    pub change: Change,
    pub code: Refusal,
    pub field: Option<String>,
    pub at: Moment,
    /// The record as it is now called here; nothing if it is not here without the change.
    pub record: Named,
}

/// A record that the ledger had before the server was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescuedWork {
    pub state: RecordState,
}
