//! What comes of a door: one tap, a note, and what takes it back.

use domain::check::derived_id;
use domain::field::Text;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{AreaId, HouseholdId, LearningModel, Visit, VisitOutcome};
use domain::text::Label;
use domain::view::walk::{Door, DoorState};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::Walk;
use crate::components::{Confirm, Icon, Toast, Wanted};
use crate::deed::{self, today};
use crate::pages::Rights;
use crate::pages::families::registration;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskRecord, SaveAct};

/// As much as the field of a note holds, in signs.
const LONGEST_NOTE: usize = 160;

/// Notes what was said at the door at which somebody stands.
#[component]
pub fn NoteButton(walk: Walk) -> impl IntoView {
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let written = RwSignal::new(String::new());
    let rights = Rights::here();
    let may = move || rights.may_write(Visit::KIND.key);
    let press = move |_| {
        let Some((door, area)) = untrack(|| walk.at()).zip(walk.area.get_untracked()) else {
            return;
        };
        written.set(door.note.clone());
        let label = text::MET_NOTE_LABEL;
        let wanted = Wanted { label, longest: LONGEST_NOTE, written };
        confirm.ask_for(text::MET_NOTE_ASKS, wanted, text::SAVE, move |words| {
            let door = door.clone();
            let outcome = door.outcome_with_note();
            let said = Visit { note: Some(Text(words)), ..visit(&door, area, outcome) };
            spawn_local(async move {
                match deed::fact_done(said).await {
                    Ok(backs) => say_undo(walk, toast, &door, Some(outcome), backs),
                    Err(_) => toast.say(text::NOT_SAVED),
                }
            });
        });
    };
    view! {
        <Show when=may>
            <button class="row__note doors__record doors__note" type="button" on:click=press>
                {say(text::MET_NOTE)}
            </button>
        </Show>
    }
}

/// Takes back what was found today at the door, at any time of the day.
#[component]
pub fn NotVisited(walk: Walk, id: RecordId) -> impl IntoView {
    let toast = Toast::here();
    let press = move |_| {
        let visit = Visit {
            household: Some(HouseholdId(id)),
            visited_on: Some(today()),
            ..Visit::default()
        };
        let Some(visit) = derived_id(Visit::KIND, &visit.into_fields()) else { return };
        spawn_local(async move {
            let kind = Visit::KIND.key;
            // It may be another's, with a note: it comes back as it stood.
            let stood = ask(AskRecord { kind: kind.to_owned(), id: visit }).await;
            let Ok(Some(stood)) = stood else { return toast.say(text::NOT_TAKEN_BACK) };
            if deed::done(vec![deed::delete(kind, visit)]).await.is_err() {
                return toast.say(text::NOT_TAKEN_BACK);
            }
            walk.stands_at(Some(id));
            let back = deed::fact(Visit::from_fields(&stood.state.fields), &[]);
            toast.say_undo(text::TAKEN_BACK, move || {
                deed::take_back(toast, vec![vec![back.clone()]]);
            });
        });
    };
    view! {
        <button class="row__note doors__record doors__note" type="button" on:click=press>
            {say(text::NOT_BEEN_THERE)}
        </button>
    }
}

/// What came of the door at which somebody stands.
#[component]
pub fn Deeds(walk: Walk) -> impl IntoView {
    let toast = Toast::here();
    let door = Memo::new(move |_| walk.at());
    let rights = Rights::here();
    let may = move || rights.may_write(Visit::KIND.key);
    // A second tap means the door of the first.
    let busy = RwSignal::new(false);
    let record = move |outcome: Option<VisitOutcome>| {
        let Some((door, area)) = door.get_untracked().zip(walk.area.get_untracked()) else {
            return;
        };
        busy.set(true);
        spawn_local(async move {
            let done = if let Some(outcome) = outcome {
                deed::fact_done(visit(&door, area, outcome)).await
            } else {
                let (model, year) = (LearningModel::Family, today().year());
                deed::fact_done(registration(model, door.household, area, year)).await
            };
            match done {
                Ok(backs) => {
                    // Who has chosen another door meanwhile stays there; the page may be gone.
                    let chosen = walk.chosen.try_get_untracked();
                    if chosen.is_some_and(|at| at.is_none_or(|at| at == door.household)) {
                        walk.goes_on(door.household);
                    }
                    say_undo(walk, toast, &door, outcome, backs);
                }
                Err(_) => toast.say(text::NOT_SAVED),
            }
            TimeoutFuture::new(deed::TAPS_MS).await;
            busy.try_set(false);
        });
    };
    let deed = move |outcome: VisitOutcome, label: Label, icon: &'static str| {
        view! {
            <button
                class="button"
                type="button"
                disabled=move || busy.get()
                on:click=move |_| record(Some(outcome))
            >
                <Icon name=icon/>
                {say(label)}
            </button>
        }
    };
    view! {
        <section class="action walk__deeds-bar">
            <Show when=move || may() && door.get().is_some()>
                <p class="walk__which">
                    <b>{move || door.get().map(|door| door.house)}</b>
                    {move || door.get().map(|door| door.head)}
                </p>
                {deed(VisitOutcome::Away, text::AWAY, "door")}
                {deed(VisitOutcome::Refused, text::REFUSES, "refused")}
                {deed(VisitOutcome::Moved, text::MOVED_AWAY, "moved")}
            </Show>
            // A household of nobody pledges nothing: its people come first.
            {move || {
                let empty = door.get().filter(|door| door.people == 0)?;
                may().then(|| view! {
                    <A
                        href=format!("/ghi-danh?di=1&ho={}", empty.household.0)
                        attr:class="button button--main"
                    >
                        {say(text::REGISTER_ITS_PEOPLE)}
                    </A>
                })
            }}
            <Show when=move || {
                may() && door.get().is_some_and(|door| door.people > 0 && door.state != DoorState::Registered)
            }>
                <button
                    class="button button--main"
                    type="button"
                    disabled=move || busy.get()
                    on:click=move |_| record(None)
                >
                    {say(text::REGISTERS)}
                </button>
            </Show>
        </section>
    }
}

fn visit(door: &Door, area: RecordId, outcome: VisitOutcome) -> Visit {
    Visit {
        household: Some(HouseholdId(door.household)),
        visited_on: Some(today()),
        area: Some(AreaId(area)),
        outcome: Some(outcome),
        note: None,
    }
}

/// Says what was recorded, of which door; taken back, somebody stands there again.
fn say_undo(
    walk: Walk,
    toast: Toast,
    door: &Door,
    outcome: Option<VisitOutcome>,
    backs: Vec<SaveAct>,
) {
    let household = door.household;
    let label = DoorState::of(outcome.is_none(), outcome).label();
    let which = [door.house.as_str(), &door.street].join(" ").trim().to_owned();
    let which = if door.house.is_empty() { door.head.clone() } else { which };
    toast.say_undo_of(which, label, move || {
        walk.stands_at(Some(household));
        deed::take_back(toast, vec![backs.clone()]);
    });
}
