//! A real server in a folder of its own, and devices that talk to it.
#![allow(dead_code, reason = "each test uses a part")]

use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use domain::access::Role;
use domain::account::{
    Admitted, Challenge, Invite, Invited, NewDevice, Proof, Redeem, SetUp, SignIn, Token,
};
use domain::check::derived_id;
use domain::envelope::{Offer, Parcel, Signed};
use domain::id::RecordId;
use domain::identity::Login;
use domain::kind::Record;
use domain::record::{
    Account, AccountId, Area, AreaId, AreaLevel, DeviceRecord, Grant, GrantArea, Person, Residence,
    ResidentId,
};
use domain::time::{Day, Moment};
use domain::wire::{self, Decided, Decision, HeldChange, Request, Response, Word};
use ed25519_dalek::{Signer, SigningKey};
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Draft, Identity, InFile, InMemory, Next, Pace, Replica};

const PROGRAM: &str = env!("CARGO_BIN_EXE_so-khuyen-hoc");

pub const PASSWORD: &str = "một mật khẩu dài";

static FOLDERS: AtomicU32 = AtomicU32::new(0);

pub struct TestServer {
    folder: PathBuf,
    process: Option<Child>,
    /// What `serve` is told besides.
    pub settings: Vec<String>,
    pub address: String,
    pub set_up_code: String,
}

impl TestServer {
    pub fn start() -> Self {
        Self::start_with(|_| {})
    }

