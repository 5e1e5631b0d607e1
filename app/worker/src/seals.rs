//! Seals: unsent changes lie beside the encrypted file, signed and sealed to the organisation, so that
//! they go up while the file is locked, and survive a forgotten PIN.

use std::cell::Cell;

use domain::account::{HandIn, SealedParcel};
use domain::wire::{self, Response};
use gloo_timers::future::TimeoutFuture;
use store::sealed::{self, Purpose};

use wasm_bindgen_futures::spawn_local;

use super::kept::{self, KeptAccount, Seal};
use super::{desk, health, http};
use crate::told::Told;
use letters::Trouble;

/// How long after a save its changes are sealed: several in a row are sealed together.
const SOON_MS: u32 = 2_000;

/// Between two tries to hand in what is sealed of locked accounts.
const HAND_IN_MS: u32 = 60_000;

thread_local! {
    static PLANNED: Cell<bool> = const { Cell::new(false) };
}

/// Seals what was saved, in a moment.
pub fn soon() {
    if PLANNED.replace(true) {
        return;
    }
    spawn_local(async {
        TimeoutFuture::new(SOON_MS).await;
        PLANNED.set(false);
        if let Some(session) = desk::session() {
            // What cannot be sealed now is sealed after the next round of the sync.
            let _ = keep_up(session).await;
        }
    });
}

/// For as long as this worker has the store: what is sealed of locked accounts goes up.
pub async fn carry() {
    loop {
        // Without a network it is tried again.
        let _ = hand_in_all().await;
        TimeoutFuture::new(HAND_IN_MS).await;
    }
}

/// Seals what was saved since the last time, and lets go of what the server has answered.
pub async fn keep_up(session: u64) -> Result<(), Trouble> {
    let Some((file, standing)) =
        desk::with_open(session, |open| (open.file.clone(), open.replica.standing()))
    else {
        return Ok(());
    };
    let standing = standing.told()?;
    let account = kept::read().await?;
    let Some(account) = account.account(&file).cloned() else { return Ok(()) };
    if account.answered < standing.answered {
        forget(&file, standing.answered).await?;
    }
    let mut sealed_to = account.sealed.max(standing.answered);
    loop {
        let next = desk::with_open(session, |open| open.replica.parcel_after(sealed_to));
        let Some((parcel, last)) = next.transpose().told()?.flatten() else { break };
        let parcel = SealedParcel { certificate: account.certificate.clone(), parcel };
        let plain = wire::write(&parcel);
        let sealed = sealed::seal(&account.sealing_key, Purpose::Changes, &[], &plain)
            .map_err(|error| Trouble::Failed(error.to_string()))?;
        kept::keep_seal(&file, &Seal { last, sealed }).await?;
        sealed_to = last;
    }
    if (account.saved, account.sealed, account.answered)
        != (standing.saved, sealed_to, standing.answered)
    {
        kept::change_account(&file, |account| {
            account.saved = standing.saved;
            account.sealed = sealed_to;
            account.answered = standing.answered;
        })
        .await?;
    }
    Ok(())
}

/// Hands in the seals of every account whose file is not open.
async fn hand_in_all() -> Result<(), Trouble> {
    let accounts = kept::read().await?.accounts;
    for account in accounts.iter().filter(|account| !desk::is_open_file(&account.file)) {
        if account.answered < account.sealed {
            // One account's trouble keeps nobody else's work back; it is tried again.
            let _ = hand_in(account).await;
        }
    }
    let accounts = kept::read().await?.accounts;
    for account in accounts.iter().filter(|account| account.lost) {
        if kept::seals(&account.file).await?.is_empty() {
            kept::change(|kept| kept.accounts.retain(|one| one.file != account.file)).await?;
        }
    }
    for account in accounts.iter().filter(|account| !desk::is_open_file(&account.file)) {
        // Without a network it is said later.
        let _ = health::tell_locked(account).await;
    }
    Ok(())
}

async fn hand_in(account: &KeptAccount) -> Result<(), Trouble> {
    for seal in kept::seals(&account.file).await? {
        let message = HandIn { sealed: seal.sealed };
        let response: Response = http::post("/v1/hand-in", None, &message).await?;
        let Response::Answers { answers, .. } = response else { return Ok(()) };
        if answers.iter().all(|answer| answer.change.number != seal.last) {
            return Ok(()); // an earlier one has not come yet
        }
        kept::change_account(&account.file, |account| {
            account.answered = account.answered.max(seal.last);
        })
        .await?;
        kept::drop_seal(&account.file, seal.last).await?;
    }
    Ok(())
}

async fn forget(file: &str, answered: u64) -> Result<(), Trouble> {
    for seal in kept::seals(file).await? {
        if seal.last <= answered {
            kept::drop_seal(file, seal.last).await?;
        }
    }
    Ok(())
}
