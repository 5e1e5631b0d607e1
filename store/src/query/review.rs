//! The quarterly review: every figure counted anew from the records, by area.
//!
//! Each count is grouped by the area that its records name; the areas are then rolled up to those
//! that the report is read by. `home` is where somebody lives at the period's end: of overlapping
//! episodes the one that began last, so that wards add up.

use domain::view::review::{Line, Review};
use std::collections::{BTreeMap, BTreeSet};

use domain::area::AreaTree;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{Area, AreaLevel, Succession};
use domain::report::{Figures, Row};
use domain::time::{Day, Quarter};
use rusqlite::{Connection, named_params};

use crate::error::StoreError;
use crate::row;

/// What a review is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReviewOf {
    pub quarter: Quarter,
    /// The area that it is about.
    pub area: RecordId,
    /// The level of its lines.
    pub level: AreaLevel,
    /// By the boundaries of which day it is read.
    pub by: Day,
}

/// Where a figure's records come from: counted for the review, listed for whoever opens the figure.
/// `:start` and `:end` are the quarter's first and last day, `:year` its year, `:year_start` that
/// year's first day.
pub(super) struct Source {
    /// What stands before `select`.
    with: &'static str,
    /// The area in which a row counts.
    area: &'static str,
    /// Tables and conditions.
    from: &'static str,
}

impl Source {
    /// The numbers of each area.
    fn counted(&self, numbers: &str) -> String {
        let Self { with, area, from } = self;
        format!("{with} select {area}, {numbers} from {from} group by {area}")
    }

    /// Each row with its area and what it names; `condition` is one of this module's.
    pub(super) fn listed(&self, what: &str, condition: &str) -> String {
        let Self { with, area, from } = self;
        format!("{with} select distinct {area}, {what} from {from} and {condition}")
    }
}

/// Where `$who` lives at `:end`: a condition on `subject`. Index: `residence_by_subject`.
macro_rules! lives {
    ($who:literal) => {
        concat!(
            "(select area from residence where subject ",
            $who,
            "
                and since <= :end and (until is null or until > :end)
                order by since desc limit 1)"
        )
    };
}

/// `home`: where those of a kind live at `:end`, if anywhere. Asked of each, since half of all residences
/// are of another kind; the limit, which is none, keeps the answer from being asked for again at each
/// mention.
macro_rules! home {
    ($columns:expr, $of:literal) => {
        concat!("with home as (select ", $columns, " as area from ", $of, " limit -1)")
    };
}

/// Whether no other record of the same person counts before `$table`'s row: one in the place that
/// `$place` compares, of a lower id. Tables: `$table`, and its person's `same`.
macro_rules! first_of_its_person {
    ($table:literal, $place:literal) => {
        concat!(
            "(same.id is null or not exists (select 1 from ",
            $table,
            " twin where twin.person < ",
            $table,
            ".person and (twin.person = same.stands
              or twin.person in (select id from same kin where kin.stands = same.stands))
              and ",
            $place,
            "))"
        )
    };
}

/// Whoever is a member of two branches counts in both. Index: `member_by_branch`.
pub(super) const MEMBERS: Source = Source {
    with: "",
    area: "branch.area",
    from: concat!(
        "branch join member on member.branch = branch.id
    left join same on same.id = member.person
    where member.joined_on <= :end and (member.left_on is null or member.left_on > :end) and ",
        first_of_its_person!(
            "member",
            "twin.branch = member.branch
             and twin.joined_on <= :end and (twin.left_on is null or twin.left_on > :end)"
        )
    ),
};

pub(super) const FAMILIES: Source = Source {
    with: home!(concat!("id as subject, ", lives!("= household.id")), "household"),
    area: "home.area",
    from: "home
    left join registration on year = :year and model = 2 and registration.subject = home.subject
      and registered_on <= :end
    where home.area is not null",
};

