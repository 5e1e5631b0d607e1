//! The journal as a file beside the database: a line is a length and a message, synced to disk.

use std::fs::{File, OpenOptions};
use std::io::{Read, Seek, Write};
use std::path::Path;

use domain::wire;

use crate::ledger::{Journal, JournalLine};

/// A journal in a file.
pub struct JournalFile {
    file: File,
    path: std::path::PathBuf,
}

impl JournalFile {
    pub fn open(path: &Path) -> std::io::Result<Self> {
        let file = OpenOptions::new().create(true).read(true).append(true).open(path)?;
        Ok(Self { file, path: path.to_owned() })
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
        self.file.write_all(&bytes)?;
        self.file.sync_data()
    }

    /// A line that a crash cut off is left out: what it said was never answered.
    fn lines(&self) -> std::io::Result<Vec<JournalLine>> {
        let mut file = File::open(&self.path)?;
        file.rewind()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes)?;
        let mut lines = Vec::new();
        let mut rest = bytes.as_slice();
        while let Some((length, after)) = rest.split_first_chunk::<4>() {
            let length = u32::from_be_bytes(*length) as usize;
            let Some((line, after)) = after.split_at_checked(length) else { break };
            let line = wire::read(line).map_err(std::io::Error::other)?;
            lines.push(line);
            rest = after;
        }
        Ok(lines)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_cut_off_by_a_crash_is_left_out() {
        let path = std::env::temp_dir().join(format!("journal-{}", std::process::id()));
        let line = JournalLine::Password { account: 7, hash: "$argon2id$".into() };
        let mut journal = JournalFile::open(&path).unwrap();
        journal.note(&[line.clone(), line.clone()]).unwrap();
        assert_eq!(journal.lines().unwrap().len(), 2);
        let length = std::fs::metadata(&path).unwrap().len();
        OpenOptions::new().write(true).open(&path).unwrap().set_len(length - 3).unwrap();
        assert_eq!(journal.lines().unwrap(), [line]);
        std::fs::remove_file(path).unwrap();
    }
}
