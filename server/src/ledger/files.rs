//! Who may bring and have a file: whoever may read a record that names it.

use std::collections::BTreeSet;

use domain::change::{Change, Fields};
use domain::envelope::Offer;
use domain::file::FileName;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{Photo, files_named};
use domain::time::Moment;
use domain::wire;
use rusqlite::{Connection, params};
use store::image::Depth;
use store::query::photos::named_by_records;

use super::commit::Writer;
use super::pull::{Reading, reads_nothing};
use super::{Caller, Ledger, LedgerError};

impl Reading<'_> {
    /// Whether the caller may have a file.
    pub fn may_have_file(
        &self,
        caller: &Caller,
        name: &FileName,
        now: Moment,
    ) -> Result<bool, LedgerError> {
        if reads_nothing(self.organisation, self.lineage, caller).is_some() {
            return Ok(false);
        }
        let scope = self.organisation.scope(caller.account, now);
        for photo in photos_of(self.db, name)? {
            if self.depth_of(&scope, photo)? == Some(Depth::Full) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether the caller may bring a file: he may have it, or has recorded what names it, even where
    /// that waits for an officer.
    pub fn may_bring_file(
        &self,
        caller: &Caller,
        name: &FileName,
        now: Moment,
    ) -> Result<bool, LedgerError> {
        let own = |photo: &RecordId| photo.made_by(caller.device);
        if photos_of(self.db, name)?.iter().any(own) || self.may_have_file(caller, name, now)? {
            return Ok(true);
        }
        Ok(held_naming(self.db, name)?.iter().any(|photo| photo.id.device == caller.device))
    }

    /// Whether a record or held work names a file.
    pub fn names_file(&self, name: &FileName) -> Result<bool, LedgerError> {
        is_named(self.db, name)
    }

    /// Every file that a record or held work names.
    pub fn named_files(&self) -> Result<BTreeSet<FileName>, LedgerError> {
        let mut names = named_by_records(self.db)?;
        names.extend(held_photos(self.db)?.iter().flat_map(|photo| files_named(&photo.fields)));
        Ok(names)
    }
}

impl Ledger {
    /// The files that go with people who asked to be forgotten, and are named by nothing else.
    pub fn files_gone(&self) -> Result<Vec<FileName>, LedgerError> {
        let names: Vec<String> = self
            .db
            .prepare_cached("select name from file_gone")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let mut gone = Vec::new();
        for name in names.iter().filter_map(|name| FileName::parse(name)) {
            if is_named(&self.db, &name)? {
                self.file_is_gone(&name)?; // it is another's too, and stays
            } else {
                gone.push(name);
            }
        }
        Ok(gone)
    }

    /// A file is off the disk.
    pub fn file_is_gone(&self, name: &FileName) -> Result<(), LedgerError> {
        self.db
            .prepare_cached("delete from file_gone where name = ?1")?
            .execute([name.as_str()])?;
        Ok(())
    }
}

impl Writer<'_> {
    /// Notes the files of a person who asks to be forgotten: whoever keeps them lets them go.
    pub fn lose_files_of(&self, person: RecordId) -> Result<(), LedgerError> {
        let personal: Vec<Vec<u8>> = self
            .db
            .prepare_cached(
                "select personal from log where person = ?1 and kind = ?2 and personal is not null",
            )?
            .query_map(params![person.0, Photo::KIND.key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for fields in personal {
            self.lose_files_in(&wire::read(&fields)?)?;
        }
        Ok(())
    }

    /// Notes the files that these fields name.
    pub fn lose_files_in(&self, fields: &Fields) -> Result<(), LedgerError> {
        for name in files_named(fields) {
            self.db
                .prepare_cached("insert or ignore into file_gone (name) values (?1)")?
                .execute([name.as_str()])?;
        }
        Ok(())
    }
}

fn is_named(db: &Connection, name: &FileName) -> Result<bool, LedgerError> {
    Ok(!photos_of(db, name)?.is_empty() || !held_naming(db, name)?.is_empty())
}

/// The photos that name a file and wait for an officer.
fn held_naming(db: &Connection, name: &FileName) -> Result<Vec<Change>, LedgerError> {
    let names = |photo: &Change| files_named(&photo.fields).any(|named| named == *name);
    Ok(held_photos(db)?.into_iter().filter(names).collect())
}

/// The photos that name a file. Indexes: `photo_by_file`, `photo_by_thumb`.
fn photos_of(db: &Connection, name: &FileName) -> rusqlite::Result<Vec<RecordId>> {
    db.prepare_cached(
        "select id from photo where file = ?1 union select id from photo where thumb = ?1",
    )?
    .query_map([name.as_str()], |row| Ok(RecordId(row.get(0)?)))?
    .collect()
}

/// The photos that wait for an officer.
fn held_photos(db: &Connection) -> Result<Vec<Change>, LedgerError> {
    let held: Vec<Vec<u8>> = db
        .prepare_cached("select offer from held where kind = ?1")?
        .query_map([Photo::KIND.key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    held.iter().map(|offer| Ok(wire::read::<Offer>(offer)?.change)).collect()
}
