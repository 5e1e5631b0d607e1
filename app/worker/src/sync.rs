//! The sync loop: rounds of asking until there is nothing to say, then a rest; and what an officer asks
//! of the server beside it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::account::Token;
use domain::wire::{Request, Response};
use futures_util::lock::Mutex;
use gloo_timers::future::TimeoutFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Next, Pace};

use super::desk::{self, Open};
use super::errands::{self, Errand};
use super::{http, mail, poke, seals};
use crate::told::Told;
use letters::Trouble;

/// How long it rests before it proves itself anew to a server that was started again.
const SIGN_IN_MS: u32 = 500;

/// A token is renewed when it is good for less than this.
const RENEWED_MS: i64 = 60_000;

thread_local! {
    /// Whether this worker has wiped a file: whoever looks at the cover is told why.
    static WIPED: Cell<bool> = const { Cell::new(false) };
    static TOKEN: RefCell<Option<(u64, Token)>> = const { RefCell::new(None) };
    /// Whoever asks for a token holds it: others that need one wait for his.
    static PROVING: Rc<Mutex<()>> = Rc::default();
    static PACE: Cell<Option<Pace>> = const { Cell::new(None) };
}

/// Runs for as long as this file is open.
pub async fn run(session: u64) {
    poke::listen(session);
    while desk::is_open(session) {
        let done = round(session).await;
        desk::with_open(session, |open| {
            open.status.online = Some(!matches!(done, Err(Trouble::Offline)));
            open.status.trouble = done.as_ref().err().filter(|trouble| !passes(trouble)).cloned();
        });
        match &done {
            Err(Trouble::Server(code)) if code == "sign_in_first" => TOKEN.set(None),
            Err(Trouble::Server(code)) if code == "no_such_image" => {
                // What cannot be thrown away now is thrown away after the next round.
                let _ = desk::with_open(session, |open| open.replica.begin_image_anew());
            }
            Err(Trouble::Damaged) => mend(),
            _ => {}
        }
        // What cannot be sealed now is sealed after the next round; it lies in the file meanwhile.
        let _ = seals::keep_up(session).await;
        mail::tell_changed();
        if !matches!(done, Err(Trouble::Offline)) {
            // What is not done now is done after the next round.
            let _ = errands::run(Errand::AfterRound { session, sends: done.is_ok() }).await;
        }
        desk::rest(match &done {
            Err(Trouble::Server(code)) if code == "sign_in_first" => SIGN_IN_MS,
            _ => pace().rest_ms(poke::listening(), js_sys::Math::random()),
        })
        .await;
    }
}

/// How much is asked of the line at once; kept from one file to the next, since the line is the same.
pub fn pace() -> Pace {
    PACE.get().unwrap_or_default()
}

fn keep_pace(act: impl FnOnce(&mut Pace)) {
    let mut pace = pace();
    act(&mut pace);
    PACE.set(Some(pace));
}

/// Asks once.
async fn ask(token: &str, request: &Request) -> Result<Response, Trouble> {
    timed(http::post("/v1/sync", Some(token), request)).await
}

/// Learns from a question how the line is.
pub async fn timed<A>(asking: impl Future<Output = Result<A, Trouble>>) -> Result<A, Trouble> {
    let asked = desk::now().0;
    let answer = asking.await;
    match &answer {
        Ok(_) => keep_pace(|pace| pace.answered_in(desk::now().0 - asked)),
        // That something is not there says nothing of the line.
        Err(Trouble::Server(code)) if code == "no_such_file" => {}
        Err(Trouble::Offline) if poke::is_without_network() => keep_pace(Pace::had_no_line),
        Err(_) => keep_pace(Pace::failed),
    }
    answer
}

/// Whether a trouble goes by itself, and need not be told.
fn passes(trouble: &Trouble) -> bool {
    match trouble {
        Trouble::Offline => true,
        // The server was started anew and asks who this is.
        Trouble::Server(code) => code == "sign_in_first",
        _ => false,
    }
}

