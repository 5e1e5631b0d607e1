//! What a person waits for, in a real Chromium.

use std::ops::Range;
use std::time::{Duration, Instant};

use browser::{Browser, Server, Site};
use serde_json::Value;

use crate::table::{Table, percentile};

/// The seconds from the tap on "open", on the cover, until everything has come down.
pub async fn usable_after(browser: &Browser, login: &str) -> f64 {
    browser.types("#ten", login).await;
    browser.types("#mk", "khuyenhoc2022").await;
    browser.types("#pin", "112233").await;
    let begun = Instant::now();
    browser.presses("button[type=submit]").await;
    browser.has_sent_all().await;
    begun.elapsed().as_secs_f64()
}

/// A fresh device of the whole district, and the daily work on it.
pub async fn whole_district(table: &mut Table) {
    let mut server = Server::start();
    let browser = Browser::open("bench").await;
    browser.opens_cover(&server).await;
    let seconds = usable_after(&browser, "canboquan").await;
    table.at_most("fresh device, whole district, sign-in to usable", 5.0, seconds, "s");
    browser.has_the_app_for_offline().await;
    server.kill();
    let begun = Instant::now();
    browser.client.goto(&format!("{}/nguoi", server.address())).await.expect("it opens offline");
    browser.sees(".people .row").await;
    let seconds = begun.elapsed().as_secs_f64();
    table.at_most("start from cache, offline, to the list of the district", 1.0, seconds, "s");
    let typed = timed(&browser, SEARCH, 0..30).await;
    table.at_most("search as one types, p95", 30.0, percentile(typed, 95), "ms");
    browser.opens(&server, "/giao-ban?ky=2022-3").await;
    browser.sees(".strip .figure").await;
    let counted = timed(&browser, REVIEW, 0..20).await;
    table.at_most("the district's review, warm", 300.0, percentile(counted, 95), "ms");
    browser.opens(&server, "/ghi-danh").await;
    browser.sees("#kp option:nth-child(2)").await;
    let saved = timed(&browser, SAVE, 0..30).await;
    table.at_most("durable save of a form, p95", 30.0, percentile(saved, 95), "ms");
    table.at_most("memory of page and worker, whole district", 200.0, browser.memory(), "MB");
    let begun = Instant::now();
    browser.opens(&server, "/ghi-trung").await;
    browser.is_patient().await;
    browser.sees("main > div > .pair-of, main > .empty__text").await;
    let seconds = begun.elapsed().as_secs_f64();
    table.at_most("doubles: the district swept, offline", 10.0, seconds, "s");
    table.at_most("memory after that", 200.0, browser.memory(), "MB");
    browser.opens(&server, "/ghi-danh").await;
    browser.sees("#kp option:nth-child(2)").await;
    browser.is_slowed(4).await;
    let saved = timed(&browser, SAVE, 0..20).await;
    table.at_most("durable save, the page 4× slower, p95", 120.0, percentile(saved, 95), "ms");
    let begun = Instant::now();
    browser.client.goto(&format!("{}/nguoi", server.address())).await.expect("it opens offline");
    browser.sees(".people .row").await;
    let seconds = begun.elapsed().as_secs_f64();
    table.at_most("start from cache, the page 4× slower", 3.0, seconds, "s");
    browser.close().await;
}

/// Waits until the server has built what it builds at its start.
async fn is_at_rest(server: &Server) {
    let busy = || -> Option<u64> {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", server.process_id())).ok()?;
        // After the name in brackets: the 12th and 13th are its ticks, its own and the system's.
        let words: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
        Some(words.get(11)?.parse::<u64>().ok()? + words.get(12)?.parse::<u64>().ok()?)
    };
    let mut before = busy();
    for _ in 0..60 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let now = busy();
        if now.zip(before).is_none_or(|(now, before)| now - before < 5) {
            return;
        }
        before = now;
    }
}

pub async fn one_ward(table: &mut Table) {
    let server = Server::start();
    let browser = Browser::open("bench-ward").await;
    browser.opens_cover(&server).await;
    is_at_rest(&server).await;
    let seconds = usable_after(&browser, "canbophuong4").await;
    table.at_most("fresh device, one ward, sign-in to usable", 1.0, seconds, "s");
    browser.close().await;
}

