//! The sync loop: rounds of asking until there is nothing to say, then a wait.

use domain::account::Token;
use domain::time::Moment;
use domain::wire::Response;
use gloo_timers::future::TimeoutFuture;
use store::Next;

use super::desk::{self, Open};
use super::http;
use crate::letter::Trouble;

/// How long it rests when nobody asks, and after a round that failed.
const REST_MS: u32 = 15_000;

/// Runs for as long as this file is open.
pub async fn run(session: u64) {
    let mut token: Option<Token> = None;
    while desk::is_open(session) {
        let done = round(session, &mut token).await;
        desk::with_open(session, |open| open.status.online = done.is_ok());
        desk::tell_changed();
        if let Err(Trouble::Server(code)) = &done
            && code == "sign_in_first"
        {
            token = None;
        }
        desk::rest(REST_MS).await;
    }
}

async fn round(session: u64, token: &mut Option<Token>) -> Result<(), Trouble> {
    let mut ask_held = true;
    loop {
        let now = desk::now();
        if token.as_ref().is_none_or(|token| token.expires.0 - now.0 < 60_000) {
            let Some((key, certificate)) =
                desk::with_open(session, |open| (open.key.clone(), open.certificate.clone()))
            else {
                return Ok(());
            };
            let fresh = http::token(&key, &certificate).await?;
            desk::with_open(session, |open| open.clock_off = fresh.now.0 - desk::now().0);
            *token = Some(fresh);
        }
        let request = desk::with_open(session, |open| {
            open.replica.next_request(std::mem::take(&mut ask_held))
        });
        let Some(request) = request else { return Ok(()) };
        let request = request?;
        let bearer = token.as_ref().map(|token| token.token.as_str());
        let response: Response = http::post("/v1/sync", bearer, &request).await?;
        let received = desk::with_open(session, |open| take(open, response));
        match received {
            Some(Ok(Next::Ask)) => TimeoutFuture::new(0).await,
            Some(Ok(Next::Rest | Next::Wipe)) | None => {
                desk::with_open(session, |open| open.status.last_sync = Some(desk::now().0));
                return Ok(());
            }
            Some(Err(trouble)) => return Err(trouble),
        }
    }
}

fn take(open: &mut Open, response: Response) -> Result<Next, Trouble> {
    open.status.image = match &response {
        Response::Piece(piece) if piece.piece + 1 < piece.pieces => {
            Some((piece.piece + 1, piece.pieces))
        }
        _ => None,
    };
    let brings = match &response {
        Response::Page(page) => !page.items.is_empty(),
        Response::Answers { .. } | Response::Piece(_) => true,
        _ => false,
    };
    let now = Moment(desk::now().0 + open.clock_off);
    let next = open.replica.receive(response, now)?;
    if brings {
        open.names = None;
        desk::tell_changed();
    }
    Ok(next)
}
