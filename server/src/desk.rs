//! The ledger at work: one writer on a thread of its own, which takes waiting pushes together and
//! waits for the disk once; readers beside it; and word to whoever listens that there is more.

use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use domain::answer::Answer;
use domain::envelope::Parcel;
use domain::file::{FileName, FilePiece};
use domain::id::{Epoch, Position};
use domain::wire::{IMAGE_PIECE, Request, Response};
use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

use crate::clock;
use crate::files::{FileError, Files};
use crate::journal_file::JournalFile;
use crate::keys::OrganisationKey;
use crate::ledger::{Caller, Ledger, LedgerError, Reader, Start, opened};

/// How many pushes one transaction takes at most.
const PUSHES_TOGETHER: usize = 64;

/// How many read at once, and how many of them images: one that is being built takes seconds, and
/// whoever only asks for news does not wait for it.
const READERS: usize = 3;
const IMAGE_READERS: usize = 2;

/// The names in an organisation's folder.
pub const DATABASE: &str = "ledger.sqlite";
pub const JOURNAL: &str = "journal";
pub const KEY: &str = "organisation.key";

/// Why the server cannot start, or the desk cannot answer.
#[derive(Debug, thiserror::Error)]
pub enum DeskError {
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error("{path}: {error}")]
    File { path: PathBuf, error: std::io::Error },
    #[error(
        "the database {path} is damaged ({verdict}); restore a backup: so-khuyen-hoc restore --data FOLDER --from BACKUP"
    )]
    Damaged { path: PathBuf, verdict: String },
    #[error("the organisation's key lies in {0}, and is not 32 bytes in hex")]
    BadKey(PathBuf),
    #[error(
        "{0} is missing: devices know the organisation by this key. Put the one from the safe there first"
    )]
    NoKey(PathBuf),
    #[error(
        "the database {0} is missing, and its journal is here: put a backup in its place: so-khuyen-hoc restore --data FOLDER --from BACKUP"
    )]
    NoDatabase(PathBuf),
    #[error(transparent)]
    Files(#[from] FileError),
    #[error("the writer has stopped")]
    Stopped,
}

type Job = Box<dyn FnOnce(&mut Ledger) + Send>;

enum Work {
    Push(Box<Push>),
    Other(Job),
}

/// Where requests are handed in.
#[derive(Clone)]
pub struct Desk {
    work: mpsc::Sender<Work>,
    readers: Arc<Readers>,
    head: watch::Sender<Position>,
    pub epoch: Epoch,
    pub keys: OrganisationKey,
    pub files: Files,
}

struct Readers {
    free: Mutex<Vec<Reader>>,
    permits: Arc<Semaphore>,
    image_permits: Arc<Semaphore>,
}

/// A reader at work; it comes back whatever becomes of the work.
struct Lent {
    reader: Option<Reader>,
    readers: Arc<Readers>,
    _permit: OwnedSemaphorePermit,
}

impl Deref for Lent {
    type Target = Reader;

    fn deref(&self) -> &Reader {
        self.reader.as_ref().expect("lent until it is dropped")
    }
}

impl DerefMut for Lent {
    fn deref_mut(&mut self) -> &mut Reader {
        self.reader.as_mut().expect("lent until it is dropped")
    }
}

impl Drop for Lent {
    fn drop(&mut self) {
        let mut free = self.readers.free.lock().unwrap_or_else(PoisonError::into_inner);
        free.extend(self.reader.take());
    }
}

