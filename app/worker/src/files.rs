//! Photos: one's own go up after the records that name them; thumbnails come down by themselves, and a
//! photo when somebody looks at it.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use domain::file::{FileCome, FileName, FilePiece};
use store::files::Files;
use store::query::photos::{named_files, newest_thumbs};

use super::desk::{self, Open};
use super::{http, mail, poke, pool, sync};
use crate::told::Told;
use letters::Trouble;

/// So many of the newest thumbnails are fetched unasked.
const NEWEST_THUMBS: usize = 300;

/// Where data are dear, files of so many bytes go up by themselves; larger ones when somebody asks.
const SPARING: u64 = 64 * 1024;

/// A file that had not come to the server yet is asked for again after so long.
const AGAIN_MS: i64 = 5 * 60 * 1000;

thread_local! {
    /// Somebody wants everything to go up now, however dear it is.
    static ALL_NOW: Cell<bool> = const { Cell::new(false) };
    /// Files that the server did not have, and when it was asked.
    static MISSING: RefCell<BTreeMap<FileName, i64>> = RefCell::default();
}

/// Opens the files of an account beside its replica. A file of photos that is damaged is begun anew:
/// what was fetched can be fetched again.
pub fn open(pool: &pool::Pool, file: &str, key: super::vault::FileKey) -> Result<Files, Trouble> {
    let place = pool::InPool::new(pool, &pool::beside(file), key);
    let opened = store::Place::open(&place).map_err(store::StoreError::from).and_then(Files::open);
    opened
        .or_else(|_| {
            pool::wipe(pool, &pool::beside(file));
            store::Place::open(&place).map_err(store::StoreError::from).and_then(Files::open)
        })
        .told()
}

/// At the next round everything goes up.
pub fn all_now() {
    ALL_NOW.set(true);
}

/// Sends what waits, lets go of what nothing names, and fetches the newest thumbnails.
pub async fn keep_up(session: u64) -> Result<(), Trouble> {
    send(session).await?;
    desk::with_open(session, tidy).transpose()?;
    if poke::is_to_spare() {
        return Ok(());
    }
    let thumbs = desk::with_open(session, |open| newest_thumbs(open.replica.db(), NEWEST_THUMBS));
    for thumb in thumbs.transpose().told()?.unwrap_or_default() {
        match fetch(session, &thumb).await {
            Ok(true) => mail::tell_changed(),
            Ok(false) | Err(Trouble::Server(_)) => {}
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(())
}

/// Sends what waits, piece by piece; records that are saved meanwhile go first.
pub async fn send(session: u64) -> Result<(), Trouble> {
    let mut not_now = BTreeSet::new();
    let all = ALL_NOW.replace(false);
    loop {
        let largest = if poke::is_to_spare() && !all { SPARING } else { u64::MAX };
        let next = desk::with_open(session, |open| {
            let unsent = open.replica.unsent()?;
            if unsent.changes > 0 {
                return Ok(None);
            }
            open.files.next_piece(sync::pace().bytes, largest, &not_now)
        });
        let Some(piece) = next.transpose().told()?.flatten() else { return Ok(()) };
        let Some(token) = sync::token(session).await? else { return Ok(()) };
        let Some(name) = FileName::parse(&piece.name) else { return Ok(()) };
        match sync::timed(http::post_plain::<_, FileCome>("/v1/file", Some(&token), &piece)).await {
            Ok(FileCome { come }) => {
                let sent = desk::with_open(session, |open| open.files.sent(&name, come));
                sent.transpose().told()?;
                if come <= piece.from {
                    not_now.insert(name); // it begins anew, or elsewhere: at the next round
                }
            }
            Err(Trouble::Server(code)) if code == "no_such_file" => {
                desk::with_open(session, |open| unwanted(open, &name)).transpose()?;
                not_now.insert(name);
            }
            Err(trouble) => return Err(trouble),
        }
    }
}

/// The server knows no record that names the file. Where none is on its way either, it was deleted
/// there: the file waits no longer.
fn unwanted(open: &mut Open, name: &FileName) -> Result<(), Trouble> {
    let named = named_files(open.replica.db()).told()?;
    if named.unanswered.contains(name) { Ok(()) } else { open.files.not_wanted(name).told() }
}

fn tidy(open: &mut Open) -> Result<(), Trouble> {
    let named = named_files(open.replica.db()).told()?;
    open.files.tidy_up(&named, desk::now()).told()
}

/// A file, from here or from the server.
pub async fn read(name: &FileName) -> Result<Vec<u8>, Trouble> {
    let session = desk::session().ok_or(Trouble::Locked)?;
    fetch(session, name).await?;
    let found = desk::with_open(session, |open| open.files.read(name, desk::now()));
    found.transpose().told()?.flatten().ok_or(Trouble::NotHere)
}

/// Fetches a file that is not here; whether it came just now. What was begun goes on.
async fn fetch(session: u64, name: &FileName) -> Result<bool, Trouble> {
    let is_here = desk::with_open(session, |open| open.files.is_whole(name)).transpose().told()?;
    if is_here != Some(false) {
        return Ok(false);
    }
    let now = desk::now().0;
    let asked = MISSING.with_borrow(|missing| missing.get(name).copied());
    if asked.is_some_and(|asked| now - asked < AGAIN_MS) {
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
