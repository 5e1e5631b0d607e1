//! Đi từng nhà: a neighbourhood's doors by street and number. What came of each is one tap, and the next
//! door stands there.

mod deeds;

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::Household;
use domain::text::{fold, whole};
use domain::view::walk::{Door, DoorState, WalkOf};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{query_signal, query_signal_with_options};

use super::frame::{Top, title};
use super::people::PersonName;
use super::use_live;
use crate::components::{Icon, SelectField, address_of};
use crate::deed::today;
use crate::pages::Rights;
use crate::text::{self, say};
use deeds::{Deeds, NotVisited, NoteButton};
use letters::{AskAreas, AskWalk};

/// A longer house number is written smaller.
const SHORT_HOUSE: usize = 5;

/// The icon and the look of a state.
const fn look(state: DoorState) -> (&'static str, &'static str) {
    match state {
        DoorState::NotVisited => ("ring", "state"),
        DoorState::Away => ("door", "state state--warn"),
        DoorState::Refused => ("refused", "state state--danger"),
        DoorState::Moved => ("moved", "state"),
        DoorState::Met => ("person", "state"),
        DoorState::Registered => ("check", "state state--ok"),
    }
}

/// What the page knows: the doors, and at which one somebody stands.
#[derive(Clone, Copy)]
struct Walk {
    area: Memo<Option<RecordId>>,
    doors: Memo<Vec<Door>>,
    /// Which doors are listed.
    only: Memo<Option<DoorState>>,
    list_only: SignalSetter<Option<usize>>,
    /// The door that somebody chose, as the address says: who comes back stands there again. `None`: the
    /// first that is open.
    chosen: Memo<Option<RecordId>>,
    choose: SignalSetter<Option<i64>>,
}

impl Walk {
    /// The door at which somebody stands.
    fn at(self) -> Option<Door> {
        let chosen = self.chosen.get();
        self.doors.with(|doors| {
            let chosen = doors.iter().find(|door| Some(door.household) == chosen);
            chosen.or_else(|| doors.iter().find(|door| door.state.is_open())).cloned()
        })
    }

    /// Goes on to the next open door behind one, or to the first there is.
    fn goes_on(self, from: RecordId) {
        let next = self.doors.with_untracked(|doors| {
            let place = doors.iter().position(|door| door.household == from)?;
            let (before, behind) = (&doors[..place], &doors[place + 1..]);
            let mut rest = behind.iter().chain(before);
            rest.find(|door| door.state.is_open()).map(|door| door.household)
        });
        self.stands_at(next);
    }

    fn stands_at(self, door: Option<RecordId>) {
        self.choose.set(door.map(|door| door.0));
    }

    fn count(self, state: DoorState) -> usize {
        self.doors.with(|doors| doors.iter().filter(|door| door.state == state).count())
    }
}

#[component]
pub fn WalkPage() -> impl IntoView {
    let areas = use_live(|| AskAreas);
    let (named, name) = query_signal::<i64>("kp");
    let (only, list_only) = query_signal::<usize>("loc");
    // A round has hundreds of doors: they are no steps to go back through.
    let replaces = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (chosen, choose) = query_signal_with_options::<i64>("nha", replaces);
    let area = Memo::new(move |_| {
        let areas = areas.get().unwrap_or_default();
        let named = named.get().map(RecordId);
        let only = || areas.first().filter(|_| areas.len() == 1).map(|area| area.id);
        named.or_else(only)
    });
    let found = use_live(move || {
        AskWalk(WalkOf { area: area.get().unwrap_or(RecordId(0)), today: today() })
    });
    let walk = Walk {
        area,
        doors: Memo::new(move |_| found.get().unwrap_or_default()),
        only: Memo::new(move |_| DoorState::ALL.get(only.get()?).copied()),
        list_only,
        chosen: Memo::new(move |_| chosen.get().map(RecordId)),
        choose,
    };
    let none = move || area.get().is_some() && found.get().is_some_and(|doors| doors.is_empty());
    let done = move || !walk.doors.with(Vec::is_empty) && walk.at().is_none();
    view! {
        <Top title=title(text::WALK_PAGE) back="/gia-dinh"/>
        <main id="main" class="walk" tabindex="-1">
            <div class="page">
                <div class="tools tools--ruled walk__tools">
                    <div class="field">
                        <SelectField
                            id="kp"
                            label=text::NEIGHBOURHOOD
                            choose=move |value: String| {
                                walk.stands_at(None);
                                name.set(value.parse().ok());
                            }
                        >
                            <option value="">{say(text::CHOOSE)}</option>
                            <For
                                each=move || areas.get().unwrap_or_default()
                                key=|area| (area.id, area.name.clone())
                                let:one
                            >
                                <option
                                    value=one.id.0.to_string()
                                    selected=move || area.get() == Some(one.id)
                                >
                                    {one.name.clone()}
                                </option>
                            </For>
                        </SelectField>
                    </div>
                    <States walk/>
                    <NewDoor walk/>
                </div>
                <Show when=move || areas.get().is_some_and(|areas| areas.is_empty())>
                    <p class="block empty__text">{say(text::NO_NEIGHBOURHOODS)}</p>
                </Show>
                <Show when=move || area.get().is_none() && areas.get().is_some_and(|areas| !areas.is_empty())>
                    <p class="block empty__text">{say(text::CHOOSE_WHERE_TO_WALK)}</p>
                </Show>
                <Show when=none>
                    <p class="block empty__text">{say(text::NO_DOORS)}</p>
                </Show>
                <Show when=done>
                    <p class="block empty__text">{say(text::WALK_DONE)}</p>
                </Show>
                <Doors walk/>
            </div>
            <Tally walk/>
        </main>
        <Deeds walk/>
    }
}

