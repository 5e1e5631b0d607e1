//! The branches, units and clans, as they are listed.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::kind::{Kind, Record};
use crate::record::{Branch, Clan, Unit};

/// What has a name and a place, and people who belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Places {
    Branches,
    Units,
    Clans,
}

impl Places {
    pub const ALL: [Places; 3] = [Places::Branches, Places::Units, Places::Clans];

    pub fn kind(self) -> &'static Kind {
        match self {
            Places::Branches => Branch::KIND,
            Places::Units => Unit::KIND,
            Places::Clans => Clan::KIND,
        }
    }
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PlaceRow {
    pub id: RecordId,
    pub name: String,
    /// Where it is: the neighbourhood, and its ward.
    pub area: String,
    /// How many belong to it: a branch's members, who works at a unit, a clan's families.
    pub count: u64,
}
