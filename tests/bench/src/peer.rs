//! The peer: `PouchDB` in the same Chromium, replicating as many records as the district has members from
//! a `PouchDB` server in memory.

use std::path::Path;
use std::process::{Child, Command, Stdio};

use browser::Browser;
use serde_json::json;

use crate::table::Table;

/// How much faster a fresh device of ours must have the members.
const TIMES_FASTER: f64 = 15.0;

struct PeerServer(Child);

impl Drop for PeerServer {
    fn drop(&mut self) {
        let _ = self.0.kill(); // it may have ended by itself
        let _ = self.0.wait();
    }
}

/// Replicates and compares with what our own fresh device took for everything it holds.
pub async fn replicates(table: &mut Table, members: usize) {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let port = "9753";
    let server = Command::new("node")
        .arg(here.join("peer/server.js"))
        .args([port, &members.to_string()])
        .current_dir(here.join("../../.tools"))
        .env("NODE_PATH", here.join("../../.tools/node_modules"))
        .stdout(Stdio::null())
        .spawn();
    let _server = PeerServer(server.expect("node starts"));
    let browser = Browser::open("peer").await;
    let page = format!("http://127.0.0.1:{port}/page.html");
    for _ in 0..600 {
        if browser.client.goto(&page).await.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    browser.client.update_timeouts(long()).await.expect("the driver waits");
    let script = "const done = arguments[arguments.length - 1]; replicate(done);";
    let seconds = browser.client.execute_async(script, vec![]).await.expect("it replicates");
    let ours = table.measured("fresh device, whole district, sign-in to usable");
    let theirs = seconds.as_f64().unwrap_or_default();
    eprintln!("PouchDB: {members} records in {theirs:.1} s ({})", json!(seconds));
    table.at_least(
        "PouchDB's members over our whole district, times faster",
        TIMES_FASTER,
        theirs / ours,
        "×",
    );
    browser.close().await;
}

fn long() -> fantoccini::wd::TimeoutConfiguration {
    let minutes = std::time::Duration::from_mins(10);
    fantoccini::wd::TimeoutConfiguration::new(Some(minutes), Some(minutes), None)
}
