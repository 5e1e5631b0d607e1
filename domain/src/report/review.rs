//! The quarterly review (giao ban): the figures of an area, by the end of a quarter.

use serde::{Deserialize, Serialize};

use crate::text::percent;

/// The figures of one area. All are counts of records; nothing is stored as a sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Hội viên: members at the quarter's end, by branch.
    pub members: i64,
    /// Dân số: the last population counted by the quarter's end.
    pub population: i64,
    /// Gia đình: households living there at the quarter's end, and those of them registered this year.
    pub families: i64,
    pub families_registered: i64,
    pub clans: i64,
    pub clans_registered: i64,
    /// Khu phố.
    pub communities: i64,
    pub communities_registered: i64,
    pub units: i64,
    pub units_registered: i64,
    /// Công dân học tập: citizens living there who registered this year.
    pub citizens_registered: i64,
    /// Cán bộ, công chức, viên chức living there, and those of them registered.
    pub cadres: i64,
    pub cadres_registered: i64,
    /// Học bổng from the year's first day to the quarter's last: number and đồng, less reversals.
    pub scholarships: i64,
    pub scholarships_dong: i64,
    /// Em được hỗ trợ: distinct children in the same time.
    pub children_supported: i64,
    pub awards: i64,
    /// In the quarter itself.
    pub events: i64,
    pub training_classes: i64,
    pub attendances: i64,
}

impl Figures {
    /// Members of the population: `17,34%`.
    pub fn members_share(&self) -> Option<String> {
        percent(self.members, self.population)
    }

    /// Families registered of all: `90,23%`.
    pub fn families_share(&self) -> Option<String> {
        percent(self.families_registered, self.families)
    }

    /// Adds another area's. Children supported in both count in both; the sum of a district is
    /// therefore counted, not added.
    pub fn add(&mut self, other: &Self) {
        self.members += other.members;
        self.population += other.population;
        self.families += other.families;
        self.families_registered += other.families_registered;
        self.clans += other.clans;
        self.clans_registered += other.clans_registered;
        self.communities += other.communities;
        self.communities_registered += other.communities_registered;
        self.units += other.units;
        self.units_registered += other.units_registered;
        self.citizens_registered += other.citizens_registered;
        self.cadres += other.cadres;
        self.cadres_registered += other.cadres_registered;
        self.scholarships += other.scholarships;
        self.scholarships_dong += other.scholarships_dong;
        self.children_supported += other.children_supported;
        self.awards += other.awards;
        self.events += other.events;
        self.training_classes += other.training_classes;
        self.attendances += other.attendances;
    }
}

/// A line of the review's table: an area and its figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub area: crate::id::RecordId,
    pub name: String,
    pub figures: Figures,
}
