//! Citizens who register themselves: by a poster's code on a telephone of their own, and on a tablet that
//! goes from hand to hand; and the officer who decides.

use browser::{Browser, Server};
use fantoccini::Locator;

/// A poster for the ward, made by its officer; gives the address that its code holds.
async fn makes_a_poster(officer: &Browser, server: &Server) -> String {
    officer.opens(server, "/tu-ghi").await;
    officer.presses("#moi-moi summary").await;
    officer.types("#title", "Tháng khuyến học").await;
    officer.chooses("#area", "Phường 4").await;
    officer.presses("#moi-moi button[type=submit]").await;
    officer.presses_in(".section .row", "Tháng khuyến học", ".row__link").await;
    officer.sees(".poster__code svg").await;
    officer.has_no_barriers("a poster").await;
    officer.text(".poster .address").await
}

#[tokio::test]
async fn a_citizen_registers_by_a_poster_and_an_officer_records_him() {
    let server = Server::start();
    let officer = Browser::open("poster").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.has_the_app_for_offline().await;
    let address = makes_a_poster(&officer, &server).await;
    officer.sends_all(&server).await;

    // On a telephone that has never seen the app, without a script.
    let citizen = Browser::open("citizen").await;
    citizen.client.goto(&address).await.unwrap();
    citizen.sees("form input[name=name]").await;
    citizen.has_no_barriers("the page of a poster").await;
    citizen.types("#name", "Lê Thị Kwang").await;
    citizen.types("#birth", "12/3/1958").await;
    citizen.types("#phone", "12").await;
    citizen.chooses("#area", "Khu phố 2").await;
    citizen.types("#house", "901").await;
    citizen.types("#street", "Lê Bình").await;
    citizen.presses("input[name=learning]").await;
    citizen.presses("input[name=agrees]").await;
    citizen.presses("button[type=submit]").await;
    citizen.reads("Số di động có 10 số").await;
    citizen.has_no_barriers("the page of a poster, to be corrected").await;
    citizen.has_value("#name", "Lê Thị Kwang").await;
    citizen.types("#phone", "0903000127").await;
    citizen.presses("button[type=submit]").await;
    citizen.reads("Đã nhận").await;
    assert!(!citizen.text("body").await.contains("Kwang"), "nobody's data is shown");
    citizen.client.goto(&address).await.unwrap();
    citizen.has_value("#name", "").await;
    citizen.close().await;

    officer.sends_all(&server).await;
    officer.opens(&server, "/").await;
    officer.reads("1 lời tự ghi danh chờ xét").await;
    officer.opens(&server, "/tu-ghi").await;
    officer.has_no_barriers("own registrations").await;
    officer.presses_in(".section .row", "Lê Thị Kwang", ".row__link").await;
    officer.has_value("#name", "Lê Thị Kwang").await;
    officer.reads("Đăng ký Công dân học tập").await;
    officer.has_value("#ho", "moi").await;
    officer.has_no_barriers("deciding on a registration").await;
    officer.types("#name", "Lê Thị Kwangg").await;
    officer.presses("#xet .button--main").await;
    officer.reads("Không có ai chờ").await;
    officer.sends_all(&server).await;
    officer.opens_person(&server, "kwangg").await;
    officer.reads("901 Lê Bình").await;
    officer.reads("Công dân học tập").await;
    officer.close().await;
}

#[tokio::test]
async fn a_tablet_goes_from_hand_to_hand_and_shows_nothing_of_the_one_before() {
    let mut server = Server::start();
    let officer = Browser::open("kiosk").await;
    officer.client.set_window_size(820, 1180).await.unwrap();
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.has_the_app_for_offline().await;
    server.kill();
    officer.opens(&server, "/tu-ghi").await;
    officer.presses_in("main .section", "Chuyền máy này", ".button").await;
    officer.sees(".kiosk #tu-ten").await;
    officer.has_no_barriers("the registration desk").await;
    assert!(!officer.shows(".nav").await, "there is no way into the ledger");
    officer.types("#tu-ten", "Phạm Kwang Một").await;
    officer.presses(".kiosk button[type=submit]").await;
    officer.reads("Chưa đánh dấu đồng ý").await;
    officer.chooses("#tu-kp", "Khu phố 2, Phường 4").await;
    officer.presses("label:has(#tu-dong-y)").await;
    officer.presses(".kiosk button[type=submit]").await;
    officer.reads("Đã nhận. Cảm ơn bạn!").await;
    officer.has_no_barriers("the registration desk's thanks").await;
    officer.presses(".kiosk .button--main").await;
    officer.has_value("#tu-ten", "").await;
    // Neither the way back nor a reload leads anywhere else.
    officer.types("#tu-ten", "Trần Kwang Hai").await;
    officer.client.back().await.unwrap();
    officer.sees(".kiosk #tu-ten").await;
    officer.client.refresh().await.unwrap();
    officer.has_value("#tu-ten", "").await;
    assert!(!officer.text("body").await.contains("Kwang"));
    officer.presses(".kiosk__head .button").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.sees("#pin").await;
    officer.types("#pin", "246810").await;
    officer.presses("button[type=submit]").await;
    officer.sees(".nav").await;

    // Whoever registered waits, with the network there; somebody on record already is pointed out.
    server.start_again();
    officer.sends_all(&server).await;
    officer.opens(&server, "/tu-ghi").await;
    officer.presses_in(".section .row", "Phạm Kwang Một", ".row__link").await;
    officer.presses("#xet .person__deeds .button:last-child").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads("Không có ai chờ").await;
    officer.sends_all(&server).await;
    assert!(officer.client.find(Locator::Css(".status--danger")).await.is_err());
    officer.close().await;
}

#[tokio::test]
async fn somebody_on_record_is_not_recorded_twice() {
    let server = Server::start();
    let officer = Browser::open("sign-up-twin").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/nguoi?hoi-vien=1").await;
    officer.sees(".people .row:first-child .row__title").await;
    let name = officer.text(".people .row:first-child .row__title").await;
    officer.presses(".people .row:first-child .row__link").await;
    officer.sees(".record").await;
    let birth = officer.text(".record").await;
    let birth = birth.lines().find(|line| line.matches('/').count() == 2).unwrap().to_owned();
    let address = makes_a_poster(&officer, &server).await;
    officer.sends_all(&server).await;
    let citizen = Browser::open("citizen-twin").await;
    citizen.client.goto(&address).await.unwrap();
    citizen.types("#name", &name).await;
    citizen.types("#birth", &birth).await;
    citizen.chooses("#area", "Khu phố 1").await;
    citizen.presses("input[name=agrees]").await;
    citizen.presses("button[type=submit]").await;
    citizen.reads("Đã nhận").await;
    citizen.close().await;
    officer.sends_all(&server).await;
    officer.opens(&server, "/tu-ghi").await;
    officer.presses_in(".section .row", &name, ".row__link").await;
    officer.reads("Có thể đã có trong sổ").await;
    officer.has_no_barriers("somebody on record already").await;
    officer.presses_in(".section .row", &name, ".button").await;
    officer.reads("Không có ai chờ").await;
    officer.sends_all(&server).await;
    officer.close().await;
}
