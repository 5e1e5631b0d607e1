//! Sự kiện: conferences, classes, ceremonies, contests; each opens its check-in list.

use domain::view::events::EventRow;
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Icon, address_of};
use crate::text::{self, say};
use letters::{AskEvents, AskRights};

#[component]
pub fn EventsPage() -> impl IntoView {
    let events = use_live(|| AskEvents);
    let rights = use_live(|| AskRights);
    let may_add = move || rights.get().is_some_and(|rights| rights.may_write("event"));
    view! {
        <Top title=title(text::EVENTS_PAGE)/>
        <main id="main" class="page" tabindex="-1">
            <ul>
                <For
                    each=move || events.get().unwrap_or_default()
                    key=|event| (event.id, event.name.clone(), event.present)
                    let:event
                >
                    <EventLine event/>
                </For>
            </ul>
            <Show when=move || events.get().is_some_and(|events| events.is_empty())>
                <p class="block empty__text">{say(text::NO_EVENTS)}</p>
            </Show>
        </main>
        <Show when=may_add>
            <section class="action">
                <A href="/ghi/event" attr:class="button button--main">
                    <Icon name="plus"/>
                    {say(text::NEW_EVENT)}
                </A>
            </section>
        </Show>
    }
}

#[component]
fn EventLine(event: EventRow) -> impl IntoView {
    let language = text::language();
    let form = event.form();
    let note = move || {
        let form = form.map(|form| form.label().in_language(language.get())).unwrap_or_default();
        [form, &event.held_on.to_string(), &event.place]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="calendar"/>
            </span>
            <span class="row__main">
                <A href=address_of("event", event.id) attr:class="row__title row__link">
                    {event.name}
                </A>
                <span class="row__note">{note}</span>
            </span>
            <span class="row__end">
                {event.present}
                " "
                {say(text::PRESENT)}
            </span>
        </li>
    }
}
