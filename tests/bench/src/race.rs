//! The race: our engine, `PouchDB` and `TinyBase` do the same things with the same members, one after
//! another in the same Chromium, each with the server that it comes with.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use browser::{Browser, Site, free_port};

use crate::crowd::with_members;
use crate::device::{FAMILY, timed, usable_after};
use crate::meter::Meter;
use crate::table::{Table, megabytes_below, percentile, print_beside};

/// How many members the district has.
pub const MEMBERS: usize = 60_358;

/// How much faster than the peer a fresh device of ours must have them.
const TIMES_FASTER: f64 = 15.0;

/// How many changes are made offline, and how often something is repeated for a middle value.
const EDITS: usize = 1_000;
const TIMES: usize = 15;

/// The families of forty that are about a thousand changes, and the changes of one.
const FAMILIES: usize = 12;
const FAMILY_CHANGES: usize = 82;

/// What an engine came to.
struct Raced {
    engine: &'static str,
    /// An empty device has everything: seconds, megabytes over the line, megabytes on its disk.
    fresh: f64,
    fresh_megabytes: f64,
    disk_megabytes: f64,
    /// From a save on one device until another shows it: milliseconds in the middle.
    seen: f64,
    /// A thousand changes that were made offline: seconds, and bytes a change.
    edits: f64,
    edit_bytes: f64,
    /// Asking for news where there are none: milliseconds, and bytes both ways.
    idle: f64,
    idle_bytes: f64,
}

/// Races over so many members, prints the table of the race, and holds ours against its budget.
pub async fn run(table: &mut Table, members: usize) {
    let results = [
        ours(members).await,
        peer("PouchDB 9.0.0", "pouchdb.js", members).await,
        peer("TinyBase 10.0.1", "tinybase.js", members).await,
    ];
    print(&results, members);
    table.at_least(
        "members alone, PouchDB's fresh device over ours",
        TIMES_FASTER,
        results[1].fresh / results[0].fresh,
        "×",
    );
}

async fn ours(members: usize) -> Raced {
    let server = with_members(members);
    let line = Meter::to(server.address().trim_start_matches("http://").to_owned());
    let browser = Browser::open("race-ours").await;
    browser.opens_cover(&line).await;
    line.reads(); // the app itself is not of the race
    let fresh = usable_after(&browser, "canboquan").await;
    let fresh_megabytes = line.reads().down as f64 / 1e6;
    let disk_megabytes = disk_megabytes(&browser);

    let other = Browser::open("race-other").await;
    other.opens_cover(&line).await;
    usable_after(&other, "canbophuong").await;
    other.opens(&line, "/nguoi?tim=vong+lai").await;
    browser.opens(&line, "/ghi-danh").await;
    browser.sees("#kp option:nth-child(2)").await;
    let mut seen = Vec::new();
    for number in 0..TIMES {
        // Both clocks are this machine's.
        let (saved, shown) = tokio::join!(
            timed(&browser, SAVES_NOW, number..number + 1),
            timed(&other, SHOWN, number..number + 1)
        );
        seen.push(shown[0] - saved[0]);
        other.has_sent_all().await;
        browser.has_sent_all().await;
    }
    other.close().await;

    line.is_down(true);
    timed(&browser, FAMILY, 0..FAMILIES).await;
    browser.opens(&line, "/viec-gui").await;
    browser.reads("chưa gửi").await;
    line.reads();
    line.is_down(false);
    browser.presses(".action .button--main").await;
    browser.has_sent_all().await;
    let sent = line.settles().await;
    let changes = (FAMILIES * FAMILY_CHANGES) as f64;

    browser.presses(".action .button--main").await;
    let idle = line.settles().await;
    browser.close().await;
    Raced {
        engine: "Sổ Khuyến học",
        fresh,
        fresh_megabytes,
        disk_megabytes,
        seen: percentile(seen, 50),
        edits: sent.took.as_secs_f64() * EDITS as f64 / changes,
        edit_bytes: sent.up as f64 / changes,
        idle: idle.took.as_secs_f64() * 1e3,
        idle_bytes: (idle.up + idle.down) as f64,
    }
}

