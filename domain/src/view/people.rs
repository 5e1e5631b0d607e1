//! The list of people.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::time::Birth;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: RecordId,
    pub name: String,
    pub birth: Option<Birth>,
    pub card_number: Option<String>,
    /// Where he lives: house and street, and the area's name.
    pub home: String,
    /// Whether the server does not have all of it yet.
    pub unsent: bool,
    /// Whether a field of it is written in two ways.
    pub disputed: bool,
}

/// What of the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleOf {
    /// Words of the name, with or without diacritics, or digits of the telephone or card.
    pub search: String,
    pub offset: usize,
    pub limit: usize,
}

/// A part of the list, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub rows: Vec<PersonRow>,
    pub all: usize,
}
