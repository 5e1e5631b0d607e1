//! `cargo xtask bench`: a table of budget, measured and ratio. A miss stands in it as a miss.

#![allow(clippy::cast_precision_loss, reason = "a measured number has few digits")]

mod crowd;
mod device;
mod peer;
mod served;
mod table;

use table::Table;

#[tokio::main]
async fn main() {
    let mut table = Table::default();
    served::first_visit(&mut table);
    served::pushes(&mut table);
    crowd::no_news(&mut table);
    crowd::crowds(&mut table);
    let members = device::whole_district(&mut table).await;
    device::one_ward(&mut table).await;
    device::much_unsent(&mut table).await;
    peer::replicates(&mut table, members).await;
    table.print();
}
