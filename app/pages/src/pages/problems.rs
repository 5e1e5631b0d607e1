//! Cần xử lý: what the server did not take, what the records say against one another, what is held for
//! an officer, what a restore lost.

use domain::change::Fields;
use domain::field::FieldType;
use domain::kind::kind;
use domain::text::{Language, value};
use domain::view::work::{Found, HeldWork, RefusedWork, RescuedWork};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::mend;
use super::use_live;
use crate::components::{Confirm, Icon, NamedLine, Toast, address_of, kind_name, said_line, when};
use crate::deed;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{
    AskFindings, AskHeld, AskRefused, AskRescued, AskRights, Decide, DropRefused, DropRescued,
    Save, Trouble,
};

#[component]
pub fn ProblemsPage() -> impl IntoView {
    let refused = use_live(|| AskRefused);
    let rescued = use_live(|| AskRescued);
    let rights = use_live(|| AskRights);
    let may_decide = move || rights.get().is_some_and(|rights| rights.may_settle);
    let none = move || refused.get().is_some_and(|refused| refused.is_empty());
    let lost = move || rescued.get().unwrap_or_default();
    view! {
        <Top title=title(text::PROBLEMS_PAGE) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <section class="section" aria-labelledby="chua-nhan">
                <div class="section__head">
                    <h2 id="chua-nhan">{say(text::REFUSED_TITLE)}</h2>
                </div>
                <For
                    each=move || refused.get().unwrap_or_default()
                    key=|work| work.numbers()
                    let:work
                >
                    <Refused work/>
                </For>
                <Show when=none>
                    <p class="block empty__text">{say(text::PROBLEMS_EMPTY)}</p>
                </Show>
            </section>
            <Show when=move || !lost().is_empty()>
                <section class="section" aria-labelledby="khoi-phuc">
                    <div class="section__head">
                        <h2 id="khoi-phuc">{say(text::RESCUED_TITLE)}</h2>
                    </div>
                    <For each=lost key=|work| work.state.id let:work>
                        <Rescued work/>
                    </For>
                </section>
            </Show>
            <Show when=may_decide>
                <Held/>
                <Findings/>
            </Show>
        </main>
    }
}

/// What a set of fields says, in a line, without names of fields.
fn fields_line(kind_key: &str, fields: &Fields, language: Language) -> String {
    let Some(declared) = kind(kind_key) else { return String::new() };
    let said = declared.fields.iter().filter_map(|field| {
        let value = fields.get(field.key).filter(|value| !value.is_null())?;
        let named_elsewhere = matches!(field.ty, FieldType::Ref(_));
        (!named_elsewhere).then(|| value::shown(field.ty, value, language))
    });
    said.collect::<Vec<_>>().join(" · ")
}

#[component]
fn Refused(work: RefusedWork) -> impl IntoView {
    let language = text::language();
    let confirm = Confirm::here();
    let numbers = work.numbers();
    let first = numbers.first().copied().unwrap_or_default();
    let drop_it = move |_| {
        let numbers = numbers.clone();
        confirm.ask(text::DROP_SURE, text::DROP_REFUSED, move || {
            let numbers = numbers.clone();
            spawn_local(async move {
                // What cannot be dropped stays in the list.
                let _ = ask(DropRefused(numbers)).await;
            });
        });
    };
    let heading = work.culprit().map(|culprit| culprit.said.kind.clone()).unwrap_or_default();
    let reason = mend::reason(&work);
    let sentence = move || {
        let (code, field) = reason?;
        let sentence = domain::text::refusal(code).in_language(language.get());
        Some(match field {
            Some(field) => format!("{}: {sentence}", field.label.in_language(language.get())),
            None => sentence.to_owned(),
        })
    };
    let lines = work
        .changes
        .into_iter()
        .map(|change| {
            let (said, record) = (change.said, change.record);
            let line = {
                let said = said.clone();
                move || said_line(&said, language.get())
            };
            let called = (change.stands.is_some() && !record.title.is_empty()).then(|| {
                view! {
                    <A href=address_of(&record.kind, record.id)>{record.title.clone()}</A>
                    " · "
                }
            });
            view! { <p>{called} {line}</p> }
        })
        .collect_view();
    view! {
        <div class="block problem">
            <h3>{move || kind_name(&heading, language.get())}</h3>
            {lines}
            <div class="notice notice--danger">
                <Icon name="refused"/>
                <p>{sentence}</p>
            </div>
            <div class="person__deeds">
                <A href=format!("/sua/{first}") attr:class="button button--small">
                    <Icon name="pencil" small=true/>
                    {say(text::MEND)}
                </A>
                <button class="button button--small" type="button" on:click=drop_it>
                    <Icon name="trash" small=true/>
                    {say(text::DROP_REFUSED)}
                </button>
            </div>
        </div>
    }
}

