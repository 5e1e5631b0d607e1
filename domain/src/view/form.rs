//! Forms that somebody began.

use serde::{Deserialize, Serialize};

use crate::time::Moment;

/// The number that a form has from its beginning; drawn by chance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct FormId(pub i64);

/// A form that somebody began and has not saved. It never leaves the device: nobody has agreed yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BegunForm {
    pub id: FormId,
    /// Which form it is.
    pub kind: String,
    /// When somebody last typed into it.
    pub at: Moment,
    /// What was typed, as the form itself wrote it down.
    #[serde(with = "crate::envelope::bytes")]
    pub typed: Vec<u8>,
}
