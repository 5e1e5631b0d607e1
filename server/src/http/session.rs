//! Sessions: a device shows its certificate, signs the server's challenge, and holds a short token
//! in memory. Nothing of it is a cookie, so no other site can use it.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use axum::extract::{FromRequestParts, State};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use domain::account::{Challenge, Proof, Token};
use domain::time::Moment;
use ed25519_dalek::Signature;
use sha2::{Digest, Sha256};

use super::wire::Wire;
use super::{Refused, Server};
use crate::clock;
use crate::desk::random;
use crate::ledger::Caller;

/// For how long a token is good.
const TOKEN_MS: i64 = 30 * 60 * 1000;

/// For how long a challenge can be signed.
const CHALLENGE_MS: i64 = 60 * 1000;

/// The tokens that are out, by their hashes.
#[derive(Default)]
pub struct Sessions(Mutex<HashMap<[u8; 32], (Caller, Moment)>>);

impl Sessions {
    fn begin(&self, caller: Caller, now: Moment) -> (String, Moment) {
        let token = hex::encode(random::<32>());
        let expires = Moment(now.0 + TOKEN_MS);
        let mut out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        out.retain(|_, (_, expires)| *expires > now);
        out.insert(hash(&token), (caller, expires));
        (token, expires)
    }

    fn caller(&self, token: &str, now: Moment) -> Option<Caller> {
        let out = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (caller, expires) = out.get(&hash(token))?;
        (*expires > now).then(|| caller.clone())
    }

    pub fn count(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// `GET /v1/challenge`: the server's time and its keyed hash; nothing is kept of it.
pub async fn challenge(State(server): State<Server>) -> Wire<Challenge> {
    Wire(Challenge { nonce: nonce(&server, clock::now()) })
}

fn nonce(server: &Server, at: Moment) -> Vec<u8> {
    let mut nonce = at.0.to_be_bytes().to_vec();
    nonce.extend(server.desk().keys.digest(&[b"challenge".as_slice(), &nonce].concat()));
    nonce
}

/// `POST /v1/token`: a certificate and a signed challenge give a token.
pub async fn token(
    State(server): State<Server>,
    Wire(proof): Wire<Proof>,
) -> Result<Wire<Token>, Refused> {
    let now = clock::now();
    let issued = proof.nonce.first_chunk::<8>().map(|bytes| Moment(i64::from_be_bytes(*bytes)));
    let issued = issued.filter(|issued| proof.nonce == nonce(&server, *issued));
    if issued.is_none_or(|issued| now.0 - issued.0 > CHALLENGE_MS) {
        return Err(Refused::SignInFirst);
    }
    let caller = Caller::certified(&proof.certificate, &server.desk().keys.verifying_key())
        .map_err(|_| Refused::SignInFirst)?;
    let signature = Signature::from_slice(&proof.signature).map_err(|_| Refused::SignInFirst)?;
    caller.key.verify_strict(&proof.nonce, &signature).map_err(|_| Refused::SignInFirst)?;
    let (token, expires) = server.0.sessions.begin(caller, now);
    Ok(Wire(Token { token, expires, now }))
}

/// Whoever holds a good token.
pub struct Device(pub Caller);

impl FromRequestParts<Server> for Device {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, Refused> {
        let token = parts
            .headers
            .get(AUTHORIZATION)
            .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
            .ok_or(Refused::SignInFirst)?;
        let caller = server.0.sessions.caller(token, clock::now());
        caller.map(Device).ok_or(Refused::SignInFirst)
    }
}
