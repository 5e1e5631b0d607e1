//! Who has registered for a learning model in a year, and who has not.

use serde::{Deserialize, Serialize};

use super::record::Named;
use crate::time::Year;

/// What of the list is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectsOf {
    /// The number of a [`LearningModel`].
    pub model: i64,
    pub year: Year,
    /// Those who have registered, or those who have not.
    pub registered: bool,
    pub search: String,
    pub offset: usize,
    pub limit: usize,
}

/// A part of the list, and how many there are on either side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subjects {
    pub rows: Vec<Named>,
    /// How many fit the search.
    pub found: usize,
    pub registered: usize,
    pub missing: usize,
}
