//! Cần xử lý: what the server did not take, and what a restore lost.

use domain::answer::Refusal;
use domain::change::Fields;
use domain::field::FieldType;
use domain::kind::kind;
use domain::text::{Label, Language, value};
use domain::view::record::Named;
use domain::view::work::{HandedOver, RefusedWork, RescuedWork, Whereabouts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::mend;
use super::use_live;
use crate::components::{
    Confirm, Icon, Toast, address_of, download_sheet, kind_name, said_line, when,
};
use crate::deed;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskRefused, AskRescued, DropRefused, DropRescued, HandOver, Save};

#[component]
pub fn ProblemsPage() -> impl IntoView {
    let refused = use_live(|| AskRefused);
    let rescued = use_live(|| AskRescued);
    let language = text::language();
    let toast = Toast::here();
    let none = move || refused.get().map(|refused| refused.is_empty());
    let export = move |_| {
        let language = language.get_untracked();
        let rows = sheet(&refused.get_untracked().unwrap_or_default(), language);
        let name = text::EXPORT_NAME.in_language(language);
        let day = deed::today().to_string().replace('/', "-");
        match download_sheet(&format!("{name}-{day}"), &rows) {
            Ok(()) => toast.say(text::EXPORTED),
            Err(_) => toast.say(text::NOT_EXPORTED),
        }
    };
    let lost = move || rescued.get().unwrap_or_default();
    view! {
        <Top title=title(text::PROBLEMS_PAGE) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <section class="section" aria-labelledby="chua-nhan">
                <div class="section__head">
                    <h2 id="chua-nhan">{say(text::REFUSED_TITLE)}</h2>
                    <Show when=move || none() == Some(false)>
                        <button class="button button--small" type="button" on:click=export>
                            {say(text::EXPORT)}
                        </button>
                    </Show>
                </div>
                <For
                    each=move || refused.get().unwrap_or_default()
                    key=|work| {
                        let culprit = work.culprit();
                        (
                            work.numbers(),
                            work.handed,
                            culprit.map(|culprit| (culprit.code, culprit.why.clone())),
                            culprit.is_some_and(|culprit| culprit.stands.is_here()),
                        )
                    }
                    let:work
                >
                    <Refused work/>
                </For>
                <Show when=move || none() == Some(true)>
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
    let handed = work.handed;
    let code = work.culprit().map(|culprit| culprit.code);
    let may_mend = code != Some(Refusal::Entered);
    let may_hand_over = code.is_some_and(Refusal::may_be_handed_over);
    let hand_over = {
        let numbers = numbers.clone();
        move |_| {
            let numbers = numbers.clone();
            confirm.ask(text::HAND_OVER_SURE, text::HAND_OVER, move || {
                let numbers = numbers.clone();
                spawn_local(async move {
                    // What is not handed over stays in the list.
                    let _ = ask(HandOver(numbers)).await;
                });
            });
        }
    };
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
    let why = work.culprit().and_then(|culprit| culprit.why.clone());
    let sentence = move || {
        let (code, field) = reason?;
        let sentence = domain::text::refusal(code).in_language(language.get());
        Some(match (field, &why) {
            (Some(field), _) => format!("{}: {sentence}", field.label.in_language(language.get())),
            (None, Some(why)) => {
                format!("{sentence} {} {why}", text::OFFICER_SAYS.in_language(language.get()))
            }
            (None, None) => sentence.to_owned(),
        })
    };
    let lines = work
        .changes
        .into_iter()
        .map(|change| {
            let (said, record) = (change.said, change.record);
            let line = {
                let (said, refers) = (said.clone(), change.refers);
                move || said_line(&said, &refers, language.get())
            };
            view! { <p><Called record stands=change.stands/> {line}</p> }
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
            {match handed {
                HandedOver::No => {
                    view! {
                        <div class="person__deeds">
                            {may_mend
                                .then(|| {
                                    view! {
                                        <A
                                            href=format!("/sua/{first}")
                                            attr:class="button button--small"
                                        >
                                            <Icon name="pencil" small=true/>
                                            {say(text::MEND)}
                                        </A>
                                    }
                                })}
                            {may_hand_over
                                .then(|| {
                                    view! {
                                        <button
                                            class="button button--small"
                                            type="button"
                                            on:click=hand_over
                                        >
                                            <Icon name="right" small=true/>
                                            {say(text::HAND_OVER)}
                                        </button>
                                    }
                                })}
                            <button class="button button--small" type="button" on:click=drop_it>
                                <Icon name="trash" small=true/>
                                {say(text::DROP_REFUSED)}
                            </button>
                        </div>
                    }
                        .into_any()
                }
                handed => {
                    let words = match handed {
                        HandedOver::WithAnOfficer => text::WITH_AN_OFFICER,
                        _ => text::HANDING_OVER,
                    };
                    view! {
                        <p class="state">
                            <Icon name="clock" small=true/>
                            {say(words)}
                        </p>
                    }
                        .into_any()
                }
            }}
        </div>
    }
}

/// What the record of some work is called, before what was said of it: a link if it is here.
#[component]
pub fn Called(record: Named, stands: Whereabouts) -> impl IntoView {
    if record.title.is_empty() || stands == Whereabouts::New {
        return ().into_any();
    }
    if stands.is_here() {
        let address = address_of(&record.kind, record.id);
        return view! { <A href=address>{record.title}</A> " · " }.into_any();
    }
    view! { {record.title} " (" {say(text::NOT_IN_AREA)} ") · " }.into_any()
}

/// The refused work as a table that an officer can read elsewhere.
fn sheet(refused: &[RefusedWork], language: Language) -> Vec<Vec<String>> {
    let words = |label: Label| label.in_language(language).to_owned();
    let head = [
        text::COLUMN_KIND,
        text::COLUMN_RECORD,
        text::COLUMN_SAID,
        text::COLUMN_REASON,
        text::COLUMN_MADE,
    ];
    let mut rows = vec![head.map(words).to_vec()];
    for change in refused.iter().flat_map(|work| &work.changes) {
        rows.push(vec![
            kind_name(&change.said.kind, language),
            change.record.title.clone(),
            said_line(&change.said, &change.refers, language),
            [words(domain::text::refusal(change.code)), change.why.clone().unwrap_or_default()]
                .join(" ")
                .trim()
                .to_owned(),
            when(change.said.made),
        ]);
    }
    rows
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
