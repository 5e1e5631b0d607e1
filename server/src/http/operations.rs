//! For whoever runs the server: is it well, and what does it do.

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;

use super::{Refused, Server};

/// What is counted since the start.
#[derive(Default)]
pub struct Counters {
    requests: AtomicU64,
    refused: AtomicU64,
    failed: AtomicU64,
}

/// Counts every answer.
pub async fn count(State(server): State<Server>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let counters = &server.0.counters;
    counters.requests.fetch_add(1, Ordering::Relaxed);
    if response.status().is_client_error() {
        counters.refused.fetch_add(1, Ordering::Relaxed);
    } else if response.status().is_server_error() {
        counters.failed.fetch_add(1, Ordering::Relaxed);
    }
    response
}

/// `GET /healthz`: the writer answers, and so does the database.
pub async fn health(State(server): State<Server>) -> Result<&'static str, Refused> {
    server.desk().write(|ledger| ledger.head()).await?;
    Ok("ok")
}

/// `GET /metrics`: for Prometheus.
pub async fn metrics(State(server): State<Server>) -> Result<String, Refused> {
    let (head, waiting) = server
        .desk()
        .read(|reader| {
            let reading = reader.reading()?;
            Ok((reading.head()?, reading.held_count()?))
        })
        .await?;
    let counters = &server.0.counters;
    let lines = [
        ("skh_log_head", "gauge", head.0),
        ("skh_held_changes", "gauge", waiting),
        ("skh_sessions", "gauge", server.0.sessions.count() as u64),
        ("skh_requests_total", "counter", counters.requests.load(Ordering::Relaxed)),
        ("skh_requests_refused_total", "counter", counters.refused.load(Ordering::Relaxed)),
        ("skh_requests_failed_total", "counter", counters.failed.load(Ordering::Relaxed)),
    ];
    let mut text = String::new();
    for (name, kind, value) in lines {
        writeln!(text, "# TYPE {name} {kind}\n{name} {value}").expect("a String takes text");
    }
    Ok(text)
}
