//! One record as a page shows it: its fields, what they refer to, what refers to it, what is disputed;
//! and how any record is called in a list.

use domain::view::record::{MOST_RELATED, Named, RecordView, Refers, SameAs};
use std::collections::BTreeMap;

use domain::change::{Fields, RecordState, Seen};
use domain::field::FieldType;
use domain::id::{Position, RecordId};
use domain::kind::{Kind, Record, kind};
use domain::record::{
    Award, Clan, ClanFamily, Export, Household, KINDS, LearningModel, Look, Member, Person, Photo,
    Registration, Residence, Reversal, SamePerson, Scholarship, Support,
};
use domain::text::{Language, fold, name_order, value};
use domain::time::{Birth, Day};
use domain::value::Value;
use rusqlite::{Connection, OptionalExtension};

use super::conflicts::{has_conflict, versions};
use super::findings::findings_of;
use super::home::home;
use crate::error::StoreError;
use crate::{meta, row};

/// How many a field that refers to a record offers; whoever is not among them is found by typing on.
const MOST_NAMED: usize = 40;

/// The record as its page shows it.
pub fn record(
    db: &Connection,
    kind: &str,
    id: RecordId,
    today: Day,
) -> Result<Option<RecordView>, StoreError> {
    let Some(state) = row::read(db, kind, id)? else { return Ok(None) };
    let Named { title, note, .. } = named(db, kind, id)?;
    let mut refers = BTreeMap::new();
    for (field, kinds, value) in references(&state) {
        if let Some(named) = referred(db, kinds, value)? {
            refers.insert(field.to_owned(), named);
        }
    }
    let exists = |sql: &str| -> rusqlite::Result<bool> {
        db.prepare_cached(sql)?.query_row([id.0], |row| row.get(0))
    };
    let card = exists("select exists (select 1 from card where id = ?1)")?;
    Ok(Some(RecordView {
        title,
        note,
        refers,
        related: related(db, kind, id)?,
        same: same(db, kind, id)?,
        stands: stands(db, kind, id)?,
        is_member: kind == Person::KIND.key && !open_memberships(db, id)?.is_empty(),
        versions: versions(db, kind, id)?,
        // Of a card most is not here, so nothing is said against it.
        findings: if card { vec![] } else { findings_of(db, &state, today)? },
        card,
        unsent: exists("select exists (select 1 from outbox where record = ?1 and state = 0)")?,
        seen: seen(db, state.last)?,
        state,
    }))
}

/// Where somebody stands who sees a record that was last changed at this place.
pub(super) fn seen(db: &Connection, last: Position) -> Result<Seen, StoreError> {
    Ok(meta::seen(db, last)?)
}

/// The area in which a subject of a learning model lives or lies now. Index: `residence_by_subject`.
pub fn home_of(db: &Connection, kind: &str, id: RecordId) -> Result<Option<RecordId>, StoreError> {
    let area: Option<i64> = match kind {
        "area" => Some(id.0),
        "clan" | "unit" => row::read(db, kind, id)?
            .and_then(|state| state.fields.get("area").and_then(Value::as_int)),
        _ => db
            .prepare_cached(&format!(
                "select area from residence where subject in ({ITS_RECORDS})
                 and until is null order by since desc limit 1"
            ))?
            .query_row([id.0], |row| row.get(0))
            .optional()?,
    };
    Ok(area.map(RecordId))
}

/// The memberships of a person that have not ended. Index: `member_by_person`.
pub(crate) fn open_memberships(
    db: &Connection,
    person: RecordId,
) -> Result<Vec<RecordState>, StoreError> {
    let open = format!("person in ({ITS_RECORDS}) and left_on is null");
    Ok(row::read_all(db, Member::KIND, &open, &[&person.0])?)
}

