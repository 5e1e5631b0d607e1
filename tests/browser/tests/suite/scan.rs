//! A citizen's card before the camera, and on a photo, fills in the form at the door.

use browser::{Browser, HOME, Server};
use domain::id::RecordId;
use domain::identity::member_code;
use qrcode::{Color, QrCode};

const CARD: &str = "079158000123|280123456|Đoàn Thị Quét Thẻ|12031958|Nữ|25/12 Út Tịch, Phường 4, Tân Bình, TP. Hồ Chí Minh|02012022";

const WIDTH: usize = 640;
const HEIGHT: usize = 480;

/// What a camera sees of a code: grey points, row by row.
fn picture(text: &str) -> Vec<u8> {
    const POINTS: usize = 5;
    let code = QrCode::new(text).unwrap();
    let (modules, across) = (code.to_colors(), code.width());
    let mut grey = vec![235; WIDTH * HEIGHT];
    let (left, top) = ((WIDTH - across * POINTS) / 2, (HEIGHT - across * POINTS) / 2);
    for (place, module) in modules.into_iter().enumerate() {
        let dark = if module == Color::Dark { 16 } else { 235 };
        for point in 0..POINTS * POINTS {
            let x = left + place % across * POINTS + point % POINTS;
            let y = top + place / across * POINTS + point / POINTS;
            grey[y * WIDTH + x] = dark;
        }
    }
    grey
}

/// The points as a picture file that every browser reads (BMP).
fn file(grey: &[u8]) -> Vec<u8> {
    let number = |number: usize| u32::try_from(number).unwrap().to_le_bytes();
    let mut file = b"BM".to_vec();
    file.extend(number(54 + 3 * grey.len()));
    file.extend(number(0));
    file.extend(number(54));
    for part in [40, WIDTH, HEIGHT, 1 | 24 << 16, 0, 3 * grey.len(), 2835, 2835, 0, 0] {
        file.extend(number(part));
    }
    // From the last row up.
    let rows = grey.chunks(WIDTH).rev().flatten();
    file.extend(rows.flat_map(|grey| [*grey; 3]));
    file
}

#[tokio::test]
async fn a_card_before_the_camera_fills_in_the_form_once_its_holder_has_agreed() {
    let server = Server::start();
    let volunteer = Browser::open_seeing("scanning", WIDTH, &picture(CARD)).await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.presses(".person-part .button--small").await;
    volunteer.reads_in("dialog[open]", "Đoàn Thị Quét Thẻ").await;
    volunteer.reads_in("dialog[open]", "079 ••• ••• 123").await;
    volunteer.has_no_barriers("a card that was scanned").await;
    // Who does not agree is not kept, not as a draft either.
    volunteer.sees("dialog[open] .button--main:disabled").await;
    volunteer.opens(&server, "/").await;
    volunteer.sees(".figure").await;
    assert!(!volunteer.text("main").await.contains("Phiếu ghi dở"));

    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.presses(".person-part .button--small").await;
    volunteer.presses("label.choice:has(#the-dong-y)").await;
    volunteer.presses("dialog[open] .button--main").await;
    for (field, says) in [
        ("#p0-name", "Đoàn Thị Quét Thẻ"),
        ("#p0-birth", "12/3/1958"),
        ("#p0-citizen_id", "079158000123"),
        ("#house", "25/12"),
        ("#street", "Út Tịch"),
    ] {
        volunteer.has_value(field, says).await;
    }
    volunteer.types("#p0-birth", "12/3/1959").await;
    volunteer.reads("Số định danh không khớp năm sinh").await;
    volunteer.types("#p0-birth", "12/3/1958").await;
    volunteer.chooses("#kp", HOME).await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.sees(".notice--ok").await;
    volunteer.opens_person(&server, "quet+the").await;
    volunteer.reads("079 ••• ••• 123").await;
    // In the form it does not stand whole either, and stays when something else is edited.
    volunteer.presses(".person__deeds a[href$='/sua']").await;
    volunteer.reads_in(".kept-number", "079 ••• ••• 123").await;
    volunteer.has_value("#citizen_id", "").await;
    volunteer.types("#phone", "0903000333").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.reads("0903 000 333").await;
    volunteer.reads("079 ••• ••• 123").await;
    assert!(!volunteer.text("main").await.contains("Hiện cả số"), "a volunteer only recognises it");
    volunteer.sends_all(&server).await;
    let officer = Browser::open("whole-number").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens_person(&server, "quet+the").await;
    officer.presses("dl .button").await;
    officer.reads("079158000123").await;
    officer.close().await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_photo_of_a_card_does_where_there_is_no_camera() {
    let server = Server::start();
    let volunteer = Browser::open("photographed").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    let photo = |name: &str, text: &str| {
        let path = server.folder().join(name);
        std::fs::write(&path, file(&picture(text))).unwrap();
        path.display().to_string()
    };
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.presses(".person-part .button--small").await;
    volunteer.reads("Không mở được máy ảnh").await;
    let other = photo("bank.bmp", "00020101021138540010A00000072701240006970436");
    volunteer.sees("#anh-the").await.send_keys(&other).await.unwrap();
    volunteer.reads("Mã này không phải của thẻ căn cước").await;
    let card = photo("card.bmp", CARD);
    volunteer.sees("#anh-the").await.send_keys(&card).await.unwrap();
    volunteer.presses("label.choice:has(#the-dong-y)").await;
    // Least data: the number need not be kept.
    volunteer.presses("label.choice:has(#the-so)").await;
    volunteer.presses("dialog[open] .button--main").await;
    volunteer.has_value("#p0-name", "Đoàn Thị Quét Thẻ").await;
    assert!(!volunteer.shows("#p0-citizen_id").await);
    volunteer.close().await;
}

#[tokio::test]
async fn whoever_holds_his_members_card_before_the_camera_is_checked_in() {
    let server = Server::start();
    let officer = Browser::open("calling").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/ghi/event").await;
    officer.types("#name", "Lớp tập huấn quét thẻ").await;
    officer.chooses("#form", "Lớp tập huấn, quán triệt").await;
    officer.types("#area", "khu pho 2").await;
    officer.presses(".picker__choice").await;
    officer.types("#held_on", "24/11/2026").await;
    officer.presses("button[form=ghi]").await;
    officer.sends_all(&server).await;
    officer.opens(&server, "/nguoi?hoi-vien=1").await;
    officer.presses(".people .row:first-child a").await;
    officer.sees(".record").await;
    let address = officer.client.current_url().await.unwrap();
    let id = address.path().rsplit('/').next().unwrap().parse().unwrap();
    let name = officer.text("h1").await;
    officer.close().await;

    let card = picture(&member_code(RecordId(id)));
    let helper = Browser::open_seeing("at-the-door", WIDTH, &card).await;
    helper.signs_in(&server, "canbophuong4", "246810").await;
    helper.opens(&server, "/su-kien").await;
    helper.presses_in(".row", "Lớp tập huấn quét thẻ", "a").await;
    helper.sees(".figure--hero").await;
    helper.presses(".tools .button--small").await;
    helper.reads_in(".came", &name).await;
    helper.has_no_barriers("members' cards before the camera").await;
    helper.presses("dialog[open] .sheet__foot .button").await;
    helper.counts(".figure--hero .figure__value", "1").await;
    helper.close().await;
}
