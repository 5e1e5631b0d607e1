//! Who has registered for a learning model in a year, and who has not.

use domain::view::subjects::{Subjects, SubjectsOf};
use std::collections::BTreeSet;

use domain::id::RecordId;
use domain::record::LearningModel;
use domain::text::fold;
use rusqlite::Connection;

use super::households::HomeIndex;
use super::people::{Among, NameIndex};
use super::record::{by_title, named};
use crate::error::StoreError;

/// A part of the list of subjects.
pub fn subjects(
    db: &Connection,
    names: &NameIndex,
    homes: &HomeIndex,
    of: &SubjectsOf,
) -> Result<Subjects, StoreError> {
    let Some(model) = LearningModel::ALL.iter().find(|model| **model as i64 == of.model) else {
        return Ok(Subjects::default());
    };
    // Index: `registration_by_year`.
    let registered: BTreeSet<i64> = db
        .prepare_cached("select subject from registration where year = ?1 and model = ?2")?
        .query_map([i64::from(of.year.0), of.model], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let kind = model.subject_kind();
    let every = match model {
        LearningModel::Citizen => names.find("", Among::PeopleHere),
        LearningModel::Family => homes.find(""),
        LearningModel::Clan | LearningModel::Unit => ids(db, kind, "until is null")?,
        LearningModel::Community => ids(db, kind, "level = 4 and until is null")?,
    };
    let here = every.iter().filter(|id| registered.contains(*id)).count();
    let missing = every.len() - here;
    let found = match model {
        LearningModel::Citizen => names.find(&of.search, Among::PeopleHere),
        LearningModel::Family => homes.find(&of.search),
        _ => few(db, kind, every, &of.search)?,
    };
    let chosen: Vec<i64> =
        found.into_iter().filter(|id| registered.contains(id) == of.registered).collect();
    let page = chosen.iter().skip(of.offset).take(of.limit);
    let rows = page.map(|id| named(db, kind, RecordId(*id))).collect::<Result<_, _>>()?;
    Ok(Subjects { rows, found: chosen.len(), registered: here, missing })
}

/// The ids of a kind's records; the condition is one of this file's.
fn ids(db: &Connection, kind: &str, condition: &str) -> Result<Vec<i64>, StoreError> {
    let sql =
        format!("select id from \"{kind}\" where {condition} and id not in (select id from card)");
    Ok(db
        .prepare_cached(&sql)?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?)
}

/// Those of few whose names fit, in order.
fn few(db: &Connection, kind: &str, ids: Vec<i64>, search: &str) -> Result<Vec<i64>, StoreError> {
    let folded = fold(search);
    let mut all =
        ids.into_iter().map(|id| named(db, kind, RecordId(id))).collect::<Result<Vec<_>, _>>()?;
    all.retain(|one| fold(&format!("{} {}", one.title, one.note)).contains(&folded));
    all.sort_by(by_title);
    Ok(all.into_iter().map(|one| one.id.0).collect())
}
