//! The wire's messages as bodies.

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use domain::wire::LARGEST_REQUEST;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tokio_stream::StreamExt;

use super::Refused;

/// How much of a body that is too large is still read, so that whoever sends it gets to read why.
/// Past it the line is cut.
const PATIENCE: usize = 8 * LARGEST_REQUEST;

/// A message of the wire.
pub struct Wire<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Wire<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, _: &S) -> Result<Self, Refused> {
        let bytes = read_whole(request.into_body()).await?;
        domain::wire::read(&bytes).map(Wire).map_err(|_| Refused::Unreadable)
    }
}

async fn read_whole(body: Body) -> Result<Vec<u8>, Refused> {
    let mut pieces = body.into_data_stream();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(piece) = pieces.next().await {
        let piece = piece.map_err(|_| Refused::Unreadable)?;
        length += piece.len();
        if length <= LARGEST_REQUEST {
            bytes.extend_from_slice(&piece);
        } else if length > PATIENCE {
            break;
        }
    }
    if length <= LARGEST_REQUEST { Ok(bytes) } else { Err(Refused::TooLarge) }
}

impl<T: Serialize> IntoResponse for Wire<T> {
    fn into_response(self) -> Response {
        ([(CONTENT_TYPE, "application/vnd.msgpack")], domain::wire::write(&self.0)).into_response()
    }
}
