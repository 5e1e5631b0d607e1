//! Gia đình: the households by place, and which have registered this year.

use domain::record::{AreaId, LearningModel, Registration, SubjectId};
use domain::view::households::{HouseholdRow, HouseholdsOf};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::query_signal;

use super::frame::{Top, title};
use super::people::Unsent;
use super::use_live;
use crate::components::{Disputed, Icon, Lines, SearchField, Sought, Window, address_of};
use crate::deed::today;
use crate::text::{self, say};
use letters::AskHouseholds;

#[component]
pub fn FamiliesPage() -> impl IntoView {
    let sought = Sought::in_address();
    let (missing, set_missing) = query_signal::<bool>("chua");
    let window = Window::new();
    let only_missing = move || missing.get().unwrap_or_default();
    let year = today().year();
    let found = use_live(move || {
        AskHouseholds(HouseholdsOf {
            search: sought.get(),
            year,
            only_missing: only_missing(),
            offset: window.offset(),
            limit: window.limit(),
        })
    });
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
                <div class="chips">
                    <button
                        class="chip"
                        type="button"
                        aria-pressed=move || only_missing().to_string()
                        on:click=move |_| {
                            window.to_top();
                            set_missing.set((!only_missing()).then_some(true));
                        }
                    >
                        {say(text::ONLY_MISSING)}
                        " "
                        {year.to_string()}
                    </button>
                </div>
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
                <div class="block empty__text">
                    <p>{say(text::NO_FAMILY_FOUND)}</p>
                </div>
            </Show>
        </main>
        <section class="action">
            <A href="/ghi-danh" attr:class="button button--main">
                <Icon name="plus"/>
                {say(text::REGISTER_FAMILY)}
            </A>
        </section>
    }
}

#[component]
fn FamilyLine(number: usize, row: HouseholdRow) -> impl IntoView {
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
            {row.unsent.then(|| view! { <Unsent/> })}
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
