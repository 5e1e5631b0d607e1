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

/// One of them, nobody counted: its name, and where it is.
struct Placed {
    id: RecordId,
    name: String,
    area: String,
}

/// All of them, by their names.
fn placed(db: &Connection, of: Places) -> Result<Vec<Placed>, StoreError> {
    let tree = area_tree(db)?;
    let mut all: Vec<Placed> = named_places(db, of)?
        .into_iter()
        .map(|(id, name, area)| {
            let area = area.and_then(|area| tree.get(area));
            let ward = area.and_then(|area| area.parent).and_then(|parent| tree.get(parent));
            let parts = area.into_iter().chain(ward).map(|area| area.name.as_str());
            Placed { id, name, area: parts.collect::<Vec<_>>().join(", ") }
        })
        .collect();
    all.sort_by_cached_key(|one| (natural(&one.name), natural(&one.area)));
    Ok(all)
}

/// All of them by their names, each with where it is and how many belong to it.
pub fn places(db: &Connection, of: Places) -> Result<Vec<PlaceRow>, StoreError> {
    let counts: HashMap<i64, i64> = db
        .prepare_cached(counted(of))?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let rows = placed(db, of)?.into_iter().map(|Placed { id, name, area }| {
        let count = counts.get(&id.0).copied().unwrap_or_default() as u64;
        PlaceRow { id, name, area, count }
    });
    Ok(rows.collect())
}

/// All of them, each with where it is if another is called the same.
pub fn offered(db: &Connection, of: Places) -> Result<Vec<(RecordId, String)>, StoreError> {
    let all = placed(db, of)?;
    let mut called: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &all {
        *called.entry(&one.name).or_default() += 1;
    }
    let words = |one: &Placed| {
        if called[one.name.as_str()] > 1 && !one.area.is_empty() {
            format!("{} · {}", one.name, one.area)
        } else {
            one.name.clone()
        }
    };
    Ok(all.iter().map(|one| (one.id, words(one))).collect())
}
