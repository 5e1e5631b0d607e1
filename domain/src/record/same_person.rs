//! Two records of one person.

use crate::kind::{AreaRule, record};
use crate::record::PersonId;

record! {
    /// Cùng một người: two records are one person. The lowest id of a connected set stands for it;
    /// nothing that refers to either is rewritten, and undoing deletes the pair.
    SamePerson = "same_person" ("Cùng một người", "Same person") with {
        area: AreaRule::Through(&["one", "other"]),
    } {
        /// The lower id of the two.
        one: PersonId, ("Người thứ nhất", "One"), Required, Key;
        /// The higher id of the two.
        other: PersonId, ("Người thứ hai", "Other"), Required, Key;
    }
}

impl SamePerson {
    /// The pair in its one order.
    pub fn of(a: PersonId, b: PersonId) -> Self {
        Self { one: Some(a.min(b)), other: Some(a.max(b)) }
    }
}
