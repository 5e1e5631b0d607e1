//! What else happens to people's work: forms that outlive the page, a forgotten PIN, what a server
//! refuses, values written in two ways, and screens that everybody can use.

use browser::{Browser, HOME, Server, Site};

#[tokio::test]
async fn what_was_typed_outlives_the_page() {
    let server = Server::start();
    let volunteer = Browser::open("typing").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.presses("a[href='/ghi-danh'].button").await;
    volunteer.types("#p0-name", "Đặng Đang Ghi").await;
    volunteer.types("#street", "Út Tịch").await;
    volunteer.reads("Điều đang ghi được giữ trên máy này").await;
    volunteer.keeps_the_form().await;
    volunteer.client.refresh().await.unwrap();
    volunteer.has_value("#p0-name", "Đặng Đang Ghi").await;
    volunteer.has_value("#street", "Út Tịch").await;
    volunteer.opens(&server, "/").await;
    volunteer.reads("Phiếu ghi dở").await;
    volunteer.reads("Đặng Đang Ghi").await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_forgotten_pin_costs_a_password_and_no_work() {
    let mut server = Server::start();
    let volunteer = Browser::open("forgetful").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Lý Chưa Gửi".to_owned()], HOME, false).await;
    volunteer.presses("button[aria-label='Khoá sổ']").await;
    volunteer.sees("#ai").await;
    server.start_again();
    volunteer.presses(".cover__inner > button:first-of-type").await;
    volunteer.types("#mk", "khuyenhoc2022").await;
    volunteer.types("#pin", "975310").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.sees(".status").await;
    volunteer.finds_people(&server, "ly+chua+gui", 1).await;
    volunteer.close().await;
}

#[tokio::test]
async fn work_of_a_locked_ledger_goes_up_by_itself() {
    let mut server = Server::start();
    let officer = Browser::open("waiting").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    let volunteer = Browser::open("locked").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Lý Trong Niêm".to_owned()], HOME, false).await;
    volunteer.presses("button[aria-label='Khoá sổ']").await;
    volunteer.sees("#ai").await;
    server.start_again();
    volunteer.client.refresh().await.unwrap(); // the worker that begins tries at once
    volunteer.sees("#ai").await;
    officer.finds_people(&server, "ly+trong+niem", 1).await;
    volunteer.close().await;
    officer.close().await;
}

#[tokio::test]
async fn a_field_written_in_two_ways_waits_for_an_officer() {
    let mut server = Server::start();
    let officer = Browser::open("chooser").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    let volunteer = Browser::open("writer").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    officer.has_the_app_for_offline().await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Mai Hai Cách".to_owned()], HOME, false).await;
    officer.finds_people(&server, "mai+hai+cach", 1).await;

    server.kill();
    for (browser, phone, school) in
        [(&officer, "0903000001", "Trường Út Tịch"), (&volunteer, "0903000002", "Trường Ba Vân")]
    {
        browser.opens_person(&server, "mai+hai+cach").await;
        browser.presses("a[href$='/sua']").await;
        browser.types("#phone", phone).await;
        browser.types("#school", school).await;
        browser.presses("button[form=ghi]").await;
        browser.reads("Đã lưu trên máy này").await;
    }
    server.start_again();
    for browser in [&officer, &volunteer] {
        browser.opens(&server, "/viec-gui").await;
        browser.presses(".action .button--main").await;
        browser.has_sent_all().await;
    }
    officer.opens(&server, "/nguoi?tim=mai+hai+cach").await;
    officer.sees(".people .state--danger").await;
    officer.opens(&server, "/hai-cach-ghi").await;
    officer.reads("0903 000 001").await;
    officer.reads("0903 000 002").await;
    officer.reads("Trường Út Tịch").await;

    // One tap settles a field, and one takes the choice back: both ways stand again.
    officer.counts_of(".version", 4).await;
    officer.presses(".version:not(.version--current) .button").await;
    officer.counts_of(".version", 2).await;
    officer.presses(".toast .button").await;
    officer.reads("Đã trả lại như cũ").await;
    officer.counts_of(".version", 4).await;

    // A rule settles what it decides, also without a network, and is taken back as a whole.
    server.kill();
    officer.chooses("#quy-tac", "Cách của cán bộ").await;
    officer.reads("Quy tắc chọn được 2/2").await;
    officer.presses(".by-rule .button").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads("Không có chỗ nào ghi hai cách").await;
    server.start_again();
    officer.sends_all(&server).await;

    // The history says who wrote what over what, and gives a former value back.
    officer.opens_person(&server, "mai+hai+cach").await;
    officer.reads("Trường Út Tịch").await;
    officer.presses(".history > summary").await;
    officer.chooses("#truong-lich-su", "Điện thoại").await;
    officer.reads("0903 000 002").await;
    officer.presses_in(".change__fields > div:has(button)", "0903 000 002", "button").await;
    officer.reads("Đã khôi phục").await;
    officer.reads_in("dl.record", "0903 000 002").await;
    volunteer.close().await;
    officer.close().await;
}

#[tokio::test]
async fn every_screen_can_be_used_by_everybody() {
    let server = Server::start();
    let officer = Browser::open("looking").await;
    officer.client.goto(&server.address()).await.unwrap();
    officer.sees("#ten").await;
    officer.has_no_barriers("the cover").await;
    officer.signs_in(&server, "canboquan", "112233").await;
    for (path, sees) in [
        ("/", ".figure--hero"),
        ("/nguoi", ".people .row"),
        ("/gia-dinh", ".people .row"),
        ("/dang-ky", ".chip"),
        ("/su-kien", ".row"),
        ("/ghi-danh", "#p0-name"),
        ("/giao-ban?ky=2022-3", ".table tbody tr"),
        ("/giao-ban/don-vi?ky=2022-3", ".people .row"),
        ("/hai-cach-ghi", ".empty__text"),
        ("/can-xu-ly", ".empty__text"),
        ("/viec-gui", ".record"),
        ("/cai-dat", ".segments"),
        ("/cai-dat/tai-khoan", ".account"),
        ("/cai-dat/dia-ban", ".row"),
        ("/ghi/scholarship", "#amount"),
    ] {
        officer.opens(&server, path).await;
        officer.sees(sees).await;
        officer.has_no_barriers(path).await;
    }
    officer.close().await;
}

#[tokio::test]
async fn people_are_checked_in_at_an_event_by_a_part_of_their_name() {
    let mut server = Server::start();
    let officer = Browser::open("checking-in").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.has_the_app_for_offline().await;
    server.kill();
    officer.opens(&server, "/ghi/event").await;
    officer.types("#name", "Lớp tập huấn thử").await;
    officer.chooses("#form", "Lớp tập huấn, quán triệt").await;
    officer.types("#area", "khu pho 2").await;
    officer.presses(".picker__choice").await;
    officer.types("#held_on", "24/11/2026").await;
    officer.presses("button[form=ghi]").await;
    officer.sees(".figure--hero").await; // back where the form was opened from
    officer.opens(&server, "/su-kien").await;
    officer.reads("Lớp tập huấn thử").await;
    officer.presses(".row__link").await;
    officer.types("input[type=search]", "tran").await;
    officer.presses(".row .button--main").await;
    officer.counts(".figure--hero .figure__value", "1").await;
    server.start_again();
    officer.sends_all(&server).await;
    officer.close().await;
}

#[tokio::test]
async fn a_helper_gets_the_list_of_an_event_of_elsewhere_while_it_lasts() {
    let server = Server::start();
    let officer = Browser::open("lending").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/ghi/event").await;
    officer.types("#name", "Lớp tập huấn xa").await;
    officer.chooses("#form", "Lớp tập huấn, quán triệt").await;
    officer.types("#area", "khu pho 3").await;
    officer.presses(".picker__choice").await;
    officer.types("#held_on", "24/11/2026").await;
    officer.types("#until", "31/12/2099").await;
    officer.presses("button[form=ghi]").await;
    officer.sees(".figure--hero").await;
    officer.opens(&server, "/su-kien").await;
    officer.reads("Lớp tập huấn xa").await;
    officer.presses(".row__link").await;
    officer.presses(".helpers > summary").await;
    officer.chooses("#nguoi-giup", "Lê Thị Hoà").await;
    officer.presses(".helpers .form .button").await;
    officer.reads("Thôi giao").await;

    let helper = Browser::open("helping").await;
    helper.signs_in(&server, "congtacvien", "135790").await;
    helper.opens(&server, "/su-kien").await;
    helper.reads("Lớp tập huấn xa").await;
    officer.presses(".helpers .row .button").await;
    officer.reads("Đã thôi giao danh sách").await;
    helper.presses(".nav__list li:first-child a").await;
    helper.presses(".nav__list li:nth-child(4) a").await;
    helper.reads("Chưa có sự kiện nào").await;
    helper.close().await;
    officer.close().await;
}

#[tokio::test]
async fn one_tap_registers_and_another_takes_it_back() {
    let server = Server::start();
    let officer = Browser::open("registering").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/dang-ky?mo-hinh=5&ben=chua").await;
    officer.sees(".people .row button").await; // it has been counted
    let missing = officer.text(".chip[aria-pressed=true] b").await;
    let missing: i64 = missing.parse().unwrap();
    officer.presses(".people .row button").await;
    officer.counts(".chip[aria-pressed=true] b", &(missing - 1).to_string()).await;
    officer.presses(".toast button").await;
    officer.counts(".chip[aria-pressed=true] b", &missing.to_string()).await;
    officer.close().await;
}
