//! The branches, units and clans: listed with who belongs to them, and offered where one is chosen.

use std::collections::{BTreeMap, HashMap};

use domain::id::RecordId;
use domain::view::places::{PlaceRow, Places};
use rusqlite::Connection;

use super::review::{area_tree, natural};
use crate::error::StoreError;

/// How many belong to each. Indexes: `member_by_branch`, `clan_family_by_clan`; the workplaces are read
/// with the people.
const fn counted(of: Places) -> &'static str {
    match of {
        Places::Branches => {
            "select branch, count(distinct coalesce(stands, person)) from member
             left join same on same.id = person
             where branch is not null and left_on is null group by branch"
        }
        Places::Units => {
            "select workplace, count(distinct coalesce(stands, person.id)) from person
             left join same on same.id = person.id where workplace is not null group by workplace"
        }
        Places::Clans => {
            "select clan, count(distinct household) from clan_family
             join household on household.id = clan_family.household group by clan"
        }
    }
}

/// Their names, each with the area where it is.
pub fn named_places(
    db: &Connection,
    of: Places,
) -> Result<Vec<(RecordId, String, Option<RecordId>)>, StoreError> {
    let sql = match of {
        Places::Branches => "select id, name, area from branch where name is not null",
        Places::Units => "select id, name, area from unit where name is not null",
        Places::Clans => "select id, name, area from clan where name is not null",
    };
    Ok(db
        .prepare_cached(sql)?
        .query_map([], |row| {
            let area = row.get::<_, Option<i64>>(2)?.map(RecordId);
            Ok((RecordId(row.get(0)?), row.get(1)?, area))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// All of them by their names, each with where it is and how many belong to it.
pub fn places(db: &Connection, of: Places) -> Result<Vec<PlaceRow>, StoreError> {
    let tree = area_tree(db)?;
    let counts: HashMap<i64, i64> = db
        .prepare_cached(counted(of))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut all: Vec<PlaceRow> = named_places(db, of)?
        .into_iter()
        .map(|(id, name, area)| {
            let area = area.and_then(|area| tree.get(area));
            let ward = area.and_then(|area| area.parent).and_then(|parent| tree.get(parent));
            let parts = area.into_iter().chain(ward).map(|area| area.name.as_str());
            PlaceRow {
                id,
                name,
                area: parts.collect::<Vec<_>>().join(", "),
                count: counts.get(&id.0).copied().unwrap_or_default() as u64,
            }
        })
        .collect();
    all.sort_by_cached_key(|row| (natural(&row.name), natural(&row.area)));
    Ok(all)
}

/// All of them, each with where it is if another is called the same.
pub fn offered(db: &Connection, of: Places) -> Result<Vec<(RecordId, String)>, StoreError> {
    let all = places(db, of)?;
    let mut called: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &all {
        *called.entry(&row.name).or_default() += 1;
    }
    let words = |row: &PlaceRow| {
        if called[row.name.as_str()] > 1 && !row.area.is_empty() {
            format!("{} · {}", row.name, row.area)
        } else {
            row.name.clone()
        }
    };
    Ok(all.iter().map(|row| (row.id, words(row))).collect())
}
