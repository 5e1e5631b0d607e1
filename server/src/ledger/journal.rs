//! The journal beside the database: rights, devices, erasures and passwords, line by line, so that
//! a restored backup knows those that are younger than itself.

use std::sync::{Arc, Mutex};

use domain::change::{Answered, Change};
use domain::lineage::Life;
use serde::{Deserialize, Serialize};

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JournalLine {
    /// An accepted change of a kind that is journalled, and its place.
    Change { change: Box<Change>, answered: Answered },
    /// An account's password, as its slow hash.
    Password { account: i64, hash: String },
    /// A life of the database began.
    Life { epoch: u64, parent: Option<u64>, forked_at: u64 },
}

impl JournalLine {
    pub fn life(life: Life) -> Self {
        JournalLine::Life {
            epoch: life.epoch.0,
            parent: life.parent.map(|parent| parent.0),
            forked_at: life.forked_at.0,
        }
    }
}

/// Where the journal lies. A line is durable when `note` returns.
pub trait Journal: Send {
    fn note(&mut self, lines: &[JournalLine]) -> std::io::Result<()>;
    fn lines(&self) -> std::io::Result<Vec<JournalLine>>;
}

/// A journal in memory, shared by the lives of a simulated server.
#[derive(Clone, Default)]
pub struct MemoryJournal(Arc<Mutex<Vec<JournalLine>>>);

impl MemoryJournal {
    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<JournalLine>> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl Journal for MemoryJournal {
    fn note(&mut self, lines: &[JournalLine]) -> std::io::Result<()> {
        self.lock().extend_from_slice(lines);
        Ok(())
    }

    fn lines(&self) -> std::io::Result<Vec<JournalLine>> {
        Ok(self.lock().clone())
    }
}
