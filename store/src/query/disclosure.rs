//! Who looked at a person's data, what left the app, and all that is kept of one person.

use domain::field::FieldType;
use domain::id::RecordId;
use domain::kind::{Kind, Mark, Record};
use domain::record::{Export, KINDS, Look, Person};
use domain::text::{Language, UNFILTERED, value};
use domain::view::disclosure::{OwnField, Seen};
use rusqlite::Connection;

use super::record::{ITS_RECORDS, named, referred, shown};
use crate::error::StoreError;
use crate::row;

/// How many are listed.
const MOST: usize = 200;

/// Who opened a person's page, and who took his data out, the latest first. Index: `look_by_person`.
pub fn seen_of(
    db: &Connection,
    person: RecordId,
    language: Language,
) -> Result<Vec<Seen>, StoreError> {
    let mut seen = Vec::new();
    for kind in [Look::KIND, Export::KIND] {
        let condition = format!("person in ({ITS_RECORDS}) order by last desc limit {MOST}");
        for state in row::read_all(db, kind, &condition, &[&person.0])? {
            seen.push(line(db, kind, &state.fields, language)?);
        }
    }
    seen.sort_by_key(|seen| std::cmp::Reverse(seen.at));
    Ok(seen)
}

/// What left the app, the latest first.
pub fn exports(db: &Connection, language: Language) -> Result<Vec<Seen>, StoreError> {
    let condition = format!("true order by exported_at desc limit {MOST}");
    let all = row::read_all(db, Export::KIND, &condition, &[])?;
    all.iter().map(|state| line(db, Export::KIND, &state.fields, language)).collect()
}

fn line(
    db: &Connection,
    declared: &'static Kind,
    fields: &domain::change::Fields,
    language: Language,
) -> Result<Seen, StoreError> {
    let shown = |field: &str| shown(declared, field, fields, language);
    let account = fields.get("account").and_then(domain::value::Value::as_int);
    let who = account.map(|account| named(db, "account", RecordId(account))).transpose()?;
    let what = [declared.label.in_language(language).to_owned(), shown("form"), shown("of")];
    let mut what: Vec<String> = what.into_iter().filter(|part| !part.is_empty()).collect();
    let is_list = declared.key == Export::KIND.key && !fields.contains_key("person");
    if is_list && !fields.contains_key("of") {
        what.push(UNFILTERED.in_language(language).to_owned());
    }
    let is_look = declared.key == Look::KIND.key;
    let at = if is_look { "looked_on" } else { "exported_at" };
    let key = fields.get(at).and_then(domain::value::Value::as_int).unwrap_or_default();
    // Days and moments are counted in different units.
    let day = if is_look { key } else { domain::time::Moment(key).day().0.into() };
    Ok(Seen {
        who: who.map(|who| who.title).unwrap_or_default(),
        what: what.join(" · "),
        count: shown("count"),
        at: day,
        when: shown(at),
    })
}

/// All that is kept of one person on this device, as he may ask for it: each field of his records and of
/// those that speak of him.
pub fn own_data(
    db: &Connection,
    person: RecordId,
    language: Language,
) -> Result<Vec<OwnField>, StoreError> {
    let mut all = Vec::new();
    for declared in KINDS {
        let about = declared.fields.iter().filter(
            |field| matches!(field.ty, FieldType::Ref(kinds) if kinds.contains(&Person::KIND.key)),
        );
        let mut conditions: Vec<String> =
            about.map(|field| format!("\"{}\" in ({ITS_RECORDS})", field.key)).collect();
        if declared.key == Person::KIND.key {
            conditions.push(format!("id in ({ITS_RECORDS})"));
        }
        if conditions.is_empty() {
            continue;
        }
        let found = row::read_all(db, declared, &conditions.join(" or "), &[&person.0])?;
        for (state, number) in found.into_iter().zip(1..) {
            let title = format!("{} {number}", declared.label.in_language(language));
            let said = declared.fields.iter();
            let said = said.filter(|field| !field.has(Mark::Server) && !field.has(Mark::Machine));
            for field in said {
                let Some(said) = state.fields.get(field.key) else { continue };
                let value = match (field.ty, said.as_int()) {
                    (FieldType::Ref(kinds), Some(id)) => {
                        let named = referred(db, kinds, RecordId(id))?;
                        named.map(|named| named.title).unwrap_or_default()
                    }
                    // He sees his own number whole.
                    (FieldType::CitizenId, _) => said.as_text().unwrap_or_default().to_owned(),
                    (ty, _) => value::shown(ty, said, language),
                };
                let field = field.label.in_language(language).to_owned();
                all.push(OwnField { record: title.clone(), field, value });
            }
        }
    }
    Ok(all)
}
