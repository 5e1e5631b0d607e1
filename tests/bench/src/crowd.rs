//! Many devices at once: certified beside the stopped server, since the server itself lets nobody sign
//! in a thousand times a minute.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use browser::{Server, Site};
use domain::access::Role;
use domain::account::{Challenge, Proof, Token};
use domain::envelope::Signed;
use domain::id::{Epoch, RecordId};
use domain::record::{AreaId, Person, Residence, ResidentId};
use domain::time::{Day, Moment};
use domain::wire::{self, Cursor, IMAGE_PIECE, Request, Response};
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use server::clock;
use server::desk::open_ledger;
use server::ledger::Start;
use store::{Draft, Identity, InMemory, Replica};

use crate::table::{Table, percentile};

/// A device that the server knows.
pub struct Certified {
    key: SigningKey,
    certificate: Signed,
    account: RecordId,
    /// Where its user works.
    pub area: RecordId,
}

/// A server whose ledger has so many members and nothing else.
pub fn with_members(members: usize) -> Server {
    let mut server = Server::start_empty();
    server.kill();
    let mut ledger = open_ledger(server.folder(), Start::AsLeft, None).expect("the ledger opens");
    server::demo::fill_with_members(&mut ledger, members).expect("it is filled");
    drop(ledger);
    server.start_again();
    server
}

/// So many devices of the wards' officers of the demo, a ward each in turn. The server is stopped
/// meanwhile.
pub fn certified(server: &mut Server, devices: usize) -> Vec<Certified> {
    server.kill();
    let mut ledger = open_ledger(server.folder(), Start::AsLeft, None).expect("the ledger opens");
    let now = clock::now();
    let officers: Vec<(RecordId, RecordId)> = ledger
        .db()
        .prepare("select account, area from \"grant\" where role = ?1 order by id")
        .and_then(|mut statement| {
            let row = |row: &rusqlite::Row| Ok((RecordId(row.get(0)?), RecordId(row.get(1)?)));
            statement.query_map([Role::WardOfficer as i64], row)?.collect()
        })
        .expect("the demo has officers");
    let certify = |number: usize| {
        let (account, area) = officers[number % officers.len()];
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).expect("the system has random bytes");
        let key = SigningKey::from_bytes(&seed);
        let certificate = ledger
            .certify(account, &key.verifying_key(), "bench", &format!("bench {number}"), now)
            .expect("it is certified");
        Certified { key, certificate, account, area }
    };
    let certified = (0..devices).map(certify).collect();
    drop(ledger);
    server.start_again();
    certified
}

