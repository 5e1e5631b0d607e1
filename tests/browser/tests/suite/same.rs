//! People who are on record twice: told as they are typed, found on the device, made one and two again.

use browser::{Browser, HOME, Server};

/// Registers somebody alone at the door; the second of one name is told of the first.
async fn registers(volunteer: &Browser, server: &Server, name: &str, phone: &str) {
    volunteer.opens(server, "/ghi-danh").await;
    volunteer.chooses("#kp", HOME).await;
    volunteer.types("#p0-name", name).await;
    volunteer.types("#p0-birth", "12/3/1970").await;
    volunteer.types("#p0-phone", phone).await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.sees(".notice--ok").await;
}

#[tokio::test]
async fn who_was_registered_twice_is_found_made_one_and_taken_apart() {
    let server = Server::start();
    let volunteer = Browser::open("twice").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    registers(&volunteer, &server, "Đoàn Gặp Lại", "0903000111").await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.types("#p0-name", "doan gap lai").await;
    volunteer.types("#p0-birth", "12/3/1970").await;
    volunteer.reads("Có thể đã có trong sổ").await;
    volunteer.reads("cùng họ tên, cùng ngày sinh").await;
    volunteer.has_no_barriers("somebody who is on record").await;
    volunteer.presses("main form .button--quiet").await;
    volunteer.presses("dialog[open] .button--danger").await;
    registers(&volunteer, &server, "doan gap lai", "0903000222").await;
    volunteer.finds_people(&server, "gap+lai", 2).await;

    volunteer.presses(".tools__count a").await;
    volunteer.presses_in(".pair-of", "Gặp Lại", "a.button").await;
    volunteer.reads("0903 000 222").await;
    volunteer.has_no_barriers("two records side by side").await;
    volunteer.presses("fieldset:has([name=chon-phone]) label:last-of-type").await;
    volunteer.presses("main .button--main").await;
    volunteer.reads("Đã gộp thành một người").await;
    volunteer.presses(".toast .button").await;
    volunteer.reads("Đã trả lại như cũ").await;
    volunteer.finds_people(&server, "gap+lai", 2).await;
    volunteer.opens_person(&server, "0903000111").await;
    volunteer.reads("Đoàn Gặp Lại").await;

    volunteer.opens(&server, "/ghi-trung").await;
    volunteer.presses_in(".pair-of", "Gặp Lại", "a.button").await;
    volunteer.presses("fieldset:has([name=chon-phone]) label:last-of-type").await;
    volunteer.presses("main .button--main").await;
    volunteer.reads("Đã gộp thành một người").await;
    volunteer.finds_people(&server, "gap+lai", 1).await;
    volunteer.opens_person(&server, "gap+lai").await;
    volunteer.reads("0903 000 222").await;
    volunteer.reads("Phiếu kia").await;
    volunteer.presses(".notices .button").await;
    volunteer.reads("Đã tách thành hai người").await;
    volunteer.presses(".toast .button").await;
    volunteer.reads("Đã trả lại như cũ").await;
    volunteer.finds_people(&server, "gap+lai", 1).await;
    volunteer.opens_person(&server, "gap+lai").await;
    volunteer.presses(".notices .button").await;
    volunteer.reads("Đã tách thành hai người").await;
    volunteer.finds_people(&server, "gap+lai", 2).await;

    // Two who are two are offered no more, unless that was said too soon.
    volunteer.opens(&server, "/ghi-trung").await;
    volunteer.presses_in(".pair-of", "Gặp Lại", "button").await;
    volunteer.reads("Đã ghi là hai người").await;
    volunteer.opens(&server, "/ghi-trung").await;
    volunteer.sees("main > div:not(:has(progress)) > .pair-of, main > .empty__text").await;
    assert!(!volunteer.text("main").await.contains("Gặp Lại"), "they were said to be two");
    volunteer.sends_all(&server).await;
    volunteer.close().await;
}

#[tokio::test]
async fn whoever_knows_that_two_are_one_says_so_though_nothing_speaks_for_it() {
    let server = Server::start();
    let volunteer = Browser::open("known").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    registers(&volunteer, &server, "Đoàn Tên Khai Sinh", "0903000555").await;
    volunteer.presses(".notice--ok .button").await;
    volunteer.reads("Đã trả lại như cũ").await;
    volunteer.finds_people(&server, "ten+khai+sinh", 0).await;
    registers(&volunteer, &server, "Đoàn Tên Khai Sinh", "0903000555").await;
    registers(&volunteer, &server, "Bảy Hủ Tiếu", "0903000666").await;
    volunteer.opens_person(&server, "bay+hu+tieu").await;
    volunteer.presses("a[href^='/ghi-trung?']").await;
    volunteer.types("#trung-voi", "khai sinh").await;
    volunteer.presses(".picker__choice").await;
    volunteer.reads("0903 000 555").await;
    volunteer.presses("main .button--main").await;
    volunteer.reads("Đã gộp thành một người").await;
    volunteer.finds_people(&server, "0903000666", 0).await;
    volunteer.close().await;
}

#[tokio::test]
async fn what_is_chosen_on_a_persons_page_stays_while_others_write_of_him() {
    let server = Server::start();
    let officer = Browser::open("chosen").await;
    officer.signs_in(&server, "canbophuong4", "246810").await;
    officer.opens(&server, "/nguoi?hoi-vien=3&den-tuoi=40").await;
    officer.presses(".people .row a").await;
    let here = officer.client.current_url().await.unwrap();
    officer.presses_in(".person__deeds", "Kết nạp", "button").await;
    officer.chooses("#viec-o", "Chi hội khu phố 1").await;
    officer
        .in_a_second_tab(&server, "/nguoi", async |tab: &Browser| {
            tab.opens(&server, &format!("{}/sua", here.path())).await;
            tab.types("#phone", "0903000777").await;
            tab.presses("button[form=ghi]").await;
            tab.reads_in("dl", "0903 000 777").await;
        })
        .await;
    officer.reads_in("dl", "0903 000 777").await;
    officer.presses("dialog[open] .button--main").await;
    officer.reads_in("dialog[open]", "Đã kết nạp 1 người").await;
    officer.presses("dialog[open] .button:first-child").await;
    officer.reads("Đã trả lại như cũ").await;
    officer.close().await;
}
