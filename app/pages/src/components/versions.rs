//! A field that was written in two ways: both stand side by side, and one tap chooses.

use std::collections::BTreeMap;

use domain::change::{PRESENCE, Seen};
use domain::field::FieldType;
use domain::id::{ChangeId, RecordId};
use domain::kind::kind;
use domain::text::value::Digits;
use domain::text::{Language, difference, value};
use domain::value::Value;
use domain::view::record::Version;
use domain::view::work::Past;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Icon, Toast, field_name, said_line, value_words, when};
use crate::deed::{self, Undoable};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::AskHistory;

/// The changes of a record's past, as the server told of them.
type Told = BTreeMap<ChangeId, Past>;

/// The ways of each field, those first that were written first.
pub fn by_field(versions: Vec<Version>) -> BTreeMap<String, Vec<Version>> {
    let mut by_field: BTreeMap<String, Vec<Version>> = BTreeMap::new();
    for version in versions {
        by_field.entry(version.disputed.field.clone()).or_default().push(version);
    }
    for ways in by_field.values_mut() {
        ways.sort_by_key(|way| way.disputed.made);
    }
    by_field
}

/// A value of a disputed field. Of a citizen's number the number itself is what differs: whoever settles
/// it sees all `digits`.
pub fn way_words(
    kind_key: &str,
    version: &Version,
    value: &Value,
    language: Language,
    digits: Digits,
) -> String {
    let field = &version.disputed.field;
    let ty = kind(kind_key).and_then(|kind| kind.field(field)).map(|field| field.ty);
    match ty {
        Some(ty @ FieldType::CitizenId) if !value.is_null() => {
            value::shown_with(digits, ty, value, language)
        }
        _ => value_words(kind_key, field, value, &version.refers, language),
    }
}

/// All ways of writing a record's disputed fields, field by field.
#[component]
pub fn Versions(
    kind_key: String,
    record: RecordId,
    versions: Vec<Version>,
    seen: Seen,
) -> impl IntoView {
    let language = text::language();
    let rights = Rights::here();
    let may_settle = move || rights.may_settle();
    let told = RwSignal::new(Told::new());
    let is_known = |way: &Version| !way.author.is_empty() && way.disputed.field != PRESENCE;
    if !versions.iter().all(is_known) {
        // Who is not known here, the server knows; and what was said of a record that others deleted.
        spawn_local(async move {
            let past = ask(AskHistory { record }).await.unwrap_or_default();
            told.try_set(past.into_iter().map(|past| (past.said.id, past)).collect());
        });
    }
    by_field(versions)
        .into_iter()
        .map(|(field, ways)| {
            let shown_kind = kind_key.clone();
            let kind_of = kind_key.clone();
            let each = 0..ways.len();
            view! {
                <div class="block versions">
                    <h3>{move || field_name(&shown_kind, &field, language.get())}</h3>
                    {each
                        .map(|at| {
                            view! {
                                <OneVersion
                                    kind_key=kind_of.clone()
                                    record
                                    ways=ways.clone()
                                    at
                                    seen
                                    may_settle
                                    told
                                />
                            }
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

/// One of the ways: who wrote it, when, on what, over what, and the tap that chooses it.
#[component]
fn OneVersion(
    kind_key: String,
    record: RecordId,
    ways: Vec<Version>,
    at: usize,
    seen: Seen,
    may_settle: impl Fn() -> bool + Copy + Send + Sync + 'static,
    told: RwSignal<Told>,
) -> impl IntoView {
    let language = text::language();
    let digits = move || if may_settle() { Digits::All } else { Digits::Masked };
    let toast = Toast::here();
    let version = ways[at].clone();
    let current = version.disputed.shown;
    let in_use = ways.iter().find(|way| way.disputed.shown).unwrap_or(&version).clone();
    let earliest = ways.iter().map(|way| way.disputed.made).min() == Some(version.disputed.made);
    let choose = {
        let (kind_key, version) = (kind_key.clone(), version.clone());
        move |_| {
            let (kind_key, version, in_use) = (kind_key.clone(), version.clone(), in_use.clone());
            spawn_local(async move {
                let choice = Undoable::choice(&kind_key, record, &version, &in_use, seen).await;
                match deed::done_and_back(vec![choice]).await {
                    Ok(backs) => toast.say_undo(text::SETTLED, move || {
                        deed::take_back(toast, vec![backs.clone()]);
                    }),
                    Err(_) => toast.say(text::NOT_SETTLED),
                }
            });
        }
    };
    let stays = version.disputed.value == Value::Int(1);
    let deed = match (version.disputed.field.as_str(), current) {
        (PRESENCE, _) if stays => text::KEEP_RECORD,
        (PRESENCE, _) => text::DELETE_RECORD,
        (_, true) => text::KEEP_THIS,
        (_, false) => text::TAKE_THIS,
    };
    let shown = {
        let (kind_key, version) = (kind_key.clone(), version.clone());
        Signal::derive(move || {
            way_words(&kind_key, &version, &version.disputed.value, language.get(), digits())
        })
    };
    let marked = {
        // Of two ways each shows where it differs from the other.
        let other = (ways.len() == 2).then(|| ways[1 - at].clone());
        let kind_key = kind_key.clone();
        move || {
            let shown = shown.get();
            let other = other.as_ref().map_or_else(
                || shown.clone(),
                |other| {
                    way_words(&kind_key, other, &other.disputed.value, language.get(), digits())
                },
            );
            let [before, own, after] = difference(&shown, &other).map(str::to_owned);
            let own = (!own.is_empty()).then(|| view! { <mark>{own}</mark> });
            view! { {before} {own} {after} }
        }
    };
    let saw = (version.disputed.field != PRESENCE && !version.disputed.saw.is_null()).then(|| {
        let (kind_key, version) = (kind_key.clone(), version.clone());
        let words =
            move || way_words(&kind_key, &version, &version.disputed.saw, language.get(), digits());
        view! {
            <br/>
            {say(text::SAW)}
            " "
            {words}
        }
    });
    let made = when(version.disputed.made);
    let change = version.disputed.change;
    let known = move |here: &str, there: fn(&Past) -> &String| {
        let named = || told.with(|told| told.get(&change).map(there).cloned());
        if here.is_empty() { named().unwrap_or_default() } else { here.to_owned() }
    };
    let says = (version.disputed.field == PRESENCE && stays).then(|| {
        let said = move || {
            let past = told.with(|told| told.get(&change).cloned())?;
            Some(said_line(&past.said, &past.refers, language.get()))
        };
        view! { {move || said().map(|said| view! { <p>{said}</p> })} }
    });
    let (author_here, device_here) = (version.author, version.device);
    let author = Signal::derive(move || {
        let author = known(&author_here, |past| &past.author);
        if author.is_empty() {
            text::SOMEBODY_ELSE.in_language(language.get()).to_owned()
        } else {
            author
        }
    });
    let device = Signal::derive(move || known(&device_here, |past| &past.device));
    view! {
        <section class="version" class:version--current=current>
            <p class="version__head">
                <span>{say(if earliest { text::WRITTEN_FIRST } else { text::WRITTEN_LATER })}</span>
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
            <p class="version__value">{marked}</p>
            {says}
            <p class="version__who">
                <b>{move || author.get()}</b>
                ", "
                {made}
                {move || Some(device.get()).filter(|device| !device.is_empty()).map(|device| format!(", {device}"))}
                {saw}
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
