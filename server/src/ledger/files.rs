//! Who may bring and have a file: whoever may read a record that names it.

use std::collections::BTreeSet;

use domain::envelope::Offer;
use domain::file::FileName;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::Photo;
use domain::time::Moment;
use domain::value::Value;
use domain::wire;
use rusqlite::{Connection, params};
use store::image::Depth;

use super::commit::Writer;
use super::pull::{Reading, reads_nothing};
use super::{Caller, Ledger, LedgerError};

/// The fields of a record that name a file.
const NAMING: [&str; 2] = ["file", "thumb"];

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
        let held: Vec<Vec<u8>> = self
            .db
            .prepare_cached("select offer from held where device = ?1 and kind = ?2")?
            .query_map(params![caller.device.0 as i64, Photo::KIND.key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for offer in held {
            let offer: Offer = wire::read(&offer)?;
            let named = |field| offer.change.fields.get(field).and_then(Value::as_text);
            if NAMING.into_iter().any(|field| named(field) == Some(name.as_str())) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Every file that a record or held work names.
    pub fn named_files(&self) -> Result<BTreeSet<FileName>, LedgerError> {
        let mut names: BTreeSet<FileName> = self
            .db
            .prepare_cached("select file from photo union select thumb from photo")?
            .query_map([], |row| row.get::<_, Option<String>>(0))?
            .filter_map(|name| name.map(|name| FileName::parse(&name?)).transpose())
            .collect::<rusqlite::Result<_>>()?;
        let held: Vec<Vec<u8>> = self
            .db
            .prepare_cached("select offer from held where kind = ?1")?
            .query_map([Photo::KIND.key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for offer in held {
            let offer: Offer = wire::read(&offer)?;
            names.extend(names_in(&offer.change.fields));
        }
        Ok(names)
    }
}

impl Ledger {
    /// The files that went with people who asked to be forgotten, since this was asked last.
    pub fn take_files_gone(&mut self) -> Vec<FileName> {
        std::mem::take(&mut self.files_gone)
    }
}

impl Writer<'_> {
    /// Notes the files of a person who asks to be forgotten: they go when this is durable.
    pub fn lose_files_of(&mut self, person: RecordId) -> Result<(), LedgerError> {
        let personal: Vec<Vec<u8>> = self
            .db
            .prepare_cached(
                "select personal from log where person = ?1 and kind = ?2 and personal is not null",
            )?
            .query_map(params![person.0, Photo::KIND.key], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for fields in personal {
            self.files_gone.extend(names_in(&wire::read(&fields)?));
        }
        Ok(())
    }

    /// Of the files that were lost those that no other record names.
    pub fn files_that_go(&mut self) -> Result<Vec<FileName>, LedgerError> {
        let mut gone = Vec::new();
        for name in std::mem::take(&mut self.files_gone) {
            if photos_of(self.db, &name)?.is_empty() {
                gone.push(name);
            }
        }
        Ok(gone)
    }
}

fn names_in(fields: &domain::change::Fields) -> impl Iterator<Item = FileName> + '_ {
    let named = |field| fields.get(field).and_then(Value::as_text).and_then(FileName::parse);
    NAMING.into_iter().filter_map(named)
}

/// The photos that name a file. Indexes: `photo_by_file`, `photo_by_thumb`.
fn photos_of(db: &Connection, name: &FileName) -> rusqlite::Result<Vec<RecordId>> {
    db.prepare_cached(
        "select id from photo where file = ?1 union select id from photo where thumb = ?1",
    )?
    .query_map([name.as_str()], |row| Ok(RecordId(row.get(0)?)))?
    .collect()
}
