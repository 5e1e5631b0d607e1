//! Accounts, rights and devices, as an officer sees them; and what this user himself may do.

use std::collections::HashMap;

use domain::access::Role;
use domain::area::{AreaNode, AreaTree};
use domain::id::{DeviceId, RecordId};
use domain::kind::Record;
use domain::record::{Account, AreaLevel, DeviceRecord};
use domain::text::name_order;
use domain::view::office::{AccountRow, DeviceRow, GrantPlace, HeldRole, RightsView};
use rusqlite::Connection;

use super::record::named;
use super::review::{NaturalKey, area_tree, natural};
use super::rights::rights_of;
use crate::error::StoreError;
use crate::row;

/// The names from the root down to an area.
type TreePath = Vec<NaturalKey>;

/// The roles that an account holds.
fn held_roles(
    db: &Connection,
    tree: &AreaTree,
    account: RecordId,
) -> Result<Vec<HeldRole>, StoreError> {
    rights_of(db, account)?
        .into_iter()
        .map(|(role, area)| {
            let area_name = match tree.get(area) {
                Some(node) => placed_name(tree, node),
                None => named(db, "event", area)?.title,
            };
            Ok(HeldRole { role: role as i64, area, area_name })
        })
        .collect()
}

/// What an area is called beside those of other wards: many have a Khu phố 2.
fn placed_name(tree: &AreaTree, node: &AreaNode) -> String {
    match node.parent.and_then(|parent| tree.get(parent)) {
        Some(parent) if node.level > AreaLevel::Ward => format!("{}, {}", node.name, parent.name),
        _ => node.name.clone(),
    }
}

/// What an account may do.
pub fn rights(db: &Connection, account: RecordId) -> Result<RightsView, StoreError> {
    let tree = area_tree(db)?;
    let held = rights_of(db, account)?;
    let roles = held_roles(db, &tree, account)?;
    let writes = domain::record::KINDS
        .iter()
        .filter(|kind| held.iter().any(|(role, _)| role.may_write(kind.key)))
        .map(|kind| kind.key.to_owned())
        .collect();
    let grants = Role::ALL
        .iter()
        .filter(|other| held.iter().any(|(role, _)| role.may_grant(**other)))
        .map(|role| *role as i64)
        .collect();
    let granting = held
        .iter()
        .filter(|(role, _)| Role::ALL.iter().any(|other| role.may_grant(*other)))
        .flat_map(|(_, area)| tree.below(*area));
    let inside: std::collections::BTreeSet<RecordId> = granting.collect();
    let mut places: Vec<(TreePath, GrantPlace)> = tree
        .nodes()
        .filter(|node| inside.contains(&node.id) && node.until.is_none())
        .map(|node| {
            let mut path: TreePath = tree
                .ancestors(node.id)
                .filter_map(|area| tree.get(area))
                .map(|area| natural(&area.name))
                .collect();
            path.reverse();
            path.push(natural(&node.name));
            let name = placed_name(&tree, node);
            (path, GrantPlace { id: node.id, name, level: node.level as i64 })
        })
        .collect();
    places.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(RightsView {
        roles,
        writes,
        grants,
        places: places.into_iter().map(|(_, place)| place).collect(),
        may_settle: held.iter().any(|(role, _)| role.may_settle()),
    })
}

/// The accounts that are here, by name.
pub fn accounts(db: &Connection) -> Result<Vec<AccountRow>, StoreError> {
    let tree = area_tree(db)?;
    let mut accounts = row::read_all(db, Account::KIND, "true", &[])?
        .iter()
        .map(|state| {
            let account = Account::from_fields(&state.fields);
            let revoked = |device: &DeviceRow| device.revoked_at.is_some();
            Ok(AccountRow {
                id: state.id,
                name: account.name.map(|name| name.0).unwrap_or_default(),
                login: account.login.map(|login| login.as_str().to_owned()).unwrap_or_default(),
                closed_on: account.closed_on,
                roles: held_roles(db, &tree, state.id)?,
                devices: devices(db, state.id)?.iter().filter(|device| !revoked(device)).count(),
            })
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    accounts.sort_by(|one, other| name_order(&one.name, &other.name));
    Ok(accounts)
}

/// The devices of an account, the latest first. Index: `device_by_account`.
pub fn devices(db: &Connection, account: RecordId) -> Result<Vec<DeviceRow>, StoreError> {
    let mut devices: Vec<DeviceRow> =
        row::read_all(db, DeviceRecord::KIND, "account = ?1", &[&account.0])?
            .iter()
            .map(|state| {
                let device = DeviceRecord::from_fields(&state.fields);
                DeviceRow {
                    id: state.id,
                    label: device.label.map(|label| label.0).unwrap_or_default(),
                    tablet: device.tablet.map(|tablet| tablet.0).unwrap_or_default(),
                    certified_at: device.certified_at,
                    revoked_at: device.revoked_at,
                }
            })
            .collect();
    devices.sort_by_key(|device| std::cmp::Reverse(device.certified_at));
    Ok(devices)
}

/// What the devices are called that are known here.
pub fn device_names(db: &Connection) -> Result<HashMap<DeviceId, String>, StoreError> {
    let devices = row::read_all(db, DeviceRecord::KIND, "true", &[])?;
    let called = devices.iter().filter_map(|state| {
        let device = DeviceRecord::from_fields(&state.fields);
        Some((device.device()?, device.label?.0))
    });
    Ok(called.collect())
}