    /// Starts the program on a folder that somebody has filled.
    pub fn start_with(fill: impl FnOnce(&std::path::Path)) -> Self {
        let number = FOLDERS.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("skh-{}-{number}", std::process::id()));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        fill(&folder);
        let mut server = Self {
            folder,
            process: None,
            settings: vec![],
            address: String::new(),
            set_up_code: String::new(),
        };
        server.start_again();
        server
    }

    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    /// Starts the program on the folder as it is.
    pub fn start_again(&mut self) {
        self.start_as(Command::new(PROGRAM));
    }

    /// Starts the program on a disk on which no file gets larger than the largest one now is, and
    /// this much.
    pub fn start_again_with_little_disk(&mut self, more_kilobytes: u64) {
        let files = std::fs::read_dir(&self.folder).unwrap();
        let largest = files.map(|file| file.unwrap().metadata().unwrap().len()).max().unwrap();
        let mut limited = Command::new("bash");
        limited.args(["-c", "trap '' XFSZ; ulimit -f $0; exec \"$@\""]);
        limited.arg((largest / 1024 + more_kilobytes).to_string()).arg(PROGRAM);
        self.start_as(limited);
    }

    fn start_as(&mut self, mut program: Command) {
        let mut process = program
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(&self.folder)
            .args(&self.settings)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        for line in &mut lines {
            let line = line.unwrap();
            if let Some((_, code)) = line.split_once('#') {
                code.clone_into(&mut self.set_up_code);
            }
            if let Some(address) = line.strip_prefix("Sổ Khuyến học: ") {
                address.clone_into(&mut self.address);
                break;
            }
        }
        self.process = Some(process);
    }

    /// As a power cut does it.
    pub fn kill(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Runs one of the program's other commands on the folder.
    pub fn command(&self, words: &[&str]) -> bool {
        self.says(words).is_ok()
    }

    /// Runs one of the program's other commands on the folder; if it fails, what it complains of.
    pub fn says(&self, words: &[&str]) -> Result<(), String> {
        let mut program = Command::new(PROGRAM);
        let done = program.args(words).arg("--data").arg(&self.folder).output().unwrap();
        let complaint = String::from_utf8(done.stderr).unwrap();
        if done.status.success() { Ok(()) } else { Err(complaint) }
    }

    /// Posts bytes; gives the status and what came back.
    pub fn post_bytes(&self, path: &str, token: Option<&str>, bytes: &[u8]) -> (u16, Vec<u8>) {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = agent.post(format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        match request.send(bytes) {
            Ok(mut response) => {
                let mut body = Vec::new();
                response.body_mut().as_reader().read_to_end(&mut body).unwrap_or_default();
                (response.status().as_u16(), body)
            }
            Err(_) => (0, vec![]),
        }
    }

    pub fn post<Q: Serialize, A: DeserializeOwned>(
        &self,
        path: &str,
        token: Option<&str>,
        ask: &Q,
    ) -> Result<A, (u16, String)> {
        let (status, body) = self.post_bytes(path, token, &wire::write(ask));
        if status == 200 {
            Ok(wire::read(&body).unwrap())
        } else {
            Err((status, String::from_utf8_lossy(&body).into_owned()))
        }
    }

    pub fn get<A: DeserializeOwned>(&self, path: &str, token: Option<&str>) -> Result<A, u16> {
        let agent: ureq::Agent =
            ureq::Agent::config_builder().http_status_as_error(false).build().into();
        let mut request = agent.get(format!("{}{path}", self.address));
        if let Some(token) = token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let mut response = request.call().unwrap();
        let mut body = Vec::new();
        response.body_mut().as_reader().read_to_end(&mut body).unwrap();
        if response.status() == 200 {
            Ok(wire::read(&body).unwrap())
        } else {
            Err(response.status().as_u16())
        }
    }

    /// Sets the organisation up in a ward of today; gives the administrator's device.
    pub fn set_up(&self) -> TestDevice {
        let key = new_key();
        let ask = SetUp {
            code: self.set_up_code.clone(),
            organisation: "Hội Khuyến học phường Tân Sơn Nhất".into(),
            unit: "34-26968".into(),
            name: "Lý Quản Trị".into(),
            login: "0903 000 127".into(),
            password: PASSWORD.into(),
            device: new_device(&key),
        };
        let admitted: Admitted = self.post("/v1/set-up", None, &ask).unwrap();
        TestDevice::new(key, admitted)
    }

    /// Somebody with a role in an area, invited by an officer and signed in on a device of his own.
    pub fn somebody(
        &self,
        by: &mut TestDevice,
        login: &str,
        role: Role,
        area: RecordId,
    ) -> TestDevice {
        let account = by.replica.new_id().unwrap();
        by.save(vec![
            Draft::set(
                account,
                Account {
                    name: Some(login.into()),
                    login: Login::parse(login),
                    ..Account::default()
                },
            ),
            Draft::fact(Grant {
                account: Some(AccountId(account)),
                role: Some(role),
                area: Some(GrantArea(area)),
                ..Grant::default()
            }),
        ]);
        by.sync(self);
        let token = by.token(self);
        let invited: Invited = self.post("/v1/invite", Some(&token), &Invite { account }).unwrap();
        let key = new_key();
        let ask =
            Redeem { code: invited.code, password: PASSWORD.into(), device: new_device(&key) };
        let mut device = TestDevice::new(key, self.post("/v1/redeem", None, &ask).unwrap());
        device.sync(self);
        device
    }

    pub fn sign_in(&self, login: &str, password: &str) -> Result<TestDevice, (u16, String)> {
        let key = new_key();
        let ask =
            SignIn { login: login.into(), password: password.into(), device: new_device(&key) };
        Ok(TestDevice::new(key, self.post("/v1/sign-in", None, &ask)?))
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if self.process.is_some() {
            self.kill();
        }
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

pub fn new_key() -> SigningKey {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).unwrap();
    SigningKey::from_bytes(&seed)
}

pub fn new_device(key: &SigningKey) -> NewDevice {
    NewDevice {
        key: key.verifying_key().to_bytes().to_vec(),
        tablet: "t1".into(),
        label: "Máy thử".into(),
    }
}

/// A device: a real replica that talks to the server as the app does.
pub struct TestDevice {
    pub key: SigningKey,
    pub certificate: Signed,
    pub sealing_key: Vec<u8>,
    pub replica: Replica,
    pub account: RecordId,
}

impl TestDevice {
    pub fn new(key: SigningKey, admitted: Admitted) -> Self {
        let mut replica = Replica::open(Box::new(InMemory::default())).unwrap();
        replica.belong_to(&Identity { key: key.clone(), account: admitted.account }).unwrap();
        Self {
            key,
            certificate: admitted.certificate,
            sealing_key: admitted.sealing_key,
            replica,
            account: admitted.account,
        }
    }

    /// A device whose file lies on the disk.
    pub fn of_file(file: &std::path::Path, certificate: Signed) -> Self {
        let replica = Replica::open(Box::new(InFile::new(file))).unwrap();
        let identity = replica.identity().unwrap().unwrap();
        let (key, account) = (identity.key, identity.account);
        Self { key, certificate, sealing_key: vec![], replica, account }
    }

    pub fn token(&self, server: &TestServer) -> String {
        self.try_token(server).unwrap()
    }

    pub fn try_token(&self, server: &TestServer) -> Result<String, (u16, String)> {
        let challenge: Challenge = server.get("/v1/challenge", None).unwrap();
        let signature = self.key.sign(&challenge.nonce).to_bytes().to_vec();
        let proof =
            Proof { certificate: self.certificate.clone(), nonce: challenge.nonce, signature };
        Ok(server.post::<_, Token>("/v1/token", None, &proof)?.token)
    }

    pub fn save(&mut self, drafts: Vec<Draft>) {
        self.replica.save(drafts, server::clock::now()).unwrap();
    }

    /// Syncs until there is nothing to say; gives the last word.
    pub fn sync(&mut self, server: &TestServer) -> Next {
        self.try_sync(server).unwrap()
    }

    /// Syncs until there is nothing to say, or the server fails.
    pub fn try_sync(&mut self, server: &TestServer) -> Result<Next, (u16, String)> {
        let token = self.try_token(server)?;
        let mut ask_held = true;
        loop {
            let request: Request =
                self.replica.next_request(Pace::FULL, std::mem::take(&mut ask_held)).unwrap();
            let response: Response = server.post("/v1/sync", Some(&token), &request)?;
            match self.replica.receive(response, Moment(0)).unwrap() {
                Next::Ask => {}
                rest => return Ok(rest),
            }
        }
    }

    /// Asks until the image has been built in, and no further: the line is lost then.
    pub fn fetches_its_image(&mut self, server: &TestServer) {
        let token = self.token(server);
        let mut built = false;
        while !built {
            let request = self.replica.next_request(Pace::FULL, false).unwrap();
            let response: Response = server.post("/v1/sync", Some(&token), &request).unwrap();
            built = matches!(response, Response::Piece(_));
            self.replica.receive(response, Moment(0)).unwrap();
        }
    }

    /// Hears of the life that a restored ledger has now, and sends nothing yet.
    pub fn hears_of_the_new_life(&mut self, server: &TestServer) {
        let token = self.token(server);
        while self.replica.parcel_after(0).unwrap().is_none() {
            let request = self.replica.next_request(Pace::FULL, false).unwrap();
            let response: Response = server.post("/v1/sync", Some(&token), &request).unwrap();
            self.replica.receive(response, Moment(0)).unwrap();
        }
    }

    /// Takes a device's right to sync away.
    pub fn revoke(&mut self, device: &TestDevice, server: &TestServer) {
        let key = hex::encode(device.key.verifying_key().as_bytes());
        let record = RecordId::derived("device", &[key.as_str().into()]);
        let revoked = DeviceRecord { revoked_at: Some(Moment(1)), ..DeviceRecord::default() };
        self.save(vec![Draft::set(record, revoked)]);
        self.sync(server);
        assert!(self.replica.refusals().unwrap().is_empty());
    }

    /// The id of the area of this name.
    pub fn area(&self, name: &str) -> RecordId {
        let id: i64 = self
            .replica
            .db()
            .query_row("select id from area where name = ?1", [name], |row| row.get(0))
            .unwrap();
        RecordId(id)
    }

    pub fn draw_neighbourhood(&mut self, name: &str, parent: RecordId) -> RecordId {
        let id = self.replica.new_id().unwrap();
        self.save(vec![Draft::set(
            id,
            Area {
                name: Some(name.into()),
                level: Some(AreaLevel::Neighbourhood),
                parent: Some(AreaId(parent)),
                ..Area::default()
            },
        )]);
        id
    }

    pub fn count(&self, table: &str) -> i64 {
        self.replica
            .db()
            .query_row(&format!("select count(*) from \"{table}\""), [], |row| row.get(0))
            .unwrap()
    }
}

/// A person who lives in an area: the group that registers him.
pub fn a_person(device: &mut TestDevice, name: &str, area: RecordId) -> Vec<Draft> {
    let (person, residence) = (device.replica.new_id().unwrap(), device.replica.new_id().unwrap());
    vec![
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
    ]
}

/// An organisation of one ward with two neighbourhoods and its administrator.
pub fn a_ward() -> (TestServer, TestDevice, [RecordId; 2]) {
    let server = TestServer::start();
    let mut administrator = server.set_up();
    administrator.sync(&server);
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let first = administrator.draw_neighbourhood("Khu phố 1", ward);
    let second = administrator.draw_neighbourhood("Khu phố 2", ward);
    administrator.sync(&server);
    (server, administrator, [first, second])
}

/// The parcel that a device would send, changed by a test.
pub fn bent(device: &TestDevice, bend: impl Fn(&mut Offer)) -> Request {
    let signed = device.replica.next_push(500, false).unwrap().unwrap();
    let mut parcel: Parcel = signed.open(&device.key.verifying_key()).unwrap();
    parcel.offers.iter_mut().for_each(bend);
    Request::Push(Signed::seal(&parcel, &device.key))
}

/// A role that an account has in an area.
pub fn grant(account: RecordId, role: Role, area: RecordId) -> Grant {
    Grant {
        account: Some(AccountId(account)),
        role: Some(role),
        area: Some(GrantArea(area)),
        ..Grant::default()
    }
}

/// Such a role is taken away.
pub fn end_of(grant: Grant) -> Draft {
    let id = derived_id(Grant::KIND, &grant.into_fields()).unwrap();
    Draft::delete(Grant::KIND, id)
}

/// What waits for this officer to decide.
pub fn held(server: &TestServer, officer: &TestDevice) -> Vec<HeldChange> {
    server.get("/v1/held", Some(&officer.token(server))).unwrap()
}

/// An officer accepts all that waits for him.
pub fn accept_all(server: &TestServer, officer: &TestDevice) {
    let token = officer.token(server);
    while let Some(first) = held(server, officer).first() {
        let decision = Decision { change: first.change.id, word: Word::Accept, why: String::new() };
        server.post::<_, Decided>("/v1/held/decide", Some(&token), &decision).unwrap();
    }
}