/// What a record's fields refer to: which field, to what kinds, to whom.
pub(crate) fn references(
    state: &RecordState,
) -> impl Iterator<Item = (&'static str, &'static [&'static str], RecordId)> {
    let fields = kind(&state.kind).map_or(&[][..], |kind| kind.fields);
    fields.iter().filter_map(|field| match (field.ty, state.fields.get(field.key)?) {
        (FieldType::Ref(kinds), Value::Int(id)) => Some((field.key, kinds, RecordId(*id))),
        _ => None,
    })
}

/// The record that a reference names, if it is here.
pub(super) fn referred(
    db: &Connection,
    kinds: &[&'static str],
    id: RecordId,
) -> Result<Option<Named>, StoreError> {
    for kind in kinds {
        if row::read(db, kind, id)?.is_some() {
            return Ok(Some(named(db, kind, id)?));
        }
    }
    Ok(None)
}

/// What the values of these fields refer to, as far as it is here.
pub fn named_in<'a>(
    db: &Connection,
    kind_key: &str,
    said: impl IntoIterator<Item = &'a Fields>,
) -> Result<Refers, StoreError> {
    let declared = kind(kind_key);
    let mut all = Refers::new();
    for (field, value) in said.into_iter().flatten() {
        let ty = declared.and_then(|kind| kind.field(field)).map(|field| field.ty);
        if let (Some(FieldType::Ref(kinds)), Some(id)) = (ty, value.as_int())
            && let Some(named) = referred(db, kinds, RecordId(id))?
        {
            all.insert(named.id, named);
        }
    }
    Ok(all)
}

/// The other records of a person that were paired with this one. Index: `same_person_by_other`.
fn same(db: &Connection, kind: &str, id: RecordId) -> Result<Vec<SameAs>, StoreError> {
    if kind != Person::KIND.key {
        return Ok(vec![]);
    }
    let pairs: Vec<(i64, i64)> = db
        .prepare_cached(
            "select id, iif(one = ?1, other, one) from same_person
             where (one = ?1 or other = ?1) and is_one is not 0",
        )?
        .query_map([id.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let same = pairs.into_iter().map(|(pair, other)| {
        Ok(SameAs { record: named(db, kind, RecordId(other))?, pair: RecordId(pair) })
    });
    same.collect()
}

pub(super) fn stands(
    db: &Connection,
    kind: &str,
    id: RecordId,
) -> Result<Option<Named>, StoreError> {
    if kind != Person::KIND.key {
        return Ok(None);
    }
    let stands = db
        .prepare_cached("select stands from same where id = ?1")?
        .query_row([id.0], |row| row.get(0))
        .optional()?;
    stands.map(|stands| named(db, kind, RecordId(stands))).transpose()
}

/// A record, and those of the same person that it stands for.
pub(crate) const ITS_RECORDS: &str = "select ?1 union all select id from same where stands = ?1";

/// What refers to a record: of each kind the latest ones.
fn related(db: &Connection, to: &str, id: RecordId) -> Result<Vec<Named>, StoreError> {
    let mut related = Vec::new();
    // Photos, pairs, and who looked have places of their own on the page.
    let elsewhere = [Photo::KIND.key, SamePerson::KIND.key, Look::KIND.key, Export::KIND.key];
    let apart = |kind: &Kind| {
        // A clan's families are listed by themselves.
        elsewhere.contains(&kind.key) || (to == Clan::KIND.key && kind.key == ClanFamily::KIND.key)
    };
    for kind in KINDS.iter().filter(|kind| !apart(kind)) {
        let refers_to = |ty| matches!(ty, FieldType::Ref(kinds) if kinds.contains(&to));
        let fields: Vec<String> = kind
            .fields
            .iter()
            .filter(|field| refers_to(field.ty))
            .map(|field| format!("\"{}\" in ({ITS_RECORDS})", field.key))
            .collect();
        if fields.is_empty() {
            continue;
        }
        let condition = fields.join(" or ");
        let sql = format!(
            "select id from \"{}\" where {condition} order by id desc limit {MOST_RELATED}",
            kind.key
        );
        let ids: Vec<i64> = db
            .prepare_cached(&sql)?
            .query_map([id.0], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for id in ids {
            related.push(named(db, kind.key, RecordId(id))?);
        }
    }
    Ok(related)
}

/// How a record is called in a list. One that is not here is called nothing.
pub fn named(db: &Connection, kind: &str, id: RecordId) -> Result<Named, StoreError> {
    let fields = row::read(db, kind, id)?.map(|state| state.fields).unwrap_or_default();
    let (title, note) = title_and_note(db, kind, &fields)?;
    let home = match kind {
        "person" => home(db, id)?.map(|home| home.line()),
        "household" => home(db, id)?.map(|home| home.area),
        _ => None,
    };
    let note = joined(&[note, home.unwrap_or_default()]);
    Ok(Named { kind: kind.to_owned(), id, title, note, disputed: has_conflict(db, id)? })
}

/// The parts of a note that say something.
fn joined(parts: &[String]) -> String {
    let parts: Vec<&str> =
        parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

/// What a record is called that says this.
pub fn title(db: &Connection, kind: &str, fields: &Fields) -> Result<String, StoreError> {
    Ok(title_and_note(db, kind, fields)?.0)
}

/// What a record is called that says this, and what tells it from others of the same name.
pub fn title_and_note(
    db: &Connection,
    kind: &str,
    fields: &Fields,
) -> Result<(String, String), StoreError> {
    let text = |field: &str| fields.get(field).and_then(Value::as_text).unwrap_or_default();
    let name = |field: &str, kinds: &[&'static str]| -> Result<String, StoreError> {
        let id = fields.get(field).and_then(Value::as_int);
        let named = id.map(|id| referred(db, kinds, RecordId(id))).transpose()?.flatten();
        Ok(named.map(|named| named.title).unwrap_or_default())
    };
    let declared = domain::kind::kind(kind);
    let shown = |field: &str| {
        declared.map(|kind| shown(kind, field, fields, Language::Vietnamese)).unwrap_or_default()
    };
    let between = |since: &str, until: &str| match (shown(since), shown(until)) {
        (since, until) if until.is_empty() => since,
        (since, until) => format!("{since} – {until}"),
    };
    Ok(match kind {
        key if key == Person::KIND.key => {
            let year = fields.get("birth").and_then(Value::as_int);
            let year = year.map(|birth| Birth(birth as i32).year().to_string());
            (text("name").to_owned(), year.unwrap_or_default())
        }
        key if key == Household::KIND.key => {
            let head = name("head", &["person"])?;
            let home = format!("{} {}", text("house"), text("street")).trim().to_owned();
            if home.is_empty() { (head, String::new()) } else { (home, head) }
        }
        key if key == Residence::KIND.key => {
            let place = joined(&[name("household", &["household"])?, name("area", &["area"])?]);
            (
                name("subject", &["person", "household"])?,
                joined(&[place, between("since", "until")]),
            )
        }
        key if key == Member::KIND.key => (
            name("person", &["person"])?,
            joined(&[
                name("branch", &["branch"])?,
                shown("card_number"),
                between("joined_on", "left_on"),
            ]),
        ),
        key if key == Registration::KIND.key => {
            let model = fields
                .get("model")
                .and_then(Value::as_int)
                .and_then(|model| LearningModel::ALL.iter().find(|known| **known as i64 == model));
            let subject = model.map(|model| [model.subject_kind()]);
            let subject = name("subject", subject.as_ref().map_or(&[], |kind| kind.as_slice()))?;
            (subject, joined(&[shown("model"), shown("year"), shown("registered_on")]))
        }
        key if key == Scholarship::KIND.key => {
            (name("pupil", &["person"])?, joined(&[shown("amount"), shown("given_on")]))
        }
        key if key == Support::KIND.key => {
            (name("child", &["person"])?, joined(&[shown("form"), shown("given_on")]))
        }
        key if key == Award::KIND.key => {
            (name("person", &["person"])?, joined(&[shown("achievement"), shown("given_on")]))
        }
        key if key == Reversal::KIND.key => (
            name("of", &["scholarship", "support", "award", "dues"])?,
            joined(&[shown("reversed_on"), shown("reason")]),
        ),
        "office" => (
            name("person", &["person"])?,
            joined(&[shown("title"), name("branch", &["branch"])?, between("since", "until")]),
        ),
        "dues" => (
            name("person", &["person"])?,
            joined(&[shown("year"), shown("amount"), shown("paid_on")]),
        ),
        "sign_up" => {
            let joins = declared.and_then(|kind| kind.field("joins"));
            let joins = joins.filter(|_| fields.get("joins") == Some(&Value::Int(1)));
            let joins = joins.map(|field| field.label.in_language(Language::Vietnamese).to_owned());
            let joins = joins.unwrap_or_default();
            (text("name").to_owned(), joined(&[shown("ended"), shown("ended_on"), joins]))
        }
        "erasure" => (String::new(), shown("asked_on")),
        "poster" => (text("title").to_owned(), shown("closes_on")),
        "attendance" => (name("person", &["person"])?, name("event", &["event"])?),
        "grant" => (
            name("account", &["account"])?,
            joined(&[shown("role"), name("area", &["area", "event"])?]),
        ),
        "visit" => (shown("outcome"), joined(&[shown("visited_on"), shown("note")])),
        "clan_family" => (name("clan", &["clan"])?, name("household", &["household"])?),
        "clan_area" => (name("clan", &["clan"])?, name("area", &["area"])?),
        "population" => (name("area", &["area"])?, joined(&[shown("people"), shown("counted_on")])),
        "target" => {
            (name("area", &["area"])?, joined(&[shown("indicator"), shown("year"), shown("value")]))
        }
        "event" => (text("name").to_owned(), shown("held_on")),
        "area" => (text("name").to_owned(), name("parent", &["area"])?),
        "branch" | "unit" | "clan" => (text("name").to_owned(), name("area", &["area"])?),
        "device" => (shown("label"), name("account", &["account"])?),
        _ => (text("name").to_owned(), String::new()),
    })
}

/// What a record says in a field; empty: nothing.
pub(super) fn shown(kind: &Kind, field: &str, fields: &Fields, language: Language) -> String {
    let said = kind.field(field).map(|field| field.ty).zip(fields.get(field));
    said.map(|(ty, said)| value::shown(ty, said, language)).unwrap_or_default()
}

/// Records of these kinds whose names fit, for a field that refers to one; `may` says which are offered
/// at all. People are found by [`super::people`], which is made for many.
pub fn names(
    db: &Connection,
    kinds: &[String],
    search: &str,
    may: impl Fn(&str, RecordId) -> bool,
) -> Result<Vec<Named>, StoreError> {
    let folded = fold(search);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for kind in kinds.iter().filter_map(|kind| domain::kind::kind(kind)) {
        let here = row::read_all(db, kind, "id not in (select id from card)", &[])?;
        for state in here.into_iter().filter(|state| may(kind.key, state.id)) {
            let (title, note) = title_and_note(db, kind.key, &state.fields)?;
            let whole = fold(&format!("{title} {note}"));
            let fits = words.iter().all(|word| whole.split(' ').any(|part| part.starts_with(word)));
            if fits {
                let disputed = has_conflict(db, state.id)?;
                found.push(Named {
                    kind: kind.key.to_owned(),
                    id: state.id,
                    title,
                    note,
                    disputed,
                });
            }
        }
    }
    found.sort_by(by_title);
    found.truncate(MOST_NAMED);
    Ok(found)
}

/// The order of a list: as names are ordered for people, as places are counted for others.
pub fn by_title(one: &Named, other: &Named) -> std::cmp::Ordering {
    if one.kind == Person::KIND.key && other.kind == Person::KIND.key {
        return name_order(&one.title, &other.title);
    }
    super::review::natural(&one.title).cmp(&super::review::natural(&other.title))
}

/// Whether the kind's records are few enough to be offered all at once.
pub fn is_short(kind: &Kind) -> bool {
    matches!(kind.key, "area" | "branch" | "unit" | "clan" | "event" | "account")
}
