//! Citizens' own registrations, as an officer looks at them; and the posters that invite to them.

use serde::{Deserialize, Serialize};

use super::duplicates::Alike;
use super::record::Named;
use crate::change::Fields;
use crate::id::RecordId;
use crate::time::{Birth, Day, Moment};

/// Somebody who waits for an officer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpRow {
    pub id: RecordId,
    pub name: String,
    pub birth: Option<Birth>,
    pub area: String,
    pub said_at: Option<Moment>,
}

/// What somebody said of himself, and what is on record beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUpView {
    pub id: RecordId,
    /// The fields of a [`SignUp`](crate::record::SignUp).
    pub fields: Fields,
    /// Whom he may be.
    pub alike: Vec<Alike>,
    /// The households behind his door.
    pub door: Vec<Named>,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PosterRow {
    pub id: RecordId,
    pub title: String,
    pub code: String,
    pub area: String,
    pub closes_on: Option<Day>,
    pub most: u64,
    /// How many have registered by it.
    pub registered: u64,
}
