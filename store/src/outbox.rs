//! The outbox: what the server does not have yet, and what became of what it has.

use std::sync::LazyLock;

use domain::answer::{Answer, HeldFor, Refused, Verdict};
use domain::change::{Answered, Change};
use domain::envelope::Offer;
use domain::id::{ChangeId, Epoch, Position, RecordId};
use domain::lineage::Lineage;
use domain::record::KINDS;
use domain::time::Moment;
use domain::view::work::HandedOver;
use domain::wire::{self, LARGEST_PUSH};
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::{lay_on, meta};

/// For how long copies of answered changes are kept, in case the server has to be restored.
const KEPT_DAYS: i64 = 90;

/// How a change in the outbox stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutboxState {
    Waiting,
    /// In the log, but the record has not come down yet.
    Accepted,
    /// Safe on the server, to be decided there.
    Held,
}

const WAITING: i64 = 0;
const ACCEPTED: i64 = 1;
const HELD: i64 = 2;

/// The kinds that the app notes by itself: nobody's work.
static NOTES: LazyLock<String> = LazyLock::new(|| {
    let notes = KINDS.iter().filter(|kind| kind.note).map(|kind| format!("'{}'", kind.key));
    format!("({})", notes.collect::<Vec<_>>().join(", "))
});

/// What is unsent: how much, and since when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Unsent {
    /// Of people's work; what the app notes by itself goes along.
    pub changes: u64,
    /// What the app noted by itself.
    pub notes: u64,
    pub oldest: Option<Moment>,
    pub held: u64,
    pub refused: u64,
    /// What was refused and handed over, and has not gone up yet.
    pub handing_over: u64,
}

/// A change that the server did not take, as it stands under "Cần xử lý".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub change: Change,
    pub refused: Refused,
    pub at: Moment,
    pub handed: HandedOver,
    pub of: Of,
}

/// What a change was made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// It makes its record.
    Nothing,
    /// Of a record that was there, and was called so, as far as that is known.
    Record(String),
}

impl Of {
    fn columns(&self) -> (bool, Option<&str>) {
        match self {
            Of::Nothing => (false, None),
            Of::Record(called) => (true, Some(called)),
        }
    }

    fn from_columns(edits: bool, called: Option<String>) -> Self {
        if edits { Of::Record(called.unwrap_or_default()) } else { Of::Nothing }
    }
}

/// Puts a change at the end of the outbox.
pub fn add(db: &Connection, change: &Change, of: &Of) -> rusqlite::Result<()> {
    let (edits, called) = of.columns();
    db.prepare_cached(
        "insert into outbox (number, kind, record, change, made, edits, called)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        change.id.number as i64,
        change.kind,
        change.record.0,
        wire::write(change),
        change.made.0,
        edits,
        called
    ])?;
    Ok(())
}

/// Whether a change of a record that is laid on makes it. Index: `outbox_by_record`.
pub fn makes(db: &Connection, record: RecordId) -> rusqlite::Result<bool> {
    db.prepare_cached("select exists (select 1 from outbox where record = ?1 and edits = 0)")?
        .query_row([record.0], |row| row.get(0))
}

/// What a record that is not here any more was called when this device last wrote of it. Index:
/// `outbox_by_record`; what was refused is little.
pub fn called(db: &Connection, record: RecordId) -> rusqlite::Result<Option<String>> {
    db.prepare_cached(
        "select called from
           (select number, called from outbox where record = ?1
            union all select number, called from refused where record = ?1)
         where called is not null order by number desc limit 1",
    )?
    .query_row([record.0], |row| row.get(0))
    .optional()
}

/// The changes of a record that are laid on, in the order in which they were made.
pub fn of_record(db: &Connection, record: RecordId) -> Result<Vec<Change>, StoreError> {
    let mut statement =
        db.prepare_cached("select change from outbox where record = ?1 order by number")?;
    let mut rows = statement.query([record.0])?;
    let mut changes = Vec::new();
    while let Some(row) = rows.next()? {
        changes.push(wire::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?);
    }
    Ok(changes)
}

