//! `cargo xtask bench`: a table of budget, measured and ratio. A miss stands in it as a miss. Words name
//! parts of it: `server`, `device`, `lists`, `sheets`, `stopwatch`,
//! `unsent`, `peers`; none: all of these. `lines`, `growth`
//! and `province` take many minutes, and are measured only where they are named.

#![allow(clippy::cast_precision_loss, reason = "a measured number has few digits")]

mod crowd;
mod device;
mod duplicates;
mod growth;
mod lines;
mod lists;
mod meter;
mod race;
mod served;
mod sheets;
mod stopwatch;
mod table;

use table::Table;

#[tokio::main]
async fn main() {
    let parts: Vec<String> =
        std::env::args().skip(1).map(|part| part.trim_start_matches('-').to_owned()).collect();
    let asked = |part: &str| parts.is_empty() || parts.iter().any(|asked| asked == part);
    let mut table = Table::default();
    if asked("server") {
        served::first_visit(&mut table);
        served::pushes(&mut table);
        crowd::no_news(&mut table);
        crowd::crowds(&mut table);
    }
    if asked("device") {
        device::whole_district(&mut table).await;
        device::one_ward(&mut table).await;
    }
    if asked("lists") {
        lists::run(&mut table).await;
    }
    if asked("sheets") {
        sheets::run(&mut table).await;
    }
    if asked("stopwatch") {
        stopwatch::run(&mut table).await;
    }
    if asked("unsent") {
        device::much_unsent(&mut table).await;
    }
    if asked("peers") {
        race::run(&mut table, race::MEMBERS).await;
    }
    if asked("duplicates") {
        duplicates::run(&mut table);
    }
    let named = |part: &str| parts.iter().any(|named| named == part);
    if named("lines") {
        lines::run().await;
    }
    if named("growth") || named("province") {
        let sizes = [race::MEMBERS, growth::TEN_DISTRICTS, growth::PROVINCE];
        growth::run(&sizes[..if named("province") { 3 } else { 2 }]);
    }
    if !table.is_empty() {
        table.print();
    }
}
