//! From the list of doors to a family that is saved: taps, keys and seconds, at a new door in one form;
//! beside it the same family as programs ask for it that have a form for each record.
//!
//! What a practised person needs is reckoned from the taps and keys that the browser counted, by the
//! keystroke-level model (Card, Moran, Newell, "The Psychology of Human-Computer Interaction", 1983): 1.1 s
//! to reach for something and tap it, 0.28 s a key, 1.35 s to make ready for each field or choice. Whoever
//! types goes on to the next field by the keyboard's own key, where the form leads there.

use std::time::Instant;

use browser::{Browser, HOME, Server};

use crate::device::usable_after;
use crate::table::Table;

/// A couple and their child: name, birth, relation.
const FAMILY: [(&str, &str, &str); 3] = [
    ("Mạc Văn Hùng", "12/3/1978", ""),
    ("Trần Thị Lan", "5/9/1980", "Vợ, chồng"),
    ("Mạc Thị Mai", "20/11/2008", "Con"),
];
const HOUSE: &str = "25/4";
const STREET: &str = "Âu Cơ";
const PHONE: &str = "0903000111";

/// Enter, as the driver is told of it.
const ENTER: char = '\u{e007}';

/// A field takes a moment to be read, whoever fills it in.
const READY: f64 = 1.35;
const TAP: f64 = 1.1;
const KEY: f64 = 0.28;

/// What was tapped and typed since [`watch`].
struct Counted {
    taps: f64,
    keys: f64,
    /// Fields and choices, for each of which one makes ready.
    turns: f64,
    /// The machine's part: typing and tapping took no time.
    seconds: f64,
}

impl Counted {
    fn person(&self) -> f64 {
        self.taps * TAP + self.turns * READY + self.keys * KEY
    }
}

/// Counts taps, keys and turns from now on, over page loads too. A field is tapped before it is typed into,
/// unless Enter led there; a choice is opened and made.
const WATCH: &str = "const told = (name, more) =>
      sessionStorage.setItem(name, Number(sessionStorage.getItem(name) ?? 0) + more);
    addEventListener('click', (event) => {
      if (event.target.closest('label input, select')) return;
      told('taps', 1);
      told('turns', 1);
    }, true);
    addEventListener('change', (event) => {
      if (!event.target.matches('select')) return;
      told('taps', 2);
      told('turns', 1);
    }, true);
    let typing = null;
    let led = null;
    addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      told('keys', 1);
      setTimeout(() => { led = document.activeElement; });
    }, true);
    addEventListener('focusin', (event) => {
      // The number at a new door, and the name of a person who was added, are typed next.
      if (event.target.matches('#house, [id$=-name]') && !event.relatedTarget?.matches('input')) led = event.target;
    }, true);
    addEventListener('beforeinput', (event) => {
      if (event.inputType !== 'insertText') return;
      if (typing !== event.target) {
        if (led !== event.target) told('taps', 1);
        told('turns', 1);
      }
      typing = event.target;
      told('keys', 1);
    }, true);
    return true";

async fn begins(browser: &Browser) -> Instant {
    let forget =
        "['taps', 'keys', 'turns'].forEach((name) => sessionStorage.removeItem(name)); return true";
    browser.client.execute(forget, vec![]).await.expect("it counts from nothing");
    watch(browser).await;
    Instant::now()
}

async fn watch(browser: &Browser) {
    browser.client.execute(WATCH, vec![]).await.expect("it counts");
}

async fn counted(browser: &Browser, begun: Instant) -> Counted {
    let seconds = begun.elapsed().as_secs_f64();
    let number = async |name: &str| {
        let script = format!("return Number(sessionStorage.getItem('{name}') ?? 0)");
        let said = browser.client.execute(&script, vec![]).await.expect("it has counted");
        said.as_f64().unwrap_or_default()
    };
    let (taps, keys, turns) = (number("taps").await, number("keys").await, number("turns").await);
    Counted { taps, keys, turns, seconds }
}

