//! A change checked by itself: what can be said of it without looking at anybody else's.
//!
//! A merged state that breaks a rule is a [`crate::finding`], never a refusal.

use crate::answer::{Refusal, Refused};
use crate::change::{Act, Change, Fields, PRESENCE};
use crate::field::FieldType;
use crate::id::RecordId;
use crate::kind::{Field, Kind, Mark};
use crate::text::normal;
use crate::time::{Birth, Moment};
use crate::value::Value;

/// More fields, or a longer text in one, has no kind of record.
const MOST_FIELDS: usize = 64;
const LONGEST_TEXT: usize = 16 * 1024;

/// Whether the author of a change knew of the record that it meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Seen,
    /// For him it was not there, or not any more: he records the fact anew.
    Unseen,
}

/// Whether a change of this kind can be taken as it is, given the record that it meets
/// (`None`: it makes the record).
pub fn check(
    change: &Change,
    kind: &Kind,
    present: Option<&Fields>,
    sight: Sight,
) -> Result<(), Refused> {
    if change.act == Act::Delete {
        if present.is_none() {
            return Err(Refused::because(Refusal::NoSuchRecord));
        }
        if kind.forever {
            return Err(Refused::because(Refusal::SaidOnce));
        }
        return if change.fields.is_empty() && change.undoes.is_none() {
            Ok(())
        } else {
            Err(Refused::because(Refusal::BadValue))
        };
    }
    within_bounds(&change.fields)?;
    if change.fields.contains_key(PRESENCE) {
        return Err(Refused::because(Refusal::BadValue)); // an act says it, not a field
    }
    // A fact recorded twice, by two who did not know of each other, is one record: what they say
    // differently is merged, not refused.
    let records_the_fact = sight == Sight::Unseen
        && kind.has_derived_id()
        && brings_all_required(&change.fields, kind);
    for (name, value) in &change.fields {
        let Some(field) = kind.field(name) else { continue };
        if !value.is_null() && field.ty.check(value).is_err() {
            return Err(Refused::field(Refusal::BadValue, name));
        }
        if value.is_null() && field.has(Mark::Required) {
            return Err(Refused::field(Refusal::Missing, name));
        }
        if field.has(Mark::Author) && value.as_int() != Some(change.author.0) {
            return Err(Refused::field(Refusal::NoRight, name));
        }
        if lies_ahead(field, value, change.made) {
            return Err(Refused::field(Refusal::NotYet, name));
        }
        if let Some(present) = present {
            let before = present.get(name).unwrap_or(&Value::Null);
            if field.has(Mark::Key) && before != value {
                return Err(Refused::field(Refusal::KeyFact, name));
            }
            if field.has(Mark::Once) && !records_the_fact && !field.ty.same(before, value) {
                return Err(Refused::field(Refusal::SaidOnce, name));
            }
        }
    }
    if present.is_none() {
        made_whole(change, kind)?;
    }
    Ok(())
}

/// Whether a day that must have come has not. A day is left for a clock that is slow.
pub fn lies_ahead(field: &Field, value: &Value, now: Moment) -> bool {
    let tomorrow = now.plus_days(1).day();
    field.has(Mark::Past)
        && match (field.ty, value.as_int()) {
            (FieldType::Day, Some(day)) => day > i64::from(tomorrow.0),
            (FieldType::Birth, Some(birth)) => birth > i64::from(Birth::on(tomorrow).0),
            _ => false,
        }
}

fn within_bounds(fields: &Fields) -> Result<(), Refused> {
    if fields.len() > MOST_FIELDS {
        return Err(Refused::because(Refusal::TooLarge));
    }
    match fields.iter().find(|(name, value)| {
        name.len() > 40 || value.as_text().is_some_and(|text| text.len() > LONGEST_TEXT)
    }) {
        Some((name, _)) => Err(Refused::field(Refusal::TooLarge, name)),
        None => Ok(()),
    }
}

