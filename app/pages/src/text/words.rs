//! The catalogue of words.

use domain::text::Label;

macro_rules! words {
    ($($name:ident = $vi:literal, $en:literal;)*) => { $(pub const $name: Label = Label($vi, $en);)* };
}

words! {
    STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "SOCIALIST REPUBLIC OF VIET NAM";
    MOTTO = "Độc lập - Tự do - Hạnh phúc", "Independence - Freedom - Happiness";
    PAPER_KIND = "BÁO CÁO", "REPORT";
    PAPER_TITLE = "Số liệu giao ban công tác khuyến học", "Review figures of learning promotion,";
    WIPED = "Quyền của máy này đã bị thu hồi, và sổ trên máy đã được xoá. Điều đã ghi đã gửi tới máy chủ, chờ cán bộ xét.", "This device's right was taken and its ledger wiped. What was recorded has reached the server and awaits an officer.";
    DAY_HINT = "Như 23/9/2022", "Like 23/9/2022";
    FAR_DATE = "Ngày này cách xa hôm nay. Nếu đúng thì cứ lưu.", "This date lies far from today. If it is right, save it.";
    ADD_TO_HOUSEHOLD = "Thêm người vào hộ", "Add somebody to the household";
    NO_NEIGHBOURHOODS = "Địa bàn của bạn chưa có khu phố nào. Nhờ cán bộ phường thêm ở Cài đặt, mục Địa bàn.", "Your areas have no neighbourhood yet. Ask the ward's officer to add one in Settings, Areas.";
    REFUSED_TITLE = "Chưa nhận được", "Not taken";
    FINDINGS_TITLE = "Chỗ chưa khớp", "What does not fit";
    FINDINGS_EMPTY = "Các hồ sơ khớp với nhau.", "The records fit together.";
    FINDINGS_WAIT = "chỗ chưa khớp trong hồ sơ", "records that do not fit";
    HELD_HERE_WAIT = "mục chờ bạn xét", "entries await your decision";
    REJECT_SURE = "Không nhận mục này? Máy đã ghi sẽ thấy lý do và có thể gửi lại.", "Not take this entry? Its device is told so, and may send it again.";
    DECIDED = "Đã xét.", "Decided.";
    RESTORED = "Đã khôi phục.", "Restored.";
    NOT_RESTORED = "Chưa khôi phục được. Hồ sơ vẫn còn trong lịch sử.", "Not restored. The record is still in the history.";
    NOT_DELETED = "Chưa xoá được. Mở lại hồ sơ rồi thử lại.", "Not deleted. Open the record again and retry.";
    KEPT_WORD = "giữ lại", "kept";
    RECORDED_ABOVE = "Ghi ở cấp này", "Recorded at this level";
    FETCHING = "Đang lấy sổ về", "Fetching the ledger";
    DEVICE_REVOKED = "Máy này đã bị thu hồi", "This device was revoked";
    TO_MEND = "mục cần xử lý", "to be mended";
    OFFLINE = "Ngoại tuyến", "Offline";
    ALL_SENT = "Đã gửi hết", "All sent";
    CHANGES_UNSENT = "thay đổi chưa gửi", "changes unsent";
    LAST = "lần cuối", "last";
    VIETNAMESE = "Tiếng Việt", "Tiếng Việt";
    ENGLISH = "English", "English";
    PRODUCT = "Sổ Khuyến học", "Sổ Khuyến học";
    TO_CONTENT = "Tới nội dung", "Skip to content";
    PAGES = "Các trang chính", "Main pages";
    HOME = "Trang đầu", "Home";
    PEOPLE = "Người", "People";
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
    BORN_HINT = "12/3/1958 hoặc 1958", "12/3/1958 or 1958";
    OPTIONAL = "không bắt buộc", "optional";
    NEIGHBOURHOOD = "Khu phố", "Neighbourhood";
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
    HELD_BACK = "Mục chờ cán bộ xét", "Entries awaiting an officer";
    NO_STORE_TITLE = "Trình duyệt này không giữ được sổ", "This browser cannot keep the ledger";
    NO_STORE = "Mở bằng Chrome hoặc Safari, không ở cửa sổ ẩn danh. Nếu sổ đang mở ở thẻ khác thì đóng thẻ đó rồi tải lại.", "Open it in Chrome or Safari, not in a private window. If the ledger is open in another tab, close that one and reload.";
    RELOAD = "Tải lại", "Reload";

    // Bars and frame
    ENTRIES = "Sổ sách", "Records";
    FAMILIES_PAGE = "Gia đình", "Families";
    EVENTS_PAGE = "Sự kiện", "Events";
    SUBJECTS_PAGE = "Đăng ký", "Registrations";
    SETTINGS = "Cài đặt", "Settings";
    BACK = "Quay lại", "Back";
    EDIT = "Sửa", "Edit";
    DELETE = "Xoá", "Delete";
    CANCEL = "Thôi", "Cancel";
    UNDO = "Hoàn tác", "Undo";
    OTHER_TAB_SILENT = "Sổ đang mở ở thẻ khác, và thẻ đó không trả lời. Đóng thẻ đó; thẻ này tự mở tiếp.", "The ledger is open in another tab that does not answer. Close that tab; this one then goes on by itself.";
    REVOKED = "Máy này đã bị thu hồi quyền. Điều đã ghi vẫn được gửi, rồi sổ trên máy được xoá.", "This device was revoked. What was recorded is still sent, then the ledger is wiped from it.";
    NOT_HERE = "Mục này không có trên máy. Có thể đã xoá, hoặc ở ngoài địa bàn được giao.", "This entry is not on the device. It may be deleted, or lie outside the areas given.";
    ONLY_A_CARD = "Hồ sơ này thuộc địa bàn khác; ở đây chỉ có thẻ tóm tắt.", "This record belongs to another area; only its card is here.";

    // Cover
    FORGOT_PIN = "Quên mã PIN", "Forgot the PIN";
    FORGOT_TITLE = "Quên mã PIN", "Forgot the PIN";
    FORGOT_HINT = "Cần mạng. Nhập mật khẩu và đặt mã mới; điều chưa gửi vẫn còn.", "Needs a network. Enter the password and choose another PIN; what is unsent is kept.";
    SHOW_PASSWORD = "Hiện mật khẩu", "Show the password";
    CHAT_TITLE = "Mở sổ bằng Chrome hoặc Safari", "Open the ledger in Chrome or Safari";
    CHAT_TEXT = "Trang này đang mở bên trong một ứng dụng nhắn tin, nơi sổ không được giữ lại. Chép địa chỉ dưới đây, mở Chrome (Android) hoặc Safari (iPhone), dán vào rồi mở.", "This page is open inside a chat app, where the ledger would not be kept. Copy the address below, open Chrome (Android) or Safari (iPhone), paste it and open.";
    COPY_ADDRESS = "Chép địa chỉ", "Copy the address";
    COPIED = "Đã chép.", "Copied.";

    // Home
    NOTHING_WAITS = "Không có việc nào đang chờ.", "Nothing waits.";
    CONFLICTS_WAIT = "chỗ ghi khác nhau", "places written in two ways";
    REFUSED_WAIT = "mục chưa nhận được", "entries not taken";
    HELD_WAIT = "mục của máy này chờ cán bộ xét", "entries of this device await an officer";
    BEGUN_FORM = "Phiếu ghi dở", "Unfinished form";
    RESCUED_WAIT = "mục cần ghi lại sau khi khôi phục máy chủ", "entries to enter again after the server was restored";
    UNSENT_WAIT = "thay đổi chưa gửi", "changes unsent";
    REGISTER_FAMILY = "Ghi danh gia đình", "Register a family";
    CHECK_IN = "Điểm danh", "Check in";
    THIS_QUARTER = "Số liệu giao ban", "Review figures";
    PEOPLE_HERE = "người trong sổ", "people in the ledger";

    // Register
    HOME_PART = "Nhà", "Home";
    PERSON_PART = "Người", "Person";
    HEAD_PERSON = "Chủ hộ", "Head of the household";
    ANOTHER_PERSON = "Thêm người trong nhà", "Add somebody of the house";
    REMOVE_PERSON = "Bỏ người này", "Remove this person";
    FAMILY_REGISTERS = "Đăng ký Gia đình học tập năm", "Registers as a learning family of";
    CONSENT_ALL = "Mọi người ghi ở trên đồng ý để Hội lưu thông tin (trẻ em: cha mẹ đồng ý)", "Everybody named above agrees that the association keeps the data (for children: a parent)";
    SAVED_FAMILY = "Đã lưu trên máy này.", "Saved on this device.";
    DRAFT_KEPT = "Điều đang ghi được giữ trên máy này, chưa gửi đi đâu.", "What is typed is kept on this device and sent nowhere.";
    DROP_FORM = "Bỏ phiếu này", "Drop this form";
    DROP_FORM_SURE = "Bỏ những gì đã ghi trong phiếu?", "Drop what was typed into the form?";
    SIMILAR = "Có thể đã có trong sổ", "Perhaps already in the ledger";

    // Lists
    SEARCH_FAMILIES = "Tìm gia đình", "Find a family";
    SEARCH_FAMILIES_HINT = "Số nhà, đường, chủ hộ", "House, street, head";
    FAMILIES_BY_PLACE = "gia đình, xếp theo nơi ở", "families, by place";
    NO_FAMILY_FOUND = "Không có gia đình nào khớp. Thử ít chữ hơn, hoặc ghi danh gia đình mới.", "No family fits. Try fewer letters, or register a new one.";
    ONLY_MISSING = "Chưa đăng ký", "Not registered";
    REGISTERED = "đã đăng ký", "registered";
    NOT_REGISTERED = "chưa đăng ký", "not registered";
    MODEL = "Mô hình", "Model";
    YEAR = "Năm", "Year";
    SEARCH = "Tìm", "Find";
    REGISTER_NOW = "Ghi đăng ký", "Record the registration";
    REGISTERED_NOW = "Đã ghi đăng ký.", "Registration recorded.";
    NOBODY_LISTED = "Không có ai ở đây.", "Nobody is listed here.";

    // Events
    NEW_EVENT = "Thêm sự kiện", "Add an event";
    NO_EVENTS = "Chưa có sự kiện nào. Cán bộ thêm sự kiện, rồi điểm danh bằng tên hoặc số thẻ.", "No events yet. An officer adds one; people are then checked in by name or card.";
    PRESENT = "có mặt", "present";
    ON_LIST = "trong danh sách", "on the list";
    FIND_GUEST = "Tìm người để điểm danh", "Find somebody to check in";
    MARK_PRESENT = "Có mặt", "Present";
    MARK_ABSENT = "Bỏ điểm danh", "Undo check-in";
    NOBODY_CHECKED_IN = "Chưa điểm danh ai. Gõ tên, số thẻ hoặc điện thoại để tìm.", "Nobody is checked in yet. Type a name, card or telephone.";

    // Records
    RELATED = "Liên quan", "Related";
    HISTORY = "Lịch sử", "History";
    HISTORY_NEEDS_NETWORK = "Lịch sử được hỏi máy chủ, nên cần mạng.", "The history is asked of the server and needs a network.";
    NEW_ENTRY = "Ghi mục mới", "Record something new";
    DELETE_SURE = "Xoá mục này? Lịch sử vẫn giữ lại ai đã ghi và ai đã xoá.", "Delete this entry? The history keeps who wrote and who deleted it.";
    DELETED = "Đã xoá.", "Deleted.";
    DELETED_WORD = "đã xoá", "deleted";
    NOTHING_CHANGED = "Chưa có gì thay đổi.", "Nothing was changed.";
    CHANGE_CHOICE = "Chọn lại", "Choose again";
    NONE_FITS = "Không có mục nào khớp.", "Nothing fits.";
    REVERSE = "Huỷ khoản này", "Reverse this entry";
    EMPTY_VALUE = "để trống", "left empty";

    // Work
    CONFLICTS_PAGE = "Hai cách ghi", "Written in two ways";
    DECISIONS_PAGE = "Chờ quyết định", "To decide";
    SAW = "Lúc ghi đang là:", "What stood there:";
    WRITTEN_FIRST = "Ghi trước", "Written first";
    WRITTEN_LATER = "Ghi sau", "Written later";
    WRITE_OTHERWISE = "Ghi cách khác", "Write it otherwise";
    BY_RULE = "Chọn theo quy tắc", "Choose by a rule";
    BY_RULE_SURE = "Chọn theo quy tắc này ở mọi chỗ mà quy tắc chọn được? Hoàn tác được ngay sau đó, và cách không chọn vẫn còn trong lịch sử.", "Choose by this rule wherever it decides? It can be undone at once, and what is not chosen stays in the history.";
    CHOOSE_BY_RULE = "Chọn", "Choose";
    RULE_DECIDES = "Quy tắc chọn được", "The rule decides";
    REST_IS_LEFT = "Chỗ còn lại để bạn chọn.", "The rest is left to you.";
    NOT_SETTLED = "Chưa chọn được. Thử lại.", "Not chosen. Try again.";
    NOT_ALL_SETTLED = "Chỉ chọn được một phần. Phần còn lại vẫn trong danh sách.", "Only a part was chosen. The rest is still in the list.";
    TAKEN_BACK = "Đã trả lại như cũ.", "Taken back.";
    NOT_TAKEN_BACK = "Chưa trả lại được hết. Mở lịch sử của hồ sơ để lấy lại.", "Not all was taken back. Open the record's history to take it again.";
    NOT_KNOWN_HERE = "mục ở nơi khác", "an entry of elsewhere";
    HISTORY_OF = "Lịch sử của", "History of";
    EVERY_FIELD = "mọi trường", "every field";
    TAKE_AGAIN = "Lấy lại", "Take again";
    PUT_BACK = "Khôi phục mục này", "Restore this entry";
    DISPUTED = "ghi hai cách", "written in two ways";
    CONFLICTS_EMPTY = "Không có chỗ nào ghi hai cách.", "Nothing is written in two ways.";
    CONFLICTS_FOOT = "Cách không chọn vẫn còn trong lịch sử, đổi lại được.", "What is not chosen stays in the history and can be taken again.";
    IN_USE = "đang dùng", "in use";
    KEEP_THIS = "Giữ cách này", "Keep this";
    TAKE_THIS = "Lấy cách này", "Take this";
    SETTLED = "Đã chọn.", "Chosen.";
    ONLY_OFFICERS = "Cán bộ của địa bàn chọn.", "An officer of the area chooses.";
    RECORD_IS_THERE = "Giữ mục này", "The entry stays";
    RECORD_IS_GONE = "Xoá mục này", "The entry is deleted";
    OPEN_RECORD = "Mở hồ sơ", "Open the record";
    PROBLEMS_PAGE = "Cần xử lý", "To be mended";
    PROBLEMS_EMPTY = "Mọi mục đã gửi đều được nhận.", "Every entry that was sent was taken.";
    MEND = "Sửa rồi gửi lại", "Correct and send again";
    HAND_OVER = "Giao cán bộ", "Hand over to an officer";
    HAND_OVER_SURE = "Giao mục này cho cán bộ phụ trách? Cán bộ sẽ thấy điều bạn đã ghi và lý do chưa nhận, rồi nhận, ghi thay, hoặc trả lại.", "Hand this entry over to the responsible officer? He sees what you wrote and why it was not taken, and accepts it, records it himself, or gives it back.";
    HANDING_OVER = "Đang giao cán bộ, chờ gửi", "To be handed over, not sent yet";
    WITH_AN_OFFICER = "Đã giao, chờ cán bộ xem", "Handed over, an officer will look at it";
    EXPORT = "Xuất ra tệp", "Export to a file";
    EXPORT_NAME = "can-xu-ly", "to-be-mended";
    EXPORTED = "Đã xuất ra tệp. Tệp có dữ liệu cá nhân: chỉ giao cho người có trách nhiệm.", "Exported. The file holds personal data: give it to nobody but those responsible.";
    NOT_EXPORTED = "Chưa xuất được ra tệp. Thử lại.", "Not exported. Try again.";
    COLUMN_KIND = "Loại", "Kind";
    COLUMN_RECORD = "Mục", "Entry";
    COLUMN_SAID = "Điều đã ghi", "What was written";
    COLUMN_REASON = "Lý do chưa nhận", "Why it was not taken";
    COLUMN_MADE = "Ghi lúc", "Written at";
    ENTER_MYSELF = "Sửa rồi ghi thay", "Correct and record it";
    ENTERED = "Đã ghi, và đã báo cho người ghi đầu.", "Recorded, and its first author is told.";
    ENTERED_UNTOLD = "Đã ghi. Chưa báo được cho người ghi đầu: khi có mạng, mở mục này và chọn Không nhận.", "Recorded. Its first author could not be told: with a network, open the entry and choose Reject.";
    STILL_NOT_TAKEN = "Sổ chung vẫn chưa nhận được:", "The shared ledger still cannot take it:";
    DROP_REFUSED = "Bỏ mục này", "Drop this entry";
    DROP_SURE = "Bỏ hẳn mục này? Điều đã ghi sẽ không còn trên máy.", "Drop this entry for good? What was written will be gone from the device.";
    HELD_TITLE = "Chờ cán bộ xét", "Awaiting an officer";
    HELD_EMPTY = "Không có mục nào chờ xét.", "No entries await a decision.";
    ACCEPT = "Nhận", "Accept";
    REJECT = "Không nhận", "Reject";
    RESCUED_TITLE = "Ghi lại sau khi khôi phục", "To enter again after a restore";
    ENTER_AGAIN = "Ghi lại", "Enter again";
    LET_GO = "Không cần", "Not needed";

    // Sync page
    SENDING_PAGE = "Việc gửi", "Sending";
    SYNC_NOW = "Gửi và nhận ngay", "Send and fetch now";
    OLDEST_UNSENT = "Mục chưa gửi lâu nhất", "Oldest unsent entry";
    LAST_SYNC = "Lần gửi nhận cuối", "Last sync";
    NEVER = "chưa lần nào", "never";
    CLOCK_WRONG = "Đồng hồ máy này sai; giờ ghi được chỉnh theo máy chủ. Nên chỉnh lại đồng hồ.", "This device's clock is wrong; times are corrected by the server's. Please set it right.";
    DAY_UNSENT = "Có mục chưa gửi quá một ngày. Tìm nơi có mạng, hoặc nhờ máy khác mang giúp.", "Something has been unsent for more than a day. Find a network, or let another device carry it.";
    STORAGE = "Chỗ chứa", "Storage";
    STORAGE_KEPT = "Trình duyệt hứa giữ sổ này.", "The browser promises to keep this ledger.";
    STORAGE_NOT_KEPT = "Trình duyệt có thể xoá sổ khi máy đầy. Cài ứng dụng vào màn hình chính để được giữ chắc hơn.", "The browser may delete the ledger when the device is full. Install the app to the home screen to keep it safer.";
    STORAGE_USED = "đã dùng", "used";
    STORAGE_OF = "trong", "of";

    // Settings
    LANGUAGE = "Ngôn ngữ", "Language";
    THEME = "Màu nền", "Colours";
    THEME_SYSTEM = "Theo máy", "As the device";
    THEME_LIGHT = "Sáng", "Light";
    THEME_DARK = "Tối", "Dark";
    CHANGE_PIN = "Đổi mã PIN", "Change the PIN";
    PIN_CHANGED = "Đã đổi mã PIN.", "The PIN was changed.";
    MY_ROLES = "Vai trò", "Roles";
    ACCOUNTS = "Tài khoản và quyền", "Accounts and rights";
    AREAS = "Địa bàn", "Areas";
    ADD_ACCOUNT = "Thêm người làm việc với sổ", "Add somebody who works with the ledger";
    ACCOUNT_NAME = "Họ và tên", "Full name";
    ROLE = "Vai trò", "Role";
    GIVE_ROLE = "Giao vai trò", "Give the role";
    TAKE_ROLE = "Thôi vai trò", "End the role";
    TAKE_ROLE_SURE = "Thôi giao vai trò này? Máy của người đó sẽ trả lại dữ liệu của địa bàn.", "End this role? The person's devices will give up the area's data.";
    INVITE_AGAIN = "Lời mời hoặc mật khẩu mới", "Invitation or new password";
    INVITATION_HINT = "Gửi địa chỉ này, hoặc cho quét mã. Dùng một lần, trong vài ngày.", "Send this address, or let it be scanned. Good once, for a few days.";
    DEVICES = "Thiết bị", "Devices";
    NO_DEVICES = "Chưa có máy nào.", "No device yet.";
    REVOKE = "Thu hồi", "Revoke";
    REVOKE_SURE = "Thu hồi máy này? Điều đã ghi trên đó vẫn được gửi, chờ cán bộ xét, rồi sổ trên máy được xoá.", "Revoke this device? What was recorded there is still sent and awaits an officer; then its ledger is wiped.";
    REVOKED_WORD = "đã thu hồi", "revoked";
    SINCE_WORD = "từ", "since";
    CLOSED = "đã đóng", "closed";
    ADD_AREA = "Thêm địa bàn", "Add an area";
    AREA_NAME = "Tên địa bàn", "Name of the area";
    AREA_PARENT = "Thuộc", "Part of";
    AREA_ADDED = "Đã thêm địa bàn.", "Area added.";
    VERSION = "Bản", "Version";
    NO_RIGHTS = "Chưa được giao vai trò nào.", "No role yet.";

    CADRES = "Cán bộ, công chức, viên chức đăng ký", "Cadres registered";
    AWARDS = "Khen thưởng", "Awards";

    // Behind a figure
    BEHIND_NONE = "Không có mục nào.", "No entries.";
    BEHIND_ROWS = "mục", "entries";
    WHOLE_AREA = "cả địa bàn", "the whole area";
}
