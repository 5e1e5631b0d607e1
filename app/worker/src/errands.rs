//! What waits until the records have gone: photos, this device's word of itself, and the end of a
//! device that was revoked. A first visit can do without, so it is cut out of the program.

#![allow(clippy::unnecessary_wraps, reason = "a part that has not come is an error of its wrapper")]

use std::pin::Pin;

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::{desk, files, health, kept, pool, sync};
use letters::Trouble;

/// What is to be done.
pub enum Errand {
    /// The sync has had a round; whether the line is good enough to send photos.
    AfterRound { session: u64, sends: bool },
    /// The device was revoked, and the server has its records.
    Leave { session: u64 },
}

/// Does it; where this part of the program has not come yet, there is no network.
pub async fn run(errand: Errand) -> Result<(), Trouble> {
    done(errand).await.map_err(|_| Trouble::Offline)?.await
}

type Done = Pin<Box<dyn Future<Output = Result<(), Trouble>>>>;

#[wasm_split(later_answers, fallible)]
fn done(errand: Errand) -> Result<Done, SplitLoaderError> {
    Ok(Box::pin(async move {
        match errand {
            Errand::AfterRound { session, sends } => after_round(session, sends).await,
            Errand::Leave { session } => leave(session).await,
        }
    }))
}

async fn after_round(session: u64, sends: bool) -> Result<(), Trouble> {
    let told = health::tell(session).await;
    if sends {
        files::keep_up(session).await?;
        health::tell(session).await?;
    }
    told
}

/// Nothing of it stays here, once the server has its photos too.
async fn leave(session: u64) -> Result<(), Trouble> {
    if !files::send_all(session).await? {
        return Ok(());
    }
    let Some(file) = desk::with_open(session, |open| open.file.clone()) else { return Ok(()) };
    // That it is wiped matters more than that it is known.
    let _ = health::tell_wiped(session).await;
    sync::note_wiped();
    desk::close();
    let pool = desk::pool().await?;
    pool::wipe(&pool, &file);
    pool::wipe(&pool, &pool::beside(&file));
    for seal in kept::seals(&file).await? {
        kept::drop_seal(&file, seal.last).await?;
    }
    kept::change(|kept| {
        kept.accounts.retain(|account| account.file != file);
        kept.resumable = None;
    })
    .await
}
