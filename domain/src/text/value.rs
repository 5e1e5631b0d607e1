//! A field's value as people read it, and as they type it.

use crate::field::{BadValue, FieldType};
use crate::identity::{CitizenId, Login, Phone};
use crate::text::{Language, normal, whole};
use crate::time::{Birth, Day, Moment, Year};
use crate::value::Value;

/// A value as it is read: `23/9/2022`, `1.200.000 đồng`, `0903 000 127`. A reference reads as
/// nothing here: its name is asked of the store.
pub fn shown(ty: FieldType, value: &Value, language: Language) -> String {
    match (ty, value) {
        (FieldType::Phone, Value::Text(digits)) => {
            Phone::parse(digits).map_or_else(|_| digits.clone(), |phone| phone.to_string())
        }
        (FieldType::CitizenId, Value::Text(digits)) => masked(digits),
        (FieldType::Moment, Value::Int(moment)) => {
            let moment = Moment(*moment);
            let (hour, minute) = moment.hour_minute();
            format!("{} {hour:02}:{minute:02}", moment.day())
        }
        (FieldType::Choice(choices), Value::Int(number)) => {
            choices.iter().find(|choice| choice.value == *number).map_or_else(
                || number.to_string(),
                |choice| choice.label.in_language(language).to_owned(),
            )
        }
        (FieldType::Flag, Value::Int(flag)) => match (language, *flag != 0) {
            (Language::Vietnamese, true) => "Có".into(),
            (Language::Vietnamese, false) => "Không".into(),
            (Language::English, true) => "Yes".into(),
            (Language::English, false) => "No".into(),
        },
        (FieldType::Dong, Value::Int(sum)) => crate::text::dong(*sum),
        (FieldType::Count, Value::Int(count)) => whole(*count),
        (FieldType::Ref(_), _) => String::new(),
        (ty, value) => typed(ty, value),
    }
}

/// How a citizen's number is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// To be recognised.
    Masked,
    All,
}

/// As [`shown`]; a citizen's number with these of its digits.
pub fn shown_with(digits: Digits, ty: FieldType, value: &Value, language: Language) -> String {
    match (digits, ty) {
        (Digits::All, FieldType::CitizenId) => typed(ty, value),
        _ => shown(ty, value, language),
    }
}

/// A day as it stands on a paper: `ngày 23 tháng 9 năm 2022`.
pub fn paper_day(day: Day, language: Language) -> String {
    match language {
        Language::Vietnamese => {
            format!("ngày {} tháng {} năm {}", day.day_of_month(), day.month(), day.year())
        }
        Language::English => day.to_string(),
    }
}

/// A citizen's number as it is shown where it only has to be recognised: `079 ••• ••• 123`.
fn masked(digits: &str) -> String {
    let ends = digits.get(..3).zip(digits.len().checked_sub(3).and_then(|end| digits.get(end..)));
    ends.map_or_else(|| digits.to_owned(), |(first, last)| format!("{first} ••• ••• {last}"))
}

/// A value as it stands in the field of a form.
pub fn typed(ty: FieldType, value: &Value) -> String {
    match (ty, value) {
        (_, Value::Null) => String::new(),
        (FieldType::Day, Value::Int(day)) => Day(*day as i32).to_string(),
        (FieldType::Birth, Value::Int(birth)) => Birth(*birth as i32).to_string(),
        (_, Value::Int(number)) => number.to_string(),
        (_, Value::Text(text)) => text.clone(),
    }
}

/// What was typed into a field, as a value; nothing typed is null.
pub fn parse(ty: FieldType, typed: &str) -> Result<Value, BadValue> {
    let text = match ty {
        FieldType::Text(_) => typed.trim().to_owned(),
        _ => normal(typed),
    };
    if text.is_empty() {
        return Ok(Value::Null);
    }
    let number = || text.parse::<i64>().map(Value::Int).map_err(|_| BadValue::OutOfRange);
    let value = match ty {
        FieldType::Text(_) | FieldType::Name => Value::Text(text),
        FieldType::Phone => {
            let phone = Phone::parse(&text).map_err(|_| BadValue::NotAPhone)?;
            Value::Text(phone.digits().to_owned())
        }
        FieldType::CitizenId => {
            let id = CitizenId::parse(&text).map_err(|_| BadValue::NotACitizenId)?;
            Value::Text(id.digits().to_owned())
        }
        FieldType::Login => {
            Value::Text(Login::parse(&text).ok_or(BadValue::TooLong)?.as_str().to_owned())
        }
        FieldType::Day => Value::Int(i64::from(Day::parse(&text).ok_or(BadValue::NotADate)?.0)),
        FieldType::Birth => Value::Int(i64::from(Birth::parse(&text).ok_or(BadValue::NotADate)?.0)),
        FieldType::Year => {
            let year: i16 = text.parse().map_err(|_| BadValue::NotADate)?;
            Value::Int(i64::from(Year(year).0))
        }
        FieldType::Count | FieldType::Dong => {
            // 1.200.000 and "1 200 000 đồng" are one number.
            let digits: String = text
                .trim_end_matches("đồng")
                .chars()
                .filter(|sign| !matches!(sign, '.' | ' ' | '\u{a0}'))
                .collect();
            Value::Int(digits.parse().map_err(|_| BadValue::OutOfRange)?)
        }
        FieldType::Choice(_) => number().map_err(|_| BadValue::NotAChoice)?,
        FieldType::Moment | FieldType::Flag | FieldType::Ref(_) => number()?,
    };
    ty.check(&value)?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::FieldValue;
    use crate::record::Sex;

    #[test]
    fn what_is_typed_reads_back_as_people_write_it() {
        for (ty, written, reads) in [
            (FieldType::Day, "23/9/2022", "23/9/2022"),
            (FieldType::Birth, "1958", "1958"),
            (FieldType::Phone, "+84 903 000 127", "0903 000 127"),
            (FieldType::CitizenId, "079 158 000 123", "079 ••• ••• 123"),
            (FieldType::Login, "Chị Hoa", "chi hoa"),
            (FieldType::Dong, "1.200.000 đồng", "1.200.000 đồng"),
            (FieldType::Count, "348085", "348.085"),
            (FieldType::Name, "  Lê  Văn An ", "Lê Văn An"),
            (Sex::TYPE, "2", "Nữ"),
            (FieldType::Flag, "1", "Có"),
            (FieldType::Text(80), "", ""),
        ] {
            let value = parse(ty, written).unwrap();
            assert_eq!(shown(ty, &value, Language::Vietnamese), reads, "{written}");
            assert_eq!(parse(ty, &typed(ty, &value)), Ok(value), "{written}");
        }
    }

    #[test]
    fn what_is_no_such_value_says_what_it_should_be() {
        for (ty, written, error) in [
            (FieldType::Day, "31/2/2022", BadValue::NotADate),
            (FieldType::Phone, "12345", BadValue::NotAPhone),
            (FieldType::CitizenId, "12", BadValue::NotACitizenId),
            (FieldType::Dong, "nhiều", BadValue::OutOfRange),
            (FieldType::Year, "22222", BadValue::OutOfRange),
            (Sex::TYPE, "7", BadValue::NotAChoice),
            (FieldType::Text(3), "dài quá", BadValue::TooLong),
        ] {
            assert_eq!(parse(ty, written), Err(error), "{written}");
        }
    }
}