/// A household that is not in the ledger yet, beside the door at which somebody stands.
#[component]
fn NewDoor(walk: Walk) -> impl IntoView {
    let rights = Rights::here();
    let may = move || rights.may_write(Household::KIND.key);
    let new_door = move || {
        let area = walk.area.get().map(|area| format!("&kp={}", area.0)).unwrap_or_default();
        let street = walk.at().map(|door| door.street).unwrap_or_default();
        let street = String::from(js_sys::encode_uri_component(&street));
        format!("/ghi-danh?di=1{area}&duong={street}")
    };
    view! {
        <Show when=may>
            <A href=new_door attr:class="button button--small">
                <Icon name="plus" small=true/>
                {say(text::NEW_DOOR)}
            </A>
        </Show>
    }
}

/// How many doors stand how; pressed, only those are listed.
#[component]
fn States(walk: Walk) -> impl IntoView {
    let chip = move |state: Option<DoorState>| {
        let count = move || match state {
            Some(state) => walk.count(state),
            None => walk.doors.with(Vec::len),
        };
        let label = state.map_or(text::ALL_DOORS, DoorState::label);
        view! {
            <button
                class="chip"
                type="button"
                hidden=move || count() == 0 && state.is_some() && walk.only.get() != state
                aria-pressed=move || (walk.only.get() == state).to_string()
                on:click=move |_| {
                    let place = |state| DoorState::ALL.iter().position(|known| *known == state);
                    walk.list_only.set(state.and_then(place));
                }
            >
                {state.map(|state| view! { <Icon name=look(state).0 small=true/> })}
                {say(label)}
                " "
                {move || whole(count() as i64)}
            </button>
        }
    };
    view! {
        <div class="chips">
            {chip(None)} {DoorState::ALL.map(|state| chip(Some(state)))}
        </div>
    }
}

/// The doors, street by street.
#[component]
fn Doors(walk: Walk) -> impl IntoView {
    let listed = move || {
        let (only, at) = (walk.only.get(), walk.at().map(|door| door.household));
        let mut street = None::<String>;
        let mut listed = Vec::new();
        for door in walk.doors.get() {
            // Where somebody stands is always in sight.
            if only.is_some_and(|only| door.state != only) && at != Some(door.household) {
                continue;
            }
            // One street, however it is spelled.
            let folded = fold(&door.street);
            let heads = street.as_ref() != Some(&folded);
            street = Some(folded);
            listed.push((door, heads));
        }
        listed
    };
    view! {
        <ul class="doors">
            <For each=listed key=|(door, heads)| (door.clone(), *heads) let:listed>
                <DoorLine walk door=listed.0 heads=listed.1/>
            </For>
        </ul>
        <Show when=move || walk.only.get().is_some() && listed().is_empty()>
            <p class="block empty__text">{say(text::NO_SUCH_DOORS)}</p>
        </Show>
    }
}

