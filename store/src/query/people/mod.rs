//! The list of people: whom it is of ([`filter`]), in which order ([`order`]), what it shows of each
//! ([`cells`]), by what it can be narrowed ([`choices`]); and finding somebody as his name is typed ([`NameIndex`]).

mod cards;
mod cells;
mod choices;
mod filter;
mod names;
mod order;

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::Person;
use domain::time::Day;
use domain::view::people::{Listing, People, PeopleOf, PersonRow};
use domain::view::record::Named;
use rusqlite::Connection;

use super::conflicts::disputed;
use super::record::named;
use crate::error::StoreError;

pub use cards::cards;
pub use choices::areas_of_lists;
pub(super) use names::Among;
pub use names::NameIndex;

/// The list that was last asked for, for as long as nothing changes: it is asked for again at each turn
/// of the wheel, a window further on.
#[derive(Default)]
pub struct LastList(Option<(Reading, Vec<i64>)>);

/// What a list follows from.
#[derive(PartialEq)]
struct Reading {
    listing: Listing,
    today: Day,
    /// How many rows had been written over this connection.
    writes: u64,
}

impl LastList {
    /// Everybody whom a list is of, in its order.
    pub fn of(
        &mut self,
        db: &Connection,
        names: &NameIndex,
        listing: &Listing,
        today: Day,
    ) -> Result<&[i64], StoreError> {
        let reading = Reading { listing: listing.clone(), today, writes: db.total_changes() };
        let ids = match self.0.take() {
            Some((of, ids)) if of == reading => ids,
            _ => listed(db, names, listing, today)?,
        };
        Ok(&self.0.insert((reading, ids)).1)
    }
}

/// Everybody whom a list is of, in its order.
pub fn listed(
    db: &Connection,
    names: &NameIndex,
    listing: &Listing,
    today: Day,
) -> Result<Vec<i64>, StoreError> {
    let mut found = names.find(&listing.search, Among::PeopleHere);
    if let Some(fit) = filter::fitting(db, &listing.filter, today)? {
        found.retain(|id| fit.contains(id));
    }
    order::put_in_order(db, &mut found, listing.order, listing.reversed)?;
    Ok(found)
}

/// People whose names fit, for a field that refers to one.
pub fn named_people(
    db: &Connection,
    names: &NameIndex,
    search: &str,
    most: usize,
) -> Result<Vec<Named>, StoreError> {
    let found = names.find(search, Among::PeopleHere).into_iter().take(most);
    found.map(|id| named(db, Person::KIND.key, RecordId(id))).collect()
}

/// How many people are read of here, and not only as a card.
pub fn count(db: &Connection) -> Result<u64, StoreError> {
    let counted = db
        .prepare_cached(
            "select (select count(*) from person) - (select count(*) from person where id in (
               select id from card where kind = 'person'
               union select person from erasure union select id from same))",
        )?
        .query_row([], |row| row.get::<_, i64>(0))?;
    Ok(counted as u64)
}

/// A part of the list of people.
pub fn people(
    db: &Connection,
    names: &NameIndex,
    last: &mut LastList,
    of: &PeopleOf,
    today: Day,
) -> Result<People, StoreError> {
    let ids = last.of(db, names, &of.listing, today)?;
    Ok(People { rows: lines(db, ids, of)?, all: ids.len() })
}

/// The lines of these people that are asked for.
pub fn lines(db: &Connection, people: &[i64], of: &PeopleOf) -> Result<Vec<PersonRow>, StoreError> {
    let disputed = disputed(db)?;
    let asked = people.iter().skip(of.offset).take(of.limit);
    let rows = asked.map(|id| cells::row(db, RecordId(*id), of, &disputed));
    let rows = rows.collect::<Result<Vec<_>, _>>()?;
    Ok(rows.into_iter().flatten().collect())
}
