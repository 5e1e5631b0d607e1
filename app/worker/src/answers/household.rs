//! A household's people, and what happens to them.

use domain::view::household::{Happened, HouseholdPeople};
use store::query::household::household_people;

use crate::told::Told;
use crate::{desk, mail, seals};
use letters::{AskHouseholdPeople, Happens, TakeHappeningBack, Trouble};

pub async fn people(ask: AskHouseholdPeople) -> Result<HouseholdPeople, Trouble> {
    desk::with_present(|open| household_people(open.replica.db(), ask.0).told())
}

pub async fn happens(ask: Happens) -> Result<Happened, Trouble> {
    let happened = desk::with_present(|open| {
        let now = open.now();
        Ok(match open.replica.happens(ask.household, &ask.event, now).told()? {
            Ok(back) => {
                open.happened = back;
                open.forget_homes();
                Happened::Written
            }
            Err(why) => Happened::Cannot(why),
        })
    })?;
    written();
    Ok(happened)
}

pub async fn take_back(_: TakeHappeningBack) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let now = open.now();
        let back = std::mem::take(&mut open.happened);
        if !back.is_empty() {
            open.replica.save(back, now).told()?;
        }
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
