//! A household's people: who marries, who founds a household, who becomes head.

use browser::{Browser, HOME, Server};

#[tokio::test]
async fn a_daughter_founds_a_household_offline_and_comes_back() {
    let mut server = Server::start();
    let volunteer = Browser::open("household").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    let family = ["Lâm Cha Nhà", "Lâm Mẹ Nhà", "Lâm Con Gái"].map(str::to_owned);
    volunteer.registers_family(&family, HOME, false).await;
    volunteer.opens(&server, "/gia-dinh?tim=lam+cha+nha").await;
    volunteer.presses(".people .row a").await;
    volunteer.reads_in("section[aria-labelledby=trong-ho]", "Lâm Con Gái").await;
    volunteer.has_no_barriers("a household").await;

    // The head does not go while others stay.
    volunteer.presses_in("section[aria-labelledby=trong-ho] .row", "Lâm Cha Nhà", ".button").await;
    volunteer.chooses("#chuyen-gi", "Đi nơi khác").await;
    volunteer.presses("dialog[open] .button--main").await;
    volunteer.reads_in("dialog[open]", "chọn chủ hộ mới").await;
    volunteer.presses("dialog[open] .sheet__foot .button:first-child").await;

    volunteer.presses_in("section[aria-labelledby=trong-ho] .row", "Lâm Con Gái", ".button").await;
    volunteer.chooses("#chuyen-gi", "Tách hộ mới").await;
    volunteer.chooses("#kp-moi", HOME).await;
    volunteer.types("#so-nha-moi", "99").await;
    volunteer.types("#duong-moi", "Út Tịch").await;
    volunteer.has_no_barriers("what happens in a household").await;
    volunteer.presses("dialog[open] .button--main").await;
    volunteer.reads("Đã lưu").await;
    volunteer.reads_in("section[aria-labelledby=trong-ho] summary", "Đã từng ở đây").await;
    let present = volunteer.text("section[aria-labelledby=trong-ho] > ul").await;
    assert!(present.contains("Lâm Mẹ Nhà") && !present.contains("Lâm Con Gái"), "{present}");
    let here = volunteer.client.current_url().await.unwrap();

    // She is head of her own, and everything reaches the server.
    volunteer.opens(&server, "/gia-dinh?tim=lam+con+gai").await;
    volunteer.presses(".people .row a").await;
    volunteer.reads_in("section[aria-labelledby=trong-ho] > ul", "Chủ hộ").await;
    server.start_again();
    volunteer.sends_all(&server).await;

    // The mother becomes head of the first; a tap takes it back.
    volunteer.client.goto(here.as_str()).await.unwrap();
    volunteer.presses_in("section[aria-labelledby=trong-ho] .row", "Lâm Mẹ Nhà", ".button").await;
    volunteer.chooses("#chuyen-gi", "Làm chủ hộ").await;
    volunteer.presses("dialog[open] .button--main").await;
    let first = "section[aria-labelledby=trong-ho] > ul > li:first-child";
    volunteer.reads_in(first, "Lâm Mẹ Nhà").await;
    volunteer.presses(".toast .button, .toast button").await;
    volunteer.reads_in(first, "Lâm Cha Nhà").await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_head_dies_and_who_follows_him_is_named_on_the_same_sheet() {
    let server = Server::start();
    let volunteer = Browser::open("head").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.opens(&server, "/ghi-danh").await;
    let family = ["Mạc Cha Nhà", "Mạc Mẹ Nhà", "Mạc Con Trai"].map(str::to_owned);
    volunteer.registers_family(&family, HOME, false).await;
    volunteer.opens(&server, "/gia-dinh?tim=mac+cha+nha").await;
    volunteer.presses(".people .row a").await;
    let section = "section[aria-labelledby=trong-ho]";
    volunteer.presses_in(&format!("{section} .row"), "Mạc Cha Nhà", ".button").await;
    volunteer.chooses("#chuyen-gi", "Qua đời").await;
    volunteer.chooses("#chu-ho-moi", "Mạc Con Trai").await;
    // Nobody's relation was recorded at the door: what does not follow is asked.
    volunteer.reads_in("dialog[open] legend", "của chủ hộ mới").await;
    volunteer.chooses("dialog[open] fieldset select", "Cha, mẹ").await;
    volunteer.has_no_barriers("a head is followed").await;
    volunteer.presses("dialog[open] .button--main").await;
    volunteer.reads_in(&format!("{section} > ul > li:first-child"), "Mạc Con Trai").await;
    volunteer.reads_in(&format!("{section} > ul"), "Cha, mẹ").await;
    volunteer.reads_in(&format!("{section} summary"), "Đã từng ở đây").await;
    let present = volunteer.text(&format!("{section} > ul")).await;
    assert!(!present.contains("Mạc Cha Nhà"), "{present}");
    volunteer.presses(".toast .button, .toast button").await;
    volunteer.reads_in(&format!("{section} > ul > li:first-child"), "Mạc Cha Nhà").await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_clan_has_families_and_the_list_is_narrowed_to_their_people() {
    let server = Server::start();
    let officer = Browser::open("clan").await;
    officer.signs_in(&server, "canbophuong4", "135790").await;
    officer.opens(&server, "/ghi-danh").await;
    let family = ["Ông Dòng Họ", "Bà Dòng Họ"].map(str::to_owned);
    officer.registers_family(&family, HOME, false).await;
    officer.opens(&server, "/ghi/clan").await;
    officer.types("#name", "Dòng họ Ông").await;
    officer.types("#area", "khu pho 1").await;
    officer.presses(".picker__choice").await;
    officer.presses(".action .button--main").await;
    officer.reads_in(".toast", "Đã lưu").await;
    officer.sends_all(&server).await;
    officer.opens(&server, "/to-chuc?loai=2").await;
    officer.has_no_barriers("clans").await;
    officer.types("input[type=search]", "ong").await;
    officer.reads_in(".row", "0 gia đình").await;
    officer.presses_in(".row", "Dòng họ Ông", "a").await;
    let section = "section[aria-labelledby=gia-dinh-dong-ho]";
    officer.reads_in(section, "Chưa có gia đình nào").await;
    officer.types("#them-gia-dinh", "ong dong ho").await;
    officer.presses(".picker__choice").await;
    officer.reads_in(section, "1 gia đình, 0 đã đăng ký").await;
    officer.has_no_barriers("a clan").await;
    officer.presses_in(".row", "Người trong dòng họ", "a").await;
    officer.reads_in(".people", "Bà Dòng Họ").await;
    officer.close().await;
}
