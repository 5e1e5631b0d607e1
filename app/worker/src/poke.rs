//! The poke: the server says that there is more, and the sync wakes.

use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use std::cell::Cell;

use store::Listening;

use super::{desk, http, sync};

thread_local! {
    static HEARS: Cell<bool> = const { Cell::new(false) };
    static BATTERY_LOW: Cell<bool> = const { Cell::new(false) };
}

/// How it is heard at present that there is more.
pub fn listening() -> Listening {
    match (is_to_spare(), HEARS.get()) {
        (true, _) => Listening::Sparing,
        (false, true) => Listening::Stream,
        (false, false) => Listening::Polling,
    }
}

/// A page says whether the battery is low: a worker is not told.
pub fn battery_is_low(low: bool) {
    if BATTERY_LOW.replace(low) && !low {
        desk::wake();
    }
}

/// Whether an open stream would cost somebody: the battery is low, or he asked the browser to save
/// data.
pub fn is_to_spare() -> bool {
    let connection = Reflect::get(&desk::scope().navigator(), &"connection".into()).ok();
    let saves = connection
        .filter(|connection| !connection.is_undefined())
        .and_then(|connection| Reflect::get(&connection, &"saveData".into()).ok());
    BATTERY_LOW.get() || saves.is_some_and(|saves| saves.is_truthy())
}

/// How long it waits after a stream that ended or never began.
const AGAIN_MS: u32 = 15_000;

/// Listens for as long as this file is open.
pub fn listen(session: u64) {
    spawn_local(async move {
        while desk::is_open(session) {
            if !is_to_spare() {
                // A stream that breaks is begun anew; the sync asks by itself meanwhile.
                let _ = hear(session).await;
                HEARS.set(false);
            }
            TimeoutFuture::new(AGAIN_MS).await;
        }
    });
}

async fn hear(session: u64) -> Result<(), JsValue> {
    let Ok(Some(token)) = sync::token(session).await else { return Ok(()) };
    let Ok(Some(reader)) = http::stream("/v1/poke", &token).await else { return Ok(()) };
    // The server is there again, and something may have come meanwhile.
    desk::wake();
    while desk::is_open(session) && !is_to_spare() {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            break;
        }
        HEARS.set(true);
        desk::wake();
    }
    JsFuture::from(reader.cancel()).await?;
    Ok(())
}

/// Whether the browser knows that there is no network. That it says nothing means little.
pub fn is_without_network() -> bool {
    !desk::scope().navigator().on_line()
}
