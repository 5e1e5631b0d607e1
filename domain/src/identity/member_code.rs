//! What the code on a member's card says: whose card it is, and nothing about him.

use crate::id::{BASE32, RecordId};

/// So begins every code of ours.
const BEGINS: &str = "SKH1-";

/// How many digits an id has.
const LENGTH: usize = 13;

/// The code of a person's card: `SKH1-`, the number of his record in thirteen digits, and one sign that
/// tells a slip of the pen.
pub fn member_code(person: RecordId) -> String {
    let number = person.0 as u64;
    let digits = (0..LENGTH).rev().map(|place| digit((number >> (5 * place)) & 31));
    let digits: String = digits.collect();
    format!("{BEGINS}{digits}{}", check(number))
}

/// Whose card has this code, as it was scanned or typed; `None`: it is none of ours.
pub fn read_member_code(code: &str) -> Option<RecordId> {
    let code = code.trim().to_ascii_uppercase();
    let digits = code.strip_prefix(BEGINS)?.as_bytes();
    let (number, last) = digits.split_at_checked(LENGTH)?;
    let mut read: u64 = 0;
    for sign in number {
        let value = BASE32.iter().position(|digit| digit == sign)? as u64;
        read = read.checked_mul(32)?.checked_add(value)?;
    }
    (last == [check(read) as u8]).then_some(RecordId(read as i64))
}

fn digit(value: u64) -> char {
    char::from(BASE32[value as usize])
}

/// The remainder by 37, a prime above the base: each wrong digit and each exchanged pair shows
/// (Crockford's check symbols).
fn check(number: u64) -> char {
    let remainder = (number % 37) as usize;
    BASE32.iter().chain(b"*~$=U").nth(remainder).copied().map_or('0', char::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_names_its_person_and_a_slip_none() {
        for id in [1, 8_388_609, i64::MAX] {
            let code = member_code(RecordId(id));
            assert_eq!(code.len(), 19);
            assert_eq!(read_member_code(&code), Some(RecordId(id)));
            assert_eq!(read_member_code(&code.to_lowercase()), Some(RecordId(id)));
        }
        let code = member_code(RecordId(123_456_789));
        for place in 5..code.len() {
            let mut wrong = code.clone().into_bytes();
            wrong[place] = if wrong[place] == b'7' { b'8' } else { b'7' };
            assert_eq!(read_member_code(&String::from_utf8(wrong).unwrap()), None, "{place}");
        }
        for place in 5..code.len() - 2 {
            let mut swapped = code.clone().into_bytes();
            swapped.swap(place, place + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            assert!(swapped == code || read_member_code(&swapped).is_none(), "{place}");
        }
        for other in ["", "SKH1-", "079158000123|Lê Thị", "https://example.org", "SKH1-000"] {
            assert_eq!(read_member_code(other), None);
        }
    }
}
