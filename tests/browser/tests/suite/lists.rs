//! Lists of people: narrowed, put in order, kept, acted on, and taken out of the app.

use browser::{Browser, Server};
use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

/// How many a list says it has.
const COUNT: &str = ".tools__count b";

#[tokio::test]
async fn a_list_is_narrowed_and_kept() {
    let server = Server::start();
    let officer = Browser::open("listing").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/nguoi").await;
    officer.sees(".people .row").await;
    officer.has_no_barriers("a list of people").await;
    let all = officer.text(COUNT).await;
    officer.presses(".chip:nth-of-type(1)").await;
    officer.chooses("#loc-dia-ban", "Khu phố 2, Phường 4").await;
    officer.chooses("#loc-hoi-vien", "Hội viên").await;
    officer.types("#loc-tu-tuoi", "60").await;
    officer.presses("#loc-den-tuoi").await;
    officer.reads_in(".chips", "Từ tuổi 60").await;
    officer.has_no_barriers("the filters of a list").await;
    officer.presses("dialog[open] summary").await;
    officer.types("#ten-danh-sach", "Hội viên cao tuổi").await;
    officer.presses("dialog[open] details .button").await;
    officer.reads("Đã giữ danh sách trên máy này").await;
    officer.presses("dialog[open] .sheet__foot .button--main").await;
    let some = officer.text(COUNT).await;
    assert_ne!(some, all);
    assert!(officer.text(".people").await.lines().count() > 1, "some are old members");

    // What is asked for stands in the address, and a list that was kept brings it back.
    officer.client.refresh().await.unwrap();
    officer.reads_in(COUNT, &some).await;
    officer.opens(&server, "/nguoi").await;
    officer.reads_in(COUNT, &all).await;
    officer.presses(".chip:nth-of-type(1)").await;
    officer.presses_in(".kept-lists li", "Hội viên cao tuổi", ".chip").await;
    officer.reads_in(COUNT, &some).await;

    // By age, the eldest first, then the other way round: in columns, on a wide screen.
    officer.client.set_window_size(1_280, 900).await.unwrap();
    officer.presses(".people__sort:nth-of-type(2)").await;
    officer.reads_in(".tools__count", "xếp theo tuổi").await;
    let eldest = officer.text(".people .row:first-child .row__cell:nth-child(1)").await;
    officer.presses(".people__sort:nth-of-type(2)").await;
    officer.sees(".people__sort--reversed").await;
    officer.reads_in(".tools__count", "xếp theo tuổi").await;
    let youngest = officer.text(".people .row:first-child .row__cell:nth-child(1)").await;
    let year = |cell: &str| cell.rsplit('/').next().unwrap().parse::<i32>().unwrap();
    assert!(year(&eldest) < year(&youngest), "{eldest} is before {youngest}");
    officer.close().await;
}

#[tokio::test]
async fn some_of_a_list_are_admitted_get_cards_and_are_what_they_were_again() {
    let mut server = Server::start();
    let officer = Browser::open("admitting").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.has_the_app_for_offline().await;
    server.kill();
    officer.opens(&server, "/nguoi?hoi-vien=3&den-tuoi=40").await;
    officer.sees(".people .row").await;
    officer.presses(".chip:nth-of-type(3)").await;
    for line in 1..=3 {
        officer.presses(&format!(".people .row:nth-child({line}) .row__pick")).await;
    }
    officer.presses(".action .button--main").await;
    officer.chooses("#viec-o", "Chi hội khu phố 1").await;
    officer.types("#viec-ngay", "1/11/2026").await;
    officer.reads_in("dialog[open]", "Sẽ ghi cho 3 người").await;
    officer.has_no_barriers("a deed for many").await;
    officer.presses("dialog[open] .button--main").await;
    officer.reads_in("dialog[open]", "Đã kết nạp 3 người").await;
    officer.presses("dialog[open] .button--main").await;

    // Each has a card with a number of this device's, though nobody else was asked.
    officer.opens(&server, "/nguoi?hoi-vien=1&xep=5&nguoc=1").await;
    for number in ["-001", "-002", "-003"] {
        officer.reads_in(".people", number).await;
    }
    officer.presses(".chip:nth-of-type(4)").await;
    officer.has_no_barriers("what leaves a list").await;
    officer.presses("dialog[open] .ways li:nth-child(3) .button").await;
    let cards = officer.is_given("the-hoi-vien.pdf").await;
    assert!(cards.starts_with(b"%PDF"));
    server.start_again();
    officer.sends_all(&server).await;
    officer.close().await;
}

