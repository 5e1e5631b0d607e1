//! Who looked at people's data, what left the app, and all that is kept of one person.

use serde::{Deserialize, Serialize};

/// A look, or an export.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub who: String,
    /// A look; or as what, and by which filters.
    pub what: String,
    /// Of how many people; empty for a look.
    pub count: String,
    /// The day, in days since 1970.
    pub at: i64,
    pub when: String,
}

/// A field of a record that speaks of somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnField {
    pub record: String,
    pub field: String,
    pub value: String,
}