/// Whether these fields are all that a record of this kind cannot be without.
pub fn brings_all_required(fields: &Fields, kind: &Kind) -> bool {
    let required = kind.fields.iter().filter(|field| field.has(Mark::Required));
    required
        .map(|field| fields.get(field.key))
        .all(|value| value.is_some_and(|value| !value.is_null()))
}

/// A change that makes a record brings all that the record cannot be without, under the right id.
fn made_whole(change: &Change, kind: &Kind) -> Result<(), Refused> {
    for field in kind.fields.iter().filter(|field| field.has(Mark::Required)) {
        if change.fields.get(field.key).is_none_or(Value::is_null) {
            // Whoever only edits does not know that the record is gone.
            let edits_only = kind
                .fields
                .iter()
                .filter(|field| field.has(Mark::Required))
                .all(|field| !change.fields.contains_key(field.key));
            let code = if edits_only { Refusal::NoSuchRecord } else { Refusal::Missing };
            return Err(Refused::field(code, field.key));
        }
    }
    let id_fits = match derived_id(kind, &change.fields) {
        Some(derived) => derived == change.record,
        None => !change.record.is_derived() && change.record != RecordId::EVERYWHERE,
    };
    if id_fits { Ok(()) } else { Err(Refused::because(Refusal::KeyFact)) }
}

/// The id that key facts make; `None` where the kind has running ids.
pub fn derived_id(kind: &Kind, fields: &Fields) -> Option<RecordId> {
    kind.has_derived_id().then(|| {
        let facts = kind.key_fields().map(|field| fields.get(field.key).unwrap_or(&Value::Null));
        RecordId::derived(kind.key, facts)
    })
}

