//! The quarterly review.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::report::{Figures, Row};

/// A line of a review.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Line {
    Of(RecordId),
    /// What lies in no area that a line stands for: recorded above them, or in an area that the
    /// boundaries of that day do not name.
    Elsewhere,
}

/// A review: a line an area, and the sum, in which a child supported in two wards counts once.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The name of the area that it is about.
    pub area: String,
    pub rows: Vec<Row>,
    pub sum: Figures,
    /// The figures of [`Line::Elsewhere`].
    pub elsewhere: Figures,
}
