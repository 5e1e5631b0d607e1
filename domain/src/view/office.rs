//! Accounts, rights and devices, as an officer sees them.

use serde::{Deserialize, Serialize};

use crate::access::Role;
use crate::id::RecordId;
use crate::kind::Record;
use crate::record::Person;
use crate::time::{Day, Moment};

/// A role in an area.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldRole {
    /// The number of a [`Role`].
    pub role: i64,
    pub area: RecordId,
    pub area_name: String,
}

impl HeldRole {
    pub fn role(&self) -> Option<Role> {
        Role::ALL.iter().copied().find(|role| *role as i64 == self.role)
    }
}

/// An area in which this user may grant, or below which he may draw another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantPlace {
    pub id: RecordId,
    pub name: String,
    pub level: i64,
}

/// What this user may do, and where.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RightsView {
    pub roles: Vec<HeldRole>,
    /// The kinds of record that he may write somewhere.
    pub writes: Vec<String>,
    /// The numbers of the roles that he may grant somewhere.
    pub grants: Vec<i64>,
    /// Where: his areas and those below, in the order of the tree.
    pub places: Vec<GrantPlace>,
    pub may_settle: bool,
}

impl RightsView {
    pub fn may_write(&self, kind: &str) -> bool {
        self.writes.iter().any(|written| written == kind)
    }

    /// Whether he reads what others took out of the app: whoever answers for the people it tells of.
    pub fn reads_exports(&self) -> bool {
        self.may_settle && self.may_write(Person::KIND.key)
    }
}

/// An account with what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRow {
    pub id: RecordId,
    pub name: String,
    pub login: String,
    pub closed_on: Option<Day>,
    pub roles: Vec<HeldRole>,
    /// Devices that may sync for it.
    pub devices: usize,
}

/// A device of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceRow {
    pub id: RecordId,
    pub label: String,
    pub tablet: String,
    pub certified_at: Option<Moment>,
    pub revoked_at: Option<Moment>,
}
