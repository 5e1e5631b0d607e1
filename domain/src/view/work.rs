//! What waits for a person to decide.

use serde::{Deserialize, Serialize};

use super::record::{Named, Version};
use crate::answer::{HeldFor, Refusal};
use crate::change::{Act, Change, Fields, RecordState};
use crate::id::{ChangeId, RecordId};
use crate::time::Moment;

/// A record with fields that were written in two ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflicting {
    pub record: Named,
    pub versions: Vec<Version>,
}

/// What a change says, as lists of work and histories show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub id: ChangeId,
    pub made: Moment,
    pub kind: String,
    pub record: RecordId,
    pub act: Act,
    pub fields: Fields,
}

impl From<Change> for Said {
    fn from(change: Change) -> Self {
        let Change { id, made, kind, record, act, fields, .. } = change;
        Self { id, made, kind, record, act, fields }
    }
}

/// A change of a record's past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub said: Said,
    /// Its author's name, where it is known.
    pub author: String,
}

/// A held change, for the officer who decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldWork {
    pub said: Said,
    pub reason: HeldFor,
    pub author: String,
}

/// A change that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedWork {
    pub said: Said,
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
