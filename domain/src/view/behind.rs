//! The records behind a figure.

use serde::{Deserialize, Serialize};

use super::record::Named;

/// A part of the records behind a figure, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Behind {
    pub rows: Vec<Named>,
    pub all: usize,
}
