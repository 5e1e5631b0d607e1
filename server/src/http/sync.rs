//! The sync itself, and what is asked of the server beside it: history and held work.

use axum::extract::{Path, State};
use domain::answer::Answer;
use domain::id::{ChangeId, RecordId};
use domain::wire::{Decided, Decision, HeldChange, PastChange, Request, Response};

use super::session::Device;
use super::wire::Wire;
use super::{Refused, Server};
use crate::clock;
use crate::desk::DeskError;
use crate::ledger::LedgerError;

/// `POST /v1/sync`
pub async fn sync(
    State(server): State<Server>,
    Device(caller): Device,
    Wire(request): Wire<Request>,
) -> Result<Wire<Response>, Refused> {
    Ok(Wire(server.desk().answer(caller, request).await?))
}

/// `GET /v1/history/{record}`: a record's changes, to whoever may read all of it.
pub async fn history(
    State(server): State<Server>,
    Device(caller): Device,
    Path(record): Path<i64>,
) -> Result<Wire<Vec<PastChange>>, Refused> {
    let history = server
        .desk()
        .read(move |reader| reader.reading().history_for(&caller, RecordId(record), clock::now()))
        .await?;
    history.map(Wire).ok_or(Refused::OutsideScope)
}

/// `GET /v1/held`: held work of the areas of an officer who may decide it.
pub async fn held(
    State(server): State<Server>,
    Device(caller): Device,
) -> Result<Wire<Vec<HeldChange>>, Refused> {
    let held = server.desk().write(move |ledger| ledger.held_for(&caller, clock::now())).await?;
    Ok(Wire(held))
}

/// `POST /v1/held/decide`
pub async fn decide(
    State(server): State<Server>,
    Device(caller): Device,
    Wire(decision): Wire<Decision>,
) -> Result<Wire<Decided>, Refused> {
    let change: ChangeId = decision.change;
    let answer: Result<Answer, DeskError> = server
        .desk()
        .write(move |ledger| {
            let now = clock::now();
            let may = ledger.held_for(&caller, now)?.iter().any(|held| held.change.id == change);
            if may {
                ledger.decide(change, decision.accept, now)
            } else {
                Err(LedgerError::NothingHeld)
            }
        })
        .await;
    Ok(Wire(Decided { answer: answer? }))
}