/// Which changes to send.
#[derive(Clone, Copy, Debug)]
pub struct ToSend {
    /// Whole groups up to so many changes.
    pub most: usize,
    /// Also the held ones, to ask what became of them.
    pub ask_held: bool,
    /// Only those with a higher number.
    pub after: u64,
}

/// The next changes to send, in the order in which they were made.
pub fn to_send(db: &Connection, which: ToSend) -> Result<Vec<Offer>, StoreError> {
    let ToSend { most, ask_held, after } = which;
    let mut statement = db.prepare_cached(
        "select number, change, earlier, false from outbox
         where (state = 0 or (state = 2 and ?1)) and number > ?3
         union all select number, change, null, true from refused
         where (handed = 1 or (handed = 2 and ?1)) and number > ?3 order by number limit ?2",
    )?;
    let mut rows = statement.query(params![ask_held, LARGEST_PUSH as i64 + 1, after as i64])?;
    let mut offers: Vec<Offer> = Vec::new();
    let mut more = false;
    while let Some(row) = rows.next()? {
        let change: Change = wire::read(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
        // A group that is larger than asked for goes by itself, and whole.
        let of_first =
            |change| offers.first().is_none_or(|first| first.change.is_of_one_group_with(change));
        if offers.len() >= most && !of_first(&change) {
            more = true;
            break;
        }
        let earlier = match row.get::<_, Option<Vec<u8>>>(2)? {
            Some(earlier) => wire::read(&earlier)?,
            None => vec![],
        };
        let after = stands_before(db, change.id.number)?;
        offers.push(Offer { after, change, earlier, hands_over: row.get(3)? });
    }
    if more {
        // Never half a group.
        let first_of_cut_group = offers.last().and_then(|last| {
            let group = last.change.group.filter(|group| group.last > last.change.id.number)?;
            Some(group.first)
        });
        let begun = offers.first().map(|offer| offer.change.id.number);
        if let Some(first) = first_of_cut_group.filter(|first| Some(*first) != begun) {
            offers.retain(|offer| offer.change.id.number < first);
        }
    }
    Ok(offers)
}

/// The number of the change before this one that the device still stands for; 0: none.
fn stands_before(db: &Connection, number: u64) -> rusqlite::Result<u64> {
    let before: i64 = db
        .prepare_cached(
            "select max(coalesce((select max(number) from outbox where number < ?1), 0),
                        coalesce((select max(number) from authored where number < ?1), 0))",
        )?
        .query_row([number as i64], |row| row.get(0))?;
    Ok(before as u64)
}

/// Takes the server's answers.
pub fn answered(
    db: &Connection,
    answers: &[Answer],
    epoch: Epoch,
    now: Moment,
) -> Result<(), StoreError> {
    let Some(identity) = meta::identity(db)? else { return Ok(()) };
    for answer in answers.iter().filter(|answer| answer.change.device == identity.device()) {
        match &answer.verdict {
            Verdict::Accepted(position) | Verdict::Known(position) => {
                accepted(db, answer.change, Answered { epoch, position: *position }, now)?;
            }
            Verdict::Refused(refused) => self::refused(db, answer.change, refused, now)?,
            Verdict::Held(reason) => held(db, answer.change, *reason)?,
        }
    }
    db.prepare_cached("delete from authored where answered_at < ?1")?
        .execute([now.plus_days(-KEPT_DAYS).0])?;
    Ok(())
}

