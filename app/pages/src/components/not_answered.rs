//! The server was asked something and did not answer.

use leptos::prelude::*;

use super::Icon;
use crate::text::{self, say};
use letters::Trouble;

/// Why, and a way to ask again.
#[component]
pub fn NotAnswered(trouble: Trouble, again: impl Fn() + 'static) -> impl IntoView {
    let language = text::language();
    view! {
        <div class="block notices">
            <div class="notice notice--warn">
                <Icon name="offline"/>
                <p>{move || text::trouble(&trouble, language.get())}</p>
            </div>
            <button class="button" type="button" on:click=move |_| again()>
                {say(text::TRY_AGAIN)}
            </button>
        </div>
    }
}
