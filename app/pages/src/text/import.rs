//! Words about sheets that are read into the ledger.

use domain::import::Why;
use domain::text::{Language, whole};
use domain::view::import::Written;
use letters::Unreadable;

words! {
    IMPORT_PAGE = "Nhập từ bảng tính", "Read in a spreadsheet";
    IMPORT_MEANS = "Danh sách người trong tệp Excel, mỗi người một dòng. Xem trước rồi mới ghi, và có thể hoàn tác cả lần nhập.", "A list of people in a spreadsheet, one a line. You look at it before anything is recorded, and can take the whole back.";
    CHOOSE_SHEET_FILE = "Chọn tệp", "Choose a file";
    SHEET_FORMS = ".xlsx, .xls, .ods hoặc .csv", ".xlsx, .xls, .ods or .csv";
    OTHER_FILE = "Tệp khác", "Another file";
    TEMPLATE = "Tải mẫu để điền", "Get a template to fill in";
    TEMPLATE_FILE = "mau-danh-sach", "people-template";
    TEMPLATE_TITLE = "Danh sách người, mỗi người một dòng", "People, one a line";
    PAST_IMPORTS = "Đã nhập trên máy này", "Read in on this device";
    PAST_IMPORTS_MEAN = "Hoàn tác được trong 90 ngày, trên máy đã nhập.", "Each can be taken back for 90 days, on the device that read it in.";
    IS_OPENED = "Đang mở tệp", "Opening the file";
    WHICH_SHEET = "Trang tính", "Sheet";
    HEADS_ROW = "Tiêu đề cột ở dòng", "Column heads are in row";
    COLUMNS_MEAN = "Mỗi cột ghi điều gì", "What each column says";
    COLUMN_LEFT_ASIDE = "Bỏ qua cột này", "Leave this column aside";
    COLUMN = "Cột", "Column";
    MATCHING_KNOWN = "Nhớ từ lần trước: các tiêu đề này đã được ghép.", "Remembered: these heads were matched before.";
    NO_NAME_COLUMN = "Chưa có cột nào là họ tên. Chọn ở trên.", "No column is the name yet. Choose one above.";
    FOR_ALL_LINES = "Chung cho mọi dòng", "For all lines";
    AREA_FOR_ALL = "Khu phố, nếu dòng không ghi", "Neighbourhood, where the line says none";
    BRANCH_FOR_ALL = "Hội viên của chi hội, nếu dòng không ghi", "Members of the branch, where the line says none";
    NO_BRANCH_FOR_ALL = "Không phải hội viên", "Not members";
    CONSENT_FOR_ALL = "Họ đã đồng ý lưu thông tin bằng cách nào", "How they agreed to be recorded";
    SINCE_FOR_ALL = "Tính từ ngày", "As of";
    SINCE_FOR_ALL_HINT = "Ngày đồng ý, cư trú, vào Hội, đăng ký, nếu dòng không ghi. Như 23/9/2022", "The day of consent, residence, joining and registration, where the line says none. Like 23/9/2022";
    LOOK_THROUGH = "Xem trước", "Look through";
    IS_LOOKED_THROUGH = "Đang xem từng dòng, chưa ghi gì", "Looking through the lines; nothing is recorded yet";
    LOOKED_THROUGH = "Xem trước: chưa ghi gì", "Looked through: nothing is recorded yet";
    LINES_WITH_PEOPLE = "Dòng có người", "Lines with people";
    LINES_NEW = "Chưa có trong sổ", "Not on record";
    LINES_CERTAIN = "Gần như chắc đã có trong sổ", "As good as certainly on record";
    LINES_LIKELY = "Có thể đã có trong sổ", "Maybe on record";
    LINES_FAULTY = "Có ô không đọc được", "With cells that cannot be read";
    LINES_NOT = "Không ghi được", "Cannot be recorded";
    WITH_CERTAIN = "Với người gần như chắc đã có", "With those as good as certainly on record";
    WITH_LIKELY = "Với người có thể đã có", "With those maybe on record";
    WITHOUT_FAULTS = "Nhập cả dòng có ô không đọc được, bỏ trống ô đó", "Take lines with unreadable cells too, leaving those cells blank";
    LINES_TO_LOOK_AT = "Dòng cần xem", "Lines to look at";
    MORE_LINES = "Xem thêm", "Show more";
    MANY_REMARKS = "Còn nhiều dòng nữa không kê hết ở đây; chúng theo lựa chọn chung ở trên.", "There are more lines than are listed here; they follow the choices above.";
    LINE = "Dòng", "Row";
    SAME_AS_LINE = "Giống dòng", "Like row";
    MAY_BE = "Có thể là", "May be";
    AS_ABOVE = "Theo lựa chọn chung", "As chosen above";
    NO_CELL = "không có ô", "no cell";
    BACK_TO_MATCHING = "Sửa cách ghép cột", "Change the columns";
    IMPORT_VERB = "Nhập", "Record";
    IS_READ_IN = "Đang ghi", "Recording";
    READ_IN = "Đã nhập", "Read in";
    READ_IN_PART = "Đã dừng: phần đã ghi vẫn còn", "Stopped: what was recorded stays";
    NOT_TAKEN_LINES = "Tải các dòng chưa nhập hoặc nhập thiếu, kèm lý do", "Get the lines left out or taken in part, with the reasons";
    NOT_TAKEN_FILE = "dong-chua-nhap", "lines-left-out";
    NOT_TAKEN_WHY = "Vì sao", "Why";
    CONSENT_FORM_FIRST = "Chọn những người này đã đồng ý thế nào, rồi xem trước được.", "Choose how these people have agreed; then it can be looked through.";
    TAKEN_BUT_BLANK = "Đã nhập, ô này để trống:", "Taken, with this cell left blank:";
    MAY_BE_ON_RECORD = "Có thể đã có trong sổ:", "May be on record:";
    TAKE_IMPORT_BACK = "Hoàn tác cả lần nhập", "Take the whole back";
    TAKE_IMPORT_BACK_SURE = "Hoàn tác cả lần nhập?", "Take the whole back?";
    TAKE_IMPORT_BACK_MEANS = "Người, hộ và đăng ký đã ghi từ tệp này sẽ được xoá. Ai đã được ghi thêm điều gì từ đó thì giữ nguyên.", "The people, households and registrations recorded from this file are deleted. Who has been written of since stays.";
    WAS_TAKEN_BACK = "Đã hoàn tác", "Taken back";
    STOPPED_AT = "dừng ở dòng", "stopped at row";
    SEE_PEOPLE = "Xem danh sách", "See the list";
    FROM_SHEET = "Nhập từ Excel", "Read in a sheet";
    NOTHING_TO_TAKE = "Không có dòng nào để ghi.", "There is no line to record.";
    TOO_LARGE_FILE = "Tệp quá lớn (trên 50 MB). Chia thành nhiều tệp.", "The file is too large (over 50 MB). Divide it.";
}

