//! What waits for a person to decide.

use serde::{Deserialize, Serialize};

use super::record::{Named, Refers, Version};
use crate::answer::{HeldFor, Refusal};
use crate::change::{Act, Change, Fields, RecordState, Seen};
use crate::finding::Broken;
use crate::id::{ChangeId, RecordId};
use crate::time::Moment;

/// A record with fields that were written in two ways.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conflicting {
    pub record: Named,
    pub versions: Vec<Version>,
    /// Up to where in the log they were seen when they were listed.
    pub seen: Seen,
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
    pub settles: Vec<String>,
    pub undoes: Option<ChangeId>,
}

impl From<Change> for Said {
    fn from(change: Change) -> Self {
        let Change { id, made, kind, record, act, fields, settles, undoes, .. } = change;
        Self { id, made, kind, record, act, fields, settles, undoes }
    }
}

/// A change of a record's past.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Past {
    pub said: Said,
    /// Its author's name, where it is known.
    pub author: String,
    /// What the device is called that it was made on, where that is known.
    pub device: String,
    /// What its author saw in the fields that it says; of a record that he deleted, in all.
    pub saw: Fields,
    /// What the values refer to, old and new, as far as it is here.
    pub refers: Refers,
}

/// A record that was deleted, as whoever looks for it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    /// By what it said when it was deleted; its title is empty where that names nothing.
    pub record: Named,
    pub made: Moment,
    /// Who deleted it, where that is known.
    pub author: String,
    /// On what device, where that is known.
    pub device: String,
}

/// Where the record of some work stands on a device, and up to where in the log its author had seen it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whereabouts {
    Here(Seen),
    /// The work says something of a record that is not here, or not any more.
    Left(Seen),
    /// The work makes it.
    New,
}

impl Whereabouts {
    pub fn seen(self) -> Option<Seen> {
        match self {
            Whereabouts::Here(seen) | Whereabouts::Left(seen) => Some(seen),
            Whereabouts::New => None,
        }
    }

    pub fn is_here(self) -> bool {
        matches!(self, Whereabouts::Here(_))
    }
}

/// A change that waits: for the line, or for an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    pub said: Said,
    pub record: Named,
    pub stands: Whereabouts,
    pub refers: Refers,
    /// What the server holds it for; `None`: it has not gone up yet.
    pub held: Option<HeldFor>,
}

/// Held work, for the officer who decides: a change, or a group as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldWork {
    pub changes: Vec<HeldPart>,
    pub author: String,
    /// What the device is called that it was made on, where that is known.
    pub device: String,
}

impl HeldWork {
    /// The change that names it, and that is held for its own sake.
    pub fn culprit(&self) -> Option<&HeldPart> {
        let behind = [HeldFor::Behind, HeldFor::HandedOver(Refusal::GroupRefused)];
        let own = self.changes.iter().find(|part| !behind.contains(&part.reason));
        own.or(self.changes.first())
    }

    /// What the work calls what it makes: a new family is called by its first name.
    pub fn names(&self) -> Option<&str> {
        let mut made = self.changes.iter().filter(|part| part.stands == Whereabouts::New);
        made.find_map(|part| part.said.fields.get("name")?.as_text())
    }
}

/// A held change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldPart {
    pub said: Said,
    pub reason: HeldFor,
    /// The record as it is called here; nothing if it is not here.
    pub record: Named,
    pub stands: Whereabouts,
    /// What its values refer to, as far as it is here.
    pub refers: Refers,
}

/// A record that breaks a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    pub record: Named,
    pub broken: Broken,
    /// What it stands against.
    pub others: Vec<Named>,
}

/// Whether an officer looks at refused work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum HandedOver {
    #[default]
    No,
    /// It was handed over, and has not gone up yet.
    OnItsWay,
    WithAnOfficer,
}

/// Work that the server did not take: a change, or a group as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedWork {
    pub changes: Vec<RefusedChange>,
    pub handed: HandedOver,
}

impl RefusedWork {
    /// The numbers of its changes; the first names it.
    pub fn numbers(&self) -> Vec<u64> {
        self.changes.iter().map(|change| change.said.id.number).collect()
    }

    /// The change that was not taken for its own sake.
    pub fn culprit(&self) -> Option<&RefusedChange> {
        let own = self.changes.iter().find(|change| change.code != Refusal::GroupRefused);
        own.or(self.changes.first())
    }
}

/// A change that the server did not take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefusedChange {
    pub said: Said,
    pub code: Refusal,
    pub field: Option<String>,
    /// An officer's own words on it.
    pub why: Option<String>,
    /// The record as it is now called here, or was called when it was last here.
    pub record: Named,
    pub stands: Whereabouts,
    /// What its values refer to, as far as it is here.
    pub refers: Refers,
}

/// A record that the ledger had before the server was restored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RescuedWork {
    pub state: RecordState,
}
