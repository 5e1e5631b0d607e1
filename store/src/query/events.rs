//! Events, and the list by which people are checked in.

use domain::id::RecordId;
use domain::time::{Day, Moment};
use domain::view::events::{AttendanceOf, CheckIn, EventRow, Guest};
use rusqlite::{Connection, params};

use super::people::{Among, NameIndex};
use crate::error::StoreError;

/// All events, the latest first. Index: `attendance_of_event`.
pub fn events(db: &Connection) -> Result<Vec<EventRow>, StoreError> {
    let events = db
        .prepare_cached(
            "select id, name, form, held_on, place,
               (select count(*) from attendance where event = event.id and present = 1)
             from event where id not in (select id from card) order by held_on desc, id desc",
        )?
        .query_map([], |row| {
            Ok(EventRow {
                id: RecordId(row.get(0)?),
                name: row.get::<_, Option<String>>(1)?.unwrap_or_default(),
                form: row.get::<_, Option<i64>>(2)?.unwrap_or_default(),
                held_on: Day(row.get::<_, Option<i32>>(3)?.unwrap_or_default()),
                place: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
                present: row.get(5)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(events)
}

/// The check-in list of an event: those who came last stand first.
pub fn check_in(
    db: &Connection,
    names: &NameIndex,
    of: &AttendanceOf,
) -> Result<Option<CheckIn>, StoreError> {
    let Some(event) = events(db)?.into_iter().find(|event| event.id == of.event) else {
        return Ok(None);
    };
    let on_list: i64 = db
        .prepare_cached("select count(*) from attendance where event = ?1")?
        .query_row([of.event.0], |row| row.get(0))?;
    let ids: Vec<i64> = if of.search.trim().is_empty() {
        db.prepare_cached(
            "select person from attendance where event = ?1
             order by present desc, checked_at desc, person limit ?2",
        )?
        .query_map(params![of.event.0, of.limit as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?
    } else {
        names.find(&of.search, Among::Everybody).into_iter().take(of.limit).collect()
    };
    let guests =
        ids.into_iter().map(|id| guest(db, of.event, id)).collect::<Result<Vec<_>, _>>()?;
    Ok(Some(CheckIn { present: event.present as usize, on_list: on_list as usize, guests, event }))
}

/// Somebody on the list, also if his own record has gone since.
fn guest(db: &Connection, event: RecordId, person: i64) -> Result<Guest, StoreError> {
    let guest = db
        .prepare_cached(
            "select person.name, card_number, birth / 10000, present, checked_at,
               exists (select 1 from outbox where record = attendance.id and state = 0)
             from (select ?2 as guest)
             left join person on person.id = guest
             left join attendance on event = ?1 and attendance.person = guest
             left join member on member.person = guest and left_on is null limit 1",
        )?
        .query_row(params![event.0, person], |row| {
            let (card, year): (Option<String>, Option<i64>) = (row.get(1)?, row.get(2)?);
            Ok(Guest {
                person: RecordId(person),
                name: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
                note: [card, year.map(|year| year.to_string())]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(" · "),
                present: row.get(3)?,
                checked_at: row.get::<_, Option<i64>>(4)?.map(Moment),
                unsent: row.get(5)?,
            })
        })?;
    Ok(guest)
}