pub fn post<Q: Serialize, A: DeserializeOwned>(
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

impl Certified {
    pub fn token(&self, agent: &ureq::Agent, server: &str) -> String {
        let mut response =
            agent.get(format!("{server}/v1/challenge")).call().expect("the server answers");
        let challenge: Challenge =
            wire::read(&response.body_mut().read_to_vec().expect("a body")).expect("a message");
        let signature = self.key.sign(&challenge.nonce).to_bytes().to_vec();
        let proof =
            Proof { certificate: self.certificate.clone(), nonce: challenge.nonce, signature };
        let token: Token = post(agent, &format!("{server}/v1/token"), None, &proof);
        token.token
    }

    /// Fetches the image of its scope; gives the bytes of it.
    fn fetches(&self, agent: &ureq::Agent, server: &str) -> usize {
        let (token, sync) = (self.token(agent, server), format!("{server}/v1/sync"));
        let (mut image, mut from, most) = (None, 0, IMAGE_PIECE as u64);
        loop {
            let ask = Request::Image { image: image.clone(), from, most };
            let answer: Response = post(agent, &sync, Some(&token), &ask);
            let Response::Piece(come) = answer else { panic!("a piece is answered") };
            from = come.from + come.bytes.len() as u64;
            image = Some(come.image);
            if from == come.whole {
                return from as usize;
            }
        }
    }

    /// A replica of this device that knows the server's present life, and nothing else.
    pub fn replica(&self, life: Epoch) -> Replica {
        let mut replica = Replica::open(Box::new(InMemory::default())).expect("memory opens");
        let identity = Identity { key: self.key.clone(), account: self.account };
        replica.belong_to(&identity).expect("a new file takes its device");
        let lineage = domain::lineage::Lineage::new(vec![domain::lineage::Life {
            epoch: life,
            parent: None,
            forked_at: domain::id::Position(0),
        }]);
        replica.receive(Response::Image { lineage }, Moment(0)).expect("it hears of the life");
        replica
    }
}

/// The present life of a ledger.
pub fn life(agent: &ureq::Agent, server: &str, token: &str) -> Epoch {
    let ask = Request::Pull(Cursor::default());
    match post(agent, &format!("{server}/v1/sync"), Some(token), &ask) {
        Response::Image { lineage } => lineage.present(),
        other => panic!("{other:?}"),
    }
}

/// Somebody who moves into an area: two changes.
pub fn registers(replica: &mut Replica, area: RecordId, name: &str) {
    let (person, residence) = (replica.new_id().expect("ids"), replica.new_id().expect("ids"));
    let drafts = vec![
        Draft::set(person, Person { name: Some(name.into()), ..Person::default() }),
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

/// The megabytes of memory that the server holds.
pub fn resident(server: &Server) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process_id()));
    let status = status.expect("the server runs");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).map(str::trim);
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok());
    kilobytes.expect("the system says how much it holds") / 1024.0
}

/// Crowds of first devices, a ward each; then single changes while a thousand listen.
pub fn crowds(table: &mut Table) {
    let mut server = Server::start();
    let devices = certified(&mut server, 1_000);
    let address = server.address();
    let agent = ureq::Agent::new_with_defaults();
    table.at_most(
        "one ward on the wire",
        1_000.0,
        devices[3].fetches(&agent, &address) as f64 / 1000.0,
        "KB",
    );
    server.kill();
    server.start_again();
    for (crowd, budget, what) in [
        (100, 5.0, "100 fresh devices at once, a ward each, all served (no image built before)"),
        (1_000, 45.0, "1,000 fresh devices at once, a ward each, all served"),
    ] {
        let begun = Instant::now();
        let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for _ in 0..crowd.min(200) {
                scope.spawn(|| {
                    let agent = ureq::Agent::new_with_defaults();
                    while let Some(device) =
                        devices[..crowd].get(next.fetch_add(1, Ordering::Relaxed))
                    {
                        let fetched = device.fetches(&agent, &address);
                        bytes.fetch_add(fetched, Ordering::Relaxed);
                    }
                });
            }
        });
        table.at_most(what, budget, begun.elapsed().as_secs_f64(), "s");
        eprintln!("served: {} MB", bytes.into_inner() / 1_000_000);
    }
    let listening: Vec<TcpStream> =
        devices.iter().map(|device| listens(&agent, &address, device)).collect();
    let mut waited = Vec::new();
    let token = devices[0].token(&agent, &address);
    let mut replica = devices[0].replica(life(&agent, &address, &token));
    let mut after = 0;
    let neighbourhood = neighbourhood_of(&server, devices[0].area);
    for number in 0..300 {
        registers(&mut replica, neighbourhood, &format!("Đo Một Mình {number}"));
        let (parcel, last) =
            replica.parcel_after(after).expect("it can be read").expect("there is work");
        after = last;
        let begun = Instant::now();
        let answer: Response =
            post(&agent, &format!("{address}/v1/sync"), Some(&token), &Request::Push(parcel));
        waited.push(begun.elapsed().as_secs_f64() * 1000.0);
        assert!(matches!(answer, Response::Answers { answers, .. } if answers.len() == 2));
    }
    table.at_most(
        "one registration pushed, 1,000 devices listening, p99",
        100.0,
        percentile(waited, 99),
        "ms",
    );
    table.at_most("server memory, 1,000 devices listening", 200.0, resident(&server), "MB");
    drop(listening);
}

