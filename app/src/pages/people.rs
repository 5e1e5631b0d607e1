//! Người: everybody by given name, found as the name is typed. Only the lines in sight are there.

use domain::text::whole;
use leptos::html::Div;
use leptos::prelude::*;
use leptos_router::hooks::query_signal;
use store::query::people::{PeopleOf, PersonRow};

use super::frame::Top;
use super::use_live;
use crate::components::Icon;
use crate::letter::AskPeople;
use crate::text::{self, say};

/// The height of a line, in pixels; every line has it.
const LINE: usize = 61;

/// How many lines are kept above and below those in sight.
const BEYOND: usize = 12;

#[component]
pub fn PeoplePage() -> impl IntoView {
    let (query, set_query) = query_signal::<String>("tim");
    let top = RwSignal::new(0_usize);
    let list = NodeRef::<Div>::new();
    let search = move || query.get().unwrap_or_default();
    let found = use_live(move || {
        let offset = top.get().saturating_sub(BEYOND);
        AskPeople(PeopleOf { search: search(), offset, limit: 60 + 2 * BEYOND })
    });
    let follow = move || {
        if let Some(list) = list.get_untracked() {
            let above = -list.get_bounding_client_rect().top();
            let line = above.max(0.0) as usize / LINE;
            if line.abs_diff(top.get_untracked()) >= BEYOND / 2 {
                top.set(line);
            }
        }
    };
    let listening = window_event_listener(leptos::ev::scroll, move |_| follow());
    on_cleanup(move || listening.remove());
    let all = move || found.get().map_or(0, |found| found.all);
    let height = move || format!("{}px", all() * LINE);
    let shift = move || format!("{}px", top.get().saturating_sub(BEYOND) * LINE);
    view! {
        <Top title=text::PEOPLE/>
        <main id="main" class="page" tabindex="-1">
            <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
                <div class="search">
                    <Icon name="search"/>
                    <input
                        class="field__input"
                        type="search"
                        aria-label=say(text::SEARCH_PEOPLE)
                        placeholder=say(text::SEARCH_HINT)
                        autocomplete="off"
                        prop:value=search
                        on:input=move |event| {
                            let typed = event_target_value(&event);
                            top.set(0);
                            set_query.set((!typed.is_empty()).then_some(typed));
                        }
                    />
                </div>
                <p class="tools__count">
                    <span role="status">
                        <b>{move || whole(all() as i64)}</b>
                        " "
                        {say(text::PEOPLE_BY_NAME)}
                    </span>
                </p>
            </form>
            <div class="people" node_ref=list style:height=height>
                <ul class="people__window" aria-label=say(text::PEOPLE) style:top=shift>
                    <For
                        each=move || {
                            let offset = top.get().saturating_sub(BEYOND);
                            let rows = found.get().unwrap_or_default().rows;
                            rows.into_iter().enumerate().map(move |(at, row)| (offset + at + 1, row)).collect::<Vec<_>>()
                        }
                        key=|(number, row)| (*number, row.clone().id, row.name.clone(), row.unsent)
                        let:entry
                    >
                        <PersonLine number=entry.0 row=entry.1 all/>
                    </For>
                </ul>
            </div>
            <Show when=move || found.get().is_some_and(|found| found.all == 0)>
                <div class="block empty__text">
                    <p>{say(text::NOBODY_FOUND)}</p>
                </div>
            </Show>
        </main>
        <section class="action">
            <a class="button button--main" href="/ghi-danh">
                <Icon name="plus"/>
                {say(text::ADD_PERSON)}
            </a>
        </section>
    }
}

#[component]
fn PersonLine(
    number: usize,
    row: PersonRow,
    all: impl Fn() -> usize + Send + Sync + 'static,
) -> impl IntoView {
    let (others, given) = match row.name.rsplit_once(' ') {
        Some((others, given)) => (format!("{others} "), given.to_owned()),
        None => (String::new(), row.name.clone()),
    };
    let year = row.birth.map(|birth| birth.year().to_string()).unwrap_or_default();
    let note = [year, row.home]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <li class="row" aria-setsize=move || all().to_string() aria-posinset=number.to_string()>
            <span class="row__mark">{number}</span>
            <span class="row__main">
                <span class="row__title">{others} <span class="given">{given}</span></span>
                <span class="row__note">{note}</span>
            </span>
            <span class="row__end">
                {row.card_number}
                {row
                    .unsent
                    .then(|| {
                        view! {
                            <span class="state">
                                <Icon name="unsent" small=true/>
                                <span class="hidden-text">{say(text::UNSENT)}</span>
                            </span>
                        }
                    })}
            </span>
        </li>
    }
}