#[component]
fn Rescued(work: RescuedWork) -> impl IntoView {
    let language = text::language();
    let state = work.state.clone();
    let id = state.id;
    let again = move |_| {
        let state = state.clone();
        spawn_local(async move {
            let act = deed::edit(&state.kind, state.id, state.fields.clone(), None);
            let save = Save {
                form: deed::new_form(),
                acts: vec![act],
                mends: vec![],
                reenters: Some(state.id),
            };
            // What was not entered stays in the list.
            let _ = ask(save).await;
        });
    };
    let let_go = move |_| {
        spawn_local(async move {
            // What cannot be let go of stays in the list.
            let _ = ask(DropRescued(id)).await;
        });
    };
    let (kind_key, state) = (work.state.kind.clone(), work.state);
    view! {
        <div class="block problem">
            <h3>{move || kind_name(&kind_key, language.get())}</h3>
            <p>{move || fields_line(&state.kind, &state.fields, language.get())}</p>
            <div class="person__deeds">
                <button class="button button--small button--main" type="button" on:click=again>
                    {say(text::ENTER_AGAIN)}
                </button>
                <button class="button button--small" type="button" on:click=let_go>
                    {say(text::LET_GO)}
                </button>
            </div>
        </div>
    }
}

/// What the records say against one another, rule by rule.
#[component]
fn Findings() -> impl IntoView {
    let findings = use_live(|| AskFindings);
    let language = text::language();
    view! {
        <section class="section" aria-labelledby="trai-quy-tac">
            <div class="section__head">
                <h2 id="trai-quy-tac">{say(text::FINDINGS_TITLE)}</h2>
            </div>
            <ul>
                <For
                    each=move || findings.get().unwrap_or_default()
                    key=|found| (found.record.id, found.broken, found.record.title.clone())
                    let:found
                >
                    <li class="row">
                        <FindingLine found language/>
                    </li>
                </For>
            </ul>
            <Show when=move || findings.get().is_some_and(|findings| findings.is_empty())>
                <p class="block empty__text">{say(text::FINDINGS_EMPTY)}</p>
            </Show>
        </section>
    }
}

#[component]
fn FindingLine(found: Found, language: RwSignal<Language>) -> impl IntoView {
    let broken = found.broken;
    let note = found.record.note.clone();
    let named = domain::view::record::Named {
        note: [broken.label().in_language(language.get_untracked()), &note]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        ..found.record
    };
    view! { <NamedLine named/> }
}

/// Work of people whose right has ended, of revoked and unknown devices: asked of the server.
#[component]
fn Held() -> impl IntoView {
    let held = RwSignal::new(None::<Result<Vec<HeldWork>, Trouble>>);
    let language = text::language();
    let look = move || {
        spawn_local(async move {
            held.try_set(Some(ask(AskHeld).await));
        });
    };
    look();
    view! {
        <section class="section" aria-labelledby="cho-xet">
            <div class="section__head">
                <h2 id="cho-xet">{say(text::HELD_TITLE)}</h2>
            </div>
            {move || match held.get() {
                None => ().into_any(),
                Some(Err(trouble)) => {
                    view! { <p class="block field__hint">{text::trouble(&trouble, language.get())}</p> }
                        .into_any()
                }
                Some(Ok(held)) if held.is_empty() => {
                    view! { <p class="block empty__text">{say(text::HELD_EMPTY)}</p> }.into_any()
                }
                Some(Ok(held)) => {
                    held.into_iter()
                        .map(|held| view! { <HeldLine held look/> })
                        .collect_view()
                        .into_any()
                }
            }}
        </section>
    }
}

/// One held change, with what it is about; the officer takes it or does not.
#[component]
fn HeldLine(held: HeldWork, look: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let language = text::language();
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let change = held.said.id;
    let decide = move |accept: bool| {
        spawn_local(async move {
            match ask(Decide { change, accept }).await {
                Ok(()) => toast.say(text::DECIDED),
                // What was not decided stays in the list.
                Err(_) => toast.say(text::NOT_DECIDED),
            }
            look();
        });
    };
    let reject = move |_| confirm.ask(text::REJECT_SURE, text::REJECT, move || decide(false));
    let (said, record) = (held.said, held.record);
    let kind_key = said.kind.clone();
    let made = when(said.made);
    view! {
        <div class="block problem">
            <h3>
                {move || kind_name(&kind_key, language.get())}
                {(!record.title.is_empty())
                    .then(|| {
                        view! {
                            " · "
                            <A href=address_of(&record.kind, record.id)>{record.title.clone()}</A>
                        }
                    })}
            </h3>
            <p>{move || said_line(&said, language.get())}</p>
            <p class="field__hint">
                <b>{held.author}</b>
                ", "
                {made}
                ". "
                {move || text::held_for(held.reason).in_language(language.get())}
            </p>
            <div class="person__deeds">
                <button
                    class="button button--small button--main"
                    type="button"
                    on:click=move |_| decide(true)
                >
                    {say(text::ACCEPT)}
                </button>
                <button class="button button--small" type="button" on:click=reject>
                    {say(text::REJECT)}
                </button>
            </div>
        </div>
    }
}
