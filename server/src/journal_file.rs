//! The journal as a file beside the database: a line is a length and a message, synced to disk.

use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::path::Path;

use domain::wire;

use crate::ledger::{Journal, JournalLine};

/// A journal in a file.
pub struct JournalFile {
    file: File,
    path: std::path::PathBuf,
}

impl JournalFile {
    /// Opens the journal; a line that a crash cut off is taken away: what it said was never
    /// answered, and the next line begins where it began.
    pub fn open(path: &Path) -> std::io::Result<Self> {
        let mut options = OpenOptions::new();
        options.create(true).read(true).append(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let journal = Self { file: options.open(path)?, path: path.to_owned() };
        let (_, whole) = journal.read()?;
        journal.file.set_len(whole)?;
        Ok(journal)
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
        written
    }

    fn lines(&self) -> std::io::Result<Vec<JournalLine>> {
        Ok(self.read()?.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cut_off_by_a_crash_is_left_out_and_spoils_no_other() {
        let path = std::env::temp_dir().join(format!("journal-{}", std::process::id()));
        let line = JournalLine::Password { account: 7, hash: "$argon2id$".into() };
        let mut journal = JournalFile::open(&path).unwrap();
        journal.note(&[line.clone(), line.clone()]).unwrap();
        assert_eq!(journal.lines().unwrap().len(), 2);
        let length = std::fs::metadata(&path).unwrap().len();
        OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 3).unwrap();
        drop(journal);
        let mut journal = JournalFile::open(&path).unwrap();
        assert_eq!(journal.lines().unwrap(), std::slice::from_ref(&line));
        journal.note(std::slice::from_ref(&line)).unwrap();
        assert_eq!(journal.lines().unwrap(), [line.clone(), line]);
        std::fs::remove_file(path).unwrap();
    }
}
