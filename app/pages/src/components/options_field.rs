//! A choice among what is listed, with its label.

use domain::text::Label;
use leptos::prelude::*;

use super::{Called, SelectField, Wrong};
use crate::text::say;
use letters::AreaRow;

/// One thing that can be chosen: its value, and what it is called.
pub type Listed = (String, String);

/// The choices of a declared one, each by its number, in the language that is spoken.
pub fn listed_choices(
    choices: impl Iterator<Item = (i64, Label)> + Clone + Send + Sync + 'static,
) -> Signal<Vec<Listed>> {
    let language = crate::text::language();
    Signal::derive(move || {
        let named = choices.clone();
        named
            .map(|(value, label)| (value.to_string(), label.in_language(language.get()).to_owned()))
            .collect()
    })
}

/// Places, each by its record.
pub fn listed_areas(areas: Vec<AreaRow>) -> Vec<Listed> {
    areas.into_iter().map(|area| (area.id.0.to_string(), area.name)).collect()
}

/// `none` is what no choice is called, where none can be made; its value is empty.
#[component]
pub fn OptionsField(
    #[prop(into)] id: String,
    #[prop(into)] label: Called,
    #[prop(optional)] none: Option<Label>,
    #[prop(into)] listed: Signal<Vec<Listed>>,
    #[prop(into)] chosen: Signal<String>,
    choose: impl Fn(String) + 'static,
    /// Nothing need be chosen.
    #[prop(optional)]
    optional: bool,
    #[prop(optional, into)] error: Option<Signal<Option<Label>>>,
) -> impl IntoView {
    let wrong = Signal::derive(move || error.and_then(|error| error.get()));
    let invalid = Signal::derive(move || wrong.get().is_some());
    view! {
        <div class="field">
            <SelectField id label choose invalid optional>
                {none
                    .map(|none| {
                        view! {
                            <option value="" selected=move || chosen.get().is_empty()>
                                {say(none)}
                            </option>
                        }
                    })}
                <For each=move || listed.get() key=Clone::clone let((value, name))>
                    <option
                        value=value.clone()
                        selected={
                            let value = value.clone();
                            move || chosen.get() == value
                        }
                    >
                        {name}
                    </option>
                </For>
            </SelectField>
            <Wrong label=wrong/>
        </div>
    }
}
