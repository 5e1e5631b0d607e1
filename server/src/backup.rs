//! Copies of the ledger, made while it is served, and put back.
//!
//! A folder of copies holds `ledger-YYYY-MM-DD-HHMMSS.sqlite` (Việt Nam's time), each read over once
//! after it was written, and `journal`, which follows the ledger's own line by line
//! ([`crate::journal_file`]), and `files`, with what [`crate::files`] keeps. The organisation's key is not among them: whoever finds the folder must
//! not be able to stand in for the organisation.

use std::path::{Path, PathBuf};

use domain::time::Moment;
use rusqlite::{Connection, OpenFlags};

use crate::desk::{DATABASE, Desk, DeskError, JOURNAL, KEY, check_whole, random_epoch};
use crate::files::Files;
use crate::journal_file::JournalFile;
use crate::ledger::Start;

/// Why a copy was not made, or not put back. What was there is untouched, or,
/// where a restore fails late, whole in the folder that it is kept in.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("there is no ledger in {0}: {1}")]
    NoLedger(PathBuf, rusqlite::Error),
    #[error("{0}: {1}")]
    File(PathBuf, std::io::Error),
    #[error("the copy failed: {0}")]
    Copy(#[from] rusqlite::Error),
    #[error(transparent)]
    Desk(#[from] DeskError),
    #[error("there is no whole copy of a ledger in {0}")]
    NoneWhole(PathBuf),
}

fn file(path: &Path) -> impl FnOnce(std::io::Error) -> BackupError {
    let path = path.to_owned();
    move |error| BackupError::File(path, error)
}

/// A folder that copies go into, a number of which are kept.
#[derive(Clone, Debug)]
pub struct BackupFolder {
    pub path: PathBuf,
    pub kept: usize,
}

impl BackupFolder {
    /// Copies the ledger of `data` as it stands at this moment; older copies than the newest
    /// `kept` go, once the new one was read over.
    pub fn copy(&self, data: &Path, now: Moment) -> Result<PathBuf, BackupError> {
        std::fs::create_dir_all(&self.path).map_err(file(&self.path))?;
        let day = now.day();
        let (hour, minute) = now.hour_minute();
        let name = format!(
            "ledger-{}-{:02}-{:02}-{hour:02}{minute:02}{:02}.sqlite",
            day.year(),
            day.month(),
            day.day_of_month(),
            now.0.div_euclid(1000).rem_euclid(60),
        );
        let (whole, coming) = (self.path.join(name), self.path.join("coming.sqlite"));
        if coming.exists() {
            std::fs::remove_file(&coming).map_err(file(&coming))?; // of a copy that was cut short
        }
        copy(data, &coming)?;
        std::fs::rename(&coming, &whole).map_err(file(&whole))?;
        let files = Files::in_folder(data);
        files.copy_to(&Files::in_folder(&self.path)).map_err(file(&self.path))?;
        for old in self.copies()?.into_iter().rev().skip(self.kept.max(1)) {
            std::fs::remove_file(&old).map_err(file(&old))?;
        }
        Ok(whole)
    }

    /// The copies, the newest last.
    fn copies(&self) -> Result<Vec<PathBuf>, BackupError> {
        let mut copies = Vec::new();
        for entry in std::fs::read_dir(&self.path).map_err(file(&self.path))? {
            let entry = entry.map_err(file(&self.path))?;
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("ledger-") && name.ends_with(".sqlite") {
                copies.push(entry.path());
            }
        }
        copies.sort();
        Ok(copies)
    }

    /// The newest copy that can be read from end to end; those that cannot are named in the log.
    fn newest_whole(&self) -> Result<PathBuf, BackupError> {
        for copy in self.copies()?.into_iter().rev() {
            match read_over(&copy) {
                Ok(()) => return Ok(copy),
                Err(error) => tracing::warn!(%error, "a copy is left out"),
            }
        }
        Err(BackupError::NoneWhole(self.path.clone()))
    }
}

/// Copies the ledger of `data` as it stands at this moment into a new file, and reads it over.
pub fn copy(data: &Path, to: &Path) -> Result<(), BackupError> {
    let path = data.join(DATABASE);
    // Not made if it is not there: an empty copy of a wrong folder would comfort nobody.
    let from = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(|error| BackupError::NoLedger(path, error))?;
    from.execute("vacuum into ?1", [to.to_string_lossy()])?;
    std::fs::File::open(to).and_then(|copy| copy.sync_all()).map_err(file(to))?;
    read_over(to)
}

fn read_over(copy: &Path) -> Result<(), BackupError> {
    let db = Connection::open_with_flags(copy, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok(check_whole(&db, copy)?)
}

/// Puts a copy in the ledger's place and begins a new life: devices then offer again what the copy
/// lacks. `from` is a copy, or a folder of copies, of which the newest whole one is taken, and the
/// journal if it says more than the one here. Gives where the former database is kept whole.
pub fn restore(data: &Path, from: &Path, now: Moment) -> Result<PathBuf, BackupError> {
    let key = data.join(KEY);
    if !key.exists() {
        return Err(DeskError::NoKey(key).into());
    }
    let folder = from.is_dir().then(|| BackupFolder { path: from.to_owned(), kept: usize::MAX });
    let copy = folder.as_ref().map_or(Ok(from.to_owned()), BackupFolder::newest_whole)?;
    let coming = data.join("ledger.restoring.sqlite");
    std::fs::copy(&copy, &coming).map_err(file(&copy))?;
    std::fs::File::open(&coming).and_then(|copy| copy.sync_all()).map_err(file(&coming))?;
    read_over(&coming)?;
    let kept = data.join(format!("before-restore-{}", now.0));
    std::fs::create_dir(&kept).map_err(file(&kept))?;
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("{DATABASE}{suffix}");
        let present = data.join(&name);
        if present.exists() {
            std::fs::rename(&present, kept.join(name)).map_err(file(&present))?;
        }
    }
    std::fs::rename(&coming, data.join(DATABASE)).map_err(file(&coming))?;
    if let Some(folder) = folder {
        let (here, there) = (data.join(JOURNAL), folder.path.join(JOURNAL));
        JournalFile::follow(&there, &here).map_err(file(&here))?;
        let files = Files::in_folder(data);
        files.fill_from(&Files::in_folder(&folder.path)).map_err(file(&folder.path))?;
    }
    Desk::open(data, Start::Restored(random_epoch()), None)?;
    Ok(kept)
}