/// A start with twenty thousand changes that nobody has taken yet.
pub async fn much_unsent(table: &mut Table) {
    let mut server = Server::start();
    let browser = Browser::open("bench-unsent").await;
    browser.opens_cover(&server).await;
    usable_after(&browser, "congtacvien").await;
    browser.has_the_app_for_offline().await;
    server.kill();
    browser.opens(&server, "/ghi-danh").await;
    browser.sees("#kp option:nth-child(2)").await;
    // 40 people, their home and their household: 82 changes a form.
    for family in 0..245 {
        timed(&browser, FAMILY, 0..1).await;
        if family % 50 == 0 {
            eprintln!("unsent: {} families of 245", family + 1);
        }
    }
    browser.opens(&server, "/").await;
    browser.reads("20.090").await;
    let begun = Instant::now();
    browser.client.goto(&format!("{}/nguoi", server.address())).await.expect("it opens offline");
    browser.sees(".people .row").await;
    browser.reads("chưa gửi").await;
    table.at_most("start with 20,000 unsent changes", 3.0, begun.elapsed().as_secs_f64(), "s");
    browser.close().await;
}

/// What every script has at hand: its run, whom to tell, and how the form at the door is filled.
const TOOLS: &str = "const [run, done] = arguments;
    const write = (id, text) => {
      const field = document.getElementById(id);
      field.value = text;
      field.dispatchEvent(new Event('input', { bubbles: true }));
    };
    const atHome = () => {
      const area = document.getElementById('kp');
      area.value = area.options[1].value;
      area.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const consents = () => {
      const consent = document.getElementById('dong-y');
      consent.checked = true;
      consent.dispatchEvent(new Event('change', { bubbles: true }));
    };";

/// Runs a script so often; each run gives the milliseconds that it took.
pub async fn timed(browser: &Browser, script: &str, runs: Range<usize>) -> Vec<f64> {
    let script = format!("{TOOLS}\n{script}");
    let mut taken = Vec::new();
    for run in runs {
        let arguments = vec![Value::from(run)];
        let said = browser.client.execute_async(&script, arguments).await.expect("the script ends");
        taken.push(said.as_f64().expect("the script gives milliseconds"));
    }
    taken
}

/// Registers a family of forty.
pub const FAMILY: &str = "atHome();
    const add = document.querySelector('main form > .button:not(.button--quiet)');
    const people = (from) => {
      if (from < 40) {
        write(`p${from}-name`, `Ghi Nhiều ${from}`);
        if (from < 39) add.click();
        setTimeout(() => people(from + 1), 0);
        return;
      }
      consents();
      const seen = new MutationObserver(() => {
        if (document.getElementById('p1-name')) return;
        seen.disconnect();
        done(1);
      });
      seen.observe(document.querySelector('main'), { subtree: true, childList: true });
      document.querySelector('button[form=ghi]').click();
    };
    people(0);";

/// From a key to the rows on the screen.
const SEARCH: &str = "const field = document.querySelector('input[type=search]');
    const words = ['nguyen van a', 'tran thi', 'le', 'pham hoang', 'an', 'vo thi bich'];
    const list = document.querySelector('.people');
    const began = performance.now();
    const seen = new MutationObserver(() => {
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    });
    seen.observe(list, { subtree: true, childList: true, characterData: true });
    field.value = words[run % words.length];
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// From the choice of a quarter to its figures on the screen.
const REVIEW: &str = "const field = document.querySelector('#ky');
    const began = performance.now();
    const seen = new MutationObserver(() => {
      if (!document.querySelector('.table tbody tr')) return;
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    });
    seen.observe(document.querySelector('main'), { subtree: true, childList: true });
    field.value = run % 2 ? '2022-3' : '2022-4';
    field.dispatchEvent(new Event('change', { bubbles: true }));";

/// From the tap to the word that it is saved.
pub const SAVE: &str = "atHome();
    write('p0-name', `Đo Lường Lưu${run}`);
    consents();
    setTimeout(() => {
      const began = performance.now();
      const seen = new MutationObserver(() => {
        if (!document.querySelector('.notice--ok')) return;
        seen.disconnect();
        done(performance.now() - began);
      });
      seen.observe(document.querySelector('main'), { subtree: true, childList: true });
      document.querySelector('button[form=ghi]').click();
    }, 500);";
