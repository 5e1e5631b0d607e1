//! An officer's sheet: matched, looked through, recorded, put right and taken back.

use browser::{Browser, Server, Site};
use calamine::{Reader, Xlsx, open_workbook_from_rs};

const SHEET: &str = "DANH SÁCH HỘI VIÊN\n\n\
    STT,Họ và tên,Năm sinh,Quan hệ,Số nhà,Đường,SĐT,Chi hội,Mã\n\
    1,Nguyễn Khoát Kwang,12/3/1958,Chủ hộ,901,Lê Bình,903000127,Chi hội khu phố 1,a\n\
    2,Trần Ngoạt Kwang,1960,Vợ,,,,,b\n\
    3,Phạm Thích Kwang,31/2/1970,Chủ hộ,903,Lê Bình,12,,c\n\
    ,,,,,,,,\n\
    4,,1970,Chủ hộ,904,Lê Bình,,,d\n";

async fn chooses_sheet(officer: &Browser, server: &impl Site, name: &str, text: &str) {
    let sheet = officer.profile.0.join(name);
    std::fs::write(&sheet, text).unwrap();
    officer.opens(server, "/nguoi/nhap").await;
    officer.sees("#tep-bang-tinh").await.send_keys(&sheet.to_string_lossy()).await.unwrap();
    officer.reads("Mỗi cột ghi điều gì").await;
}

async fn looks_through(officer: &Browser) {
    officer.chooses("#nhap-kp", "Khu phố 1, Phường 4").await;
    officer.chooses("#nhap-dong-y", "Ký giấy").await;
    officer.presses("form.import button[type=submit]").await;
    officer.sees(".tally").await;
}

#[tokio::test]
async fn a_sheet_is_looked_through_before_anything_is_recorded() {
    let server = Server::start();
    let officer = Browser::open("sheets").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.has_the_app_for_offline().await;
    chooses_sheet(&officer, &server, "hoi-vien.csv", SHEET).await;
    officer.has_value("#dong-tieu-de", "3").await;
    officer.has_value("#cot-1", "1").await;
    officer.has_no_barriers("a sheet's columns").await;
    // A column that is not understood is said by hand, once.
    officer.chooses("#cot-8", "Lớp").await;
    looks_through(&officer).await;
    officer.reads_in(".tally__sum", "4").await;
    officer.reads("C6 · Ngày sinh hoặc năm sinh “31/2/1970”. Ngày không có trên lịch").await;
    officer.reads("B8 · Họ và tên. Không có họ tên.").await;
    officer.has_no_barriers("a sheet that was looked through").await;
    officer.finds_people(&server, "kwang", 0).await;
    officer.close().await;
}

#[tokio::test]
async fn what_is_left_out_comes_back_as_a_file() {
    let mut server = Server::start();
    let officer = Browser::open("sheets-left").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.has_the_app_for_offline().await;
    server.kill();
    chooses_sheet(&officer, &server, "hoi-vien.csv", SHEET).await;
    looks_through(&officer).await;
    officer.presses("main .button--main").await;
    officer.reads_in("main h2", "Đã nhập").await;
    officer.reads("2 người, 1 hộ mới, 1 hội viên, 2 dòng chưa nhập").await;
    officer.has_no_barriers("a sheet that was read in").await;
    officer.presses_in("main .form", "chưa nhập", ".form > .button").await;
    let left = officer.is_given("dong-chua-nhap.xlsx").await;
    let mut book: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(left)).unwrap();
    let range = book.worksheet_range_at(0).unwrap().unwrap();
    assert_eq!(range.height(), 3, "the heads, and two lines");
    assert_eq!(range.get_value((1, 1)).unwrap().to_string(), "Phạm Thích Kwang");
    assert!(range.get_value((1, 9)).unwrap().to_string().contains("C6"));

    // With the network it goes up; read in again, everybody is on record.
    server.start_again();
    officer.sends_all(&server).await;
    officer.finds_people(&server, "kwang", 2).await;
    chooses_sheet(&officer, &server, "hoi-vien.csv", SHEET).await;
    officer.reads("Nhớ từ lần trước").await;
    looks_through(&officer).await;
    officer.reads("Gần như chắc đã có trong sổ").await;
    officer.reads_in("main .problem:nth-child(1)", "Có thể là Nguyễn Khoát Kwang").await;
    officer.has_no_barriers("a sheet whose people are on record").await;

    // The whole is taken back, also later.
    officer.opens(&server, "/nguoi/nhap").await;
    officer.presses_in("main .problem", "hoi-vien.csv", ".button").await;
    officer.presses("dialog[open] .button--danger").await;
    officer.reads_in("main .problem", "Đã hoàn tác").await;
    officer.finds_people(&server, "kwang", 0).await;
    officer.sends_all(&server).await;
    officer.close().await;
}

#[tokio::test]
async fn a_file_that_is_no_sheet_is_said_to_be_none() {
    let server = Server::start();
    let officer = Browser::open("sheets-none").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    let picture = officer.profile.0.join("anh.xlsx");
    std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    officer.opens(&server, "/nguoi/nhap").await;
    officer.has_no_barriers("reading in a sheet").await;
    officer.sees("#tep-bang-tinh").await.send_keys(&picture.to_string_lossy()).await.unwrap();
    officer.reads_in("[role=alert]", "Không đọc được tệp này").await;
    // A template needs no matching.
    officer.presses("main .import__choose > button").await;
    let template = officer.is_given("mau-danh-sach.xlsx").await;
    let path = officer.profile.0.join("mau.xlsx");
    std::fs::write(&path, template).unwrap();
    officer.sees("#tep-bang-tinh").await.send_keys(&path.to_string_lossy()).await.unwrap();
    officer.reads("Mỗi cột ghi điều gì").await;
    for column in 0..21 {
        let chosen = officer.sees(&format!("#cot-{column}")).await;
        let chosen = chosen.prop("value").await.unwrap().unwrap_or_default();
        assert!(!chosen.is_empty(), "column {column} of the template is understood");
    }
    officer.close().await;
}
