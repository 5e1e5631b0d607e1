//! What papers are made of.

use domain::view::people::{CardData, PeopleOf, PersonRow};
use store::query::people::{cards, lines};

use super::deed::chosen;
use crate::desk;
use crate::told::Told;
use letters::{AskCards, AskRows, Trouble};

pub async fn rows(ask: AskRows) -> Result<Vec<PersonRow>, Trouble> {
    desk::with_present(|open| {
        let people = chosen(open, &ask.whom)?;
        let of = PeopleOf {
            listing: ask.whom.listing,
            columns: ask.columns,
            language: ask.language,
            offset: ask.offset,
            limit: ask.limit,
        };
        lines(open.replica.db(), &people, &of).told()
    })
}

pub async fn member_cards(ask: AskCards) -> Result<Vec<CardData>, Trouble> {
    desk::with_present(|open| {
        let people = chosen(open, &ask.whom)?;
        cards(open.replica.db(), &people, ask.most).told()
    })
}
