//! The app's only HTTP: the wire's messages to the origin that served it.

use domain::account::{Challenge, Proof, Token};
use domain::envelope::Signed;
use domain::wire;
use ed25519_dalek::{Signer, SigningKey};
use gloo_net::http::Request;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::AbortSignal;

use letters::Trouble;

/// How long the server may take: a line that swallows everything counts as none.
const PATIENCE_MS: u32 = 45_000;

pub async fn post<Q: Serialize, A: DeserializeOwned>(
    path: &str,
    token: Option<&str>,
    ask: &Q,
) -> Result<A, Trouble> {
    let mut request = Request::post(path).header("content-type", "application/vnd.msgpack");
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    let request = request
        .abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)))
        .body(wire::write(ask))
        .map_err(|_| Trouble::Offline)?;
    answer(request.send().await).await
}

pub async fn get<A: DeserializeOwned>(path: &str, token: Option<&str>) -> Result<A, Trouble> {
    let mut request =
        Request::get(path).abort_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE_MS)));
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    answer(request.send().await).await
}

/// A body that is no message of ours (a proxy's page, a captive portal) counts as being offline.
async fn answer<A: DeserializeOwned>(
    sent: Result<gloo_net::http::Response, gloo_net::Error>,
) -> Result<A, Trouble> {
    let response = sent.map_err(|_| Trouble::Offline)?;
    let status = response.status();
    let body = response.binary().await.map_err(|_| Trouble::Offline)?;
    match status {
        200 => wire::read(&body).map_err(|_| Trouble::Offline),
        502..=504 => Err(Trouble::Offline),
        _ if body.len() < 64 => Err(Trouble::Server(String::from_utf8_lossy(&body).into_owned())),
        _ => Err(Trouble::Offline),
    }
}

/// Proves this device, and gets a token to hold in memory.
pub async fn token(key: &SigningKey, certificate: &Signed) -> Result<Token, Trouble> {
    let challenge: Challenge = get("/v1/challenge", None).await?;
    let signature = key.sign(&challenge.nonce).to_bytes().to_vec();
    let proof = Proof { certificate: certificate.clone(), nonce: challenge.nonce, signature };
    post("/v1/token", None, &proof).await
}
