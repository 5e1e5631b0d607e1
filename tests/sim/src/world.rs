//! The world of one seed: the server, the devices, the network between them, one clock, one source
//! of chance.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::access::Role;
use domain::answer::Verdict;
use domain::field::Text;
use domain::id::{ChangeId, RecordId};
use domain::identity::Login;
use domain::record::{
    Account, AccountId, Area, AreaId, AreaLevel, Branch, BranchForm, DeviceRecord, Grant, GrantArea,
};
use domain::time::{Day, Moment};
use domain::wire::{self, IMAGE_PIECE, LARGEST_PUSH, Request, Response};
use ed25519_dalek::SigningKey;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use server::ledger::{Act, Caller};
use store::{Next, Pace};

use crate::device::Device;
use crate::faults::{Fault, Faults, Rates};
use crate::network::{self, Network, Packet, Way};
use crate::oracle::{self, Reckoned};
use crate::server_side::ServerSide;
use crate::{Failure, Report};

/// How long an answer is waited for, in ticks.
const PATIENCE: u64 = 15;

/// What a run is to be.
pub struct Plan {
    pub ticks: u64,
    pub rates: Rates,
    /// A tick lasts days, so that the run is a year.
    pub is_a_year: bool,
    /// This device is away for all of it.
    pub away: Option<usize>,
}

/// How many devices there are.
const DEVICES: usize = 8;

/// The tick after which a device is away that stays away.
const LEAVES: u64 = 25;

/// Where things are: one district, two wards, two neighbourhoods each.
pub struct Places {
    pub root: RecordId,
    pub wards: Vec<RecordId>,
    pub neighbourhoods: Vec<RecordId>,
    pub branches: Vec<RecordId>,
}

pub struct World {
    seed: u64,
    pub rng: ChaCha8Rng,
    pub now: Moment,
    pub tick: u64,
    pub plan: Plan,
    pub places: Places,
    pub server: ServerSide,
    pub devices: Vec<Device>,
    network: Network,
    pub faults: Faults,
    events: VecDeque<String>,
    /// Words that say who a person is, each used for nobody else.
    pub words: BTreeMap<RecordId, Vec<String>>,
    pub next_word: u64,
    /// What everybody may read, as the oracle last reckoned it, and at which place of the log.
    pub reckoned: RefCell<Option<Reckoned>>,
    /// What an officer did not take.
    pub turned_down: BTreeSet<ChangeId>,
    refused: u64,
}

