//! A choice among few, with its label.

use domain::text::Label;
use leptos::prelude::*;

use super::Icon;
use super::form_field::Optional;
use crate::text::say;

/// What a field is called: by words of the interface, or by a name.
#[derive(Clone)]
pub enum Called {
    Words(Label),
    Name(String),
}

impl From<Label> for Called {
    fn from(label: Label) -> Self {
        Self::Words(label)
    }
}

impl From<String> for Called {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

/// The options are its children; `choose` hears the value of the one that is chosen.
#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] label: Called,
    choose: impl Fn(String) + 'static,
    children: Children,
    #[prop(optional, into)] invalid: Option<Signal<bool>>,
    /// Nothing need be chosen.
    #[prop(optional)]
    optional: bool,
    /// What is chosen, where others choose it too.
    #[prop(optional, into)]
    chosen: Option<Signal<String>>,
) -> impl IntoView {
    let label = match label {
        Called::Words(label) => say(label).into_any(),
        Called::Name(name) => name.into_any(),
    };
    view! {
        <label class="field__label" for=id.clone()>
            {label} <Optional required=!optional/>
        </label>
        <div class="field__select">
            <select
                class="field__input"
                id=id
                aria-invalid=move || invalid.is_some_and(|invalid| invalid.get()).to_string()
                prop:value=move || chosen.map(|chosen| chosen.get())
                on:change=move |event| choose(event_target_value(&event))
            >
                {children()}
            </select>
            <Icon name="down"/>
        </div>
    }
}
