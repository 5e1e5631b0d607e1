//! Work of people whose right has ended, of revoked and unknown devices, and what was refused and
//! handed over: the server holds it until an officer takes it or does not.

use domain::answer::{HeldFor, Refused};
use domain::view::work::HeldWork;
use domain::wire::Word;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::components::{
    Confirm, Icon, Problem, Toast, Wanted, address_of, kind_name, said_line, when,
};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskHeld, Decide, Trouble};

#[component]
pub fn Held() -> impl IntoView {
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

/// Held work, with what it is about; the officer takes it, does not, or records it himself.
#[component]
fn HeldLine(held: HeldWork, look: impl Fn() + Copy + Send + Sync + 'static) -> impl IntoView {
    let language = text::language();
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let problem = RwSignal::new(None);
    let Some(culprit) = held.culprit().cloned() else { return ().into_any() };
    let change = culprit.said.id;
    let decide = move |word: Word, why: String| {
        spawn_local(async move {
            match ask(Decide { change, word, why }).await {
                Ok(None) => {
                    toast.say(text::DECIDED);
                    look();
                }
                Ok(Some(code)) => {
                    let language = language.get_untracked();
                    let why = domain::text::refusal(code).in_language(language);
                    let still = text::STILL_NOT_TAKEN.in_language(language);
                    problem.try_set(Some(format!("{still} {why}")));
                }
                // What was not decided stays in the list.
                Err(trouble) => {
                    problem.try_set(Some(text::trouble(&trouble, language.get_untracked())));
                }
            }
        });
    };
    let why = RwSignal::new(String::new());
    let reject = move |_| {
        let longest = Refused::LONGEST_WHY;
        let wanted = Wanted { label: text::WHY_REJECTED, longest, written: why };
        confirm.ask_for(text::REJECT_SURE, wanted, text::REJECT, move |why| {
            decide(Word::Reject, why);
        });
    };
    let (kind_key, reason, record) = (culprit.said.kind.clone(), culprit.reason, culprit.record);
    let made = when(culprit.said.made);
    let why = move || {
        let language = language.get();
        let why = text::held_for(reason).in_language(language);
        match reason {
            HeldFor::HandedOver(code) => {
                format!("{why} {}", domain::text::refusal(code).in_language(language))
            }
            _ => why.to_owned(),
        }
    };
    // A record that is made by the work is called as the work calls it.
    let named = held.names().filter(|_| record.title.is_empty()).map(|name| format!(" · {name}"));
    let many = held.changes.len() > 1;
    let lines = held
        .changes
        .into_iter()
        .map(|part| {
            let of_kind = part.said.kind.clone();
            let of_kind = many.then(|| {
                view! {
                    <b>{move || kind_name(&of_kind, language.get())}</b>
                    ": "
                }
            });
            view! { <p>{of_kind} {move || said_line(&part.said, &part.refers, language.get())}</p> }
        })
        .collect_view();
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
                {named}
            </h3>
            {lines}
            <p class="field__hint">
                <b>{held.author}</b>
                ", "
                {made}
                {(!held.device.is_empty()).then(|| format!(", {}", held.device))}
                ". "
                {why}
            </p>
            <Problem text=problem/>
            <div class="person__deeds">
                <button
                    class="button button--small button--main"
                    type="button"
                    on:click=move |_| decide(Word::Accept, String::new())
                >
                    {say(text::ACCEPT)}
                </button>
                <A
                    href=format!("/xet/{}/{}", change.device.0, change.number)
                    attr:class="button button--small"
                >
                    <Icon name="pencil" small=true/>
                    {say(text::ENTER_MYSELF)}
                </A>
                <button class="button button--small" type="button" on:click=reject>
                    {say(text::REJECT)}
                </button>
            </div>
        </div>
    }
    .into_any()
}
