//! What an officer knows of the devices of his areas, and what becomes of one that he revokes.

use browser::{Browser, Server};

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
