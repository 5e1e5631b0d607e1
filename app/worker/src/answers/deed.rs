//! What is done with the people of a list.

use std::collections::BTreeSet;

use domain::id::RecordId;
use domain::time::Moment;
use domain::view::deed::{Choice, MOST_AT_ONCE, Preview, Progress, Whom};
use domain::view::form::FormId;
use store::deeds::Doing;
use store::{Replica, SaveError};

use super::look::with_names;
use crate::desk::{self, Open};
use crate::told::Told;
use crate::{mail, seals};
use letters::{AskPreview, BeginDeed, GoOnWithDeed, TakeDeedBack, Trouble};

/// Those who are chosen, in the order of their list; `These` who stand on it no longer are chosen
/// all the same.
pub(super) fn chosen(open: &mut Open, whom: &Whom) -> Result<Vec<i64>, Trouble> {
    let mut last = std::mem::take(&mut open.last_list);
    let today = open.now().day();
    let all = with_names(open, |open, names| {
        let all = last.of(open.replica.db(), names, &whom.listing, today).told()?;
        let (Choice::These(these) | Choice::AllBut(these)) = &whom.choice;
        let mut named: BTreeSet<i64> = these.iter().map(|person| person.0).collect();
        let all = all.iter().copied();
        Ok(match &whom.choice {
            Choice::AllBut(_) => all.filter(|person| !named.contains(person)).collect(),
            Choice::These(_) => {
                let mut chosen: Vec<i64> = all.filter(|person| named.remove(person)).collect();
                chosen.extend(named);
                chosen
            }
        })
    });
    open.last_list = last;
    all
}

/// The first of those who are chosen, as many as something is done with at once.
fn some_chosen(open: &mut Open, whom: &Whom) -> Result<Vec<RecordId>, Trouble> {
    Ok(chosen(open, whom)?.into_iter().take(MOST_AT_ONCE).map(RecordId).collect())
}

pub async fn preview(ask: AskPreview) -> Result<Preview, Trouble> {
    desk::with_present(|open| {
        let people = some_chosen(open, &ask.whom)?;
        open.replica.preview(&people, &ask.deed, open.now().day()).told()
    })
}

pub async fn begin(ask: BeginDeed) -> Result<Progress, Trouble> {
    desk::with_present(|open| {
        let people = some_chosen(open, &ask.whom)?;
        let doing = Doing::new(people, ask.deed);
        let progress = doing.progress();
        open.doing = Some((ask.form, doing));
        Ok(progress)
    })
}

pub async fn go_on(ask: GoOnWithDeed) -> Result<Progress, Trouble> {
    part(ask.0, Doing::go_on)
}

pub async fn take_back(ask: TakeDeedBack) -> Result<Progress, Trouble> {
    part(ask.0, Doing::take_back)
}

/// A part of the deed that was begun so. It is known as long as the ledger is open here and no other is
/// begun: what it did is done.
fn part(
    form: FormId,
    act: impl FnOnce(&mut Doing, &mut Replica, Moment) -> Result<Progress, SaveError>,
) -> Result<Progress, Trouble> {
    let progress = desk::with_present(|open| {
        let now = open.now();
        let Open { doing, replica, .. } = open;
        let known = doing.as_mut().filter(|(known, _)| *known == form);
        let (_, doing) = known.ok_or(Trouble::NotHere)?;
        act(doing, replica, now).told()
    })?;
    if progress.is_over() {
        mail::tell_changed();
        desk::wake();
        seals::soon();
    }
    Ok(progress)
}
