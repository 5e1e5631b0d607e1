//! A household's people, and what happens to them; a clan's families.

use domain::id::RecordId;
use domain::moving::Event;
use domain::time::Year;
use domain::view::form::FormId;
use domain::view::household::{Happened, HouseholdPeople};
use domain::view::households::ClanRow;
use serde::{Deserialize, Serialize};

crate::calls! {
    AskHouseholdPeople => HouseholdPeople;
    AskClanFamilies => Vec<ClanRow>;
    Happens => Happened;
}

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskHouseholdPeople(pub RecordId);

/// The families of a clan; whether each has registered is of a year.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskClanFamilies {
    pub clan: RecordId,
    pub year: Year,
}

/// Writes what happens to a household, once however often the form is sent.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Happens {
    pub form: FormId,
    pub household: RecordId,
    pub event: Event,
}
