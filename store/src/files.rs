//! Files on the device: photos of one's own that have not gone up yet, and what was fetched. They lie in
//! a file of their own beside the replica, encrypted like it: an image that is built need not carry
//! them along.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use domain::file::{FileName, FilePiece};
use domain::id::Epoch;
use domain::time::Moment;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::place::Place;
use crate::query::photos::Named;

/// What is fetched and was not looked at for the longest time goes when there is more than this.
const MOST_FETCHED: u64 = 60 << 20;

/// For so long nothing need name a file of one's own yet.
const FORM_MS: i64 = 60 * 60 * 1000;

/// A file that is looked at again within so long is as new as it was.
const NOTED_MS: i64 = 60 * 60 * 1000;

const FETCHED: i64 = 0;
const WAITING: i64 = 1;
const SENT: i64 = 2;

/// The files of an account on this device. Where their file cannot be opened, the ledger goes on without
/// it; where it is damaged, what can be read of one's own goes into a new one.
pub struct Files {
    place: Box<dyn Place>,
    /// Opened when it is first asked for something.
    db: RefCell<Option<Connection>>,
    may_have_lost: Cell<bool>,
}

/// What of one's own has not gone up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FilesWaiting {
    /// Photos, with or without their thumbnails.
    pub photos: u64,
    pub bytes: u64,
}

impl Files {
    pub fn new(place: Box<dyn Place>) -> Self {
        Self { place, db: RefCell::default(), may_have_lost: Cell::default() }
    }

    /// Whether the file was found damaged, and some of one's own could not be read any more.
    pub fn may_have_lost(&self) -> bool {
        self.may_have_lost.get()
    }

    fn with<T>(
        &self,
        act: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let mut db = self.db.borrow_mut();
        let done = match &*db {
            Some(db) => act(db),
            None => self.place.open().map_err(StoreError::from).and_then(|opened| {
                make_tables(&opened)?;
                act(db.insert(opened))
            }),
        };
        match done {
            Err(error) if error.is_damage() => {
                let damaged = db.take();
                self.mend(damaged)?;
                Err(StoreError::FilesDamaged)
            }
            done => done,
        }
    }

    /// Puts what can still be read of one's own into a new file. What was fetched is fetched again.
    fn mend(&self, damaged: Option<Connection>) -> Result<(), StoreError> {
        let fresh = self.place.fresh()?;
        make_tables(&fresh)?;
        let damaged = damaged.map_or_else(|| self.place.open(), Ok)?;
        match bring_ones_own(&damaged, &fresh) {
            Err(error) if error.is_damage() => self.may_have_lost.set(true),
            brought => brought?,
        }
        fresh.execute("insert into meta (key, value) values ('whole', 1)", [])?;
        drop((damaged, fresh));
        Ok(self.place.adopt()?)
    }

    /// Keeps a file of one's own until the server has it, and for a while after that.
    pub fn keep(&self, bytes: &[u8], is_thumb: bool, now: Moment) -> Result<FileName, StoreError> {
        let name = FileName::of(bytes);
        self.with(|db| keep(db, &name, bytes, is_thumb, now))?;
        Ok(name)
    }

