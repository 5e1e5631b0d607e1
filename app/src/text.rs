//! The interface's words, in Vietnamese and English. Sentences about records live in `domain::text`.

use domain::text::{Label, Language};
use leptos::prelude::*;

use crate::letter::Trouble;

macro_rules! words {
    ($($name:ident = $vi:literal, $en:literal;)*) => { $(pub const $name: Label = Label($vi, $en);)* };
}

words! {
    PRODUCT = "Sổ Khuyến học", "Sổ Khuyến học";
    TO_CONTENT = "Tới nội dung", "Skip to content";
    PAGES = "Các trang chính", "Main pages";
    HOME = "Trang đầu", "Home";
    PEOPLE = "Người", "People";
    REGISTER = "Ghi danh", "Register";
    REVIEW = "Giao ban", "Review";
    LOCK = "Khoá sổ", "Lock";
    OTHER_LANGUAGE = "English", "Tiếng Việt";
    OPENING = "Đang mở sổ…", "Opening the ledger…";
    UNLOCK_TITLE = "Mở sổ trên máy này", "Open the ledger on this device";
    SIGN_IN_TITLE = "Đăng nhập trên máy này", "Sign in on this device";
    SET_UP_TITLE = "Lập sổ của Hội", "Set up the association's ledger";
    REDEEM_TITLE = "Nhận lời mời", "Accept the invitation";
    WHO = "Ai mở sổ", "Who opens it";
    LOGIN = "Tên hoặc số điện thoại", "Login or telephone";
    PASSWORD = "Mật khẩu", "Password";
    NEW_PASSWORD = "Mật khẩu mới (từ 8 chữ)", "New password (8 letters or more)";
    PIN = "Mã PIN của máy này", "PIN of this device";
    NEW_PIN = "Đặt mã PIN cho máy này (từ 6 số)", "Choose a PIN for this device (6 digits or more)";
    PIN_HINT = "Mở sổ khi không có mạng. Quên mã thì đăng nhập lại khi có mạng.", "Opens the ledger without a network.";
    OPEN = "Mở sổ", "Open";
    ANOTHER_ACCOUNT = "Người khác đăng nhập", "Somebody else signs in";
    FIRST_TIME_NETWORK = "Chỉ lần đầu cần mạng. Sau đó sổ mở và ghi được ở mọi nơi, có mạng thì tự gửi.", "Only the first time needs a network. After that it opens and records anywhere, and sends by itself.";
    ORGANISATION = "Tên Hội", "Name of the association";
    PROVINCE = "Tỉnh, thành phố", "Province";
    WARD = "Phường, xã", "Ward";
    WHOLE_PROVINCE = "Cả tỉnh, thành phố", "The whole province";
    YOUR_NAME = "Họ và tên người quản trị", "Administrator's name";
    SET_UP = "Lập sổ", "Set up";
    FULL_NAME = "Họ và tên", "Full name";
    BORN = "Ngày sinh hoặc năm sinh", "Born (date or year)";
    BORN_HINT = "12/3/1958 hoặc 1958", "12/3/1958 or 1958";
    TELEPHONE = "Điện thoại", "Telephone";
    SEX = "Giới tính", "Sex";
    OPTIONAL = "không bắt buộc", "optional";
    NEIGHBOURHOOD = "Khu phố", "Neighbourhood";
    HOUSE = "Số nhà", "House number";
    STREET = "Đường", "Street";
    CONSENT = "Người này đồng ý để Hội lưu thông tin", "This person agrees that the association keeps the data";
    CONSENT_MISSING = "Cần sự đồng ý trước khi lưu.", "Consent is needed before saving.";
    SAVE = "Lưu", "Save";
    SAVED = "Đã lưu trên máy này.", "Saved on this device.";
    CHOOSE = "Chọn…", "Choose…";
    SEARCH_PEOPLE = "Tìm người", "Find a person";
    SEARCH_HINT = "Tên, số thẻ, điện thoại", "Name, card, telephone";
    NOBODY_FOUND = "Không có ai khớp. Thử ít chữ hơn, hoặc ghi danh người mới.", "Nobody fits. Try fewer letters, or register somebody new.";
    PEOPLE_BY_NAME = "người, xếp theo tên", "people, by given name";
    UNSENT = "chưa gửi", "unsent";
    ADD_PERSON = "Ghi danh người mới", "Register somebody";
    QUARTER = "Kỳ", "Quarter";
    READ_BY = "Đọc theo", "Read by";
    AREAS_OF_THEN = "địa bàn của kỳ đó", "areas of that quarter";
    AREAS_OF_TODAY = "địa bàn ngày nay", "areas of today";
    PRINT = "In", "Print";
    MEMBERS = "Hội viên", "Members";
    SHARE = "Tỷ lệ dân số", "Of the population";
    POPULATION = "dân số", "population";
    FAMILIES = "Gia đình đăng ký", "Families registered";
    CLANS = "Dòng họ", "Clans";
    COMMUNITIES = "Khu phố", "Neighbourhoods";
    UNITS = "Đơn vị", "Units";
    CITIZENS = "Công dân học tập", "Learning citizens";
    SCHOLARSHIPS = "Suất học bổng", "Scholarships";
    CHILDREN = "Em được hỗ trợ", "Children supported";
    CLASSES = "Lớp quán triệt văn bản", "Training classes";
    FROM_JANUARY = "từ đầu năm", "since January";
    AREA_COLUMN = "Địa bàn", "Area";
    BY_AREA = "Theo địa bàn", "By area";
    ALL = "Cộng", "Sum";
    SCROLLED_TABLE = "Bảng theo địa bàn, cuộn ngang được", "Table by area, scrolls sideways";
    WAITING = "Việc đang chờ", "What waits";
    TO_SEND = "Thay đổi chưa gửi", "Changes to send";
    TO_MEND = "Mục cần xử lý", "Entries to mend";
    HELD_BACK = "Mục chờ cán bộ xét", "Entries awaiting an officer";
    NO_STORE_TITLE = "Trình duyệt này không giữ được sổ", "This browser cannot keep the ledger";
    NO_STORE = "Mở bằng Chrome hoặc Safari, không ở cửa sổ ẩn danh. Nếu sổ đang mở ở thẻ khác thì đóng thẻ đó rồi tải lại.", "Open it in Chrome or Safari, not in a private window. If the ledger is open in another tab, close that one and reload.";
    RELOAD = "Tải lại", "Reload";
}

