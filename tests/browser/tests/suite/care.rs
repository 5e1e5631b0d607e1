//! What a form, an edit and a refusal owe to whoever wrote them; and a browser whose disk is full, or
//! whose file was damaged.

use std::path::Path;

use browser::{Browser, HOME, Server, Site, holds};

#[tokio::test]
async fn a_form_goes_on_from_the_first_page_and_is_saved_without_the_person_taken_out() {
    let server = Server::start();
    let volunteer = Browser::open("going-on").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.presses("a[href='/ghi-danh'].button").await;
    volunteer.types("#p0-name", "Đặng Đi Tiếp").await;
    volunteer.keeps_the_form().await;
    volunteer.presses(".top a.icon-button").await;
    volunteer.reads("Phiếu ghi dở").await;
    volunteer.presses("a[href*='phieu=']").await;
    volunteer.has_value("#p0-name", "Đặng Đi Tiếp").await;
    // Somebody is added, mistyped and taken out again: nothing of him stands in the way.
    volunteer.presses("main form > .button:not(.button--quiet)").await;
    volunteer.types("#p1-phone", "12").await;
    volunteer.types("#p1-name", "Ai Đó").await;
    volunteer.reads("Số di động có 10 số").await;
    volunteer.presses(".person-part .button--quiet").await;
    volunteer.chooses("#kp", HOME).await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.reads("Đã lưu trên máy này").await;
    volunteer.finds_people(&server, "dang+di+tiep", 1).await;
    volunteer.close().await;
}

#[tokio::test]
async fn an_edit_that_is_taken_up_again_writes_over_nobody() {
    let server = Server::start();
    let volunteer = Browser::open("interrupted").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Hồ Dở Dang".to_owned()], HOME, false).await;
    volunteer.opens_person(&server, "ho+do+dang").await;
    volunteer.presses("a[href$='/sua']").await;
    volunteer.types("#phone", "0903000003").await;
    volunteer.keeps_the_form().await;
    volunteer.sends_all(&server).await;

    let officer = Browser::open("meanwhile").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens_person(&server, "ho+do+dang").await;
    officer.presses("a[href$='/sua']").await;
    officer.types("#school", "Trường Ngô Sĩ Liên").await;
    officer.presses("button[form=ghi]").await;
    officer.reads("Trường Ngô Sĩ Liên").await;
    officer.sends_all(&server).await;

    // The officer's word has come before the volunteer goes on; it is still there when he saves.
    volunteer.opens_person(&server, "ho+do+dang").await;
    volunteer.reads("Trường Ngô Sĩ Liên").await;
    volunteer.opens(&server, "/").await;
    volunteer.presses("a[href*='phieu=']").await;
    volunteer.has_value("#phone", "0903000003").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.reads("Đã lưu trên máy này").await;
    volunteer.opens_person(&server, "ho+do+dang").await;
    volunteer.reads("0903 000 003").await;
    volunteer.reads("Trường Ngô Sĩ Liên").await;
    volunteer.close().await;
    officer.close().await;
}

/// A ward's officer adds a collector.
async fn adds_account(officer: &Browser, server: &Server, name: &str, login: &str) {
    officer.opens(server, "/cai-dat/tai-khoan").await;
    officer.presses("#them > summary").await;
    officer.types("#ten", name).await;
    officer.types("#dn", login).await;
    officer.chooses("#moi-vai-tro", "Cộng tác viên").await;
    officer.chooses("#moi-dia-ban", HOME).await;
    officer.presses("#them button[type=submit]").await;
}

