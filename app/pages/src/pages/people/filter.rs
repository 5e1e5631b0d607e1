//! The sheet by which the list is narrowed, put in order, and kept; and the filters in force.

use domain::text::Label;
use domain::view::people::{KeptList, ListHabits, Order};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_navigate};

use super::asked::{Asked, Part};
use super::chosen::{ChooseChip, Chosen};
use crate::components::{Icon, SelectField, Sheet, TextField, Toast};
use crate::pages::{Rights, use_live};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskListChoices, AskListHabits, KeepListHabits, ListChoices};

/// The oldest that anybody can be asked for.
const OLDEST: u8 = 120;

#[component]
pub fn FilterSheet(
    asked: Asked,
    open: RwSignal<bool>,
    #[prop(into)] all: Signal<usize>,
) -> impl IntoView {
    let choices = use_live(|| AskListChoices);
    let choices = Memo::new(move |_| choices.get().unwrap_or_default());
    let many = Part::ALL.map(|part| view! { <PartField asked part choices/> });
    let [area, branch, unit, clan, membership, state, occupation, sex, from, to] = many;
    view! {
        <Sheet label=say(text::FILTER_LIST) open close=move || open.set(false)>
            <div class="sheet__body form">
                <KeptLists open/>
                {area}
                {branch}
                <div class="pair">{unit} {clan}</div>
                <div class="pair">{membership} {state}</div>
                <div class="pair">{occupation} {sex}</div>
                <div class="pair">{from} {to}</div>
                <OrderField asked/>
                <KeepList/>
            </div>
            <div class="sheet__foot">
                <Show when=move || asked.is_filtered()>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| Part::ALL.into_iter().for_each(|part| asked.set(part, None))
                    >
                        {say(text::DROP_FILTERS)}
                    </button>
                </Show>
                <button
                    class="button button--main"
                    type="button"
                    on:click=move |_| open.set(false)
                >
                    {move || text::show_people(all.get())}
                </button>
            </div>
        </Sheet>
    }
}

#[component]
fn PartField(asked: Asked, part: Part, choices: Memo<ListChoices>) -> impl IntoView {
    let language = text::language();
    let shown = Memo::new(move |_| part.choices(&choices.get(), language.get()));
    let id = format!("loc-{}", part.key());
    let choose = move |value: String| asked.set(part, value.parse().ok());
    if shown.with_untracked(Option::is_none) {
        return view! {
            <div class="field">
                <label class="field__label" for=id.clone()>
                    {say(part.label())}
                </label>
                <input
                    class="field__input"
                    id=id
                    type="number"
                    min="0"
                    max=OLDEST.to_string()
                    inputmode="numeric"
                    prop:value=move || asked.get(part).map(|age| age.to_string()).unwrap_or_default()
                    on:input=move |event| choose(event_target_value(&event))
                />
            </div>
        }
        .into_any();
    }
    view! {
        <div class="field">
            <SelectField id=id label=part.label() choose>
                <option value="" selected=move || asked.get(part).is_none()>
                    {say(text::ANY)}
                </option>
                <For
                    each=move || shown.get().unwrap_or_default()
                    key=|choice| choice.clone()
                    let((number, name))
                >
                    <option value=number.to_string() selected=move || asked.get(part) == Some(number)>
                        {name.clone()}
                    </option>
                </For>
            </SelectField>
        </div>
    }
    .into_any()
}

#[component]
fn OrderField(asked: Asked) -> impl IntoView {
    let choose = move |value: String| {
        let order = Order::ALL.iter().find(|order| (**order as i64).to_string() == value);
        if let Some(order) = order.filter(|order| **order != asked.order()) {
            asked.put_in(*order);
        }
    };
    view! {
        <div class="field">
            <SelectField id="xep" label=text::IN_ORDER choose>
                {Order::ALL
                    .iter()
                    .map(|order| {
                        view! {
                            <option
                                value=(*order as i64).to_string()
                                selected=move || asked.order() == *order
                            >
                                {say(order.label())}
                            </option>
                        }
                    })
                    .collect_view()}
            </SelectField>
        </div>
    }
}

