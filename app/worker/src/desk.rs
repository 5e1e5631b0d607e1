//! The worker's desk: one account's file is open at a time, with what is known of its user.

use std::cell::{Cell, RefCell};

use domain::envelope::Signed;
use domain::time::Moment;
use domain::view::form::FormId;
use ed25519_dalek::SigningKey;
use futures_channel::oneshot;
use gloo_timers::future::TimeoutFuture;
use store::deeds::Doing;
use store::files::Files;
use store::import::{Importing, TakingBack};
use store::query::duplicates::Sweep;
use store::query::households::HomeIndex;
use store::query::people::{LastList, NameIndex};
use store::{Draft, Replica};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::DedicatedWorkerGlobalScope;

use super::pool::Pool;
use super::sync;
use letters::{Opened, Status, Trouble, Whoami};

/// The file that is open, and what is known of its user.
pub struct Open {
    pub session: u64,
    pub file: String,
    pub replica: Replica,
    /// Photos, in a file beside.
    pub files: Files,
    pub key: SigningKey,
    pub certificate: Signed,
    pub whoami: Whoami,
    pub status: Status,
    /// What to add to this device's clock, in milliseconds.
    pub clock_off: i64,
    /// The names in their order; read when they are first asked for.
    pub names: Option<NameIndex>,
    /// Whom the list of people was last of.
    pub last_list: LastList,
    /// The homes in theirs.
    pub homes: Option<HomeIndex>,
    /// What is being done with the people of a list, and the form that began it.
    pub doing: Option<(FormId, Doing)>,
    /// The form that was saved last, and what takes it back.
    pub last_form: Option<(FormId, Vec<Draft>)>,
    /// The sheet that is being read in.
    pub importing: Option<Importing>,
    /// The import that is being taken back.
    pub taking_back: Option<TakingBack>,
    /// People who are being held against one another.
    pub sweep: Option<Sweep>,
}

impl Open {
    pub fn new(
        session: u64,
        (replica, files): (Replica, Files),
        key: SigningKey,
        certificate: Signed,
        whoami: Whoami,
        file: String,
    ) -> Self {
        Self {
            session,
            file,
            replica,
            files,
            key,
            certificate,
            whoami,
            status: Status::default(),
            clock_off: 0,
            names: None,
            last_list: LastList::default(),
            homes: None,
            doing: None,
            last_form: None,
            importing: None,
            taking_back: None,
            sweep: None,
        }
    }

    /// The time, by the server's clock as far as it is known.
    pub fn now(&self) -> Moment {
        Moment(now().0 + self.clock_off)
    }

    /// Households may have changed. The names follow by themselves.
    pub fn forget_homes(&mut self) {
        self.homes = None;
    }
}

thread_local! {
    static POOL: RefCell<Option<Pool>> = const { RefCell::new(None) };
    static OPEN: RefCell<Option<(Open, Opened)>> = const { RefCell::new(None) };
    static SESSIONS: Cell<u64> = const { Cell::new(0) };
    /// The rest that is being had, by its number.
    static WAKE: RefCell<Option<(u64, oneshot::Sender<()>)>> = const { RefCell::new(None) };
    static RESTS: Cell<u64> = const { Cell::new(0) };
    /// Somebody had work while nobody rested.
    static WOKEN: Cell<bool> = const { Cell::new(false) };
}

/// The worker itself.
pub fn scope() -> DedicatedWorkerGlobalScope {
    js_sys::global().unchecked_into()
}

pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64)
}

/// What this device is called in the list of devices: the system and the browser it says it is.
pub fn device_label() -> String {
    let agent = scope().navigator().user_agent().unwrap_or_default();
    let named = |names: &[(&str, &str)]| {
        let found = names.iter().find(|(sign, _)| agent.contains(sign));
        found.map_or("", |(_, name)| name).to_owned()
    };
    let system = named(&[
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    ]);
    let browser = named(&[
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    [system, browser].join(" ").trim().to_owned()
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
pub fn open(opened: Opened, make: impl FnOnce(u64) -> Open) {
    let session = SESSIONS.get() + 1;
    SESSIONS.set(session);
    OPEN.set(Some((make(session), opened)));
    spawn_local(sync::run(session));
}

/// Closes the file; nothing of it stays in memory but what the sync still holds, until it wakes.
pub fn close() {
    OPEN.set(None);
    wake();
}

/// The answer to whoever asks what is open.
pub fn opened() -> Option<Opened> {
    OPEN.with_borrow(|open| open.as_ref().map(|(_, opened)| opened.clone()))
}

pub fn session() -> Option<u64> {
    OPEN.with_borrow(|open| open.as_ref().map(|(open, _)| open.session))
}

pub fn is_open(session: u64) -> bool {
    with_open(session, |_| ()).is_some()
}

pub fn is_open_file(file: &str) -> bool {
    OPEN.with_borrow(|open| open.as_ref().is_some_and(|(open, _)| open.file == file))
}

/// Does something with the open file, if it is still this session's.
pub fn with_open<T>(session: u64, act: impl FnOnce(&mut Open) -> T) -> Option<T> {
    OPEN.with_borrow_mut(|open| {
        let open = open.as_mut().map(|(open, _)| open);
        open.filter(|open| open.session == session).map(act)
    })
}

/// Does something with the open file.
pub fn with_present<T>(act: impl FnOnce(&mut Open) -> Result<T, Trouble>) -> Result<T, Trouble> {
    OPEN.with_borrow_mut(|open| open.as_mut().map_or(Err(Trouble::Locked), |(open, _)| act(open)))
}

/// Waits so long, or until somebody has work; not at all if somebody came while nobody rested.
pub async fn rest(ms: u32) {
    if WOKEN.replace(false) {
        return;
    }
    let (sender, woken) = oneshot::channel();
    let this = RESTS.get() + 1;
    RESTS.set(this);
    WAKE.set(Some((this, sender)));
    spawn_local(async move {
        TimeoutFuture::new(ms).await;
        if WAKE.with_borrow(|rest| rest.as_ref().is_some_and(|(number, _)| *number == this)) {
            wake();
        }
    });
    let _ = woken.await; // a wake that was replaced is a wake
}

pub fn wake() {
    match WAKE.take() {
        // Nobody rests any more, if not.
        Some((_, sender)) => drop(sender.send(())),
        None => WOKEN.set(true),
    }
}
