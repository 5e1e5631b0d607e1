//! The records behind a figure of the review, from the same source that it is counted from.

use domain::view::behind::Behind;
use std::collections::BTreeSet;

use domain::area::AreaTree;
use domain::id::RecordId;
use domain::report::FigureName;
use rusqlite::Connection;

use super::people::NameIndex;
use domain::view::record::Named;
use domain::view::review::Line;

use super::record::{by_title, named};
use super::review::{self, Lining, ReviewOf, Rows, Source};
use crate::error::StoreError;

/// Up to so many are put in the order of their names; more stand in the order of their places.
const MOST_SORTED: usize = 5_000;

/// What a figure is listed from: its source, the kind and the id of what is listed, and which rows.
fn listing(figure: FigureName) -> (&'static Source, &'static str, &'static str, &'static str) {
    const REGISTERED: &str = "registration.id is not null";
    match figure {
        // Whoever is a member twice counts twice, so each membership is a row.
        FigureName::Members => {
            (&review::MEMBERS, "person", "coalesce(same.stands, member.person), member.id", "true")
        }
        FigureName::Population => (&review::POPULATION, "population", "id", "true"),
        FigureName::Families => (&review::FAMILIES, "household", "home.subject", "true"),
        FigureName::FamiliesRegistered => {
            (&review::FAMILIES, "household", "home.subject", REGISTERED)
        }
        FigureName::Clans => (&review::CLANS, "clan", "clan.id", "true"),
        FigureName::ClansRegistered => (&review::CLANS, "clan", "clan.id", REGISTERED),
        FigureName::Communities => (&review::COMMUNITIES, "area", "area.id", "true"),
        FigureName::CommunitiesRegistered => (&review::COMMUNITIES, "area", "area.id", REGISTERED),
        FigureName::Units => (&review::UNITS, "unit", "unit.id", "true"),
        FigureName::UnitsRegistered => (&review::UNITS, "unit", "unit.id", REGISTERED),
        FigureName::CitizensRegistered => (&review::CITIZENS, "person", "home.subject", REGISTERED),
        FigureName::Cadres => (&review::CITIZENS, "person", "home.subject", "cadre = 1"),
        FigureName::CadresRegistered => (
            &review::CITIZENS,
            "person",
            "home.subject",
            "cadre = 1 and registration.id is not null",
        ),
        FigureName::Scholarships => {
            (&review::SCHOLARSHIPS, "scholarship", "scholarship.id", "true")
        }
        FigureName::ChildrenSupported => (&review::SUPPORT, "person", review::CHILD, "true"),
        FigureName::Awards => (&review::AWARDS, "award", "award.id", "true"),
        FigureName::Events => (&review::EVENTS, "event", "event.id", "true"),
        FigureName::TrainingClasses => (&review::EVENTS, "event", "event.id", review::IS_TRAINING),
        FigureName::Attendances => (&review::ATTENDANCES, "attendance", "attendance.id", "true"),
    }
}

/// The records behind a figure; `line`: of this line of the review alone.
pub fn behind(
    db: &Connection,
    tree: &AreaTree,
    names: &NameIndex,
    of: ReviewOf,
    figure: FigureName,
    line: Option<Line>,
    page: std::ops::Range<usize>,
) -> Result<Behind, StoreError> {
    let (source, kind, what, condition) = listing(figure);
    let lining = Lining::new(tree, of);
    let mut ids: Vec<i64> = Vec::new();
    for (area, row) in (Rows { db, of }).read(&source.listed(what, condition))? {
        let belongs = match (lining.line(area), line) {
            (Some(found), Some(asked)) => found == asked,
            (found, None) => found.is_some(),
            (None, Some(_)) => false,
        };
        if belongs {
            ids.extend(row.first());
        }
    }
    if kind == "person" {
        // A child supported in two wards is one child; a member of two branches counts in both.
        let distinct: BTreeSet<i64> = ids.iter().copied().collect();
        let all = if figure == FigureName::Members { ids.len() } else { distinct.len() };
        let in_order = names.in_order(&distinct);
        return Ok(Behind { rows: some(db, kind, &in_order, page)?, all });
    }
    let all = ids.len();
    if all > MOST_SORTED {
        return Ok(Behind { rows: some(db, kind, &ids, page)?, all });
    }
    let mut rows = some(db, kind, &ids, 0..all)?;
    rows.sort_by(by_title);
    let rows = rows.into_iter().skip(page.start).take(page.len()).collect();
    Ok(Behind { rows, all })
}

fn some(
    db: &Connection,
    kind: &str,
    ids: &[i64],
    page: std::ops::Range<usize>,
) -> Result<Vec<Named>, StoreError> {
    let part = ids.iter().skip(page.start).take(page.len());
    part.map(|id| named(db, kind, RecordId(*id))).collect()
}
