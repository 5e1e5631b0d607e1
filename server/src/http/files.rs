//! Files on their way, in pieces.

use axum::extract::{Path, State};
use domain::file::{FileCome, FileName, FilePiece};

use super::session::Device;
use super::wire::Wire;
use super::{Refused, Server};

/// `POST /v1/file`: a piece that follows what has come. The answer says where the next one begins; a
/// piece without bytes only asks.
pub async fn take(
    State(server): State<Server>,
    Device(caller): Device,
    Wire(piece): Wire<FilePiece>,
) -> Result<Wire<FileCome>, Refused> {
    let come = server.desk().take_file(caller, piece).await?;
    Ok(Wire(FileCome { come }))
}

/// `GET /v1/file/{name}/{from}/{most}`
pub async fn give(
    State(server): State<Server>,
    Device(caller): Device,
    Path((name, from, most)): Path<(String, u64, u64)>,
) -> Result<Wire<FilePiece>, Refused> {
    let name = FileName::parse(&name).ok_or(Refused::NotFound)?;
    Ok(Wire(server.desk().give_file(caller, name, from, most).await?))
}
