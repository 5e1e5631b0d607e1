//! People who may be on record twice.

use domain::view::duplicates::{Alike, Pair};
use store::query::duplicates::{Sweep, alike, pair};

use super::look::with_names;
use crate::desk;
use crate::told::Told;
use letters::{AskAlike, SweepPeople, Swept, Trouble};

/// So many pairs are compared before others have their turn.
const PAIRS_AT_ONCE: usize = 50_000;

/// So many of those found are listed; when some are decided, the next ones come.
const MOST_LISTED: usize = 200;

pub async fn sweep(ask: SweepPeople) -> Result<Swept, Trouble> {
    desk::with_present(|open| {
        let mut sweep = match open.sweep.take().filter(|_| !ask.anew) {
            Some(sweep) => sweep,
            None => Sweep::begin(open.replica.db()).told()?,
        };
        if sweep.go_on(PAIRS_AT_ONCE) {
            let percent = sweep.percent();
            open.sweep = Some(sweep);
            return Ok(Swept::Percent(percent));
        }
        let found = sweep.found().into_iter().take(MOST_LISTED);
        let pairs = found.map(|(one, other, how)| pair(open.replica.db(), one, other, &how).told());
        let found: Vec<Pair> = pairs.collect::<Result<_, _>>()?;
        Ok(Swept::Found(found))
    })
}

pub async fn ask_alike(ask: AskAlike) -> Result<Vec<Alike>, Trouble> {
    if ask.0.fields.is_empty() {
        return Ok(vec![]); // a form that is just opened needs no names read
    }
    desk::with_present(|open| {
        with_names(open, |open, names| alike(open.replica.db(), names, &ask.0).told())
    })
}
