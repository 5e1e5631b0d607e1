//! Moments, civil days and the periods that reports run by.
//!
//! Effective dates are civil days in `Asia/Ho_Chi_Minh`, which is seven hours ahead of UTC the whole
//! year round. Nothing here reads a clock: a moment comes from whoever calls.

use std::fmt;
use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};
use time::{Date, Month};

use crate::text::Language;

/// A point in time, in milliseconds since 1970-01-01 UTC.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;
    const VIETNAM_AHEAD_MS: i64 = 7 * 60 * 60 * 1000;

    /// The civil day in Vietnam.
    pub fn day(self) -> Day {
        Day((self.0 + Self::VIETNAM_AHEAD_MS).div_euclid(Self::DAY_MS) as i32)
    }

    /// Hour and minute in Vietnam.
    pub fn hour_minute(self) -> (u8, u8) {
        let ms = (self.0 + Self::VIETNAM_AHEAD_MS).rem_euclid(Self::DAY_MS);
        ((ms / 3_600_000) as u8, (ms / 60_000 % 60) as u8)
    }

    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0 + days * Self::DAY_MS)
    }
}

/// A civil day, in days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(pub i32);

impl Day {
    /// 1970-01-01 by the count of days that astronomers keep.
    const EPOCH: i32 = 2_440_588;

    /// The day of this year, month and day of the month; `None` where there is none (31 April).
    pub fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        let month = Month::try_from(month).ok()?;
        let date = Date::from_calendar_date(i32::from(year), month, day).ok()?;
        Some(Self(date.to_julian_day() - Self::EPOCH))
    }

    fn date(self) -> Date {
        Date::from_julian_day(self.0.saturating_add(Self::EPOCH)).unwrap_or(Date::MAX)
    }

    pub fn year(self) -> Year {
        Year(self.date().year() as i16)
    }

    pub fn month(self) -> u8 {
        self.date().month().into()
    }

    pub fn day_of_month(self) -> u8 {
        self.date().day()
    }

    pub fn quarter(self) -> Quarter {
        Quarter { year: self.year(), number: (self.month() - 1) / 3 + 1 }
    }

    /// Reads `23/9/2022`, the way it is written in Vietnam; `-`, `.` and a space serve as well as `/`, and
    /// eight digits without any: `23092022`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let ([d1, d2, m1, m2, year @ ..], true) =
            (text.as_bytes(), text.len() == 8 && text.bytes().all(|sign| sign.is_ascii_digit()))
        {
            let two = |tens: &u8, ones: &u8| (tens - b'0') * 10 + (ones - b'0');
            let year = year.iter().fold(0, |year, digit| year * 10 + i16::from(digit - b'0'));
            return Self::new(year, two(m1, m2), two(d1, d2));
        }
        let mut parts = text.split(['/', '-', '.', ' ']).map(str::trim);
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }
}

impl fmt::Display for Day {
    /// `23/9/2022`
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}/{}/{}", self.day_of_month(), self.month(), self.year())
    }
}

/// A calendar year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Year(pub i16);

impl Year {
    pub fn first_day(self) -> Day {
        Day::new(self.0, 1, 1).expect("every year of the calendar has a 1 January")
    }

    pub fn last_day(self) -> Day {
        Day::new(self.0, 12, 31).expect("every year of the calendar has a 31 December")
    }
}

impl fmt::Display for Year {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A quarter of a calendar year; what a review counts.
///
/// Counted by *effective* dates, not by the time made: a gift of 30 September that reaches the
/// server in October belongs to the third quarter.
/// ```
/// use domain::time::Day;
/// assert_eq!(Day::parse("30/9/2022").unwrap().quarter().to_string(), "Quý III năm 2022");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Quarter {
    pub year: Year,
    number: u8,
}

impl Quarter {
    /// `number` is 1 to 4; years are those of any paper, 1850 to 2200.
    pub fn new(year: Year, number: u8) -> Option<Self> {
        let fits = (1..=4).contains(&number) && (1850..=2200).contains(&year.0);
        fits.then_some(Self { year, number })
    }

    pub fn number(self) -> u8 {
        self.number
    }

    pub fn first_day(self) -> Day {
        Day::new(self.year.0, self.number * 3 - 2, 1).expect("a quarter begins on a first")
    }

    pub fn last_day(self) -> Day {
        Day(self.following().first_day().0 - 1)
    }

    pub fn days(self) -> RangeInclusive<Day> {
        self.first_day()..=self.last_day()
    }

    pub fn following(self) -> Self {
        match self.number {
            4 => Self { year: Year(self.year.0 + 1), number: 1 },
            number => Self { year: self.year, number: number + 1 },
        }
    }

    pub fn before(self) -> Self {
        match self.number {
            1 => Self { year: Year(self.year.0 - 1), number: 4 },
            number => Self { year: self.year, number: number - 1 },
        }
    }

