//! What is done with the people of a list.

use domain::id::RecordId;
use domain::time::Moment;
use domain::view::deed::{Choice, MOST_AT_ONCE, Preview, Progress, Whom};
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
        let mut chosen: Vec<i64> =
            all.iter().copied().filter(|person| whom.choice.has(RecordId(*person))).collect();
        if let Choice::These(these) = &whom.choice {
            let gone = these.iter().filter(|person| !chosen.contains(&person.0));
            chosen.extend(gone.map(|person| person.0).collect::<Vec<_>>());
        }
        Ok(chosen)
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
        open.replica.preview(&people, &ask.deed).told()
    })
}

pub async fn begin(ask: BeginDeed) -> Result<Progress, Trouble> {
    desk::with_present(|open| {
        let people = some_chosen(open, &ask.whom)?;
        let doing = Doing::new(people, ask.deed);
        let progress = doing.progress();
        open.doing = Some(doing);
        Ok(progress)
    })
}

pub async fn go_on(_: GoOnWithDeed) -> Result<Progress, Trouble> {
    part(Doing::go_on)
}

pub async fn take_back(_: TakeDeedBack) -> Result<Progress, Trouble> {
    part(Doing::take_back)
}

fn part(
    act: impl FnOnce(&mut Doing, &mut Replica, Moment) -> Result<Progress, SaveError>,
) -> Result<Progress, Trouble> {
    let progress = desk::with_present(|open| {
        let now = open.now();
        // Another tab may have begun something else: what was done there is done.
        let Some(mut doing) = open.doing.take() else { return Ok(Progress::default()) };
        let progress = act(&mut doing, &mut open.replica, now).told();
        open.doing = Some(doing);
        progress
    })?;
    if progress.is_over() {
        mail::tell_changed();
        desk::wake();
        seals::soon();
    }
    Ok(progress)
}
