//! A field that was written in two ways: both stand side by side, and one tap chooses.

use std::collections::BTreeMap;

use domain::change::{Fields, PRESENCE, Seen};
use domain::field::FieldType;
use domain::id::RecordId;
use domain::kind::kind;
use domain::text::{Language, value};
use domain::time::Moment;
use domain::value::Value;
use domain::view::record::Version;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Icon, Toast};
use crate::deed;
use crate::pages::use_live;
use crate::text::{self, say};
use letters::{AskRights, SaveAct};

/// A field's label, or what presence is called.
pub fn field_label(kind_key: &str, field: &str, language: Language) -> String {
    let declared = kind(kind_key).and_then(|kind| kind.field(field));
    declared.map_or_else(
        || kind(kind_key).map_or(field, |kind| kind.label.in_language(language)).to_owned(),
        |field| field.label.in_language(language).to_owned(),
    )
}

fn value_text(kind_key: &str, version: &Version, language: Language) -> String {
    if version.disputed.field == PRESENCE {
        let label = if version.disputed.value == Value::Int(1) {
            text::RECORD_IS_THERE
        } else {
            text::RECORD_IS_GONE
        };
        return label.in_language(language).to_owned();
    }
    let ty =
        kind(kind_key).and_then(|kind| kind.field(&version.disputed.field)).map(|field| field.ty);
    match (ty, &version.refers) {
        (_, Some(named)) => named.title.clone(),
        (_, None) if version.disputed.value.is_null() => {
            text::EMPTY_VALUE.in_language(language).to_owned()
        }
        // The number itself is what differs: it is shown whole.
        (Some(ty @ FieldType::CitizenId), None) => value::typed(ty, &version.disputed.value),
        (Some(ty), None) => value::shown(ty, &version.disputed.value, language),
        (None, None) => value::typed(FieldType::Text(0), &version.disputed.value),
    }
}

fn when(made: Moment) -> String {
    let (hour, minute) = made.hour_minute();
    format!("{} {hour:02}:{minute:02}", made.day())
}

/// The change that settles a field by one of its versions.
fn settling(kind_key: &str, record: RecordId, version: &Version, seen: Seen) -> SaveAct {
    let field = version.disputed.field.clone();
    let gone = field == PRESENCE && version.disputed.value != Value::Int(1);
    let act = if gone {
        deed::delete(kind_key, record)
    } else if field == PRESENCE {
        deed::edit(kind_key, record, Fields::new(), Some(seen))
    } else {
        let chosen = (field.clone(), version.disputed.value.clone());
        deed::edit(kind_key, record, Fields::from([chosen]), Some(seen))
    };
    // What came down since the screen was drawn is not settled unseen.
    SaveAct { settles: vec![field], seen: Some(seen), ..act }
}

/// All versions of a record's disputed fields, field by field.
#[component]
pub fn Versions(
    kind_key: String,
    record: RecordId,
    versions: Vec<Version>,
    seen: Seen,
) -> impl IntoView {
    let language = text::language();
    let rights = use_live(|| AskRights);
    let may_settle = move || rights.get().is_some_and(|rights| rights.may_settle);
    let mut by_field: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    for version in versions {
        by_field.entry(version.disputed.field.clone()).or_default().push(version);
    }
    by_field
        .into_iter()
        .map(|(field, versions)| {
            let (kind_of, shown_kind) = (kind_key.clone(), kind_key.clone());
            view! {
                <div class="block versions">
                    <h3>{move || field_label(&shown_kind, &field, language.get())}</h3>
                    {versions
                        .into_iter()
                        .map(|version| {
                            view! { <OneVersion kind_key=kind_of.clone() record version seen may_settle/> }
                        })
                        .collect_view()}
                    <Show when=move || !may_settle()>
                        <p class="field__hint">{say(text::ONLY_OFFICERS)}</p>
                    </Show>
                </div>
            }
        })
        .collect_view()
}

#[component]
fn OneVersion(
    kind_key: String,
    record: RecordId,
    version: Version,
    seen: Seen,
    may_settle: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let language = text::language();
    let toast = Toast::here();
    let current = version.disputed.shown;
    let choose = {
        let act = settling(&kind_key, record, &version, seen);
        move |_| {
            let act = act.clone();
            spawn_local(async move {
                // What was not settled stays in the list.
                if deed::done(vec![act]).await.is_ok() {
                    toast.say(text::SETTLED);
                }
            });
        }
    };
    let deed = if current { text::KEEP_THIS } else { text::TAKE_THIS };
    let shown = {
        let (kind_key, version) = (kind_key.clone(), version.clone());
        Signal::derive(move || value_text(&kind_key, &version, language.get()))
    };
    view! {
        <section class="version" class:version--current=current>
            <p class="version__head">
                <span>{when(version.disputed.made)}</span>
                {current
                    .then(|| {
                        view! {
                            <span class="badge badge--accent">
                                <Icon name="book" small=true/>
                                {say(text::IN_USE)}
                            </span>
                        }
                    })}
            </p>
            <p class="version__value">{shown}</p>
            <p class="version__who">
                <b>{version.author}</b>
            </p>
            <Show when=may_settle>
                <button
                    class="button"
                    class:button--main=current
                    type="button"
                    aria-label=move || format!("{}, {}", deed.in_language(language.get()), shown.get())
                    on:click=choose.clone()
                >
                    {current.then(|| view! { <Icon name="check"/> })}
                    {say(deed)}
                </button>
            </Show>
        </section>
    }
}
