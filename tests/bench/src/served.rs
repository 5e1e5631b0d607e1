//! What the server does: the bytes of a first visit, and how many changes it takes a second.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use browser::{Server, Site, app_files, packed_size};
use domain::answer::{Answer, Verdict};
use domain::id::RecordId;
use domain::wire::{Request, Response};

use crate::crowd::{Certified, certified, life, neighbourhood_of, post, registers};
use crate::table::Table;

/// Connections that push at once, pushes of each, changes of a push.
const CONNECTIONS: usize = 50;
const PUSHES: usize = 10;
const BATCH: usize = 100;

/// All that a first visit downloads before a person can be registered.
pub fn first_visit(table: &mut Table) {
    let files = app_files("FIRST").into_iter().chain(["/sw.js".to_owned()]);
    let bytes: u64 = files.map(|file| packed_size(&file)).sum();
    table.at_most("first visit, brotli", 1000.0, bytes as f64 / 1000.0, "KB");
}

/// A device with a token, and the parcels that it will push.
fn pusher(
    agent: &ureq::Agent,
    server: &str,
    device: &Certified,
    area: RecordId,
) -> (String, Vec<Request>) {
    let token = device.token(agent, server);
    let mut replica = device.replica(life(agent, server, &token));
    let (mut parcels, mut after) = (Vec::new(), 0);
    for push in 0..PUSHES {
        for number in 0..BATCH / 2 {
            registers(&mut replica, area, &format!("Đo Lường {push} {number}"));
        }
        let (parcel, last) =
            replica.parcel_after(after).expect("it can be read").expect("there is work");
        after = last;
        parcels.push(Request::Push(parcel));
    }
    (token, parcels)
}

/// Durable changes a second, from many devices at once.
pub fn pushes(table: &mut Table) {
    let mut server = Server::start();
    let devices = certified(&mut server, CONNECTIONS);
    let address = server.address();
    let agent = ureq::Agent::new_with_defaults();
    let pushers: Vec<(String, Vec<Request>)> = devices
        .iter()
        .map(|device| pusher(&agent, &address, device, neighbourhood_of(&server, device.area)))
        .collect();
    let Request::Push(signed) = &pushers[0].1[0] else { return };
    let bytes = signed.body.len() as f64 / BATCH as f64;
    let taken = AtomicU64::new(0);
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for (token, parcels) in pushers {
            let (address, taken) = (&address, &taken);
            scope.spawn(move || {
                let agent = ureq::Agent::new_with_defaults();
                for parcel in parcels {
                    let response: Response =
                        post(&agent, &format!("{address}/v1/sync"), Some(&token), &parcel);
                    if let Response::Answers { answers, .. } = response {
                        let all = |answer: &Answer| matches!(answer.verdict, Verdict::Accepted(_));
                        assert!(answers.iter().all(all), "the ledger takes them all");
                        taken.fetch_add(answers.len() as u64, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    let rate = taken.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64();
    table.at_least("durable changes, 50 connections, batches of 100", 20_000.0, rate, "/s");
    table.at_most("one change of a registration in a batch, uncompressed", 400.0, bytes, "bytes");
}
