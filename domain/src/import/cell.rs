//! What stands in a cell, as officers write it: a mark, a day, a number that lost its zeros.

use crate::field::{BadValue, FieldType};
use crate::identity::{CitizenId, Phone};
use crate::import::Why;
use crate::record::{Hardship, Occupation, Relation, Sex, persons_name};
use crate::text::{Label, fold, normal, value};
use crate::time::{Birth, Day};

/// Days before 1970 on which spreadsheets begin to count.
const SHEET_EPOCH: i32 = -25_569;

/// What a spreadsheet counts as a day, where a cell lost its form: 1927 to 2173.
const SHEET_DAYS: std::ops::RangeInclusive<i32> = 10_000..=100_000;

/// A text that fits its field; `None`: nothing stands there.
pub(super) fn text<const MOST: usize>(cell: &str) -> Result<Option<crate::field::Text<MOST>>, Why> {
    let text = normal(cell);
    match FieldType::Text(MOST).check(&text.as_str().into()) {
        _ if text.is_empty() => Ok(None),
        Ok(()) => Ok(Some(crate::field::Text(text))),
        Err(_) => Err(Why::TooLong),
    }
}

/// Whether somebody is marked: x, a tick, yes or no.
pub(super) fn mark(cell: &str) -> Result<bool, Why> {
    match fold(cell).as_str() {
        "" | "khong" | "ko" | "k" | "no" | "0" | "false" | "-" => Ok(false),
        "x" | "v" | "✓" | "✔" | "√" | "co" | "yes" | "y" | "1" | "true" | "dong y"
        | "da dang ky" => Ok(true),
        _ => Err(Why::NotAMark),
    }
}

pub(super) fn day(cell: &str) -> Result<Option<Day>, Why> {
    // Where only the year is known, its first day.
    let first = |birth: Birth| birth.day().unwrap_or_else(|| birth.year().first_day());
    Ok(birth(cell)?.map(first))
}

pub(super) fn birth(cell: &str) -> Result<Option<Birth>, Why> {
    let cell = normal(cell);
    if cell.is_empty() {
        return Ok(None);
    }
    let from_sheet = || {
        let days = cell.parse().ok().filter(|days| SHEET_DAYS.contains(days))?;
        Some(Birth::on(Day(SHEET_EPOCH + days)))
    };
    Birth::parse(&cell)
        .or_else(|| year_first(&cell))
        .or_else(from_sheet)
        .map(Some)
        .ok_or(Why::NotADate)
}

/// `1958-03-12`, as programs write a day.
fn year_first(cell: &str) -> Option<Birth> {
    let mut parts = cell.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if year.len() != 4 || parts.next().is_some() {
        return None;
    }
    Some(Birth::on(Day::new(year.parse().ok()?, month.parse().ok()?, day.get(..2)?.parse().ok()?)?))
}

/// A telephone; one that was written as a number has lost its zero.
pub(super) fn phone(cell: &str) -> Result<Option<Phone>, Why> {
    let cell = normal(cell);
    if cell.is_empty() {
        return Ok(None);
    }
    let phone = Phone::parse(&cell).or_else(|_| Phone::parse(&format!("0{cell}")));
    phone.map(Some).map_err(|_| Why::NotAPhone)
}

/// A citizen's number; one that was written as a number has lost its zeros.
pub(super) fn citizen_id(cell: &str) -> Result<Option<CitizenId>, Why> {
    let cell: String = normal(cell).chars().filter(|sign| *sign != '\'').collect();
    if cell.is_empty() {
        return Ok(None);
    }
    let digits = match cell.len() {
        8 => format!("0{cell}"),
        10 | 11 => format!("{cell:0>12}"),
        _ => cell,
    };
    CitizenId::parse(&digits).map(Some).map_err(|_| Why::NotACitizenId)
}

pub(super) fn sex(cell: &str) -> Result<Option<Sex>, Why> {
    match fold(cell).as_str() {
        "" => Ok(None),
        "nam" | "male" | "m" | "trai" | "ong" => Ok(Some(Sex::Male)),
        "nu" | "female" | "f" | "gai" | "ba" => Ok(Some(Sex::Female)),
        _ => Err(Why::NotAChoice),
    }
}

