//! A neighbourhood's doors, in the order in which one walks past them.

use domain::id::RecordId;
use domain::record::VisitOutcome;
use domain::text::{fold, house_key};
use domain::view::walk::{Door, DoorState, WalkOf};
use rusqlite::{Connection, named_params};

use crate::error::StoreError;

/// The doors of a neighbourhood by street and number. Indexes: `residence_by_area`,
/// `visit_by_household`, `registration_by_year`.
pub fn walk(db: &Connection, of: WalkOf) -> Result<Vec<Door>, StoreError> {
    let mut statement = db.prepare_cached(
        "select household.id, house, street, person.name,
           (select count(distinct coalesce(stands, inmate.subject)) from residence inmate
              left join same on same.id = inmate.subject
              where inmate.household = household.id and inmate.until is null),
           (select max(registered_on) from registration
              where year = :year and model = 2 and registration.subject = household.id),
           (select count(*) from visit
              where visit.household = household.id and visited_on between :start and :today),
           last.outcome, last.visited_on, last.note
         from residence
         join household on household.id = residence.subject
         left join person on person.id = household.head
         left join visit last on last.household = household.id
           and last.visited_on = (select max(visited_on) from visit
             where visit.household = household.id and visited_on between :start and :today)
         where residence.area = :area and residence.until is null
           and household.id not in (select id from card)
         group by household.id",
    )?;
    let (year, today) = (of.today.year(), of.today.0);
    let start = domain::time::Day::new(year.0, 1, 1).map_or(today, |day| day.0);
    let mut rows = statement.query(named_params! {
        ":area": of.area.0, ":year": year.0, ":start": start, ":today": today,
    })?;
    let mut doors = Vec::new();
    while let Some(row) = rows.next()? {
        let text = |column| -> rusqlite::Result<String> {
            Ok(row.get::<_, Option<String>>(column)?.unwrap_or_default())
        };
        let registered: Option<i32> = row.get(5)?;
        let (outcome, visited): (Option<i64>, Option<i32>) = (row.get(7)?, row.get(8)?);
        let named = |outcome: i64| VisitOutcome::ALL.iter().find(|known| **known as i64 == outcome);
        doors.push(Door {
            household: RecordId(row.get(0)?),
            house: text(1)?,
            street: text(2)?,
            head: text(3)?,
            people: row.get(4)?,
            state: DoorState::of(registered.is_some(), outcome.and_then(named).copied()),
            visits: row.get(6)?,
            note: text(9)?,
            is_of_today: registered == Some(today) || visited == Some(today),
        });
    }
    doors.sort_by_cached_key(|door| (fold(&door.street), house_key(&door.house)));
    Ok(doors)
}
