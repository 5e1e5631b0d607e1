//! A search that answers as one types.

use domain::text::Label;
use leptos::prelude::*;

use super::Icon;
use crate::text::say;

#[component]
pub fn SearchField(
    label: Label,
    hint: Label,
    #[prop(into)] typed: Signal<String>,
    write: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <div class="search">
            <Icon name="search"/>
            <input
                class="field__input"
                type="search"
                aria-label=say(label)
                placeholder=say(hint)
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| write(event_target_value(&event))
            />
        </div>
    }
}
