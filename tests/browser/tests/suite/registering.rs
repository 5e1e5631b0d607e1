//! The main job: register where there is no network; when it returns, the others see it; and the
//! quarter's review reads as the article does, each figure opening its records.

use browser::{Browser, Server, Site, holds};

const HOME: &str = "Khu phố 2, Hội Khuyến học phường Tân Sơn Nhất";

/// Sets an organisation up in a ward, as its administrator who also works in it as an officer.
async fn set_up(server: &Server, officer: &Browser) {
    officer.client.goto(&server.set_up_address()).await.unwrap();
    officer.types("#hoi", "Hội Khuyến học phường Tân Sơn Nhất").await;
    officer.chooses("#tinh", "Thành phố Hồ Chí Minh").await;
    officer.chooses("#phuong", "Phường Tân Sơn Nhất").await;
    officer.types("#ten", "Lý Quản Trị").await;
    officer.types("#dn", "0903 000 127").await;
    officer.types("#mk", "một mật khẩu dài").await;
    officer.types("#pin", "246810").await;
    officer.presses("button[type=submit]").await;
    officer.sees(".status").await;
    for number in 1..=2 {
        officer.opens(server, "/cai-dat/dia-ban").await;
        officer.chooses("#thuoc", "Hội Khuyến học phường Tân Sơn Nhất").await;
        officer.types("#ten", &format!("Khu phố {number}")).await;
        officer.presses("form button[type=submit]").await;
        officer.reads("Đã thêm địa bàn").await;
    }
    officer.opens(server, "/cai-dat/tai-khoan").await;
    officer.presses_in("details", "Lý Quản Trị", "summary").await;
    officer.chooses("details[open] .pair select", "Cán bộ Hội phường").await;
    let area = "details[open] .pair .field:last-child select";
    officer.chooses(area, "Hội Khuyến học phường Tân Sơn Nhất").await;
    officer.presses("details[open] .form > button").await;
    officer.reads("Cán bộ Hội phường, Hội Khuyến học phường Tân Sơn Nhất").await;
}

/// The officer invites a volunteer, who opens the address on a device of his own.
async fn invite(server: &Server, officer: &Browser, volunteer: &Browser) {
    officer.opens(server, "/cai-dat/tai-khoan").await;
    officer.presses("#them > summary").await;
    officer.types("#ten", "Võ Cộng Tác").await;
    officer.types("#dn", "congtac").await;
    officer.chooses("#moi-vai-tro", "Cộng tác viên").await;
    officer.chooses("#moi-dia-ban", "Khu phố 2, Hội Khuyến học phường Tân Sơn Nhất").await;
    officer.presses("#them button[type=submit]").await;
    officer.reads("Võ Cộng Tác").await;
    officer.opens(server, "/viec-gui").await;
    officer.has_sent_all().await;
    officer.opens(server, "/cai-dat/tai-khoan").await;
    officer.presses_in("details", "Võ Cộng Tác", "summary").await;
    officer.presses("details[open] button").await;
    let address = officer.sees(".address").await.text().await.unwrap();
    volunteer.client.goto(&address).await.unwrap();
    volunteer.types("#mk", "một mật khẩu khác").await;
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.has_sent_all().await;
}

#[tokio::test]
async fn what_a_volunteer_registers_without_a_network_arrives_when_it_returns() {
    let mut server = Server::start_empty();
    let officer = Browser::open("officer").await;
    set_up(&server, &officer).await;
    let volunteer = Browser::open("volunteer").await;
    invite(&server, &officer, &volunteer).await;
    volunteer.has_the_app_for_offline().await;

    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    // Twenty people in five families.
    for family in 0..5 {
        let names: Vec<String> =
            (0..4).map(|person| format!("Ngô Thử Nghiệm{}", family * 4 + person)).collect();
        volunteer.registers_family(&names, HOME, family == 0).await;
    }
    volunteer.opens(&server, "/").await;
    volunteer.reads("Ngoại tuyến").await;
    volunteer.finds_people(&server, "ngo+thu+nghiem", 20).await;
    volunteer
        .in_a_second_tab(&server, "/nguoi?tim=ngo+thu+nghiem", async |tab: &Browser| {
            tab.counts(".tools__count b", "20").await;
        })
        .await;
    for word in ["Nghiệm7", "Ngô Thử"] {
        let found = holds(&volunteer.profile.0, word.as_bytes());
        assert_eq!(found, None, "unsent, and readable on the disk");
    }

    // Killed as a phone kills it; the server still away; opened again.
    let profile = volunteer.is_killed();
    let volunteer = Browser::open_profile(profile).await;
    volunteer.client.goto(&server.address()).await.unwrap();
    volunteer.types("#pin", "000000").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.reads("Mã PIN không đúng").await;
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.sees(".status").await;
    volunteer.finds_people(&server, "ngo+thu+nghiem", 20).await;

    server.start_again();
    volunteer.opens(&server, "/viec-gui").await;
    volunteer.presses(".action .button--main").await;
    volunteer.has_sent_all().await;
    let found = holds(&volunteer.profile.0, "Nghiệm7".as_bytes());
    assert_eq!(found, None, "sent, and readable on the disk");

    officer.opens(&server, "/nguoi").await;
    officer.types("input[type=search]", "ngo thu nghiem1").await;
    // Nghiệm1 and Nghiệm10 to 19; the officer's device hears of them by itself.
    officer.counts(".tools__count b", "11").await;
    officer.opens(&server, "/gia-dinh").await;
    officer.counts(".tools__count b", "5").await;
    officer.opens(&server, "/giao-ban").await;
    officer.counts("a.figure[href^='/giao-ban/gia-dinh-dang-ky'] .figure__value", "1/5").await;
    assert!(officer.prints().await.starts_with(b"%PDF"), "the review prints");
    volunteer.close().await;
    officer.close().await;
}

#[tokio::test]
async fn the_review_counted_in_the_browser_reads_as_the_article_does() {
    let mut server = Server::start();
    let officer = Browser::open("district").await;
    officer.signs_in(&server, "canboquan", "112233").await;
    officer.has_the_app_for_offline().await;
    server.kill();
    officer.opens(&server, "/giao-ban?ky=2022-3").await;
    for figure in [
        "60.358",
        "17,34%",
        "348.085",
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
    officer.presses("a.figure[href^='/giao-ban/ho-tro']").await;
    officer.counts(".tools__count b", "4.465").await;
    officer.sees(".people .row").await;
    officer.opens(&server, "/giao-ban/cong-dan?ky=2022-3").await;
    officer.counts(".tools__count b", "185").await;
    officer.opens(&server, "/giao-ban?ky=2022-3").await;
    officer.chooses("#theo", "địa bàn ngày nay").await;
    officer.reads("Phường Tân Sơn Nhất").await;
    officer.reads("60.358").await;
    let paper = officer.prints().await;
    assert!(paper.starts_with(b"%PDF"), "the review prints");
    officer.close().await;
}
