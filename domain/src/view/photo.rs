//! Photos of a record.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::time::Day;

/// A photo, as its record's page shows it. Its bytes are asked for by the names of its files.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoRow {
    pub id: RecordId,
    pub file: String,
    pub thumb: String,
    /// In pixels; 0: not known.
    pub width: i64,
    pub height: i64,
    pub taken_on: Option<Day>,
    pub caption: String,
    pub credit: String,
}
