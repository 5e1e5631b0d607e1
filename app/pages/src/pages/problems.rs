//! Cần xử lý: what the server did not take, what it holds for an officer, what a restore lost.

use domain::change::Act;
use domain::field::FieldType;
use domain::kind::kind;
use domain::text::{Language, value};
use domain::view::work::{HeldWork, RefusedWork, RescuedWork};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Confirm, Icon};
use crate::deed;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{
    AskHeld, AskRefused, AskRescued, AskRights, Decide, DropRefused, DropRescued, Save, Trouble,
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
        <main id="main" class="page page--narrow" tabindex="-1">
            <section class="section">
                <For
                    each=move || refused.get().unwrap_or_default()
                    key=|work| work.said.id.number
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
            </Show>
        </main>
    }
}

/// What a set of fields says, in a line.
pub fn in_a_line(kind_key: &str, fields: &domain::change::Fields, language: Language) -> String {
    let Some(declared) = kind(kind_key) else { return String::new() };
    let said = declared.fields.iter().filter_map(|field| {
        let value = fields.get(field.key).filter(|value| !value.is_null())?;
        if matches!(field.ty, FieldType::Ref(_)) {
            return None;
        }
        Some(value::shown(field.ty, value, language))
    });
    said.collect::<Vec<_>>().join(" · ")
}

fn kind_name(kind_key: &str, language: Language) -> String {
    kind(kind_key).map_or(kind_key, |kind| kind.label.in_language(language)).to_owned()
}

#[component]
fn Refused(work: RefusedWork) -> impl IntoView {
    let language = text::language();
    let confirm = Confirm::here();
    let number = work.said.id.number;
    let drop_it = move |_| {
        confirm.ask(text::DROP_SURE, text::DROP_REFUSED, move || {
            spawn_local(async move {
                // What cannot be dropped stays in the list.
                let _ = ask(DropRefused(number)).await;
            });
        });
    };
    let (kind_key, code, field) = (work.said.kind.clone(), work.code, work.field.clone());
    let what = {
        let (change, title) = (work.said.clone(), work.record.title.clone());
        move || {
            let said = in_a_line(&change.kind, &change.fields, language.get());
            if title.is_empty() { said } else { format!("{title} · {said}") }
        }
    };
    let reason = move || {
        let sentence = domain::text::refusal(code).in_language(language.get());
        let named = field.as_deref().and_then(|field| kind(&kind_key)?.field(field));
        match named {
            Some(field) => format!("{}: {sentence}", field.label.in_language(language.get())),
            None => sentence.to_owned(),
        }
    };
    let heading = {
        let kind_key = work.said.kind.clone();
        move || kind_name(&kind_key, language.get())
    };
    let is_set = work.said.act == Act::Set;
    let mend = is_set.then(|| format!("/ghi/{}?sua={number}", work.said.kind));
    view! {
        <div class="block problem">
            <h3>{heading}</h3>
            <p>{what}</p>
            <div class="notice notice--danger">
                <Icon name="refused"/>
                <p>{reason}</p>
            </div>
            <div class="person__deeds">
                {mend
                    .map(|mend| {
                        view! {
                            <A href=mend attr:class="button button--small">
                                <Icon name="pencil" small=true/>
                                {say(text::MEND)}
                            </A>
                        }
                    })}
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
            <p>{move || in_a_line(&state.kind, &state.fields, language.get())}</p>
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
    let decide = move |change, accept| {
        spawn_local(async move {
            // What was not decided stays in the list.
            let _ = ask(Decide { change, accept }).await;
            look();
        });
    };
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
                        .map(|held| {
                            let change = held.said.id;
                            let language = language.get();
                            view! {
                                <div class="block problem">
                                    <h3>{kind_name(&held.said.kind, language)}</h3>
                                    <p>
                                        <b>{held.author}</b>
                                        ", "
                                        {held.said.made.day().to_string()}
                                        ": "
                                        {in_a_line(&held.said.kind, &held.said.fields, language)}
                                    </p>
                                    <p class="field__hint">
                                        {text::held_for(held.reason).in_language(language)}
                                    </p>
                                    <div class="person__deeds">
                                        <button
                                            class="button button--small button--main"
                                            type="button"
                                            on:click=move |_| decide(change, true)
                                        >
                                            {say(text::ACCEPT)}
                                        </button>
                                        <button
                                            class="button button--small"
                                            type="button"
                                            on:click=move |_| decide(change, false)
                                        >
                                            {say(text::REJECT)}
                                        </button>
                                    </div>
                                </div>
                            }
                        })
                        .collect_view()
                        .into_any()
                }
            }}
        </section>
    }
}
