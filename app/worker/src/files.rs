//! Photos: one's own go up after the records that name them; thumbnails come down by themselves, and a
//! photo when somebody looks at it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::file::{FileCome, FileName, FilePiece};
use futures_util::lock::Mutex;
use store::StoreError;
use store::files::{Files, FilesWaiting};
use store::query::photos::{named_files, newest_thumbs};

use super::desk::{self, Open};
use super::pool::{self, InPool, Pool};
use super::vault::FileKey;
use super::{http, mail, poke, sync};
use crate::told::Told;
use letters::Trouble;

/// So many of the newest thumbnails are fetched unasked.
const NEWEST_THUMBS: usize = 300;

/// So many thumbnails come before the pages draw them.
const DRAWN_TOGETHER: usize = 12;

/// Where data are dear, files of so many bytes go up by themselves; larger ones when somebody asks.
const SPARING: u64 = 64 * 1024;

/// A file that had not come to the server yet is asked for again after so long; sooner where somebody
/// looks at its place.
const AGAIN_MS: i64 = 5 * 60 * 1000;
const LOOKED_AT_MS: i64 = 15 * 1000;

thread_local! {
    /// Somebody wants everything to go up now, however dear it is.
    static ALL_NOW: Cell<bool> = const { Cell::new(false) };
    /// Files that the server did not have, and when it was asked.
    static MISSING: RefCell<BTreeMap<FileName, i64>> = RefCell::default();
    /// One file is fetched at a time: two that ask for the same one get it once.
    static FETCHING: Rc<Mutex<()>> = Rc::default();
}

/// The files of an account beside its replica.
pub fn of(pool: &Pool, file: &str, key: FileKey) -> Files {
    Files::new(Box::new(InPool::new(pool, &pool::beside(file), key)))
}

/// Everything goes up, at the next round or a later one.
pub fn all_now() {
    ALL_NOW.set(true);
}

/// What of one's own waits. Where the file of photos cannot be read, nothing that can be told: the
/// ledger goes on without it.
pub fn waiting(open: &Open) -> FilesWaiting {
    open.files.waiting().unwrap_or_default()
}

/// Lets go of what nothing names, sends what waits, and fetches the newest thumbnails.
pub async fn keep_up(session: u64) -> Result<(), Trouble> {
    desk::with_open(session, tidy).transpose()?;
    send(session).await?;
    if poke::is_to_spare() {
        return Ok(());
    }
    let thumbs = desk::with_open(session, |open| newest_thumbs(open.replica.db(), NEWEST_THUMBS));
    let mut come = 0;
    for thumb in thumbs.transpose().told()?.unwrap_or_default() {
        if has_work(session)? {
            return Ok(()); // what somebody has just saved goes first
        }
        match fetch(session, &thumb, AGAIN_MS).await {
            Ok(true) => come += 1,
            Ok(false) | Err(Trouble::NotHere | Trouble::Server(_)) => continue,
            Err(trouble) => return Err(trouble),
        }
        if come % DRAWN_TOGETHER == 0 {
            mail::tell_changed();
        }
    }
    if come % DRAWN_TOGETHER != 0 {
        mail::tell_changed();
    }
    Ok(())
}

fn has_work(session: u64) -> Result<bool, Trouble> {
    let unsent = desk::with_open(session, |open| open.replica.unsent()).transpose().told()?;
    Ok(unsent.is_some_and(|unsent| unsent.changes > 0))
}