/// The language that is spoken now.
pub fn language() -> RwSignal<Language> {
    use_context::<RwSignal<Language>>().unwrap_or_default()
}

/// A word in the language that is spoken.
pub fn say(label: Label) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = language();
    move || label.in_language(language.get())
}

/// What went wrong, and what can be done.
pub fn trouble(trouble: &Trouble, language: Language) -> String {
    let label = match trouble {
        Trouble::Offline => Label(
            "Không có mạng, hoặc máy chủ không trả lời. Thử lại khi có mạng.",
            "No network, or the server does not answer. Try again with a network.",
        ),
        Trouble::Server(code) => server(code),
        Trouble::WrongPin { wait_seconds: 0 } => {
            Label("Mã PIN không đúng. Nhập lại.", "The PIN does not fit. Try again.")
        }
        Trouble::WrongPin { wait_seconds } => {
            return match language {
                Language::Vietnamese => {
                    format!("Mã PIN không đúng. Thử lại sau {wait_seconds} giây.")
                }
                Language::English => {
                    format!("The PIN does not fit. Try again in {wait_seconds} seconds.")
                }
            };
        }
        Trouble::ShortPin => Label("Mã PIN cần từ 6 số.", "The PIN needs 6 digits or more."),
        Trouble::Locked => {
            Label("Sổ đã khoá. Mở lại bằng mã PIN.", "The ledger is locked. Open it with the PIN.")
        }
        Trouble::Refused { code, .. } => domain::text::refusal(*code),
        Trouble::NoStore => NO_STORE,
        Trouble::Full => Label(
            "Máy đã đầy. Xoá bớt ảnh hoặc ứng dụng, rồi lưu lại. Chưa mất gì.",
            "The device is full. Free some space, then save again. Nothing is lost.",
        ),
        Trouble::Damaged => Label(
            "Tệp của sổ bị hỏng. Nối mạng rồi đăng nhập lại để lấy sổ về.",
            "The ledger's file is damaged. Connect and sign in again to fetch it.",
        ),
        Trouble::Failed(_) => Label(
            "Có lỗi trong ứng dụng. Tải lại trang; điều đã lưu vẫn còn.",
            "The app has failed. Reload; what was saved is still there.",
        ),
    };
    label.in_language(language).to_owned()
}

fn server(code: &str) -> Label {
    match code {
        "wrong_password" => Label("Tên hoặc mật khẩu không đúng.", "Login or password do not fit."),
        "short_password" => {
            Label("Mật khẩu cần từ 8 chữ.", "The password needs 8 letters or more.")
        }
        "invitation_void" => Label(
            "Lời mời đã dùng hoặc hết hạn. Xin cán bộ mã mới.",
            "The invitation was used or has expired. Ask the officer for another.",
        ),
        "wrong_set_up_code" => Label(
            "Mã lập sổ không đúng. Lấy địa chỉ mà máy chủ in ra.",
            "The set-up code does not fit. Use the address that the server printed.",
        ),
        "already_set_up" => Label(
            "Sổ đã được lập. Đăng nhập để dùng.",
            "The ledger has been set up. Sign in to use it.",
        ),
        "too_many" => Label(
            "Thử nhiều lần quá. Đợi một phút rồi thử lại.",
            "Too many tries. Wait a minute, then try again.",
        ),
        _ => Label(
            "Máy chủ không nhận yêu cầu này. Thử lại sau.",
            "The server did not take this. Try again later.",
        ),
    }
}