/// The lists that were kept; a tap opens one.
#[component]
fn KeptLists(open: RwSignal<bool>) -> impl IntoView {
    let habits = use_live(|| AskListHabits);
    let kept = Memo::new(move |_| habits.get().unwrap_or_default().kept);
    let navigate = use_navigate();
    let toast = Toast::here();
    let go = StoredValue::new(move |query: String| {
        open.set(false);
        navigate(&format!("/nguoi?{query}"), leptos_router::NavigateOptions::default());
    });
    let drop = move |gone: KeptList| {
        let Some(before) = habits.get_untracked() else { return };
        let after = ListHabits {
            kept: before.kept.iter().filter(|list| **list != gone).cloned().collect(),
            columns: before.columns.clone(),
        };
        spawn_local(async move {
            if ask(KeepListHabits(after)).await.is_ok() {
                toast.say_undo(text::LIST_DROPPED, move || {
                    let before = before.clone();
                    spawn_local(async move {
                        if ask(KeepListHabits(before)).await.is_err() {
                            toast.say(text::NOT_SAVED);
                        }
                    });
                });
            }
        });
    };
    view! {
        <Show when=move || kept.with(|kept| !kept.is_empty())>
            <div class="field">
                <p class="field__label">{say(text::KEPT_LISTS)}</p>
                <ul class="kept-lists">
                    <For each=move || kept.get() key=|list| (list.name.clone(), list.query.clone()) let:list>
                        {
                            let (query, gone) = (list.query.clone(), list.clone());
                            let name = list.name.clone();
                            let language = text::language();
                            let called = list.name.clone();
                            let drops = move || {
                                format!("{}: {called}", text::DROP_LIST.in_language(language.get()))
                            };
                            view! {
                                <li>
                                    <button
                                        class="chip"
                                        type="button"
                                        on:click=move |_| go.with_value(|go| go(query.clone()))
                                    >
                                        {name}
                                    </button>
                                    <button
                                        class="icon-button"
                                        type="button"
                                        aria-label=drops
                                        on:click=move |_| drop(gone.clone())
                                    >
                                        <Icon name="close" small=true/>
                                    </button>
                                </li>
                            }
                        }
                    </For>
                </ul>
            </div>
        </Show>
    }
}

/// Keeps the list as it is asked for now, under a name.
#[component]
fn KeepList() -> impl IntoView {
    let name = RwSignal::new(String::new());
    let location = use_location();
    // Said in the sheet: it lies over the page's toast.
    let said = RwSignal::new(None::<Label>);
    let keep = move |_| {
        let list = KeptList {
            name: domain::text::normal(&name.get_untracked()),
            query: location.search.get_untracked(),
        };
        if list.name.is_empty() {
            said.set(Some(text::NAME_THE_LIST));
            return;
        }
        spawn_local(async move {
            let Ok(mut habits) = ask(AskListHabits).await else {
                said.try_set(Some(text::NOT_SAVED));
                return;
            };
            // A name stands for one list.
            habits.kept.retain(|kept| kept.name != list.name);
            habits.kept.push(list);
            let kept = ask(KeepListHabits(habits)).await;
            said.try_set(Some(if kept.is_ok() { text::LIST_KEPT } else { text::NOT_SAVED }));
            if kept.is_ok() {
                name.try_set(String::new());
            }
        });
    };
    view! {
        <details class="more">
            <summary>{say(text::KEEP_LIST)}</summary>
            <div class="form">
                <TextField id="ten-danh-sach" label=text::LIST_NAME value=name/>
                <button class="button" type="button" on:click=keep>
                    {say(text::KEEP_LIST)}
                </button>
                <p class="field__hint" role="status">
                    {move || said.get().map(say)}
                </p>
            </div>
        </details>
    }
}

/// The filters in force; a tap takes one away.
#[component]
pub fn Filters(
    asked: Asked,
    open: RwSignal<bool>,
    columns: RwSignal<bool>,
    export: RwSignal<bool>,
    chosen: Chosen,
    #[prop(into)] all: Signal<usize>,
) -> impl IntoView {
    let choices = use_live(|| AskListChoices);
    let language = text::language();
    // Who only checks in at an event takes no list along.
    let rights = Rights::here();
    let may_export = move || rights.may_write("export") && all.get() > 0;
    let in_force = move || asked.words(&choices.get().unwrap_or_default(), language.get());
    view! {
        <div class="chips">
            <button class="chip" type="button" on:click=move |_| open.set(true)>
                <Icon name="filter" small=true/>
                {say(text::FILTER)}
            </button>
            <button class="chip" type="button" on:click=move |_| columns.set(true)>
                <Icon name="list" small=true/>
                {say(text::COLUMNS)}
            </button>
            <ChooseChip chosen/>
            <Show when=may_export>
                <button class="chip" type="button" on:click=move |_| export.set(true)>
                    <Icon name="download" small=true/>
                    {say(text::EXPORT_SHORT)}
                </button>
            </Show>
            <For each=in_force key=|said| said.clone() let((part, name))>
                {
                    let called = name.clone();
                    let drops = move || {
                        format!("{}: {called}", text::DROP_FILTER.in_language(language.get()))
                    };
                    view! {
                        <button
                            class="chip chip--on"
                            type="button"
                            aria-label=drops
                            on:click=move |_| asked.set(part, None)
                        >
                            {name}
                            <Icon name="close" small=true/>
                        </button>
                    }
                }
            </For>
        </div>
    }
}
