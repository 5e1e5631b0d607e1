//! What went wrong, as a person reads it: what is, and what can be done.

use domain::answer::HeldFor;
use domain::text::{Label, Language};

use super::NO_STORE;
use letters::Trouble;

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
        Trouble::Wait { seconds } => {
            return match language {
                Language::Vietnamese => format!("Đợi {seconds} giây rồi nhập mã PIN."),
                Language::English => format!("Wait {seconds} seconds, then enter the PIN."),
            };
        }
        Trouble::ShortPin => Label("Mã PIN cần từ 6 số.", "The PIN needs 6 digits or more."),
        Trouble::Locked => {
            Label("Sổ đã khoá. Mở lại bằng mã PIN.", "The ledger is locked. Open it with the PIN.")
        }
        Trouble::Refused { code, .. } => domain::text::refusal(*code),
        Trouble::NoStore => NO_STORE,
        Trouble::Busy => Label(
            "Sổ đang mở ở một thẻ khác chưa đóng hẳn. Đóng thẻ đó rồi tải lại.",
            "The ledger is still open in another tab. Close that one and reload.",
        ),
        Trouble::OtherBuild => Label(
            "Thẻ khác đang chạy bản cũ của ứng dụng. Đóng thẻ đó rồi tải lại; điều đã lưu vẫn còn.",
            "Another tab runs a former version of the app. Close it and reload; what was saved is still there.",
        ),
        Trouble::NewerFile => Label(
            "Sổ trên máy này đã được bản mới hơn mở. Tải lại trang để dùng bản mới.",
            "A newer version has opened the ledger on this device. Reload to use it.",
        ),
        Trouble::Full => Label(
            "Máy đã đầy. Xoá bớt ảnh hoặc ứng dụng, rồi lưu lại. Chưa mất gì.",
            "The device is full. Free some space, then save again. Nothing is lost.",
        ),
        Trouble::BadImage => Label(
            "Sổ tải về bị hỏng giữa đường; máy tự tải lại. Điều chưa gửi vẫn còn.",
            "The ledger was damaged on its way; the device fetches it anew. What is unsent is kept.",
        ),
        Trouble::Damaged | Trouble::NotKept => Label(
            "Tệp của sổ bị hỏng. Nối mạng rồi đăng nhập lại để lấy sổ về.",
            "The ledger's file is damaged. Connect and sign in again to fetch it.",
        ),
        Trouble::PinLost => Label(
            "Trình duyệt đã mất khoá của mã PIN. Chọn “Quên mã PIN” và đăng nhập bằng mật khẩu: sổ và điều chưa gửi vẫn còn.",
            "The browser has lost the key of the PIN. Choose “Forgot the PIN” and sign in by password: the ledger and what is unsent are still there.",
        ),
        Trouble::PhotosDamaged => Label(
            "Tệp ảnh trên máy này bị hỏng và đã được lập lại. Ảnh chưa gửi có thể đã mất: xem lại các ảnh vừa chụp.",
            "The file of photos on this device was damaged, and was made anew. Photos that were not sent may be lost: look at those taken lately.",
        ),
        Trouble::NotHere => Label(
            "Ảnh chưa có trên máy này, và máy chủ cũng chưa nhận được. Thử lại sau.",
            "The photo is not on this device, and the server does not have it yet. Try again later.",
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
        "bad_name" => Label(
            "Tên còn trống hoặc dài quá 120 chữ. Sửa lại.",
            "A name is empty or longer than 120 letters. Correct it.",
        ),
        "earlier_held" => Label(
            "Một mục đi trước của cùng máy đang chờ xét. Xét mục đó trước.",
            "An earlier entry of the same device awaits a decision. Decide that one first.",
        ),
        "no_standing" => Label(
            "Máy này không còn được dùng với sổ. Điều đã ghi vẫn được gửi; xin cán bộ cấp lại.",
            "This device may no longer use the ledger. What was recorded is still sent; ask an officer.",
        ),
        "server_full" => Label(
            "Ổ đĩa của máy chủ đã đầy hoặc không ghi được. Báo người quản trị máy chủ. Điều đã ghi vẫn nằm trên máy này và sẽ tự gửi.",
            "The server's disk is full or cannot be written. Tell whoever runs the server. What was recorded stays on this device and is sent by itself.",
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

/// Why the server holds a change.
pub const fn held_for(reason: HeldFor) -> Label {
    match reason {
        HeldFor::RightTaken => Label(
            "Người ghi không còn quyền ở địa bàn này.",
            "Its author no longer has the right here.",
        ),
        HeldFor::DeviceRevoked => {
            Label("Máy ghi mục này đã bị thu hồi.", "The device that made it was revoked.")
        }
        HeldFor::DeviceUnknown => Label(
            "Sổ chung chưa biết máy này, vì vừa được khôi phục.",
            "The shared ledger does not know the device: it was restored.",
        ),
        HeldFor::RecordMissing => Label(
            "Mục gốc chưa có trong sổ chung.",
            "The shared ledger does not have the original entry.",
        ),
        HeldFor::KindUnknown => Label(
            "Máy chủ chưa biết loại mục này.",
            "The server does not know this kind of entry yet.",
        ),
        HeldFor::Contradicted => Label(
            "Mục này trái với điều đã ghi sau khi khôi phục.",
            "It contradicts what was recorded since the restore.",
        ),
        HeldFor::HandedOver(_) => Label(
            "Người ghi nhờ cán bộ xem. Máy chủ đã không nhận vì:",
            "Its author asks an officer to look at it. The server did not take it, since:",
        ),
        HeldFor::Behind => Label(
            "Mục đi trước của cùng máy đang chờ xét.",
            "An earlier entry of the same device awaits a decision.",
        ),
    }
}

/// Why work that was sent is not in the ledger yet, for its author.
pub const fn waits_for(reason: HeldFor) -> Label {
    match reason {
        HeldFor::RightTaken => Label(
            "Đã gửi. Bạn không còn quyền ở địa bàn này, nên mục này chờ cán bộ xét.",
            "Sent. You no longer have the right here, so it awaits an officer.",
        ),
        HeldFor::DeviceRevoked => Label(
            "Đã gửi. Máy này đã bị thu hồi, nên mục này chờ cán bộ xét.",
            "Sent. This device was revoked, so it awaits an officer.",
        ),
        HeldFor::DeviceUnknown => Label(
            "Đã gửi. Sổ chung vừa được khôi phục và chưa biết máy này; mục này được nhận khi cán bộ cho máy vào lại.",
            "Sent. The shared ledger was restored and does not know this device; it is taken once an officer lets the device in again.",
        ),
        HeldFor::RecordMissing => Label(
            "Đã gửi. Được nhận khi mục gốc có lại trong sổ chung.",
            "Sent. It is taken once the shared ledger has the original entry again.",
        ),
        HeldFor::KindUnknown => Label(
            "Đã gửi. Được nhận khi máy chủ lên bản mới.",
            "Sent. It is taken once the server is on the new version.",
        ),
        HeldFor::Contradicted => Label(
            "Đã gửi. Trái với điều đã ghi sau khi khôi phục, nên chờ cán bộ xét.",
            "Sent. It contradicts what was recorded since the restore, so it awaits an officer.",
        ),
        HeldFor::Behind => {
            Label("Đã gửi. Chờ mục ghi trước nó.", "Sent. It waits for the entry before it.")
        }
        HeldFor::HandedOver(_) => {
            Label("Đã giao, chờ cán bộ xem.", "Handed over, awaiting an officer.")
        }
    }
}