#[tokio::test]
async fn a_list_leaves_as_a_spreadsheet_and_on_paper() {
    let server = Server::start();
    let officer = Browser::open("exporting").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/nguoi?hoi-vien=1").await;
    officer.sees(".people .row").await;
    let all: usize = officer.text(COUNT).await.replace('.', "").parse().unwrap();
    let first = officer.text(".people .row:first-child .row__title").await;
    officer.presses(".chip:nth-of-type(4)").await;
    officer.presses("dialog[open] .ways li:nth-child(1) .button").await;
    let sheet = officer.is_given("danh-sach.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(sheet)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(range.height(), all + 2, "a title, the heads, and everybody");
    let at = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    assert!(at(0, 0).to_string().starts_with("Danh sách người: Hội viên ("), "{}", at(0, 0));
    assert_eq!(at(1, 1).to_string(), "Họ và tên");
    assert_eq!((at(2, 0), at(2, 1).to_string()), (Data::Float(1.0), first));
    officer.close().await;
}

#[tokio::test]
async fn a_person_reads_what_is_kept_withdraws_and_is_erased() {
    let server = Server::start();
    let officer = Browser::open("privacy").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/nguoi?hoi-vien=1").await;
    officer.presses(".people .row:first-child a").await;
    officer.sees("#rieng-tu").await;
    let name = officer.text("h1").await;
    officer.has_no_barriers("a person's rights").await;
    // What is kept of him, as a file; and that he was given it is noted.
    officer
        .presses_in(
            "section[aria-labelledby=rieng-tu] .person__deeds",
            "Bản thông tin",
            ".button:nth-of-type(2)",
        )
        .await;
    let file = officer.is_given("thong-tin-ca-nhan.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(file)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    let said: Vec<String> = range.rows().map(|row| row[2].to_string()).collect();
    assert!(said.contains(&name), "{said:?}");
    officer.reads_in("section[aria-labelledby=rieng-tu] details", "Ai đã xem, đã xuất").await;
    officer.presses("section[aria-labelledby=rieng-tu] summary").await;
    officer
        .reads_in("section[aria-labelledby=rieng-tu] details", "Bản thông tin của một người")
        .await;
    officer.reads_in("section[aria-labelledby=rieng-tu] details", "Lượt xem").await;

    officer
        .presses_in(
            "section[aria-labelledby=rieng-tu] .person__deeds",
            "Rút đồng ý",
            ".button:nth-of-type(1)",
        )
        .await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads("Người này đã rút đồng ý").await;
    officer
        .presses_in(
            "section[aria-labelledby=rieng-tu] .person__deeds",
            "Xoá dữ liệu cá nhân",
            ".button:last-of-type",
        )
        .await;
    officer.reads_in("dialog[open]", "Không hoàn tác được").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads("Đã ghi yêu cầu xoá").await;
    officer.sends_all(&server).await;
    officer.opens(&server, "/cai-dat/xuat").await;
    officer.reads("Bản thông tin của một người").await;
    officer.has_no_barriers("what has left the app").await;
    let search = name.replace(' ', "+");
    officer.opens(&server, &format!("/nguoi?hoi-vien=1&tim={search}")).await;
    officer.sees(".tools__count b").await;
    let listed = officer.text(".people").await;
    assert!(!listed.lines().any(|line| line == name && line.contains("TB04-00001")), "{listed}");
    officer.close().await;
}

#[tokio::test]
async fn families_and_registrations_leave_as_spreadsheets() {
    let server = Server::start();
    let officer = Browser::open("families-out").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/gia-dinh").await;
    officer.sees(".people .row").await;
    let all = officer.text(COUNT).await;
    officer.chooses("#dia-ban", "Khu phố 2, Phường 4").await;
    officer.presses(".chip:nth-of-type(1)").await;
    let narrowed = async || {
        let some = officer.text(COUNT).await;
        some != all && !some.contains('…')
    };
    while !narrowed().await {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    officer.has_no_barriers("families narrowed").await;
    // It stands in the address.
    officer.client.refresh().await.unwrap();
    officer.sees(".people .row").await;
    let some: usize = officer.text(COUNT).await.replace('.', "").parse().unwrap();
    officer.presses(".chip:nth-of-type(3)").await;
    let sheet = officer.is_given("danh-sach-ho.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(sheet)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(range.height(), some + 2, "a title, the heads, and every household");
    assert!(range.get_value((0, 0)).unwrap().to_string().contains("Khu phố 2"));
    // Nobody of this demo is recorded as poor: the list says so.
    officer.presses(".chip:nth-of-type(2)").await;
    officer.reads("Không có gia đình nào khớp").await;
    officer.opens(&server, "/dang-ky?mo-hinh=2&ben=chua").await;
    officer.sees(".people .row").await;
    officer.presses(".chips:last-of-type .chip").await;
    let sheet = officer.is_given("danh-sach-dang-ky.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(sheet)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert!(range.get_value((0, 0)).unwrap().to_string().starts_with("Gia đình học tập"));
    officer.close().await;
}
