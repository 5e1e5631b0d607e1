//! What must hold. The oracle reads the server's records and says by itself what each device must
//! have: it does not ask the routes that the server keeps.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::access::{Class, Scope};
use domain::answer::{Answer, Verdict};
use domain::change::{Fields, RecordState};
use domain::field::FieldType;
use domain::id::{ChangeId, Epoch, Position, RecordId};
use domain::kind::{AreaRule, Kind, Mark};
use domain::merge::Disputed;
use domain::record::KINDS;
use domain::view::work::HandedOver;
use domain::wire::{Item, Response};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use server::ledger::Ledger;
use store::image::{Depth, read_at};
use store::row;

use crate::device::Device;
use crate::world::World;

pub(crate) type Check = Result<(), String>;

/// Whatever a device saved is in its outbox, on its list of refusals, or among its copies of what
/// the server answered.
pub fn nothing_saved_is_missing(world: &World) -> Check {
    for device in &world.devices {
        let mut kept: BTreeSet<u64> = device.dropped.iter().map(|id| id.number).collect();
        if world.plan.is_a_year {
            // Copies of what was answered are kept for 90 days.
            kept.extend(device.acknowledged.iter().map(|id| id.number));
        }
        for table in ["outbox", "refused", "authored"] {
            let numbers: Vec<i64> = device
                .replica()
                .db()
                .prepare_cached(&format!("select number from {table}"))
                .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
                .map_err(|error| error.to_string())?;
            kept.extend(numbers.into_iter().map(|number| number as u64));
        }
        if let Some(lost) = device.saved.iter().find(|id| !kept.contains(&id.number)) {
            return Err(format!("{} lost its change {}", device.name, lost.number));
        }
    }
    Ok(())
}

/// When all is quiet, every change is in the log, held on the server, or refused.
pub fn everything_is_answered(world: &World) -> Check {
    let ledger = world.server.ledger();
    let logged = logged(ledger)?;
    let was_restored = ledger.lineage().lives().len() > 1;
    let held: BTreeSet<ChangeId> = ledger
        .held()
        .map_err(|error| error.to_string())?
        .into_iter()
        .map(|held| held.change.id)
        .collect();
    for device in &world.devices {
        let refused: BTreeSet<ChangeId> = device
            .replica()
            .refusals()
            .map_err(|error| error.to_string())?
            .into_iter()
            .filter(|refusal| refusal.handed == HandedOver::No)
            .map(|refusal| refusal.change.id)
            .chain(device.dropped.iter().copied())
            .collect();
        for id in &device.saved {
            let places = [logged.contains(id), held.contains(id), refused.contains(id)];
            let count = places.iter().filter(|here| **here).count();
            // A restore may forget that an officer did not take it, or that it was refused and its
            // author threw it away: it is held, or taken, once more.
            let forgotten = count > 1
                && (world.turned_down.contains(id) || was_restored && device.dropped.contains(id));
            if count != 1 && !forgotten && !device.revoked {
                return Err(format!(
                    "{}'s change {} is in the log: {}, held: {}, refused: {}",
                    device.name, id.number, places[0], places[1], places[2]
                ));
            }
        }
    }
    Ok(())
}

/// What a device was told is in the log is there, whatever was restored since; but for a revoked
/// device's, which is held, and what an officer then did not take.
pub fn what_was_acknowledged_is_in_the_log(world: &World) -> Check {
    let ledger = world.server.ledger();
    let logged = logged(ledger)?;
    let held: BTreeSet<ChangeId> = ledger
        .held()
        .map_err(|error| error.to_string())?
        .into_iter()
        .map(|held| held.change.id)
        .collect();
    for device in world.devices.iter().filter(|device| !device.revoked) {
        let kept = |id: &ChangeId| {
            logged.contains(id) || held.contains(id) || world.turned_down.contains(id)
        };
        if let Some(lost) = device.acknowledged.iter().find(|id| !kept(id)) {
            let refusal = device.replica().refusals().unwrap_or_default();
            let why = refusal.iter().find(|refusal| refusal.change.id == *lost);
            return Err(format!(
                "{}'s acknowledged change {} is lost: {why:?}",
                device.name, lost.number
            ));
        }
    }
    Ok(())
}

fn logged(ledger: &Ledger) -> Result<BTreeSet<ChangeId>, String> {
    ledger
        .db()
        .prepare("select device, number from log")
        .and_then(|mut statement| {
            statement
                .query_map([], |row| {
                    Ok(ChangeId {
                        device: domain::id::DeviceId(row.get::<_, i64>(0)? as u64),
                        number: row.get::<_, i64>(1)? as u64,
                    })
                })?
                .collect()
        })
        .map_err(|error| error.to_string())
}