impl World {
    /// Draws a world: who works in it, and what goes wrong how often.
    pub fn draw(seed: u64) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let plan = draw_plan(&mut rng);
        let now = Moment(Day::parse("1/7/2026").map_or(0, |day| i64::from(day.0)) * Moment::DAY_MS);
        let mut server = ServerSide::start(now);
        let places = set_up_places(&mut server, now);
        let devices = set_up_devices(&mut server, &places, &mut rng, now);
        server.back_up();
        Self {
            seed,
            rng,
            now,
            tick: 0,
            plan,
            places,
            server,
            devices,
            network: Network::default(),
            faults: Faults::default(),
            events: VecDeque::new(),
            words: BTreeMap::new(),
            next_word: 0,
            reckoned: RefCell::default(),
            turned_down: BTreeSet::new(),
            refused: 0,
        }
    }

    pub fn event(&mut self, what: impl Into<String>) {
        let line = format!("{:>4} {}", self.tick, what.into());
        if std::env::var_os("SIM_TRACE").is_some() {
            println!("{line}");
        }
        if self.events.len() == 20 {
            self.events.pop_front();
        }
        self.events.push_back(line);
    }

    /// Whether something with this rate happens now.
    pub fn happens(&mut self, rate: u32) -> bool {
        rate > 0 && self.rng.random_ratio(rate.min(1000), 1000)
    }

    /// One step of everybody.
    pub fn tick(&mut self) -> Result<(), String> {
        self.tick += 1;
        let longest = if self.plan.is_a_year { 4 * Moment::DAY_MS } else { 3_600_000 };
        self.now.0 += self.rng.random_range(1_000..longest);
        self.misfortunes()?;
        self.somebody_works()?;
        self.deliver()?;
        for device in 0..self.devices.len() {
            if self.rng.random_ratio(1, 3) {
                self.ask(device)?;
            }
        }
        Ok(())
    }

    fn misfortunes(&mut self) -> Result<(), String> {
        let rates = self.plan.rates.clone();
        if self.happens(rates.backup) {
            self.server.back_up();
            let now = self.now;
            let tidied = self.server.ledger_mut().tidy(now);
            tidied.map_err(|error| format!("the ledger failed: {error}"))?;
        }
        if self.happens(rates.server_restart) {
            self.event("the server is killed and started");
            self.faults.fired(Fault::ServerRestarted);
            self.server.restart(self.now);
        }
        if self.happens(rates.restore) {
            let backups = self.server.backups();
            let backup = self.rng.random_range(backups.saturating_sub(3)..backups);
            self.event(format!("the server is restored from backup {backup} of {backups}"));
            self.faults.fired(Fault::ServerRestored);
            self.server.restore(backup, self.now);
        }
        let device = self.rng.random_range(0..self.devices.len());
        if self.happens(rates.device_restart) {
            self.event(format!("{} is killed and opened", self.devices[device].name));
            self.faults.fired(Fault::DeviceRestarted);
            self.devices[device].restart()?;
        }
        if self.happens(rates.distrust) {
            self.event(format!("{} finds its file damaged", self.devices[device].name));
            self.faults.fired(Fault::ReplicaDistrusted);
            self.devices[device].replica_mut().distrust().map_err(|error| error.to_string())?;
        }
        if self.happens(rates.offline) {
            let long = self.rng.random_range(5..60);
            self.devices[device].offline_until = self.tick + long;
        }
        Ok(())
    }

    /// A device asks the server, if it is online and waits for nothing.
    pub fn ask(&mut self, at: usize) -> Result<(), String> {
        let is_away = self.plan.away == Some(at) && self.tick > LEAVES;
        let device = &mut self.devices[at];
        if is_away
            || device.offline_until > self.tick
            || device.asked_until.is_some_and(|until| until > self.tick)
        {
            return Ok(());
        }
        let ask_held = std::mem::take(&mut device.ask_held);
        let mut pace = Pace::default();
        pace.changes = self.rng.random_range(1..=LARGEST_PUSH);
        pace.bytes = self.rng.random_range(1..=IMAGE_PIECE);
        let request = device.replica().next_request(pace, ask_held);
        let request = request.map_err(|error| error.to_string())?;
        device.asked_until = Some(self.tick + PATIENCE);
        let packet =
            Packet { device: at, due: self.tick + 1, bytes: wire::write(&request), way: Way::Up };
        let rates = self.plan.rates.clone();
        self.network.send(packet, &rates, &mut self.rng, &mut self.faults);
        Ok(())
    }

    fn deliver(&mut self) -> Result<(), String> {
        for packet in self.network.arrived(self.tick) {
            match packet.way {
                Way::Up => self.arrive_at_server(&packet)?,
                Way::Down => self.arrive_at_device(&packet)?,
            }
        }
        Ok(())
    }

    fn arrive_at_server(&mut self, packet: &Packet) -> Result<(), String> {
        let Some(request) = network::request(&packet.bytes) else { return Ok(()) };
        let caller = self.devices[packet.device].caller.clone();
        match self.server.ledger_mut().answer(&caller, request, self.now) {
            Ok(response) => {
                let whole = self.whole_image(&caller, &response);
                let seen = whole.as_ref().unwrap_or(&response);
                oracle::what_is_sent_is_in_scope(self, &self.devices[packet.device], seen)?;
                let answer = Packet {
                    device: packet.device,
                    due: self.tick + 1,
                    bytes: wire::write(&response),
                    way: Way::Down,
                };
                let rates = self.plan.rates.clone();
                self.network.send(answer, &rates, &mut self.rng, &mut self.faults);
                Ok(())
            }
            Err(
                server::ledger::LedgerError::NoSuchImage | server::ledger::LedgerError::Envelope(_),
            ) => Ok(()),
            Err(error) => Err(format!("the ledger failed: {error}")),
        }
    }

    /// The image that begins to be sent, as a whole: the oracle looks at all of it.
    fn whole_image(&mut self, caller: &Caller, response: &Response) -> Option<Response> {
        let Response::Piece(first) = response else { return None };
        let (image, most) = (Some(first.image.clone()), u64::MAX);
        let whole = Request::Image { image, from: 0, most };
        let ledger = self.server.ledger_mut();
        (first.from == 0).then(|| ledger.answer(caller, whole, self.now).ok())?
    }

    fn arrive_at_device(&mut self, packet: &Packet) -> Result<(), String> {
        let Some(response) = network::response(&packet.bytes) else { return Ok(()) };
        let (now, name) = (self.now, self.devices[packet.device].name.clone());
        self.event(format!("{name} hears {}", heard(&response)));
        let device = &mut self.devices[packet.device];
        device.asked_until = None;
        if let Response::Answers { answers, .. } = &response {
            for answer in
                answers.iter().filter(|answer| answer.change.device == device.caller.device)
            {
                match answer.verdict {
                    Verdict::Accepted(_) | Verdict::Known(_) => {
                        device.acknowledged.push(answer.change);
                    }
                    Verdict::Refused(_) => {
                        self.refused += 1;
                        device.refused.insert(answer.change.number);
                    }
                    Verdict::Held(_) => {}
                }
            }
        }
        match device.replica_mut().receive(response, now) {
            Ok(Next::Wipe) => device.revoked = true,
            Ok(Next::Rest) => device.ask_held = true,
            Ok(Next::Ask) | Err(store::SyncError::BadImage) => {}
            Err(error) => return Err(format!("{name} failed: {error}")),
        }
        device.note_cursor()
    }

    /// No more faults: now it must finish.
    pub fn heal(&mut self) -> Result<(), String> {
        self.event("healed");
        self.plan.rates = Rates::none();
        if self.plan.away.take().is_some() {
            self.faults.fired(Fault::LongAway);
        }
        for device in &mut self.devices {
            device.offline_until = 0;
            device.asked_until = None;
            device.ask_held = true;
        }
        Ok(())
    }

    /// Everybody syncs until nobody has anything to say.
    pub fn run_until_quiet(&mut self) -> Result<(), String> {
        for _ in 0..600 {
            self.tick += 1;
            self.now.0 += 1_000;
            self.deliver()?;
            for device in 0..self.devices.len() {
                self.ask(device)?;
            }
            if self.tick.is_multiple_of(8) && self.pending().is_empty() {
                // Once more round: what the last to speak has changed for the others.
                for _ in 0..24 {
                    self.tick += 1;
                    self.deliver()?;
                    for device in 0..self.devices.len() {
                        self.ask(device)?;
                    }
                }
                if self.pending().is_empty() {
                    return Ok(());
                }
            }
        }
        Err(format!("it does not become quiet: {}", self.pending().join("; ")))
    }

    /// Says in words why it is not done.
    fn pending(&self) -> Vec<String> {
        let ledger = self.server.ledger();
        let head = ledger.head().unwrap_or_default();
        let mut pending = Vec::new();
        for device in &self.devices {
            let name = &device.name;
            let unsent = device.replica().unsent().unwrap_or_default();
            if unsent.changes > 0 {
                pending.push(format!("{name} has {} changes unsent", unsent.changes));
            }
            if device.revoked {
                continue; // it may read nothing, but all that it made is on the server
            }
            match device.replica().cursor() {
                Ok(cursor) if cursor.epoch != ledger.lineage().present() => {
                    pending.push(format!("{name} stands in another life"));
                }
                Ok(cursor) if cursor.position != head => {
                    pending.push(format!("{name} stands at {} of {}", cursor.position.0, head.0));
                }
                Ok(_) => {}
                Err(error) => pending.push(format!("{name}: {error}")),
            }
        }
        pending
    }

    pub fn failure(&self, broken: String) -> Failure {
        Failure { seed: self.seed, broken, last_events: self.events.iter().cloned().collect() }
    }

    pub fn report(&self) -> Report {
        let ledger = self.server.ledger();
        let count = |sql: &str| {
            ledger.db().query_row(sql, [], |row| row.get::<_, i64>(0)).unwrap_or(0) as u64
        };
        Report {
            faults: self.faults.clone(),
            saved: self.devices.iter().map(|device| device.saved.len() as u64).sum(),
            accepted: ledger.head().unwrap_or_default().0,
            refused: self.refused,
            held: ledger.held().map_or(0, |held| held.len() as u64),
            disputed: count("select count(distinct record || field) from conflict"),
            erased: count("select count(*) from erasure"),
        }
    }
}