#[tokio::test]
async fn refused_work_is_handed_over_to_an_officer_who_records_it_himself() {
    let server = Server::start();
    let author = Browser::open("handing").await;
    author.signs_in(&server, "canbophuong4", "246810").await;
    adds_account(&author, &server, "Võ Nhờ Xem", "congtacvien").await;
    author.opens(&server, "/can-xu-ly").await;
    author.reads("Tên đăng nhập này đã có người dùng").await;
    author.presses(".section__head .button").await;
    author.reads("Đã xuất ra tệp").await;
    author.presses_in(".problem", "Tên đăng nhập này", "button").await;
    author.presses("dialog[open] .button--danger").await;
    author.reads("Đã giao, chờ cán bộ xem").await;

    let officer = Browser::open("receiving").await;
    officer.signs_in(&server, "canboquan", "135790").await;
    officer.opens(&server, "/hai-cach-ghi").await;
    officer.reads("Võ Nhờ Xem").await;
    officer.presses(".problem .button--main").await;
    officer.reads("Sổ chung vẫn chưa nhận được").await;
    officer.presses(".problem a.button").await;
    officer.has_value("input[id$='-login']", "congtacvien").await;
    officer.types("input[id$='-login']", "vonhoxem").await;
    officer.presses("button[form=ghi]").await;
    officer.reads("đã báo cho người ghi đầu").await;
    officer.opens(&server, "/cai-dat/tai-khoan").await;
    officer.reads("Võ Nhờ Xem").await;

    author.opens(&server, "/viec-gui").await;
    author.presses(".action .button--main").await;
    author.opens(&server, "/can-xu-ly").await;
    author.reads("Cán bộ đã xem và ghi thay").await;
    officer.close().await;
    author.close().await;
}

#[tokio::test]
async fn a_refusal_is_put_right_where_it_was_written_and_nothing_waits_behind_it() {
    let server = Server::start();
    let officer = Browser::open("refused").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    adds_account(&officer, &server, "Võ Trùng Tên", "congtacvien").await;
    officer.opens(&server, "/can-xu-ly").await;
    officer.reads("Tên đăng nhập này đã có người dùng").await;
    officer.presses(".problem a.button").await;
    officer.has_value("input[id$='-login']", "congtacvien").await;
    officer.types("input[id$='-login']", "votrungten").await;
    officer.presses("button[form=ghi]").await;
    officer.reads("Mọi mục đã gửi đều được nhận").await;
    officer.opens(&server, "/viec-gui").await;
    officer.has_sent_all().await;
    officer.opens(&server, "/cai-dat/tai-khoan").await;
    officer.presses_in("details", "Võ Trùng Tên", "summary").await;
    officer.reads("votrungten").await;
    officer.reads("Cộng tác viên").await;
    officer.close().await;
}

