//! One record with what stands around it; and how any record is called in a list.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::work::Found;
use crate::change::{RecordState, Seen};
use crate::id::RecordId;
use crate::merge::Disputed;

/// How many of a kind stand beside a record; a page that wants more asks a list.
pub const MOST_RELATED: usize = 50;

/// A record by its name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub kind: String,
    pub id: RecordId,
    pub title: String,
    /// What tells it from others of the same name.
    pub note: String,
    /// Whether a field of it is written in two ways.
    pub disputed: bool,
}

/// The names of what values refer to.
pub type Refers = BTreeMap<RecordId, Named>;

/// A value of a field in conflict, with who wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub disputed: Disputed,
    pub author: String,
    /// Whether its author may choose between ways of writing himself.
    pub by_officer: bool,
    /// What the device is called that it was written on; empty if that is not known here.
    pub device: String,
    /// What the value, and the one that its author saw, refer to, as far as it is here.
    pub refers: Refers,
}

/// Another record of the same person, as somebody has said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SameAs {
    pub record: Named,
    /// The record that says so.
    pub pair: RecordId,
}

/// A record and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordView {
    pub state: RecordState,
    pub title: String,
    /// What tells it from others of the same name.
    pub note: String,
    /// What its fields refer to, by field.
    pub refers: BTreeMap<String, Named>,
    /// What refers to it, by kind; to a person's record that stands for others, or to them.
    pub related: Vec<Named>,
    /// Other records of the same person that were paired with this one.
    pub same: Vec<SameAs>,
    /// The record that stands for this one, where this one is left out of lists and figures.
    pub stands: Option<Named>,
    /// Whether he is a member now, if it is a person.
    pub is_member: bool,
    pub versions: Vec<Version>,
    /// The rules that it breaks.
    pub findings: Vec<Found>,
    /// Here only as a card: most of it lies elsewhere.
    pub card: bool,
    /// Whether the server does not have all of it yet.
    pub unsent: bool,
    /// Up to where in the log somebody who looks at it has seen it.
    pub seen: Seen,
}
