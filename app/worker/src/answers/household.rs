//! A household's people, and what happens to them; a clan's families.

use domain::view::household::{Happened, HouseholdPeople};
use domain::view::households::ClanRow;
use store::query::household::household_people;
use store::query::households::of_clan;

use super::record::written;
use crate::desk;
use crate::told::Told;
use letters::{AskClanFamilies, AskHouseholdPeople, Happens, Trouble};

pub async fn people(ask: AskHouseholdPeople) -> Result<HouseholdPeople, Trouble> {
    desk::with_present(|open| household_people(open.replica.db(), ask.0).told())
}

pub async fn clan_families(ask: AskClanFamilies) -> Result<Vec<ClanRow>, Trouble> {
    desk::with_present(|open| of_clan(open.replica.db(), ask.clan, ask.year).told())
}

pub async fn happens(ask: Happens) -> Result<Happened, Trouble> {
    let happened = desk::with_present(|open| {
        let now = open.now();
        Ok(match open.replica.happens(ask.form, ask.household, &ask.event, now).told()? {
            Ok(back) => {
                // A form that was written before has nothing new to take back.
                if !back.is_empty() {
                    open.last_form = Some((ask.form, back));
                }
                open.forget_homes();
                Happened::Written
            }
            Err(why) => Happened::Cannot(why),
        })
    })?;
    written();
    Ok(happened)
}
