//! The list of households.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::record::Hardship;
use crate::time::Year;

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct HouseholdRow {
    pub id: RecordId,
    /// House and street.
    pub home: String,
    pub head: String,
    pub area: String,
    pub people: i64,
    /// Poor or near-poor.
    pub hardship: Option<Hardship>,
    /// Whether it has registered as a learning family in the year that was asked for.
    pub registered: bool,
    pub unsent: bool,
    /// Whether a field of it is written in two ways.
    pub disputed: bool,
}

/// A family of a clan.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ClanRow {
    /// The [`ClanFamily`](crate::record::ClanFamily) by which it belongs to the clan.
    pub link: RecordId,
    pub family: HouseholdRow,
}

/// What of the list is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdsOf {
    /// Words of house, street, area or head, with or without diacritics.
    pub search: String,
    pub year: Year,
    /// Only those that have not registered in that year.
    pub only_missing: bool,
    /// Only those that live in this area, or below it.
    pub area: Option<RecordId>,
    /// Only poor and near-poor ones.
    pub in_hardship: bool,
    pub offset: usize,
    pub limit: usize,
}

/// A part of the list, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Households {
    pub rows: Vec<HouseholdRow>,
    pub all: usize,
}
