//! Who may do what: roles, and the scopes that grants give.
//!
//! Rights are judged twice with the same rules: on the server for every push and pull, and on the
//! device to offer only what will be taken.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::area::AreaTree;
use crate::field::choice;
use crate::id::RecordId;
use crate::record::AreaLevel;

choice! {
    /// What somebody does in the association.
    Role {
        /// Registers people and families of a neighbourhood.
        Collector = 1 ("Cộng tác viên", "Collector"),
        WardOfficer = 2 ("Cán bộ Hội phường", "Ward officer"),
        DistrictOfficer = 3 ("Cán bộ Hội quận", "District officer"),
        /// Reads figures, without names' details.
        Auditor = 4 ("Kiểm tra", "Auditor"),
        /// Keeps accounts, areas and devices; reads no people.
        Administrator = 5 ("Quản trị", "Administrator"),
        /// Checks in at one event.
        Helper = 6 ("Người giúp điểm danh", "Check-in helper"),
    }
}

/// How much of a record somebody reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Only what keeps the organisation running: areas, accounts, devices.
    Organisation,
    /// As a card: what figures count by.
    Figures,
    /// Everything.
    Full,
}

impl Role {
    /// What the role reads in its areas.
    pub fn class(self) -> Class {
        match self {
            Role::Collector | Role::WardOfficer | Role::DistrictOfficer | Role::Helper => {
                Class::Full
            }
            Role::Auditor => Class::Figures,
            Role::Administrator => Class::Organisation,
        }
    }

    /// Whether the role may record and change records of this kind in its areas.
    pub fn may_write(self, kind: &str) -> bool {
        match self {
            Role::Auditor => false,
            Role::Helper => matches!(kind, "attendance" | "photo"),
            Role::Administrator => is_organisation(kind),
            Role::Collector => matches!(
                kind,
                "person"
                    | "household"
                    | "residence"
                    | "clan_family"
                    | "visit"
                    | "member"
                    | "registration"
                    | "attendance"
                    | "photo"
                    | "same_person"
                    | "look"
                    | "export"
                    | "sign_up"
            ),
            Role::WardOfficer | Role::DistrictOfficer => true,
        }
    }

    /// Whether the role may choose between two values in a conflict.
    pub fn may_settle(self) -> bool {
        matches!(self, Role::WardOfficer | Role::DistrictOfficer | Role::Administrator)
    }

    /// Whether the role is held in areas; a helper's is on the list of an event.
    pub fn is_of_areas(self) -> bool {
        AreaLevel::ALL.iter().any(|level| self.stands_in(*level))
    }

    /// Whether the role is offered in areas of this level. Since July 2025 there are no districts:
    /// who stood over one stands over a province or some wards.
    pub fn stands_in(self, level: AreaLevel) -> bool {
        match self {
            Role::Collector => level >= AreaLevel::Ward,
            Role::WardOfficer => level == AreaLevel::Ward,
            Role::DistrictOfficer => level <= AreaLevel::Ward,
            Role::Auditor | Role::Administrator => true,
            Role::Helper => false,
        }
    }

    /// Whether the holder of this role may grant the other. Nobody grants what is above himself.
    pub fn may_grant(self, other: Role) -> bool {
        match self {
            Role::Administrator => true,
            Role::DistrictOfficer => other != Role::Administrator,
            Role::WardOfficer => {
                matches!(other, Role::Collector | Role::Helper | Role::WardOfficer)
            }
            _ => false,
        }
    }
}

/// Whether a kind belongs to the organisation's running rather than to its people.
pub fn is_organisation(kind: &str) -> bool {
    matches!(kind, "area" | "succession" | "account" | "grant" | "device" | "erasure")
}

/// What an account may read: area → class. Areas are expanded through the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope(BTreeMap<RecordId, Class>);

