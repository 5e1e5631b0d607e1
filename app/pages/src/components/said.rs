//! What a change says, in words.

use domain::change::{Act, PRESENCE};
use domain::field::FieldType;
use domain::id::RecordId;
use domain::kind::{Mark, kind};
use domain::likeness::Sign;
use domain::text::{Language, value};
use domain::time::Moment;
use domain::value::Value;
use domain::view::record::{Named, Refers};
use domain::view::work::Said;

use crate::text;

/// What a kind is called.
pub fn kind_name(kind_key: &str, language: Language) -> String {
    kind(kind_key).map_or(kind_key, |kind| kind.label.in_language(language)).to_owned()
}

/// What speaks for it that two are one.
pub fn signs_words(signs: &[Sign], language: Language) -> String {
    signs.iter().map(|sign| sign.label().in_language(language)).collect::<Vec<_>>().join(", ")
}

/// A record by its title and what tells it from others.
pub fn title_and_note(named: &Named) -> String {
    match named.note.as_str() {
        "" => named.title.clone(),
        note => format!("{} · {note}", named.title),
    }
}

/// A field's label; of whether the record is there at all, its kind's.
pub fn field_name(kind_key: &str, field: &str, language: Language) -> String {
    let declared = kind(kind_key).and_then(|kind| kind.field(field));
    match declared {
        Some(declared) => declared.label.in_language(language).to_owned(),
        None if field == PRESENCE => kind_name(kind_key, language),
        None => field.to_owned(),
    }
}

/// A field's value in words.
pub fn value_words(
    kind_key: &str,
    field: &str,
    value: &Value,
    refers: &Refers,
    language: Language,
) -> String {
    let label = |label: domain::text::Label| label.in_language(language).to_owned();
    if field == PRESENCE {
        let there = *value == Value::Int(1);
        return label(if there { text::RECORD_IS_THERE } else { text::RECORD_IS_GONE });
    }
    if value.is_null() {
        return label(text::EMPTY_VALUE);
    }
    let ty = kind(kind_key).and_then(|kind| kind.field(field)).map(|field| field.ty);
    match (ty, value.as_int()) {
        (Some(FieldType::Ref(_)), Some(id)) => {
            let named = refers.get(&RecordId(id));
            named.map_or_else(|| label(text::NOT_KNOWN_HERE), |named| named.title.clone())
        }
        (Some(ty), _) => value::shown(ty, value, language),
        (None, _) => value::typed(FieldType::Text(0), value),
    }
}

/// `Điện thoại 0903 000 127; Đường Hoàng Văn Thụ`; of what refers to a record that is not here, nothing.
pub fn said_line(said: &Said, refers: &Refers, language: Language) -> String {
    if said.act == Act::Delete {
        return text::DELETED_WORD.in_language(language).to_owned();
    }
    let mut fields: Vec<(&String, &Value)> = said.fields.iter().collect();
    let declared = kind(&said.kind);
    fields.sort_by_key(|(field, _)| declared.map(|kind| kind.place(field)));
    let parts: Vec<String> = fields
        .into_iter()
        .filter(|(field, value)| {
            let declared = declared.and_then(|kind| kind.field(field));
            let to = value.as_int().map(RecordId);
            let refers_away = declared.is_some_and(|field| matches!(field.ty, FieldType::Ref(_)))
                && to.is_some_and(|to| !refers.contains_key(&to));
            !refers_away && !declared.is_some_and(|field| field.has(Mark::Machine))
        })
        .map(|(field, value)| {
            let words = value_words(&said.kind, field, value, refers, language);
            format!("{} {words}", field_name(&said.kind, field, language))
        })
        .collect();
    if parts.is_empty() {
        text::KEPT_WORD.in_language(language).to_owned()
    } else {
        parts.join("; ")
    }
}

/// `23/9/2022 08:15`
pub fn when(made: Moment) -> String {
    let (hour, minute) = made.hour_minute();
    format!("{} {hour:02}:{minute:02}", made.day())
}
