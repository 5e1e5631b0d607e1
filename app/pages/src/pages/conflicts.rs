//! Chờ quyết định: what an officer decides. Every field that was written in two ways, work that the
//! server holds, and what the records say against one another.

use domain::change::{PRESENCE, Seen};
use domain::id::{ChangeId, RecordId};
use domain::settle::SettleRule;
use domain::text::value::Digits;
use domain::text::whole;
use domain::view::record::Version;
use domain::view::work::Conflicting;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::findings::Findings;
use super::frame::{Top, title};
use super::held::Held;
use super::use_live;
use crate::components::{
    Confirm, SelectField, Toast, Versions, address_of, by_field, field_name, way_words,
};
use crate::deed::{self, Undoable};
use crate::pages::Rights;
use crate::text::{self, say};
use letters::AskConflicts;

/// A record is drawn anew when one of its versions is another.
fn key_of(one: &Conflicting) -> (RecordId, Vec<(ChangeId, bool)>, String) {
    let versions = one.versions.iter().map(|version| &version.disputed);
    let versions = versions.map(|disputed| (disputed.change, disputed.shown)).collect();
    (one.record.id, versions, one.record.title.clone())
}

#[component]
pub fn ConflictsPage() -> impl IntoView {
    let conflicts = use_live(|| AskConflicts);
    let rights = Rights::here();
    let may_settle = Memo::new(move |_| rights.may_settle());
    let listed = Signal::derive(move || conflicts.get().unwrap_or_default());
    let many = move || listed.with(|listed| fields_of(listed)) > 1;
    view! {
        <Top title=title(text::DECISIONS_PAGE) back="/"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <section class="section" aria-labelledby="hai-cach-ghi">
                <div class="section__head">
                    <h2 id="hai-cach-ghi">{say(text::CONFLICTS_PAGE)}</h2>
                </div>
                <Show when=move || conflicts.get().is_some_and(|conflicts| conflicts.is_empty())>
                    <p class="block empty__text">{say(text::CONFLICTS_EMPTY)}</p>
                </Show>
                <Show when=move || may_settle.get() && many()>
                    <ByRule listed/>
                </Show>
                <For each=move || listed.get() key=key_of let:one>
                    <Conflict one may_settle/>
                </For>
                <Show when=move || !listed.get().is_empty()>
                    <p class="block field__hint">{say(text::CONFLICTS_FOOT)}</p>
                </Show>
            </section>
            <Show when=move || may_settle.get()>
                <Held/>
                <Findings/>
            </Show>
        </main>
    }
}

#[component]
fn Conflict(one: Conflicting, may_settle: Memo<bool>) -> impl IntoView {
    let Conflicting { record, versions, seen } = one;
    let address = address_of(&record.kind, record.id);
    let edit = format!("/muc/{}/{}/sua", record.kind, record.id.0);
    // Whether it is there at all is no field that could be written otherwise.
    let of_fields = versions.iter().any(|version| version.disputed.field != PRESENCE);
    view! {
        <article class="conflict">
            <div class="block conflict__head">
                <p class="conflict__who">
                    <b>{record.title.clone()}</b>
                    {(!record.note.is_empty()).then(|| format!(", {}", record.note))}
                </p>
                <p class="conflict__ways">
                    <A href=address>{say(text::OPEN_RECORD)}</A>
                    <Show when=move || of_fields && may_settle.get()>
                        <A href=edit.clone()>{say(text::WRITE_OTHERWISE)}</A>
                    </Show>
                </p>
            </div>
            <Versions kind_key=record.kind record=record.id versions seen/>
        </article>
    }
}

/// How many fields wait in these records.
fn fields_of(listed: &[Conflicting]) -> usize {
    listed.iter().map(|one| by_field(one.versions.clone()).len()).sum()
}

/// A record with the ways that a rule takes in it: each field's, and the one that was in use.
type Chosen = (String, RecordId, Seen, Vec<(Version, Version)>);

/// What a rule chooses, record by record.
fn chosen_by(rule: SettleRule, listed: &[Conflicting]) -> Vec<Chosen> {
    let chosen = listed.iter().map(|one| {
        let fields = by_field(one.versions.clone()).into_values();
        let chosen = fields.filter_map(|ways| {
            let in_use = ways.iter().find(|way| way.disputed.shown)?;
            Some((rule.choose(&ways)?.clone(), in_use.clone()))
        });
        let mut chosen: Vec<_> = chosen.collect();
        // Whether it is there at all comes last: what is gone cannot be written.
        chosen.sort_by_key(|(way, _)| way.disputed.field == PRESENCE);
        (one.record.kind.clone(), one.record.id, one.seen, chosen)
    });
    chosen.filter(|(.., fields)| !fields.is_empty()).collect()
}

