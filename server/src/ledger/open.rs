//! Opening the ledger: a new one, the one that was there, or one restored from a backup.

use domain::change::{Answered, Entry};
use domain::envelope::Offer;
use domain::id::{DeviceId, Epoch, Position, RecordId};
use domain::lineage::{Life, Lineage};
use domain::time::Moment;
use rusqlite::{Connection, params};
use store::schema;

use super::image::ImageShelf;
use super::journal::{Journal, JournalLine};
use super::log::{Log, OrganisationId, SqliteLog};
use super::organisation::Organisation;
use super::pull::PAGE_RECORDS;
use super::{LedgerError, log};
use crate::keys::OrganisationKey;

const MIGRATIONS: &[&str] = &[
    include_str!("../../migrations/0001_ledger.sql"),
    include_str!("../../migrations/0002_decisions.sql"),
    include_str!("../../migrations/0003_handed_over.sql"),
    include_str!("../../migrations/0004_health.sql"),
    include_str!("../../migrations/0005_files_gone.sql"),
    include_str!("../../migrations/0006_stays.sql"),
    include_str!("../../migrations/0007_reasons.sql"),
    include_str!("../../migrations/0008_gone.sql"),
];

/// For how long the hash of a change's content is kept.
const DIGESTS_KEPT_DAYS: i64 = 90;

/// The one writer of an organisation's log and records.
pub struct Ledger {
    pub(super) db: Connection,
    pub(super) keys: OrganisationKey,
    pub(super) journal: Box<dyn Journal>,
    pub(super) lineage: Lineage,
    pub(super) organisation: Organisation,
    pub(super) id: OrganisationId,
    pub(super) images: ImageShelf,
    pub(super) page_records: usize,
}

/// How the database comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// As it was left, or empty.
    AsLeft,
    /// From a backup: a new life begins, of this random epoch.
    Restored(Epoch),
}

impl Ledger {
    /// Opens a database. `fresh` is the random epoch that an empty one begins with.
    pub fn open(
        db: Connection,
        keys: OrganisationKey,
        journal: Box<dyn Journal>,
        start: Start,
        fresh: Epoch,
        now: Moment,
    ) -> Result<Self, LedgerError> {
        store::keep_plans(&db)?;
        db.pragma_update(None, "journal_mode", "wal")?;
        db.pragma_update(None, "synchronous", "full")?;
        db.pragma_update(None, "cache_size", -32_768)?;
        // What a group may have to undo lies in memory; the log is copied back when it is 32 MB long.
        db.pragma_update(None, "temp_store", "memory")?;
        db.pragma_update(None, "wal_autocheckpoint", 8_192)?;
        migrate(&db)?;
        let id = OrganisationId(1);
        let mut journal = journal;
        let lines = journal.lines()?;
        let head = SqliteLog { db: &db }.head(id)?;
        let begun = begin_life(&db, start, fresh, head, &lines)?;
        journal.note(&begun.into_iter().map(JournalLine::life).collect::<Vec<_>>())?;
        let lineage = read_lineage(&db)?;
        let organisation = Organisation::load(&db, &lineage)?;
        let (images, page_records) = (ImageShelf::default(), PAGE_RECORDS);
        let mut ledger =
            Self { db, keys, journal, lineage, organisation, id, images, page_records };
        if matches!(start, Start::Restored(_)) {
            ledger.take_from_journal(lines, now)?;
        }
        ledger.complete_journal()?;
        Ok(ledger)
    }

    /// Lets go of what need not be kept: the hashes of contents that no device asks about again, and
    /// invitations that have long expired.
    pub fn tidy(&mut self, now: Moment) -> Result<(), LedgerError> {
        let old = now.plus_days(-DIGESTS_KEPT_DAYS);
        SqliteLog { db: &self.db }.forget_digests(self.id, old)?;
        self.db.execute("delete from invitation where expires_at < ?1", [old.0])?;
        Ok(())
    }

    /// Gives out pages of so many records: small ones show what pages do to a sync.
    pub fn in_pages_of(self, page_records: usize) -> Self {
        Self { page_records, ..self }
    }

    pub fn lineage(&self) -> &Lineage {
        &self.lineage
    }

    pub fn organisation(&self) -> &Organisation {
        &self.organisation
    }

    pub fn keys(&self) -> &OrganisationKey {
        &self.keys
    }

    /// The database itself, for queries and backups.
    pub fn db(&self) -> &Connection {
        &self.db
    }

    /// A record's changes, in log order: who set what, when, on which device.
    pub fn history(&self, record: RecordId) -> Result<Vec<Entry>, LedgerError> {
        SqliteLog { db: &self.db }.history(self.id, record)
    }

