//! In which order a list's people stand.

use std::collections::HashMap;

use domain::text::{Words, house_key};
use domain::view::people::Order;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::query::review::{NaturalKey, natural};

/// Ward, area, street, house.
type Place = (NaturalKey, NaturalKey, String, Vec<(u32, String)>);

/// Those who stand in the order of their names are put into this one; who is equal keeps his place, and
/// of whom it is not known, stands last.
pub(super) fn put_in_order(
    db: &Connection,
    people: &mut [i64],
    order: Order,
    reversed: bool,
) -> Result<(), StoreError> {
    let known = match order {
        Order::Name => people.len(),
        Order::Age => {
            by_number(db, people, "select id, birth from person where birth is not null")?
        }
        Order::JoinedOn => by_number(
            db,
            people,
            "select coalesce(stands, person), max(joined_on) from member
             left join same on same.id = person where left_on is null group by 1",
        )?,
        Order::CardNumber => {
            let numbers: HashMap<i64, NaturalKey> = db
                .prepare_cached(
                    "select coalesce(stands, person), max(card_number) from member
                     left join same on same.id = person
                     where left_on is null and card_number is not null group by 1",
                )?
                .query_map([], |row| {
                    Ok((
                        row.get(0)?,
                        natural(row.get_ref(1)?.as_str_or_null()?.unwrap_or_default()),
                    ))
                })?
                .collect::<rusqlite::Result<_>>()?;
            by_key(people, &numbers)
        }
        Order::Home => by_key(people, &places(db)?),
    };
    if reversed {
        people[..known].reverse();
    }
    Ok(())
}

fn by_number(db: &Connection, people: &mut [i64], sql: &str) -> Result<usize, StoreError> {
    let numbers: HashMap<i64, i64> = db
        .prepare_cached(sql)?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(by_key(people, &numbers))
}

/// Puts people in the order of their keys; of how many one is known.
fn by_key<K: Ord>(people: &mut [i64], keys: &HashMap<i64, K>) -> usize {
    people.sort_by_cached_key(|id| {
        let key = keys.get(id);
        (key.is_none(), key)
    });
    people.partition_point(|id| keys.contains_key(id))
}

/// Where everybody lives, as places are ordered; of overlapping episodes that which began last.
fn places(db: &Connection) -> Result<HashMap<i64, Place>, StoreError> {
    let mut words = Words::default();
    let mut known: HashMap<String, NaturalKey> = HashMap::new();
    let mut statement = db.prepare_cached(
        "select coalesce(stands, subject), ward.name, area.name, street, house
         from residence join area on area.id = residence.area
         left join area ward on ward.id = area.parent and area.level = 4
         left join household on household.id = residence.household
         left join same on same.id = subject
         where residence.until is null order by residence.since",
    )?;
    let places = statement.query_map([], |row| {
        let text = |column| -> rusqlite::Result<&str> {
            Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
        };
        let mut place =
            |name: &str| known.entry(name.to_owned()).or_insert_with(|| natural(name)).clone();
        let (ward, area) = (text(1)?, text(2)?);
        let key = (place(ward), place(area), words.fold(text(3)?), house_key(text(4)?));
        Ok((row.get(0)?, key))
    })?;
    Ok(places.collect::<rusqlite::Result<_>>()?)
}
