//! Accounts, devices, held work and history. What the server alone knows is asked of it.

use std::rc::Rc;

use domain::account::{self as accounts_wire, Invited};
use domain::answer::{Refusal, Verdict};
use domain::record::DeviceRecord;
use domain::view::office::{AccountRow, DeviceRow, RightsView};
use domain::view::record::Named;
use domain::view::work::{Deleted, HeldWork, Past};
use domain::wire::{Decided, Decision, HeldChange, PastChange, Word};
use futures_util::lock::Mutex;
use store::StoreError;
use store::query::{office, record as records, work};

use crate::told::Told;
use crate::{desk, mail, sync};
use letters::{
    AskAccounts, AskDeleted, AskDevices, AskHealth, AskHeld, AskHistory, AskRights, Decide, Invite,
    KnownHealth, Trouble,
};

pub async fn rights(_: AskRights) -> Result<RightsView, Trouble> {
    desk::with_present(|open| office::rights(open.replica.db(), open.whoami.account).told())
}

pub async fn accounts(_: AskAccounts) -> Result<Vec<AccountRow>, Trouble> {
    desk::with_present(|open| office::accounts(open.replica.db()).told())
}

pub async fn devices(ask: AskDevices) -> Result<Vec<DeviceRow>, Trouble> {
    desk::with_present(|open| office::devices(open.replica.db(), ask.account).told())
}

pub async fn invite(ask: Invite) -> Result<String, Trouble> {
    let message = accounts_wire::Invite { account: ask.account };
    let invited: Invited = sync::post("/v1/invite", &message).await?;
    Ok(invited.code)
}

pub async fn health(_: AskHealth) -> Result<KnownHealth, Trouble> {
    let devices = sync::get("/v1/devices").await?;
    let own =
        desk::with_present(|open| Ok(DeviceRecord::id_of(open.key.verifying_key().as_bytes())))?;
    Ok(KnownHealth { devices, own })
}

pub async fn held(_: AskHeld) -> Result<Vec<HeldWork>, Trouble> {
    let held: Vec<HeldChange> = sync::get("/v1/held").await?;
    desk::with_present(|open| {
        let db = open.replica.db();
        let work = |unit: &[HeldChange]| {
            let (author, device) = match unit.first() {
                Some(first) => (first.author.clone(), first.device.clone()),
                None => Default::default(),
            };
            let parts = unit.iter().map(|held| work::held_part(db, &held.change, held.reason));
            Ok(HeldWork { changes: parts.collect::<Result<_, _>>()?, author, device })
        };
        let units = held.chunk_by(|one, next| one.change.is_of_one_group_with(&next.change));
        units.map(work).collect::<Result<_, StoreError>>().told()
    })
}

pub async fn decide(ask: Decide) -> Result<Option<Refusal>, Trouble> {
    let decision = Decision { change: ask.change, word: ask.word, why: ask.why };
    let decided: Decided = sync::post("/v1/held/decide", &decision).await?;
    desk::wake();
    mail::tell_changed();
    Ok(match decided.answer.verdict {
        Verdict::Refused(refused) if ask.word == Word::Accept => Some(refused.code),
        _ => None,
    })
}

thread_local! {
    /// A list asks for many histories; the line is asked for one at a time.
    static ASKING: Rc<Mutex<()>> = Rc::default();
}

pub async fn history(ask: AskHistory) -> Result<Vec<Past>, Trouble> {
    let asking = ASKING.with(Rc::clone);
    let _asking = asking.lock().await;
    let past: Vec<PastChange> = sync::get(&format!("/v1/history/{}", ask.record.0)).await?;
    desk::with_present(|open| {
        let past = past.into_iter().map(|past| {
            let PastChange { change, author, device, saw, .. } = past;
            let said = [&change.fields, &saw];
            let refers = records::named_in(open.replica.db(), &change.kind, said)?;
            Ok(Past { said: change.into(), author, device, saw, refers })
        });
        past.collect::<Result<_, StoreError>>().told()
    })
}

pub async fn deleted(_: AskDeleted) -> Result<Vec<Deleted>, Trouble> {
    let deleted: Vec<PastChange> = sync::get("/v1/deleted").await?;
    desk::with_present(|open| {
        let deleted = deleted.into_iter().map(|past| {
            let PastChange { change, author, device, saw, .. } = past;
            let (title, note) = records::title_and_note(open.replica.db(), &change.kind, &saw)?;
            let (kind, id) = (change.kind, change.record);
            let record = Named { kind, id, title, note, disputed: false };
            Ok(Deleted { record, made: change.made, author, device })
        });
        deleted.collect::<Result<_, StoreError>>().told()
    })
}
