//! Files beside the database: photos, each under the hash of its bytes. Who may have one is the
//! ledger's to say; here are only bytes.
//!
//! `files/ab/abcd…` is whole; `files/coming/abcd…` is not yet. A file that no record names any more
//! is put into `files/away`, and is gone for good after [`AWAY_DAYS`]: a deletion can be taken back
//! as long. What was erased is gone at once.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use domain::file::{FileName, FilePiece, LARGEST_FILE};

/// The folder's name in an organisation's folder, and among its copies.
pub const FILES: &str = "files";

/// For so many days a file that nothing names any more can come back.
const AWAY_DAYS: u64 = 7;

/// Why a file was not taken or given.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// What was sent is no piece of a file.
    #[error("no piece of a file")]
    NoPiece,
    #[error(transparent)]
    Disk(#[from] io::Error),
}

/// The files of an organisation.
#[derive(Clone)]
pub struct Files {
    folder: PathBuf,
    /// One piece is written at a time: two devices may bring the same file.
    writing: Arc<Mutex<()>>,
}

impl Files {
    /// `folder`: the organisation's, or one of its copies.
    pub fn in_folder(folder: &Path) -> Self {
        Self { folder: folder.join(FILES), writing: Arc::default() }
    }

    fn path(&self, name: &FileName) -> PathBuf {
        self.folder.join(&name.as_str()[..2]).join(name.as_str())
    }

    fn coming(&self, name: &FileName) -> PathBuf {
        self.folder.join("coming").join(name.as_str())
    }

    fn away(&self, name: &FileName) -> PathBuf {
        self.folder.join("away").join(name.as_str())
    }

    /// Takes a piece that follows what has come; gives how much has come, which says where the next
    /// one begins. A file whose bytes are not what its name says begins anew.
    pub fn take(&self, piece: &FilePiece) -> Result<u64, FileError> {
        let name = FileName::parse(&piece.name).ok_or(FileError::NoPiece)?;
        let upto = piece.from.saturating_add(piece.bytes.len() as u64);
        if piece.whole > LARGEST_FILE || upto > piece.whole {
            return Err(FileError::NoPiece);
        }
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        if self.bring_back(&name)? {
            return Ok(piece.whole);
        }
        let coming = self.coming(&name);
        make_folder_of(&coming)?;
        let mut file = OpenOptions::new().create(true).append(true).open(&coming)?;
        let mut come = file.metadata()?.len();
        if piece.from == come {
            file.write_all(&piece.bytes)?;
            come = upto;
        }
        if come < piece.whole {
            return Ok(come);
        }
        // It may have come whole before, and the server was stopped then.
        file.sync_all()?;
        if FileName::of(&fs::read(&coming)?) != name {
            fs::remove_file(&coming)?;
            return Ok(0);
        }
        self.adopt(&name)?;
        Ok(piece.whole)
    }

    /// What has come becomes a whole file, at once or not at all.
    fn adopt(&self, name: &FileName) -> io::Result<()> {
        let path = self.path(name);
        make_folder_of(&path)?;
        fs::rename(self.coming(name), &path)?;
        sync_folder_of(&path)
    }

    /// Whether the file is whole here; one that was put away comes back.
    fn bring_back(&self, name: &FileName) -> io::Result<bool> {
        let (path, away) = (self.path(name), self.away(name));
        if path.exists() {
            return Ok(true);
        }
        if !away.exists() {
            return Ok(false);
        }
        make_folder_of(&path)?;
        fs::rename(&away, &path)?;
        Ok(true)
    }

    /// At most so many bytes of a file from a place on; `None`: it is not here whole.
    pub fn read(&self, name: &FileName, from: u64, most: u64) -> io::Result<Option<FilePiece>> {
        if !self.bring_back(name)? {
            return Ok(None);
        }
        let mut file = File::open(self.path(name))?;
        let whole = file.metadata()?.len();
        file.seek(SeekFrom::Start(from))?;
        let mut bytes = Vec::new();
        file.take(most).read_to_end(&mut bytes)?;
        Ok(Some(FilePiece { name: name.as_str().to_owned(), from, whole, bytes }))
    }