struct PeerServer(Child);

impl Drop for PeerServer {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended by itself
        let _ = self.0.wait();
    }
}

async fn peer(engine: &'static str, script: &str, members: usize) -> Raced {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let port = free_port();
    let server = Command::new("node")
        .arg(here.join("peer").join(script))
        .args([port.to_string(), members.to_string()])
        .current_dir(here.join("../../.tools"))
        .env("NODE_PATH", here.join("../../.tools/node_modules"))
        .stdout(Stdio::null())
        .spawn();
    let _server = PeerServer(server.expect("node starts"));
    let line = Meter::to(format!("127.0.0.1:{port}"));
    let browser = Browser::open("race-peer").await;
    browser.is_patient().await;
    loop {
        // Until it has filled itself.
        let _ = browser.client.goto(&format!("{}/page.html", line.address())).await;
        let is_there = browser.client.execute("return typeof fresh === 'function'", vec![]).await;
        if is_there.is_ok_and(|is_there| is_there == serde_json::json!(true)) {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }
    line.reads();
    let fresh = asked(&browser, "fresh()").await;
    let fresh_megabytes = line.settles().await.down as f64 / 1e6;
    let disk_megabytes = disk_megabytes(&browser);
    let mut seen = Vec::new();
    for _ in 0..TIMES {
        seen.push(asked(&browser, "seen()").await * 1e3);
    }
    line.settles().await;
    let edits = asked(&browser, &format!("edits({EDITS})")).await;
    let edit_bytes = line.settles().await.up as f64 / EDITS as f64;
    asked(&browser, "idle()").await;
    line.settles().await;
    let idle = asked(&browser, "idle()").await * 1e3;
    let idle_bytes = line.settles().await;
    browser.close().await;
    Raced {
        engine,
        fresh,
        fresh_megabytes,
        disk_megabytes,
        seen: percentile(seen, 50),
        edits,
        edit_bytes,
        idle,
        idle_bytes: (idle_bytes.up + idle_bytes.down) as f64,
    }
}

/// The seconds that the peer's page says.
async fn asked(browser: &Browser, what: &str) -> f64 {
    let script = format!(
        "const done = arguments[arguments.length - 1]; {what}.then(done, (error) => done(String(error)));"
    );
    let said = browser.client.execute_async(&script, vec![]).await.expect("the page answers");
    said.as_f64().unwrap_or_else(|| panic!("{what}: {said}"))
}

/// What the engine keeps on the disk, without what the browser keeps of the app itself.
fn disk_megabytes(browser: &Browser) -> f64 {
    let kept =
        ["File System", "IndexedDB"].map(|kind| browser.profile.0.join("Default").join(kind));
    kept.iter().map(|folder| megabytes_below(folder)).sum()
}

fn print(results: &[Raced], members: usize) {
    print_beside(
        &format!("{members} members"),
        results,
        |result| result.engine.to_owned(),
        &[
            ("fresh device, s", |result| result.fresh, 2),
            ("… over the line, MB", |result| result.fresh_megabytes, 1),
            ("… on its disk, MB", |result| result.disk_megabytes, 1),
            ("saved here, shown there, median, ms", |result| result.seen, 0),
            ("1,000 changes made offline, sent, s", |result| result.edits, 2),
            ("… bytes up a change", |result| result.edit_bytes, 0),
            ("no news, ms", |result| result.idle, 0),
            ("… bytes both ways", |result| result.idle_bytes, 0),
        ],
    );
}

/// Registers somebody; gives the moment of the tap.
const SAVES_NOW: &str = "atHome();
    write('p0-name', `Vòng Lại ${run}`);
    consents();
    setTimeout(() => {
      done(Date.now());
      document.querySelector('button[form=ghi]').click();
    }, 500);";

/// Waits for one more in the list; gives the moment.
const SHOWN: &str =
    "const is = () => document.querySelector('.tools__count b')?.textContent === String(run + 1);
    if (is()) return done(Date.now());
    const seen = new MutationObserver(() => {
      if (!is()) return;
      seen.disconnect();
      done(Date.now());
    });
    seen.observe(document.body, { subtree: true, childList: true, characterData: true });";
