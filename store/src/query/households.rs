//! The list of households, by place, and finding one by house, street or the name of its head.

use std::collections::{BTreeSet, HashMap};

use domain::field::FieldValue;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{Hardship, Household};
use domain::text::{Words, begins_words, fold, house_key};
use domain::time::Year;
use domain::view::households::{ClanRow, HouseholdRow, Households, HouseholdsOf};
use domain::view::record::Named;
use rusqlite::{Connection, params};

use super::conflicts::disputed;
use super::home::home;
use super::record::named;
use super::review::{NaturalKey, area_tree, natural};
use crate::error::StoreError;

/// How many households are offered behind one door.
const MOST_BEHIND: usize = 12;

/// The homes that the list is ordered and searched by: folded and sorted once, renewed when
/// households change.
#[derive(Default)]
pub struct HomeIndex {
    entries: Vec<HomeEntry>,
}

struct HomeEntry {
    id: i64,
    folded: String,
    /// Ward, area, street, house.
    order: (NaturalKey, NaturalKey, String, Vec<(u32, String)>),
}

impl HomeIndex {
    /// Reads every household that lives somewhere here now.
    pub fn build(db: &Connection) -> Result<Self, StoreError> {
        let mut words = Words::default();
        let mut places = HashMap::new();
        let mut entries: Vec<HomeEntry> = db
            .prepare_cached(
                "select household.id, house, street, area.name, ward.name, person.name,
                   max(residence.since)
                 from household
                 join residence on residence.subject = household.id and residence.until is null
                 join area on area.id = residence.area
                 left join area ward on ward.id = area.parent and ward.level = 3
                 left join person on person.id = household.head
                 where household.id not in (select id from card) group by household.id",
            )?
            .query_map([], |row| {
                let text = |column| -> rusqlite::Result<&str> {
                    Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
                };
                let (house, street, area) = (text(1)?, text(2)?, text(3)?);
                let (ward, head) = (text(4)?, text(5)?);
                let mut place = |name: &str| {
                    places.entry(name.to_owned()).or_insert_with(|| natural(name)).clone()
                };
                Ok(HomeEntry {
                    id: row.get(0)?,
                    folded: words.fold(&format!("{house} {street} {area} {ward} {head}")),
                    order: (place(ward), place(area), words.fold(street), house_key(house)),
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        entries.sort_by(|one, other| one.order.cmp(&other.order));
        Ok(Self { entries })
    }

    pub(super) fn find(&self, search: &str) -> Vec<i64> {
        let folded = fold(search);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let fits = |entry: &&HomeEntry| begins_words(&entry.folded, &words);
        self.entries.iter().filter(fits).map(|entry| entry.id).collect()
    }
}

/// A door as doors are compared: house and street, however they are written.
pub(crate) fn door_key(house: &str, street: &str) -> String {
    fold(&format!("{house} {street}"))
}

/// The households of an area that live behind a door, however it is written; some of them, where they
/// are many. Index: `residence_by_area`.
pub fn behind_door(
    db: &Connection,
    area: RecordId,
    house: &str,
    street: &str,
) -> Result<Vec<Named>, StoreError> {
    let mut found = Vec::new();
    if house.trim().is_empty() {
        return Ok(found); // a street alone is no door
    }
    let door = door_key(house, street);
    let mut statement = db.prepare_cached(
        "select household.id, house, street from residence
         join household on household.id = residence.subject
         where residence.area = ?1 and residence.until is null and house is not null
           and household.id not in (select id from card)",
    )?;
    let mut rows = statement.query([area.0])?;
    while let Some(row) = rows.next()? {
        let text = |column| -> rusqlite::Result<&str> {
            Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
        };
        if found.len() < MOST_BEHIND && door_key(text(1)?, text(2)?) == door {
            found.push(named(db, Household::KIND.key, RecordId(row.get(0)?))?);
        }
    }
    Ok(found)
}

/// A part of the list of households.
pub fn households(
    db: &Connection,
    homes: &HomeIndex,
    of: &HouseholdsOf,
) -> Result<Households, StoreError> {
    let mut found = homes.find(&of.search);
    if of.only_missing {
        // Index: `registration_by_year`.
        let registered: BTreeSet<i64> = db
            .prepare_cached("select subject from registration where year = ?1 and model = 2")?
            .query_map([of.year.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        found.retain(|id| !registered.contains(id));
    }
    if let Some(area) = of.area {
        let below = area_tree(db)?.below(area);
        // Index: `residence_by_area`.
        let mut statement =
            db.prepare_cached("select subject from residence where area = ?1 and until is null")?;
        let mut living = BTreeSet::new();
        for area in below {
            for subject in statement.query_map([area.0], |row| row.get::<_, i64>(0))? {
                living.insert(subject?);
            }
        }
        found.retain(|id| living.contains(id));
    }
    if of.in_hardship {
        let poor: BTreeSet<i64> = db
            .prepare_cached("select id from household where hardship in (1, 2)")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        found.retain(|id| poor.contains(id));
    }
    let disputed = disputed(db)?;
    let rows = found
        .iter()
        .skip(of.offset)
        .take(of.limit)
        .map(|id| household_row(db, *id, of.year, &disputed))
        .collect::<Result<_, _>>()?;
    Ok(Households { rows, all: found.len() })
}

/// The families of a clan, by place. Index: `clan_family_by_clan`.
pub fn of_clan(db: &Connection, clan: RecordId, year: Year) -> Result<Vec<ClanRow>, StoreError> {
    let disputed = disputed(db)?;
    let links: Vec<(i64, i64)> = db
        .prepare_cached(
            "select clan_family.id, household from clan_family
             join household on household.id = clan_family.household where clan = ?1",
        )?
        .query_map([clan.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let rows = links.into_iter().map(|(link, family)| {
        let family = household_row(db, family, year, &disputed)?;
        Ok::<_, StoreError>(ClanRow { link: RecordId(link), family })
    });
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    rows.sort_by_cached_key(|row| (natural(&row.family.area), natural(&row.family.home)));
    Ok(rows)
}

fn household_row(
    db: &Connection,
    id: i64,
    year: Year,
    disputed: &BTreeSet<RecordId>,
) -> Result<HouseholdRow, StoreError> {
    let home = home(db, RecordId(id))?;
    let (home, area) = home.map(|home| (home.address, home.area)).unwrap_or_default();
    let row = db
        .prepare_cached(
            "select person.name,
               (select count(distinct coalesce(stands, subject)) from residence
                  left join same on same.id = subject where household = ?1 and until is null),
               exists (select 1 from registration where year = ?2 and model = 2 and subject = ?1),
               exists (select 1 from outbox where record = ?1 and state = 0), hardship
             from household left join person on person.id = head where household.id = ?1",
        )?
        .query_row(params![id, year.0], |row| {
            Ok(HouseholdRow {
                id: RecordId(id),
                home,
                head: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
                area,
                people: row.get(1)?,
                registered: row.get(2)?,
                unsent: row.get(3)?,
                hardship: Hardship::from_value(
                    &row.get::<_, Option<i64>>(4)?.unwrap_or_default().into(),
                )
                .filter(|hardship| *hardship != Hardship::None),
                disputed: disputed.contains(&RecordId(id)),
            })
        })?;
    Ok(row)
}
