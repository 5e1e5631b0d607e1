//! Words about citizens who register themselves.

use domain::text::{Language, whole};

words! {
    SIGN_UPS_PAGE = "Người dân tự ghi danh", "Citizens register themselves";
    SIGN_UPS_WAIT = "lời tự ghi danh chờ xét", "own registrations await a decision";
    SIGN_UPS_WAITING = "Chờ xét", "To be decided";
    NO_SIGN_UPS = "Không có ai chờ.", "Nobody waits.";
    SIGN_UP_NOT_YOURS = "Cán bộ Hội xét các lời tự ghi danh. Bạn có thể mở bàn ghi danh ở dưới.", "Officers decide on own registrations. You can open the registration desk below.";
    POSTERS = "Lời mời bằng mã QR", "Invitations by QR code";
    POSTERS_MEAN = "Dán ở nhà văn hoá, gửi qua Zalo: người dân quét mã, điền thông tin của mình; không ai thấy thông tin của người khác.", "Put it up or send it: citizens scan the code and fill in their own data; nobody sees another's.";
    NO_POSTERS = "Chưa có lời mời nào.", "No invitation yet.";
    NEW_POSTER = "Lời mời mới", "New invitation";
    POSTER_TITLE_HINT = "Người dân đọc dòng này đầu tiên. Như: Tháng khuyến học, Phường 4", "Citizens read this line first. Like: Month of learning, Ward 4";
    POSTER_AREA = "Nhận người ở", "For people living in";
    POSTER_OPEN = "Đang nhận", "Open";
    POSTER_CLOSED = "Đã đóng", "Closed";
    POSTER_FULL = "Đã đủ người", "Full";
    CLOSE_POSTER = "Đóng lời mời", "Close the invitation";
    CLOSE_POSTER_SURE = "Đóng lời mời này?", "Close this invitation?";
    CLOSE_POSTER_MEANS = "Ai quét mã sau đó sẽ đọc rằng đã hết hạn.", "Whoever scans it afterwards reads that it has ended.";
    OPEN_AGAIN = "Mở lại 30 ngày", "Open again for 30 days";
    PRINT_POSTER = "In tờ mời", "Print the poster";
    ADDRESS_COPIED = "Đã chép.", "Copied.";
    SCAN_ME = "Quét mã bằng máy ảnh điện thoại để ghi danh", "Scan with a telephone's camera to register";
    NOT_SENT_POSTER = "Mã dùng được sau khi lời mời đã gửi lên máy chủ.", "The code works once the invitation has reached the server.";
    KIOSK = "Bàn ghi danh", "Registration desk";
    KIOSK_MEANS = "Chuyền máy này từ tay người này sang người khác. Mỗi người điền rồi gửi; người sau không thấy gì của người trước. Ra khỏi bàn thì máy khoá, mở lại bằng PIN.", "Pass this device from hand to hand. Each fills in and sends; nobody sees anything of the one before. Leaving locks it; the PIN opens it.";
    OPEN_KIOSK = "Mở bàn ghi danh", "Open the desk";
    END_KIOSK = "Kết thúc", "End";
    END_KIOSK_SURE = "Kết thúc bàn ghi danh?", "End the registration desk?";
    END_KIOSK_MEANS = "Máy sẽ khoá. Người có PIN mở lại.", "The device locks. Whoever has the PIN opens it.";
    KIOSK_HELLO = "Mời bạn tự ghi danh", "Please register yourself";
    KIOSK_THANKS = "Đã nhận. Cảm ơn bạn!", "Received. Thank you!";
    KIOSK_THANKS_MEAN = "Cán bộ Hội sẽ xem và ghi vào sổ.", "An officer will look at it and record it.";
    CLEAR_KIOSK = "Xoá hết, ghi lại", "Clear all";
    CLEAR_KIOSK_SURE = "Xoá hết những gì vừa ghi trên tờ này?", "Clear all that was typed on this sheet?";
    NEXT_PERSON = "Người tiếp theo", "Next person";
    SEND = "Gửi", "Send";
    DECIDE_SIGN_UP = "Xét lời tự ghi danh", "Decide on a registration";
    SAID_AT = "Gửi lúc", "Sent at";
    WISHES_LEARNING = "Đăng ký Công dân học tập", "Registers as learning citizen";
    WISHES_TO_JOIN = "Muốn vào Hội: kết nạp ở trang của người này sau khi ghi", "Wishes to join: admit on the person's page once recorded";
    NEW_HOUSEHOLD = "Hộ mới", "A new household";
    NO_HOUSEHOLD = "Chưa thuộc hộ nào (không giữ số nhà, đường)", "No household yet (house and street are not kept)";
    NOT_LOCKED = "Chưa khoá được máy. Thử lại.", "Not locked. Try again.";
    RECORD_SIGN_UP = "Ghi vào sổ", "Record";
    IS_THIS_PERSON = "Là người này", "It is this person";
    ON_RECORD_ALREADY = "Có thể đã có trong sổ", "Maybe on record already";
    REJECT_SIGN_UP = "Không nhận", "Do not take";
    REJECT_SIGN_UP_SURE = "Không nhận lời tự ghi danh này?", "Not take this registration?";
    REJECT_SIGN_UP_MEANS = "Thông tin của người này sẽ được xoá và không lấy lại được.", "What this person said is deleted for good.";
    SIGN_UP_DECIDED = "Đã xét", "Decided";
    SIGN_UP_GONE = "Lời này đã được xét, hoặc không có trên máy.", "This was decided upon, or is not on this device.";
}

/// `12 / 500 người`: how many have registered by a poster, of how many it takes.
pub fn registered_of(registered: u64, most: u64, language: Language) -> String {
    let (registered, most) = (whole(registered as i64), whole(most as i64));
    match language {
        Language::Vietnamese => format!("{registered} / {most} người"),
        Language::English => format!("{registered} of {most} people"),
    }
}
