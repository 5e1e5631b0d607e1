//! Gia đình: the households by place, and which have registered this year.

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{AreaId, Household, LearningModel, Registration, SubjectId};
use domain::text::{Label, Language};
use domain::view::households::{HouseholdRow, HouseholdsOf};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::query_signal;

use super::frame::{Top, title};
use super::people::Unsent;
use super::use_live;
use crate::components::{
    Disputed, Icon, Lines, Listed, NoneListed, OptionsField, SearchField, SheetButton, SheetOf,
    Sought, Window, address_of, listed_areas,
};
use crate::deed::today;
use crate::pages::Rights;
use crate::papers::PART;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskHouseholds, AskListChoices, CellForm};

#[component]
pub fn FamiliesPage() -> impl IntoView {
    let sought = Sought::in_address();
    let narrowing = Narrowing::in_address();
    let window = Window::new();
    let year = today().year();
    let of = move |offset, limit| HouseholdsOf {
        search: sought.get(),
        year,
        only_missing: narrowing.only_missing(),
        area: narrowing.area.0.get().map(RecordId),
        in_hardship: narrowing.in_hardship(),
        offset,
        limit,
    };
    let found = use_live(move || AskHouseholds(of(window.offset(), window.limit())));
    let areas = areas_of_lists();
    let rights = Rights::here();
    let may_add = move || rights.may_write(Household::KIND.key);
    let language = text::language();
    let sheet = move || {
        let filters = narrowing.said(&areas.get(), language.get());
        families_sheet(of(0, PART), filters, language.get())
    };
    let all = Signal::derive(move || found.get().map_or(0, |found| found.all));
    let rows = Signal::derive(move || found.get().unwrap_or_default().rows);
    view! {
        <Top title=title(text::FAMILIES_PAGE)/>
        <main id="main" class="page" tabindex="-1">
            <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
                <SearchField
                    label=text::SEARCH_FAMILIES
                    hint=text::SEARCH_FAMILIES_HINT
                    typed=Signal::derive(move || sought.get())
                    write=move |typed: String| {
                        window.to_top();
                        sought.set(typed);
                    }
                />
                <Narrow narrowing window areas>
                    <SheetButton file=text::FAMILIES_FILE sheet/>
                </Narrow>
                <p class="tools__count">
                    <span role="status">
                        <b>{move || text::counted(found.get().map(|found| found.all))}</b>
                        " "
                        {say(text::FAMILIES_BY_PLACE)}
                    </span>
                    <A href="/di-tung-nha">{say(text::WALK_PAGE)}</A>
                </p>
            </form>
            <Lines
                window
                label=text::FAMILIES_PAGE
                all
                rows
                line=|number, row: HouseholdRow| view! { <FamilyLine number row/> }
            />
            <Show when=move || found.get().is_some_and(|found| found.all == 0)>
                <NoneListed words=text::NO_FAMILY_FOUND/>
            </Show>
        </main>
        <Show when=may_add>
            <section class="action">
                <A href="/ghi-danh" attr:class="button button--main">
                    <Icon name="plus"/>
                    {say(text::REGISTER_FAMILY)}
                </A>
            </section>
        </Show>
    }
}

/// By what the list is narrowed; it stands in the address.
#[derive(Clone, Copy)]
struct Narrowing {
    area: (Memo<Option<i64>>, SignalSetter<Option<i64>>),
    missing: (Memo<Option<bool>>, SignalSetter<Option<bool>>),
    poor: (Memo<Option<bool>>, SignalSetter<Option<bool>>),
}

impl Narrowing {
    fn in_address() -> Self {
        Self {
            area: query_signal("dia-ban"),
            missing: query_signal("chua"),
            poor: query_signal("ngheo"),
        }
    }

    fn only_missing(self) -> bool {
        self.missing.0.get().unwrap_or_default()
    }

    fn in_hardship(self) -> bool {
        self.poor.0.get().unwrap_or_default()
    }

    fn area_text(self) -> String {
        self.area.0.get().map(|area| area.to_string()).unwrap_or_default()
    }

