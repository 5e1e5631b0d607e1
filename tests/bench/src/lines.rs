//! What a volunteer waits for on a phone's line: the first visit, his neighbourhood, one registration.

use std::time::{Duration, Instant};

use browser::{Browser, Line, Profile, Server, Site};

use crate::device::{SAVE, timed};

/// Measures each line, and prints them beside each other.
pub async fn run() {
    println!(
        "| a volunteer's phone | to the form at the door, s | his neighbourhood, s | a registration sent, s |"
    );
    println!("|---|---|---|---|");
    for (name, profile) in [
        ("this machine", Profile::LOOPBACK),
        ("3G: 1.6 Mbit/s down, 768 kbit/s up, 300 ms", Profile::G3),
        ("2G in a bad place: 50 kbit/s down, 20 kbit/s up, 800 ms", Profile::G2),
    ] {
        let server = Server::start();
        let line = Line::to(&server);
        line.has(profile);
        let browser = Browser::open("bench-line").await;
        browser.is_patient().await;
        let begun = Instant::now();
        browser.client.goto(&line.address()).await.expect("the page opens");
        comes(&browser, "#ten").await;
        browser.types("#ten", "congtacvien").await;
        browser.types("#mk", "khuyenhoc2022").await;
        browser.types("#pin", "112233").await;
        browser.presses("button[type=submit]").await;
        comes(&browser, ".action .button--main").await;
        let form = begun.elapsed();
        let open = Instant::now();
        sent(&browser).await;
        let neighbourhood = open.elapsed();
        browser.presses(".action .button--main").await;
        comes(&browser, "#kp option:nth-child(2)").await;
        timed(&browser, SAVE, 0..1).await;
        let saved = Instant::now();
        sent(&browser).await;
        let seconds = [form, neighbourhood, saved.elapsed()].map(|took| took.as_secs_f64());
        println!("| {name} | {:.1} | {:.1} | {:.1} |", seconds[0], seconds[1], seconds[2]);
        browser.close().await;
    }
}

/// Waits for as long as a bad line may take.
async fn comes(browser: &Browser, css: &str) {
    while browser.client.find(fantoccini::Locator::Css(css)).await.is_err() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

async fn sent(browser: &Browser) {
    while !browser.text(".status__text").await.starts_with("Đã gửi hết · lần cuối") {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
