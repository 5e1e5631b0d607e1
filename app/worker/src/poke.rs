//! The poke: the server says that there is more, and the sync wakes.

use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    DedicatedWorkerGlobalScope, Headers, ReadableStreamDefaultReader, RequestInit, Response,
};

use super::{desk, sync};

/// How long it waits after a stream that ended or never began.
const AGAIN_MS: u32 = 15_000;

/// Listens for as long as this file is open, and for the network's return.
pub fn listen(session: u64) {
    spawn_local(async move {
        while desk::is_open(session) {
            // A stream that breaks is begun anew; the sync asks by itself meanwhile.
            let _ = hear(session).await;
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
    while desk::is_open(session) {
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            break;
        }
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
