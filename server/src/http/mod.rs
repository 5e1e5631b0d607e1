//! What devices talk to: thin handlers over the [`Desk`], one table of errors, nothing else.
//!
//! Bodies are the wire's `MessagePack` both ways. There is no cookie: a device proves itself by its
//! key and holds a short token in memory.

mod assets;
mod files;
mod guard;
mod health;
mod operations;
mod poke;
mod refused;
mod session;
mod setting_up;
mod signing_in;
mod signing_up;
mod sync;
mod wire;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::{get, post};
use tower_http::compression::CompressionLayer;
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::timeout::TimeoutLayer;

use crate::country::Country;
use crate::desk::Desk;
use guard::Guard;
use operations::Counters;
use session::Sessions;

pub use refused::Refused;
pub use setting_up::SetUpCode;

/// What every handler has at hand.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    desk: Desk,
    sessions: Sessions,
    guard: Guard,
    country: Country,
    set_up_code: SetUpCode,
    counters: Counters,
    /// The folder of the built app, where there is one.
    app: Option<PathBuf>,
}

impl Server {
    pub fn new(desk: Desk, set_up_code: SetUpCode, app: Option<PathBuf>) -> Self {
        Self(Arc::new(Inner {
            desk,
            sessions: Sessions::default(),
            guard: Guard::new(),
            country: Country::load(),
            set_up_code,
            counters: Counters::default(),
            app,
        }))
    }

    pub fn desk(&self) -> &Desk {
        &self.0.desk
    }
}

/// The whole service.
pub fn router(server: Server) -> Router {
    let quick = Router::new()
        .route("/v1/greeting", get(setting_up::greeting))
        .route("/v1/units", get(setting_up::units))
        .route("/v1/set-up", post(setting_up::set_up))
        .route("/v1/sign-in", post(signing_in::sign_in))
        .route("/v1/redeem", post(signing_in::redeem))
        .route("/v1/unseal", post(signing_in::unseal))
        .route("/v1/invite", post(signing_in::invite))
        .route("/v1/challenge", get(session::challenge))
        .route("/v1/token", post(session::token))
        .route("/v1/sync", post(sync::sync))
        .route("/v1/hand-in", post(sync::hand_in))
        .route("/v1/history/{record}", get(sync::history))
        .route("/v1/deleted", get(sync::deleted))
        .route("/v1/held", get(sync::held))
        .route("/v1/held/decide", post(sync::decide))
        .route("/v1/health", post(health::tell))
        .route("/v1/health/locked", post(health::tell_locked))
        .route("/v1/devices", get(health::devices))
        .route("/v1/file", post(files::take))
        .route("/v1/file/{name}/{from}/{most}", get(files::give))
        .route("/healthz", get(operations::health))
        .route("/metrics", get(operations::metrics))
        .merge(signing_up::routes())
        .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_mins(1)))
        .layer(CompressionLayer::new())
        .layer(RequestDecompressionLayer::new());
    let streams = Router::new().route("/v1/poke", get(poke::poke));
    let (counted, app) = (server.clone(), server.0.app.clone());
    assets::serve(quick.merge(streams).with_state(server), app)
        .layer(axum::middleware::from_fn(assets::security_headers))
        .layer(axum::middleware::from_fn_with_state(counted, operations::count))
}
