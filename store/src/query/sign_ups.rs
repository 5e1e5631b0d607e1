//! Citizens' own registrations that wait for an officer, and the posters that invite to them.

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{Poster, SignUp};
use domain::view::duplicates::TypedPerson;
use domain::view::sign_up::{PosterRow, SignUpRow, SignUpView};
use rusqlite::Connection;

use super::duplicates::alike;
use super::households::behind_door;
use super::people::NameIndex;
use super::review::area_tree;
use crate::error::StoreError;
use crate::row;

/// Those who wait, the first first. They are few: whoever is decided upon waits no more.
pub fn waiting(db: &Connection) -> Result<Vec<SignUpRow>, StoreError> {
    let tree = area_tree(db)?;
    let mut waiting = row::read_all(db, SignUp::KIND, "ended is null", &[])?;
    waiting.sort_by_key(|state| (state.fields.get("said_at").cloned(), state.id));
    let rows = waiting.into_iter().map(|state| {
        let said = SignUp::from_fields(&state.fields);
        let area = said.area.and_then(|area| tree.get(area.0));
        SignUpRow {
            id: state.id,
            name: said.name.map(|name| name.0).unwrap_or_default(),
            birth: said.birth,
            area: area.map(|area| area.name.clone()).unwrap_or_default(),
            said_at: said.said_at,
        }
    });
    Ok(rows.collect())
}

/// One who waits; `None`: he is not here, or somebody has decided.
pub fn one(
    db: &Connection,
    names: &NameIndex,
    id: RecordId,
) -> Result<Option<SignUpView>, StoreError> {
    let Some(state) = row::read(db, SignUp::KIND.key, id)? else { return Ok(None) };
    let said = SignUp::from_fields(&state.fields);
    if said.ended.is_some() {
        return Ok(None);
    }
    let text = |name: &str| {
        state.fields.get(name).and_then(|value| value.as_text()).unwrap_or_default().to_owned()
    };
    let area = said.area.map(|area| area.0);
    let (house, street) = (text("house"), text("street"));
    let door = area.map(|area| behind_door(db, area, &house, &street)).transpose()?;
    let door = door.unwrap_or_default();
    // A person's fields are called as they are here.
    let typed = TypedPerson { fields: state.fields.clone(), house, street, area, own: None };
    Ok(Some(SignUpView { id, alike: alike(db, names, &typed)?, door, fields: state.fields }))
}

/// How many have registered by a poster. Index: `sign_up_by_poster`.
pub fn registered(db: &Connection, poster: RecordId) -> Result<u64, StoreError> {
    let count: i64 = db
        .prepare_cached("select count(*) from sign_up where poster = ?1")?
        .query_row([poster.0], |row| row.get(0))?;
    Ok(count as u64)
}

/// The posters, the latest first.
pub fn posters(db: &Connection) -> Result<Vec<PosterRow>, StoreError> {
    let tree = area_tree(db)?;
    let mut posters = row::read_all(db, Poster::KIND, "code is not null", &[])?;
    posters
        .sort_by_key(|state| std::cmp::Reverse((state.fields.get("closes_on").cloned(), state.id)));
    let mut rows = Vec::new();
    for state in posters {
        let poster = Poster::from_fields(&state.fields);
        let area = poster.area.and_then(|area| tree.get(area.0));
        rows.push(PosterRow {
            id: state.id,
            most: poster.takes(),
            title: poster.title.map(|title| title.0).unwrap_or_default(),
            code: poster.code.map(|code| code.0).unwrap_or_default(),
            area: area.map(|area| area.name.clone()).unwrap_or_default(),
            closes_on: poster.closes_on,
            registered: registered(db, state.id)?,
        });
    }
    Ok(rows)
}