pub(super) const CITIZENS: Source = Source {
    // Whoever is on record twice lives where he moved to last, whichever record it was written to.
    with: home!(
        concat!(
            "id as subject, cadre, case when id in (select stands from same) then ",
            lives!("in (select person.id union all select id from same where stands = person.id)"),
            " else ",
            lives!("= person.id"),
            " end"
        ),
        "person where id not in (select id from same)"
    ),
    area: "home.area",
    // A registration of another record of the same person is his.
    from: "home
    left join registration on year = :year and model = 1 and registered_on <= :end
      and registration.subject = coalesce(
        (select kin.subject from same cross join registration kin on kin.year = :year and kin.model = 1
           and kin.subject = same.id and kin.registered_on <= :end
         where same.stands = home.subject),
        home.subject)
    where home.area is not null",
};

pub(super) const CLANS: Source = Source {
    with: "",
    area: "clan.area",
    from: "clan
    left join registration on year = :year and model = 3 and subject = clan.id and registered_on <= :end
    where (since is null or since <= :end) and (until is null or until > :end)",
};

/// Level 4: khu phố. An area still stands on its last day.
pub(super) const COMMUNITIES: Source = Source {
    with: "",
    area: "area.id",
    from: "area
    left join registration on year = :year and model = 4 and subject = area.id and registered_on <= :end
    where level = 4 and (since is null or since <= :end) and (until is null or until >= :end)",
};

pub(super) const UNITS: Source = Source {
    with: "",
    area: "unit.area",
    from: "unit
    left join registration on year = :year and model = 5 and subject = unit.id and registered_on <= :end
    where (since is null or since <= :end) and (until is null or until > :end)",
};

/// The last population of an area that was counted by then.
pub(super) const POPULATION: Source = Source {
    with: "with counted as (
    select id, area, people, max(counted_on) from population where counted_on <= :end group by area)",
    area: "area",
    from: "counted where true",
};

/// Index: `scholarship_by_area`.
pub(super) const SCHOLARSHIPS: Source = Source {
    with: "",
    area: "scholarship.area",
    from: "scholarship
    left join reversal on reversal.\"of\" = scholarship.id and reversed_on <= :end
    where given_on between :year_start and :end and reversal.id is null",
};

/// Index: `support_by_area`.
pub(super) const SUPPORT: Source = Source {
    with: "",
    area: "support.area",
    from: "support
    left join reversal on reversal.\"of\" = support.id and reversed_on <= :end
    where given_on between :year_start and :end and reversal.id is null",
};

/// The child who was supported, by the record that stands for him.
pub(super) const CHILD: &str = "coalesce((select stands from same where same.id = child), child)";

/// Index: `award_by_area`.
pub(super) const AWARDS: Source = Source {
    with: "",
    area: "award.area",
    from: "award
    left join reversal on reversal.\"of\" = award.id and reversed_on <= :end
    where given_on between :year_start and :end and reversal.id is null",
};

/// Index: `event_by_area`.
pub(super) const EVENTS: Source =
    Source { with: "", area: "event.area", from: "event where held_on between :start and :end" };

/// A training class among the events.
pub(super) const IS_TRAINING: &str = "form = 3";

/// Index: `attendance_of_event`.
pub(super) const ATTENDANCES: Source = Source {
    with: "",
    area: "event.area",
    from: concat!(
        "event cross join attendance on attendance.event = event.id and attendance.present = 1
    left join same on same.id = attendance.person
    where held_on between :start and :end and ",
        first_of_its_person!("attendance", "twin.event = event.id and twin.present = 1")
    ),
};

/// The organisation's areas as they stand in this database.
pub fn area_tree(db: &Connection) -> Result<AreaTree, StoreError> {
    let areas = row::read_all(db, Area::KIND, "1", &[])?;
    let successions = row::read_all(db, Succession::KIND, "1", &[])?;
    Ok(AreaTree::new(
        areas.iter().map(|area| (area.id, &area.fields)),
        successions.iter().map(|succession| &succession.fields),
    ))
}

