//! The journal as a file beside the database: a line is a length and a message, synced to disk; and
//! its copy elsewhere, which follows it at each line.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use domain::wire;

use crate::ledger::{Journal, JournalLine};

/// A journal in a file.
pub struct JournalFile {
    file: File,
    path: PathBuf,
    copy: Option<PathBuf>,
}

impl JournalFile {
    /// Opens the journal; a line that a crash cut off is taken away: what it said was never
    /// answered, and the next line begins where it began. `copy`: where it is copied to.
    pub fn open(path: &Path, copy: Option<PathBuf>) -> std::io::Result<Self> {
        let journal = Self { file: appended(path)?, path: path.to_owned(), copy };
        let (_, whole) = journal.read()?;
        journal.file.set_len(whole)?;
        if let Some(copy) = &journal.copy
            && copy.exists()
            && !std::fs::read(path)?.starts_with(&std::fs::read(copy)?)
        {
            return Err(std::io::Error::other(
                "this journal is not a part of the one here: these copies are of another ledger, or younger than this one",
            ));
        }
        journal.copy_on();
        Ok(journal)
    }

    /// Brings a copy of a journal to where the journal is, if it is behind.
    pub fn follow(path: &Path, copy: &Path) -> std::io::Result<()> {
        let Ok(mut from) = File::open(path) else { return Ok(()) }; // nothing was noted yet
        let mut to = appended(copy)?;
        let behind = to.metadata()?.len();
        if behind >= from.metadata()?.len() {
            return Ok(());
        }
        from.seek(SeekFrom::Start(behind))?;
        std::io::copy(&mut from, &mut to)?;
        to.sync_data()
    }

    /// The copy follows when it can: the place it lies in may be away, and nobody's work waits for
    /// that.
    fn copy_on(&self) {
        let Some(copy) = &self.copy else { return };
        if let Err(error) = Self::follow(&self.path, copy) {
            tracing::error!(%error, "the journal's copy is behind");
        }
    }

    /// The lines, and how many bytes they take.
    fn read(&self) -> std::io::Result<(Vec<JournalLine>, u64)> {
        let mut bytes = Vec::new();
        File::open(&self.path)?.read_to_end(&mut bytes)?;
        let mut lines = Vec::new();
        let mut rest = bytes.as_slice();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let Some((line, after)) = after.split_at_checked(length) else { break };
            lines.push(wire::read(line).map_err(std::io::Error::other)?);
            rest = after;
        }
        Ok((lines, (bytes.len() - rest.len()) as u64))
    }
}

impl Journal for JournalFile {
    fn note(&mut self, lines: &[JournalLine]) -> std::io::Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let mut bytes = Vec::new();
        for line in lines {
            let line = wire::write(line);
            bytes.extend_from_slice(&(line.len() as u32).to_be_bytes());
            bytes.extend_from_slice(&line);
        }
        let before = self.file.metadata()?.len();
        let written = self.file.write_all(&bytes).and_then(|()| self.file.sync_data());
        if written.is_err() {
            // Half a line would swallow the next one.
            self.file.set_len(before)?;
        }
        self.copy_on();
        written
    }

    fn lines(&self) -> std::io::Result<Vec<JournalLine>> {
        Ok(self.read()?.0)
    }
}

/// A file that is only added to, and that only its owner reads.
fn appended(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).read(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cut_off_by_a_crash_is_left_out_and_spoils_no_other() {
        let path = std::env::temp_dir().join(format!("journal-{}", std::process::id()));
        let line = JournalLine::Password { account: 7, hash: "$argon2id$".into() };
        let mut journal = JournalFile::open(&path, None).unwrap();
        journal.note(&[line.clone(), line.clone()]).unwrap();
        assert_eq!(journal.lines().unwrap().len(), 2);
        let length = std::fs::metadata(&path).unwrap().len();
        OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 3).unwrap();
        drop(journal);
        let mut journal = JournalFile::open(&path, None).unwrap();
        assert_eq!(journal.lines().unwrap(), std::slice::from_ref(&line));
        journal.note(std::slice::from_ref(&line)).unwrap();
        assert_eq!(journal.lines().unwrap(), [line.clone(), line]);
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn the_copy_catches_up_when_its_place_is_back() {
        let folder = std::env::temp_dir().join(format!("journal-copy-{}", std::process::id()));
        let away = folder.join("away");
        std::fs::create_dir_all(&folder).unwrap();
        let (path, copy) = (folder.join("journal"), away.join("journal"));
        let line = JournalLine::Password { account: 7, hash: "$argon2id$".into() };
        let mut journal = JournalFile::open(&path, Some(copy.clone())).unwrap();
        journal.note(std::slice::from_ref(&line)).unwrap();
        std::fs::create_dir(&away).unwrap();
        journal.note(std::slice::from_ref(&line)).unwrap();
        assert_eq!(JournalFile::open(&copy, None).unwrap().lines().unwrap().len(), 2);
        std::fs::remove_dir_all(folder).unwrap();
    }
}
