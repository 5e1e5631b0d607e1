//! Citizens' numbers: 12 digits (số định danh, CCCD), or the older 9 (CMND).

use std::fmt;

use crate::record::Sex;
use crate::time::Year;

/// A citizen's number as digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CitizenId(String);

/// What a 12-digit number says that does not fit the person. A warning, never a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitizenIdMismatch {
    Sex,
    BirthYear,
}

impl CitizenId {
    /// Reads a number with or without spaces. `Err` holds how many digits were found.
    pub fn parse(text: &str) -> Result<Self, usize> {
        let digits: String =
            text.chars().filter(|sign| !matches!(sign, ' ' | '.' | '\u{a0}')).collect();
        let found = digits.len();
        if matches!(found, 9 | 12) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(found)
        }
    }

    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The sex and year of birth that a 12-digit number states: after three digits for the
    /// province, one for century and sex (0 and 1: 19xx, 2 and 3: 20xx; even male), two for the
    /// year (Circular 59/2021/TT-BCA).
    pub fn stated(&self) -> Option<(Sex, Year)> {
        let digits = self.0.as_bytes();
        if digits.len() != 12 {
            return None;
        }
        let century_and_sex = digits[3] - b'0';
        let sex = if century_and_sex.is_multiple_of(2) { Sex::Male } else { Sex::Female };
        let year = 1900
            + i16::from(century_and_sex / 2) * 100
            + i16::from(digits[4] - b'0') * 10
            + i16::from(digits[5] - b'0');
        Some((sex, Year(year)))
    }

    /// What does not fit, where sex and birth year are known.
    pub fn mismatch(
        &self,
        sex: Option<Sex>,
        birth_year: Option<Year>,
    ) -> Option<CitizenIdMismatch> {
        let (stated_sex, stated_year) = self.stated()?;
        if sex.is_some_and(|sex| sex != stated_sex) {
            Some(CitizenIdMismatch::Sex)
        } else if birth_year.is_some_and(|year| year != stated_year) {
            Some(CitizenIdMismatch::BirthYear)
        } else {
            None
        }
    }
}

impl fmt::Display for CitizenId {
    /// All but the first and last three digits hidden: `079 ••• ••• 123`.
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (start, end) = (&self.0[..3], &self.0[self.0.len() - 3..]);
        match self.0.len() {
            12 => write!(f, "{start} ••• ••• {end}"),
            _ => write!(f, "{start} ••• {end}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_states_sex_and_year() {
        for (digits, sex, year) in [
            ("079058000123", Sex::Male, 1958),
            ("079158000123", Sex::Female, 1958),
            ("079210000123", Sex::Male, 2010),
            ("001310000123", Sex::Female, 2010),
        ] {
            let id = CitizenId::parse(digits).unwrap();
            assert_eq!(id.stated(), Some((sex, Year(year))), "{digits}");
            assert_eq!(id.mismatch(Some(sex), Some(Year(year))), None);
        }
    }

    #[test]
    fn what_does_not_fit_is_told_not_forbidden() {
        let id = CitizenId::parse("079 058 000 123").unwrap();
        assert_eq!(id.mismatch(Some(Sex::Female), None), Some(CitizenIdMismatch::Sex));
        assert_eq!(id.mismatch(None, Some(Year(1959))), Some(CitizenIdMismatch::BirthYear));
        assert_eq!(CitizenId::parse("280123456").unwrap().stated(), None);
    }

    #[test]
    fn the_number_is_shown_with_its_middle_hidden() {
        assert_eq!(CitizenId::parse("079058000123").unwrap().to_string(), "079 ••• ••• 123");
        assert_eq!(CitizenId::parse("07905800012"), Err(11));
    }
}