/// All records of a database, by kind and id.
struct Books {
    records: BTreeMap<RecordId, (&'static Kind, Fields)>,
    disputed: BTreeMap<(RecordId, String), BTreeSet<RecordId>>,
    root: RecordId,
}

impl Books {
    fn read(ledger: &Ledger) -> Result<Self, String> {
        let db = ledger.db();
        let mut records = BTreeMap::new();
        for kind in KINDS {
            for state in row::read_all(db, kind, "1", &[]).map_err(|error| error.to_string())? {
                records.insert(state.id, (*kind, state.fields));
            }
        }
        let mut disputed: BTreeMap<(RecordId, String), BTreeSet<RecordId>> = BTreeMap::new();
        let rows: Vec<(i64, String, Option<i64>)> = db
            .prepare("select record, field, value from conflict where typeof(value) = 'integer'")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                    .collect()
            })
            .map_err(|error| error.to_string())?;
        for (record, field, value) in rows {
            disputed.entry((RecordId(record), field)).or_default().extend(value.map(RecordId));
        }
        Ok(Self { records, disputed, root: ledger.organisation().root() })
    }

    fn reference(&self, record: RecordId, field: &str) -> Option<RecordId> {
        self.records.get(&record)?.1.get(field)?.as_int().map(RecordId)
    }

    fn candidates(&self, record: RecordId, field: &str) -> BTreeSet<RecordId> {
        let mut candidates =
            self.disputed.get(&(record, field.to_owned())).cloned().unwrap_or_default();
        candidates.extend(self.reference(record, field));
        candidates
    }

    fn gives_scope(&self, record: RecordId) -> bool {
        self.records.get(&record).is_some_and(|(kind, _)| kind.gives_scope)
    }

    /// The areas a record lies in, by its kind's rule, from the records alone.
    fn areas(&self, record: RecordId) -> BTreeSet<RecordId> {
        let Some((kind, _)) = self.records.get(&record) else { return BTreeSet::new() };
        let mut areas: BTreeSet<RecordId> = match kind.area {
            AreaRule::Everywhere => [RecordId::EVERYWHERE].into(),
            AreaRule::Field(field) => {
                let mut areas = self.candidates(record, field);
                let lists = areas.iter().filter(|area| self.gives_scope(**area));
                let around: Vec<RecordId> = lists.flat_map(|list| self.areas(*list)).collect();
                areas.extend(around);
                areas
            }
            AreaRule::Through(fields) => fields
                .iter()
                .flat_map(|field| self.candidates(record, field))
                .flat_map(|target| self.areas(target))
                .collect(),
            AreaRule::Carried(carriers) => self.carried(carriers, record),
        };
        if areas.is_empty() {
            areas.insert(self.root);
        }
        if kind.gives_scope {
            areas.insert(record);
        }
        areas
    }

    fn carried(&self, carriers: &[(&str, &str)], record: RecordId) -> BTreeSet<RecordId> {
        let mut open = BTreeSet::new();
        let mut last: Option<(i64, RecordId)> = None;
        for (id, (kind, fields)) in &self.records {
            for (_, field) in carriers.iter().filter(|(carrier, _)| *carrier == kind.key) {
                if self.reference(*id, field) != Some(record) {
                    continue;
                }
                let ended = kind.episode.and_then(|episode| fields.get(episode.until)?.as_int());
                match ended {
                    None => open.extend(self.areas(*id)),
                    Some(day) => last = last.max(Some((day, *id))),
                }
            }
        }
        match last {
            Some((_, episode)) if open.is_empty() => self.areas(episode),
            _ => open,
        }
    }

    /// record → areas in which something refers to it.
    fn referred(&self) -> BTreeMap<RecordId, BTreeSet<RecordId>> {
        let mut referred: BTreeMap<RecordId, BTreeSet<RecordId>> = BTreeMap::new();
        for (id, (kind, _)) in &self.records {
            if kind.area == AreaRule::Everywhere {
                continue;
            }
            let areas = self.areas(*id);
            for field in kind.fields.iter().filter(|field| matches!(field.ty, FieldType::Ref(_))) {
                if let Some(target) = self.reference(*id, field.key)
                    && target != *id
                {
                    referred.entry(target).or_default().extend(areas.iter().copied());
                }
            }
        }
        referred
    }
}

/// What everybody may read, and the place of the log at which it was reckoned.
pub type Reckoned = ((Epoch, Position), Rc<Readable>);

