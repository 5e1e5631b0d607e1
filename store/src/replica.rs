//! The replica itself: opening it, and what every part of it leans on.

use domain::change::Change;
use domain::id::{DeviceId, Epoch, RecordId};
use domain::wire::Cursor;
use rusqlite::Connection;
use rusqlite::config::DbConfig;

use crate::error::{OpenError, SaveError, StoreError};
use crate::image::Hashing;
use crate::meta::{self, Identity};
use crate::outbox::{self, OutboxState, Refusal, Standing, Unsent};
use crate::place::Place;
use crate::rescue::{self, Rescued};
use crate::schema;

/// One user's part of the ledger, in one file.
pub struct Replica {
    pub(crate) db: Connection,
    pub(crate) place: Box<dyn Place>,
    pub(crate) hashing: Hashing,
}

impl Replica {
    /// Opens the file of a place, made if there is none, and brings it to this version's schema.
    pub fn open(place: Box<dyn Place>) -> Result<Self, OpenError> {
        let db = place.open()?;
        configure(&db)?;
        schema::migrate(&db)?;
        Ok(Self { db, place, hashing: Hashing::default() })
    }

    /// Closes the file and opens it again, as after a crash.
    pub fn reopen(self) -> Result<Self, OpenError> {
        let Self { db, place, .. } = self;
        drop(db);
        Self::open(place)
    }

    /// Gives the file to a device. A file belongs to one device for ever.
    pub fn belong_to(&mut self, identity: &Identity) -> Result<(), StoreError> {
        Ok(meta::set_identity(&self.db, identity)?)
    }

    pub fn identity(&self) -> Result<Option<Identity>, StoreError> {
        meta::identity(&self.db)
    }

    /// The life of the ledger that this device last heard of.
    pub fn life(&self) -> Result<Option<Epoch>, StoreError> {
        Ok(meta::life_heard_of(&self.db)?)
    }

    pub fn cursor(&self) -> Result<Cursor, StoreError> {
        Ok(meta::cursor(&self.db)?)
    }

    /// The id of a record that this device is about to make.
    pub fn new_id(&mut self) -> Result<RecordId, SaveError> {
        self.next_id()
    }

    /// As [`Replica::new_id`], so many: the disk is waited for once.
    pub fn new_ids(&mut self, count: usize) -> Result<Vec<RecordId>, SaveError> {
        let transaction = self.db.unchecked_transaction()?;
        let ids = (0..count).map(|_| self.next_id()).collect::<Result<_, _>>()?;
        transaction.commit()?;
        Ok(ids)
    }

    pub(crate) fn next_id(&self) -> Result<RecordId, SaveError> {
        let device = self.device()?;
        let number = meta::next_number(&self.db, "next_record")?;
        u32::try_from(number)
            .ok()
            .and_then(|number| RecordId::running(device, number))
            .ok_or(SaveError::NoMoreIds)
    }

    pub(crate) fn device(&self) -> Result<DeviceId, SaveError> {
        Ok(self.identity()?.ok_or(SaveError::NoDevice)?.device())
    }

    /// How much is unsent, and since when.
    pub fn unsent(&self) -> Result<Unsent, StoreError> {
        outbox::unsent(&self.db)
    }

    /// How far this device's changes have come.
    pub fn standing(&self) -> Result<Standing, StoreError> {
        Ok(outbox::standing(&self.db)?)
    }

    /// The changes that the server has not answered for good.
    pub fn outbox(&self) -> Result<Vec<(Change, OutboxState)>, StoreError> {
        outbox::all(&self.db)
    }

    /// The changes that the server did not take.
    pub fn refusals(&self) -> Result<Vec<Refusal>, StoreError> {
        outbox::refusals(&self.db)
    }

    /// Hands refused work, a group as a whole, over to an officer.
    pub fn hand_over(&mut self, numbers: &[u64]) -> Result<(), StoreError> {
        let transaction = self.db.unchecked_transaction()?;
        outbox::hand_over(&self.db, numbers)?;
        Ok(transaction.commit()?)
    }

    /// Takes a refused change off the list, once it was corrected and sent anew, or dropped.
    pub fn forget_refused(&mut self, number: u64) -> Result<(), StoreError> {
        outbox::forget_refused(&self.db, number)
    }

    /// What the replica had before the server was restored, and that has not reappeared.
    pub fn rescued(&self) -> Result<Vec<Rescued>, StoreError> {
        rescue::all(&self.db)
    }

    /// Lets go of a record of before the restore: it was entered again, or nobody wants it.
    pub fn forget_rescued(&mut self, record: RecordId) -> Result<(), StoreError> {
        rescue::forget(&self.db, record)
    }

    /// Whether the file is whole. Slow: for when something looks wrong.
    pub fn is_whole(&self) -> Result<bool, StoreError> {
        let verdict: String = self.db.pragma_query_value(None, "quick_check", |row| row.get(0))?;
        Ok(verdict == "ok")
    }

    /// The file itself, for queries.
    pub fn db(&self) -> &Connection {
        &self.db
    }
}

/// Keeps the statements that were prepared, with their plans. Else many are prepared anew at each new
/// value, in case it suits a partial index better: a fifth of the time that a server takes to write.
pub fn keep_plans(db: &Connection) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(256);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

pub(crate) fn configure(db: &Connection) -> rusqlite::Result<()> {
    keep_plans(db)?;
    // Room for the pages that the review counts: 32 MB.
    db.pragma_update(None, "cache_size", -32_768)?;
    db.pragma_update(None, "temp_store", "memory")
}
