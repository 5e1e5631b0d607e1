//! Work of people whose right has ended, of revoked and unknown devices: the server holds it until an
//! officer takes it or does not.

use domain::view::work::HeldWork;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use crate::components::{Confirm, Toast, address_of, kind_name, said_line, when};
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
    let (said, record, refers) = (held.said, held.record, held.refers);
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
            <p>{move || said_line(&said, &refers, language.get())}</p>
            <p class="field__hint">
                <b>{held.author}</b>
                ", "
                {made}
                {(!held.device.is_empty()).then(|| format!(", {}", held.device))}
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
