//! The poke: the server says that there is more, and the sync wakes.

use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DedicatedWorkerGlobalScope, Headers, ReadableStreamDefaultReader, RequestInit, Response,
};

use std::cell::Cell;

use store::Listening;

use super::{desk, sync};

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
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let connection = Reflect::get(&scope.navigator(), &"connection".into()).ok();
    let saves = connection
        .filter(|connection| !connection.is_undefined())
        .and_then(|connection| Reflect::get(&connection, &"saveData".into()).ok());
    BATTERY_LOW.get() || saves.is_some_and(|saves| saves.is_truthy())
}

/// How long it waits after a stream that ended or never began.
const AGAIN_MS: u32 = 15_000;

/// Listens for as long as this file is open, and for the network's return.
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
    let headers = Headers::new()?;
    headers.append("authorization", &format!("Bearer {token}"))?;
    let init = RequestInit::new();
    init.set_headers(&headers);
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let response = JsFuture::from(scope.fetch_with_str_and_init("/v1/poke", &init)).await?;
    let response: Response = response.dyn_into()?;
    let Some(body) = response.body().filter(|_| response.ok()) else { return Ok(()) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
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

/// Wakes the sync when the browser says that there is a network again.
pub fn listen_for_network() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let wake = Closure::<dyn Fn()>::new(desk::wake);
    scope.set_ononline(Some(wake.as_ref().unchecked_ref()));
    wake.forget(); // it listens as long as the worker lives
}