impl Scope {
    /// The scope that grants (role, area each) give.
    pub fn of(grants: impl IntoIterator<Item = (Role, RecordId)>, tree: &AreaTree) -> Self {
        let mut areas = BTreeMap::new();
        for (role, area) in grants {
            let mut add = |area| {
                let class = areas.entry(area).or_insert(role.class());
                *class = role.class().max(*class);
            };
            tree.below(area).into_iter().for_each(&mut add);
        }
        // Whoever has an account at all learns the areas, and who asked to be forgotten.
        areas.insert(RecordId::EVERYWHERE, Class::Full);
        Self(areas)
    }

    pub fn areas(&self) -> impl Iterator<Item = (RecordId, Class)> + '_ {
        self.0.iter().map(|(area, class)| (*area, *class))
    }

    /// The most that is read of a record of this kind, wherever it lies.
    pub fn deepest(&self, kind: &str) -> Option<Class> {
        let areas = self.areas().filter(|(area, _)| *area != RecordId::EVERYWHERE);
        areas.filter_map(|(area, _)| self.class(area, kind)).max()
    }

    /// How much of a record of this kind is read that lies in `area`.
    pub fn class(&self, area: RecordId, kind: &str) -> Option<Class> {
        let class = *self.0.get(&area)?;
        match class {
            _ if is_organisation(kind) => Some(Class::Full),
            Class::Organisation => None,
            class => Some(class),
        }
    }
}

/// The roles of one account, each with the areas that it holds.
#[derive(Clone, Debug, Default)]
pub struct Rights<'a>(Vec<(Role, Cow<'a, BTreeSet<RecordId>>)>);

impl<'a> Rights<'a> {
    /// Each role with the areas below the one that it was granted in.
    pub fn new(held: impl IntoIterator<Item = (Role, Cow<'a, BTreeSet<RecordId>>)>) -> Self {
        Self(held.into_iter().collect())
    }

    /// The roles that hold one of these areas. What everybody shares is held by whoever holds the
    /// organisation's root.
    pub fn roles_over(&self, areas: &[RecordId], root: RecordId) -> impl Iterator<Item = Role> {
        self.0
            .iter()
            .filter(move |(_, held)| {
                areas.iter().any(|area| {
                    held.contains(if *area == RecordId::EVERYWHERE { &root } else { area })
                })
            })
            .map(|(role, _)| *role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_grants_what_stands_above_himself() {
        for (granting, granted, may) in [
            (Role::WardOfficer, Role::Collector, true),
            (Role::WardOfficer, Role::DistrictOfficer, false),
            (Role::DistrictOfficer, Role::WardOfficer, true),
            (Role::DistrictOfficer, Role::Administrator, false),
            (Role::Collector, Role::Helper, false),
            (Role::Auditor, Role::Auditor, false),
            (Role::Administrator, Role::Administrator, true),
        ] {
            assert_eq!(granting.may_grant(granted), may, "{granting:?} {granted:?}");
        }
    }

    #[test]
    fn a_role_is_offered_where_it_stands() {
        for (role, level, stands) in [
            (Role::Collector, AreaLevel::Neighbourhood, true),
            (Role::Collector, AreaLevel::District, false),
            (Role::WardOfficer, AreaLevel::Neighbourhood, false),
            (Role::WardOfficer, AreaLevel::District, false),
            (Role::DistrictOfficer, AreaLevel::Province, true),
            (Role::DistrictOfficer, AreaLevel::Group, false),
            (Role::Helper, AreaLevel::Ward, false),
        ] {
            assert_eq!(role.stands_in(level), stands, "{role:?} {level:?}");
        }
    }

    #[test]
    fn an_administrator_keeps_the_organisation_and_reads_no_people() {
        let scope = Scope::of([(Role::Administrator, RecordId(5))], &AreaTree::default());
        assert_eq!(scope.class(RecordId(5), "person"), None);
        assert_eq!(scope.class(RecordId(5), "grant"), Some(Class::Full));
        assert!(!Role::Administrator.may_write("person"));
    }
}