impl Desk {
    /// Opens the folder of an organisation: its database, its journal and its key. `copies`: the
    /// folder that the journal is copied to.
    pub fn open(folder: &Path, start: Start, copies: Option<&Path>) -> Result<Self, DeskError> {
        let file = |path: PathBuf| move |error| DeskError::File { path, error };
        let path = folder.join(DATABASE);
        let ledger = open_ledger(folder, start, copies)?;
        let keys = ledger.keys().clone();
        let readers =
            (0..READERS).map(|_| Reader::open(&path, &ledger)).collect::<Result<Vec<_>, _>>()?;
        let (head, _) = watch::channel(ledger.head()?);
        let epoch = ledger.lineage().present();
        let (work, queue) = mpsc::channel();
        let told = head.clone();
        let files = Files::in_folder(folder);
        let kept = files.clone();
        std::thread::Builder::new()
            .name("writer".into())
            .spawn(move || write_all(ledger, &queue, &told, &kept))
            .map_err(file(folder.to_owned()))?;
        let readers = Readers {
            free: Mutex::new(readers),
            permits: Arc::new(Semaphore::new(READERS)),
            image_permits: Arc::new(Semaphore::new(IMAGE_READERS)),
        };
        Ok(Self { work, readers: Arc::new(readers), head, epoch, keys, files })
    }

    /// Answers a device's request.
    pub async fn answer(&self, caller: Caller, request: Request) -> Result<Response, DeskError> {
        match request {
            Request::Push(signed) => {
                let parcel = opened(&caller, &signed)?;
                let answers = self.push(caller, parcel).await?;
                Ok(Response::Answers { answers, epoch: self.epoch, now: clock::now() })
            }
            image @ Request::Image { .. } => {
                self.read_image(move |reader| reader.answer(&caller, image, clock::now())).await
            }
            pull @ Request::Pull(_) => {
                self.read(move |reader| reader.answer(&caller, pull, clock::now())).await
            }
        }
    }

    /// Has the image that takes longest ready before anybody asks for it.
    pub async fn prepare_images(&self) -> Result<(), DeskError> {
        self.read_image(|reader| reader.prepare_images(clock::now())).await
    }

    async fn read_image<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Reader) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let permits = self.readers.image_permits.clone();
        let permit = permits.acquire_owned().await.map_err(|_| DeskError::Stopped)?;
        self.read(move |reader| {
            let _permit = permit; // as long as the reader is at work
            act(reader)
        })
        .await
    }

    async fn push(&self, caller: Caller, parcel: Parcel) -> Result<Vec<Answer>, DeskError> {
        let (answer, answered) = oneshot::channel();
        self.work
            .send(Work::Push(Box::new((caller, parcel, answer))))
            .map_err(|_| DeskError::Stopped)?;
        Ok(answered.await.map_err(|_| DeskError::Stopped)??)
    }

    /// Does something on the writer's thread, in its turn.
    pub async fn write<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |ledger| {
            let _ = answer.send(act(ledger)); // whoever asked may have gone
        });
        self.work.send(Work::Other(job)).map_err(|_| DeskError::Stopped)?;
        Ok(answered.await.map_err(|_| DeskError::Stopped)??)
    }

    /// Reads with one of the readers.
    pub async fn read<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Reader) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, DeskError> {
        let permits = self.readers.permits.clone();
        let permit = permits.acquire_owned().await.map_err(|_| DeskError::Stopped)?;
        let readers = self.readers.clone();
        // The permit goes along: whoever asked may go away while the reader is at work.
        let done = tokio::task::spawn_blocking(move || act(&mut readers.lend(permit)));
        Ok(done.await.map_err(|_| DeskError::Stopped)??)
    }

    /// Puts away the files that nothing names any more.
    pub async fn tidy_files(&self) -> Result<(), DeskError> {
        let files = self.files.clone();
        let named = self.read(|reader| reader.reading()?.named_files()).await?;
        let tidied = tokio::task::spawn_blocking(move || files.tidy(&named));
        Ok(tidied.await.map_err(|_| DeskError::Stopped)?.map_err(FileError::from)?)
    }

    /// Takes a piece of a file from whoever may bring it; gives how much has come.
    pub async fn take_file(&self, caller: Caller, piece: FilePiece) -> Result<u64, DeskError> {
        let name = FileName::parse(&piece.name).ok_or(FileError::NoPiece)?;
        self.check_bringer(&caller, &name).await?;
        let (files, whole) = (self.files.clone(), piece.whole);
        let taken = tokio::task::spawn_blocking(move || files.take(&piece));
        let come = taken.await.map_err(|_| DeskError::Stopped)??;
        if come == whole {
            // Whoever it shows may have asked to be forgotten meanwhile.
            let asked = name.clone();
            let named = self.read(move |reader| reader.reading()?.names_file(&asked)).await?;
            if !named {
                self.files.erase(&name).map_err(FileError::from)?;
                return Err(LedgerError::NoSuchFile.into());
            }
        }
        Ok(come)
    }

    async fn check_bringer(&self, caller: &Caller, name: &FileName) -> Result<(), DeskError> {
        let (caller, name) = (caller.clone(), name.clone());
        let may =
            self.read(move |reader| reader.reading()?.may_bring_file(&caller, &name, clock::now()));
        if may.await? { Ok(()) } else { Err(LedgerError::NoSuchFile.into()) }
    }

    /// Gives a piece of a file to whoever may have it.
    pub async fn give_file(
        &self,
        caller: Caller,
        name: FileName,
        from: u64,
        most: u64,
    ) -> Result<FilePiece, DeskError> {
        let asked = name.clone();
        let may =
            self.read(move |reader| reader.reading()?.may_have_file(&caller, &asked, clock::now()));
        if !may.await? {
            return Err(LedgerError::NoSuchFile.into());
        }
        let files = self.files.clone();
        let most = most.clamp(1, IMAGE_PIECE as u64);
        let given = tokio::task::spawn_blocking(move || files.read(&name, from, most));
        let given = given.await.map_err(|_| DeskError::Stopped)?.map_err(FileError::from)?;
        Ok(given.ok_or(LedgerError::NoSuchFile)?)
    }

    /// Tells of every new head.
    pub fn listen(&self) -> watch::Receiver<Position> {
        self.head.subscribe()
    }
}