/// What each record is to an account, reckoned from the records alone: how deep it is read, and as what.
pub struct Readable {
    books: Books,
    areas: BTreeMap<RecordId, BTreeSet<RecordId>>,
    referred: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl Readable {
    fn reckon(ledger: &Ledger) -> Result<Self, String> {
        let books = Books::read(ledger)?;
        let areas = books.records.keys().map(|id| (*id, books.areas(*id))).collect();
        let referred = books.referred();
        Ok(Self { books, areas, referred })
    }

    /// As [`Readable::reckon`], once for each place of the log.
    fn now(world: &World) -> Result<Rc<Self>, String> {
        let ledger = world.server.ledger();
        let head = ledger.head().map_err(|error| error.to_string())?;
        let place = (ledger.lineage().present(), head);
        let mut reckoned = world.reckoned.borrow_mut();
        match &*reckoned {
            Some((known, readable)) if *known == place => Ok(readable.clone()),
            _ => {
                let readable = Rc::new(Self::reckon(ledger)?);
                *reckoned = Some((place, readable.clone()));
                Ok(readable)
            }
        }
    }

    /// A record's fields as the scope reads them; `None`: not at all.
    fn read(&self, scope: &Scope, id: RecordId) -> Option<(&'static Kind, Depth, Fields)> {
        let (kind, fields) = self.books.records.get(&id)?;
        let read = |areas: &BTreeSet<RecordId>| {
            areas.iter().filter_map(|area| scope.class(*area, kind.key)).max()
        };
        let inside = read(&self.areas[&id]).and_then(|class| match class {
            Class::Full => Some(Depth::Full),
            Class::Figures => Some(Depth::Figures),
            Class::Organisation => None,
        });
        let shared = kind.area == AreaRule::Everywhere;
        let as_card = (!shared)
            .then(|| self.referred.get(&id))
            .flatten()
            .and_then(read)
            .filter(|class| *class != Class::Organisation)
            .map(|_| Depth::Card);
        let depth = inside.max(as_card)?;
        Some((kind, depth, read_at(Some(kind), fields, depth)))
    }
}

/// Every device has exactly what its user may see: no record more, no field more, none less.
pub fn replicas_equal_the_server_in_their_scope(world: &World) -> Check {
    let ledger = world.server.ledger();
    let readable = Readable::now(world)?;
    for device in world.devices.iter().filter(|device| !device.revoked) {
        if has_unanswered(device) {
            continue; // held work is laid on; what is under it was compared when it was not
        }
        let scope = ledger.organisation().scope(device.account, world.now);
        let expected = readable
            .books
            .records
            .keys()
            .filter_map(|id| Some((*id, readable.read(&scope, *id)?)))
            .collect();
        compare(device, &expected)?;
    }
    Ok(())
}

/// Whatever the server sends a device, its user may read now: no record more, no field more. The bytes
/// themselves are looked at, pages and whole images alike.
pub fn what_is_sent_is_in_scope(world: &World, to: &Device, response: &Response) -> Check {
    let sent: Vec<(RecordState, Vec<Disputed>)> = match response {
        Response::Page(page) => page
            .items
            .iter()
            .filter_map(|item| match item {
                Item::Record { state, disputed } => Some((state.clone(), disputed.clone())),
                Item::Card { state } => Some((state.clone(), vec![])),
                Item::Gone { .. } => None,
            })
            .collect(),
        Response::Piece(piece) if piece.bytes.len() as u64 == piece.whole => {
            in_image(&piece.bytes)?
        }
        _ => vec![],
    };
    if sent.is_empty() {
        return Ok(());
    }
    let ledger = world.server.ledger();
    let readable = Readable::now(world)?;
    let scope = ledger.organisation().scope(to.account, world.now);
    for (state, disputed) in sent {
        let Some((kind, depth, fields)) = readable.read(&scope, state.id) else {
            return Err(format!("{} was sent {} {}", to.name, state.kind, state.id.0));
        };
        let more = state.fields.iter().find(|(name, value)| {
            let may = fields.contains_key(*name);
            // An image may be older than the record, but shows no field that is not read so deep.
            !may && kind.field(name).is_some_and(|field| {
                read_at(Some(kind), &Fields::from([((*name).clone(), (*value).clone())]), depth)
                    .is_empty()
                    && field.has(Mark::Personal)
            })
        });
        if let Some((field, _)) = more {
            return Err(format!("{} was sent {}.{field} {}", to.name, state.kind, state.id.0));
        }
        if !disputed.is_empty() && depth != Depth::Full {
            return Err(format!("{} was sent what is disputed in {}", to.name, state.id.0));
        }
    }
    Ok(())
}

/// The records of a packed image, with what is disputed in each.
fn in_image(packed: &[u8]) -> Result<Vec<(RecordState, Vec<Disputed>)>, String> {
    let text = |error: rusqlite::Error| error.to_string();
    let bytes = store::image::unpack(packed).ok_or("an image that cannot be unpacked")?;
    let mut db = Connection::open_in_memory().map_err(text)?;
    let length = bytes.len();
    db.deserialize_read_exact("main", std::io::Cursor::new(bytes), length, true).map_err(text)?;
    let mut records = Vec::new();
    for kind in KINDS {
        for state in row::read_all(&db, kind, "1", &[]).map_err(text)? {
            let disputed = row::read_disputed(&db, state.id).map_err(text)?;
            records.push((state, disputed));
        }
    }
    Ok(records)
}

fn has_unanswered(device: &Device) -> bool {
    device.replica().outbox().is_ok_and(|outbox| !outbox.is_empty())
}

fn compare(
    device: &Device,
    expected: &BTreeMap<RecordId, (&'static Kind, Depth, Fields)>,
) -> Check {
    let name = &device.name;
    let db = device.replica().db();
    let mut found = BTreeSet::new();
    for kind in KINDS {
        for state in row::read_all(db, kind, "1", &[]).map_err(|error| error.to_string())? {
            let Some((_, depth, fields)) = expected.get(&state.id) else {
                return Err(format!(
                    "{name} has a {} that it must not see: {}",
                    kind.key, state.id.0
                ));
            };
            if state.fields != *fields {
                return Err(format!(
                    "{name} reads {} {} as {:?}, it must be {:?} ({depth:?})",
                    kind.key, state.id.0, state.fields, fields
                ));
            }
            let personal = kind.fields.iter().find(|field| {
                field.has(Mark::Personal)
                    && !field.has(Mark::Card)
                    && state.fields.contains_key(field.key)
            });
            if let Some(field) = personal.filter(|_| *depth != Depth::Full) {
                return Err(format!("{name} reads {}.{} without a right", kind.key, field.key));
            }
            found.insert(state.id);
        }
    }
    match expected.keys().find(|id| !found.contains(id)) {
        Some(missing) => {
            let (kind, depth, fields) = &expected[missing];
            Err(format!("{name} lacks {} {} ({depth:?}): {fields:?}", kind.key, missing.0))
        }
        None => Ok(()),
    }
}

/// A change that was refused has none before it that the server knows nothing of: it may build on it.
/// `waiting`: what its device still waits for, in order.
pub fn nothing_is_refused_early(world: &World, waiting: &[u64], answers: &[Answer]) -> Check {
    let db = world.server.ledger().db();
    let refused = answers.iter().filter(|answer| matches!(answer.verdict, Verdict::Refused(_)));
    for ChangeId { device, number } in refused.map(|answer| answer.change) {
        for before in waiting.iter().filter(|before| **before < number) {
            let known: bool = db
                .prepare_cached(
                    "select exists (select 1 from log where device = ?1 and number = ?2)
                         or exists (select 1 from refusal where device = ?1 and number = ?2)
                         or exists (select 1 from held where device = ?1 and number = ?2)",
                )
                .and_then(|mut known| {
                    known.query_row([device.0 as i64, *before as i64], |row| row.get(0))
                })
                .map_err(|error| error.to_string())?;
            if !known {
                return Err(format!("{number} of {device:?} was refused, and {before} never came"));
            }
        }
    }
    Ok(())
}

/// No word that says who an erased person was is left anywhere that still obeys.
pub fn nothing_of_an_erased_person_is_left(world: &World) -> Check {
    let ledger = world.server.ledger();
    let erased = &ledger.organisation().erased;
    let words: Vec<&String> =
        erased.iter().filter_map(|person| world.words.get(person)).flatten().collect();
    if words.is_empty() {
        return Ok(());
    }
    let places = world
        .devices
        .iter()
        .filter(|device| !device.revoked)
        .map(|device| (device.name.as_str(), device.replica().db()))
        .chain([("the server", ledger.db())]);
    for (name, db) in places {
        if let Some((table, word)) = find_word(db, &words)? {
            return Err(format!("{name} still holds {word} of an erased person, in {table}"));
        }
    }
    Ok(())
}

fn find_word(db: &Connection, words: &[&String]) -> Result<Option<(String, String)>, String> {
    let text = |error: rusqlite::Error| error.to_string();
    let tables: Vec<String> = db
        .prepare("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'")
        .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
        .map_err(text)?;
    for table in tables {
        let mut statement = db.prepare(&format!("select * from \"{table}\"")).map_err(text)?;
        let columns = statement.column_count();
        let mut rows = statement.query([]).map_err(text)?;
        while let Some(row) = rows.next().map_err(text)? {
            for column in 0..columns {
                let (ValueRef::Text(bytes) | ValueRef::Blob(bytes)) =
                    row.get_ref(column).map_err(text)?
                else {
                    continue;
                };
                let word = words
                    .iter()
                    .find(|word| bytes.windows(word.len()).any(|window| window == word.as_bytes()));
                if let Some(word) = word {
                    return Ok(Some((table, (*word).clone())));
                }
            }
        }
    }
    Ok(None)
}
