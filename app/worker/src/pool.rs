//! Where a replica's file lies in the browser: encrypted, in a pool of the origin's private files.

use std::ffi::CString;

use gloo_timers::future::TimeoutFuture;
use rusqlite::{Connection, OpenFlags};
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_rs::vfs::VfsFilesManager;
use sqlite_wasm_vfs::sahpool::{OpfsSAHError, OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use store::Place;

use super::vault::{self, FileKey};
use letters::Trouble;

/// How often, and after how long, files that another page still holds are asked for again.
const MOST_TRIES: u32 = 50;
const TRY_AGAIN_MS: u32 = 100;

const PLAIN_VFS: &str = "opfs-sahpool";
const CIPHER_VFS: &str = "multipleciphers-opfs-sahpool";

/// The pool of this browser's files, taken for this worker alone.
#[derive(Clone)]
pub struct Pool(OpfsSAHPoolUtil);

impl Pool {
    /// Takes the pool; fails where the browser has no such store, or a tab that has just gone still
    /// holds it after a while.
    pub async fn take() -> Result<Self, Trouble> {
        let settings = OpfsSAHPoolCfgBuilder::new()
            .vfs_name(PLAIN_VFS)
            .directory("so-khuyen-hoc")
            .initial_capacity(24)
            .build();
        let mut tries = 0;
        let pool = loop {
            match install::<WasmOsCallback>(&settings, false).await {
                Ok(pool) => break pool,
                // Browsers close the files of a page that was left only after a moment.
                Err(OpfsSAHError::Opfs { operation: "acquire sync access handle", .. }) => {
                    tries += 1;
                    if tries > MOST_TRIES {
                        return Err(Trouble::Busy);
                    }
                    TimeoutFuture::new(TRY_AGAIN_MS).await;
                }
                Err(_) => return Err(Trouble::NoStore),
            }
        };
        let name = CString::new(PLAIN_VFS).expect("the name has no NUL");
        // SAFETY: the VFS of this name was just registered; it is registered once.
        #[allow(unsafe_code)]
        let made = unsafe { sqlite_wasm_rs::sqlite3mc_vfs_create(name.as_ptr(), 0) };
        if made == sqlite_wasm_rs::SQLITE_OK { Ok(Self(pool)) } else { Err(Trouble::NoStore) }
    }
}

/// The name of the file that lies beside an account's own.
pub fn beside(file: &str) -> String {
    format!("{file}-files")
}

/// Removes an account's file, all generations of it. It is closed.
pub fn wipe(pool: &Pool, file: &str) {
    let place = InPool::new(pool, file, [0; 32]);
    place.generations().into_iter().for_each(|generation| place.remove(generation));
}

/// One account's file, under generations of its random name.
pub struct InPool {
    pool: Pool,
    file: String,
    key: FileKey,
}

impl InPool {
    pub fn new(pool: &Pool, file: &str, key: FileKey) -> Self {
        Self { pool: pool.clone(), file: file.to_owned(), key }
    }

    fn connect(&self, generation: u64) -> rusqlite::Result<Connection> {
        let name = format!("{}.{generation}", self.file);
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
        let db = Connection::open_with_flags_and_vfs(name, flags, CIPHER_VFS)?;
        let key = vault::hex(&self.key);
        db.execute_batch(&format!("pragma cipher = 'chacha20'; pragma key = 'raw:{key}';"))?;
        db.pragma_update(None, "locking_mode", "exclusive")?;
        db.pragma_update(None, "synchronous", "full")?;
        Ok(db)
    }

    /// The generations that are there, the newest first.
    fn generations(&self) -> Vec<u64> {
        let names = self.pool.0.names().unwrap_or_default();
        let mut generations: Vec<u64> = names
            .iter()
            .filter_map(|name| {
                name.trim_start_matches('/')
                    .strip_prefix(&self.file)?
                    .strip_prefix('.')?
                    .parse()
                    .ok()
            })
            .collect();
        generations.sort_unstable_by(|one, other| other.cmp(one));
        generations
    }

    fn remove(&self, generation: u64) {
        for beside in ["", "-wal", "-journal"] {
            // What cannot be removed now is found again at the next opening.
            let _ = self.pool.0.remove(&format!("{}.{generation}{beside}", self.file));
        }
    }
}

impl Place for InPool {
    /// The newest file that was built whole; else the oldest, which never was built over.
    fn open(&self) -> rusqlite::Result<Connection> {
        let generations = self.generations();
        let mut whole = None;
        for generation in &generations {
            let db = self.connect(*generation)?;
            let says_so = db.query_row("select 1 from meta where key = 'whole'", [], |_| Ok(()));
            drop(db);
            if says_so.is_ok() {
                whole = Some(*generation);
                break;
            }
        }
        let present = whole.or(generations.last().copied()).unwrap_or(1);
        generations.iter().filter(|other| **other != present).for_each(|other| self.remove(*other));
        let db = self.connect(present)?;
        // A save waits for the disk once instead of four times. Nobody else has the file open: its index
        // needs no shared memory.
        db.pragma_update(None, "journal_mode", "wal")?;
        Ok(db)
    }

    fn fresh(&self) -> rusqlite::Result<Connection> {
        let newest = self.generations().first().copied().unwrap_or(0);
        self.connect(newest + 1)
    }

    /// The fresh file says itself that it is whole; opening finds it.
    fn adopt(&self) -> rusqlite::Result<()> {
        Ok(())
    }
}