/// Counts a review.
pub fn review(db: &Connection, tree: &AreaTree, of: ReviewOf) -> Result<Review, StoreError> {
    let mut counting =
        Counting { lines: BTreeMap::new(), rows: Rows { db, of }, lining: Lining::new(tree, of) };
    counting.count(&MEMBERS, "count(*)", |figures, row| figures.members += row[0])?;
    counting.count(&FAMILIES, "count(*), count(registration.id)", |figures, row| {
        figures.families += row[0];
        figures.families_registered += row[1];
    })?;
    let citizens = "count(registration.id), count(*) filter (where cadre = 1),
      count(registration.id) filter (where cadre = 1)";
    counting.count(&CITIZENS, citizens, |figures, row| {
        figures.citizens_registered += row[0];
        figures.cadres += row[1];
        figures.cadres_registered += row[2];
    })?;
    counting.count(&CLANS, "count(*), count(registration.id)", |figures, row| {
        figures.clans += row[0];
        figures.clans_registered += row[1];
    })?;
    counting.count(&COMMUNITIES, "count(*), count(registration.id)", |figures, row| {
        figures.communities += row[0];
        figures.communities_registered += row[1];
    })?;
    counting.count(&UNITS, "count(*), count(registration.id)", |figures, row| {
        figures.units += row[0];
        figures.units_registered += row[1];
    })?;
    counting.count(&POPULATION, "sum(people)", |figures, row| figures.population += row[0])?;
    counting.count(&SCHOLARSHIPS, "count(*), sum(amount)", |figures, row| {
        figures.scholarships += row[0];
        figures.scholarships_dong += row[1];
    })?;
    counting.count(&AWARDS, "count(*)", |figures, row| figures.awards += row[0])?;
    let events = format!("count(*), count(*) filter (where {IS_TRAINING})");
    counting.count(&EVENTS, &events, |figures, row| {
        figures.events += row[0];
        figures.training_classes += row[1];
    })?;
    counting.count(&ATTENDANCES, "count(*)", |figures, row| figures.attendances += row[0])?;
    let children = counting.children()?;
    Ok(counting.finish(children))
}

struct Counting<'a> {
    rows: Rows<'a>,
    lining: Lining<'a>,
    lines: BTreeMap<Line, Figures>,
}

/// Which line of a review an area belongs to.
pub(super) struct Lining<'a> {
    of: ReviewOf,
    tree: &'a AreaTree,
    inside: BTreeSet<RecordId>,
}

impl<'a> Lining<'a> {
    pub(super) fn new(tree: &'a AreaTree, of: ReviewOf) -> Self {
        Self { of, tree, inside: tree.below(of.area) }
    }

    /// The line of an area; `None`: it is not part of this review.
    pub(super) fn line(&self, area: RecordId) -> Option<Line> {
        if !self.inside.contains(&area) {
            return None;
        }
        Some(self.tree.rolled_up(area, self.of.level, self.of.by).map_or(Line::Elsewhere, Line::Of))
    }
}

/// Reads what a review is counted from.
pub(super) struct Rows<'a> {
    pub(super) db: &'a Connection,
    pub(super) of: ReviewOf,
}

impl Rows<'_> {
    /// The rows (area, numbers …) of a statement of this module.
    pub(super) fn read(&self, sql: &str) -> Result<Vec<(RecordId, Vec<i64>)>, StoreError> {
        let quarter = self.of.quarter;
        let mut statement = self.db.prepare_cached(sql)?;
        let columns = statement.column_count();
        let bound = named_params! {
            ":start": quarter.first_day().0,
            ":end": quarter.last_day().0,
            ":year": quarter.year.0,
            ":year_start": quarter.year.first_day().0,
        };
        for (name, value) in bound {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        let mut rows = statement.raw_query();
        let mut read = Vec::new();
        while let Some(row) = rows.next()? {
            let Some(area) = row.get::<_, Option<i64>>(0)? else { continue };
            let numbers = (1..columns)
                .map(|column| Ok(row.get::<_, Option<i64>>(column)?.unwrap_or(0)))
                .collect::<rusqlite::Result<_>>()?;
            read.push((RecordId(area), numbers));
        }
        Ok(read)
    }
}

