//! Vietnamese telephone numbers: mobile ones of ten digits, beginning 03, 05, 07, 08 or 09; of a house
//! or an office eleven, beginning 02 and the province.

use std::fmt;

/// A telephone number as its digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// Why a text is no telephone number, so that the form can say what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotAPhone {
    #[error("{0} digits are missing")]
    Short(u8),
    #[error("{0} digits too many")]
    Long(u8),
    #[error("the number does not begin with 02, 03, 05, 07, 08 or 09")]
    Prefix,
    #[error("there are other signs than digits")]
    OtherSigns,
}

impl Phone {
    /// Reads a number as people write it: with spaces, dots or hyphens, and +84 for the 0.
    pub fn parse(text: &str) -> Result<Self, NotAPhone> {
        let compact: String = text
            .chars()
            .filter(|sign| !matches!(sign, ' ' | '.' | '-' | '(' | ')' | '\u{a0}'))
            .collect();
        let national = match compact.strip_prefix("+84").or_else(|| {
            compact.strip_prefix("84").filter(|rest| rest.len() == 9 && !rest.starts_with('0'))
        }) {
            Some(rest) => format!("0{}", rest.trim_start_matches('0')),
            None => compact,
        };
        if !national.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NotAPhone::OtherSigns);
        }
        let digits = if national.starts_with("02") { 11 } else { 10 };
        if national.len() < digits {
            return Err(NotAPhone::Short((digits - national.len()) as u8));
        }
        if national.len() > digits {
            return Err(NotAPhone::Long((national.len() - digits).min(255) as u8));
        }
        match &national.as_bytes()[..2] {
            [b'0', b'2' | b'3' | b'5' | b'7' | b'8' | b'9'] => Ok(Self(national)),
            _ => Err(NotAPhone::Prefix),
        }
    }

    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Phone {
    /// `0913 000 274`, `028 3811 0274`
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        let (one, two) = if self.0.len() == 11 { (3, 7) } else { (4, 7) };
        write!(f, "{} {} {}", &self.0[..one], &self.0[one..two], &self.0[two..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_landline_has_eleven_digits() {
        for text in ["028 3811 0274", "+84 28 3811 0274"] {
            assert_eq!(Phone::parse(text).unwrap().to_string(), "028 3811 0274");
        }
        assert_eq!(Phone::parse("028 3811 027"), Err(NotAPhone::Short(1)));
    }

    #[test]
    fn numbers_are_read_as_people_write_them() {
        for text in ["0913000274", "0913 000 274", "+84 913 000 274", "84913000274", "0913.000.274"]
        {
            assert_eq!(Phone::parse(text).unwrap().to_string(), "0913 000 274", "{text}");
        }
    }

    #[test]
    fn a_wrong_number_says_what_is_wrong() {
        for (text, error) in [
            ("091300027", NotAPhone::Short(1)),
            ("", NotAPhone::Short(10)),
            ("09130002745", NotAPhone::Long(1)),
            ("0113000274", NotAPhone::Prefix),
            ("09130o0274", NotAPhone::OtherSigns),
        ] {
            assert_eq!(Phone::parse(text), Err(error), "{text}");
        }
    }
}
