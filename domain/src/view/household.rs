//! Who lives in a household, and who has.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::moving::Cannot;
use crate::record::{EpisodeEnd, Relation};
use crate::time::{Birth, Day};

/// Somebody who lives in a household, or has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inmate {
    pub residence: RecordId,
    pub person: RecordId,
    pub name: String,
    pub birth: Option<Birth>,
    pub relation: Option<Relation>,
    pub since: Option<Day>,
    pub until: Option<Day>,
    pub ended: Option<EpisodeEnd>,
}

/// A household's people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdPeople {
    pub head: Option<RecordId>,
    /// The head first, then by age.
    pub present: Vec<Inmate>,
    /// Who went last stands first.
    pub former: Vec<Inmate>,
}

/// What became of what happened to a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    Written,
    Cannot(Cannot),
}