/// How somebody stands to the head; what is not known is something else.
pub(super) fn relation(cell: &str) -> Option<Relation> {
    let folded = fold(cell);
    let first = folded.split([' ', '/', ',']).next().unwrap_or_default();
    Some(match first {
        "" => return None,
        "con" if ["con dau", "con re"].iter().any(|one| folded.starts_with(one)) => {
            Relation::ChildInLaw
        }
        "dau" | "re" => Relation::ChildInLaw,
        "chu" | "head" => Relation::Head,
        "vo" | "chong" | "spouse" | "wife" | "husband" => Relation::Spouse,
        "con" | "child" | "son" | "daughter" => Relation::Child,
        "cha" | "bo" | "ba" | "me" | "ma" | "parent" | "father" | "mother" => Relation::Parent,
        "chau" | "grandchild" => Relation::Grandchild,
        "anh" | "chi" | "em" | "sibling" | "brother" | "sister" => Relation::Sibling,
        _ => Relation::Other,
    })
}

pub(super) fn hardship(cell: &str) -> Result<Option<Hardship>, Why> {
    let folded = fold(cell);
    if mark(cell) == Ok(true) {
        return Ok(Some(Hardship::Poor)); // a column "Hộ nghèo" that is marked
    }
    if mark(cell) == Ok(false) {
        return Ok(None);
    }
    match folded.as_str() {
        "ho can ngheo" | "can ngheo" | "near-poor" | "near-poor household" => {
            Ok(Some(Hardship::NearPoor))
        }
        "ho ngheo" | "ngheo" | "poor" | "poor household" => Ok(Some(Hardship::Poor)),
        "none" => Ok(Some(Hardship::None)),
        _ => Err(Why::NotAChoice), // "thoát nghèo" is not poor
    }
}

pub(super) fn occupation(cell: &str) -> Result<Option<Occupation>, Why> {
    let folded = fold(cell);
    if folded.is_empty() {
        return Ok(None);
    }
    let words = |label: Label| {
        let of_each =
            [label.0, label.1].map(|label| label.split([',', '(']).map(fold).collect::<Vec<_>>());
        of_each.concat().into_iter().chain([fold(label.0), fold(label.1)])
    };
    let also: &[(&str, Occupation)] = &[
        ("nong", Occupation::Farmer),
        ("giao vien", Occupation::Official),
        ("can bo", Occupation::Official),
        ("hoc sinh", Occupation::Pupil),
        ("sinh vien", Occupation::Pupil),
        ("huu", Occupation::Retired),
        ("kinh doanh", Occupation::Trader),
        ("ban hang", Occupation::Trader),
        ("noi tro", Occupation::Other),
        ("lao dong tu do", Occupation::Other),
    ];
    let named = Occupation::ALL
        .iter()
        .copied()
        .find(|known| words(known.label()).any(|word| word == folded));
    let begins =
        || also.iter().find(|(begin, _)| folded.starts_with(begin)).map(|(_, known)| *known);
    named.or_else(begins).map(Some).ok_or(Why::NotAChoice)
}

/// House and street of `Số 12/3 đường Lê Lai`.
pub(super) fn door(address: &str) -> (String, String) {
    let address = normal(address);
    let without = |text: &str, words: &[&str]| {
        let first = text.split(' ').next().unwrap_or_default();
        let is_one = words.contains(&fold(first).trim_end_matches('.'));
        let rest = if is_one { text[first.len()..].trim_start() } else { text };
        rest.to_owned()
    };
    let door = without(&without(&address, &["so"]), &["nha"]);
    let has_digit = |word: &str| word.contains(|sign: char| sign.is_ascii_digit());
    let (house, street) = match door.split_once(' ') {
        Some((house, street)) if has_digit(house) => (house, street),
        None if has_digit(&door) => (door.as_str(), ""),
        _ => ("", door.as_str()),
    };
    (house.to_owned(), without(street.trim(), &["duong", "d"]))
}

