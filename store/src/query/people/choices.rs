//! By which areas a list can be narrowed: those in which somebody lives who is read of here.

use std::collections::BTreeSet;

use domain::id::RecordId;
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
