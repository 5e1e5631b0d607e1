//! The simulated server: a real ledger on a database in memory, with backups of it.

use domain::id::Epoch;
use domain::time::Moment;
use rusqlite::Connection;
use server::keys::OrganisationKey;
use server::ledger::{Ledger, MemoryJournal, Start};

pub struct ServerSide {
    ledger: Option<Ledger>,
    keys: OrganisationKey,
    journal: MemoryJournal,
    backups: Vec<Vec<u8>>,
    lives: u64,
}

/// Small pages show what a page's end does.
const PAGE_RECORDS: usize = 3;

impl ServerSide {
    pub fn start(now: Moment) -> Self {
        let keys = OrganisationKey::new([42; 32]);
        let journal = MemoryJournal::default();
        let db = Connection::open_in_memory().expect("memory opens");
        let mut server = Self { ledger: None, keys, journal, backups: vec![], lives: 1 };
        server.ledger = Some(server.open(db, Start::AsLeft, now));
        server
    }

    fn open(&self, db: Connection, start: Start, now: Moment) -> Ledger {
        let journal = Box::new(self.journal.clone());
        Ledger::open(db, self.keys.clone(), journal, start, Epoch(self.lives), now)
            .expect("the ledger opens what it wrote")
            .in_pages_of(PAGE_RECORDS)
    }

    pub fn ledger(&self) -> &Ledger {
        self.ledger.as_ref().expect("a server has its ledger but while it restarts")
    }

    pub fn ledger_mut(&mut self) -> &mut Ledger {
        self.ledger.as_mut().expect("a server has its ledger but while it restarts")
    }

    fn bytes(&mut self) -> Vec<u8> {
        let copy = Connection::open_in_memory().expect("memory opens");
        let mut copy = copy;
        {
            let backup = rusqlite::backup::Backup::new(self.ledger().db(), &mut copy)
                .expect("a backup begins");
            backup
                .run_to_completion(1_000, std::time::Duration::ZERO, None)
                .expect("a backup ends");
        }
        copy.serialize("main").expect("memory is written out").to_vec()
    }

    /// Killed and started again: what was answered is on disk.
    pub fn restart(&mut self, now: Moment) {
        let bytes = self.bytes();
        self.ledger = None;
        self.ledger = Some(self.open(database(bytes), Start::AsLeft, now));
    }

    pub fn back_up(&mut self) {
        let bytes = self.bytes();
        self.backups.push(bytes);
    }

    pub fn backups(&self) -> usize {
        self.backups.len()
    }

    /// The disk is lost; a backup takes its place, and a new life begins.
    pub fn restore(&mut self, backup: usize, now: Moment) {
        let bytes = self.backups[backup].clone();
        self.ledger = None;
        self.lives += 1;
        self.ledger = Some(self.open(database(bytes), Start::Restored(Epoch(self.lives)), now));
    }
}

fn database(bytes: Vec<u8>) -> Connection {
    let mut db = Connection::open_in_memory().expect("memory opens");
    let length = bytes.len();
    db.deserialize_read_exact("main", std::io::Cursor::new(bytes), length, false)
        .expect("a backup is a database");
    db
}
