//! Who lives in a household, and who has.

use domain::id::RecordId;
use domain::kind::Record;
use domain::moving::{Belongs, Event, Lives, Standing};
use domain::record::{Household, Member, Person, Residence};
use domain::view::household::{HouseholdPeople, Inmate};
use rusqlite::Connection;

use super::record::{open_memberships, stands};
use crate::error::StoreError;
use crate::row;

/// Everybody who lives in a household or has. Index: `residence_by_household`.
pub fn household_people(
    db: &Connection,
    household: RecordId,
) -> Result<HouseholdPeople, StoreError> {
    let head = head(db, household)?;
    let mut people = HouseholdPeople { head, ..HouseholdPeople::default() };
    for state in row::read_all(db, Residence::KIND, "household = ?1", &[&household.0])? {
        let lives = Residence::from_fields(&state.fields);
        let Some(subject) = lives.subject else { continue };
        let person = row::read(db, Person::KIND.key, subject.0)?;
        let person = person.map(|person| Person::from_fields(&person.fields)).unwrap_or_default();
        let inmate = Inmate {
            residence: state.id,
            person: subject.0,
            name: person.name.map(|name| name.0).unwrap_or_default(),
            birth: person.birth,
            relation: lives.relation,
            since: lives.since,
            until: lives.until,
            ended: lives.ended,
        };
        let present = lives.until.is_none();
        if present { people.present.push(inmate) } else { people.former.push(inmate) }
    }
    // Whoever is on record twice, and twice here, is one.
    let mut twice = Vec::new();
    for inmate in &people.present {
        let stands = stands(db, Person::KIND.key, inmate.person)?.map(|stands| stands.id);
        if people.present.iter().any(|other| Some(other.person) == stands) {
            twice.push(inmate.residence);
        }
    }
    people.present.retain(|inmate| !twice.contains(&inmate.residence));
    people.present.sort_by_key(|inmate| {
        (Some(inmate.person) != head, inmate.birth.is_none(), inmate.birth, inmate.person)
    });
    people.former.sort_by_key(|inmate| std::cmp::Reverse((inmate.until, inmate.person)));
    Ok(people)
}

fn head(db: &Connection, household: RecordId) -> Result<Option<RecordId>, StoreError> {
    let state = row::read(db, Household::KIND.key, household)?;
    let head = state.and_then(|state| Household::from_fields(&state.fields).head);
    Ok(head.map(|head| head.0))
}

/// How a household stands to what happens to it. Indexes: `residence_by_household`,
/// `residence_by_subject`, `member_by_person`.
pub(crate) fn standing(
    db: &Connection,
    household: RecordId,
    event: &Event,
) -> Result<Standing, StoreError> {
    let open = row::read_all(
        db,
        Residence::KIND,
        "(household = ?1 or subject = ?1) and until is null",
        &[&household.0],
    )?;
    let lives = open.into_iter().filter_map(|state| {
        let lives = Residence::from_fields(&state.fields);
        Some(Lives {
            residence: state.id,
            subject: lives.subject?.0,
            since: lives.since,
            relation: lives.relation,
        })
    });
    let memberships = match event {
        Event::Died { person, .. } => open_memberships(db, *person)?,
        _ => vec![],
    };
    let memberships = memberships.into_iter().map(|state| {
        let since = Member::from_fields(&state.fields).joined_on;
        Belongs { membership: state.id, since }
    });
    Ok(Standing {
        household,
        head: head(db, household)?,
        lives: lives.collect(),
        memberships: memberships.collect(),
    })
}
