//! A household's people on its page: who lives there and who has; and what happens to them
//! ([`happens`]).

mod happens;

use domain::id::RecordId;
use domain::time::Day;
use domain::view::household::{HouseholdPeople, Inmate};
use leptos::prelude::*;
use leptos_router::components::A;

use super::people::PersonName;
use super::use_live;
use crate::components::{Icon, address_of};
use crate::pages::Rights;
use crate::text::{self, say};
use happens::HappensSheet;
use letters::AskHouseholdPeople;

/// Whom the sheet is about: somebody of the household, or all of it.
#[derive(Clone, Debug, PartialEq)]
enum About {
    All,
    One(Inmate),
}

#[component]
pub fn HouseholdSection(household: RecordId) -> impl IntoView {
    let found = use_live(move || AskHouseholdPeople(household));
    let people = Memo::new(move |_| found.get().unwrap_or_default());
    let about = RwSignal::new(None::<About>);
    let rights = Rights::here();
    let may = Memo::new(move |_| rights.may_write("residence"));
    let former = move || people.with(|people| people.former.clone());
    view! {
        <section class="section" aria-labelledby="trong-ho">
            <div class="section__head">
                <h2 id="trong-ho">{say(text::IN_HOUSEHOLD)}</h2>
            </div>
            <ul>
                <For
                    each=move || people.with(|people| people.present.clone())
                    key=move |inmate| {
                        let relation = inmate.relation.map(|relation| relation as i64);
                        let leads = people.with_untracked(|people| people.head) == Some(inmate.person);
                        (inmate.residence, inmate.name.clone(), inmate.birth, relation, leads)
                    }
                    let:inmate
                >
                    <InmateLine people inmate about may/>
                </For>
            </ul>
            <Show when=move || found.get().is_some_and(|people| people.present.is_empty())>
                <p class="block empty__text">{say(text::NOBODY_LIVES_HERE)}</p>
            </Show>
            <Show when=move || people.with(|people| !people.former.is_empty())>
                <details class="block more">
                    <summary>{say(text::FORMER_INMATES)}</summary>
                    <ul>
                        <For each=former key=|inmate| (inmate.residence, inmate.until) let:inmate>
                            <FormerLine inmate/>
                        </For>
                    </ul>
                </details>
            </Show>
            <Show when=move || may.get()>
                <div class="block block--apart person__deeds">
                    <button
                        class="button button--small"
                        type="button"
                        on:click=move |_| about.set(Some(About::All))
                    >
                        <Icon name="moved" small=true/>
                        {say(text::HOME_MOVE_ALL)}
                    </button>
                </div>
            </Show>
        </section>
        <HappensSheet household people about/>
    }
}

#[component]
fn InmateLine(
    people: Memo<HouseholdPeople>,
    inmate: Inmate,
    about: RwSignal<Option<About>>,
    may: Memo<bool>,
) -> impl IntoView {
    let language = text::language();
    let relation = people.with_untracked(|people| people.relation(&inmate));
    let birth = inmate.birth.map(|birth| birth.to_string());
    let note = move || {
        let relation =
            relation.map(|relation| relation.label().in_language(language.get()).to_owned());
        let parts = [relation, birth.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let (whose, called) = (inmate.clone(), inmate.name.clone());
    let open = move |_| about.set(Some(About::One(whose.clone())));
    let changes = move || format!("{}: {called}", text::CHANGES.in_language(language.get()));
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="person"/>
            </span>
            <span class="row__main">
                <A href=address_of("person", inmate.person) attr:class="row__title row__link">
                    <PersonName name=inmate.name/>
                </A>
                <span class="row__note">{note}</span>
            </span>
            <span class="row__end">
                <Show when=move || may.get()>
                    <button
                        class="button button--small"
                        type="button"
                        aria-label=changes.clone()
                        on:click=open.clone()
                    >
                        {say(text::CHANGES)}
                    </button>
                </Show>
            </span>
        </li>
    }
}

#[component]
fn FormerLine(inmate: Inmate) -> impl IntoView {
    let language = text::language();
    let day = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    let lived = format!("{} – {}", day(inmate.since), day(inmate.until));
    let ended = inmate.ended;
    let note = move || {
        let why = ended.map(|why| why.label().in_language(language.get()));
        format!("{lived} {}", why.unwrap_or_default())
    };
    view! {
        <li class="row">
            <span class="row__mark"></span>
            <span class="row__main">
                <A href=address_of("person", inmate.person) attr:class="row__title row__link">
                    <PersonName name=inmate.name/>
                </A>
                <span class="row__note">{note}</span>
            </span>
        </li>
    }
}