/// The fields as they are kept: texts in one composition, without stray spaces.
pub fn normalised(kind: &Kind, mut fields: Fields) -> Fields {
    for (name, value) in &mut fields {
        if let (Some(FieldType::Text(_) | FieldType::Name), Value::Text(text)) =
            (kind.field(name).map(|field| field.ty), &*value)
        {
            // Long texts keep their lines.
            let lines: Vec<String> = text.lines().map(normal).collect();
            let text = lines.join("\n").trim().to_owned();
            *value = if text.is_empty() { Value::Null } else { Value::Text(text) };
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Base;
    use crate::field::Dong;
    use crate::id::{ChangeId, DeviceId};
    use crate::kind::Record;
    use crate::record::{
        AccountId, AreaId, LearningModel, Look, Person, PersonId, Registration, Scholarship,
        SubjectId,
    };
    use crate::time::{Day, Moment, Year};

    fn change<R: Record>(record: RecordId, view: R) -> Change {
        Change {
            id: ChangeId { device: DeviceId(1), number: 1 },
            made: Moment(1_790_000_000_000),
            author: RecordId(1),
            kind: R::KIND.key.into(),
            record,
            act: Act::Set,
            fields: view.into_fields(),
            settles: vec![],
            undoes: None,
            base: Base::default(),
            group: None,
        }
    }

    fn a_scholarship() -> Scholarship {
        Scholarship {
            pupil: Some(PersonId(RecordId(7))),
            amount: Some(Dong(1_200_000)),
            given_on: Day::parse("5/9/2022"),
            area: Some(AreaId(RecordId(4))),
            ..Scholarship::default()
        }
    }

    #[test]
    fn a_record_is_made_whole_or_not_at_all() {
        let kind = Scholarship::KIND;
        assert_eq!(check(&change(RecordId(9), a_scholarship()), kind, None, Sight::Seen), Ok(()));
        let without_sum = Scholarship { amount: None, ..a_scholarship() };
        assert_eq!(
            check(&change(RecordId(9), without_sum), kind, None, Sight::Seen),
            Err(Refused::field(Refusal::Missing, "amount"))
        );
    }

    #[test]
    fn a_sum_is_said_once_and_never_deleted() {
        let kind = Scholarship::KIND;
        let given = a_scholarship().into_fields();
        let other_sum = Scholarship { amount: Some(Dong(1)), ..Scholarship::default() };
        assert_eq!(
            check(&change(RecordId(9), other_sum), kind, Some(&given), Sight::Seen),
            Err(Refused::field(Refusal::SaidOnce, "amount"))
        );
        let mut delete = change(RecordId(9), Scholarship::default());
        delete.act = Act::Delete;
        assert_eq!(
            check(&delete, kind, Some(&given), Sight::Seen).unwrap_err().code,
            Refusal::SaidOnce
        );
    }

    #[test]
    fn key_facts_make_the_id_and_stay() {
        let facts = Registration {
            subject: Some(SubjectId(RecordId(7))),
            model: Some(LearningModel::Citizen),
            year: Some(Year(2022)),
            area: Some(AreaId(RecordId(4))),
            registered_on: Day::parse("14/9/2022"),
            ..Registration::default()
        };
        let kind = Registration::KIND;
        let id = derived_id(kind, &facts.clone().into_fields()).unwrap();
        assert_eq!(check(&change(id, facts.clone()), kind, None, Sight::Seen), Ok(()));
        assert_eq!(
            check(&change(RecordId(9), facts.clone()), kind, None, Sight::Seen).unwrap_err().code,
            Refusal::KeyFact
        );
        let next_year = Registration { year: Some(Year(2023)), ..Registration::default() };
        assert_eq!(
            check(&change(id, next_year), kind, Some(&facts.into_fields()), Sight::Seen),
            Err(Refused::field(Refusal::KeyFact, "year"))
        );
    }

    #[test]
    fn nobody_is_noted_in_anothers_name() {
        let look = |account| Look {
            account: Some(AccountId(RecordId(account))),
            person: Some(PersonId(RecordId(9))),
            looked_on: Day::parse("23/9/2022"),
            area: Some(AreaId(RecordId(5))),
        };
        let said = |account| {
            let fields = look(account).into_fields();
            let record = derived_id(Look::KIND, &fields).unwrap();
            let change = change(record, look(account));
            check(&change, Look::KIND, None, Sight::Seen)
        };
        let author = change(RecordId(1), look(1)).author.0;
        assert_eq!(said(author), Ok(()));
        let refused = said(author + 1).unwrap_err();
        assert_eq!((refused.code, refused.field.as_deref()), (Refusal::NoRight, Some("account")));
    }

    #[test]
    fn nobody_is_born_tomorrow() {
        let now = Moment(i64::from(Day::parse("23/9/2022").unwrap().0) * Moment::DAY_MS);
        for (born, taken) in
            [("23/9/2022", true), ("2022", true), ("26/9/2022", false), ("2030", false)]
        {
            let person =
                Person { name: Some("An".into()), birth: Birth::parse(born), ..Person::default() };
            let made = Change { made: now, ..change(RecordId(9), person) };
            let refused = check(&made, Person::KIND, None, Sight::Seen).err();
            let expected = (!taken).then(|| Refused::field(Refusal::NotYet, "birth"));
            assert_eq!(refused, expected, "{born}");
        }
    }

    #[test]
    fn an_edit_of_what_is_not_there_says_so() {
        let edit = Person { died_on: Day::parse("1/2/2022"), ..Person::default() };
        assert_eq!(
            check(&change(RecordId(9), edit), Person::KIND, None, Sight::Seen).unwrap_err().code,
            Refusal::NoSuchRecord
        );
    }

    #[test]
    fn a_field_of_a_newer_version_passes() {
        let mut newer =
            change(RecordId(9), Person { name: Some("An".into()), ..Person::default() });
        newer.fields.insert("blood_type".into(), "O".into());
        assert_eq!(check(&newer, Person::KIND, None, Sight::Seen), Ok(()));
        newer.fields.insert("blood_type".into(), "O".repeat(20_000).into());
        assert_eq!(
            check(&newer, Person::KIND, None, Sight::Seen).unwrap_err().code,
            Refusal::TooLarge
        );
    }

    #[test]
    fn texts_are_kept_without_stray_spaces() {
        let fields =
            Fields::from([("name".into(), "  Lê  Văn An ".into()), ("phone".into(), "".into())]);
        let kept = normalised(Person::KIND, fields);
        assert_eq!(kept["name"], "Lê Văn An".into());
    }
}
