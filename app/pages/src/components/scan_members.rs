//! Quét thẻ hội viên: whoever holds his card before the camera is checked in at an event, one after
//! another.

use domain::check::derived_id;
use domain::id::RecordId;
use domain::identity::read_member_code;
use domain::kind::Record;
use domain::record::{Attendance, EventId, Person, PersonId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::camera::{Camera, Look};
use super::{Icon, Sheet};
use crate::deed;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::AskRecord;

/// The button that opens the sheet; the sheet is a part of the program that comes when it is asked for.
#[component]
pub fn ScanMembers(#[prop(into)] event: Signal<RecordId>) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button class="button button--small" type="button" on:click=move |_| open.set(true)>
            <Icon name="scan" small=true/>
            {say(text::SCAN_MEMBERS)}
        </button>
        {move || {
            open.get().then(|| {
                let sheet = move || Suspend::new(async move {
                    match sheet(event.get_untracked(), open).await {
                        Ok(sheet) => sheet,
                        Err(_) => view! { <p class="field__hint">{say(text::PAGE_NOT_HERE_MEANS)}</p> }.into_any(),
                    }
                });
                view! { <Suspense>{sheet}</Suspense> }
            })
        }}
    }
}

#[allow(clippy::unnecessary_wraps, reason = "a part that has not come is an error of its wrapper")]
#[wasm_split(card_sheet, wasm_split_path = ::leptos::wasm_split, fallible)]
fn sheet(event: RecordId, open: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <MembersSheet event open/> }.into_any())
}

/// Somebody whose card was read.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Came {
    person: RecordId,
    name: String,
    /// He was checked in already.
    again: bool,
}

/// Whether somebody is checked in already.
async fn had_come(attendance: &Attendance) -> bool {
    let Some(id) = derived_id(Attendance::KIND, &attendance.clone().into_fields()) else {
        return false;
    };
    let known = ask(AskRecord { kind: Attendance::KIND.key.to_owned(), id }).await.ok().flatten();
    let known = known.map(|known| Attendance::from_fields(&known.state.fields));
    known.is_some_and(|known| known.present == Some(true))
}

#[component]
fn MembersSheet(event: RecordId, open: RwSignal<bool>) -> impl IntoView {
    let trouble = RwSignal::new(None);
    // Those whose cards were read, the last first.
    let came = RwSignal::new(Vec::<Came>::new());
    // The card that is before the camera: it is read once, and again when another was there.
    let before = StoredValue::new(None::<RecordId>);
    let check_in = move |person: RecordId| {
        spawn_local(async move {
            let kind = Person::KIND.key.to_owned();
            let found = ask(AskRecord { kind, id: person }).await.ok().flatten();
            // Who was erased has no name, and no card that counts.
            let Some(found) = found.filter(|found| !found.title.is_empty()) else {
                trouble.try_set(Some(text::CARD_OF_ELSEWHERE));
                return;
            };
            let attendance = Attendance {
                event: Some(EventId(event)),
                person: Some(PersonId(person)),
                present: Some(true),
                checked_at: Some(deed::now()),
            };
            let had_come = had_come(&attendance).await;
            let saved = deed::done(vec![deed::fact(attendance, &[])]).await;
            trouble.try_set(saved.is_err().then_some(text::NOT_SAVED));
            if saved.is_ok() {
                came.try_update(|came| {
                    came.retain(|known| known.person != person);
                    came.insert(0, Came { person, name: found.title, again: had_come });
                });
            }
        });
    };
    let reads = Callback::new(move |codes: Vec<String>| {
        for code in codes {
            match read_member_code(&code) {
                Some(person) if before.try_get_value() != Some(Some(person)) => {
                    before.try_set_value(Some(person));
                    trouble.try_set(None);
                    check_in(person);
                }
                Some(_) => {}
                None => drop(trouble.try_set(Some(text::NO_MEMBERS_CARD))),
            }
        }
        false
    });
    let look = Look { reads, trouble };
    view! {
        <Sheet label=say(text::SCAN_MEMBERS) open close=move || open.set(false)>
            <ul class="came" aria-live="polite" aria-label=say(text::CHECKED_IN_NOW)>
                <For each=move || came.get() key=Clone::clone let:one>
                    <li class="state state--ok">
                        <Icon name="check" small=true/>
                        {one.name}
                        {one.again.then(|| view! { " · " {say(text::CAME_BEFORE)} })}
                    </li>
                </For>
            </ul>
            <Camera look hint=text::HOLD_THE_MEMBERS_CARD open/>
        </Sheet>
    }
}
