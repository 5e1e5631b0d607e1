//! By which areas, branches, units and clans a list can be narrowed: those in which somebody lives or
//! belongs who is read of here.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::RecordId;
use domain::kind::Kind;
use domain::record::AreaLevel;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::query::review::{area_tree, natural};

/// Wards and neighbourhoods with people in them, each ward before its neighbourhoods.
pub fn areas_of_lists(db: &Connection) -> Result<Vec<(RecordId, String)>, StoreError> {
    let tree = area_tree(db)?;
    // Index: `residence_by_area`.
    let lived_in: Vec<i64> = db
        .prepare_cached("select distinct area from residence where area is not null")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let mut known = BTreeSet::new();
    for area in lived_in.into_iter().map(RecordId) {
        let above = tree.ancestors(area).filter_map(|above| tree.get(above));
        known.insert(area);
        known.extend(above.filter(|area| area.level >= AreaLevel::Ward).map(|area| area.id));
    }
    let nodes = known.into_iter().filter_map(|area| tree.get(area));
    let mut named: Vec<_> = nodes
        .map(|area| match area.parent.and_then(|parent| tree.get(parent)) {
            Some(ward) if area.level > AreaLevel::Ward => {
                let key = (natural(&ward.name), Some(natural(&area.name)));
                (key, area.id, format!("{}, {}", area.name, ward.name))
            }
            _ => ((natural(&area.name), None), area.id, area.name.clone()),
        })
        .collect();
    named.sort();
    Ok(named.into_iter().map(|(_, id, name)| (id, name)).collect())
}

/// The branches, units or clans by their names, each with where it is.
pub fn named_places(
    db: &Connection,
    kind: &Kind,
) -> Result<Vec<(RecordId, String, Option<RecordId>)>, StoreError> {
    Ok(db
        .prepare_cached(&format!(
            "select id, name, area from \"{}\" where name is not null",
            kind.key
        ))?
        .query_map([], |row| {
            let area = row.get::<_, Option<i64>>(2)?.map(RecordId);
            Ok((RecordId(row.get(0)?), row.get(1)?, area))
        })?
        .collect::<rusqlite::Result<_>>()?)
}

/// The branches, units or clans, each with where it is if another is called the same.
pub fn offered(db: &Connection, kind: &Kind) -> Result<Vec<(RecordId, String)>, StoreError> {
    let tree = area_tree(db)?;
    let mut all = named_places(db, kind)?;
    let mut called: BTreeMap<String, usize> = BTreeMap::new();
    for (_, name, _) in &all {
        *called.entry(name.clone()).or_default() += 1;
    }
    for (_, name, area) in &mut all {
        if let Some(area) = area.and_then(|area| tree.get(area)).filter(|_| called[name] > 1) {
            let ward = area.parent.and_then(|parent| tree.get(parent));
            let place =
                ward.map_or(area.name.clone(), |ward| format!("{}, {}", area.name, ward.name));
            *name = format!("{name} · {place}");
        }
    }
    all.sort_by_cached_key(|(_, name, _)| natural(name));
    Ok(all.into_iter().map(|(id, name, _)| (id, name)).collect())
}
