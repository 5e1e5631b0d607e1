//! What a volunteer waits for on a phone's line: the first visit, his neighbourhood, one registration.

use std::time::Instant;

use browser::{Browser, Line, Profile, Server};

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
        browser.begins_to_sign_in(&line, "congtacvien", "112233").await;
        browser.sees(".action .button--main").await;
        let form = begun.elapsed();
        let open = Instant::now();
        browser.has_sent_all().await;
        let neighbourhood = open.elapsed();
        browser.presses(".action .button--main").await;
        browser.sees("#kp option:nth-child(2)").await;
        timed(&browser, SAVE, 0..1).await;
        let saved = Instant::now();
        browser.has_sent_all().await;
        let seconds = [form, neighbourhood, saved.elapsed()].map(|took| took.as_secs_f64());
        println!("| {name} | {:.1} | {:.1} | {:.1} |", seconds[0], seconds[1], seconds[2]);
        browser.close().await;
    }
}
