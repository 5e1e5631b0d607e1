//! Người ghi trùng: people who may be on record twice, found on this device. Somebody looks at two side by
//! side, and says whether they are one; nothing is rewritten, and it can be taken back.

use std::collections::BTreeSet;

use domain::change::{Fields, RecordState, Seen};
use domain::field::FieldType;
use domain::id::RecordId;
use domain::kind::{Field, Record};
use domain::record::{Person, PersonId, SamePerson};
use domain::text::value::Digits;
use domain::text::{Label, Language, value};
use domain::value::Value;
use domain::view::duplicates::Pair;
use domain::view::record::{Named, RecordView};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use super::frame::{Top, title};
use super::use_live;
use super::way_back::go_back;
use crate::components::{
    FindRecord, Icon, NamedLine, NoneListed, Toast, address_of, kind_name, signs_words,
};
use crate::deed::{self, Undoable, edit};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskRecord, SaveAct, SweepPeople, Swept, Trouble};

/// How far the comparing has come.
type Sweeping = Result<Swept, Trouble>;

/// Compares until all is done, or the page is left.
fn sweep(state: RwSignal<Sweeping>) {
    spawn_local(async move {
        let mut anew = true;
        loop {
            let step = ask(SweepPeople { anew }).await;
            anew = false;
            let goes_on = matches!(step, Ok(Swept::Percent(_)));
            if state.try_set(step).is_some() || !goes_on {
                return;
            }
        }
    });
}

/// The address at which two are compared.
pub fn compare_address(one: RecordId, other: RecordId) -> String {
    format!("/ghi-trung/{}/{}", one.min(other).0, one.max(other).0)
}

#[component]
pub fn DuplicatesPage() -> impl IntoView {
    let named = use_query_map().get_untracked().get("nguoi").and_then(|id| id.parse().ok());
    match named.map(RecordId) {
        Some(person) => view! { <ChooseOther person/> }.into_any(),
        None => view! { <Everybody/> }.into_any(),
    }
}

/// Somebody knows that this one is on record twice: he finds the other by name.
#[component]
fn ChooseOther(person: RecordId) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let kind = Person::KIND.key;
    let one = use_live(move || AskRecord { kind: kind.to_owned(), id: person });
    let name = move || one.get().flatten().map(|view| view.title).unwrap_or_default();
    let language = text::language();
    let navigate = StoredValue::new(use_navigate());
    let toast = Toast::here();
    let choose = move |other: Named| {
        if other.id == person {
            toast.say(text::SAME_RECORD);
        } else {
            let address = compare_address(person, other.id);
            navigate.with_value(|navigate| navigate(&address, NavigateOptions::default()));
        }
    };
    view! {
        <Top title=title(text::DUPLICATES_PAGE) back=address_of(kind, person)/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <div class="block block--apart field">
                <label class="field__label" for="trung-voi">
                    {move || text::recorded_twice_with(&name(), language.get())}
                </label>
                <FindRecord id="trung-voi" kinds=&["person"] hint=text::SEARCH_HINT search choose/>
            </div>
        </main>
    }
}

