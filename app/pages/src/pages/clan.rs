//! A clan's families on its page: which belong to it, and how many of them have registered this year.

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{ClanFamily, ClanId, HouseholdId};
use domain::view::households::ClanRow;
use domain::view::record::Named;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::families::FamilyLine;
use super::use_live;
use crate::components::{FindRecord, Icon, Toast};
use crate::deed::{self, today};
use crate::pages::Rights;
use crate::text::{self, say};
use letters::AskClanFamilies;

#[component]
pub fn ClanSection(clan: RecordId) -> impl IntoView {
    let found = use_live(move || AskClanFamilies { clan, year: today().year() });
    let families = Memo::new(move |_| found.get().unwrap_or_default());
    let rights = Rights::here();
    let may = Memo::new(move |_| rights.may_write(ClanFamily::KIND.key));
    let language = text::language();
    let counts = move || {
        let families = families.read();
        let registered = families.iter().filter(|row| row.family.registered).count();
        text::families_of_clan(families.len(), registered, today().year(), language.get())
    };
    view! {
        <section class="section" aria-labelledby="gia-dinh-dong-ho">
            <div class="section__head">
                <h2 id="gia-dinh-dong-ho">{say(text::CLAN_FAMILIES)}</h2>
            </div>
            <p class="block field__hint">
                {move || match found.get() {
                    None => String::new(),
                    Some(none) if none.is_empty() => {
                        let label =
                            if may.get() { text::FIND_CLAN_FAMILIES } else { text::NO_CLAN_FAMILIES };
                        label.in_language(language.get()).to_owned()
                    }
                    Some(_) => counts(),
                }}
            </p>
            <ul>
                <For
                    each=move || families.get().into_iter().zip(1..)
                    key=|line| line.clone()
                    let((row, number))
                >
                    <li class="row">
                        <FamilyLine number row=row.family.clone()>
                            <LeaveButton clan row may/>
                        </FamilyLine>
                    </li>
                </For>
            </ul>
            <Show when=move || may.get()>
                <AddFamily clan families/>
            </Show>
        </section>
    }
}

fn belongs(clan: RecordId, family: RecordId) -> ClanFamily {
    ClanFamily { clan: Some(ClanId(clan)), household: Some(HouseholdId(family)) }
}

#[component]
fn LeaveButton(clan: RecordId, row: ClanRow, may: Memo<bool>) -> impl IntoView {
    let toast = Toast::here();
    let language = text::language();
    let (link, family) = (row.link, row.family.id);
    let called = if row.family.head.is_empty() { row.family.home } else { row.family.head };
    let label = move || format!("{}: {called}", text::TAKE_OUT_OF_CLAN.in_language(language.get()));
    let leave = move |_| {
        spawn_local(async move {
            if deed::done(vec![deed::delete(ClanFamily::KIND.key, link)]).await.is_err() {
                toast.say(text::NOT_SAVED);
                return;
            }
            toast.say_undo(text::TAKEN_OUT_OF_CLAN, move || {
                deed::take_back(toast, vec![vec![deed::fact(belongs(clan, family), &[])]]);
            });
        });
    };
    view! {
        <Show when=move || may.get()>
            <button
                class="icon-button"
                type="button"
                aria-label=label.clone()
                on:click=leave
            >
                <Icon name="close" small=true/>
            </button>
        </Show>
    }
}

/// A family is found by its door or its head, and belongs to the clan with a tap.
#[component]
fn AddFamily(clan: RecordId, families: Memo<Vec<ClanRow>>) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let toast = Toast::here();
    let add = move |family: Named| {
        search.set(String::new());
        // Whoever belongs to it already is not added, and nothing is taken back.
        if families.read_untracked().iter().any(|row| row.family.id == family.id) {
            toast.say(text::IN_CLAN_ALREADY);
            return;
        }
        spawn_local(async move {
            match deed::fact_done(belongs(clan, family.id)).await {
                Ok(back) => toast.say_undo(text::ADDED_TO_CLAN, move || {
                    deed::take_back(toast, vec![back.clone()]);
                }),
                Err(_) => toast.say(text::NOT_SAVED),
            }
        });
    };
    view! {
        <div class="block block--apart field">
            <label class="field__label" for="them-gia-dinh">
                {say(text::ADD_FAMILY_TO_CLAN)}
            </label>
            <FindRecord
                id="them-gia-dinh"
                kinds=&["household"]
                hint=text::SEARCH_FAMILIES_HINT
                search
                choose=add
            />
        </div>
    }
}