    /// A file is gone for good, wherever it lies.
    pub fn erase(&self, name: &FileName) -> io::Result<()> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        for path in [self.path(name), self.coming(name), self.away(name)] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }

    /// Puts away what no record names, and lets go of what was put away long ago. What is still coming
    /// has a day.
    pub fn tidy(&self, named: &BTreeSet<FileName>) -> io::Result<()> {
        let _one_at_a_time = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let day = Duration::from_hours(24);
        for (path, name) in self.whole()? {
            if !named.contains(&name) {
                let away = self.away(&name);
                make_folder_of(&away)?;
                // Its days are counted from now, whatever comes between.
                File::options().append(true).open(&path)?.set_modified(SystemTime::now())?;
                fs::rename(&path, &away)?;
            }
        }
        for (folder, kept) in [("away", day * AWAY_DAYS as u32), ("coming", day)] {
            for (path, name) in files_in(&self.folder.join(folder))? {
                if folder == "away" && named.contains(&name) {
                    self.bring_back(&name)?;
                    continue;
                }
                let age = fs::metadata(&path)?.modified()?.elapsed().unwrap_or_default();
                if age > kept {
                    fs::remove_file(path)?;
                }
            }
        }
        Ok(())
    }

    /// All whole files.
    fn whole(&self) -> io::Result<Vec<(PathBuf, FileName)>> {
        let mut whole = Vec::new();
        for folder in folders_in(&self.folder)? {
            if folder.file_name().is_some_and(|name| name.len() == 2) {
                whole.extend(files_in(&folder)?);
            }
        }
        Ok(whole)
    }

    /// Brings another folder to the same files: what is new is copied, what was erased goes. What is
    /// only put away stays there as long as here: an older copy of the ledger may name it.
    pub fn copy_to(&self, other: &Files) -> io::Result<()> {
        let here = self.whole()?;
        for (path, name) in &here {
            other.take_copy(path, name)?;
        }
        let away = files_in(&self.folder.join("away"))?;
        let kept: BTreeSet<FileName> = here.into_iter().chain(away).map(|(_, name)| name).collect();
        for (path, name) in other.whole()? {
            if !kept.contains(&name) {
                fs::remove_file(path)?;
            }
        }
        Ok(())
    }

    /// Brings what is missing here from a copy.
    pub fn fill_from(&self, copy: &Files) -> io::Result<()> {
        copy.whole()?.iter().try_for_each(|(path, name)| self.take_copy(path, name))
    }

    /// Copies a file in, unless it is here, has gone meanwhile, or is not what its name says.
    fn take_copy(&self, from: &Path, name: &FileName) -> io::Result<()> {
        if self.path(name).exists() {
            return Ok(());
        }
        let bytes = match fs::read(from) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            bytes => bytes?,
        };
        if FileName::of(&bytes) != *name {
            return Ok(());
        }
        let coming = self.coming(name);
        make_folder_of(&coming)?;
        let mut file = File::create(&coming)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        self.adopt(name)
    }
}

fn make_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

fn sync_folder_of(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| Ok(entry?.path())).collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(vec![]),
        Err(error) => Err(error),
    }
}

fn folders_in(folder: &Path) -> io::Result<Vec<PathBuf>> {
    Ok(entries(folder)?.into_iter().filter(|path| path.is_dir()).collect())
}

