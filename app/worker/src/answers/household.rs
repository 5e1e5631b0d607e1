//! A household's people, and what happens to them; a clan's families.

use domain::view::household::{Happened, HouseholdPeople};
use domain::view::households::ClanRow;
use store::query::household::household_people;
use store::query::households::of_clan;

use crate::told::Told;
use crate::{desk, mail, seals};
use letters::{AskClanFamilies, AskHouseholdPeople, Happens, TakeHappeningBack, Trouble};

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
                    open.happened = Some((ask.form, back));
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

pub async fn take_back(ask: TakeHappeningBack) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let now = open.now();
        let known = open.happened.as_ref().filter(|(form, _)| *form == ask.0);
        let back = known.map(|(_, back)| back.clone()).ok_or(Trouble::NotHere)?;
        open.replica.save(back, now).told()?;
        open.happened = None;
        open.forget_homes();
        Ok(())
    })?;
    written();
    Ok(())
}

fn written() {
    mail::tell_changed();
    desk::wake();
    seals::soon();
}
