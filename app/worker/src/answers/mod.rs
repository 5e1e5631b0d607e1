//! What the store worker answers to each question.

#![allow(clippy::unused_async, reason = "every answer is awaited alike")]

mod account;
mod look;
mod office;
mod record;

use super::sync;
use letters::{
    AskAccounts, AskAreas, AskBehind, AskCheckIn, AskConflicts, AskDevices, AskEvents, AskFile,
    AskFindings, AskForms, AskHealth, AskHeld, AskHistory, AskHome, AskHouseholds, AskNames,
    AskPeople, AskPhotos, AskRecord, AskRefused, AskRescued, AskReview, AskRights, AskState,
    AskStatus, AskSubjects, BatteryLow, Call, ChangePin, Decide, DropForm, DropRefused,
    DropRescued, ForgotPin, HandOver, Invite, KeepFile, KeepForm, Letter, Lock, Redeem, Save,
    SetUp, SignIn, SyncNow, Trouble, Units, Unlock, Used,
};

/// Reads a question, does what it asks, and writes the answer.
pub async fn answer(letter: &Letter) -> Vec<u8> {
    macro_rules! by_name {
        ($($call:ty => $act:expr),* $(,)?) => {
            match letter.name.as_str() {
                $(name if name == <$call as Call>::NAME => match letters::read::<$call>(&letter.body) {
                    Some(ask) => {
                        let answered: Result<<$call as Call>::Answer, Trouble> = $act(ask).await;
                        if matches!(answered, Err(Trouble::Damaged)) {
                            sync::mend();
                        }
                        letters::write(&answered)
                    }
                    None => unreadable(),
                },)*
                _ => unreadable(),
            }
        };
    }
    by_name! {
        AskState => account::state,
        Units => account::units,
        SetUp => account::set_up,
        SignIn => account::sign_in,
        Redeem => account::redeem,
        Unlock => account::unlock,
        ForgotPin => account::forgot_pin,
        ChangePin => account::change_pin,
        Used => account::used,
        Lock => account::lock,
        Save => record::save,
        KeepForm => record::keep_form,
        AskForms => record::forms,
        DropForm => record::drop_form,
        DropRefused => record::drop_refused,
        DropRescued => record::drop_rescued,
        HandOver => record::hand_over,
        AskPeople => look::people,
        AskHouseholds => look::households,
        AskSubjects => look::subjects,
        AskEvents => look::events,
        AskCheckIn => look::check_in,
        AskRecord => look::record,
        AskHome => look::home,
        AskNames => look::names,
        AskReview => look::review,
        AskBehind => look::behind,
        AskAreas => look::areas,
        AskConflicts => look::conflicts,
        AskRefused => look::refused,
        AskRescued => look::rescued,
        AskFindings => look::findings,
        AskPhotos => look::photos,
        AskFile => look::file,
        KeepFile => record::keep_file,
        AskStatus => look::status,
        SyncNow => look::sync_now,
        BatteryLow => look::battery_low,
        AskRights => office::rights,
        AskAccounts => office::accounts,
        AskDevices => office::devices,
        Invite => office::invite,
        AskHealth => office::health,
        AskHeld => office::held,
        Decide => office::decide,
        AskHistory => office::history,
    }
}

fn unreadable() -> Vec<u8> {
    letters::write(&Err::<(), _>(Trouble::OtherBuild))
}
