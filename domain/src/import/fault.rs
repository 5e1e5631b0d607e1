//! What is wrong with a line of a sheet, and at which cell.

use serde::{Deserialize, Serialize};

use crate::field::BadValue;
use crate::import::Means;
use crate::text::{Label, bad_value};

/// Something of a line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    /// The column's place, from 0; `None`: there is no column for it.
    pub column: Option<u16>,
    pub means: Means,
    /// What stands there, as far as it is short.
    pub said: String,
    pub why: Why,
}

/// Why a cell, or a line, could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Why {
    NoName,
    NoArea,
    UnknownArea,
    /// Several areas are called so.
    WhichArea,
    /// A street without a number is no door: who lives behind it cannot be told.
    NoHouse,
    NoConsent,
    UnknownBranch,
    WhichBranch,
    NotADate,
    /// The day has not come.
    NotYet,
    NotAPhone,
    NotACitizenId,
    /// The citizen's number says the other sex.
    IdAgainstSex,
    /// The citizen's number says another year of birth.
    IdAgainstBirth,
    NotAChoice,
    NotAMark,
    /// He is marked as a man and as a woman.
    BothSexes,
    TooLong,
    /// What it says does not fit the ledger: nothing of the line was written.
    NotTaken,
}

impl Why {
    /// Whether the line can be taken without it.
    pub fn can_be_left_blank(self) -> bool {
        !matches!(
            self,
            Why::NoName
                | Why::NoArea
                | Why::UnknownArea
                | Why::WhichArea
                | Why::NoConsent
                | Why::NotTaken
        )
    }

    /// What it is, and what can be done.
    pub const fn label(self) -> Label {
        match self {
            Why::NoName => Label("Không có họ tên.", "There is no name."),
            Why::NoArea => Label(
                "Không biết khu phố nào. Chọn một khu phố cho cả bảng, hoặc điền vào ô.",
                "No neighbourhood. Choose one for the whole sheet, or fill in the cell.",
            ),
            Why::UnknownArea => Label(
                "Khu phố này không có trong địa bàn được giao. Viết như tên trong sổ.",
                "No such neighbourhood among those you record in. Write it as the ledger has it.",
            ),
            Why::WhichArea => Label(
                "Nhiều phường có khu phố tên này. Thêm cột Phường.",
                "Several wards have one of this name. Add a column for the ward.",
            ),
            Why::NoHouse => Label(
                "Có tên đường mà không có số nhà: người này sẽ chưa thuộc hộ nào.",
                "A street without a house number: this person will be of no household yet.",
            ),
            Why::NoConsent => Label(
                "Chưa đồng ý lưu thông tin. Hỏi rồi đánh dấu.",
                "Has not agreed to be recorded. Ask, then mark it.",
            ),
            Why::UnknownBranch => Label(
                "Không có chi hội tên này. Viết như tên trong sổ, hoặc lập chi hội trước.",
                "No such branch. Write it as the ledger has it, or set the branch up first.",
            ),
            Why::WhichBranch => Label(
                "Nhiều chi hội tên này. Viết thêm khu phố sau tên.",
                "Several branches of this name. Add the neighbourhood to it.",
            ),
            Why::NotADate => bad_value(BadValue::NotADate),
            Why::NotYet => {
                Label("Ngày này chưa tới. Kiểm lại.", "This day has not come. Check it.")
            }
            Why::NotAPhone => bad_value(BadValue::NotAPhone),
            Why::NotACitizenId => bad_value(BadValue::NotACitizenId),
            Why::IdAgainstSex => Label(
                "Số định danh không hợp với giới tính. Kiểm lại thẻ.",
                "The citizen ID does not fit the sex. Check the card.",
            ),
            Why::IdAgainstBirth => Label(
                "Số định danh không hợp với năm sinh. Kiểm lại thẻ.",
                "The citizen ID does not fit the year of birth. Check the card.",
            ),
            Why::NotAChoice => Label(
                "Không hiểu mục này. Viết như trong mẫu.",
                "Not one of those known. Write it as the template has it.",
            ),
            Why::NotAMark => Label("Ô này chỉ nhận x, hoặc có, không.", "Only x, or yes and no."),
            Why::BothSexes => Label("Có dấu ở cả Nam và Nữ.", "Marked as a man and as a woman."),
            Why::TooLong => bad_value(BadValue::TooLong),
            Why::NotTaken => Label(
                "Sổ không nhận dòng này. Ghi tay người này.",
                "The ledger does not take this line. Record this person by hand.",
            ),
        }
    }
}
