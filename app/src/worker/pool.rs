//! Where a replica's file lies in the browser: encrypted, in a pool of the origin's private files.

use std::ffi::CString;

use rusqlite::{Connection, OpenFlags};
use sqlite_wasm_rs::WasmOsCallback;
use sqlite_wasm_rs::vfs::VfsFilesManager;
use sqlite_wasm_vfs::sahpool::{OpfsSAHPoolCfgBuilder, OpfsSAHPoolUtil, install};
use store::Place;

use super::vault::FileKey;
use crate::letter::Trouble;

const PLAIN_VFS: &str = "opfs-sahpool";
const CIPHER_VFS: &str = "multipleciphers-opfs-sahpool";

/// The pool of this browser's files, taken for this worker alone.
#[derive(Clone)]
pub struct Pool(OpfsSAHPoolUtil);

impl Pool {
    /// Takes the pool; fails where the browser has no such store, or another tab holds it.
    pub async fn take() -> Result<Self, Trouble> {
        let settings = OpfsSAHPoolCfgBuilder::new()
            .vfs_name(PLAIN_VFS)
            .directory("so-khuyen-hoc")
            .initial_capacity(12)
            .build();
        let pool =
            install::<WasmOsCallback>(&settings, false).await.map_err(|_| Trouble::NoStore)?;
        let name = CString::new(PLAIN_VFS).expect("the name has no NUL");
        // SAFETY: the VFS of this name was just registered; it is registered once.
        #[allow(unsafe_code)]
        let made = unsafe { sqlite_wasm_rs::sqlite3mc_vfs_create(name.as_ptr(), 0) };
        if made == sqlite_wasm_rs::SQLITE_OK { Ok(Self(pool)) } else { Err(Trouble::NoStore) }
    }
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
        let key = self.key.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
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
        // What cannot be removed now is found again at the next opening.
        let _ = self.pool.0.remove(&format!("{}.{generation}", self.file));
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
        self.connect(present)
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
