//! The rights of the device's own user, as far as they have come down: what to offer him to do.

use domain::access::{Class, Role};
use domain::area::AreaTree;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{AreaLevel, Grant};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::row;

/// The widest area that an account reads figures of, and what below it a table's lines stand for:
/// wards above a ward, else its neighbourhoods.
pub fn widest_area(
    db: &Connection,
    tree: &AreaTree,
    account: RecordId,
) -> Result<Option<(RecordId, AreaLevel)>, StoreError> {
    let read =
        rights_of(db, account)?.into_iter().filter(|(role, _)| role.class() != Class::Organisation);
    let widest = read.map(|(_, area)| area).max_by_key(|area| tree.below(*area).len());
    Ok(widest.and_then(|area| tree.get(area)).map(|node| {
        let above_wards = node.level < AreaLevel::Ward;
        (node.id, if above_wards { AreaLevel::Ward } else { AreaLevel::Neighbourhood })
    }))
}

/// The roles that an account holds, each with its area. Index: `grant_by_account`.
pub fn rights_of(db: &Connection, account: RecordId) -> Result<Vec<(Role, RecordId)>, StoreError> {
    let grants = row::read_all(db, Grant::KIND, "account = ?1", &[&account.0])?;
    let rights = grants.iter().filter_map(|state| {
        let grant = Grant::from_fields(&state.fields);
        Some((grant.role?, grant.area?.0))
    });
    Ok(rights.collect())
}
