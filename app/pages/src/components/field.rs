//! A field: label, hint, input, and what is wrong with what was typed. What was typed stays.

use domain::text::Label;
use leptos::prelude::*;

use super::Icon;
use crate::text::{OPTIONAL, SHOW_PASSWORD, say};

#[component]
pub fn TextField(
    id: &'static str,
    label: Label,
    value: RwSignal<String>,
    #[prop(default = "text")] kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "text")] inputmode: &'static str,
    #[prop(optional)] hint: Option<Label>,
    #[prop(optional)] optional: bool,
    #[prop(optional, into)] error: Option<Signal<Option<Label>>>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let wrong = move || error.and_then(|error| error.get());
    let message = format!("{id}-loi");
    let described = message.clone();
    view! {
        <div class="field">
            <label class="field__label" for=id>
                {say(label)}
                <Show when=move || optional>
                    " " <span class="field__optional">"(" {say(OPTIONAL)} ")"</span>
                </Show>
            </label>
            {hint.map(|hint| view! { <p class="field__hint">{say(hint)}</p> })}
            <div class="field__with">
                <input
                    class="field__input"
                    id=id
                    type=move || if shown.get() { "text" } else { kind }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    inputmode=inputmode
                    aria-describedby=described
                    aria-invalid=move || wrong().is_some().to_string()
                    bind:value=value
                />
                {(kind == "password")
                    .then(|| {
                        view! {
                            <button
                                class="button"
                                type="button"
                                aria-label=say(SHOW_PASSWORD)
                                aria-pressed=move || shown.get().to_string()
                                on:click=move |_| shown.update(|shown| *shown = !*shown)
                            >
                                <Icon name="eye"/>
                            </button>
                        }
                    })}
            </div>
            <div id=message>
                <Wrong label=Signal::derive(wrong)/>
            </div>
        </div>
    }
}

/// What is wrong with a field.
#[component]
pub fn Wrong(label: Signal<Option<Label>>) -> impl IntoView {
    move || {
        label.get().map(|label| {
            view! {
                <p class="field__error">
                    <Icon name="warn"/>
                    {say(label)}
                </p>
            }
        })
    }
}

/// What went wrong with the whole form.
#[component]
pub fn Problem(text: RwSignal<Option<String>>) -> impl IntoView {
    view! {
        <div role="alert">
            {move || {
                text.get()
                    .map(|text| {
                        view! {
                            <div class="notice notice--danger">
                                <Icon name="refused"/>
                                <p>{text}</p>
                            </div>
                        }
                    })
            }}
        </div>
    }
}
