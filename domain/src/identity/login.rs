//! Logins: a telephone number, or a word that somebody is known by.

use super::Phone;
use crate::text::fold;

/// A login as it is kept and compared: a telephone number as ten digits, anything else folded, so
/// that nobody stays out for a capital letter or a tone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login(String);

impl Login {
    pub const LONGEST: usize = 60;

    /// Reads a login as it is typed; `None`: nothing is left of it.
    pub fn parse(typed: &str) -> Option<Self> {
        let login = match Phone::parse(typed) {
            Ok(phone) => phone.digits().to_owned(),
            Err(_) => fold(typed),
        };
        (!login.is_empty() && login.len() <= Self::LONGEST).then_some(Self(login))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_is_one_however_it_is_written() {
        for (typed, kept) in [
            ("0903 000 127", "0903000127"),
            ("+84 903 000 127", "0903000127"),
            ("Phước", "phuoc"),
            (" Chị Hoa ", "chi hoa"),
        ] {
            assert_eq!(Login::parse(typed).unwrap().as_str(), kept);
        }
        assert_eq!(Login::parse("  "), None);
    }
}