    /// A file, if all of it is here; it was looked at now, which is noted now and then: each note waits
    /// for the disk.
    pub fn read(&self, name: &FileName, now: Moment) -> Result<Option<Vec<u8>>, StoreError> {
        self.with(|db| {
            let bytes = db
                .prepare_cached("select bytes from file where name = ?1 and length(bytes) = whole")?
                .query_row([name.as_str()], |row| row.get(0))
                .optional()?;
            db.prepare_cached("update file set used = ?2 where name = ?1 and used < ?2 - ?3")?
                .execute(params![name.as_str(), now.0, NOTED_MS])?;
            Ok(bytes)
        })
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> Result<bool, StoreError> {
        self.with(|db| {
            Ok(db
                .prepare_cached("select not exists (select 1 from file)")?
                .query_row([], |row| row.get(0))?)
        })
    }

    /// Whether all of a file is here.
    pub fn is_whole(&self, name: &FileName) -> Result<bool, StoreError> {
        self.with(|db| {
            Ok(db
                .prepare_cached(
                    "select exists (select 1 from file where name = ?1 and length(bytes) = whole)",
                )?
                .query_row([name.as_str()], |row| row.get(0))?)
        })
    }

    /// How much of a file that is being fetched has come.
    pub fn come(&self, name: &FileName) -> Result<u64, StoreError> {
        self.with(|db| {
            let come: Option<i64> = db
                .prepare_cached("select length(bytes) from file where name = ?1")?
                .query_row([name.as_str()], |row| row.get(0))
                .optional()?;
            Ok(come.unwrap_or(0) as u64)
        })
    }

    /// Takes a piece that follows what has come; whether the file is whole now. One whose bytes are not
    /// what its name says is let go of.
    pub fn take(&self, piece: &FilePiece, now: Moment) -> Result<bool, StoreError> {
        let Some(name) = FileName::parse(&piece.name) else { return Ok(false) };
        if piece.from != self.come(&name)? {
            return Ok(false);
        }
        self.with(|db| {
            Ok(db
                .prepare_cached(
                    "insert into file (name, whole, bytes, state, come, used) values (?1, ?2, ?3, 0, 0, ?4)
                     on conflict do update set bytes = cast(bytes || excluded.bytes as blob),
                       whole = excluded.whole",
                )?
                .execute(params![name.as_str(), piece.whole as i64, piece.bytes, now.0])?)
        })?;
        let Some(bytes) = self.read(&name, now)? else { return Ok(false) };
        let is_whole = FileName::of(&bytes) == name;
        if !is_whole {
            self.forget(&name)?;
        }
        Ok(is_whole)
    }

    /// The next piece of one's own to send, of at most so many bytes: small files first, so that the
    /// thumbnails are there before the photos. None of a file that is larger than `largest`, and of
    /// those in `but`: the server did not take them now.
    pub fn next_piece(
        &self,
        most: usize,
        largest: u64,
        but: &BTreeSet<FileName>,
    ) -> Result<Option<FilePiece>, StoreError> {
        self.with(|db| {
            let mut statement = db.prepare_cached(
                "select name, come, whole from file where state = 1 and whole <= ?1
                 order by whole - come, name",
            )?;
            let mut rows = statement.query([largest.min(i64::MAX as u64) as i64])?;
            while let Some(row) = rows.next()? {
                let (name, come, whole): (String, i64, i64) =
                    (row.get(0)?, row.get(1)?, row.get(2)?);
                if FileName::parse(&name).is_none_or(|name| but.contains(&name)) {
                    continue;
                }
                let bytes = db
                    .prepare_cached("select substr(bytes, ?2 + 1, ?3) from file where name = ?1")?
                    .query_row(params![name, come, most as i64], |row| row.get(0))?;
                return Ok(Some(FilePiece { name, from: come as u64, whole: whole as u64, bytes }));
            }
            Ok(None)
        })
    }

    /// The server has so much of a file of one's own.
    pub fn sent(&self, name: &FileName, come: u64) -> Result<(), StoreError> {
        self.with(|db| {
            db.prepare_cached(
                "update file set come = ?2, state = case when ?2 >= whole then 2 else 1 end
                 where name = ?1 and state != 0",
            )?
            .execute(params![name.as_str(), come as i64])?;
            Ok(())
        })
    }

    /// No record on the server names a file of one's own any more.
    pub fn not_wanted(&self, name: &FileName) -> Result<(), StoreError> {
        self.with(|db| {
            db.prepare_cached("update file set state = 2 where name = ?1 and state = 1")?
                .execute([name.as_str()])?;
            Ok(())
        })
    }

    /// The ledger's present life: if one's own files were offered to another, whether it has them is
    /// asked again.
    pub fn hear_of_life(&self, life: Epoch) -> Result<(), StoreError> {
        self.with(|db| {
            let offered: Option<i64> = db
                .prepare_cached("select life from offered")?
                .query_row([], |row| row.get(0))
                .optional()?;
            if offered == Some(life.0 as i64) {
                return Ok(());
            }
            let transaction = db.unchecked_transaction()?;
            db.execute("update file set state = 1, come = 0 where state = 2", [])?;
            db.execute("delete from offered", [])?;
            db.execute("insert into offered (life) values (?1)", [life.0 as i64])?;
            Ok(transaction.commit()?)
        })
    }

    /// What of one's own has not gone up.
    pub fn waiting(&self) -> Result<FilesWaiting, StoreError> {
        let (photos, thumbs, bytes): (i64, i64, i64) = self.with(|db| {
            Ok(db
                .prepare_cached(
                    "select count(*) filter (where not thumb), count(*) filter (where thumb),
                            coalesce(sum(whole - come), 0) from file where state = 1",
                )?
                .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
        })?;
        Ok(FilesWaiting { photos: photos.max(thumbs) as u64, bytes: bytes as u64 })
    }

    /// Lets go of what no record here names any more, and of what was fetched long ago when there is
    /// much of it. What has not gone up stays as long as this device's own word names it, and for a
    /// while before anything does: its form is being filled in.
    pub fn tidy(&self, named: &Named, most_fetched: u64, now: Moment) -> Result<(), StoreError> {
        let mut left: u64 = 0;
        let files: Vec<(String, i64, i64, i64)> = self.with(|db| {
            Ok(db
                .prepare_cached(
                    "select name, state, length(bytes), used from file order by used desc",
                )?
                .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?
                .collect::<rusqlite::Result<_>>()?)
        })?;
        for (name, state, bytes, used) in files {
            let Some(name) = FileName::parse(&name) else { continue };
            left += if state == WAITING { 0 } else { bytes as u64 };
            let too_much = left > most_fetched && matches!(state, FETCHED | SENT);
            let is_named = named.here.contains(&name)
                || named.unanswered.contains(&name)
                || (state == WAITING && (named.written.contains(&name) || now.0 - used < FORM_MS));
            if !is_named || too_much {
                self.forget(&name)?;
            }
        }
        Ok(())
    }

    /// As [`Files::tidy`], with as much room as there is.
    pub fn tidy_up(&self, named: &Named, now: Moment) -> Result<(), StoreError> {
        self.tidy(named, MOST_FETCHED, now)
    }

    fn forget(&self, name: &FileName) -> Result<(), StoreError> {
        self.with(|db| {
            db.prepare_cached("delete from file where name = ?1")?.execute([name.as_str()])?;
            Ok(())
        })
    }
}

fn make_tables(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(
        "begin;
         create table if not exists file (
           name text primary key, whole integer not null, bytes blob not null,
           state integer not null, come integer not null, used integer not null,
           thumb integer not null default 0
         );
         -- The life of the ledger that one's own files were offered to.
         create table if not exists offered (life integer not null);
         create table if not exists meta (key text primary key, value integer not null);
         commit;",
    )
}

fn keep(
    db: &Connection,
    name: &FileName,
    bytes: &[u8],
    is_thumb: bool,
    now: Moment,
) -> Result<(), StoreError> {
    db.prepare_cached(
        "insert or replace into file (name, whole, bytes, state, come, used, thumb)
         values (?1, ?2, ?3, 1, 0, ?4, ?5)",
    )?
    .execute(params![name.as_str(), bytes.len() as i64, bytes, now.0, is_thumb])?;
    Ok(())
}

/// Brings over what has not gone up, as far as it can be read; an error where that ended.
fn bring_ones_own(damaged: &Connection, fresh: &Connection) -> Result<(), StoreError> {
    let mut own = damaged.prepare("select name, bytes, thumb, used from file where state = 1")?;
    let mut rows = own.query([])?;
    while let Some(row) = rows.next()? {
        let (name, bytes): (String, Vec<u8>) = (row.get(0)?, row.get(1)?);
        // What is not what its name says is damaged itself.
        if let Some(name) = FileName::parse(&name).filter(|name| *name == FileName::of(&bytes)) {
            keep(fresh, &name, &bytes, row.get(2)?, Moment(row.get(3)?))?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::place::{InFile, InMemory};

    const NOW: Moment = Moment(0);
    const LATER: Moment = Moment(FORM_MS + 10);

    fn files() -> Files {
        Files::new(Box::new(InMemory::default()))
    }

    #[test]
    fn ones_own_go_up_small_ones_first_and_from_where_they_were_cut() {
        let files = files();
        let (photo, thumb) = (vec![1; 1000], vec![2; 10]);
        let photo_name = files.keep(&photo, false, NOW).unwrap();
        let thumb_name = files.keep(&thumb, true, NOW).unwrap();
        let none = BTreeSet::new();
        let next = |most| files.next_piece(most, u64::MAX, &none).unwrap();
        assert_eq!(next(100).unwrap().name, thumb_name.as_str());
        files.sent(&thumb_name, 10).unwrap();
        assert_eq!(next(100).unwrap().bytes, photo[..100]);
        files.sent(&photo_name, 950).unwrap();
        let last = next(100).unwrap();
        assert_eq!((last.from, last.bytes.len()), (950, 50));
        assert_eq!(files.waiting().unwrap(), FilesWaiting { photos: 1, bytes: 50 });
        let but = BTreeSet::from([photo_name.clone()]);
        assert_eq!(files.next_piece(100, u64::MAX, &but).unwrap(), None);
        assert_eq!(files.next_piece(100, 999, &none).unwrap(), None, "too large for now");
        files.sent(&photo_name, 1000).unwrap();
        assert_eq!(next(100), None);
        assert_eq!(files.read(&photo_name, NOW).unwrap(), Some(photo));
        files.hear_of_life(Epoch(1)).unwrap();
        assert_eq!(files.waiting().unwrap().bytes, 1010, "another life may not have them");
        files.sent(&photo_name, 1000).unwrap();
        files.hear_of_life(Epoch(1)).unwrap();
        assert_eq!(files.waiting().unwrap(), FilesWaiting { photos: 1, bytes: 10 });
    }

    #[test]
    fn what_is_fetched_comes_in_pieces_and_is_what_its_name_says() {
        let files = files();
        let bytes = vec![7; 500];
        let name = FileName::of(&bytes);
        let piece = |from: usize, upto: usize, bytes: &[u8]| FilePiece {
            name: name.as_str().to_owned(),
            from: from as u64,
            whole: 500,
            bytes: bytes[from..upto].to_vec(),
        };
        assert!(!files.take(&piece(0, 300, &bytes), NOW).unwrap());
        assert!(!files.take(&piece(0, 300, &bytes), NOW).unwrap(), "a double");
        assert_eq!(files.read(&name, NOW).unwrap(), None);
        assert!(files.take(&piece(300, 500, &bytes), NOW).unwrap());
        assert_eq!(files.read(&name, NOW).unwrap(), Some(bytes));
        let other = FileName::of(b"other");
        let lie = FilePiece { name: other.as_str().into(), from: 0, whole: 3, bytes: vec![1; 3] };
        assert!(!files.take(&lie, NOW).unwrap());
        assert_eq!(files.come(&other).unwrap(), 0);
    }

    #[test]
    fn what_nothing_names_goes_and_of_what_was_fetched_the_least_used() {
        let files = files();
        let kept: Vec<FileName> =
            (0..4).map(|n| files.keep(&[n; 100], false, Moment(i64::from(n))).unwrap()).collect();
        files.sent(&kept[0], 100).unwrap();
        files.sent(&kept[1], 100).unwrap();
        let here = kept[..3].iter().cloned().collect();
        let mut named = Named { here, ..Named::default() };
        files.tidy(&named, 1000, NOW).unwrap();
        assert!(files.is_whole(&kept[3]).unwrap(), "its form is being filled in");
        files.tidy(&named, 150, LATER).unwrap();
        let here = |name| files.read(name, NOW).unwrap().is_some();
        assert!(!here(&kept[3]), "nothing names it");
        assert!(here(&kept[2]), "it has not gone up yet");
        assert!(here(&kept[1]) && !here(&kept[0]), "the one that was used last");
        // Its record has left this device's scope before its file went up.
        named = Named { written: named.here, ..Named::default() };
        files.tidy(&named, 150, LATER).unwrap();
        assert!(here(&kept[2]) && !here(&kept[1]));
    }

    #[test]
    fn a_damaged_file_keeps_what_can_be_read_of_ones_own_and_says_so() {
        let path = std::env::temp_dir().join(format!("skh-photos-{}", std::process::id()));
        let _ = std::fs::remove_file(&path);
        let opened = || Files::new(Box::new(InFile::new(&path)));
        let files = opened();
        let first = files.keep(&vec![1; 50_000], false, NOW).unwrap();
        for number in 2..4 {
            files.keep(&vec![number; 50_000], false, NOW).unwrap();
        }
        drop(files);
        let mut bytes = std::fs::read(&path).unwrap();
        let end = bytes.len();
        bytes[end - end / 8..].fill(0x5a);
        std::fs::write(&path, bytes).unwrap();

        let files = opened();
        let damaged = files.waiting().and_then(|_| files.tidy(&Named::default(), 0, NOW));
        let damaged = damaged.and_then(|()| {
            (1..4).try_for_each(|n| files.read(&FileName::of(&vec![n; 50_000]), NOW).map(|_| ()))
        });
        assert!(matches!(damaged, Err(StoreError::FilesDamaged)), "{damaged:?}");
        assert!(files.may_have_lost());
        assert!(files.read(&first, NOW).unwrap().is_some(), "it lay before the damage");
        assert_eq!(files.waiting().unwrap().photos, 2);
        drop(files);
        assert!(opened().read(&first, NOW).unwrap().is_some());
        std::fs::remove_file(&path).unwrap();
    }
}
