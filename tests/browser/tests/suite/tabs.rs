//! Tabs and reloads: whichever tab has the store, and however it ends, the ledger opens soon, or says
//! which tab to close, and nothing is lost that was said to be saved.

use std::time::{Duration, Instant};

use browser::{Browser, HOME, Server, Site};

/// Longer than this no opening takes that is not stuck. It is two seconds by itself; here other
/// browsers work beside it.
const SOON: Duration = Duration::from_secs(10);

#[tokio::test]
async fn fifty_quick_reloads_lose_nothing_and_the_ledger_opens_soon() {
    let server = Server::start();
    let volunteer = Browser::open("reloads").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Mạc Thử Tải".to_owned()], HOME, false).await;
    for reload in 0..50_u64 {
        // As a thumb pulls: before the page is there, while it opens, after it has.
        volunteer.reloads_without_waiting().await;
        tokio::time::sleep(Duration::from_millis(reload * 37 % 400)).await;
    }
    let begun = Instant::now();
    volunteer.reloads_without_waiting().await;
    volunteer.sees(".status__text").await;
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    volunteer.finds_people(&server, "mac+thu", 1).await;
    volunteer.has_sent_all().await;
    volunteer.close().await;
}

#[tokio::test]
async fn five_tabs_are_opened_and_closed_in_turn_and_each_has_the_ledger() {
    let server = Server::start();
    let volunteer = Browser::open("five-tabs").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    let mut saved = 0;
    for _ in 0..5 {
        // The new tab asks the one that has the store; then that one goes.
        let former = volunteer.client.window().await.unwrap();
        let new = volunteer.client.new_window(true).await.unwrap().handle;
        volunteer.client.switch_to_window(new.clone()).await.unwrap();
        volunteer.opens(&server, "/ghi-danh").await;
        volunteer.client.switch_to_window(former).await.unwrap();
        volunteer.client.close_window().await.unwrap();
        volunteer.client.switch_to_window(new).await.unwrap();
        let begun = Instant::now();
        volunteer.registers_family(&[format!("Mạc Thử {saved}")], HOME, false).await;
        assert!(begun.elapsed() < 2 * SOON, "typing and saving took {:?}", begun.elapsed());
        saved += 1;
    }
    volunteer.finds_people(&server, "mac+thu", saved).await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_tab_that_dies_in_the_middle_of_saving_keeps_what_was_saved() {
    let server = Server::start();
    let volunteer = Browser::open("dying-tab").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    let mut said = 0;
    for number in 0..4_u64 {
        volunteer.opens(&server, "/ghi-danh").await;
        volunteer.chooses("#kp", HOME).await;
        volunteer.types("#p0-name", &format!("Mạc Thử {number}")).await;
        volunteer.types("#p0-birth", "1958").await;
        volunteer.presses("label.choice:has(#dong-y)").await;
        volunteer.keeps_the_form().await;
        let new = volunteer.client.new_window(true).await.unwrap().handle;
        volunteer.presses("button[form=ghi]").await;
        tokio::time::sleep(Duration::from_millis(number * 10)).await;
        said += usize::from(volunteer.text("main").await.contains("Đã lưu"));
        volunteer.client.close_window().await.unwrap();
        volunteer.client.switch_to_window(new).await.unwrap();
        // With the tab went what opens the ledger without the PIN.
        volunteer.client.goto(&server.address()).await.unwrap();
        volunteer.types("#pin", "135790").await;
        volunteer.presses("button[type=submit]").await;
        volunteer.sees(".status__text").await;
    }
    // Saved or still in its form: each of the four is there, once.
    let mut seen = (0, 0);
    for _ in 0..10 {
        volunteer.opens(&server, "/nguoi?tim=mac+thu").await;
        seen.0 = settled(&volunteer, ".tools__count b").await.parse().unwrap_or(0);
        volunteer.opens(&server, "/").await;
        seen.1 = settled(&volunteer, "main").await.matches("Mạc Thử").count();
        if seen.0 >= said && seen.0 + seen.1 == 4 {
            break;
        }
    }
    let (found, begun) = seen;
    assert!(found >= said, "{said} were said to be saved, {found} are");
    assert_eq!(found + begun, 4, "{found} saved, {begun} begun");
    volunteer.close().await;
}

/// What is read when it has not changed for a while: a list is first drawn without its rows.
async fn settled(browser: &Browser, css: &str) -> String {
    browser.sees(css).await;
    let mut last = browser.text(css).await;
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = browser.text(css).await;
        if now == last {
            return now;
        }
        last = now;
    }
}