async fn round(session: u64) -> Result<(), Trouble> {
    let mut ask_held = true;
    loop {
        let Some(token) = token(session).await? else { return Ok(()) };
        let request = desk::with_open(session, |open| {
            open.replica.next_request(pace(), std::mem::take(&mut ask_held))
        });
        let Some(request) = request else { return Ok(()) };
        let request = request.told()?;
        let response = ask(&token, &request).await?;
        match desk::with_open(session, |open| take(open, response)) {
            // Between two messages the pages' letters have their turn.
            Some(Ok(Next::Ask)) => TimeoutFuture::new(0).await,
            Some(Ok(next)) => {
                let wipes = desk::with_open(session, |open| {
                    let now = open.now();
                    // Where it cannot be noted it is noted after the next round.
                    let _ = open.replica.note_sync(now);
                    open.status.revoked = next == Next::Wipe;
                    let has_sent = |left: store::Unsent| left.changes + left.handing_over == 0;
                    open.status.revoked && open.replica.unsent().is_ok_and(has_sent)
                });
                return match wipes {
                    Some(true) => errands::run(Errand::Leave { session }).await,
                    _ => Ok(()),
                };
            }
            Some(Err(trouble)) => return Err(trouble),
            None => return Ok(()),
        }
    }
}

fn take(open: &mut Open, response: Response) -> Result<Next, Trouble> {
    open.status.image = match &response {
        Response::Piece(piece) => Some(piece.from + piece.bytes.len() as u64)
            .filter(|come| *come < piece.whole)
            .map(|come| (come / 1024, piece.whole / 1024)),
        _ => None,
    };
    let brings = match &response {
        Response::Page(page) => !page.items.is_empty(),
        Response::Answers { .. } | Response::Piece(_) => true,
        _ => false,
    };
    let now = open.now();
    let next = open.replica.receive(response, now).told()?;
    if brings {
        open.forget_homes();
        mail::tell_changed();
    }
    Ok(next)
}

/// The token that this session's device has, while it is good.
fn good_token(session: u64) -> Option<String> {
    let now = desk::now().0;
    TOKEN.with_borrow(|kept| {
        let kept = kept.as_ref().filter(|(of, token)| {
            // The expiry is the server's time; so is what ours is corrected to.
            let now = now + desk::with_open(*of, |open| open.clock_off).unwrap_or_default();
            *of == session && token.expires.0 - now > RENEWED_MS
        });
        kept.map(|(_, token)| token.token.clone())
    })
}

/// A good token of this session's device; `None`: the file was closed.
pub async fn token(session: u64) -> Result<Option<String>, Trouble> {
    if let Some(good) = good_token(session) {
        return Ok(Some(good));
    }
    let proving = PROVING.with(Rc::clone);
    let _proving = proving.lock().await;
    if let Some(good) = good_token(session) {
        return Ok(Some(good));
    }
    let Some((key, certificate)) =
        desk::with_open(session, |open| (open.key.clone(), open.certificate.clone()))
    else {
        return Ok(None);
    };
    let fresh = http::token(&key, &certificate).await?;
    desk::with_open(session, |open| open.clock_off = fresh.now.0 - desk::now().0);
    let token = fresh.token.clone();
    TOKEN.set(Some((session, fresh)));
    Ok(Some(token))
}

/// Asks the server something as the present user.
pub async fn get<A: DeserializeOwned>(path: &str) -> Result<A, Trouble> {
    let session = desk::session().ok_or(Trouble::Locked)?;
    let token = token(session).await?.ok_or(Trouble::Locked)?;
    http::get(path, Some(&token)).await
}

/// Tells the server something as the present user.
pub async fn post<Q: Serialize, A: DeserializeOwned>(path: &str, ask: &Q) -> Result<A, Trouble> {
    let session = desk::session().ok_or(Trouble::Locked)?;
    let token = token(session).await?.ok_or(Trouble::Locked)?;
    http::post(path, Some(&token), ask).await
}

/// Whether a ledger was wiped from this device since the worker began.
pub fn wiped() -> bool {
    WIPED.get()
}

/// A ledger is being wiped from this device.
pub fn note_wiped() {
    WIPED.set(true);
}

/// The file was found damaged: what can be read of the device's own goes into a new one, and the
/// records are fetched anew.
pub fn mend() {
    let Some(session) = desk::session() else { return };
    let mended = desk::with_open(session, |open| {
        open.forget_homes();
        open.replica.mend()
    });
    if let Some(Err(_)) = mended {
        // Nothing of it can be read: whoever signs in again gets a new file, and the seals go up.
        desk::close();
    }
    desk::wake();
    mail::tell_changed();
}
