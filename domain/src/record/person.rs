//! A person (người dân), whoever he is to the association.

use serde::{Deserialize, Serialize};

use crate::field::{Name, Text, choice, reference};
use crate::identity::{CitizenId, Phone};
use crate::kind::{AreaRule, PersonRule, record};
use crate::record::UnitId;
use crate::text::normal;
use crate::time::{Birth, Day};

reference! {
    /// A person.
    PersonId => "person";
}

choice! {
    /// As the citizen's number and papers have it.
    #[derive(Serialize, Deserialize)]
    Sex {
        Male = 1 ("Nam", "Male"),
        Female = 2 ("Nữ", "Female"),
    }
}

choice! {
    /// Nhóm nghề nghiệp: what a person does, as far as forms differ by it.
    #[derive(Serialize, Deserialize)]
    Occupation {
        Farmer = 1 ("Nông dân, lao động nông thôn", "Farmer or rural labourer"),
        Worker = 2 ("Công nhân, thợ thủ công", "Worker or artisan"),
        Official = 3 ("Cán bộ, công chức, viên chức", "Official or public employee"),
        Pupil = 4 ("Học sinh, sinh viên", "Pupil or student"),
        Retired = 5 ("Hưu trí", "Retired"),
        Trader = 6 ("Buôn bán, dịch vụ", "Trade or services"),
        Other = 9 ("Khác", "Other"),
    }
}

choice! {
    /// How consent to keep the data was given (Decree 13/2023/NĐ-CP).
    #[derive(Serialize, Deserialize)]
    ConsentForm {
        Signed = 1 ("Ký giấy", "Signed on paper"),
        Ticked = 2 ("Đồng ý trên máy", "Ticked on the device"),
        Spoken = 3 ("Nói trước người làm chứng", "Spoken before a witness"),
        Parent = 4 ("Cha mẹ, người giám hộ đồng ý", "Given by a parent or guardian"),
        /// He took it back.
        Withdrawn = 9 ("Đã rút đồng ý", "Withdrawn"),
    }
}

choice! {
    /// What the data may be used for, as the person agreed (Decree 13/2023/NĐ-CP: consent is to a purpose).
    #[derive(Serialize, Deserialize)]
    ConsentPurpose {
        Work = 1 ("Công tác khuyến học", "Promotion of learning"),
        /// Beyond that, to be named and shown where he is recognised.
        Showing = 2 ("Cả nêu tên, đưa ảnh khi biểu dương", "Also to be named and shown when recognised"),
    }
}

record! {
    /// Người dân: somebody the association knows, member or not.
    Person = "person" ("Người", "Person") with {
        area: AreaRule::Carried(&[("residence", "subject"), ("member", "person")]),
        person: PersonRule::Itself,
    } {
        name: Name, ("Họ và tên", "Name"), Required, Personal, Card;
        birth: Birth, ("Ngày sinh", "Born"), Personal, Card, Past;
        sex: Sex, ("Giới tính", "Sex"), Card;
        phone: Phone, ("Điện thoại", "Telephone"), Personal;
        citizen_id: CitizenId, ("Số định danh (CCCD)", "Citizen ID"), Personal;
        old_id: CitizenId, ("Số CMND cũ", "Former ID number"), Personal;
        occupation: Occupation, ("Nhóm nghề nghiệp", "Occupation");
        cadre: bool, ("Cán bộ, công chức, viên chức", "Cadre, civil servant, public employee"), Card;
        workplace: UnitId, ("Nơi làm việc", "Workplace");
        school: Text<120>, ("Trường", "School"), Personal;
        class: Text<20>, ("Lớp", "Class"), Personal;
        died_on: Day, ("Mất ngày", "Died on"), Past;
        consent: ConsentForm, ("Đồng ý lưu thông tin", "Consent");
        consent_for: ConsentPurpose, ("Đồng ý để", "Agreed to");
        consent_on: Day, ("Ngày đồng ý", "Consent given on"), Past;
        withdrawn_on: Day, ("Rút đồng ý ngày", "Consent withdrawn on"), Past;
    }
}

/// A person's name as it is written on cards: one that was typed in small letters alone, or in capitals
/// alone, gets a capital for each word; any other stays as it is.
pub fn persons_name(name: &str) -> String {
    let name = normal(name);
    let letters = || name.chars().filter(|sign| sign.is_alphabetic());
    let of_one_case = letters().all(char::is_lowercase) || letters().all(char::is_uppercase);
    if !of_one_case || letters().count() < 2 {
        return name;
    }
    let mut begins = true;
    let mut written = String::with_capacity(name.len());
    for sign in name.chars() {
        if begins {
            written.extend(sign.to_uppercase());
        } else {
            written.extend(sign.to_lowercase());
        }
        begins = !sign.is_alphabetic() && !"'’".contains(sign);
    }
    written
}

/// Whether somebody may be called so: words of letters, as a citizen's card has them.
pub fn is_persons_name(name: &str) -> bool {
    let name = normal(name); // whoever types a tone apart from its letter means the same
    let letters = name.chars().filter(|sign| sign.is_alphabetic()).count();
    // An apostrophe or a hyphen stands in names of the highlands: "Y Lan Byă", "K' Brơi".
    letters >= 2 && name.chars().all(|sign| sign.is_alphabetic() || " .'’-".contains(sign))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_one_case_is_written_as_on_cards() {
        for (typed, written) in [
            ("nguyễn văn  bé", "Nguyễn Văn Bé"),
            ("NGUYỄN THỊ ÁNH", "Nguyễn Thị Ánh"),
            ("lê thị hồng-hạnh", "Lê Thị Hồng-Hạnh"),
            ("Y Lan Byă", "Y Lan Byă"),
            ("K' Brơi", "K' Brơi"),
            ("Trần thị Bưởi", "Trần thị Bưởi"),
            ("A", "A"),
            ("12", "12"),
        ] {
            assert_eq!(persons_name(typed), written);
        }
    }

    #[test]
    fn a_persons_name_is_of_letters() {
        for name in [
            "Nguyễn Văn An",
            "Nguye\u{302}\u{303}n",
            "K' Brơi",
            "Y Lan Byă",
            "Ng. Thị Bé",
            "Lê Thị Hồng-Hạnh",
        ] {
            assert!(is_persons_name(name), "{name}");
        }
        for name in ["12345", "A", "<b>x</b>", "Lê Văn 2", "…"] {
            assert!(!is_persons_name(name), "{name}");
        }
    }
}
