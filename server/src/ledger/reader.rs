//! A reader beside the writer: its own connection to the same database, for pulls and images.

use std::path::Path;

use domain::lineage::Lineage;
use domain::time::Moment;
use domain::wire::{Request, Response};
use rusqlite::{Connection, OpenFlags, OptionalExtension};

use super::image::{ImageDesk, ImageShelf};
use super::open::read_lineage;
use super::organisation::Organisation;
use super::pull::{PAGE_RECORDS, Reading};
use super::{Caller, Ledger, LedgerError};

/// Reads the ledger while another thread writes it.
pub struct Reader {
    db: Connection,
    lineage: Lineage,
    organisation: Organisation,
    /// The place of the last change to rights that `organisation` knows.
    rights_at: i64,
    shelf: ImageShelf,
}

impl Reader {
    /// A reader of the database in this file, which shares its images with the writer.
    pub fn open(path: &Path, writer: &Ledger) -> Result<Self, LedgerError> {
        let db = Connection::open_with_flags(
            path,
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
        )?;
        store::keep_plans(&db)?;
        db.pragma_update(None, "cache_size", -8_192)?;
        let lineage = read_lineage(&db)?;
        let organisation = Organisation::load(&db, &lineage)?;
        let rights_at = rights_at(&db)?;
        Ok(Self { db, lineage, organisation, rights_at, shelf: writer.images.clone() })
    }

    /// Answers a pull or a request for a piece of an image.
    pub fn answer(
        &mut self,
        caller: &Caller,
        request: Request,
        now: Moment,
    ) -> Result<Response, LedgerError> {
        self.learn_rights()?;
        match request {
            Request::Push(_) => Err(LedgerError::BadRequest),
            Request::Pull(cursor) => {
                // One moment of the database for the whole page.
                let moment = self.db.unchecked_transaction()?;
                let reading = Reading {
                    db: &self.db,
                    lineage: &self.lineage,
                    organisation: &self.organisation,
                    page_records: PAGE_RECORDS,
                };
                let response = reading.pull(caller, cursor, now)?;
                drop(moment);
                Ok(response)
            }
            Request::Image { image, from, most } => {
                self.images().piece(caller, image.as_deref(), from, most, now)
            }
        }
    }

    /// Builds the image that takes longest, where the present one is no longer to be given out.
    pub fn prepare_images(&mut self, now: Moment) -> Result<(), LedgerError> {
        self.learn_rights()?;
        self.images().prepare(now)
    }

    fn images(&mut self) -> ImageDesk<'_> {
        ImageDesk {
            db: &mut self.db,
            lineage: &self.lineage,
            organisation: &self.organisation,
            shelf: &self.shelf,
        }
    }

    /// The ledger as it is now.
    pub fn reading(&mut self) -> Result<Reading<'_>, LedgerError> {
        self.learn_rights()?;
        Ok(Reading {
            db: &self.db,
            lineage: &self.lineage,
            organisation: &self.organisation,
            page_records: PAGE_RECORDS,
        })
    }

    /// Rights that have been given or taken meanwhile count at once.
    fn learn_rights(&mut self) -> Result<(), LedgerError> {
        let rights_at = rights_at(&self.db)?;
        if rights_at != self.rights_at {
            self.organisation = Organisation::load(&self.db, &self.lineage)?;
            self.rights_at = rights_at;
        }
        Ok(())
    }
}

fn rights_at(db: &Connection) -> rusqlite::Result<i64> {
    let at = db
        .prepare_cached("select value from server where key = 'rights_at'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(at.unwrap_or(0))
}