fn accepted(
    db: &Connection,
    id: ChangeId,
    answered: Answered,
    now: Moment,
) -> Result<(), StoreError> {
    type Kept = (String, i64, Vec<u8>, Option<Vec<u8>>, bool);
    let number = id.number as i64;
    // Of what was handed over nothing is laid on: its record comes down.
    let kept: Option<Kept> = db
        .prepare_cached(
            "select kind, record, change, earlier, edits from outbox where number = ?1
             union all
             select kind, record, change, null, edits from refused
             where number = ?1 and handed != 0",
        )?
        .query_row([number], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let Some((kind, record, change, earlier, edits)) = kept else { return Ok(()) };
    let mut places: Vec<Answered> = match earlier {
        Some(earlier) => wire::read(&earlier)?,
        None => vec![],
    };
    if !places.contains(&answered) {
        places.push(answered);
    }
    db.prepare_cached(
        "update outbox set state = 1, epoch = ?2, position = ?3, held_for = null where number = ?1",
    )?
    .execute(params![number, answered.epoch.0 as i64, answered.position.0 as i64])?;
    db.prepare_cached(
        "insert or replace into authored
         (number, kind, record, change, answered, answered_at, edits)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![number, kind, record, change, wire::write(&places), now.0, edits])?;
    db.prepare_cached("delete from refused where number = ?1")?.execute([number])?;
    Ok(())
}

fn refused(
    db: &Connection,
    id: ChangeId,
    refused: &Refused,
    now: Moment,
) -> Result<(), StoreError> {
    let number = id.number as i64;
    if !refused.code.may_be_handed_over() {
        // An officer's word on what was handed over; any other is a late one, from before.
        db.prepare_cached(
            "update refused set code = ?2, field = ?3, refused_at = ?4, why = ?5, handed = 0
             where number = ?1 and handed != 0",
        )?
        .execute(params![
            number,
            code_text(refused),
            refused.field,
            now.0,
            refused.why
        ])?;
    }
    let kept: Option<(String, i64)> = db
        .prepare_cached("select kind, record from outbox where number = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let Some((kind, record)) = kept else { return Ok(()) };
    // What the app noted by itself nobody can put right.
    db.prepare_cached(&format!(
        "insert or replace into refused
         (number, kind, record, change, code, field, refused_at, why, edits, called)
         select number, kind, record, change, ?2, ?3, ?4, ?5, edits, called from outbox
         where number = ?1 and kind not in {}",
        *NOTES
    ))?
    .execute(params![number, code_text(refused), refused.field, now.0, refused.why])?;
    db.prepare_cached("delete from outbox where number = ?1")?.execute([number])?;
    lay_on::relay(db, &kind, RecordId(record))
}

fn held(db: &Connection, id: ChangeId, reason: HeldFor) -> Result<(), StoreError> {
    let number = id.number as i64;
    db.prepare_cached(
        "update outbox set state = 2, held_for = ?2 where number = ?1 and state != 1",
    )?
    .execute(params![number, hex::encode(wire::write(&reason))])?;
    db.prepare_cached("update refused set handed = 2 where number = ?1 and handed != 0")?
        .execute([number])?;
    Ok(())
}

fn code_text(refused: &Refused) -> String {
    hex::encode(wire::write(&refused.code))
}

/// Hands refused changes over to an officer: they go up once more, and he looks at them.
pub fn hand_over(db: &Connection, numbers: &[u64]) -> Result<(), StoreError> {
    let mut hand_over =
        db.prepare_cached("update refused set handed = 1 where number = ?1 and handed = 0")?;
    for number in numbers {
        hand_over.execute([*number as i64])?;
    }
    Ok(())
}

/// What was refused and nobody has decided yet, nor was asked to.
fn open_refusals(db: &Connection) -> Result<Vec<Refusal>, StoreError> {
    let is_open = |refusal: &Refusal| {
        refusal.handed == HandedOver::No && refusal.refused.code.may_be_handed_over()
    };
    Ok(refusals(db)?.into_iter().filter(is_open).collect())
}

/// Hands over everything that was refused: the device will be wiped. Whether there was anything.
pub fn hand_over_all(db: &Connection) -> Result<bool, StoreError> {
    let left = open_refusals(db)?;
    let numbers: Vec<u64> = left.iter().map(|refusal| refusal.change.id.number).collect();
    hand_over(db, &numbers)?;
    Ok(!numbers.is_empty())
}

/// Lets go of accepted changes whose records have come down: everything up to the cursor has.
pub fn settle(db: &Connection, epoch: Epoch, cursor: Position) -> Result<(), StoreError> {
    let settled: Vec<(i64, String, i64)> = db
        .prepare_cached("select number, kind, record from outbox where state = 1 and epoch = ?1 and position <= ?2")?
        .query_map(params![epoch.0 as i64, cursor.0 as i64], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (number, kind, record) in settled {
        db.prepare_cached("delete from outbox where number = ?1")?.execute([number])?;
        lay_on::relay(db, &kind, RecordId(record))?;
    }
    Ok(())
}

/// Learns of the ledger's present life. If it is another than the one heard of, what the server
/// answered and has lost goes into the outbox again, with the places it had; whoever calls lays it on.
pub fn hear_of_life(db: &Connection, lineage: &Lineage) -> Result<(), StoreError> {
    let heard_of = meta::life_heard_of(db)?;
    if heard_of.is_some_and(|heard_of| heard_of != lineage.present()) {
        offer_again(db, lineage)?;
    }
    Ok(meta::hear_of_life(db, lineage.present())?)
}

fn offer_again(db: &Connection, lineage: &Lineage) -> Result<(), StoreError> {
    type OfAnswered = (i64, String, i64, Vec<u8>, Vec<u8>, bool);
    let copies: Vec<OfAnswered> = db
        .prepare_cached(
            "select number, kind, record, change, answered, edits from authored order by number",
        )?
        .query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })?
        .collect::<rusqlite::Result<_>>()?;
    for (number, kind, record, change, answered, edits) in copies {
        let places: Vec<Answered> = wire::read(&answered)?;
        let survived =
            places.iter().find(|place| place.position <= lineage.shared_with(place.epoch));
        if let Some(place) = survived {
            // It lies at the same place in the present life; there its record will come down.
            db.prepare_cached(
                "update outbox set epoch = ?2, position = ?3 where number = ?1 and state = 1",
            )?
            .execute(params![
                number,
                lineage.present().0 as i64,
                place.position.0 as i64
            ])?;
            continue;
        }
        let made = wire::read::<Change>(&change)?.made;
        lay_on::keep_confirmed(db, &kind, RecordId(record))?;
        db.prepare_cached(
            "insert or replace into outbox
             (number, kind, record, change, made, earlier, state, edits)
             values (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7)",
        )?
        .execute(params![number, kind, record, change, made.0, answered, edits])?;
    }
    // What was held there may not be held any more; it is asked again.
    db.execute("update outbox set state = 0 where state = 2", [])?;
    ask_again_what_was_refused(db)
}

/// A backup may be from before the server refused a change: it may hold it there, or take it now. What
/// an officer turned down is not asked again: if the backup holds it still, he finds it there.
fn ask_again_what_was_refused(db: &Connection) -> Result<(), StoreError> {
    for Refusal { change, of, .. } in open_refusals(db)? {
        // What a former life had taken goes up again already.
        if !is_waiting(db, change.id.number)? {
            lay_on::keep_confirmed(db, &change.kind, change.record)?;
            add(db, &change, &of)?;
        }
        forget_refused(db, change.id.number)?;
    }
    Ok(())
}

fn is_waiting(db: &Connection, number: u64) -> rusqlite::Result<bool> {
    db.prepare_cached("select exists (select 1 from outbox where number = ?1)")?
        .query_row([number as i64], |row| row.get(0))
}

/// How far the changes of a device have come, by their numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The last one that was saved.
    pub saved: u64,
    /// The last one before which the server has answered all.
    pub answered: u64,
}

