//! Who wrote what into a record, when, on what device and over what. It is asked of the server when
//! somebody opens it; what was written once can be written again.

use domain::change::{Act, Fields};
use domain::id::RecordId;
use domain::kind::{Field, Kind, Mark};
use domain::value::Value;
use domain::view::work::Past;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{SelectField, Toast, field_name, kind_name, value_words, when};
use crate::deed;
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskHistory, Trouble};

/// The history of a record; `present`: its fields as they now are, if it is here. Of one that is not,
/// the history is all there is to see.
#[component]
pub fn History(declared: &'static Kind, id: RecordId, present: Option<Fields>) -> impl IntoView {
    let past = RwSignal::new(None::<Result<Vec<Past>, Trouble>>);
    let language = text::language();
    let gone = present.is_none();
    let open = move |event: web_sys::Event| {
        let details: web_sys::HtmlDetailsElement = event_target(&event);
        if details.open() {
            spawn_local(async move {
                past.try_set(Some(ask(AskHistory { record: id }).await));
            });
        }
    };
    view! {
        <details class="block history" open=gone on:toggle=open>
            <summary>{say(text::HISTORY)}</summary>
            {move || match past.get() {
                None => ().into_any(),
                Some(Err(Trouble::Offline)) => {
                    view! { <p class="field__hint">{say(text::HISTORY_NEEDS_NETWORK)}</p> }.into_any()
                }
                Some(Err(trouble)) => {
                    view! { <p class="field__hint">{text::trouble(&trouble, language.get())}</p> }
                        .into_any()
                }
                Some(Ok(changes)) => {
                    view! { <Changes declared id changes present=present.clone()/> }.into_any()
                }
            }}
        </details>
    }
}

/// Whether a field says something to people; one that this version does not know may.
fn is_of_people(declared: &Kind, field: &str) -> bool {
    declared.field(field).is_none_or(|field| !field.has(Mark::Machine))
}

/// The changes, the latest first, of every field or of one.
#[component]
fn Changes(
    declared: &'static Kind,
    id: RecordId,
    changes: Vec<Past>,
    present: Option<Fields>,
) -> impl IntoView {
    let language = text::language();
    let of_field = RwSignal::new(String::new());
    let said = changes.iter().flat_map(|past| past.said.fields.keys().cloned());
    let mut fields: Vec<String> = said.filter(|field| is_of_people(declared, field)).collect();
    fields.sort_by_cached_key(|field| (declared.place(field), field.clone()));
    fields.dedup();
    let many = fields.len() > 1;
    let choices = move || {
        let name =
            |field: &String| (field.clone(), field_name(declared.key, field, language.get()));
        fields.iter().map(name).collect::<Vec<_>>()
    };
    // What made the record found nothing there.
    let making = changes.first().map(|past| past.said.id);
    let changes = StoredValue::new(changes);
    let shown = move || {
        let field = of_field.get();
        let says = |past: &&Past| field.is_empty() || past.said.fields.contains_key(&field);
        changes.with_value(|changes| changes.iter().rev().filter(says).cloned().collect::<Vec<_>>())
    };
    view! {
        {many
            .then(|| {
                view! {
                    <div class="field">
                        <SelectField
                            id="truong-lich-su"
                            label=text::HISTORY_OF
                            choose=move |field| of_field.set(field)
                        >
                            <option value="">{say(text::EVERY_FIELD)}</option>
                            <For each=choices.clone() key=|(field, name)| (field.clone(), name.clone()) let:one>
                                <option value=one.0>{one.1}</option>
                            </For>
                        </SelectField>
                    </div>
                }
            })}
        <ol class="history__list">
            {move || {
                let field = of_field.get();
                shown()
                    .into_iter()
                    .map(|past| {
                        let makes = Some(past.said.id) == making;
                        view! {
                            <Change declared id past makes only=field.clone() present=present.clone()/>
                        }
                    })
                    .collect_view()
            }}
        </ol>
    }
}

