//! Sự kiện: conferences, classes, ceremonies, contests; each opens its check-in list.

use domain::kind::Record;
use domain::record::Event;
use domain::text::Language;
use domain::view::events::EventRow;
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Icon, SheetButton, SheetOf, address_of};
use crate::deed::today;
use crate::pages::Rights;
use crate::papers::PART;
use crate::text::{self, say};
use letters::{AskEvents, CellForm};

#[component]
pub fn EventsPage() -> impl IntoView {
    let events = use_live(|| AskEvents);
    let rights = Rights::here();
    let language = text::language();
    let may_add = move || rights.may_write("event");
    view! {
        <Top title=title(text::EVENTS_PAGE)/>
        <main id="main" class="page" tabindex="-1">
            <Show when=move || events.get().is_some_and(|events| !events.is_empty())>
                <div class="tools chips">
                    <SheetButton
                        file=text::EVENTS_FILE
                        sheet=move || events_sheet(
                            events.get_untracked().unwrap_or_default(),
                            language.get_untracked(),
                        )
                    />
                </div>
            </Show>
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

/// The list as a sheet.
fn events_sheet(events: Vec<EventRow>, language: Language) -> SheetOf {
    let said = |field: &str| Event::KIND.field(field).expect("an event is declared with it").label;
    let columns = vec![
        (text::RUNNING_NUMBER, CellForm::Number),
        (said("name"), CellForm::Text),
        (said("form"), CellForm::Text),
        (said("held_on"), CellForm::Day),
        (said("place"), CellForm::Text),
        (text::MARK_PRESENT, CellForm::Number),
    ];
    let title = format!("{} ({})", text::EVENTS_PAGE.in_language(language), today());
    let lines = move |offset: usize| {
        let rows = events.iter().zip(1..).skip(offset).take(PART);
        let line = |(event, number): (&EventRow, usize)| {
            let form = event.form().map(|form| form.label().in_language(language).to_owned());
            vec![
                number.to_string(),
                event.name.clone(),
                form.unwrap_or_default(),
                event.held_on.to_string(),
                event.place.clone(),
                event.present.to_string(),
            ]
        };
        let rows = rows.map(line).collect();
        async move { Ok(rows) }
    };
    SheetOf::new(title, String::new(), columns, lines)
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