impl Readers {
    fn lend(self: &Arc<Self>, permit: OwnedSemaphorePermit) -> Lent {
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let reader = free.pop().expect("there are as many permits as readers");
        Lent { reader: Some(reader), readers: self.clone(), _permit: permit }
    }
}

/// A server whose writer has died can take nothing in any more: it ends, and is started again.
struct EndsWithTheWriter;

impl Drop for EndsWithTheWriter {
    fn drop(&mut self) {
        if std::thread::panicking() {
            std::process::abort();
        }
    }
}

fn write_all(
    mut ledger: Ledger,
    queue: &mpsc::Receiver<Work>,
    head: &watch::Sender<Position>,
    files: &Files,
) {
    let _end = EndsWithTheWriter;
    erase_files(&ledger, files); // of people whom the journal knows to be forgotten
    while let Ok(first) = queue.recv() {
        let mut pushes = Vec::new();
        let mut next = Some(first);
        while let Some(work) = next {
            match work {
                Work::Push(push) => pushes.push(*push),
                Work::Other(job) => {
                    commit(&mut ledger, std::mem::take(&mut pushes), files);
                    job(&mut ledger);
                }
            }
            next = if pushes.len() < PUSHES_TOGETHER { queue.try_recv().ok() } else { None };
        }
        commit(&mut ledger, pushes, files);
        erase_files(&ledger, files); // what an officer let in
        if let Ok(now_at) = ledger.head() {
            head.send_if_modified(|head| std::mem::replace(head, now_at) != now_at);
        }
    }
}

/// What nobody may have any more goes from the disk.
fn erase_files(ledger: &Ledger, files: &Files) {
    let erased = ledger.files_gone().map_err(DeskError::from).and_then(|names| {
        names.iter().try_for_each(|name| {
            files.erase(name).map_err(FileError::from)?;
            Ok(ledger.file_is_gone(name)?)
        })
    });
    if let Err(error) = erased {
        tracing::error!(%error, "a file could not be erased; it is tried again");
    }
}

type Push = (Caller, Parcel, oneshot::Sender<Result<Vec<Answer>, LedgerError>>);

