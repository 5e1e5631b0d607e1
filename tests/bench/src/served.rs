//! What the server does: the bytes of a first visit, and how many changes it takes a second.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use browser::Server;
use domain::account::{Admitted, Challenge, NewDevice, Proof, SignIn, Token};
use domain::record::{AreaId, Person, Residence, ResidentId};
use domain::time::{Day, Moment};
use domain::wire::{self, Request, Response};
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Draft, Identity, InMemory, Replica};

use crate::table::Table;

/// Who push; the server lets each sign in on ten devices at once, not more.
const LOGINS: [&str; 2] = ["canbophuong4", "congtacvien"];

/// Connections that push at once, pushes of each, changes of a push.
const CONNECTIONS: usize = 16;
const PUSHES: usize = 20;
const BATCH: usize = 100;

/// All that a first visit downloads before a person can be registered.
pub fn first_visit(table: &mut Table) {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist");
    let size = |path: &Path| std::fs::metadata(path).map_or(0, |file| file.len());
    let mut bytes = size(&dist.join("index.html.br")) + size(&dist.join("icons.svg.br"));
    for entry in std::fs::read_dir(dist.join("build")).expect("the app is built").flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let needed = [".wasm.br", ".js.br", ".css.br"].iter().any(|ending| name.ends_with(ending));
        if needed {
            bytes += size(&entry.path());
        }
    }
    table.at_most("first visit, brotli", 1000.0, bytes as f64 / 1000.0, "KB");
}

fn post<Q: Serialize, A: DeserializeOwned>(
    agent: &ureq::Agent,
    address: &str,
    token: Option<&str>,
    ask: &Q,
) -> A {
    let mut request = agent.post(address);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let mut response = request.send(&wire::write(ask)[..]).expect("the server answers");
    let body = response.body_mut().with_config().limit(1 << 26).read_to_vec().expect("a body");
    wire::read(&body).expect("a message")
}

fn random_key() -> SigningKey {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the system has random bytes");
    SigningKey::from_bytes(&seed)
}

/// A device of the ward's officer, with a token and the parcels that it will push.
fn pusher(agent: &ureq::Agent, server: &str, number: usize) -> (String, Vec<Request>) {
    let key = random_key();
    let device = NewDevice {
        key: key.verifying_key().to_bytes().to_vec(),
        tablet: "bench".into(),
        label: "bench".into(),
    };
    let sign_in = SignIn {
        login: LOGINS[number % LOGINS.len()].into(),
        password: "khuyenhoc2022".into(),
        device,
    };
    let admitted: Admitted = post(agent, &format!("{server}/v1/sign-in"), None, &sign_in);
    let mut response =
        agent.get(format!("{server}/v1/challenge")).call().expect("the server answers");
    let challenge: Challenge =
        wire::read(&response.body_mut().read_to_vec().expect("a body")).expect("a message");
    let signature = key.sign(&challenge.nonce).to_bytes().to_vec();
    let proof = Proof { certificate: admitted.certificate, nonce: challenge.nonce, signature };
    let token: Token = post(agent, &format!("{server}/v1/token"), None, &proof);
    let mut replica = Replica::open(Box::new(InMemory::default())).expect("memory opens");
    replica
        .belong_to(&Identity { key, account: admitted.account })
        .expect("a new file takes its device");
    // The life and the area are learned by the first pages of a pull.
    let area = loop {
        let request = replica.next_request(false).expect("there is something to ask");
        let response: Response =
            post(agent, &format!("{server}/v1/sync"), Some(&token.token), &request);
        let rest = replica.receive(response, Moment(0)).expect("it can be taken");
        if rest == store::Next::Rest {
            let id: i64 = replica
                .db()
                .query_row(
                    "select area.id from area join area ward on ward.id = area.parent
                     where area.name = 'Khu phố 2' and ward.name = 'Phường 4'",
                    [],
                    |row| row.get(0),
                )
                .expect("the ward has it");
            break domain::id::RecordId(id);
        }
    };
    let mut parcels = Vec::new();
    let mut after = 0;
    for push in 0..PUSHES {
        for number in 0..BATCH / 2 {
            let person = replica.new_id().expect("ids");
            let residence = replica.new_id().expect("ids");
            let name = format!("Đo Lường {push} {number}");
            let drafts = vec![
                Draft::set(
                    person,
                    Person { name: Some(name.as_str().into()), ..Person::default() },
                ),
                Draft::set(
                    residence,
                    Residence {
                        subject: Some(ResidentId(person)),
                        area: Some(AreaId(area)),
                        since: Day::parse("1/9/2026"),
                        ..Residence::default()
                    },
                ),
            ];
            replica.save(drafts, Moment(1_790_000_000_000)).expect("it is saved");
        }
        let (parcel, last) =
            replica.parcel_after(after).expect("it can be read").expect("there is work");
        after = last;
        parcels.push(Request::Push(parcel));
    }
    (token.token, parcels)
}

/// Durable changes a second, from many devices at once.
pub async fn pushes(table: &mut Table) {
    let server = Server::start();
    let address = server.address();
    let measured = tokio::task::spawn_blocking(move || {
        let agent = ureq::Agent::new_with_defaults();
        let one = pusher(&agent, &address, 0);
        let single = {
            let (_, parcels) = &one;
            let Request::Push(signed) = &parcels[0] else { return (0.0, 0.0) };
            signed.body.len() as f64 / BATCH as f64
        };
        let mut devices = vec![one];
        devices.extend((1..CONNECTIONS).map(|number| pusher(&agent, &address, number)));
        let taken = AtomicU64::new(0);
        let begun = Instant::now();
        std::thread::scope(|scope| {
            for (token, parcels) in devices {
                let (agent, address, taken) = (agent.clone(), &address, &taken);
                scope.spawn(move || {
                    for parcel in parcels {
                        let response: Response =
                            post(&agent, &format!("{address}/v1/sync"), Some(&token), &parcel);
                        if let Response::Answers { answers, .. } = response {
                            taken.fetch_add(answers.len() as u64, Ordering::Relaxed);
                        }
                    }
                });
            }
        });
        (taken.load(Ordering::Relaxed) as f64 / begun.elapsed().as_secs_f64(), single)
    });
    let (rate, bytes) = measured.await.expect("the measuring ends");
    table.at_least("durable changes, 16 connections, batches of 100", 20_000.0, rate, "/s");
    table.at_most("one change of a registration in a batch, uncompressed", 400.0, bytes, "bytes");
}
