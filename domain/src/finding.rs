//! Findings: merged states that break a rule. They are listed for a person to settle; nobody's
//! work is refused for them.

use serde::{Deserialize, Serialize};

use crate::identity::CitizenIdMismatch;
use crate::record::Person;
use crate::text::Label;
use crate::time::{Day, Moment};

/// A rule that a record breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Broken {
    /// The citizen's number states another sex.
    IdAgainstSex,
    /// The citizen's number states another year of birth.
    IdAgainstBirth,
    DiedBeforeBirth,
    /// Two people have one citizen's number.
    IdTwice,
    /// Two members have one card number.
    CardTwice,
    /// Somebody lives in two places at one time.
    ResidencesOverlap,
    /// Two people are head of one household.
    TwoHeads,
    /// It counts from a day that has not come.
    DayAhead,
}

impl Broken {
    pub const fn label(self) -> Label {
        match self {
            Broken::IdAgainstSex => {
                Label("Số định danh không khớp giới tính", "The citizen ID states another sex")
            }
            Broken::IdAgainstBirth => Label(
                "Số định danh không khớp năm sinh",
                "The citizen ID states another year of birth",
            ),
            Broken::DiedBeforeBirth => Label("Ngày mất trước ngày sinh", "Died before being born"),
            Broken::IdTwice => {
                Label("Số định danh trùng với người khác", "Somebody else has this citizen ID")
            }
            Broken::CardTwice => {
                Label("Số thẻ trùng với hội viên khác", "Another member has this card number")
            }
            Broken::ResidencesOverlap => {
                Label("Cư trú hai nơi cùng lúc", "Lives in two places at once")
            }
            Broken::TwoHeads => Label("Hộ có hai chủ hộ", "The household has two heads"),
            Broken::DayAhead => Label("Ngày hiệu lực chưa tới", "Counts from a day to come"),
        }
    }
}

/// What a person's own fields say against one another.
pub fn of_person(person: &Person) -> Vec<Broken> {
    let year = person.birth.map(crate::time::Birth::year);
    let id = person.citizen_id.as_ref().and_then(|id| id.mismatch(person.sex, year));
    let id = id.map(|mismatch| match mismatch {
        CitizenIdMismatch::Sex => Broken::IdAgainstSex,
        CitizenIdMismatch::BirthYear => Broken::IdAgainstBirth,
    });
    let died = person.died_on.zip(year).filter(|(died, born)| died.year() < *born);
    id.into_iter().chain(died.map(|_| Broken::DiedBeforeBirth)).collect()
}

/// Whether an effective date lies so far from the day of entry that whoever enters it should look
/// again: more than a year back, or any day ahead.
pub fn is_far(effective: Day, entered: Moment) -> bool {
    let entered = entered.day();
    effective.0 > entered.0 || effective.0 < entered.0 - 366
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::CitizenId;
    use crate::record::Sex;
    use crate::time::Birth;

    #[test]
    fn a_persons_own_fields_are_held_against_one_another() {
        let person = |sex, born: &str, died: Option<&str>| Person {
            citizen_id: CitizenId::parse("079158000123").ok(), // a woman of 1958
            sex: Some(sex),
            birth: Birth::parse(born),
            died_on: died.and_then(Day::parse),
            ..Person::default()
        };
        for (person, broken) in [
            (person(Sex::Female, "1958", None), vec![]),
            (person(Sex::Male, "1958", None), vec![Broken::IdAgainstSex]),
            (person(Sex::Female, "12/3/1959", None), vec![Broken::IdAgainstBirth]),
            (person(Sex::Female, "1958", Some("1/1/1900")), vec![Broken::DiedBeforeBirth]),
        ] {
            assert_eq!(of_person(&person), broken, "{person:?}");
        }
    }

    #[test]
    fn a_date_far_from_its_entry_is_looked_at_again() {
        let entered = Moment(i64::from(Day::parse("23/9/2022").unwrap().0) * Moment::DAY_MS);
        for (day, far) in
            [("23/9/2022", false), ("24/9/2022", true), ("1/1/2022", false), ("1/9/2021", true)]
        {
            assert_eq!(is_far(Day::parse(day).unwrap(), entered), far, "{day}");
        }
    }
}
