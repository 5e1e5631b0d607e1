//! The rights of the device's own user, as far as they have come down: what to offer him to do.

use domain::access::Role;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::Grant;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::row;

/// The roles that an account holds, each with its area. Index: `grant_by_account`.
pub fn rights_of(db: &Connection, account: RecordId) -> Result<Vec<(Role, RecordId)>, StoreError> {
    let grants = row::read_all(db, Grant::KIND, "account = ?1", &[&account.0])?;
    let rights = grants.iter().filter_map(|state| {
        let grant = Grant::from_fields(&state.fields);
        Some((grant.role?, grant.area?.0))
    });
    Ok(rights.collect())
}
