//! A field that refers to another record: it is found by its name.

use domain::id::RecordId;
use domain::text::Label;
use domain::view::record::Named;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::form::Form;
use super::form_field::Optional;
use super::{Icon, Wrong};
use crate::pages::use_live;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskNames, AskRecord};

#[component]
pub fn Picker(
    form: Form,
    #[prop(into)] key: String,
    label: Label,
    kinds: &'static [&'static str],
    #[prop(optional)] required: bool,
) -> impl IntoView {
    let keep = StoredValue::new(key.clone());
    let search = RwSignal::new(String::new());
    let title = RwSignal::new(String::new());
    let wrong = Signal::derive(move || form.mistake(&keep.get_value()));
    let chosen = Memo::new(move |_| form.get(&keep.get_value()).parse::<i64>().ok());
    Effect::new(move || {
        let Some(id) = chosen.get() else { return };
        spawn_local(async move {
            for kind in kinds {
                let record = AskRecord { kind: (*kind).to_owned(), id: RecordId(id) };
                if let Ok(Some(found)) = ask(record).await {
                    title.try_set(found.title);
                    return;
                }
            }
        });
    });
    let typing = key.clone();
    view! {
        <div class="field">
            <label class="field__label" for=key.clone()>
                {say(label)} <Optional required/>
            </label>
            <Show
                when=move || chosen.get().is_none()
                fallback=move || {
                    view! {
                        <div class="picked">
                            <span class="picked__title">{title}</span>
                            <button
                                class="button button--small"
                                type="button"
                                on:click=move |_| form.set(&keep.get_value(), String::new())
                            >
                                {say(text::CHANGE_CHOICE)}
                            </button>
                        </div>
                    }
                }
            >
                <div class="search">
                    <Icon name="search"/>
                    <input
                        class="field__input"
                        id=typing.clone()
                        type="search"
                        autocomplete="off"
                        aria-invalid=move || wrong.get().is_some().to_string()
                        prop:value=move || search.get()
                        on:input=move |event| search.set(event_target_value(&event))
                    />
                </div>
                <Matches
                    kinds
                    search
                    choose=move |named: Named| form.set(&keep.get_value(), named.id.0.to_string())
                />
            </Show>
            <Wrong label=wrong/>
        </div>
    }
}

/// The records that fit what is sought; `choose` hears which is tapped.
#[component]
pub fn Matches(
    kinds: &'static [&'static str],
    #[prop(into)] search: Signal<String>,
    choose: impl Fn(Named) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let found = use_live(move || AskNames {
        kinds: kinds.iter().map(|kind| (*kind).to_owned()).collect(),
        search: search.get(),
    });
    let none =
        move || !search.get().is_empty() && found.get().is_some_and(|found| found.is_empty());
    view! {
        <ul class="picker">
            <For
                each=move || found.get().unwrap_or_default()
                key=|named| (named.kind.clone(), named.id)
                let:named
            >
                {
                    let (title, place) = (named.title.clone(), named.note.clone());
                    view! {
                        <li>
                            <button
                                class="picker__choice"
                                type="button"
                                on:click=move |_| choose(named.clone())
                            >
                                <span>{title}</span>
                                <span class="picker__note">{place}</span>
                            </button>
                        </li>
                    }
                }
            </For>
            <Show when=none>
                <li class="picker__none">{say(text::NONE_FITS)}</li>
            </Show>
        </ul>
    }
}
