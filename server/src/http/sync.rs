//! The sync itself, and what is asked of the server beside it: history, what was deleted, held work.

use axum::extract::{Path, State};
use domain::account::{HandIn, SealedParcel};
use domain::answer::Answer;
use domain::id::{ChangeId, RecordId};
use domain::wire::{self, Decided, Decision, HeldChange, PastChange, Request, Response};

use store::sealed::Purpose;

use super::session::Device;
use super::wire::Wire;
use super::{Refused, Server};
use crate::clock;
use crate::desk::DeskError;
use crate::ledger::{Caller, LedgerError};

/// `POST /v1/sync`
pub async fn sync(
    State(server): State<Server>,
    Device(caller): Device,
    Wire(request): Wire<Request>,
) -> Result<Wire<Response>, Refused> {
    Ok(Wire(server.desk().answer(caller, request).await?))
}

/// `POST /v1/hand-in`: changes that come sealed, without their device: its file is locked, or somebody
/// else carries them. They are judged as if it had pushed them itself.
pub async fn hand_in(
    State(server): State<Server>,
    Wire(handed): Wire<HandIn>,
) -> Result<Wire<Response>, Refused> {
    let keys = &server.desk().keys;
    let opened = keys.sealing().open(Purpose::Changes, &[], &handed.sealed);
    let opened = opened.map_err(|_| Refused::Unreadable)?;
    let sealed: SealedParcel = wire::read(&opened).map_err(|_| Refused::Unreadable)?;
    let caller = Caller::certified(&sealed.certificate, &keys.verifying_key())
        .map_err(|_| Refused::SignInFirst)?;
    Ok(Wire(server.desk().answer(caller, Request::Push(sealed.parcel)).await?))
}

/// `GET /v1/history/{record}`: a record's changes, to whoever may read all of it.
pub async fn history(
    State(server): State<Server>,
    Device(caller): Device,
    Path(record): Path<i64>,
) -> Result<Wire<Vec<PastChange>>, Refused> {
    let history = server
        .desk()
        .read(move |reader| reader.reading()?.history_for(&caller, RecordId(record), clock::now()))
        .await?;
    history.map(Wire).ok_or(Refused::OutsideScope)
}

/// `GET /v1/deleted`: the deletions of what the caller reads where it lay, the latest first.
pub async fn deleted(
    State(server): State<Server>,
    Device(caller): Device,
) -> Result<Wire<Vec<PastChange>>, Refused> {
    let deleted =
        server.desk().read(move |reader| reader.reading()?.deleted_for(&caller, clock::now()));
    Ok(Wire(deleted.await?))
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
                ledger.decide(caller.account, &decision, now)
            } else {
                Err(LedgerError::NothingHeld)
            }
        })
        .await;
    Ok(Wire(Decided { answer: answer? }))
}
