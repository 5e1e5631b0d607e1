//! A record is found by its name, its door or its number, and taken by a tap.

use domain::text::Label;
use domain::view::record::Named;
use leptos::prelude::*;

use super::{Icon, Matches};
use crate::text::say;

/// The field with what is sought in it, and what fits; `choose` hears which is tapped.
#[component]
pub fn FindRecord(
    id: &'static str,
    kinds: &'static [&'static str],
    hint: Label,
    search: RwSignal<String>,
    choose: impl Fn(Named) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="search">
            <Icon name="search"/>
            <input
                class="field__input"
                id=id
                type="search"
                autocomplete="off"
                placeholder=say(hint)
                prop:value=move || search.get()
                on:input=move |event| search.set(event_target_value(&event))
            />
        </div>
        <Matches kinds search choose/>
    }
}