fn heard(response: &Response) -> String {
    match response {
        Response::Answers { answers, .. } => format!("answers: {answers:?}"),
        Response::Page(page) => {
            format!("a page of {} to {}", page.items.len(), page.cursor.position.0)
        }
        Response::Image { .. } => "that it needs an image".into(),
        Response::Piece(piece) => {
            format!("{} of {} bytes from {} on", piece.bytes.len(), piece.whole, piece.from)
        }
        Response::Revoked { .. } => "that it is revoked".into(),
        Response::Unknown { .. } => "that it is not known".into(),
    }
}

fn draw_plan(rng: &mut ChaCha8Rng) -> Plan {
    let mut rate = |most: u32| if rng.random_bool(0.4) { 0 } else { rng.random_range(0..=most) };
    let rates = Rates {
        lost: rate(300),
        doubled: rate(200),
        reordered: rate(300),
        cut: rate(100),
        error_page: rate(100),
        device_restart: rate(60),
        server_restart: rate(30),
        backup: rate(60),
        restore: rate(15),
        distrust: rate(20),
        rights: rate(60),
        revoke: rate(6),
        erase: rate(20),
        redraw: rate(20),
        offline: rate(150),
    };
    let mut plan = Plan { ticks: rng.random_range(60..200), rates, is_a_year: false, away: None };
    if rng.random_bool(0.06) {
        // What is kept for a restore is kept for 90 days.
        plan.rates.restore = 0;
        plan.ticks = rng.random_range(150..200);
        plan.is_a_year = true;
        plan.away = Some(rng.random_range(0..DEVICES));
    }
    plan
}