/// The files of a folder that are named as files are.
fn files_in(folder: &Path) -> io::Result<Vec<(PathBuf, FileName)>> {
    let named = |path: PathBuf| {
        let name = FileName::parse(path.file_name()?.to_str()?)?;
        Some((path, name))
    };
    Ok(entries(folder)?.into_iter().filter_map(named).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(name: &str) -> Files {
        let folder = std::env::temp_dir().join(format!("skh-files-{name}-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        Files::in_folder(&folder)
    }

    fn piece(name: &FileName, bytes: &[u8], from: usize, upto: usize) -> FilePiece {
        FilePiece {
            name: name.as_str().to_owned(),
            from: from as u64,
            whole: bytes.len() as u64,
            bytes: bytes[from..upto].to_vec(),
        }
    }

    #[test]
    fn a_file_comes_in_pieces_and_goes_on_where_it_was_cut() {
        let files = files("pieces");
        let bytes = vec![7; 1000];
        let name = FileName::of(&bytes);
        assert_eq!(files.take(&piece(&name, &bytes, 0, 400)).unwrap(), 400);
        assert_eq!(files.take(&piece(&name, &bytes, 0, 400)).unwrap(), 400, "a doubled piece");
        assert_eq!(files.take(&piece(&name, &bytes, 700, 1000)).unwrap(), 400, "one too early");
        assert!(files.read(&name, 0, 10).unwrap().is_none(), "not whole yet");
        assert_eq!(files.take(&piece(&name, &bytes, 400, 1000)).unwrap(), 1000);
        assert_eq!(files.read(&name, 990, 100).unwrap().unwrap().bytes, [7; 10]);
        assert_eq!(files.take(&piece(&name, &bytes, 0, 1)).unwrap(), 1000, "it is here already");
        // The server was stopped when all had come, and nothing said so yet.
        fs::rename(files.path(&name), files.coming(&name)).unwrap();
        assert_eq!(files.take(&piece(&name, &bytes, 0, 0)).unwrap(), 1000);
        assert!(files.read(&name, 0, 10).unwrap().is_some());
        fs::remove_dir_all(&files.folder).unwrap();
    }

    #[test]
    fn what_is_not_what_its_name_says_is_not_kept() {
        let files = files("false");
        let name = FileName::of(b"something else");
        assert_eq!(files.take(&piece(&name, &[1; 9], 0, 9)).unwrap(), 0);
        assert!(files.read(&name, 0, 10).unwrap().is_none());
        let huge = FilePiece { whole: LARGEST_FILE + 1, ..piece(&name, &[1; 9], 0, 9) };
        assert!(matches!(files.take(&huge), Err(FileError::NoPiece)));
        fs::remove_dir_all(&files.folder).unwrap();
    }

    #[test]
    fn what_nothing_names_is_put_away_and_can_come_back_and_what_is_erased_cannot() {
        let files = files("away");
        let names = [b"one".as_slice(), b"two", b"three"].map(|bytes| {
            let name = FileName::of(bytes);
            files.take(&piece(&name, bytes, 0, bytes.len())).unwrap();
            name
        });
        files.tidy(&BTreeSet::from([names[0].clone()])).unwrap();
        assert_eq!(files.whole().unwrap().len(), 1);
        files.tidy(&BTreeSet::from([names[0].clone(), names[1].clone()])).unwrap();
        assert_eq!(files.whole().unwrap().len(), 2, "its record is there again");
        files.erase(&names[2]).unwrap();
        assert!(files.read(&names[2], 0, 9).unwrap().is_none());
        let copy = Files::in_folder(&files.folder.join("copy"));
        files.copy_to(&copy).unwrap();
        files.tidy(&BTreeSet::from([names[0].clone()])).unwrap();
        files.copy_to(&copy).unwrap();
        assert_eq!(copy.whole().unwrap().len(), 2, "what is put away stays in the copy");
        files.erase(&names[1]).unwrap();
        files.copy_to(&copy).unwrap();
        assert_eq!(copy.whole().unwrap().len(), 1, "what is erased goes from the copy, too");
        files.erase(&names[0]).unwrap();
        files.fill_from(&copy).unwrap();
        assert!(files.read(&names[0], 0, 9).unwrap().is_some());
        fs::remove_dir_all(&files.folder).unwrap();
    }
}
