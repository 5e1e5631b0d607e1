//! The list of people: who stands on it, in which order, and what of each is shown.

use serde::{Deserialize, Serialize};

use crate::field::choice;
use crate::id::RecordId;
use crate::record::{Occupation, Sex};
use crate::text::Language;
use crate::time::{Birth, Day};

choice! {
    /// Whether somebody is a member of the association.
    #[derive(Serialize, Deserialize)]
    Membership {
        Member = 1 ("Hội viên", "Member"),
        Former = 2 ("Đã thôi sinh hoạt", "Former member"),
        None = 3 ("Không là hội viên", "Not a member"),
    }
}

choice! {
    /// What somebody is looked for by, beside what he is.
    #[derive(Serialize, Deserialize)]
    PersonState {
        Cadre = 1 ("Cán bộ, công chức, viên chức", "Cadres and public employees"),
        Pupil = 2 ("Có ghi trường, lớp", "School is recorded"),
        NoBirth = 3 ("Thiếu ngày sinh", "No date of birth"),
        NoPhone = 4 ("Thiếu điện thoại", "No telephone"),
        NoConsent = 5 ("Chưa ghi đồng ý", "No consent recorded"),
        Withdrawn = 10 ("Đã rút đồng ý", "Consent withdrawn"),
        NoCardNumber = 6 ("Hội viên chưa có số thẻ", "Members without a card number"),
        Unsent = 7 ("Chưa gửi hết", "Not all sent"),
        Disputed = 8 ("Có chỗ ghi hai cách", "Written in two ways"),
        Died = 9 ("Đã mất", "Died"),
    }
}

choice! {
    /// What a list shows of each person.
    #[derive(Serialize, Deserialize)]
    Column {
        Birth = 1 ("Ngày sinh", "Born"),
        Sex = 2 ("Giới tính", "Sex"),
        Home = 3 ("Chỗ ở", "Home"),
        Phone = 4 ("Điện thoại", "Telephone"),
        Occupation = 5 ("Nghề nghiệp", "Occupation"),
        Workplace = 6 ("Nơi làm việc", "Workplace"),
        School = 7 ("Trường, lớp", "School"),
        Branch = 8 ("Chi hội", "Branch"),
        CardNumber = 9 ("Số thẻ", "Card number"),
        JoinedOn = 10 ("Vào Hội", "Joined on"),
        LeftOn = 11 ("Thôi sinh hoạt", "Left on"),
        Consent = 12 ("Đồng ý lưu", "Consent"),
    }
}

impl Column {
    /// What a list shows until somebody has chosen.
    pub const USUAL: [Column; 3] = [Column::Birth, Column::Home, Column::CardNumber];

    /// By what a list is ordered whose column's head is tapped.
    pub fn order(self) -> Option<Order> {
        match self {
            Column::Birth => Some(Order::Age),
            Column::Home => Some(Order::Home),
            Column::CardNumber => Some(Order::CardNumber),
            Column::JoinedOn => Some(Order::JoinedOn),
            _ => None,
        }
    }
}

choice! {
    /// In which order the people stand; those of whom it is not known stand last, and who is equal stands
    /// by his name.
    #[derive(Serialize, Deserialize, Default)]
    Order {
        /// By given name, in the Vietnamese alphabet.
        #[default]
        Name = 1 ("Tên", "Name"),
        /// The eldest first.
        Age = 2 ("Tuổi", "Age"),
        /// As one walks: by ward, area, street and number.
        Home = 3 ("Chỗ ở", "Home"),
        CardNumber = 4 ("Số thẻ", "Card number"),
        JoinedOn = 5 ("Ngày vào Hội", "Joined on"),
    }
}

/// Whom a list is of: each that is said must hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFilter {
    /// Who lives in this area, or below it.
    pub area: Option<RecordId>,
    /// Who is a member of this branch; or has been one, where former members are asked for.
    pub branch: Option<RecordId>,
    pub membership: Option<Membership>,
    /// Who works at this unit.
    pub unit: Option<RecordId>,
    /// Who lives in a family of this clan.
    pub clan: Option<RecordId>,
    pub sex: Option<Sex>,
    pub occupation: Option<Occupation>,
    /// The age that somebody reaches this year, both ends included. Who was born when is not known
    /// has none.
    pub age_from: Option<u8>,
    pub age_to: Option<u8>,
    pub state: Option<PersonState>,
}

impl PeopleFilter {
    /// The youngest and the oldest that are asked for, whichever of them was typed as which.
    pub fn ages(&self) -> (Option<u8>, Option<u8>) {
        match (self.age_from, self.age_to) {
            (Some(from), Some(to)) if from > to => (Some(to), Some(from)),
            ages => ages,
        }
    }
}

/// Whom a list is of, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// Words of the name, with or without diacritics, or digits of the telephone or card.
    pub search: String,
    pub filter: PeopleFilter,
    pub order: Order,
    /// The last first.
    pub reversed: bool,
}

/// What of the list is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleOf {
    pub listing: Listing,
    pub columns: Vec<Column>,
    pub language: Language,
    pub offset: usize,
    pub limit: usize,
}

/// A list that somebody has kept: its name, and what its address says behind the question mark.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeptList {
    pub name: String,
    pub query: String,
}

/// What somebody has set for his lists, on this device alone.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ListHabits {
    pub kept: Vec<KeptList>,
    /// Empty: the usual ones.
    pub columns: Vec<Column>,
}

/// A line of the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    pub id: RecordId,
    pub name: String,
    /// What each column says of him, in the order in which they were asked for.
    pub cells: Vec<String>,
    /// Whether the server does not have all of it yet.
    pub unsent: bool,
    /// Whether a field of it is written in two ways.
    pub disputed: bool,
}

/// What stands on a member's card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardData {
    pub person: RecordId,
    pub name: String,
    pub birth: Option<Birth>,
    pub branch: String,
    pub joined_on: Option<Day>,
    pub card_number: String,
}

/// A part of the list, and how many there are in all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    pub rows: Vec<PersonRow>,
    pub all: usize,
}