/// What a rule takes in one field.
#[component]
fn RuleWay(title: String, kind: String, way: Version) -> impl IntoView {
    let language = text::language();
    let words = move || {
        let language = language.get();
        let field = field_name(&kind, &way.disputed.field, language);
        (field, way_words(&kind, &way, &way.disputed.value, language, Digits::All))
    };
    let value = words.clone();
    view! {
        <li>
            {title} " · " {move || words().0} ": "
            <b>{move || value().1}</b>
        </li>
    }
}

/// Settles by a rule what it decides in the list; the rest is left to the officer.
#[component]
fn ByRule(listed: Signal<Vec<Conflicting>>) -> impl IntoView {
    let rule = RwSignal::new(None::<SettleRule>);
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let all = move || listed.with(|listed| fields_of(listed));
    let chosen = move || listed.with(|listed| rule.get().map(|rule| chosen_by(rule, listed)));
    let decided = move || {
        chosen().map(|chosen| chosen.iter().map(|(.., fields)| fields.len()).sum::<usize>())
    };
    let ways = move || {
        let title = |id: RecordId| {
            let of = |listed: &Vec<Conflicting>| {
                listed.iter().find(|one| one.record.id == id).map(|one| one.record.title.clone())
            };
            listed.with(of).unwrap_or_default()
        };
        let chosen = chosen().unwrap_or_default().into_iter();
        let ways = chosen.flat_map(|(kind, record, _, fields)| {
            let title = title(record);
            fields.into_iter().map(move |(way, _)| (title.clone(), kind.clone(), way))
        });
        ways.collect::<Vec<_>>()
    };
    let settle = move |_| {
        confirm.ask(text::BY_RULE_SURE, text::CHOOSE_BY_RULE, move || {
            let Some(rule) = rule.get_untracked() else { return };
            let chosen = listed.with_untracked(|listed| chosen_by(rule, listed));
            spawn_local(async move {
                let mut backs = Vec::new();
                let mut whole = true;
                for (kind, record, seen, fields) in chosen {
                    let mut choices = Vec::new();
                    for (way, in_use) in fields {
                        choices.push(Undoable::choice(&kind, record, &way, &in_use, seen).await);
                    }
                    match deed::done_and_back(choices).await {
                        Ok(back) => backs.push(back),
                        Err(_) => whole = false,
                    }
                }
                if backs.is_empty() {
                    toast.say(text::NOT_SETTLED);
                    return;
                }
                let words = if whole { text::SETTLED } else { text::NOT_ALL_SETTLED };
                toast.say_undo(words, move || deed::take_back(toast, backs.clone()));
            });
        });
    };
    view! {
        <form class="block form by-rule" on:submit=|event| event.prevent_default()>
            <div class="field">
                <SelectField
                    id="quy-tac"
                    label=text::BY_RULE
                    choose=move |value: String| {
                        let chosen = value.parse::<i64>().ok();
                        let named = |one: &SettleRule| Some(*one as i64) == chosen;
                        rule.set(SettleRule::ALL.iter().copied().find(named));
                    }
                >
                    <option value="">{say(text::CHOOSE)}</option>
                    {SettleRule::ALL
                        .iter()
                        .map(|rule| {
                            view! {
                                <option value=(*rule as i64).to_string()>{say(rule.label())}</option>
                            }
                        })
                        .collect_view()}
                </SelectField>
            </div>
            <Show when=move || decided().is_some()>
                <p class="field__hint" role="status">
                    {say(text::RULE_DECIDES)}
                    " "
                    {move || whole(decided().unwrap_or_default() as i64)}
                    "/"
                    {move || whole(all() as i64)}
                    "."
                    <Show when=move || decided().is_some_and(|decided| decided < all())>
                        " "
                        {say(text::REST_IS_LEFT)}
                    </Show>
                </p>
                <ul class="by-rule__ways">
                    {move || {
                        let ways = ways().into_iter();
                        ways.map(|(title, kind, way)| view! { <RuleWay title kind way/> }).collect_view()
                    }}
                </ul>
                <button
                    class="button button--small"
                    type="button"
                    disabled=move || decided() == Some(0)
                    on:click=settle
                >
                    {say(text::CHOOSE_BY_RULE)}
                </button>
            </Show>
        </form>
    }
}