#[tokio::test]
async fn what_is_deleted_comes_back_by_one_tap_and_wrong_pins_wait() {
    let server = Server::start();
    let volunteer = Browser::open("undoing").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Từ Xoá Nhầm".to_owned()], HOME, false).await;
    volunteer.opens_person(&server, "tu+xoa+nham").await;
    volunteer.presses(".person__deeds > button:last-of-type").await;
    volunteer.presses("dialog[open] .button--danger").await;
    volunteer.presses(".toast .button").await;
    volunteer.reads("Đã khôi phục").await;
    volunteer.finds_people(&server, "tu+xoa+nham", 1).await;

    // The word has gone; what was deleted is still listed.
    volunteer.opens_person(&server, "tu+xoa+nham").await;
    volunteer.presses(".person__deeds > button:last-of-type").await;
    volunteer.presses("dialog[open] .button--danger").await;
    volunteer.sees(".toast .button").await;
    volunteer.has_sent_all().await;
    volunteer.opens(&server, "/da-xoa").await;
    volunteer.reads("Từ Xoá Nhầm").await;
    volunteer.presses(".row__link").await;
    volunteer.presses(".history .change .button").await;
    volunteer.reads("Đã khôi phục").await;
    volunteer.finds_people(&server, "tu+xoa+nham", 1).await;

    volunteer.presses("button[aria-label='Khoá sổ']").await;
    volunteer.sees("#ai").await;
    for _ in 0..4 {
        volunteer.types("#pin", "000000").await;
        volunteer.presses("button[type=submit]").await;
        volunteer.reads("Mã PIN không đúng").await;
    }
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.reads("giây rồi nhập mã PIN").await;
    while volunteer.shows("#pin").await {
        volunteer.presses("button[type=submit]").await;
        volunteer.reads_either("giây rồi nhập mã PIN", ".status").await;
    }
    volunteer.finds_people(&server, "tu+xoa+nham", 1).await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_full_disk_is_said_and_what_was_typed_stays() {
    let mut server = Server::start();
    let volunteer = Browser::open("full").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.types("#p0-name", "Lâm Máy Đầy").await;
    volunteer.chooses("#kp", HOME).await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.has_room_for(&server, Some(1)).await;
    // Room that was taken before may still do for some; at some family it is said.
    let mut said = false;
    for number in 0..200 {
        volunteer.types("#p0-name", &format!("Lâm Máy Đầy {number} {}", "x".repeat(90))).await;
        if !volunteer.checked("#dong-y").await {
            volunteer.presses("label.choice:has(#dong-y)").await;
        }
        volunteer.presses("button[form=ghi]").await;
        if volunteer.reads_either("Máy đã đầy", ".notice--ok").await {
            said = true;
            break;
        }
    }
    assert!(said, "a full disk is said");
    let typed = volunteer.sees("#p0-name").await.prop("value").await.unwrap().unwrap();
    assert!(typed.starts_with("Lâm Máy Đầy"), "what was typed stays: {typed}");
    volunteer.has_room_for(&server, None).await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.sees(".notice--ok").await;
    volunteer.opens(&server, "/nguoi?tim=lam+may+day").await;
    volunteer.sees(".people .row").await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_damaged_file_is_noticed_and_the_work_in_it_still_arrives() {
    let mut server = Server::start();
    let volunteer = Browser::open("damaged").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Ninh Hỏng Tệp".to_owned()], HOME, false).await;
    volunteer.presses("button[aria-label='Khoá sổ']").await; // what is unsent is sealed
    volunteer.sees("#ai").await;
    let profile = volunteer.is_killed();
    damage_the_largest(&profile.0);

    let volunteer = Browser::open_profile(profile).await;
    server.start_again();
    volunteer.client.goto(&server.address()).await.unwrap();
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    let officer = Browser::open("receiving").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.finds_people(&server, "ninh+hong+tep", 1).await;
    volunteer.close().await;
    officer.close().await;
}

#[tokio::test]
async fn nothing_can_be_read_on_the_disk_while_an_image_comes_and_after() {
    const ID_NUMBER: &str = "079158004217";
    let server = Server::start();
    let officer = Browser::open("searched").await;
    let readable = |when: &str| {
        // What every district has: a family name with its tone, a card, a street; and the number.
        for words in ["Nguyễn Thị", "TB04-0", "Hoàng Văn Thụ", ID_NUMBER] {
            assert_eq!(holds(&officer.profile.0, words.as_bytes()), None, "{words} {when}");
        }
    };
    officer.begins_to_sign_in(&server, "canboquan", "112233").await;
    let mut looked = 0;
    while !officer.text(".status__text").await.starts_with("Đã gửi hết · lần cuối") {
        readable("while the image comes");
        looked += 1;
    }
    assert!(looked > 1, "looked at while the image came");
    officer.has_sent_all().await;
    readable("after the image");
    officer.opens_person(&server, "nguyen+thi+hoa").await;
    officer.presses("a[href$='/sua']").await;
    officer.types("#citizen_id", ID_NUMBER).await;
    officer.presses("button[form=ghi]").await;
    officer.reads("079 ••• ••• 217").await;
    readable("with an ID number saved");
    officer.sends_all(&server).await;
    readable("with it sent");
    officer.close().await;
}

/// Writes over a part of the largest file of the origin's own: the ledger.
fn damage_the_largest(profile: &Path) {
    use std::io::{Seek, SeekFrom, Write};
    let (path, length) = browser::files_below(profile)
        .into_iter()
        .filter(|path| path.to_string_lossy().contains("File System"))
        .filter_map(|path| Some((path.clone(), path.metadata().ok()?.len())))
        .max_by_key(|(_, length)| *length)
        .expect("the ledger's file");
    let mut file = std::fs::OpenOptions::new().write(true).open(&path).unwrap();
    // The first pages hold what the file is made of; the middle the records.
    file.seek(SeekFrom::Start(length / 2)).unwrap();
    file.write_all(&vec![0xA5; 64 * 1024]).unwrap();
}
