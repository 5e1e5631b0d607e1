//! What the store worker answers to each question.

#![allow(clippy::unused_async, reason = "every answer is awaited alike")]
#![allow(clippy::unnecessary_wraps, reason = "a part that has not come is an error of its wrapper")]

mod account;
mod deed;
mod disclosure;
mod duplicates;
mod household;
mod import;
mod look;
mod office;
mod papers;
mod record;
mod sign_up;

use std::pin::Pin;

use wasm_bindgen_futures::spawn_local;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use super::sync;
use letters::{
    AskAccounts, AskAlike, AskAreas, AskBehind, AskCards, AskCheckIn, AskClanFamilies,
    AskConflicts, AskDeleted, AskDevices, AskDoor, AskEvents, AskExports, AskFile, AskFindings,
    AskForms, AskHealth, AskHeld, AskHistory, AskHome, AskHouseholdPeople, AskHouseholds,
    AskImportPlaces, AskImports, AskListChoices, AskListHabits, AskMatching, AskNames, AskOwnData,
    AskPeople, AskPhotos, AskPlaces, AskPosters, AskPreview, AskRecord, AskRefused, AskRescued,
    AskReview, AskRights, AskRows, AskSeen, AskSignUp, AskSignUps, AskState, AskStatus,
    AskSubjects, AskWaiting, AskWalk, BatteryLow, BeginDeed, BeginImport, Call, ChangePin,
    CheckLines, CountPeople, Decide, DropForm, DropRefused, DropRescued, EndImport, ForgotPin,
    GoOnWithDeed, HandOver, Happens, Invite, KeepFile, KeepForm, KeepListHabits, KeepMatching,
    Letter, Lock, NoteExport, NoteLook, Redeem, Save, SetUp, SignIn, SweepPeople, SyncNow,
    TakeDeedBack, TakeFormBack, TakeImportBack, Trouble, Units, Unlock, Used, WriteLines,
};

/// Reads a question, does what it asks, and writes the answer.
macro_rules! answered {
    ($letter:expr, $($call:ty => $act:expr),* ; $other:expr) => {
        match $letter.name.as_str() {
            $(name if name == <$call as Call>::NAME => match letters::read::<$call>(&$letter.body) {
                Some(ask) => {
                    let answered: Result<<$call as Call>::Answer, Trouble> = $act(ask).await;
                    if matches!(answered, Err(Trouble::Damaged)) {
                        sync::mend();
                    }
                    letters::write(&answered)
                }
                None => unreadable(),
            },)*
            _ => $other,
        }
    };
}

/// Answers what a first visit asks until somebody is registered; the rest is answered by the part of
/// the program that comes [`later`].
pub async fn answer(letter: &Letter) -> Vec<u8> {
    answered! { letter,
        AskState => account::state,
        SignIn => account::sign_in,
        Redeem => account::redeem,
        Unlock => account::unlock,
        Used => account::used,
        Lock => account::lock,
        Save => record::save,
        TakeFormBack => record::take_form_back,
        KeepForm => record::keep_form,
        AskForms => record::forms,
        DropForm => record::drop_form,
        CountPeople => look::count_people,
        AskHome => look::home,
        AskNames => look::names,
        AskDoor => look::door,
        AskPlaces => look::places_of,
        AskAreas => look::areas,
        AskStatus => look::status,
        SyncNow => look::sync_now,
        BatteryLow => look::battery_low,
        AskRights => office::rights;
        match later(letter.clone()).await {
            Ok(answer) => answer.await,
            // This part of the program has not come yet.
            Err(_) => letters::write(&Err::<(), _>(Trouble::Offline)),
        }
    }
}

type Answer = Pin<Box<dyn Future<Output = Vec<u8>>>>;

#[wasm_split(later_answers, fallible, preload(fetch))]
fn later(letter: Letter) -> Result<Answer, SplitLoaderError> {
    Ok(Box::pin(async move {
        answered! { letter,
            Units => account::units,
            SetUp => account::set_up,
            ForgotPin => account::forgot_pin,
            ChangePin => account::change_pin,
            DropRefused => record::drop_refused,
            DropRescued => record::drop_rescued,
            HandOver => record::hand_over,
            AskPeople => look::people,
            AskListChoices => look::list_choices,
            AskListHabits => look::list_habits,
            KeepListHabits => look::keep_list_habits,
            AskHouseholds => look::households,
            AskSubjects => look::subjects,
            AskWalk => look::walk,
            AskEvents => look::events,
            AskCheckIn => look::check_in,
            AskRecord => look::record,
            AskReview => look::review,
            AskBehind => look::behind,
            AskConflicts => look::conflicts,
            AskRefused => look::refused,
            AskWaiting => look::waiting,
            AskRescued => look::rescued,
            AskFindings => look::findings,
            AskPhotos => look::photos,
            AskFile => look::file,
            KeepFile => record::keep_file,
            AskAccounts => office::accounts,
            AskDevices => office::devices,
            Invite => office::invite,
            AskHealth => office::health,
            AskHeld => office::held,
            Decide => office::decide,
            AskHistory => office::history,
            AskDeleted => office::deleted,
            AskHouseholdPeople => household::people,
            AskClanFamilies => household::clan_families,
            Happens => household::happens,
            NoteLook => disclosure::note_look,
            NoteExport => disclosure::note_export,
            AskSeen => disclosure::seen_of,
            AskExports => disclosure::exports,
            AskOwnData => disclosure::own_data,
            AskRows => papers::rows,
            AskCards => papers::member_cards,
            AskPreview => deed::preview,
            BeginDeed => deed::begin,
            GoOnWithDeed => deed::go_on,
            TakeDeedBack => deed::take_back,
            AskImportPlaces => import::places,
            AskMatching => import::matching,
            KeepMatching => import::keep_matching,
            BeginImport => import::begin,
            CheckLines => import::check,
            WriteLines => import::write,
            EndImport => import::end,
            AskImports => import::imports,
            TakeImportBack => import::take_back,
            AskSignUps => sign_up::waiting,
            AskSignUp => sign_up::one,
            AskPosters => sign_up::posters,
            SweepPeople => duplicates::sweep,
            AskAlike => duplicates::ask_alike;
            unreadable()
        }
    }))
}

/// Has that part fetched, before somebody asks for something of it.
pub fn fetch_later() {
    spawn_local(async {
        // Whoever asks is told if it could not be had.
        let _ = fetch().await;
    });
}

fn unreadable() -> Vec<u8> {
    letters::write(&Err::<(), _>(Trouble::OtherBuild))
}
