//! What a list shows of each person.

use std::collections::BTreeSet;

use domain::change::Fields;
use domain::id::RecordId;
use domain::kind::{Kind, Record};
use domain::record::{Branch, Member, Person, Unit};
use domain::value::Value;
use domain::view::people::{Column, Membership, PeopleOf, PersonRow};
use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;
use crate::query::home::home;
use crate::query::record::{ITS_RECORDS, shown, title};
use crate::row;

/// A line of the list; `None`: he is not there.
pub(super) fn row(
    db: &Connection,
    id: RecordId,
    of: &PeopleOf,
    disputed: &BTreeSet<RecordId>,
) -> Result<Option<PersonRow>, StoreError> {
    let Some(person) = row::read(db, Person::KIND.key, id)? else { return Ok(None) };
    let unsent = db
        .prepare_cached("select exists (select 1 from outbox where record = ?1 and state = 0)")?
        .query_row([id.0], |row| row.get(0))?;
    let shown = Shown { db, id, person: &person.fields, member: membership(db, id, of)?, of };
    Ok(Some(PersonRow {
        id,
        name: person.fields.get("name").and_then(Value::as_text).unwrap_or_default().to_owned(),
        cells: of.columns.iter().map(|column| shown.cell(*column)).collect::<Result<_, _>>()?,
        unsent,
        disputed: disputed.contains(&id),
    }))
}

/// The membership that is shown of somebody: the present one, or the last where former members are
/// asked for. Index: `member_by_person`.
fn membership(db: &Connection, id: RecordId, of: &PeopleOf) -> Result<Fields, StoreError> {
    let shows = |column: &Column| {
        matches!(column, Column::Branch | Column::CardNumber | Column::JoinedOn | Column::LeftOn)
    };
    if !of.columns.iter().any(shows) {
        return Ok(Fields::new());
    }
    let filter = &of.listing.filter;
    let former =
        if filter.membership == Some(Membership::Former) { "true" } else { "left_on is null" };
    let sql = format!(
        "select id from member where person in ({ITS_RECORDS}) and {former}
         order by branch is ?2 desc, left_on is null desc, joined_on desc limit 1"
    );
    let member = db
        .prepare_cached(&sql)?
        .query_row((id.0, filter.branch.map(|branch| branch.0)), |row| row.get(0))
        .optional()?;
    let member =
        member.map(|member| row::read(db, Member::KIND.key, RecordId(member))).transpose()?;
    Ok(member.flatten().map(|member| member.fields).unwrap_or_default())
}

/// Somebody whom a line shows.
struct Shown<'a> {
    db: &'a Connection,
    id: RecordId,
    person: &'a Fields,
    member: Fields,
    of: &'a PeopleOf,
}

impl Shown<'_> {
    fn cell(&self, column: Column) -> Result<String, StoreError> {
        let said = |kind, fields, field| shown(kind, field, fields, self.of.language);
        let person = |field| said(Person::KIND, self.person, field);
        let member = |field| said(Member::KIND, &self.member, field);
        let both = |one: String, other: String| format!("{one} {other}").trim().to_owned();
        Ok(match column {
            Column::Birth => person("birth"),
            Column::Sex => person("sex"),
            Column::Home => home(self.db, self.id)?.map(|home| home.line()).unwrap_or_default(),
            Column::Phone => person("phone"),
            Column::Occupation => person("occupation"),
            Column::Workplace => self.named(Unit::KIND, self.person.get("workplace"))?,
            Column::School => both(person("school"), person("class")),
            Column::Branch => self.named(Branch::KIND, self.member.get("branch"))?,
            Column::CardNumber => member("card_number"),
            Column::JoinedOn => member("joined_on"),
            Column::LeftOn => member("left_on"),
            Column::Consent => both(person("consent"), person("consent_on")),
        })
    }

    fn named(&self, kind: &Kind, id: Option<&Value>) -> Result<String, StoreError> {
        let Some(id) = id.and_then(Value::as_int) else { return Ok(String::new()) };
        let named = row::read(self.db, kind.key, RecordId(id))?;
        named.map_or(Ok(String::new()), |named| title(self.db, kind.key, &named.fields))
    }
}