#[tokio::test]
async fn whoever_goes_back_finds_the_page_at_work() {
    let server = Server::start();
    let volunteer = Browser::open("back-and-forward").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.types("#p0-name", "Mạc Thử Lui").await;
    volunteer.keeps_the_form().await;
    for _ in 0..3 {
        // The page is put away whole, or is loaded anew: as the browser likes.
        volunteer.client.goto("about:blank").await.unwrap();
        volunteer.client.back().await.unwrap();
        let begun = Instant::now();
        volunteer.has_value("#p0-name", "Mạc Thử Lui").await;
        assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    }
    volunteer.chooses("#kp", HOME).await;
    volunteer.types("#p0-birth", "1958").await;
    volunteer.presses("label.choice:has(#dong-y)").await;
    volunteer.presses("button[form=ghi]").await;
    volunteer.sees(".notice--ok").await;
    volunteer.finds_people(&server, "mac+thu", 1).await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_frozen_tab_keeps_nobody_from_the_ledger() {
    let server = Server::start();
    let volunteer = Browser::open("frozen").await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    let first = volunteer.client.window().await.unwrap();
    let second = volunteer.client.new_window(true).await.unwrap().handle;
    volunteer.freezes(true).await;
    volunteer.client.switch_to_window(second).await.unwrap();
    volunteer.client.goto(&server.address()).await.unwrap();
    let begun = Instant::now();
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.sees(".status__text").await;
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Mạc Thử Lạnh".to_owned()], HOME, false).await;
    // The first one thaws, and asks the one that took its place.
    volunteer.client.switch_to_window(first).await.unwrap();
    volunteer.freezes(false).await;
    volunteer.finds_people(&server, "mac+thu", 1).await;
    volunteer.close().await;
}

/// A volunteer with work that has not gone up, who has left the app; then the browser loses this.
async fn after_a_loss_of(name: &str, what: &str) -> (Server, Browser) {
    let mut server = Server::start();
    let volunteer = Browser::open(name).await;
    volunteer.signs_in(&server, "congtacvien", "135790").await;
    volunteer.has_the_app_for_offline().await;
    server.kill();
    volunteer.opens(&server, "/ghi-danh").await;
    volunteer.registers_family(&["Mạc Thử Mất".to_owned()], HOME, false).await;
    tokio::time::sleep(Duration::from_secs(5)).await; // what was saved is sealed within five seconds
    server.start_again();
    volunteer.client.goto("about:blank").await.unwrap();
    volunteer.loses(&server, what).await;
    volunteer.client.goto(&server.address()).await.unwrap();
    (server, volunteer)
}

#[tokio::test]
async fn a_browser_that_lost_its_databases_opens_by_password_and_has_all() {
    let (server, volunteer) = after_a_loss_of("lost-databases", "indexeddb").await;
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.reads("Quên mã PIN” và đăng nhập bằng mật khẩu").await;
    volunteer.presses(".cover__inner > button:first-of-type").await;
    volunteer.types("#mk", "khuyenhoc2022").await;
    volunteer.types("#pin", "246813").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.sees(".status__text").await;
    volunteer.sends_all(&server).await;
    volunteer.finds_people(&server, "mac+thu", 1).await;
    volunteer.close().await;
}

#[tokio::test]
async fn a_browser_that_lost_its_files_says_so_and_what_was_sealed_goes_up() {
    let (server, volunteer) = after_a_loss_of("lost-files", "file_systems").await;
    volunteer.reads("Trình duyệt đã xoá sổ trên máy này").await;
    volunteer.types("#ten", "congtacvien").await;
    volunteer.types("#mk", "khuyenhoc2022").await;
    volunteer.types("#pin", "135790").await;
    volunteer.presses("button[type=submit]").await;
    volunteer.sees(".status__text").await;
    let waits = Instant::now();
    while volunteer.text(".tools__count b").await != "1" {
        assert!(waits.elapsed() < Duration::from_secs(150), "what was sealed never came");
        volunteer.opens(&server, "/viec-gui").await;
        volunteer.presses(".action .button--main").await;
        volunteer.opens(&server, "/nguoi?tim=mac+thu").await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    volunteer.close().await;
}
