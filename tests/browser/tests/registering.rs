//! The main job: register where there is no network; when it returns, the others see it.

use std::time::Duration;

use browser::{Browser, Server, holds};

const HOME: &str = "Khu phố 2, Phường 4";

#[tokio::test]
async fn what_a_volunteer_registers_without_a_network_arrives_when_it_returns() {
    let mut server = Server::start();
    let officer = Browser::open("officer").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    let volunteer = Browser::open("volunteer").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;

    server.kill();
    volunteer.presses("a[href='/ghi-danh'].nav__link").await;
    let names: Vec<String> = (1..=20).map(|number| format!("Ngô Thử Nghiệm{number}")).collect();
    for name in &names {
        volunteer.registers(name, HOME).await;
    }
    volunteer.presses("a[href='/'].nav__link").await;
    volunteer.reads("80").await; // a person, a household and two residences each
    volunteer.reads("Ngoại tuyến").await;
    for word in ["Nghiệm7", "Ngô Thử"] {
        let found = holds(&volunteer.profile.0, word.as_bytes());
        assert_eq!(found, None, "unsent, and readable on the disk");
    }

    server.start_again();
    volunteer.client.refresh().await.unwrap();
    volunteer.types("#pin", "000000").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.reads("Mã PIN không đúng").await;
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.reads("Đã gửi hết · lần cuối").await;
    let found = holds(&volunteer.profile.0, "Nghiệm7".as_bytes());
    assert_eq!(found, None, "sent, and readable on the disk");

    officer.presses("a[href='/nguoi'].nav__link").await;
    officer.types("input[type=search]", "ngo thu nghiem1").await;
    // Nghiệm1 and Nghiệm10 to 19; the officer's device asks by itself.
    let deadline = tokio::time::Instant::now() + Duration::from_mins(1);
    while officer.text(".tools__count").await != "11 người, xếp theo tên" {
        assert!(tokio::time::Instant::now() < deadline, "{}", officer.text(".tools__count").await);
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    volunteer.close().await;
    officer.close().await;
}

#[tokio::test]
async fn the_review_counted_in_the_browser_reads_as_the_article_does() {
    let server = Server::start();
    let officer = Browser::open("district").await;
    officer.signs_in(&server, "canboquan", "112233").await;
    officer.client.goto(&format!("{}/giao-ban?ky=2022-3", server.address())).await.unwrap();
    officer.types("#pin", "112233").await;
    officer.presses("button[type=submit]").await;
    officer.presses("a[href='/giao-ban'].nav__link").await;
    officer.chooses("#ky", "Quý III năm 2022").await;
    for figure in [
        "60.358",
        "17,34%",
        "58.234/64.536",
        "43/43",
        "117/117",
        "112/112",
        "185",
        "1.475",
        "4.465",
    ] {
        officer.reads(figure).await;
    }
    officer.chooses("#theo", "địa bàn ngày nay").await;
    officer.reads("Phường Tân Sơn Nhất").await;
    officer.reads("60.358").await;
    officer.close().await;
}
