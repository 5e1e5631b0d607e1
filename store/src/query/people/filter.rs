//! Whom a list is of.

use std::collections::HashSet;

use domain::id::RecordId;
use domain::record::ConsentForm;
use domain::time::Day;
use domain::view::people::{Membership, PeopleFilter, PersonState};
use rusqlite::types::Value;
use rusqlite::{Connection, ToSql};

use crate::error::StoreError;
use crate::query::conflicts::disputed;
use crate::query::review::area_tree;

/// Those who live in these areas, by the record that stands for each; of overlapping episodes the one
/// that began last counts. Indexes: `residence_by_area`, `residence_by_subject`.
fn lives_in(areas: impl IntoIterator<Item = RecordId>) -> String {
    let areas: Vec<String> = areas.into_iter().map(|area| area.0.to_string()).collect();
    format!(
        "person.id in (select coalesce(stands, subject) from residence
           left join same on same.id = subject
           where area in ({}) and (until is null or until > :today)
             and not exists (select 1 from residence later
               where (later.subject = residence.subject or later.subject in (
                   select kin.id from same kin where kin.stands = coalesce(same.stands, residence.subject)
                   union all select same.stands where same.stands is not null))
                 and later.since > residence.since and (later.until is null or later.until > :today)))",
        areas.join(", ")
    )
}

/// The members, by the record that stands for each. Index: `member_by_branch`.
const MEMBERS: &str = "select coalesce(stands, person) from member
    left join same on same.id = person where (left_on is null or left_on > :today)";

/// Those who have been members.
const FORMER: &str = "select coalesce(stands, person) from member
    left join same on same.id = person where left_on <= :today";

/// Who works at a unit, by the record that stands for each. Without an index, which each new person would
/// pay for: a list of the whole district is narrowed so in a fraction of its budget.
const OF_UNIT: &str = "select coalesce(stands, person.id) from person
    left join same on same.id = person.id where workplace = :unit";

/// Who lives in a family of a clan, by the record that stands for each. Indexes: `clan_family_by_clan`,
/// `residence_by_household`.
const OF_CLAN: &str = "select coalesce(stands, subject) from clan_family
    join residence on residence.household = clan_family.household
    left join same on same.id = subject
    where clan = :clan and (until is null or until > :today)";

/// The conditions of a filter, and what they name.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    named: Vec<(&'static str, Value)>,
}

impl Conditions {
    fn hold(&mut self, sql: impl Into<String>) {
        self.sql.push(sql.into());
    }

    fn name(&mut self, name: &'static str, value: impl Into<Value>) {
        if !self.named.iter().any(|(known, _)| *known == name) {
            self.named.push((name, value.into()));
        }
    }
}

/// Those who fit; `None`: the filter says nothing, and everybody does.
pub(super) fn fitting(
    db: &Connection,
    filter: &PeopleFilter,
    today: Day,
) -> Result<Option<HashSet<i64>>, StoreError> {
    if *filter == PeopleFilter::default() {
        return Ok(None);
    }
    let conditions = conditions(db, filter, today)?;
    let holds = conditions.sql.join(" and ");
    let holds = if holds.is_empty() { "true" } else { &holds };
    let named: Vec<(&str, &dyn ToSql)> =
        conditions.named.iter().map(|(name, value)| (*name, value as &dyn ToSql)).collect();
    let mut fit: HashSet<i64> = db
        .prepare_cached(&format!("select person.id from person where {holds}"))?
        .query_map(named.as_slice(), |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    if filter.state == Some(PersonState::Disputed) {
        let disputed: HashSet<i64> = disputed(db)?.into_iter().map(|record| record.0).collect();
        fit.retain(|id| disputed.contains(id));
    }
    Ok(Some(fit))
}

fn conditions(
    db: &Connection,
    filter: &PeopleFilter,
    today: Day,
) -> Result<Conditions, StoreError> {
    let mut all = Conditions::default();
    if let Some(area) = filter.area {
        all.name(":today", i64::from(today.0));
        all.hold(lives_in(area_tree(db)?.below(area)));
    }
    belonging(&mut all, filter, today);
    if let Some(unit) = filter.unit {
        all.name(":unit", unit.0);
        all.hold(format!("person.id in ({OF_UNIT})"));
    }
    if let Some(clan) = filter.clan {
        all.name(":clan", clan.0);
        all.name(":today", i64::from(today.0));
        all.hold(format!("person.id in ({OF_CLAN})"));
    }
    if let Some(sex) = filter.sex {
        all.name(":sex", sex as i64);
        all.hold("sex = :sex");
    }
    if let Some(occupation) = filter.occupation {
        all.name(":occupation", occupation as i64);
        all.hold("occupation = :occupation");
    }
    let year = i64::from(today.year().0);
    let (from, to) = filter.ages();
    if let Some(from) = from {
        all.name(":latest", year - i64::from(from));
        all.hold("birth / 10000 <= :latest");
    }
    if let Some(to) = to {
        all.name(":earliest", year - i64::from(to));
        all.hold("birth / 10000 >= :earliest");
    }
    match filter.state {
        // Disputed: which fields wait is not said by a column.
        None | Some(PersonState::Disputed) => {}
        Some(PersonState::Cadre) => all.hold("cadre = 1"),
        Some(PersonState::Pupil) => all.hold("coalesce(school, class) is not null"),
        Some(PersonState::NoBirth) => all.hold("birth is null"),
        Some(PersonState::NoPhone) => all.hold("phone is null"),
        Some(PersonState::NoConsent) => all.hold("consent is null"),
        Some(PersonState::Withdrawn) => {
            all.name(":withdrawn", ConsentForm::Withdrawn as i64);
            all.hold("consent = :withdrawn");
        }
        Some(PersonState::Died) => all.hold("died_on is not null"),
        Some(PersonState::NoCardNumber) => {
            all.name(":today", i64::from(today.0));
            all.hold(format!("person.id in ({MEMBERS} and card_number is null)"));
        }
        Some(PersonState::Unsent) => {
            all.hold("exists (select 1 from outbox where record = person.id and outbox.state = 0)");
        }
    }
    Ok(all)
}

/// Who is a member, or has been, or is not.
fn belonging(all: &mut Conditions, filter: &PeopleFilter, today: Day) {
    let of_branch = match filter.branch {
        Some(branch) if filter.membership != Some(Membership::None) => {
            all.name(":branch", branch.0);
            " and branch = :branch"
        }
        _ => "",
    };
    let holds = match filter.membership {
        None if of_branch.is_empty() => return,
        None | Some(Membership::Member) => format!("person.id in ({MEMBERS}{of_branch})"),
        Some(Membership::Former) => format!(
            "person.id in ({FORMER}{of_branch}) and person.id not in ({MEMBERS}{of_branch})"
        ),
        Some(Membership::None) => format!("person.id not in ({MEMBERS})"),
    };
    all.name(":today", i64::from(today.0));
    all.hold(holds);
}