impl Counting<'_> {
    /// Counts a source and adds each row to the line that its area belongs to.
    fn count(
        &mut self,
        source: &Source,
        numbers: &str,
        add: impl Fn(&mut Figures, &[i64]),
    ) -> Result<(), StoreError> {
        for (area, numbers) in self.rows.read(&source.counted(numbers))? {
            if let Some(line) = self.lining.line(area) {
                add(self.lines.entry(line).or_default(), &numbers);
            }
        }
        Ok(())
    }

    /// The children supported, each once in a line; the number of all, each once.
    fn children(&mut self) -> Result<i64, StoreError> {
        let mut by_line: BTreeMap<Line, BTreeSet<i64>> = BTreeMap::new();
        for (area, child) in self.rows.read(&SUPPORT.listed(CHILD, "true"))? {
            if let Some(line) = self.lining.line(area) {
                by_line.entry(line).or_default().extend(child);
            }
        }
        let all: BTreeSet<i64> = by_line.values().flatten().copied().collect();
        for (line, children) in by_line {
            self.lines.entry(line).or_default().children_supported = children.len() as i64;
        }
        Ok(all.len() as i64)
    }

    fn finish(mut self, children: i64) -> Review {
        let (tree, of) = (self.lining.tree, self.lining.of);
        let elsewhere = self.lines.remove(&Line::Elsewhere).unwrap_or_default();
        let mut sum = elsewhere;
        let mut rows: Vec<Row> = tree
            .nodes()
            .filter(|node| node.level == of.level && node.stood_on(of.by))
            .filter(|node| {
                self.lining.inside.contains(&node.id) || self.lines.contains_key(&Line::Of(node.id))
            })
            .map(|node| {
                let figures = self.lines.get(&Line::Of(node.id)).copied().unwrap_or_default();
                Row { area: node.id, name: node.name.clone(), figures }
            })
            .collect();
        for row in &rows {
            sum.add(&row.figures);
        }
        sum.children_supported = children;
        rows.sort_by_key(|one| natural(&one.name));
        let area = tree.get(of.area).map(|area| area.name.clone()).unwrap_or_default();
        Review { area, rows, sum, elsewhere }
    }
}

/// The words, the first number and the rest of a name.
pub type NaturalKey = (String, u32, String);

/// A key by which Phường 2 stands before Phường 12.
pub fn natural(name: &str) -> NaturalKey {
    let digits = name.find(|sign: char| sign.is_ascii_digit()).unwrap_or(name.len());
    let (words, rest) = name.split_at(digits);
    let end = rest.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(rest.len());
    (domain::text::fold(words), rest[..end].parse().unwrap_or(0), rest[end..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::InMemory;
    use crate::replica::Replica;

    fn plan(sql: &str) -> String {
        let replica = Replica::open(Box::new(InMemory::default())).unwrap();
        let mut statement = replica.db().prepare(&format!("explain query plan {sql}")).unwrap();
        let mut rows = statement.raw_query();
        let mut plan = String::new();
        while let Some(row) = rows.next().unwrap() {
            plan += &row.get::<_, String>(3).unwrap();
            plan.push('\n');
        }
        plan
    }

    #[test]
    fn the_large_counts_read_covering_indexes() {
        for (sql, index) in [
            (MEMBERS.counted("count(*)"), "member_by_branch"),
            (FAMILIES.counted("count(*), count(registration.id)"), "residence_by_subject"),
            (FAMILIES.counted("count(*), count(registration.id)"), "registration_by_year"),
            (CITIZENS.counted("count(registration.id)"), "registration_by_year"),
            (ATTENDANCES.counted("count(*)"), "attendance_of_event"),
        ] {
            let plan = plan(&sql);
            assert!(plan.contains(&format!("COVERING INDEX {index}")), "{index}:\n{plan}");
            // Those who stand for others are few: it is asked of them first, and not of each fact.
            assert!(
                !plan.contains(
                    "SEARCH kin USING COVERING INDEX registration_by_year (year=? AND model=?)"
                ),
                "{plan}"
            );
        }
    }

    #[test]
    fn areas_stand_in_the_order_that_people_count_in() {
        let mut names = ["Phường 12", "Phường 2", "Phường Bảy Hiền", "Phường 1"];
        names.sort_by_key(|name| natural(name));
        assert_eq!(names, ["Phường 1", "Phường 2", "Phường 12", "Phường Bảy Hiền"]);
    }
}