/// Sends what waits, piece by piece; records that are saved meanwhile go first.
pub async fn send(session: u64) -> Result<(), Trouble> {
    let mut not_now = BTreeSet::new();
    while !has_work(session)? {
        let largest = if poke::is_to_spare() && !ALL_NOW.get() { SPARING } else { u64::MAX };
        let next = desk::with_open(session, |open| {
            open.files.next_piece(sync::pace().bytes, largest, &not_now)
        });
        let Some(piece) = next.transpose().told()?.flatten() else {
            ALL_NOW.set(false);
            return Ok(());
        };
        let Some(token) = sync::token(session).await? else { return Ok(()) };
        let Some(name) = FileName::parse(&piece.name) else { return Ok(()) };
        match sync::timed(http::post_plain::<_, FileCome>("/v1/file", Some(&token), &piece)).await {
            Ok(FileCome { come }) => {
                let sent = desk::with_open(session, |open| open.files.sent(&name, come));
                sent.transpose().told()?;
                if come >= piece.whole {
                    mail::tell_changed(); // one less waits
                } else if come <= piece.from {
                    not_now.insert(name); // it begins anew, or elsewhere: at the next round
                }
            }
            Err(Trouble::Server(code)) if code == "no_such_file" => {
                desk::with_open(session, |open| unwanted(open, &name)).transpose()?;
                not_now.insert(name);
            }
            // What is wrong with one file keeps no other back.
            Err(Trouble::Server(code)) if code == "bad_request" || code == "too_large" => {
                not_now.insert(name);
            }
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(())
}

/// Sends everything, before the device is wiped; whether nothing waits any more.
pub async fn send_all(session: u64) -> Result<bool, Trouble> {
    all_now();
    send(session).await?;
    let waits = desk::with_open(session, |open| open.files.waiting()).transpose().told()?;
    Ok(waits.is_none_or(|waits| waits.bytes == 0) && !has_work(session)?)
}

/// The server knows no record that names the file. Where none is on its way either, it was deleted
/// there: the file waits no longer.
fn unwanted(open: &mut Open, name: &FileName) -> Result<(), Trouble> {
    let named = named_files(open.replica.db()).told()?;
    if named.unanswered.contains(name) { Ok(()) } else { open.files.not_wanted(name).told() }
}

fn tidy(open: &mut Open) -> Result<(), Trouble> {
    if let Some(life) = open.replica.life().told()? {
        open.files.hear_of_life(life).told()?;
    }
    if open.files.is_empty().told()? {
        return Ok(()); // on most devices, at each round
    }
    let named = named_files(open.replica.db()).told()?;
    open.files.tidy_up(&named, desk::now()).told()
}

/// A file, from here or from the server.
pub async fn read(name: &FileName) -> Result<Vec<u8>, Trouble> {
    let session = desk::session().ok_or(Trouble::Locked)?;
    fetch(session, name, if poke::is_to_spare() { AGAIN_MS } else { LOOKED_AT_MS }).await?;
    let found = desk::with_open(session, |open| open.files.read(name, desk::now()));
    found.transpose().told()?.flatten().ok_or(Trouble::NotHere)
}

/// Fetches a file that is not here; whether it came just now. What was begun goes on; what was not on
/// the server is asked for once in `again_ms`.
async fn fetch(session: u64, name: &FileName, again_ms: i64) -> Result<bool, Trouble> {
    let fetching = FETCHING.with(Rc::clone);
    let _one_at_a_time = fetching.lock().await;
    let here =
        desk::with_open(session, |open| Ok((open.files.is_whole(name)?, open.status.online)));
    let Some((false, online)) = here.transpose().map_err(|error: StoreError| error).told()? else {
        return Ok(false);
    };
    if online == Some(false) {
        return Err(Trouble::Offline);
    }
    let now = desk::now().0;
    let asked = MISSING.with_borrow(|missing| missing.get(name).copied());
    if asked.is_some_and(|asked| now - asked < again_ms) {
        return Err(Trouble::NotHere);
    }
    loop {
        let begun = desk::with_open(session, |open| open.files.come(name)).transpose().told()?;
        let Some(from) = begun else { return Ok(false) };
        let Some(token) = sync::token(session).await? else { return Ok(false) };
        let path = format!("/v1/file/{}/{from}/{}", name.as_str(), sync::pace().bytes);
        let piece = sync::timed(http::get::<FilePiece>(&path, Some(&token))).await;
        let piece = match piece {
            Err(Trouble::Server(code)) if code == "no_such_file" => {
                MISSING.with_borrow_mut(|missing| missing.insert(name.clone(), now));
                return Err(Trouble::NotHere);
            }
            piece => piece?,
        };
        let ends = piece.bytes.is_empty() || from + piece.bytes.len() as u64 >= piece.whole;
        let whole = desk::with_open(session, |open| open.files.take(&piece, desk::now()));
        let whole = whole.transpose().told()? == Some(true);
        if whole || ends {
            return Ok(whole);
        }
    }
}
