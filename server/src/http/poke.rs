//! The poke: a stream that says only "there is more after N".

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::response::Sse;
use axum::response::sse::{Event, KeepAlive};
use tokio_stream::wrappers::WatchStream;
use tokio_stream::{Stream, StreamExt};

use super::Server;
use super::session::Device;

/// `GET /v1/poke`
pub async fn poke(
    State(server): State<Server>,
    Device(_): Device,
) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let heads = WatchStream::new(server.desk().listen());
    let events = heads.map(|head| Ok(Event::default().data(head.0.to_string())));
    Sse::new(events).keep_alive(KeepAlive::new().interval(Duration::from_secs(25)))
}
