//! The app's only HTTP: the wire's messages to the origin that served it.

use std::cell::RefCell;

use domain::account::{Challenge, Proof, Token};
use domain::envelope::Signed;
use domain::wire;
use ed25519_dalek::{Signer, SigningKey};
use gloo_net::http::{Request, RequestBuilder};
use gloo_timers::callback::Timeout;
use js_sys::{Array, Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, AbortSignal, Blob, ReadableStreamDefaultReader, ReadableWritablePair, Response,
};

use letters::Trouble;

#[wasm_bindgen]
extern "C" {
    /// The browser's own; older ones have none.
    #[wasm_bindgen(extends = ReadableWritablePair)]
    type CompressionStream;

    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;
}

/// How long the line may be silent: one that swallows everything counts as none, one that drips does
/// not.
const PATIENCE_MS: u32 = 45_000;

/// A body of fewer bytes is not made smaller.
const PACKED_FROM: usize = 1024;

pub async fn post<Q: Serialize, A: DeserializeOwned>(
    path: &str,
    token: Option<&str>,
    ask: &Q,
) -> Result<A, Trouble> {
    read(&packed_sent(path, token, wire::write(ask)).await?)
}

/// As [`post`], of bytes that packing makes no smaller.
pub async fn post_plain<Q: Serialize, A: DeserializeOwned>(
    path: &str,
    token: Option<&str>,
    ask: &Q,
) -> Result<A, Trouble> {
    read(&sent(path, token, wire::write(ask), None).await?)
}

pub async fn get<A: DeserializeOwned>(path: &str, token: Option<&str>) -> Result<A, Trouble> {
    read(&fetched(path, token).await?)
}

/// A body that is no message of ours (a proxy's page, a captive portal) counts as being offline.
fn read<A: DeserializeOwned>(body: &[u8]) -> Result<A, Trouble> {
    wire::read(body).map_err(|_| Trouble::Offline)
}

// None of these is generic: the program has each of them once.

async fn packed_sent(path: &str, token: Option<&str>, body: Vec<u8>) -> Result<Vec<u8>, Trouble> {
    if body.len() >= PACKED_FROM
        && let Ok(packed) = packed(&body).await
    {
        return sent(path, token, packed, Some("gzip")).await;
    }
    sent(path, token, body, None).await
}

async fn sent(
    path: &str,
    token: Option<&str>,
    body: Vec<u8>,
    packed: Option<&str>,
) -> Result<Vec<u8>, Trouble> {
    let patience = Patience::new()?;
    let mut request = by(token, Request::post(path));
    request = request.header("content-type", "application/vnd.msgpack");
    if let Some(packed) = packed {
        request = request.header("content-encoding", packed);
    }
    let request = request.abort_signal(Some(&patience.signal())).body(body);
    answer(request.map_err(|_| Trouble::Offline)?.send().await, &patience).await
}

async fn fetched(path: &str, token: Option<&str>) -> Result<Vec<u8>, Trouble> {
    let patience = Patience::new()?;
    let request = by(token, Request::get(path)).abort_signal(Some(&patience.signal()));
    answer(request.send().await, &patience).await
}

/// A request of whoever has this token.
fn by(token: Option<&str>, request: RequestBuilder) -> RequestBuilder {
    match token {
        Some(token) => request.header("authorization", &format!("Bearer {token}")),
        None => request,
    }
}

/// Opens a stream that says something now and then, for as long as the line lasts; `None`: the server
/// gives none.
pub async fn stream(
    path: &str,
    token: &str,
) -> Result<Option<ReadableStreamDefaultReader>, Trouble> {
    let request = by(Some(token), Request::get(path));
    let response: Response = request.send().await.map_err(|_| Trouble::Offline)?.into();
    let body = response.body().filter(|_| response.ok());
    Ok(body.and_then(|body| body.get_reader().dyn_into().ok()))
}

async fn answer(
    sent: Result<gloo_net::http::Response, gloo_net::Error>,
    patience: &Patience,
) -> Result<Vec<u8>, Trouble> {
    let response: Response = sent.map_err(|_| Trouble::Offline)?.into();
    let body = drawn(&response, patience).await.map_err(|_| Trouble::Offline)?;
    match response.status() {
        200 => Ok(body),
        502..=504 => Err(Trouble::Offline),
        _ if body.len() < 64 => Err(Trouble::Server(String::from_utf8_lossy(&body).into_owned())),
        _ => Err(Trouble::Offline),
    }
}

/// The body as it comes: as long as something comes, it is waited for.
async fn drawn(response: &Response, patience: &Patience) -> Result<Vec<u8>, JsValue> {
    let mut drawn = Vec::new();
    let Some(body) = response.body() else { return Ok(drawn) };
    let reader: ReadableStreamDefaultReader = body.get_reader().dyn_into()?;
    loop {
        patience.renew();
        let piece = JsFuture::from(reader.read()).await?;
        if Reflect::get(&piece, &"done".into())?.is_truthy() {
            return Ok(drawn);
        }
        let piece: Uint8Array = Reflect::get(&piece, &"value".into())?.dyn_into()?;
        drawn.extend(piece.to_vec());
    }
}

/// The same bytes in gzip, by the browser; an old one cannot.
async fn packed(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let plain = Blob::new_with_u8_array_sequence(&parts)?.stream();
    let gzip = plain.pipe_through(CompressionStream::new("gzip")?.unchecked_ref());
    let response = Response::new_with_opt_readable_stream(Some(&gzip))?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}

/// Gives a request up when its line has been silent for too long.
struct Patience {
    controller: AbortController,
    ends: RefCell<Option<Timeout>>,
}

impl Patience {
    fn new() -> Result<Self, Trouble> {
        let controller = AbortController::new().map_err(|_| Trouble::Offline)?;
        let patience = Self { controller, ends: RefCell::default() };
        patience.renew();
        Ok(patience)
    }

    /// Something has come.
    fn renew(&self) {
        let controller = self.controller.clone();
        *self.ends.borrow_mut() = Some(Timeout::new(PATIENCE_MS, move || controller.abort()));
    }

    fn signal(&self) -> AbortSignal {
        self.controller.signal()
    }
}

/// Proves this device, and gets a token to hold in memory.
pub async fn token(key: &SigningKey, certificate: &Signed) -> Result<Token, Trouble> {
    let challenge: Challenge = get("/v1/challenge", None).await?;
    let signature = key.sign(&challenge.nonce).to_bytes().to_vec();
    let proof = Proof { certificate: certificate.clone(), nonce: challenge.nonce, signature };
    post("/v1/token", None, &proof).await
}
