//! This device's word of itself: told after a round of the sync, and while its file is locked.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::health::{Health, LockedHealth};
use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;

use super::desk::Open;
use super::kept::KeptAccount;
use super::{desk, files, http, mail, sync};
use crate::told::Told;
use letters::Trouble;

/// What has not changed is said again after so long: the officer sees that the device lives.
const AGAIN_MS: i64 = 15 * 60 * 1000;

/// What a file said last, and when.
#[derive(Clone, PartialEq, Eq)]
enum Word {
    Open(Health),
    Locked(u64),
}

thread_local! {
    static SAID: RefCell<HashMap<String, (Word, i64)>> = RefCell::default();
}

/// Whether this is worth saying.
fn is_news(file: &str, word: &Word) -> bool {
    SAID.with_borrow(|said| {
        said.get(file).is_none_or(|(last, at)| last != word || desk::now().0 - at > AGAIN_MS)
    })
}

fn note(file: &str, word: Word) {
    SAID.with_borrow_mut(|said| said.insert(file.to_owned(), (word, desk::now().0)));
}

/// Tells the server how this session's device stands, if that is news.
pub async fn tell(session: u64) -> Result<(), Trouble> {
    let stands = |open: &mut Open| stands(open).map(|health| (open.file.clone(), health));
    let Some((file, health)) = desk::with_open(session, stands).transpose()? else { return Ok(()) };
    let word = Word::Open(health.clone());
    if !is_news(&file, &word) {
        return Ok(());
    }
    say(session, Health { free: room().await, ..health }).await?;
    note(&file, word);
    Ok(())
}

/// The last word of a device that wipes itself.
pub async fn tell_wiped(session: u64) -> Result<(), Trouble> {
    let Some(health) = desk::with_open(session, |open| stands(open)).transpose()? else {
        return Ok(());
    };
    say(session, Health { wiped: true, ..health }).await
}

async fn say(session: u64, health: Health) -> Result<(), Trouble> {
    let Some(token) = sync::token(session).await? else { return Ok(()) };
    http::post("/v1/health", Some(&token), &health).await
}

/// Tells for an account whose file is locked, if that is news.
pub async fn tell_locked(account: &KeptAccount) -> Result<(), Trouble> {
    let waiting = account.saved - account.answered.min(account.saved);
    let word = Word::Locked(waiting);
    if !is_news(&account.file, &word) {
        return Ok(());
    }
    let message = LockedHealth { certificate: account.certificate.clone(), waiting };
    http::post::<_, ()>("/v1/health/locked", None, &message).await?;
    note(&account.file, word);
    Ok(())
}

fn stands(open: &Open) -> Result<Health, Trouble> {
    let unsent = open.replica.unsent().told()?;
    Ok(Health {
        waiting: unsent.changes + unsent.handing_over,
        oldest: unsent.oldest,
        refused: unsent.refused,
        begun: open.replica.begun_forms().told()?.len() as u64,
        photos: files::waiting(open).photos,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        build: mail::build().trim_start_matches('/').to_owned(),
        ..Health::default()
    })
}

/// How many bytes the browser still gives, where it says so.
async fn room() -> Option<u64> {
    let asked = desk::scope().navigator().storage().estimate().ok()?;
    let estimate = JsFuture::from(asked).await.ok()?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((number("quota")? - number("usage")?).max(0.0) as u64)
}
