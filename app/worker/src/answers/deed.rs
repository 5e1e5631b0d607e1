//! What is done with the people of a list.

use domain::id::RecordId;
use domain::time::Moment;
use domain::view::deed::{Choice, MOST_AT_ONCE, Preview, Progress, Whom};
use store::deeds::Doing;
use store::query::people::listed;
use store::{Replica, SaveError};

use super::look::with_names;
use crate::desk::{self, Open};
use crate::told::Told;
use crate::{mail, seals};
use letters::{AskPreview, BeginDeed, GoOnWithDeed, TakeDeedBack, Trouble};

/// Those who are chosen, in the order of their list.
fn chosen(open: &mut Open, whom: &Whom) -> Result<Vec<RecordId>, Trouble> {
    if let Choice::These(these) = &whom.choice {
        return Ok(these.clone());
    }
    let today = open.now().day();
    let all = with_names(open, |open, names| {
        listed(open.replica.db(), names, &whom.listing, today).told()
    })?;
    Ok(all.into_iter().map(RecordId).filter(|person| whom.choice.has(*person)).collect())
}

pub async fn preview(ask: AskPreview) -> Result<Preview, Trouble> {
    desk::with_present(|open| {
        let mut people = chosen(open, &ask.whom)?;
        people.truncate(MOST_AT_ONCE);
        open.replica.preview(&people, &ask.deed).told()
    })
}

pub async fn begin(ask: BeginDeed) -> Result<Progress, Trouble> {
    desk::with_present(|open| {
        let mut people = chosen(open, &ask.whom)?;
        people.truncate(MOST_AT_ONCE);
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
