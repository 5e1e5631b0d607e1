//! What a list says that lists nobody.

use domain::text::Label;
use leptos::prelude::*;

use crate::pages::use_live;
use crate::text::{self, say};
use letters::AskStatus;

/// `words`, unless the ledger is still on its way: then nobody is there yet.
#[component]
pub fn NoneListed(words: Label) -> impl IntoView {
    let status = use_live(|| AskStatus);
    let comes = move || {
        status.get().is_some_and(|status| status.image.is_some() || status.last_sync.is_none())
    };
    view! {
        <div class="block empty__text">
            <Show when=comes fallback=move || view! { <p>{say(words)}</p> }>
                <p role="status">{say(text::LEDGER_COMES)}</p>
            </Show>
        </div>
    }
}
