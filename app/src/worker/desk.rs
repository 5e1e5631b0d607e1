//! The worker's desk: letters come in, answers go out; one account's file is open at a time.

use std::cell::{Cell, RefCell};

use domain::envelope::Signed;
use domain::time::Moment;
use domain::wire;
use ed25519_dalek::SigningKey;
use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use serde::Serialize;
use store::query::people::NameIndex;
use store::{OpenError, Replica, SaveError, StoreError, SyncError};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use super::answers;
use super::pool::Pool;
use crate::letter::{BUILD, Letter, Status, Trouble, Whoami};

/// The file that is open, and what is known of its user.
pub struct Open {
    pub session: u64,
    pub replica: Replica,
    pub key: SigningKey,
    pub certificate: Signed,
    pub whoami: Whoami,
    pub status: Status,
    pub clock_off: i64,
    /// The names in their order; built when they are first asked for after a change.
    pub names: Option<NameIndex>,
}

thread_local! {
    static POOL: RefCell<Option<Pool>> = const { RefCell::new(None) };
    static OPEN: RefCell<Option<Open>> = const { RefCell::new(None) };
    static SESSIONS: Cell<u64> = const { Cell::new(0) };
    static WAKE: RefCell<Option<oneshot::Sender<()>>> = const { RefCell::new(None) };
}

/// Listens for letters, and says that it does.
pub fn begin() {
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if let Ok(letter) = wire::read::<Letter>(&bytes) {
            spawn_local(async move {
                let body = answers::answer(&letter).await;
                post(&Letter {
                    call: letter.call,
                    build: BUILD.to_owned(),
                    name: letter.name,
                    body,
                });
            });
        }
    });
    scope().set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget(); // it listens as long as the worker lives
    post(&Letter { call: 0, build: BUILD.to_owned(), name: "ready".into(), body: vec![] });
}

fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

fn post<T: Serialize>(message: &T) {
    // A page that is gone hears nothing.
    let _ = scope().post_message(&Uint8Array::from(wire::write(message).as_slice()));
}

/// Tells the pages that the tables have changed.
pub fn tell_changed() {
    post(&Letter { call: 0, build: BUILD.to_owned(), name: "changed".into(), body: vec![] });
}

pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// The pool of files, taken at the first need.
pub async fn pool() -> Result<Pool, Trouble> {
    if let Some(pool) = POOL.with_borrow(Clone::clone) {
        return Ok(pool);
    }
    let pool = Pool::take().await?;
    POOL.set(Some(pool.clone()));
    Ok(pool)
}

/// Opens a file for its user, and begins to sync it.
pub fn open(make: impl FnOnce(u64) -> Open) -> Whoami {
    let session = SESSIONS.get() + 1;
    SESSIONS.set(session);
    let open = make(session);
    let whoami = open.whoami.clone();
    OPEN.set(Some(open));
    spawn_local(super::sync::run(session));
    whoami
}

/// Closes the file; nothing of it stays in memory but what the sync still holds, until it wakes.
pub fn close() {
    OPEN.set(None);
    wake();
}

pub fn whoami() -> Option<Whoami> {
    OPEN.with_borrow(|open| open.as_ref().map(|open| open.whoami.clone()))
}

pub fn is_open(session: u64) -> bool {
    with_open(session, |_| ()).is_some()
}

/// Does something with the open file, if it is still this session's.
pub fn with_open<T>(session: u64, act: impl FnOnce(&mut Open) -> T) -> Option<T> {
    OPEN.with_borrow_mut(|open| open.as_mut().filter(|open| open.session == session).map(act))
}

/// Does something with the open file.
pub fn with_present<T>(act: impl FnOnce(&mut Open) -> Result<T, Trouble>) -> Result<T, Trouble> {
    OPEN.with_borrow_mut(|open| open.as_mut().map_or(Err(Trouble::Locked), act))
}

/// Waits so long, or until somebody has work.
pub async fn rest(ms: u32) {
    let (sender, woken) = oneshot::channel();
    WAKE.set(Some(sender));
    spawn_local(async move {
        TimeoutFuture::new(ms).await;
        wake();
    });
    let _ = woken.await; // a wake that was replaced is a wake
}

pub fn wake() {
    if let Some(sender) = WAKE.take() {
        let _ = sender.send(()); // nobody rests any more
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        if error.is_full() {
            Trouble::Full
        } else if error.is_damage() {
            Trouble::Damaged
        } else {
            Trouble::Failed(error.to_string())
        }
    }
}

impl From<OpenError> for Trouble {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Store(error) => error.into(),
            newer @ OpenError::FromNewerApp(_) => Trouble::Failed(newer.to_string()),
        }
    }
}

impl From<SyncError> for Trouble {
    fn from(error: SyncError) -> Self {
        match error {
            SyncError::Store(error) => error.into(),
            SyncError::BadImage => Trouble::Offline,
        }
    }
}

impl From<SaveError> for Trouble {
    fn from(error: SaveError) -> Self {
        match error {
            SaveError::Refused { index, refused } => {
                Trouble::Refused { index, code: refused.code, field: refused.field }
            }
            SaveError::Store(error) => error.into(),
            other => Trouble::Failed(other.to_string()),
        }
    }
}
