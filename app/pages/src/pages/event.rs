//! One event and its check-in list: a name is typed, a tap says that he is there.

use domain::id::RecordId;
use domain::record::{Attendance, EventId, PersonId};
use domain::text::whole;
use domain::view::events::{AttendanceOf, Guest};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::frame::Top;
use super::helpers::Helpers;
use super::people::{PersonName, Unsent};
use super::use_live;
use crate::components::{Icon, NoneListed, Photos, ScanMembers, SearchField, SheetButton, SheetOf};
use crate::deed::{self, fact};
use crate::papers::PART;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskCheckIn, CellForm};

/// More than any hall holds.
const MOST_GUESTS: usize = 20_000;

/// How many stand in the list at once; whoever is not among them is found by his name.
const SHOWN: usize = 100;

#[component]
pub fn EventPage() -> impl IntoView {
    let params = use_params_map();
    let event =
        move || RecordId(params.get().get("id").and_then(|id| id.parse().ok()).unwrap_or_default());
    let search = RwSignal::new(String::new());
    let found = use_live(move || {
        AskCheckIn(AttendanceOf { event: event(), search: search.get(), limit: SHOWN })
    });
    let check_in = Memo::new(move |_| found.get().flatten());
    let name =
        Signal::derive(move || check_in.get().map(|found| found.event.name).unwrap_or_default());
    let day = Signal::derive(move || {
        let event = check_in.get().map(|found| found.event);
        event.map(|event| format!("{} {}", event.held_on, event.place)).unwrap_or_default()
    });
    view! {
        <Top title=name sub=day back="/su-kien"/>
        <main id="main" class="page" tabindex="-1">
            <Show
                when=move || found.get() != Some(None)
                fallback=|| view! { <NoneListed words=text::NOT_HERE/> }
            >
                <p class="figure figure--hero">
                    <span class="figure__value">
                        {move || check_in.get().map(|found| whole(found.present as i64))}
                    </span>
                    <span class="figure__label">
                        {say(text::PRESENT)}
                        <span class="figure__note">
                            {move || check_in.get().map(|found| whole(found.on_list as i64))}
                            " "
                            {say(text::ON_LIST)}
                        </span>
                    </span>
                </p>
                <form
                    class="tools tools--ruled"
                    role="search"
                    on:submit=|event| event.prevent_default()
                >
                    <SearchField
                        label=text::FIND_GUEST
                        hint=text::SEARCH_HINT
                        typed=search
                        write=move |typed| search.set(typed)
                    />
                    <ScanMembers event=Signal::derive(event)/>
                    <div class="chips">
                        <SheetButton
                            file=text::GUESTS_FILE
                            sheet=move || guests_sheet(event(), &name.get())
                        />
                    </div>
                </form>
                <ul aria-label=say(text::CHECK_IN)>
                    <For
                        each=move || check_in.get().map(|found| found.guests).unwrap_or_default()
                        key=|guest| (guest.person, guest.present, guest.unsent)
                        let:guest
                    >
                        <GuestLine event=event() guest search/>
                    </For>
                </ul>
                <Show when=move || check_in.get().is_some_and(|found| found.guests.is_empty())>
                    <p class="block empty__text">
                        {move || {
                            let words = if search.get().is_empty() {
                                text::NOBODY_CHECKED_IN
                            } else {
                                text::NOBODY_FOUND
                            };
                            words.in_language(text::language().get())
                        }}
                    </p>
                </Show>
                {move || view! { <Photos of=event() person=None/> }}
                <Helpers event=Signal::derive(event)/>
                <div class="block person__deeds">
                    <A href=move || format!("/muc/event/{}", event().0) attr:class="button button--small">
                        <Icon name="info" small=true/>
                        {say(text::OPEN_RECORD)}
                    </A>
                </div>
            </Show>
        </main>
    }
}

/// Everybody on the list, as a sheet.
fn guests_sheet(event: RecordId, name: &str) -> SheetOf {
    let columns = vec![
        (text::RUNNING_NUMBER, CellForm::Number),
        (text::NAME, CellForm::Text),
        (text::NOTE_COLUMN, CellForm::Text),
        (text::MARK_PRESENT, CellForm::Text),
        (text::CHECKED_AT, CellForm::Text),
    ];
    let lines = move |offset: usize| {
        async move {
            // A list of guests is of one hall: it comes at once.
            let of = AttendanceOf { event, search: String::new(), limit: MOST_GUESTS };
            let guests = ask(AskCheckIn(of)).await?.map(|found| found.guests).unwrap_or_default();
            let line = |(guest, number): (Guest, usize)| {
                let present = guest.present == Some(true);
                let at = guest.checked_at.filter(|_| present).map(|at| {
                    let (hour, minute) = at.hour_minute();
                    format!("{hour:02}:{minute:02}")
                });
                let mark = if present { "x".to_owned() } else { String::new() };
                vec![number.to_string(), guest.name, guest.note, mark, at.unwrap_or_default()]
            };
            let part = guests.into_iter().zip(1..).skip(offset).take(PART);
            Ok(part.map(line).collect())
        }
    };
    SheetOf::new(name.to_owned(), name.to_owned(), columns, lines)
}

#[component]
fn GuestLine(event: RecordId, guest: Guest, search: RwSignal<String>) -> impl IntoView {
    let present = guest.present == Some(true);
    let person = guest.person;
    let set = move |_| {
        spawn_local(async move {
            let attendance = Attendance {
                event: Some(EventId(event)),
                person: Some(PersonId(person)),
                present: Some(!present),
                checked_at: Some(deed::now()),
            };
            if deed::done(vec![fact(attendance, &[])]).await.is_ok() && !present {
                search.set(String::new()); // the next one's name
            }
        });
    };
    let at = guest.checked_at.filter(|_| present).map(|at| {
        let (hour, minute) = at.hour_minute();
        format!("{hour:02}:{minute:02}")
    });
    view! {
        <li class="row">
            <span class="row__mark" class:state--ok=present>
                {present.then(|| view! { <Icon name="check"/> })}
            </span>
            <span class="row__main">
                <span class="row__title">
                    <PersonName name=guest.name/>
                </span>
                <span class="row__note">{guest.note}</span>
            </span>
            <span class="row__end">
                {at} {guest.unsent.then(|| view! { <Unsent/> })}
                <button
                    class="button button--small"
                    class:button--main=!present
                    type="button"
                    aria-pressed=present.to_string()
                    on:click=set
                >
                    {say(if present { text::MARK_ABSENT } else { text::MARK_PRESENT })}
                </button>
            </span>
        </li>
    }
}