pub async fn run(table: &mut Table) {
    let server = Server::start();
    let browser = Browser::open("bench-stopwatch").await;
    browser.opens_cover(&server).await;
    usable_after(&browser, "canbophuong4").await;
    browser.has_the_app_for_offline().await;
    let ours = in_one_form(&browser, &server).await;
    let theirs = a_form_a_record(&browser, &server).await;
    browser.close().await;
    table.at_most("a family of three at a new door: taps", 25.0, ours.taps, "");
    table.at_most("… keys", 100.0, ours.keys, "");
    table.at_most("… the machine's part", 15.0, ours.seconds, "s");
    table.at_most("… reckoned for a practised person", 60.0, ours.person(), "s");
    table.at_most(
        "… of the taps that a form for each record takes",
        0.5,
        ours.taps / theirs.taps,
        "",
    );
    table.at_most(
        "… of the seconds that a form for each record takes",
        0.7,
        ours.person() / theirs.person(),
        "",
    );
}

/// From the walk: new door, home, three people, registered, saved, and back at the doors.
async fn in_one_form(browser: &Browser, server: &Server) -> Counted {
    browser.opens(server, "/di-tung-nha").await;
    browser.chooses("#kp", HOME).await;
    browser.sees(".walk__now").await;
    let begun = begins(browser).await;
    browser.presses(".walk__tools > .button").await;
    // Street and neighbourhood stand there: over the one, to the name.
    goes_on(browser, "#house", &format!("{HOUSE}{ENTER}")).await;
    for ((name, birth, relation), place) in FAMILY.into_iter().zip(0..) {
        if place > 0 {
            browser.presses("form > button.button:not(.button--quiet)").await;
        }
        goes_on(browser, &format!("#p{place}-name"), name).await;
        if place == 0 {
            goes_on(browser, "#p0-birth", birth).await;
            browser.types("#p0-phone", PHONE).await;
        } else {
            browser.types(&format!("#p{place}-birth"), birth).await;
            browser.chooses(&format!("#p{place}-relation"), relation).await;
        }
    }
    browser.presses("label.choice:has(#hoc-tap)").await;
    browser.presses("label.choice:has(#dong-y)").await;
    browser.presses("button[form=ghi]").await;
    browser.sees(".walk__now").await;
    counted(browser, begun).await
}

/// Types, and goes on to the next field by the keyboard.
async fn goes_on(browser: &Browser, css: &str, words: &str) {
    browser.types(css, &format!("{words}{ENTER}")).await;
}

/// Each person, the household and its home, where each lives, and the registration: a form each, reached
/// from the list of forms, with what it refers to found by name.
async fn a_form_a_record(browser: &Browser, server: &Server) -> Counted {
    browser.opens(server, "/cai-dat").await;
    let begun = begins(browser).await;
    for (name, birth, _) in FAMILY {
        opens_form(browser, server, "person").await;
        goes_on(browser, "#name", name).await;
        browser.types("#birth", birth).await;
        saves(browser).await;
    }
    opens_form(browser, server, "household").await;
    refers(browser, "#head", FAMILY[0].0).await;
    goes_on(browser, "#house", HOUSE).await;
    goes_on(browser, "#street", STREET).await;
    browser.types("#phone", PHONE).await;
    saves(browser).await;
    for (name, _, relation) in FAMILY {
        opens_form(browser, server, "residence").await;
        refers(browser, "#subject", name).await;
        refers(browser, "#area", "khu pho 2").await;
        browser.types("#since", "1/1/2020").await;
        if !relation.is_empty() {
            browser.chooses("#relation", relation).await;
        }
        saves(browser).await;
    }
    opens_form(browser, server, "registration").await;
    refers(browser, "#subject", FAMILY[0].0).await;
    browser.chooses("#model", "Gia đình học tập").await;
    browser.types("#year", "2026").await;
    refers(browser, "#area", "khu pho 2").await;
    browser.types("#registered_on", "1/2/2026").await;
    saves(browser).await;
    counted(browser, begun).await
}

/// The list of forms is opened, and the form on it: two taps, and the page as it loads.
async fn opens_form(browser: &Browser, server: &Server, kind: &str) {
    browser.opens(server, &format!("/ghi/{kind}")).await;
    watch(browser).await;
    let two = "['taps', 'turns'].forEach((name) =>
        sessionStorage.setItem(name, Number(sessionStorage.getItem(name) ?? 0) + 2)); return true";
    browser.client.execute(two, vec![]).await.expect("two taps");
    browser.sees("#ghi").await;
}

async fn refers(browser: &Browser, css: &str, name: &str) {
    browser.types(css, name).await;
    browser.presses(&format!(".field:has({css}) .picker__choice")).await;
}

/// Saved, it leads back to the list of forms.
async fn saves(browser: &Browser) {
    browser.presses(".action .button--main").await;
    browser.reads("Ghi mục mới").await;
}
