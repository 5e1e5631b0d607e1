//! What an officer knows of the devices of his areas, and what becomes of one that he revokes.

use browser::{Browser, Line, Server};

#[tokio::test]
async fn an_officer_is_told_what_lies_on_a_device_before_he_revokes_it() {
    let server = Server::start();
    let volunteer = Browser::open("to-be-revoked").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.presses("a[href='/ghi-danh'].button").await;
    volunteer.types("#p0-name", "Đặng Dở Dang").await;
    volunteer.keeps_the_form().await;
    volunteer.opens(&server, "/viec-gui").await;
    volunteer.sends_all(&server).await;

    let officer = Browser::open("who-revokes").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/cai-dat/may").await;
    officer.reads("1 phiếu viết dở").await;
    officer.has_no_barriers("devices").await;
    officer.presses_in(".device", "1 phiếu viết dở", "button").await;
    officer.reads_in("dialog[open]", "còn 1 phiếu viết dở").await;
    officer.reads_in("dialog[open]", "Phiếu viết dở sẽ mất").await;
    officer.presses("dialog[open] .button--danger").await;

    volunteer.reads("sổ trên máy đã được xoá").await;
    officer.opens(&server, "/cai-dat/may").await;
    officer.reads("đã thu hồi, sổ trên máy đã xoá").await;
    officer.close().await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_closed_account_is_told_of_before_and_opened_again_after() {
    let server = Server::start();
    let officer = Browser::open("who-closes").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/cai-dat/tai-khoan").await;
    officer.presses_in(".account", "Lê Thị Hoà", "summary").await;
    officer.presses_in(".account[open]", "Đóng tài khoản", ".closing").await;
    officer.reads_in("dialog[open]", "Đóng tài khoản này?").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads("đã đóng").await;
    officer.presses_in(".account", "đã đóng", "summary").await;
    officer.reads("Mở lại tài khoản").await;
    officer.presses_in(".account[open]", "Mở lại tài khoản", ".closing").await;
    officer.counts_of(".account .badge", 0).await;
    officer.sends_all(&server).await;
    officer.close().await;
}

#[tokio::test]
async fn work_of_a_closed_account_keeps_its_name_and_its_author_reads_why_it_is_not_taken() {
    let server = Server::start();
    let line = Line::to(&server);
    let volunteer = Browser::open("closed-at-work").await;
    volunteer.signs_in(&line, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    volunteer.opens_person(&line, "nguyen").await;
    volunteer.sees("a[href$='/sua']").await;
    let name = volunteer.text("h1").await;
    line.is_down(true);
    volunteer.presses("a[href$='/sua']").await;
    volunteer.types("#phone", "0903000999").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.reads("Đã lưu trên máy này").await;

    let officer = Browser::open("who-closes-and-decides").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/cai-dat/tai-khoan").await;
    officer.presses_in(".account", "Lê Thị Hoà", "summary").await;
    officer.presses_in(".account[open]", "Đóng tài khoản", ".closing").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.sends_all(&server).await;

    // Nothing of the area is left on the device but what waits, under its name.
    line.is_down(false);
    volunteer.opens(&line, "/").await;
    volunteer.reads("Tài khoản này đã đóng").await;
    volunteer.counts(".figure--hero .figure__value", "0").await;
    volunteer.opens(&line, "/viec-gui").await;
    volunteer.reads(&format!("{name} (không còn ở địa bàn của bạn)")).await;
    volunteer.reads("0903 000 999").await;
    volunteer.has_no_barriers("what waits").await;

    officer.opens(&server, "/hai-cach-ghi").await;
    officer.presses_in(".problem", "0903 000 999", "button:last-child").await;
    officer.types("dialog[open] textarea", "Bà đã đổi số khác").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads("Đã xét").await;

    volunteer.presses(".action .button--main").await;
    volunteer.opens(&line, "/can-xu-ly").await;
    volunteer.reads("Bà đã đổi số khác").await;
    volunteer.reads(&name).await;
    // It is put right field by field.
    volunteer.presses(".problem a.button").await;
    volunteer.sees("input[id$='-phone']").await;
    volunteer.counts_of("#ghi input", 1).await;
    officer.close().await;
    volunteer.close().await;
}
