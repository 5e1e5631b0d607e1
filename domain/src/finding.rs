//! Findings: merged states that break a rule. They are listed for a person to settle; nobody's
//! work is refused for them.

use crate::id::RecordId;
use crate::identity::{CitizenId, CitizenIdMismatch};
use crate::record::{Person, Sex};
use crate::text::Label;
use crate::time::{Day, Moment};

/// A rule that the records break, and the record to open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub record: RecordId,
    pub kind: &'static str,
    pub broken: Broken,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The citizen's number states another sex.
    IdAgainstSex,
    /// The citizen's number states another year of birth.
    IdAgainstBirth,
    /// Two households, or two homes, at one time.
    ResidencesOverlap,
    /// Two people are head of one household.
    TwoHeads,
    /// A date lies far from the day on which it was entered.
    FarDate,
    /// An area's name or place in the tree is disputed or runs in a ring.
    AreaRing,
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
            Broken::ResidencesOverlap => {
                Label("Cư trú hai nơi cùng lúc", "Lives in two places at once")
            }
            Broken::TwoHeads => Label("Hộ có hai chủ hộ", "The household has two heads"),
            Broken::FarDate => {
                Label("Ngày ghi cách xa ngày nhập", "The date lies far from the day of entry")
            }
            Broken::AreaRing => Label("Địa bàn thuộc vòng tròn", "Areas are part of one another"),
        }
    }
}

/// What a person's own fields say against one another.
pub fn of_person(person: &Person) -> Option<Broken> {
    let id: &CitizenId = person.citizen_id.as_ref()?;
    let sex: Option<Sex> = person.sex;
    match id.mismatch(sex, person.birth.map(crate::time::Birth::year))? {
        CitizenIdMismatch::Sex => Some(Broken::IdAgainstSex),
        CitizenIdMismatch::BirthYear => Some(Broken::IdAgainstBirth),
    }
}

/// Whether an effective date lies so far from the day of entry that somebody should look: more
/// than a year back, or any day ahead.
pub fn is_far(effective: Day, entered: Moment) -> bool {
    let entered = entered.day();
    effective.0 > entered.0 || effective.0 < entered.0 - 366
}
