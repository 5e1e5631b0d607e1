//! Events and their check-in lists.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::record::EventForm;
use crate::time::{Day, Moment};

/// A line of the list of events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventRow {
    pub id: RecordId,
    pub name: String,
    /// The number of an [`EventForm`].
    pub form: i64,
    pub held_on: Day,
    pub place: String,
    pub present: i64,
}

impl EventRow {
    pub fn form(&self) -> Option<EventForm> {
        EventForm::ALL.iter().copied().find(|form| *form as i64 == self.form)
    }
}

/// What of a check-in list is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttendanceOf {
    pub event: RecordId,
    /// Empty: those who are on the list; else everybody whose name, card or telephone fits.
    pub search: String,
    pub limit: usize,
}

/// Somebody who is on the list, or can be put on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guest {
    pub person: RecordId,
    pub name: String,
    pub note: String,
    /// `None`: not on the list.
    pub present: Option<bool>,
    pub checked_at: Option<Moment>,
    pub unsent: bool,
}

/// An event with its list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckIn {
    pub event: EventRow,
    pub present: usize,
    pub on_list: usize,
    pub guests: Vec<Guest>,
}
