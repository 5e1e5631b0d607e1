//! What is written: forms saved, kept for later, thrown away.

use domain::change::Fields;
use domain::check::derived_id;
use domain::id::{ChangeId, DeviceId, RecordId};
use domain::kind::kind;
use domain::value::Value;
use domain::view::form::BegunForm;
use store::{Draft, Replica};

use crate::told::Told;
use crate::{desk, mail, seals};
use letters::{
    AskForms, DropForm, DropRefused, DropRescued, HandOver, KeepFile, KeepForm, Save, SaveAct,
    Saved, TakeFormBack, Trouble, Whose,
};

pub async fn save(ask: Save) -> Result<Saved, Trouble> {
    let saved = desk::with_present(|open| {
        let drafts = drafts(&mut open.replica, ask.acts)?;
        let now = open.now();
        let puts_right = !ask.mends.is_empty() || ask.reenters.is_some();
        let (saved, back) = open.replica.save_form(ask.form, drafts, now).told()?;
        // A form that is sent again was the last, or was not.
        if open.last_form.as_ref().is_none_or(|(last, _)| *last != ask.form) {
            // What puts something right is not undone: the mistake would be gone too.
            let can_go_back = !back.is_empty() && !puts_right;
            open.last_form = can_go_back.then_some((ask.form, back));
        }
        for number in ask.mends {
            open.replica.forget_refused(number).told()?;
        }
        if let Some(record) = ask.reenters {
            open.replica.forget_rescued(record).told()?;
        }
        open.forget_homes();
        let device = DeviceId::of_key(open.key.verifying_key().as_bytes());
        Ok(Saved {
            changes: saved.numbers.map(|number| ChangeId { device, number }).collect(),
            back: open.last_form.as_ref().map(|(last, _)| *last).filter(|last| *last == ask.form),
        })
    })?;
    written();
    Ok(saved)
}

pub async fn take_form_back(ask: TakeFormBack) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let now = open.now();
        let known = open.last_form.as_ref().filter(|(form, _)| *form == ask.0);
        let back = known.map(|(_, back)| back.clone()).ok_or(Trouble::NotHere)?;
        open.replica.save(back, now).told()?;
        open.last_form = None;
        open.forget_homes();
        Ok(())
    })?;
    written();
    Ok(())
}

/// Says that something was written, and sends it.
pub(super) fn written() {
    mail::tell_changed();
    desk::wake();
    seals::soon();
}

/// The acts with the ids of their records.
fn drafts(replica: &mut Replica, acts: Vec<SaveAct>) -> Result<Vec<Draft>, Trouble> {
    let numbers = acts.iter().filter_map(|act| match act.record {
        Whose::New(number) => Some(number),
        Whose::Known(_) | Whose::Fact => None,
    });
    let numbers: Vec<u32> = numbers.collect();
    let new: Vec<(u32, RecordId)> =
        numbers.iter().copied().zip(replica.new_ids(numbers.len()).told()?).collect();
    let id_of = |number: u32| new.iter().find(|(known, _)| *known == number).map(|(_, id)| *id);
    let mut drafts = Vec::new();
    for act in acts {
        let kind = kind(&act.kind).ok_or_else(|| Trouble::Failed(act.kind.clone()))?;
        let mut fields: Fields = act.fields;
        for (field, number) in act.refers {
            let id = id_of(number).ok_or_else(|| Trouble::Failed(field.clone()))?;
            fields.insert(field, Value::Int(id.0));
        }
        let record = match act.record {
            Whose::New(number) => id_of(number),
            Whose::Known(id) => Some(id),
            Whose::Fact => derived_id(kind, &fields),
        };
        let record = record.ok_or_else(|| Trouble::Failed(act.kind.clone()))?;
        let SaveAct { act, settles, undoes, seen, .. } = act;
        drafts.push(Draft { kind, record, act, fields, settles, undoes, seen });
    }
    Ok(drafts)
}

pub async fn keep_form(ask: KeepForm) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let at = open.now();
        open.replica.keep_form(&BegunForm { at, ..ask.0 }).told()
    })
}

pub async fn forms(_: AskForms) -> Result<Vec<BegunForm>, Trouble> {
    desk::with_present(|open| open.replica.begun_forms().told())
}

pub async fn drop_form(ask: DropForm) -> Result<(), Trouble> {
    desk::with_present(|open| open.replica.drop_form(ask.0).told())?;
    mail::tell_changed();
    Ok(())
}

pub async fn drop_refused(ask: DropRefused) -> Result<(), Trouble> {
    desk::with_present(|open| {
        ask.0.iter().try_for_each(|number| open.replica.forget_refused(*number).told())
    })?;
    mail::tell_changed();
    Ok(())
}

pub async fn hand_over(ask: HandOver) -> Result<(), Trouble> {
    desk::with_present(|open| open.replica.hand_over(&ask.0).told())?;
    mail::tell_changed();
    desk::wake();
    Ok(())
}

pub async fn drop_rescued(ask: DropRescued) -> Result<(), Trouble> {
    desk::with_present(|open| open.replica.forget_rescued(ask.0).told())?;
    mail::tell_changed();
    Ok(())
}

pub async fn keep_file(ask: KeepFile) -> Result<String, Trouble> {
    desk::with_present(|open| {
        let name = open.files.keep(&ask.bytes, ask.is_thumb, desk::now()).told()?;
        Ok(name.as_str().to_owned())
    })
}