impl Rates {
    fn none() -> Self {
        Self {
            lost: 0,
            doubled: 0,
            reordered: 0,
            cut: 0,
            error_page: 0,
            device_restart: 0,
            server_restart: 0,
            backup: 0,
            restore: 0,
            distrust: 0,
            rights: 0,
            revoke: 0,
            erase: 0,
            redraw: 0,
            offline: 0,
        }
    }
}

fn area(name: &str, level: AreaLevel, parent: Option<RecordId>) -> Act {
    Act::make(Area {
        name: Some(name.into()),
        level: Some(level),
        parent: parent.map(AreaId),
        ..Area::default()
    })
}

const NOBODY: RecordId = RecordId(1);

fn set_up_places(server: &mut ServerSide, now: Moment) -> Places {
    let ledger = server.ledger_mut();
    let mut make = |act| ledger.record(NOBODY, vec![act], now).expect("the set-up is right")[0];
    let root = make(area("Quận", AreaLevel::District, None));
    let mut places = Places { root, wards: vec![], neighbourhoods: vec![], branches: vec![] };
    for ward in 1..=2 {
        let id = make(area(&format!("Phường {ward}"), AreaLevel::Ward, Some(root)));
        places.wards.push(id);
        for neighbourhood in 1..=2 {
            let name = format!("Khu phố {ward}{neighbourhood}");
            let id = make(area(&name, AreaLevel::Neighbourhood, Some(id)));
            places.neighbourhoods.push(id);
            places.branches.push(make(Act::make(Branch {
                name: Some(name.as_str().into()),
                form: Some(BranchForm::Neighbourhood),
                area: Some(AreaId(id)),
                ..Branch::default()
            })));
        }
    }
    places
}

fn set_up_devices(
    server: &mut ServerSide,
    places: &Places,
    rng: &mut ChaCha8Rng,
    now: Moment,
) -> Vec<Device> {
    let people: [(&str, Role, RecordId, u8); 7] = [
        ("quản trị", Role::Administrator, places.root, 1),
        ("cán bộ quận", Role::DistrictOfficer, places.root, 1),
        ("cán bộ phường 1", Role::WardOfficer, places.wards[0], 2),
        ("cán bộ phường 2", Role::WardOfficer, places.wards[1], 1),
        ("cộng tác viên 11", Role::Collector, places.neighbourhoods[0], 1),
        ("cộng tác viên 21", Role::Collector, places.neighbourhoods[2], 1),
        ("kiểm tra", Role::Auditor, places.root, 1),
    ];
    let ledger = server.ledger_mut();
    let mut devices = Vec::new();
    for (name, role, area, count) in people {
        let made = ledger.record(
            NOBODY,
            vec![Act::make(Account {
                name: Some(name.into()),
                login: Login::parse(name),
                ..Account::default()
            })],
            now,
        );
        let account = made.expect("the set-up is right")[0];
        let grant = Grant {
            account: Some(AccountId(account)),
            role: Some(role),
            area: Some(GrantArea(area)),
            ..Grant::default()
        };
        ledger.record(NOBODY, vec![Act::make(grant)], now).expect("the set-up is right");
        for number in 1..=count {
            let key = SigningKey::from_bytes(&rng.random());
            let record = DeviceRecord {
                key: Some(Text(hex::encode(key.verifying_key().as_bytes()))),
                account: Some(AccountId(account)),
                tablet: Some("t".into()),
                certified_at: Some(now),
                ..DeviceRecord::default()
            };
            ledger.record(NOBODY, vec![Act::make(record)], now).expect("the set-up is right");
            devices.push(Device::new(&format!("{name}/{number}"), &key, account));
        }
    }
    devices
}
