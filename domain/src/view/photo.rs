//! Photos of a record.

use serde::{Deserialize, Serialize};

use super::record::RecordView;
use crate::id::RecordId;
use crate::kind::Record;
use crate::record::Person;
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

/// Whom photos of this record show, where that is clear: itself, or the one person it names. They go with
/// him if he asks to be forgotten.
pub fn shown_person(view: &RecordView) -> Option<RecordId> {
    if view.state.kind == Person::KIND.key {
        return Some(view.state.id);
    }
    let mut people = view.refers.values().filter(|named| named.kind == Person::KIND.key);
    let first = people.next()?;
    people.next().is_none().then_some(first.id)
}
