//! The built app, and the headers that keep it to itself.

use std::path::PathBuf;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::services::{ServeDir, ServeFile};

/// Only our own origin; scripts and wasm of ours; no inline style, no frame.
const POLICY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; \
    font-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// Serves the app's folder beside the service; every unknown path is a page of the app.
pub fn serve(service: Router, app: Option<PathBuf>) -> Router {
    match app {
        Some(folder) => {
            let page = ServeFile::new(folder.join("index.html")).precompressed_br();
            service.fallback_service(ServeDir::new(folder).precompressed_br().fallback(page))
        }
        None => service.fallback(|| async { StatusCode::NOT_FOUND }),
    }
}

/// The headers of every answer.
pub async fn security_headers(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let (hashed, answer) = (path.starts_with("/build/"), path.starts_with("/v1/"));
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    let permissions = "camera=(self), microphone=(), geolocation=(self), interest-cohort=()";
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("permissions-policy"), permissions),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // A page that is no part of the app has a policy of its own.
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    // Files under /build/ are named by their content; nothing else is kept unasked, and what the
    // ledger says not at all: a browser's cache lies on its disk in plain.
    let keep = match (hashed, answer) {
        (true, _) => "public, max-age=31536000, immutable",
        (_, true) => "no-store",
        _ => "no-cache",
    };
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(keep));
    response
}