/// Commits pushes together; if that fails, each by itself, so that one does not take others along.
fn commit(ledger: &mut Ledger, pushes: Vec<Push>, files: &Files) {
    if pushes.is_empty() {
        return;
    }
    let parcels: Vec<(&Caller, Parcel)> =
        pushes.iter().map(|(caller, parcel, _)| (caller, parcel.clone())).collect();
    let now = clock::now();
    if let Ok(answers) = ledger.commit_all(&parcels, now) {
        // Whoever is told that somebody is forgotten finds nothing of him any more.
        erase_files(ledger, files);
        for ((_, _, answer), answers) in pushes.into_iter().zip(answers) {
            let _ = answer.send(Ok(answers)); // whoever asked may have gone
        }
        return;
    }
    for (caller, parcel, answer) in pushes {
        let one = ledger.commit_all(&[(&caller, parcel)], now).map(|mut answers| answers.remove(0));
        if let Err(error) = &one {
            tracing::error!(%error, device = caller.device.0, "a push failed");
        }
        erase_files(ledger, files);
        let _ = answer.send(one);
    }
}

/// Opens the ledger of a folder: its database, its journal and its key. One program at a time does.
pub fn open_ledger(
    folder: &Path,
    start: Start,
    copies: Option<&Path>,
) -> Result<Ledger, DeskError> {
    let at = |name: &str| folder.join(name);
    let file = |path: PathBuf| move |error| DeskError::File { path, error };
    make_folder(folder).map_err(file(folder.to_owned()))?;
    let path = at(DATABASE);
    if path.exists() && !at(KEY).exists() {
        return Err(DeskError::NoKey(at(KEY)));
    }
    let has_lines = std::fs::metadata(at(JOURNAL)).is_ok_and(|journal| journal.len() > 0);
    if !path.exists() && has_lines {
        return Err(DeskError::NoDatabase(path));
    }
    let keys = open_key(&at(KEY))?;
    if let Some(copies) = copies {
        make_folder(copies).map_err(file(copies.to_owned()))?;
    }
    let copy = copies.map(|copies| copies.join(JOURNAL));
    let blamed = copy.clone().unwrap_or(at(JOURNAL));
    let journal = JournalFile::open(&at(JOURNAL), copy).map_err(file(blamed))?;
    let db = Connection::open(&path).map_err(LedgerError::from)?;
    check_whole(&db, &path)?;
    Ok(Ledger::open(db, keys, Box::new(journal), start, random_epoch(), clock::now())?)
}

/// The folder of the ledger: nobody else on the machine looks into a new one.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The organisation's key: made at the first start, in a file that only its owner reads.
fn open_key(path: &Path) -> Result<OrganisationKey, DeskError> {
    let file = |error| DeskError::File { path: path.to_owned(), error };
    if !path.exists() {
        let seed: [u8; 32] = random();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut out = options.open(path).map_err(file)?;
        std::io::Write::write_all(&mut out, hex::encode(seed).as_bytes()).map_err(file)?;
        out.sync_all().map_err(file)?;
    }
    let text = std::fs::read_to_string(path).map_err(file)?;
    let seed: Option<[u8; 32]> =
        hex::decode(text.trim()).ok().and_then(|seed| seed.try_into().ok());
    Ok(OrganisationKey::new(seed.ok_or_else(|| DeskError::BadKey(path.to_owned()))?))
}

/// Whether every page of a database is in order.
pub fn check_whole(db: &Connection, path: &Path) -> Result<(), DeskError> {
    let damaged = |verdict: String| DeskError::Damaged { path: path.to_owned(), verdict };
    let verdict: String = db
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(|error| damaged(error.to_string()))?;
    if verdict == "ok" { Ok(()) } else { Err(damaged(verdict)) }
}

/// Random bytes from the system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the system has random bytes");
    bytes
}

/// An epoch that no life of a ledger has had.
pub fn random_epoch() -> Epoch {
    Epoch(u64::from_be_bytes(random()) >> 1)
}