/// Why a file cannot be read, and what can be done.
pub const fn unreadable(why: Unreadable) -> domain::text::Label {
    match why {
        Unreadable::NotASheet => domain::text::Label(
            "Không đọc được tệp này. Mở bằng Excel, lưu lại dạng .xlsx rồi chọn lại.",
            "This file cannot be read. Open it in a spreadsheet program, save it as .xlsx and choose it again.",
        ),
        Unreadable::Protected => domain::text::Label(
            "Tệp có mật khẩu. Mở bằng Excel, bỏ mật khẩu rồi chọn lại.",
            "The file has a password. Remove it in the spreadsheet program, then choose it again.",
        ),
        Unreadable::Empty => {
            domain::text::Label("Tệp không có dòng nào.", "The file has no lines.")
        }
    }
}

/// `C17: “31/2/1980”. Ngày không có trên lịch.`; a column that is not there by its name alone.
pub fn fault(cell: &str, column: &str, said: &str, why: Why, language: Language) -> String {
    let said = if said.is_empty() { String::new() } else { format!(" “{said}”") };
    format!("{cell} · {column}{said}. {}", why.label().in_language(language))
}

/// How much of what was written, in words.
pub fn written(written: &Written, language: Language) -> String {
    let counts = [
        (written.people, "người", "people"),
        (written.households, "hộ mới", "new households"),
        (written.memberships, "hội viên", "memberships"),
        (written.registrations, "đăng ký", "registrations"),
        (written.completed, "người được bổ sung", "completed"),
        (written.there, "người đã đủ", "complete already"),
        (written.left_out, "dòng chưa nhập", "lines left out"),
    ];
    let said = counts.into_iter().filter(|(count, ..)| *count > 0).map(|(count, vi, en)| {
        let words = match language {
            Language::Vietnamese => vi,
            Language::English => en,
        };
        format!("{} {words}", whole(i64::from(count)))
    });
    said.collect::<Vec<_>>().join(", ")
}

/// Of how many households and people it stays what was written, since somebody has written of them since.
pub fn kept_since(kept: u32, language: Language) -> String {
    let kept = whole(i64::from(kept));
    match language {
        Language::Vietnamese => format!("Giữ lại {kept} mục đã được ghi thêm từ khi nhập."),
        Language::English => format!("{kept} entries stay that have been written of since."),
    }
}