    pub fn head(&self) -> Result<Position, LedgerError> {
        SqliteLog { db: &self.db }.head(self.id)
    }

    /// Rights, devices and erasures that are younger than the backup come back from the journal.
    fn take_from_journal(
        &mut self,
        lines: Vec<JournalLine>,
        now: Moment,
    ) -> Result<(), LedgerError> {
        for line in lines {
            match line {
                JournalLine::Change { change, answered } => {
                    self.take_back(&Offer::again(*change, 0, vec![answered]), now)?;
                }
                JournalLine::Password { account, hash } => {
                    self.keep_password(RecordId(account), &hash)?;
                }
                JournalLine::Life { .. } => {}
            }
        }
        Ok(())
    }

    /// Notes in the journal what of rights, devices and erasures it does not have yet: what was just
    /// committed, and what a crash or a full disk had left out.
    pub(super) fn complete_journal(&mut self) -> Result<(), LedgerError> {
        let epoch = self.lineage.present();
        let noted: i64 =
            self.db.query_row("select value from server where key = 'journalled'", [], |row| {
                row.get(0)
            })?;
        let kinds: Vec<&str> = domain::record::KINDS
            .iter()
            .filter(|kind| kind.journalled)
            .map(|kind| kind.key)
            .collect();
        let entries = log::entries_of_kinds(&self.db, &kinds, Position(noted as u64))?;
        let Some(last) = entries.last().map(|entry| entry.position) else { return Ok(()) };
        let lines: Vec<JournalLine> = entries
            .into_iter()
            .map(|entry| JournalLine::Change {
                answered: Answered { epoch, position: entry.position },
                change: Box::new(entry.change),
            })
            .collect();
        self.journal.note(&lines)?;
        self.db
            .execute("update server set value = ?1 where key = 'journalled'", [last.0 as i64])?;
        Ok(())
    }

    /// The device under which the server records what it does itself.
    pub fn server_device(&self) -> DeviceId {
        DeviceId::of_key(self.keys.server_key().verifying_key().as_bytes())
    }
}

fn migrate(db: &Connection) -> Result<(), LedgerError> {
    let from: usize =
        db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? as usize;
    let pending = MIGRATIONS.get(from..).ok_or(store::OpenError::FromNewerApp(from))?;
    let transaction = db.unchecked_transaction()?;
    for sql in pending {
        db.execute_batch(sql)?;
    }
    db.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    schema::expand(db)?;
    schema::index(db)?;
    super::route::index_references(db)?;
    transaction.commit()?;
    Ok(())
}

/// Writes the lives that the journal knows and this database does not, and the one that begins now.
fn begin_life(
    db: &Connection,
    start: Start,
    fresh: Epoch,
    head: Position,
    lines: &[JournalLine],
) -> Result<Option<Life>, LedgerError> {
    let known: i64 = db.query_row("select count(*) from life", [], |row| row.get(0))?;
    let life = match (known, start) {
        (0, _) => Life { epoch: fresh, parent: None, forked_at: Position(0) },
        (_, Start::AsLeft) => return Ok(None),
        (_, Start::Restored(epoch)) => {
            let parent = read_lineage(db)?.present();
            for line in lines {
                if let JournalLine::Life { epoch, parent, forked_at } = line {
                    write_life(
                        db,
                        &Life {
                            epoch: Epoch(*epoch),
                            parent: parent.map(Epoch),
                            forked_at: Position(*forked_at),
                        },
                    )?;
                }
            }
            Life { epoch, parent: Some(parent), forked_at: head }
        }
    };
    write_life(db, &life)?;
    Ok(Some(life))
}

fn write_life(db: &Connection, life: &Life) -> rusqlite::Result<()> {
    db.execute(
        "insert or ignore into life (epoch, parent, forked_at) values (?1, ?2, ?3)",
        params![
            life.epoch.0 as i64,
            life.parent.map(|parent| parent.0 as i64),
            life.forked_at.0 as i64
        ],
    )?;
    Ok(())
}

pub(super) fn read_lineage(db: &Connection) -> rusqlite::Result<Lineage> {
    let lives = db
        .prepare("select epoch, parent, forked_at from life order by ordinal")?
        .query_map([], |row| {
            Ok(Life {
                epoch: Epoch(row.get::<_, i64>(0)? as u64),
                parent: row.get::<_, Option<i64>>(1)?.map(|parent| Epoch(parent as u64)),
                forked_at: Position(row.get::<_, i64>(2)? as u64),
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Lineage::new(lives))
}