    /// As it is read: `Quý III năm 2022`, `Quarter III of 2022`.
    pub fn shown(self, language: Language) -> String {
        match language {
            Language::Vietnamese => self.to_string(),
            Language::English => format!("Quarter {} of {}", self.roman(), self.year),
        }
    }

    fn roman(self) -> &'static str {
        ["I", "II", "III", "IV"][usize::from(self.number) - 1]
    }

    pub fn year_before(self) -> Self {
        Self { year: Year(self.year.0 - 1), ..self }
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "Quý {} năm {}", self.roman(), self.year)
    }
}

/// The earliest year that anybody who lives can have been born in.
const EARLIEST: i16 = 1900;

/// A birth date as far as it is known: one number `yyyymmdd`, with zeros for what is not known.
///
/// Date and precision are one value, so that two people can never disagree about half of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Birth(pub i32);

impl Birth {
    pub fn on(day: Day) -> Self {
        let (year, month) = (i32::from(day.year().0), i32::from(day.month()));
        Self(year * 10_000 + month * 100 + i32::from(day.day_of_month()))
    }

    pub fn in_year(year: Year) -> Self {
        Self(i32::from(year.0) * 10_000)
    }

    /// Reads `12/3/1958`, `3/1958` or `1958`; nobody who lives was born before 1900.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Some(day) = Day::parse(text) {
            return Some(Self::on(day)).filter(|birth| birth.year().0 >= EARLIEST);
        }
        let mut parts = text.rsplit(['/', '-', '.']).map(str::trim);
        let year = parts.next().filter(|year| year.len() == 4)?;
        let year: i32 = year.parse().ok().filter(|year| (EARLIEST.into()..=2200).contains(year))?;
        match (parts.next(), parts.next()) {
            (None, _) => Some(Self(year * 10_000)),
            (Some(month), None) => {
                let month: i32 = month.parse().ok().filter(|month| (1..=12).contains(month))?;
                Some(Self(year * 10_000 + month * 100))
            }
            _ => None,
        }
    }

    /// Whether the number is a date, a month or a year of the calendar.
    pub fn is_valid(self) -> bool {
        let (year, month, day) = self.parts();
        (1850..=2200).contains(&year)
            && match (month, day) {
                (0..=12, 0) => true,
                _ => Day::new(year as i16, month as u8, day as u8).is_some(),
            }
    }

    pub fn year(self) -> Year {
        Year((self.0 / 10_000) as i16)
    }

    /// The day, where it is known.
    pub fn day(self) -> Option<Day> {
        let (year, month, day) = self.parts();
        Day::new(year as i16, month as u8, day as u8)
    }

    fn parts(self) -> (i32, i32, i32) {
        (self.0 / 10_000, self.0 / 100 % 100, self.0 % 100)
    }
}

impl fmt::Display for Birth {
    /// `12/3/1958`, `3/1958` or `1958`
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        match self.parts() {
            (year, 0, _) => write!(f, "{year}"),
            (year, month, 0) => write!(f, "{month}/{year}"),
            (year, month, day) => write!(f, "{day}/{month}/{year}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_and_written_the_vietnamese_way() {
        for (text, written) in [("23/9/2022", "23/9/2022"), ("01-02-1999", "1/2/1999")] {
            assert_eq!(Day::parse(text).unwrap().to_string(), written);
        }
        for text in ["31/4/2022", "9/2022", "23/9/22", "", "a/b/c", "1/1/2022/3"] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_day_in_vietnam_begins_at_seventeen_hours_utc() {
        let midnight = i64::from(Day::parse("23/9/2022").unwrap().0) * Moment::DAY_MS;
        assert_eq!(Moment(midnight - 7 * 3_600_000 - 1).day().to_string(), "22/9/2022");
        assert_eq!(Moment(midnight - 7 * 3_600_000).day().to_string(), "23/9/2022");
        assert_eq!(Moment(midnight + 75 * 60_000).hour_minute(), (8, 15));
    }

    #[test]
    fn quarters_follow_one_another_without_a_gap() {
        let mut quarter = Quarter::new(Year(2021), 4).unwrap();
        for _ in 0..9 {
            assert_eq!(quarter.last_day().0 + 1, quarter.following().first_day().0);
            assert_eq!(quarter.following().before(), quarter);
            quarter = quarter.following();
        }
        assert_eq!(Quarter::new(Year(12_000), 1), None);
        assert_eq!(quarter.year_before().first_day().to_string(), "1/1/2023");
    }

    #[test]
    fn a_birth_date_keeps_what_is_known_of_it() {
        for text in ["12/3/1958", "3/1958", "1958"] {
            let birth = Birth::parse(text).unwrap();
            assert_eq!(birth.to_string(), text);
            assert!(birth.is_valid());
            assert_eq!(birth.year(), Year(1958));
        }
        for text in ["13/1958", "58", "30/2/1958", "", "0000"] {
            assert_eq!(Birth::parse(text), None, "{text}");
        }
        assert!(!Birth(19_581_301).is_valid());
    }
}
