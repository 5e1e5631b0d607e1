//! Người: everybody by given name, found as the name is typed. Only the lines in sight are there.

use domain::view::people::{PeopleOf, PersonRow};
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Disputed, Icon, Lines, SearchField, Sought, Window, address_of};
use crate::text::{self, say};
use letters::AskPeople;

#[component]
pub fn PeoplePage() -> impl IntoView {
    let sought = Sought::in_address();
    let window = Window::new();
    let found = use_live(move || {
        AskPeople(PeopleOf { search: sought.get(), offset: window.offset(), limit: window.limit() })
    });
    let all = Signal::derive(move || found.get().map_or(0, |found| found.all));
    let rows = Signal::derive(move || found.get().unwrap_or_default().rows);
    view! {
        <Top title=title(text::PEOPLE)/>
        <main id="main" class="page" tabindex="-1">
            <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
                <SearchField
                    label=text::SEARCH_PEOPLE
                    hint=text::SEARCH_HINT
                    typed=Signal::derive(move || sought.get())
                    write=move |typed: String| {
                        window.to_top();
                        sought.set(typed);
                    }
                />
                <p class="tools__count">
                    <span role="status">
                        <b>{move || text::counted(found.get().map(|found| found.all))}</b>
                        " "
                        {say(text::PEOPLE_BY_NAME)}
                    </span>
                    <A href="/ghi-trung">{say(text::DUPLICATES_PAGE)}</A>
                </p>
            </form>
            <Lines
                window
                label=text::PEOPLE
                all
                rows
                line=|number, row: PersonRow| view! { <PersonLine number row/> }
            />
            <Show when=move || found.get().is_some_and(|found| found.all == 0)>
                <div class="block empty__text">
                    <p>{say(text::NOBODY_FOUND)}</p>
                </div>
            </Show>
        </main>
        <section class="action">
            <A href="/ghi-danh" attr:class="button button--main">
                <Icon name="plus"/>
                {say(text::ADD_PERSON)}
            </A>
        </section>
    }
}

/// A name with its given name bold: lists are in its order.
#[component]
pub fn PersonName(name: String) -> impl IntoView {
    let (others, given) = match name.rsplit_once(' ') {
        Some((others, given)) => (format!("{others} "), given.to_owned()),
        None => (String::new(), name.clone()),
    };
    view! {
        {others}
        <span class="given">{given}</span>
    }
}

#[component]
fn PersonLine(number: usize, row: PersonRow) -> impl IntoView {
    let year = row.birth.map(|birth| birth.year().to_string()).unwrap_or_default();
    let note = [year, row.home]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <span class="row__mark">{number}</span>
        <span class="row__main">
            <A href=address_of("person", row.id) attr:class="row__title row__link">
                <PersonName name=row.name/>
            </A>
            <span class="row__note">{note}</span>
        </span>
        <span class="row__end">
            {row.card_number} {row.disputed.then(|| view! { <Disputed/> })}
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