/// A neighbourhood of a ward of the demo.
pub fn neighbourhood_of(server: &Server, ward: RecordId) -> RecordId {
    let db = rusqlite::Connection::open(server.folder().join("ledger.sqlite")).expect("it opens");
    let id =
        db.query_row("select id from area where parent = ?1 limit 1", [ward.0], |row| row.get(0));
    RecordId(id.expect("a ward has neighbourhoods"))
}

/// Listens for pokes, as a device at rest does.
fn listens(agent: &ureq::Agent, server: &str, device: &Certified) -> TcpStream {
    let token = device.token(agent, server);
    let host = server.trim_start_matches("http://");
    let mut line = TcpStream::connect(host).expect("the server listens");
    write!(line, "GET /v1/poke HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n\r\n")
        .expect("it can be asked");
    let mut first = String::new();
    BufReader::new(&line).read_line(&mut first).expect("it answers");
    assert!(first.contains("200"), "{first}");
    line
}

/// What a device pays that asks for news when there is none, beside a ledger that is all but empty.
pub fn no_news(table: &mut Table) {
    let mut image = Vec::new();
    let mut median = |server: &mut Server, role: Role| {
        server.kill();
        let mut ledger =
            open_ledger(server.folder(), Start::AsLeft, None).expect("the ledger opens");
        let account: i64 = ledger
            .db()
            .query_row(
                "select account from \"grant\" where role = ?1 limit 1",
                [role as i64],
                |row| row.get(0),
            )
            .expect("somebody has the role");
        let account = RecordId(account);
        let key = SigningKey::from_bytes(&[9; 32]);
        let certificate = ledger
            .certify(account, &key.verifying_key(), "bench", "news", clock::now())
            .expect("it is certified");
        let scope = ledger.organisation().scope(account, clock::now());
        let position = ledger.head().expect("there is a head");
        let name = ledger.reading().scope_name(&scope, position);
        let cursor = Cursor { epoch: ledger.lineage().present(), scope: name, position };
        drop(ledger);
        server.start_again();
        let device = Certified { key, certificate, account, area: RecordId(0) };
        let agent = ureq::Agent::new_with_defaults();
        image.push(device.fetches(&agent, &server.address()) as f64 / 1_000_000.0);
        let (token, sync) =
            (device.token(&agent, &server.address()), format!("{}/v1/sync", server.address()));
        let waited = (0..400).map(|_| {
            let begun = Instant::now();
            let answer: Response = post(&agent, &sync, Some(&token), &Request::Pull(cursor));
            assert!(matches!(answer, Response::Page(page) if page.items.is_empty()));
            begun.elapsed().as_secs_f64() * 1000.0
        });
        percentile(waited.collect(), 50)
    };
    let mut whole = Server::start();
    let of_district = median(&mut whole, Role::DistrictOfficer);
    drop(whole);
    let mut small = Server::start_empty();
    small.kill();
    let mut ledger = open_ledger(small.folder(), Start::AsLeft, None).expect("the ledger opens");
    let country = server::country::Country::load();
    let unit = country.get("34-26968").expect("a ward of today");
    let root = server::set_up::make_areas(&mut ledger, &country, unit, "Hội", clock::now())
        .expect("the areas are made");
    let login = domain::identity::Login::parse("quan").expect("a login");
    server::set_up::make_account(
        &mut ledger,
        "Quận",
        &login,
        Role::DistrictOfficer,
        root,
        clock::now(),
    )
    .expect("the account is made");
    drop(ledger);
    let of_few = median(&mut small, Role::DistrictOfficer);
    table.at_most("whole district on the wire", 12.0, image[0], "MB");
    eprintln!(
        "a pull with nothing new: district {of_district:.2} ms, a few records {of_few:.2} ms"
    );
    table.at_most(
        "a pull with nothing new, the district over an empty ledger",
        2.0,
        of_district / of_few,
        "×",
    );
}
