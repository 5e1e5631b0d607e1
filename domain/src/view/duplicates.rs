//! People who may be on record twice.

use serde::{Deserialize, Serialize};

use super::record::Named;
use crate::likeness::Sign;

/// Two records that may be of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    /// The one of the lower id, which would stand for both.
    pub one: Named,
    pub other: Named,
    /// What speaks for it.
    pub signs: Vec<Sign>,
}

/// Somebody on record whom one who is being typed may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alike {
    pub record: Named,
    pub signs: Vec<Sign>,
}

/// What is typed of somebody who is not saved yet, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TypedPerson {
    /// The fields of a person.
    pub fields: crate::change::Fields,
    pub house: String,
    pub street: String,
    pub area: Option<crate::id::RecordId>,
    /// He himself, where he is on record already.
    pub own: Option<crate::id::RecordId>,
}