/// Everybody is held against everybody.
#[component]
fn Everybody() -> impl IntoView {
    let state = RwSignal::new(Ok(Swept::Percent(0)));
    sweep(state);
    let language = text::language();
    view! {
        <Top title=title(text::DUPLICATES_PAGE) back="/nguoi"/>
        <main id="main" class="page" tabindex="-1">
            <p class="block block--apart field__hint">{say(text::DUPLICATES_MEANS)}</p>
            {move || match state.get() {
                Ok(Swept::Percent(percent)) => {
                    view! {
                        <div class="block notices" role="status">
                            <progress class="progress" max="100" value=percent.to_string()></progress>
                            <p class="field__hint">{say(text::COMPARING)} " " {percent} "%"</p>
                        </div>
                    }
                        .into_any()
                }
                Err(trouble) => {
                    view! { <p class="block field__hint">{text::trouble(&trouble, language.get())}</p> }
                        .into_any()
                }
                Ok(Swept::Found(pairs)) if pairs.is_empty() => {
                    view! { <p class="block empty__text">{say(text::DUPLICATES_NONE)}</p> }.into_any()
                }
                Ok(Swept::Found(pairs)) => view! { <Pairs pairs/> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Pairs(pairs: Vec<Pair>) -> impl IntoView {
    let decided = RwSignal::new(BTreeSet::<(RecordId, RecordId)>::new());
    let rights = Rights::here();
    let may = Memo::new(move |_| rights.may_write(SamePerson::KIND.key));
    let number = pairs.len();
    let pairs = pairs
        .into_iter()
        .map(|pair| {
            let of = (pair.one.id, pair.other.id);
            view! {
                <Show when=move || !decided.with(|decided| decided.contains(&of))>
                    <PairLine pair=pair.clone() may decided/>
                </Show>
            }
        })
        .collect_view();
    let none_left = move || decided.with(BTreeSet::len) == number;
    view! {
        <div>{pairs}</div>
        <Show when=none_left>
            <p class="block empty__text">{say(text::DUPLICATES_NONE)}</p>
        </Show>
    }
}

/// Two who may be one, with what speaks for it.
#[component]
fn PairLine(
    pair: Pair,
    may: Memo<bool>,
    decided: RwSignal<BTreeSet<(RecordId, RecordId)>>,
) -> impl IntoView {
    let language = text::language();
    let toast = Toast::here();
    let Pair { one, other, signs } = pair;
    let of = (one.id, other.id);
    let compare = compare_address(one.id, other.id);
    let apart = move |_| {
        spawn_local(async move {
            let pair = SamePerson::are_two(PersonId(of.0), PersonId(of.1));
            let Some(backs) = say_pair(toast, pair, vec![]).await else { return };
            decided.try_update(|decided| decided.insert(of));
            toast.say_undo(text::SAID_TWO, move || {
                decided.try_update(|decided| decided.remove(&of));
                deed::take_back(toast, vec![backs.clone()]);
            });
        });
    };
    let signs = Signal::derive(move || signs_words(&signs, language.get()));
    view! {
        <section class="section pair-of" aria-label=signs>
            <ul>
                <li class="row">
                    <NamedLine named=one/>
                </li>
                <li class="row">
                    <NamedLine named=other/>
                </li>
            </ul>
            <div class="block pair-of__foot">
                <p class="field__hint">{signs}</p>
                <div class="person__deeds">
                    <A href=compare attr:class="button button--small button--main">
                        {say(text::COMPARE)}
                    </A>
                    <Show when=move || may.get()>
                        <button class="button button--small" type="button" on:click=apart>
                            {say(text::ARE_TWO)}
                        </button>
                    </Show>
                </div>
            </div>
        </section>
    }
}

/// Says what two records are, with edits of the one that stands for both; gives what takes it back.
/// `None`: it was not saved, which is said.
async fn say_pair(toast: Toast, pair: SamePerson, edits: Vec<Undoable>) -> Option<Vec<SaveAct>> {
    let done = match deed::fact_and_back(pair).await {
        Ok(said) => deed::done_and_back(std::iter::once(said).chain(edits).collect()).await,
        Err(trouble) => Err(trouble),
    };
    if done.is_err() {
        toast.say(text::NOT_SAVED);
    }
    done.ok()
}

/// So sánh: two records side by side; of each field that differs one way is chosen.
#[component]
pub fn ComparePage() -> impl IntoView {
    let params = use_params_map();
    // The lower id stands for both, in whichever order the address names them.
    let ids = move || {
        let params = params.get();
        let id = |name| params.get(name).and_then(|id| id.parse().ok()).unwrap_or_default();
        let (one, other): (i64, i64) = (id("one"), id("other"));
        (RecordId(one.min(other)), RecordId(one.max(other)))
    };
    let ask_of = |id: RecordId| AskRecord { kind: Person::KIND.key.to_owned(), id };
    let one = use_live(move || ask_of(ids().0));
    let other = use_live(move || ask_of(ids().1));
    // Drawn anew when one of them is another, not with every word that comes down: somebody chooses.
    let still =
        |view: Option<RecordView>| view.map(|view| RecordView { seen: Seen::default(), ..view });
    let both = Memo::new(move |_| Some((still(one.get()?), still(other.get()?))));
    let seen = Signal::derive(move || one.get().flatten().map(|view| view.seen));
    view! {
        <Top title=title(text::COMPARE_PAGE) back="/ghi-trung"/>
        <main id="main" class="page" tabindex="-1">
            {move || match both.get() {
                None => ().into_any(),
                Some((Some(one), Some(other))) => view! { <Compared one other seen/> }.into_any(),
                Some(_) => view! { <NoneListed words=text::NOT_HERE/> }.into_any(),
            }}
        </main>
    }
}

/// A person's fields that people say, where one of the two has something in them.
fn said_fields(one: &RecordState, other: &RecordState) -> Vec<&'static Field> {
    let fields = Person::KIND.fields.iter();
    let says = |state: &RecordState, field: &Field| {
        state.fields.get(field.key).is_some_and(|value| !value.is_null())
    };
    fields.filter(|field| says(one, field) || says(other, field)).collect()
}

fn words(view: &RecordView, field: &Field, language: Language, digits: Digits) -> String {
    match (field.ty, view.state.fields.get(field.key)) {
        (_, None | Some(Value::Null)) => "–".to_owned(),
        (FieldType::Ref(_), _) => {
            view.refers.get(field.key).map(|named| named.title.clone()).unwrap_or_default()
        }
        (ty, Some(value)) => value::shown_with(digits, ty, value, language),
    }
}

#[component]
fn Compared(
    one: RecordView,
    other: RecordView,
    /// Up to where in the log the first was seen.
    seen: Signal<Option<Seen>>,
) -> impl IntoView {
    let toast = Toast::here();
    let rights = Rights::here();
    let may = Memo::new(move |_| rights.may_write(SamePerson::KIND.key));
    // Whoever answers for what is recorded sees in what two numbers differ.
    let digits = Memo::new(move |_| if rights.may_settle() { Digits::All } else { Digits::Masked });
    let ids = (one.state.id, other.state.id);
    // Those fields in which the other's way is taken.
    let of_other = RwSignal::new(BTreeSet::<&'static str>::new());
    let fields = said_fields(&one.state, &other.state);
    let value_of = |view: &RecordView, field: &Field| {
        view.state.fields.get(field.key).cloned().unwrap_or_default()
    };
    for field in &fields {
        if value_of(&one, field).is_null() {
            of_other.update(|of_other| {
                of_other.insert(field.key);
            });
        }
    }
    let decide = move |pair: SamePerson, edits: Vec<Undoable>, words: Label| {
        spawn_local(async move {
            let Some(backs) = say_pair(toast, pair, edits).await else { return };
            toast.say_undo(words, move || deed::take_back(toast, vec![backs.clone()]));
            go_back();
        });
    };
    let are_one = {
        let (one, other) = (one.clone(), other.clone());
        move |_| {
            // What is taken of the other is written to the one that stands for both.
            let value_of = |view: &RecordView, key: &str| {
                view.state.fields.get(key).cloned().unwrap_or_default()
            };
            let mut taken = of_other.get_untracked();
            taken.retain(|key| value_of(&one, key) != value_of(&other, key));
            let of = |view: &RecordView| -> Fields {
                taken.iter().map(|key| ((*key).to_owned(), value_of(view, key))).collect()
            };
            let act = edit(Person::KIND.key, ids.0, of(&other), seen.get_untracked());
            let back = edit(Person::KIND.key, ids.0, of(&one), None);
            let edits = if taken.is_empty() { vec![] } else { vec![Undoable { act, back }] };
            let pair = SamePerson::are_one(PersonId(ids.0), PersonId(ids.1));
            decide(pair, edits, text::SAID_ONE);
        }
    };
    let are_two = move |_| {
        let pair = SamePerson::are_two(PersonId(ids.0), PersonId(ids.1));
        decide(pair, vec![], text::SAID_TWO);
    };
    let heads = [&one, &other].map(|view| {
        let words = (view.title.clone(), view.note.clone());
        view! {
            <div class="compared__head">
                <A href=address_of(Person::KIND.key, view.state.id)>{words.0}</A>
                <p class="field__hint">{words.1}</p>
                <Counted of=view.related.clone()/>
            </div>
        }
    });
    let rows = fields
        .into_iter()
        .map(|field| view! { <ComparedField field one=one.clone() other=other.clone() of_other digits/> })
        .collect_view();
    view! {
        <p class="block block--apart field__hint">{say(text::COMPARE_MEANS)}</p>
        <div class="block compared__heads">{heads}</div>
        <div class="block compared">{rows}</div>
        <Show when=move || may.get()>
            <div class="block person__deeds">
                <button
                    class="button button--main"
                    type="button"
                    on:click=are_one.clone()
                >
                    <Icon name="check"/>
                    {say(text::ARE_ONE)}
                </button>
                <button class="button" type="button" on:click=are_two>
                    {say(text::ARE_TWO)}
                </button>
            </div>
        </Show>
    }
}

/// One field of both: what they agree in, or which way is taken.
#[component]
fn ComparedField(
    field: &'static Field,
    one: RecordView,
    other: RecordView,
    of_other: RwSignal<BTreeSet<&'static str>>,
    /// Of numbers that differ.
    digits: Memo<Digits>,
) -> impl IntoView {
    let language = text::language();
    let same = one.state.fields.get(field.key) == other.state.fields.get(field.key);
    let key = field.key;
    let way = move |view: RecordView, is_other: bool| {
        let taken = move || of_other.with(|of_other| of_other.contains(key)) == is_other;
        let choose = move |_| {
            of_other.update(|of_other| {
                if is_other {
                    of_other.insert(key);
                } else {
                    of_other.remove(key);
                }
            });
        };
        view! {
            <label class="compared__way" class:compared__way--taken=taken>
                <input type="radio" name=format!("chon-{key}") prop:checked=taken on:change=choose/>
                <span>{move || words(&view, field, language.get(), digits.get())}</span>
            </label>
        }
    };
    view! {
        <fieldset class="compared__field" class:compared__field--same=same>
            <legend class="field__label">{say(field.label)}</legend>
            {if same {
                view! { <p>{move || words(&one, field, language.get(), Digits::Masked)}</p> }.into_any()
            } else {
                view! { {way(one, false)} {way(other, true)} }.into_any()
            }}
        </fieldset>
    }
}

/// What speaks of a record, counted by kind: all of it goes with him.
#[component]
fn Counted(of: Vec<Named>) -> impl IntoView {
    let language = text::language();
    let words = move || {
        let kinds = of.chunk_by(|one, next| one.kind == next.kind);
        let counted =
            kinds.map(|kin| format!("{} {}", kind_name(&kin[0].kind, language.get()), kin.len()));
        counted.collect::<Vec<_>>().join(" · ")
    };
    view! { <p class="field__hint">{words}</p> }
}
