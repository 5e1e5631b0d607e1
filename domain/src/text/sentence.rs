//! The one place that turns a refusal or a bad value into a sentence for a person: what is, and
//! what can be done.

use crate::answer::Refusal;
use crate::field::BadValue;
use crate::text::Label;

/// What is said of a list of everybody.
pub const UNFILTERED: Label = Label("không lọc", "unfiltered");

/// What to say under a field that holds such a value.
pub const fn bad_value(error: BadValue) -> Label {
    match error {
        BadValue::WrongType => {
            Label("Ô này không nhận giá trị như vậy.", "This field does not take such a value.")
        }
        BadValue::TooLong => Label("Dài quá. Viết gọn lại.", "Too long. Please shorten it."),
        BadValue::Empty => Label("Còn trống. Hãy điền vào.", "Empty. Please fill it in."),
        BadValue::NotADate => Label(
            "Ngày không có trên lịch, hoặc quá xa. Viết như 23/9/2022.",
            "No such date, or too far off. Write it like 23/9/2022.",
        ),
        BadValue::NotAPhone => Label(
            "Số di động có 10 số, bắt đầu bằng 0; số bàn 11 số, bắt đầu bằng 02.",
            "A mobile number has 10 digits and begins with 0; a landline 11, beginning with 02.",
        ),
        BadValue::NotACitizenId => Label(
            "Số định danh có 12 số (CMND cũ: 9 số).",
            "A citizen ID has 12 digits (the former one 9).",
        ),
        BadValue::NotAChoice => {
            Label("Chọn một trong các mục có sẵn.", "Choose one of those listed.")
        }
        BadValue::OutOfRange => {
            Label("Số ngoài khoảng cho phép. Kiểm lại.", "The number is out of range. Check it.")
        }
    }
}

/// What to say of a change that was refused.
pub const fn refusal(refusal: Refusal) -> Label {
    match refusal {
        Refusal::NoRight => Label(
            "Mục này ở ngoài địa bàn hoặc quyền được giao. Nhờ cán bộ phường ghi giúp.",
            "This lies outside the areas or rights given. Ask the ward's officer to record it.",
        ),
        Refusal::BadValue => Label(
            "Có ô chưa đúng. Sửa rồi gửi lại.",
            "A field is not right. Correct it and send again.",
        ),
        Refusal::NotYet => {
            Label("Ngày này chưa tới. Kiểm lại.", "This day has not come. Check it.")
        }
        Refusal::Missing => Label(
            "Còn thiếu ô bắt buộc. Điền vào rồi gửi lại.",
            "A required field is missing. Fill it in and send again.",
        ),
        Refusal::KeyFact => Label(
            "Điều làm nên mục này không sửa được. Xoá mục này và ghi mục mới.",
            "What makes this entry cannot be changed. Delete it and record a new one.",
        ),
        Refusal::SaidOnce => Label(
            "Khoản đã ghi không sửa được. Huỷ khoản này và ghi khoản mới.",
            "A recorded sum cannot be edited. Reverse it and record a new one.",
        ),
        Refusal::NoSuchRecord => Label(
            "Mục này chưa có trong sổ chung. Gửi lại mục gốc trước.",
            "The shared ledger does not have this entry. Send the original first.",
        ),
        Refusal::WrongReference => Label(
            "Mục được nhắc tới đã bị xoá, hoặc không đúng loại. Chọn lại.",
            "What is referred to was deleted, or is of another kind. Choose again.",
        ),
        Refusal::IdTaken => Label(
            "Mã của mục này đã thuộc về mục khác. Ghi lại thành mục mới.",
            "This entry's id belongs to another. Record it anew.",
        ),
        Refusal::IdentityReused => Label(
            "Máy này đã gửi một nội dung khác dưới cùng số. Báo cho quản trị.",
            "This device sent other content under the same number. Tell the administrator.",
        ),
        Refusal::GroupRefused => Label(
            "Không nhận được vì một mục đi cùng chưa được nhận.",
            "Not taken, since an entry that goes with it was not.",
        ),
        Refusal::Entered => Label(
            "Cán bộ đã xem và ghi thay. Không cần làm gì thêm.",
            "An officer looked at it and recorded it himself. Nothing more is to be done.",
        ),
        Refusal::Rejected => Label(
            "Cán bộ phụ trách đã xem và không nhận mục này.",
            "The responsible officer looked at this entry and did not take it.",
        ),
        Refusal::LoginTaken => Label(
            "Tên đăng nhập này đã có người dùng. Chọn tên khác.",
            "Somebody else signs in by this. Choose another.",
        ),
        Refusal::LastAdministrator => Label(
            "Đây là người quản trị cuối cùng. Giao quyền quản trị cho người khác trước.",
            "This is the last administrator. Make somebody else one first.",
        ),
        Refusal::InUse => Label(
            "Còn mục khác thuộc mục này. Chuyển hoặc kết thúc các mục đó trước.",
            "Other entries belong to this one. Move or end them first.",
        ),
        Refusal::TooLarge => Label(
            "Mục này quá lớn. Viết gọn lại rồi gửi lại.",
            "This entry is too large. Shorten it and send again.",
        ),
    }
}