/// Whether somebody can have been born then by now.
pub(super) fn has_come(birth: Birth, today: Day) -> bool {
    birth.is_valid() && birth <= Birth::on(today)
}

/// A value that a person types into a form; what is said of it there.
pub(super) fn name(cell: &str) -> Result<Option<crate::field::Name>, Why> {
    match value::parse(FieldType::Name, cell) {
        Ok(value) => Ok(value.as_text().map(|name| persons_name(name).as_str().into())),
        Err(BadValue::TooLong) => Err(Why::TooLong),
        Err(_) => Err(Why::NoName),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_officers_write_them() {
        for (cell, read) in [
            ("12/3/1958", "12/3/1958"),
            ("12.03.1958", "12/3/1958"),
            ("1958-03-12", "12/3/1958"),
            ("1958-03-12 00:00:00", "12/3/1958"),
            ("3/1958", "3/1958"),
            ("1958", "1958"),
            ("21256", "12/3/1958"),
        ] {
            assert_eq!(birth(cell).unwrap().unwrap().to_string(), read, "{cell}");
        }
        for cell in ["31/2/1980", "1/2/80", "58", "sinh năm 1958"] {
            assert_eq!(birth(cell), Err(Why::NotADate), "{cell}");
        }
        assert_eq!(birth("  "), Ok(None));
        assert_eq!(day("2019").unwrap(), Day::parse("1/1/2019"));
    }

    #[test]
    fn numbers_get_their_zeros_back() {
        let digits = |cell| phone(cell).map(|phone| phone.map(|phone| phone.digits().to_owned()));
        assert_eq!(digits("903000127").unwrap().unwrap(), "0903000127");
        assert_eq!(digits("0903.000.127").unwrap().unwrap(), "0903000127");
        assert_eq!(digits("12"), Err(Why::NotAPhone));
        let id = |cell| citizen_id(cell).unwrap().unwrap().digits().to_owned();
        assert_eq!(id("79058000123"), "079058000123");
        assert_eq!(id("'079058000123"), "079058000123");
        assert_eq!(id("24123456"), "024123456");
        assert_eq!(citizen_id("1234567"), Err(Why::NotACitizenId));
    }

    #[test]
    fn words_are_understood_in_their_many_ways() {
        assert_eq!(sex("NỮ"), Ok(Some(Sex::Female)));
        assert_eq!(sex("khác"), Err(Why::NotAChoice));
        for (cell, read) in [
            ("Chủ hộ", Some(Relation::Head)),
            ("con gái", Some(Relation::Child)),
            ("Vợ", Some(Relation::Spouse)),
            ("Bà", Some(Relation::Parent)),
            ("ở nhờ", Some(Relation::Other)),
            ("", None),
        ] {
            assert_eq!(relation(cell), read, "{cell}");
        }
        assert_eq!(occupation("Viên chức"), Ok(Some(Occupation::Official)));
        assert_eq!(occupation("Hưu trí"), Ok(Some(Occupation::Retired)));
        assert_eq!(occupation("Thợ lặn"), Err(Why::NotAChoice));
        assert_eq!(hardship("Cận nghèo"), Ok(Some(Hardship::NearPoor)));
        assert_eq!(hardship("x"), Ok(Some(Hardship::Poor)));
        assert_eq!(hardship("Mới thoát nghèo"), Err(Why::NotAChoice));
        assert_eq!(
            (mark("X"), mark(""), mark("1"), mark("abc")),
            (Ok(true), Ok(false), Ok(true), Err(Why::NotAMark))
        );
    }

    #[test]
    fn an_address_is_a_house_and_a_street() {
        for (address, house, street) in [
            ("12/3 Lê Lai", "12/3", "Lê Lai"),
            ("Số 12/3 đường Lê Lai", "12/3", "Lê Lai"),
            ("đường Lê Lai", "", "Lê Lai"),
            ("12", "12", ""),
        ] {
            assert_eq!(door(address), (house.to_owned(), street.to_owned()), "{address}");
        }
    }
}
