//! Growth: the same questions of a district's ledger, of ten districts' and of a province's.

use std::time::Instant;

use browser::{Server, Site};
use domain::id::RecordId;
use domain::wire::{Request, Response};
use store::{Next, Pace, Replica};

use crate::crowd::{
    Certified, certified, life, neighbourhood_of, post, registers, resident, with_members,
};
use crate::table::{megabytes_below, percentile, print_beside};

/// Ten districts; and a province's members.
pub const TEN_DISTRICTS: usize = 603_580;
pub const PROVINCE: usize = 2_500_000;

/// Pushes of a hundred changes each.
const PUSHES: usize = 30;
const CHANGES: usize = 100;

/// What one size came to.
struct Grown {
    members: usize,
    filled: f64,
    disk: f64,
    started: f64,
    memory: f64,
    image: f64,
    image_megabytes: f64,
    no_news: f64,
    push: f64,
    pull: f64,
    memory_after: f64,
}

/// Measures each of the sizes, and prints them beside each other.
pub fn run(sizes: &[usize]) {
    let grown: Vec<Grown> = sizes.iter().map(|members| measured(*members)).collect();
    print_beside(
        "members",
        &grown,
        |grown| grown.members.to_string(),
        &[
            ("filled, s", |grown| grown.filled, 0),
            ("on the server's disk, MB", |grown| grown.disk, 0),
            ("server starts, s", |grown| grown.started, 1),
            ("… its memory then, MB", |grown| grown.memory, 0),
            ("a ward's image, built and fetched, s", |grown| grown.image, 2),
            ("… on the wire, MB", |grown| grown.image_megabytes, 2),
            ("a pull with nothing new, median, ms", |grown| grown.no_news, 2),
            ("a push of 100 changes, median, ms", |grown| grown.push, 1),
            ("… pulled by another device, median, ms", |grown| grown.pull, 1),
            ("the server's memory after that, MB", |grown| grown.memory_after, 0),
        ],
    );
}

fn measured(members: usize) -> Grown {
    let begun = Instant::now();
    let mut server = with_members(members);
    let filled = begun.elapsed().as_secs_f64();
    eprintln!("growth: {members} members filled in {filled:.0} s");
    // Each ward has an officer, the first has two; after all of them the first comes again.
    let officers = members.div_ceil(server::demo::WARD_MEMBERS) + 1;
    let mut devices = certified(&mut server, officers + 1);
    let (other, one) = (devices.swap_remove(officers), devices.swap_remove(0));
    server.kill();
    let disk = megabytes_below(server.folder());
    let begun = Instant::now();
    server.start_again();
    let started = begun.elapsed().as_secs_f64();
    let memory = resident(&server);

    let begun = Instant::now();
    let mut near = Synced::new(&server, &one);
    let image = begun.elapsed().as_secs_f64();
    let image_megabytes = near.come as f64 / 1e6;
    let mut far = Synced::new(&server, &other);
    let no_news = (0..400).map(|_| near.syncs()).collect();
    let home = neighbourhood_of(&server, one.area);
    let (mut push, mut pull) = (Vec::new(), Vec::new());
    for number in 0..PUSHES {
        near.makes(home, number);
        push.push(near.pushes());
        pull.push(far.syncs());
    }
    Grown {
        members,
        filled,
        disk,
        started,
        memory,
        image,
        image_megabytes,
        no_news: percentile(no_news, 50),
        push: percentile(push, 50),
        pull: percentile(pull, 50),
        memory_after: resident(&server),
    }
}

/// A device that has everything.
struct Synced {
    agent: ureq::Agent,
    address: String,
    token: String,
    replica: Replica,
    /// Bytes of the image that came.
    come: usize,
    /// The last change that was pushed.
    after: u64,
}

impl Synced {
    fn new(server: &Server, device: &Certified) -> Self {
        let agent = ureq::Agent::new_with_defaults();
        let address = server.address();
        let token = device.token(&agent, &address);
        let replica = device.replica(life(&agent, &address, &token));
        let address = format!("{address}/v1/sync");
        let mut synced = Self { agent, address, token, replica, come: 0, after: 0 };
        synced.syncs();
        synced
    }

    fn asks(&self, request: &Request) -> Response {
        post(&self.agent, &self.address, Some(&self.token), request)
    }

    /// Asks until there is nothing more; gives the milliseconds.
    fn syncs(&mut self) -> f64 {
        let begun = Instant::now();
        loop {
            let request = self.replica.next_request(Pace::FULL, false).expect("it can be read");
            let response = self.asks(&request);
            if let Response::Piece(piece) = &response {
                self.come += piece.bytes.len();
            }
            let next = self.replica.receive(response, server::clock::now());
            if next.expect("it is taken") != Next::Ask {
                return begun.elapsed().as_secs_f64() * 1e3;
            }
        }
    }

    /// Makes a push's worth of changes: two for each who moves in.
    fn makes(&mut self, home: RecordId, push: usize) {
        for number in 0..CHANGES / 2 {
            registers(&mut self.replica, home, &format!("Đo Lớn {push} {number}"));
        }
    }

    /// Pushes what was made; gives the milliseconds until it is answered.
    fn pushes(&mut self) -> f64 {
        let parcel = self.replica.parcel_after(self.after).expect("it can be read");
        let (parcel, last) = parcel.expect("there is work");
        self.after = last;
        let begun = Instant::now();
        let response = self.asks(&Request::Push(parcel));
        let taken = begun.elapsed().as_secs_f64() * 1e3;
        self.replica.receive(response, server::clock::now()).expect("it is taken");
        taken
    }
}
