//! Forms that somebody began.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::change::{Fields, Seen};
use crate::time::Moment;

/// The number that a form has from its beginning; drawn by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FormId(pub i64);

/// What stands in the fields of a form, as it was typed.
pub type Typed = BTreeMap<String, String>;

/// A form that somebody began and has not saved. It never leaves the device: nobody has agreed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunForm {
    pub id: FormId,
    /// Which form it is.
    pub kind: String,
    /// When somebody last typed into it.
    pub at: Moment,
    /// What was typed, by the names of its fields.
    pub typed: Typed,
    /// What an edit began from.
    pub origin: Option<Origin>,
}

/// The record as it stood when an edit of it was begun: only what differs from it is said, and what
/// others have written since is not written over unseen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub fields: Fields,
    pub seen: Seen,
}
