//! Chi hội, đơn vị, dòng họ: each with where it is and how many belong to it, and the way to its page.

use domain::text::{begins_words, fold, whole};
use domain::view::places::{PlaceRow, Places};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::query_signal;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Icon, NoneListed, SearchField, Sought, address_of, icon_of, kind_name};
use crate::pages::Rights;
use crate::text;
use letters::AskPlaces;

#[component]
pub fn PlacesPage() -> impl IntoView {
    let (named, name) = query_signal::<usize>("loai");
    let of = Memo::new(move |_| {
        let named = named.get().and_then(|place| Places::ALL.get(place));
        named.copied().unwrap_or(Places::Branches)
    });
    let found = use_live(move || AskPlaces(of.get()));
    let sought = Sought::in_address();
    let rows = Memo::new(move |_| {
        let sought = fold(&sought.get());
        let words: Vec<&str> = sought.split_whitespace().collect();
        let mut rows = found.get().unwrap_or_default();
        rows.retain(|row| begins_words(&fold(&format!("{} {}", row.name, row.area)), &words));
        rows
    });
    let language = text::language();
    let called = move || kind_name(of.get().kind().key, language.get()).to_lowercase();
    let chip = move |(place, one): (usize, Places)| {
        let is_on = move || of.get() == one;
        view! {
            <button
                class="chip"
                class:chip--on=is_on
                type="button"
                aria-pressed=move || is_on().to_string()
                on:click=move |_| name.set(Some(place))
            >
                <Icon name=icon_of(one.kind().key) small=true/>
                {move || kind_name(one.kind().key, language.get())}
            </button>
        }
    };
    view! {
        <Top title=title(text::PLACES_PAGE) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
                <div class="chips">
                    {Places::ALL.into_iter().enumerate().map(chip).collect_view()}
                </div>
                <SearchField
                    label=text::SEARCH_PLACES
                    hint=text::SEARCH_PLACES
                    typed=Signal::derive(move || sought.get())
                    write=move |typed: String| sought.set(typed)
                />
                <p class="tools__count">
                    <span role="status">
                        <b>{move || text::counted(found.get().map(|_| rows.read().len()))}</b>
                        " "
                        {called}
                    </span>
                </p>
            </form>
            <ul>
                <For each=move || rows.get() key=Clone::clone let:row>
                    <PlaceLine of=of.get_untracked() row/>
                </For>
            </ul>
            <Show when=move || found.get().is_some() && rows.read().is_empty()>
                <NoneListed words=text::NO_PLACES/>
            </Show>
        </main>
        <NewPlace of/>
    }
}

/// Whoever may write one of them begins a new one here.
#[component]
fn NewPlace(of: Memo<Places>) -> impl IntoView {
    let rights = Rights::here();
    let language = text::language();
    view! {
        <Show when=move || rights.may_write(of.get().kind().key)>
            <section class="action">
                <A href=move || format!("/ghi/{}", of.get().kind().key) attr:class="button button--main">
                    <Icon name="plus"/>
                    {move || text::add_one(&kind_name(of.get().kind().key, language.get()), language.get())}
                </A>
            </section>
        </Show>
    }
}

#[component]
fn PlaceLine(of: Places, row: PlaceRow) -> impl IntoView {
    let language = text::language();
    let kind = of.kind().key;
    let belong = row.count;
    let counted = move || {
        let words = match of {
            Places::Branches => text::MEMBERS_WORD,
            Places::Units => text::WORKERS_WORD,
            Places::Clans => text::FAMILIES_WORD,
        };
        format!("{} {}", whole(belong as i64), words.in_language(language.get()))
    };
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name=icon_of(kind)/>
            </span>
            <span class="row__main">
                <A href=address_of(kind, row.id) attr:class="row__title row__link">
                    {row.name}
                </A>
                <span class="row__note">{row.area}</span>
            </span>
            <span class="row__end">{counted}</span>
        </li>
    }
}