pub fn standing(db: &Connection) -> rusqlite::Result<Standing> {
    let saved = meta::get::<i64>(db, "next_change")?.unwrap_or(0);
    let first_waiting: Option<i64> = db
        .prepare_cached("select min(number) from outbox where state = 0")?
        .query_row([], |row| row.get(0))?;
    let answered = first_waiting.map_or(saved, |first| first - 1);
    Ok(Standing { saved: saved as u64, answered: answered as u64 })
}

/// How much is unsent, and since when.
pub fn unsent(db: &Connection) -> Result<Unsent, StoreError> {
    let (changes, oldest, held, notes): (i64, Option<i64>, i64, i64) = db
        .prepare_cached(&format!(
            "select count(*) filter (where state = 0 and kind not in {notes}),
                    min(made) filter (where state = 0 and kind not in {notes}),
                    count(*) filter (where state = 2),
                    count(*) filter (where state = 0 and kind in {notes}) from outbox",
            notes = *NOTES
        ))?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let (refused, handing_over, handed): (i64, i64, i64) = db
        .prepare_cached(
            "select count(*) filter (where handed = 0), count(*) filter (where handed = 1),
                    count(*) filter (where handed != 0) from refused",
        )?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(Unsent {
        changes: changes as u64,
        notes: notes as u64,
        oldest: oldest.map(Moment),
        held: (held + handed) as u64,
        refused: refused as u64,
        handing_over: handing_over as u64,
    })
}

