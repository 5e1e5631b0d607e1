//! Người: everybody, found as the name is typed, narrowed and put in order. Only the lines in sight are
//! there.

mod asked;
mod chosen;
mod columns;
pub mod deeds;
mod export;
mod filter;

use domain::kind::Record;
use domain::record::Person;
use domain::text::Language;
use domain::time::Day;
use domain::view::deed::Choice;
use domain::view::people::{PeopleOf, PersonRow};
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Disputed, Icon, Lines, NoneListed, SearchField, Window, address_of};
use crate::pages::Rights;
use crate::text::{self, say};
use asked::Asked;
use chosen::{Bar, Chosen, Pick};
use columns::{ColumnsSheet, Heads, columns, in_hand, least_width, note_rows, widths};
use export::{Export, ExportSheet, Printed};
use filter::{FilterSheet, Filters};
use letters::AskPeople;

#[component]
pub fn PeoplePage() -> impl IntoView {
    let asked = Asked::in_address();
    let columns = columns();
    let in_hand = in_hand();
    let rows_of_note =
        Signal::derive(move || if in_hand.get() { note_rows(columns.read().len()) } else { 1 });
    let window = Window::of_lines(rows_of_note);
    let chosen = Chosen(RwSignal::new(None));
    let language = text::language();
    let [filter_open, columns_open, export_open] = [(); 3].map(|()| RwSignal::new(false));
    let listing = Memo::new(move |_| asked.listing());
    Effect::new(move |before: Option<()>| {
        listing.track();
        if before.is_some() {
            window.to_top();
            // Another list stands there now.
            chosen.0.update(|choice| *choice = choice.is_some().then(|| Choice::These(vec![])));
        }
    });
    let found = use_live(move || {
        AskPeople(PeopleOf {
            listing: listing.get(),
            columns: columns.get(),
            language: language.get(),
            offset: window.offset(),
            limit: window.limit(),
        })
    });
    let all = Signal::derive(move || found.get().map_or(0, |found| found.all));
    let rows = Signal::derive(move || found.get().unwrap_or_default().rows);
    let export = Export { asked, chosen, listing, columns, all, printed: RwSignal::new(None) };
    let rights = Rights::here();
    let may_write = move || rights.may_write(Person::KIND.key);
    let in_order = move || {
        let order = asked.order().label().in_language(language.get()).to_lowercase();
        format!("{} {order}", text::PEOPLE_IN_ORDER.in_language(language.get()))
    };
    view! {
        <Top title=title(text::PEOPLE)/>
        <main id="main" class="page" tabindex="-1">
            <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
                <SearchField
                    label=text::SEARCH_PEOPLE
                    hint=text::SEARCH_HINT
                    typed=Signal::derive(move || asked.sought.get())
                    write=move |typed: String| asked.sought.set(typed)
                />
                <Filters asked open=filter_open columns=columns_open export=export_open chosen all/>
                <p class="tools__count">
                    <span role="status">
                        <b>{move || text::counted(found.get().map(|found| found.all))}</b>
                        " "
                        {in_order}
                    </span>
                    <A href="/ghi-trung">{say(text::DUPLICATES_PAGE)}</A>
                    <Show when=may_write>
                        <A href="/nguoi/nhap">{say(text::FROM_SHEET)}</A>
                    </Show>
                </p>
            </form>
            <div
                class="people-list"
                style=("--cells", move || widths(&columns.get()))
                style=("--least", move || least_width(&columns.get()))
            >
                <Heads asked columns/>
                <Lines
                    window
                    label=text::PEOPLE
                    all
                    rows
                    line=move |number, row: PersonRow| view! { <PersonLine number row chosen/> }
                />
            </div>
            <Show when=move || found.get().is_some_and(|found| found.all == 0)>
                <NoneListed words=text::NOBODY_FOUND/>
            </Show>
            <FilterSheet asked open=filter_open all/>
            <ColumnsSheet columns open=columns_open/>
            <ExportSheet export open=export_open/>
            <Printed export/>
        </main>
        <Bar chosen listing all/>
    }
}

/// What stands over a list on paper: of whom it is, and of which day.
fn people_words(filters: &str, today: Day, language: Language) -> String {
    let list = text::LIST_OF_PEOPLE.in_language(language);
    let of = if filters.is_empty() { String::new() } else { format!(": {filters}") };
    format!("{list}{of} ({today})")
}

/// A name with its given name bold: lists are in its order.
#[component]
pub fn PersonName(name: String) -> impl IntoView {
    if name.is_empty() {
        return say(text::NAME_ERASED).into_any();
    }
    let (others, given) = match name.rsplit_once(' ') {
        Some((others, given)) => (format!("{others} "), given.to_owned()),
        None => (String::new(), name.clone()),
    };
    view! {
        {others}
        <span class="given">{given}</span>
    }
    .into_any()
}

#[component]
fn PersonLine(number: usize, row: PersonRow, chosen: Chosen) -> impl IntoView {
    let name = row.name.clone();
    let cells = row.cells.into_iter().map(|cell| view! { <span class="row__cell">{cell}</span> });
    view! {
        <Show
            when=move || chosen.is_on()
            fallback=move || view! { <span class="row__mark">{number}</span> }
        >
            <Pick chosen person=row.id name=name.clone()/>
        </Show>
        <span class="row__main">
            <A href=address_of("person", row.id) attr:class="row__title row__link">
                <PersonName name=row.name/>
            </A>
            <span class="row__note">{cells.collect_view()}</span>
        </span>
        <span class="row__end">
            {row.disputed.then(|| view! { <Disputed/> })}
            {row.unsent.then(|| view! { <Unsent/> })}
        </span>
    }
}

/// The server does not have all of it yet.
#[component]
pub fn Unsent() -> impl IntoView {
    view! {
        <span class="state">
            <Icon name="unsent" small=true/>
            <span class="hidden-text">{say(text::UNSENT)}</span>
        </span>
    }
}