    /// The filters in force, in words.
    fn said(self, areas: &[Listed], language: Language) -> String {
        let chosen = self.area_text();
        let area = areas.iter().find(|(id, _)| *id == chosen).map(|(_, name)| name.clone());
        let say = |label: Label| label.in_language(language).to_owned();
        let missing =
            self.only_missing().then(|| format!("{} {}", say(text::ONLY_MISSING), today().year()));
        let poor = self.in_hardship().then(|| say(text::IN_HARDSHIP));
        [area, missing, poor].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The areas by which a list can be narrowed.
fn areas_of_lists() -> Signal<Vec<Listed>> {
    let choices = use_live(|| AskListChoices);
    Signal::derive(move || listed_areas(choices.get().unwrap_or_default().areas))
}

#[component]
fn Narrow(
    narrowing: Narrowing,
    window: Window,
    areas: Signal<Vec<Listed>>,
    children: Children,
) -> impl IntoView {
    let year = today().year();
    view! {
                <OptionsField
                    id="dia-ban"
                    label=text::AREAS
                    none=text::ANY_AREA
                    listed=areas
                    chosen=Signal::derive(move || narrowing.area_text())
                    choose=move |value: String| {
                        window.to_top();
                        narrowing.area.1.set(value.parse().ok());
                    }
                />
                <div class="chips">
                    <button
                        class="chip"
                        type="button"
                        aria-pressed=move || narrowing.only_missing().to_string()
                        on:click=move |_| {
                            window.to_top();
                            narrowing.missing.1.set((!narrowing.only_missing()).then_some(true));
                        }
                    >
                        {say(text::ONLY_MISSING)}
                        " "
                        {year.to_string()}
                    </button>
                    <button
                        class="chip"
                        type="button"
                        aria-pressed=move || narrowing.in_hardship().to_string()
                        on:click=move |_| {
                            window.to_top();
                            narrowing.poor.1.set((!narrowing.in_hardship()).then_some(true));
                        }
                    >
                        {say(text::IN_HARDSHIP)}
                    </button>
                    {children()}
                </div>
    }
}

/// The list as a sheet.
fn families_sheet(of: HouseholdsOf, filters: String, language: Language) -> SheetOf {
    let columns = vec![
        (text::RUNNING_NUMBER, CellForm::Number),
        (text::HOUSE_AND_STREET, CellForm::Text),
        (Household::KIND.field("head").map_or(text::NAME, |head| head.label), CellForm::Text),
        (text::NEIGHBOURHOOD, CellForm::Text),
        (text::PEOPLE_COUNT, CellForm::Number),
        (text::FAMILY_REGISTERED, CellForm::Text),
        (
            Household::KIND.field("hardship").map_or(text::NOTE_COLUMN, |one| one.label),
            CellForm::Text,
        ),
    ];
    let lines = move |offset: usize| {
        let of = HouseholdsOf { offset, ..of.clone() };
        async move {
            let rows = ask(AskHouseholds(of)).await?.rows.into_iter().zip(offset + 1..);
            let line = |(row, number): (HouseholdRow, usize)| {
                let hardship = row.hardship.map(|one| one.label().in_language(language).to_owned());
                let registered = if row.registered { "x".to_owned() } else { String::new() };
                vec![
                    number.to_string(),
                    row.home,
                    row.head,
                    row.area,
                    row.people.to_string(),
                    registered,
                    hardship.unwrap_or_default(),
                ]
            };
            Ok(rows.map(line).collect())
        }
    };
    let title = [text::FAMILIES_PAGE.in_language(language), &filters, &today().to_string()];
    let title = title.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    SheetOf::new(title, filters, columns, lines)
}

#[component]
pub fn FamilyLine(
    number: usize,
    row: HouseholdRow,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let home = if row.home.is_empty() { row.head.clone() } else { row.home };
    let note = [row.head, row.area]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <span class="row__mark">{number}</span>
        <span class="row__main">
            <A href=address_of("household", row.id) attr:class="row__title row__link">
                {home}
            </A>
            <span class="row__note">{note}</span>
        </span>
        <span class="row__end">
            {row
                .registered
                .then(|| {
                    view! {
                        <span class="badge badge--ok">
                            <Icon name="check" small=true/>
                            {say(text::REGISTERED)}
                        </span>
                    }
                })} {row.disputed.then(|| view! { <Disputed/> })}
            {row.unsent.then(|| view! { <Unsent/> })} {children.map(|children| children())}
        </span>
    }
}

/// The registration of a subject for a model in this year.
pub fn registration(
    model: LearningModel,
    subject: domain::id::RecordId,
    area: domain::id::RecordId,
    year: domain::time::Year,
) -> Registration {
    Registration {
        subject: Some(SubjectId(subject)),
        model: Some(model),
        year: Some(year),
        area: Some(AreaId(area)),
        registered_on: Some(today()),
        ..Registration::default()
    }
}
