//! Two records of one person.

use crate::kind::{AreaRule, record};
use crate::record::PersonId;

record! {
    /// Cùng một người: whether two records are one person, as somebody who looked has said. The
    /// lowest id of a connected set stands for it; nothing that refers to either is rewritten, and
    /// undoing deletes the pair.
    SamePerson = "same_person" ("Cùng một người", "Same person") with {
        area: AreaRule::Through(&["one", "other"]),
    } {
        /// The lower id of the two.
        one: PersonId, ("Người thứ nhất", "One"), Required, Key;
        /// The higher id of the two.
        other: PersonId, ("Người thứ hai", "Other"), Required, Key;
        /// Where it is not said, they are; two who were looked at and are not are offered no more.
        is_one: bool, ("Là một người", "Are one person");
    }
}

impl SamePerson {
    /// The pair in its one order: they are one person.
    pub fn are_one(a: PersonId, b: PersonId) -> Self {
        Self { one: Some(a.min(b)), other: Some(a.max(b)), is_one: Some(true) }
    }

    /// As [`SamePerson::are_one`]: they are two.
    pub fn are_two(a: PersonId, b: PersonId) -> Self {
        Self { is_one: Some(false), ..Self::are_one(a, b) }
    }
}
