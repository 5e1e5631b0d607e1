//! Where a replica's file lies: the store itself does not care.

use std::path::PathBuf;

use rusqlite::Connection;

/// A place that holds a replica's present file, and for a while the one that will follow it.
pub trait Place {
    /// The present file, made if there is none.
    fn open(&self) -> rusqlite::Result<Connection>;
    /// An empty file beside the present one; what an earlier attempt left there is thrown away.
    fn fresh(&self) -> rusqlite::Result<Connection>;
    /// Makes the fresh file the present one, at once or not at all. Both are closed. A fresh file that
    /// is complete says so: its `meta` holds `whole`.
    fn adopt(&self) -> rusqlite::Result<()>;
}

/// In memory: for tests, the simulation, and figures on the server.
#[derive(Default)]
pub struct InMemory(std::cell::RefCell<Handover>);

#[derive(Default)]
struct Handover {
    next: u64,
    fresh: Option<u64>,
    present: Option<u64>,
    /// Keeps the databases alive while nobody has them open.
    held: Vec<(u64, Connection)>,
}

impl InMemory {
    fn connect(handover: &mut Handover, name: u64) -> rusqlite::Result<Connection> {
        // Memory that connections share by its name. (A shared cache would make all of the program's
        // connections wait for one lock.)
        let uri = format!("file:/replica-{:p}-{name}?vfs=memdb", &raw const *handover);
        if !handover.held.iter().any(|(held, _)| *held == name) {
            handover.held.push((name, Connection::open(&uri)?));
        }
        Connection::open(&uri)
    }
}

impl Place for InMemory {
    fn open(&self) -> rusqlite::Result<Connection> {
        let mut handover = self.0.borrow_mut();
        let name = if let Some(name) = handover.present {
            name
        } else {
            handover.next += 1;
            let name = handover.next;
            *handover.present.insert(name)
        };
        Self::connect(&mut handover, name)
    }

    fn fresh(&self) -> rusqlite::Result<Connection> {
        let mut handover = self.0.borrow_mut();
        handover.next += 1;
        let name = handover.next;
        handover.fresh = Some(name);
        Self::connect(&mut handover, name)
    }

    fn adopt(&self) -> rusqlite::Result<()> {
        let mut handover = self.0.borrow_mut();
        if let Some(fresh) = handover.fresh.take() {
            handover.present = Some(fresh);
            handover.held.retain(|(name, _)| *name == fresh);
        }
        Ok(())
    }
}

/// A file on a disk.
pub struct InFile {
    path: PathBuf,
}

impl InFile {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    fn fresh_path(&self) -> PathBuf {
        self.path.with_extension("fresh")
    }
}

impl Place for InFile {
    fn open(&self) -> rusqlite::Result<Connection> {
        Connection::open(&self.path)
    }

    fn fresh(&self) -> rusqlite::Result<Connection> {
        // Absent is as good as removed.
        let _ = std::fs::remove_file(self.fresh_path());
        Connection::open(self.fresh_path())
    }

    fn adopt(&self) -> rusqlite::Result<()> {
        std::fs::rename(self.fresh_path(), &self.path)
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
    }
}
