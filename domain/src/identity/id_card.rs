//! What the code on a citizen's card says (căn cước công dân, căn cước).

use super::CitizenId;
use crate::record::Sex;
use crate::text::normal;
use crate::time::{Birth, Day};

/// A citizen's card as its code has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IdCard {
    pub citizen_id: CitizenId,
    /// The number of nine digits that he had before.
    pub old_id: Option<CitizenId>,
    pub name: String,
    pub birth: Option<Birth>,
    pub sex: Option<Sex>,
    /// Where he is registered, as the card has it.
    pub address: String,
    pub issued_on: Option<Day>,
}

/// Why a code is no citizen's card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotACard {
    /// Another code: of a bank, of a shop.
    #[error("the code has not the fields of a citizen's card")]
    OtherCode,
    #[error("the citizen's number in the code is none")]
    Number,
}

impl IdCard {
    /// Reads the code: fields between `|`: the number, the former one, the name, the day of birth, the
    /// sex, the address, the day of issue. Newer cards carry more, which is left unread.
    pub fn parse(code: &str) -> Result<Self, NotACard> {
        let fields: Vec<&str> = code.split('|').map(str::trim).collect();
        let [number, old, name, birth, sex, address, ..] = fields.as_slice() else {
            return Err(NotACard::OtherCode);
        };
        let citizen_id = CitizenId::parse(number).map_err(|_| NotACard::Number)?;
        if citizen_id.digits().len() != 12 || name.is_empty() {
            return Err(NotACard::Number);
        }
        Ok(Self {
            citizen_id,
            old_id: CitizenId::parse(old).ok(),
            name: normal(name),
            birth: day(birth).map(Birth::on).or_else(|| Birth::parse(birth)),
            sex: match normal(sex).to_lowercase().as_str() {
                "nam" => Some(Sex::Male),
                "nữ" => Some(Sex::Female),
                _ => None,
            },
            address: normal(address),
            issued_on: fields.get(6).and_then(|issued| day(issued)),
        })
    }
}

impl IdCard {
    /// House number and street, as far as the address begins with them: up to its first comma.
    pub fn house_and_street(&self) -> (String, String) {
        let door = self.address.split(',').next().unwrap_or_default().trim();
        let has_digit = |word: &str| word.contains(|sign: char| sign.is_ascii_digit());
        match door.split_once(' ') {
            Some((house, street)) if has_digit(house) => {
                (house.to_owned(), street.trim().to_owned())
            }
            None if has_digit(door) => (door.to_owned(), String::new()),
            _ => (String::new(), door.to_owned()),
        }
    }
}

/// A day as the code writes it: `ddmmyyyy`.
fn day(digits: &str) -> Option<Day> {
    let is_day = digits.len() == 8 && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = |from: usize, to: usize| digits.get(from..to)?.parse::<i16>().ok();
    is_day.then_some(())?;
    Day::new(number(4, 8)?, number(2, 4)? as u8, number(0, 2)? as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "079058000123|280123456|Nguyễn Văn An|12031958|Nam|12 Hoàng Văn Thụ, Phường 4, Tân Bình, TP. Hồ Chí Minh|02012022";

    #[test]
    fn a_card_is_read_field_by_field() {
        let card = IdCard::parse(WHOLE).unwrap();
        assert_eq!(card.citizen_id.digits(), "079058000123");
        assert_eq!(card.old_id.unwrap().digits(), "280123456");
        assert_eq!((card.name.as_str(), card.birth), ("Nguyễn Văn An", Birth::parse("12/3/1958")));
        assert_eq!((card.sex, card.issued_on), (Some(Sex::Male), Day::parse("2/1/2022")));
        assert!(card.address.starts_with("12 Hoàng Văn Thụ"));
    }

    #[test]
    fn house_and_street_are_what_the_address_begins_with() {
        for (address, house, street) in [
            ("12 Hoàng Văn Thụ, Phường 4, Tân Bình", "12", "Hoàng Văn Thụ"),
            ("25/12A Út Tịch, Phường 4", "25/12A", "Út Tịch"),
            ("Khu phố 2, Phường 4", "", "Khu phố 2"),
            ("Ấp Đông, Xã An Phú", "", "Ấp Đông"),
            ("", "", ""),
        ] {
            let code = format!("079058000123||An|12031958|Nam|{address}|");
            let (found_house, found_street) = IdCard::parse(&code).unwrap().house_and_street();
            assert_eq!((found_house.as_str(), found_street.as_str()), (house, street), "{address}");
        }
    }

    #[test]
    fn what_is_missing_or_more_is_no_fault() {
        for (code, name, sex) in [
            ("079158000123||Trần Thị Bình|05051958|Nữ||", "Trần Thị Bình", Some(Sex::Female)),
            (
                "079158000123||Trần Thị Bình|05051958|Nữ|Địa chỉ|02012024||Trần Văn Cha|Lê Thị Mẹ|",
                "Trần Thị Bình",
                Some(Sex::Female),
            ),
            // Taken apart, as some printers have it, and with stray spaces.
            (
                "079158000123| |Tra\u{302}\u{300}n  Thi\u{323} Bi\u{300}nh |05051958|N\u{1b0}\u{303}|x|",
                "Trần Thị Bình",
                Some(Sex::Female),
            ),
            ("079158000123||Trần Thị Bình|1958|?|x|", "Trần Thị Bình", None),
        ] {
            let card = IdCard::parse(code).unwrap();
            assert_eq!((card.name.as_str(), card.sex), (name, sex), "{code}");
            assert_eq!(card.birth.unwrap().year().0, 1958, "{code}");
        }
    }

    #[test]
    fn other_codes_are_told_apart() {
        for (code, why) in [
            ("", NotACard::OtherCode),
            ("https://example.org/?a=1", NotACard::OtherCode),
            ("00020101021138540010A00000072701240006970436", NotACard::OtherCode),
            ("07905800012|280123456|Nguyễn Văn An|12031958|Nam|x|02012022", NotACard::Number),
            ("280123456||Nguyễn Văn An|12031958|Nam|x|02012022", NotACard::Number),
            ("079058000123|||12031958|Nam|x|02012022", NotACard::Number),
        ] {
            assert_eq!(IdCard::parse(code), Err(why), "{code}");
        }
        assert_eq!(IdCard::parse("079058000123||An|31021958|Nam|x|").unwrap().birth, None);
    }
}
