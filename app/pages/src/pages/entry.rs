//! Before the door: browsers that would not keep the ledger are told so, and where to go.

use leptos::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use crate::text::{self, say};
use letters::Trouble;

/// Signs by which browsers inside other apps tell themselves: what they store is soon gone.
const CHAT_APPS: &[&str] = &[
    "Zalo",
    "FBAN",
    "FBAV",
    "FB_IAB",
    "Instagram",
    "Messenger",
    "Line/",
    "MicroMessenger",
    "; wv)",
];

/// Whether this page is shown inside a chat app.
pub fn inside_a_chat_app() -> bool {
    let agent = window().navigator().user_agent().unwrap_or_default();
    CHAT_APPS.iter().any(|sign| agent.contains(sign))
}

/// Leads to a browser that keeps the ledger, with the invitation intact.
#[component]
pub fn Elsewhere() -> impl IntoView {
    let copied = RwSignal::new(false);
    let address = window().location().href().unwrap_or_default();
    let shown = address.clone();
    let copy = move |_| {
        let writing = window().navigator().clipboard().write_text(&address);
        spawn_local(async move {
            // Where copying is not allowed, the address can be marked by hand.
            copied.set(JsFuture::from(writing).await.is_ok());
        });
    };
    view! {
        <main class="page page--narrow page--plain">
            <div class="block">
                <h1>{say(text::CHAT_TITLE)}</h1>
                <p class="lead">{say(text::CHAT_TEXT)}</p>
                <p class="address">{shown}</p>
                <button class="button button--main" type="button" on:click=copy>
                    {say(text::COPY_ADDRESS)}
                </button>
                <p role="status">
                    <Show when=move || copied.get()>{say(text::COPIED)}</Show>
                </p>
            </div>
        </main>
    }
}

/// The browser does not keep what it is given, or cannot give it now.
#[component]
pub fn NoStore(trouble: Trouble) -> impl IntoView {
    let language = text::language();
    view! {
        <main class="page page--narrow page--plain">
            <div class="block">
                <h1>{say(text::NO_STORE_TITLE)}</h1>
                <p class="lead">{move || text::trouble(&trouble, language.get())}</p>
                <a class="button button--main" href="/" rel="external">
                    {say(text::RELOAD)}
                </a>
            </div>
        </main>
    }
}
