//! The quarterly review.

use serde::{Deserialize, Serialize};

use crate::report::{Figures, Row};

/// A review: a line an area, and the sum, in which a child supported in two wards counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The name of the area that it is about.
    pub area: String,
    pub rows: Vec<Row>,
    pub sum: Figures,
    /// What lies in areas that the boundaries of that day do not name.
    pub elsewhere: Figures,
}
