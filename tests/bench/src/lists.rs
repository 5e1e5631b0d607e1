//! The district's list of people, 64,823 lines: narrowed, put in order, scrolled, and as a spreadsheet.

use std::time::Instant;

use browser::{Browser, Server};

use crate::device::{timed, usable_after};
use crate::table::{Table, percentile};

pub async fn run(table: &mut Table) {
    let server = Server::start();
    let browser = Browser::open("bench-lists").await;
    browser.opens_cover(&server).await;
    usable_after(&browser, "canboquan").await;
    browser.has_the_app_for_offline().await;
    browser.opens(&server, "/nguoi").await;
    browser.sees(".people .row").await;
    browser.sees("#loc-dia-ban option:nth-child(3)").await;
    for (script, what, budget) in [
        (
            NARROWED,
            "the district's list narrowed to a ward's old members, or again all, p95",
            300.0,
        ),
        (ORDERED, "… put in the order of homes, or again of names, p95", 1_000.0),
        (SCROLLED, "… scrolled to another part, p95", 100.0),
    ] {
        let taken = timed(&browser, script, 0..20).await;
        table.at_most(what, budget, percentile(taken, 95), "ms");
    }
    browser.is_patient().await;
    browser.presses(".chip:nth-of-type(4)").await;
    let begun = Instant::now();
    browser.presses("dialog[open] .ways li:nth-child(1) .button").await;
    let sheet = browser.is_given("danh-sach.xlsx").await;
    let seconds = begun.elapsed().as_secs_f64();
    table.at_most("… as a spreadsheet (.xlsx)", 30.0, seconds, "s");
    table.at_most("… its size", 10.0, sheet.len() as f64 / 1e6, "MB");
    table.at_most("memory after that", 400.0, browser.memory(), "MB");
    browser.close().await;
}

/// From a choice in the filter to the count of the list.
const NARROWED: &str = "const choose = (id, place) => {
      const field = document.getElementById(id);
      field.value = field.options[place].value;
      field.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const age = document.getElementById('loc-tu-tuoi');
    const count = document.querySelector('.tools__count b');
    const before = count.textContent;
    const began = performance.now();
    const seen = new MutationObserver(() => {
      if (count.textContent === before) return;
      seen.disconnect();
      requestAnimationFrame(() => setTimeout(() => done(performance.now() - began), 0));
    });
    seen.observe(document.querySelector('.tools__count'), { subtree: true, childList: true, characterData: true });
    choose('loc-dia-ban', run % 2 ? 0 : 1);
    choose('loc-hoi-vien', run % 2 ? 0 : 1);
    age.value = run % 2 ? '' : '60';
    age.dispatchEvent(new Event('change', { bubbles: true }));";

/// From a choice of the order to the first line.
const ORDERED: &str = "const field = document.getElementById('xep');
    const first = () => document.querySelector('.people .row .row__title')?.textContent;
    const before = first();
    const began = performance.now();
    const seen = new MutationObserver(() => {
      if (first() === before) return;
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    });
    seen.observe(document.querySelector('.people'), { subtree: true, childList: true, characterData: true });
    field.value = run % 2 ? '1' : '3';
    field.dispatchEvent(new Event('change', { bubbles: true }));";

/// From a leap in the list to the lines there.
const SCROLLED: &str = "const list = document.querySelector('.people');
    const number = () => Number(document.querySelector('.people .row .row__mark')?.textContent);
    const to = 1000 + 3001 * run;
    const began = performance.now();
    const seen = new MutationObserver(() => {
      if (Math.abs(number() - to) > 40) return;
      seen.disconnect();
      requestAnimationFrame(() => done(performance.now() - began));
    });
    seen.observe(list, { subtree: true, childList: true, characterData: true });
    scrollTo(0, scrollY + list.getBoundingClientRect().top + 61 * to);";