/// What the server did not take, oldest first.
pub fn refusals(db: &Connection) -> Result<Vec<Refusal>, StoreError> {
    let mut statement = db.prepare_cached(
        "select change, code, field, refused_at, handed, edits, called, why
         from refused order by number",
    )?;
    let mut rows = statement.query([])?;
    let mut refusals = Vec::new();
    while let Some(row) = rows.next()? {
        let code = said_in(row.get(1)?)?.ok_or(StoreError::Damaged("a refusal"))?;
        refusals.push(Refusal {
            change: wire::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?,
            refused: Refused { code, field: row.get(2)?, why: row.get(7)? },
            at: Moment(row.get(3)?),
            handed: match row.get::<_, i64>(4)? {
                0 => HandedOver::No,
                1 => HandedOver::OnItsWay,
                _ => HandedOver::WithAnOfficer,
            },
            of: Of::from_columns(row.get(5)?, row.get(6)?),
        });
    }
    Ok(refusals)
}

/// Everything in the outbox with its state, for the simulation's oracle.
pub fn all(db: &Connection) -> Result<Vec<(Change, OutboxState)>, StoreError> {
    let mut statement = db.prepare_cached("select change, state from outbox order by number")?;
    let mut rows = statement.query([])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let state = match row.get::<_, i64>(1)? {
            WAITING => OutboxState::Waiting,
            ACCEPTED => OutboxState::Accepted,
            HELD => OutboxState::Held,
            _ => return Err(StoreError::Damaged("the outbox")),
        };
        all.push((wire::read(row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?)?, state));
    }
    Ok(all)
}

/// A change that is not answered for good, as the list of what waits shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    pub change: Change,
    pub of: Of,
    /// What the server holds it for; `None`: it has not gone up yet.
    pub held: Option<HeldFor>,
}

/// What is not answered for good, what was refused and handed over among it, the oldest first, and at
/// most so many.
pub fn waiting(db: &Connection, most: usize) -> Result<Vec<Waiting>, StoreError> {
    let mut statement = db.prepare_cached(
        "select number, change, edits, called, case state when 2 then held_for end, null
         from outbox where state != 1
         union all
         select number, change, edits, called, null, case handed when 2 then code end
         from refused where handed != 0 order by number limit ?1",
    )?;
    let mut rows = statement.query([most as i64])?;
    let mut waiting = Vec::new();
    while let Some(row) = rows.next()? {
        let held: Option<HeldFor> = said_in(row.get(4)?)?;
        let refused: Option<domain::answer::Refusal> = said_in(row.get(5)?)?;
        waiting.push(Waiting {
            change: wire::read(row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?,
            of: Of::from_columns(row.get(2)?, row.get(3)?),
            held: held.or(refused.map(HeldFor::HandedOver)),
        });
    }
    Ok(waiting)
}

/// A reason as it lies in a column, in hex.
fn said_in<T: serde::de::DeserializeOwned>(
    column: Option<String>,
) -> Result<Option<T>, StoreError> {
    let Some(hex) = column else { return Ok(None) };
    let bytes = hex::decode(hex).map_err(|_| StoreError::Damaged("a reason"))?;
    Ok(Some(wire::read(&bytes)?))
}

/// Takes a refused change off the list, once it was corrected and sent anew, or dropped.
pub fn forget_refused(db: &Connection, number: u64) -> Result<(), StoreError> {
    db.prepare_cached("delete from refused where number = ?1")?.execute([number as i64])?;
    Ok(())
}