#[component]
fn Change(
    declared: &'static Kind,
    id: RecordId,
    past: Past,
    makes: bool,
    /// The one field that is looked at; empty: all.
    only: String,
    present: Option<Fields>,
) -> impl IntoView {
    let language = text::language();
    let deleted = past.said.act == Act::Delete;
    let deed = match &past.said {
        said if said.undoes.is_some() => Some(text::TOOK_BACK),
        said if !said.settles.is_empty() => Some(text::CHOSE_A_WAY),
        _ => None,
    };
    let made = when(past.said.made);
    let Past { said, author, device, saw, .. } = past.clone();
    let is_looked_at = |field: &String| only.is_empty() || *field == only;
    let said = said.fields.into_iter().filter(|(field, _)| is_looked_at(field));
    let mut fields: Vec<(String, Value)> =
        said.filter(|(field, _)| is_of_people(declared, field)).collect();
    fields.sort_by_cached_key(|(field, _)| (declared.place(field), field.clone()));
    let lines = fields
        .iter()
        .map(|(field, value)| {
            let before = saw.get(field).cloned().unwrap_or_default();
            let stands = present.as_ref().map(|present| present.get(field).unwrap_or(&Value::Null));
            let may_change = declared.field(field).is_some_and(Field::may_change);
            let again = may_change && stands.is_some_and(|stands| stands != value);
            let (field, value, past) = (field.clone(), value.clone(), past.clone());
            view! { <Line declared id past makes field value before again/> }
        })
        .collect_view();
    view! {
        <li class="change">
            <p class="change__who">
                <b>{author}</b>
                ", "
                {made}
                {(!device.is_empty()).then(|| format!(", {device}"))}
            </p>
            {deleted
                .then(|| {
                    view! {
                        <p>
                            {move || format!("{} ", kind_name(declared.key, language.get()))}
                            {say(text::DELETED_WORD)}
                        </p>
                        {present.is_none().then(|| view! { <PutBack declared id fields=saw words=text::PUT_BACK/> })}
                    }
                })}
            {deed.map(|deed| view! { <p class="field__hint">{say(deed)}</p> })}
            <dl class="change__fields">{lines}</dl>
        </li>
    }
}

/// One field of a change: from what to what.
#[component]
fn Line(
    declared: &'static Kind,
    id: RecordId,
    past: Past,
    makes: bool,
    field: String,
    value: Value,
    /// What its author saw there.
    before: Value,
    /// Whether it can be written again.
    again: bool,
) -> impl IntoView {
    let language = text::language();
    let key = declared.key;
    let label = {
        let field = field.clone();
        move || field_name(key, &field, language.get())
    };
    let again = again.then(|| {
        let fields = Fields::from([(field.clone(), value.clone())]);
        view! { <PutBack declared id fields words=text::TAKE_AGAIN/> }
    });
    let words = {
        let refers = past.refers.clone();
        move |value: &Value| value_words(key, &field, value, &refers, language.get())
    };
    let was = (!makes && before != value).then(|| {
        let words = words.clone();
        view! {
            <del>{move || words(&before)}</del>
            " → "
        }
    });
    view! {
        <div>
            <dt>{label}</dt>
            <dd>{was} <span>{move || words(&value)}</span> {again}</dd>
        </div>
    }
}

/// Writes again what was written once.
#[component]
fn PutBack(
    declared: &'static Kind,
    id: RecordId,
    fields: Fields,
    words: domain::text::Label,
) -> impl IntoView {
    let rights = Rights::here();
    let toast = Toast::here();
    let may = move || rights.may_write(declared.key);
    let put_back = move |_| {
        let fields = fields.clone();
        spawn_local(async move {
            let back = deed::done(vec![deed::edit(declared.key, id, fields, None)]).await;
            toast.say(if back.is_ok() { text::RESTORED } else { text::NOT_RESTORED });
        });
    };
    view! {
        <Show when=may>
            <button class="button button--small" type="button" on:click=put_back.clone()>
                {say(words)}
            </button>
        </Show>
    }
}