#[component]
fn DoorLine(
    walk: Walk,
    door: Door,
    /// Whether it is the first of its street.
    heads: bool,
) -> impl IntoView {
    let language = text::language();
    let id = door.household;
    let is_at = Memo::new(move |_| walk.at().is_some_and(|at| at.household == id));
    let row = NodeRef::<leptos::html::Li>::new();
    Effect::new(move |was: Option<bool>| {
        // Who goes on, or comes here, finds his door in sight.
        if is_at.get() && was != Some(true) {
            request_animation_frame(move || {
                let Some(row) = row.try_get_untracked().flatten() else { return };
                let options = web_sys::ScrollIntoViewOptions::new();
                options.set_block(web_sys::ScrollLogicalPosition::Center);
                row.scroll_into_view_with_scroll_into_view_options(&options);
            });
        }
        is_at.get_untracked()
    });
    let (people, visits, noted) = (door.people, door.visits, door.note.clone());
    let note = move || {
        let language = language.get();
        let people = format!("{} {}", whole(people), text::PEOPLE_WORD.in_language(language));
        let visits =
            (visits > 0).then(|| format!("{} {visits}", text::TIME_OF_ROUND.in_language(language)));
        let noted = Some(noted.clone()).filter(|noted| !noted.is_empty());
        [Some(people), visits, noted].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let (state, is_long) = (door.state, door.house.len() > SHORT_HOUSE);
    let (icon, class) = look(state);
    let visited_today = door.is_of_today && state.outcome().is_some();
    let called = if door.head.is_empty() { "–".to_owned() } else { door.head.clone() };
    let street = door.street.clone();
    view! {
        {heads
            .then(|| {
                let street = move || match street.as_str() {
                    "" => text::NO_STREET.in_language(language.get()).to_owned(),
                    street => street.to_owned(),
                };
                view! {
                    <li class="section__head">
                        <h2>{street}</h2>
                    </li>
                }
            })}
        <li
            class="row"
            class:walk__now=move || is_at.get()
            aria-current=move || is_at.get().then_some("step")
            node_ref=row
        >
            <span class="row__mark" class:walk__long=is_long>
                {house_parts(&door.house)}
            </span>
            <span class="row__main">
                <button
                    class="row__title row__link"
                    type="button"
                    on:click=move |_| walk.stands_at(Some(id))
                >
                    <PersonName name=called/>
                </button>
                <span class="row__note">{note}</span>
                <Show when=move || is_at.get()>
                    <span class="doors__ways">
                        {(!state.is_open() || state == DoorState::Away).then(|| view! {
                            <span class=class>
                                <Icon name=icon small=true/>
                                {say(state.label())}
                            </span>
                        })}
                        <A href=address_of("household", id) attr:class="row__note doors__record">
                            {say(text::GO_TO_RECORD)}
                        </A>
                        <NoteButton walk/>
                        {visited_today.then(|| view! { <NotVisited walk id/> })}
                    </span>
                </Show>
            </span>
            <span class="row__end">
                <span class=class>
                    <Icon name=icon small=true/>
                    {say(door.state.label())}
                </span>
            </span>
        </li>
    }
}

/// A house number that may be broken behind each alley.
fn house_parts(house: &str) -> impl IntoView {
    let parts = house.split_inclusive('/').map(|part| view! { {part.to_owned()} <wbr/> });
    parts.collect_view()
}

/// How the round stands, and what came of today.
#[component]
fn Tally(walk: Walk) -> impl IntoView {
    let line = move |state: DoorState| {
        let (icon, class) = look(state);
        view! {
            <li>
                <span class=class>
                    <Icon name=icon small=true/>
                </span>
                <span>{say(state.label())}</span>
                <b>{move || whole(walk.count(state) as i64)}</b>
            </li>
        }
    };
    let of_today = move |state: Option<DoorState>| {
        let counts =
            move |door: &&Door| door.is_of_today && state.is_none_or(|state| door.state == state);
        walk.doors.with(|doors| doors.iter().filter(counts).count())
    };
    let language = text::language();
    let by_state = move || {
        let language = language.get();
        let said = DoorState::ALL.into_iter().filter_map(|state| {
            let count = Some(of_today(Some(state))).filter(|count| *count > 0)?;
            Some(format!("{} {}", state.label().in_language(language), whole(count as i64)))
        });
        let said: Vec<String> = said.collect();
        if said.is_empty() { ".".to_owned() } else { format!(": {}", said.join(" · ")) }
    };
    view! {
        <aside class="walk__side" aria-label=say(text::UNTIL_NOW)>
            <div class="walk__still">
                <h2>{say(text::UNTIL_NOW)}</h2>
                <ul class="tally">
                    {DoorState::ALL.map(line)}
                    <li class="tally__sum">
                        <span></span>
                        <span>{say(text::ALL_DOORS)}</span>
                        <b>{move || whole(walk.doors.with(Vec::len) as i64)}</b>
                    </li>
                </ul>
                <p class="lead" role="status">
                    {say(text::TODAY_DOORS)}
                    " "
                    {move || whole(of_today(None) as i64)}
                    " "
                    {say(text::DOORS)}
                    {by_state}
                </p>
            </div>
        </aside>
    }
}
