//! Which columns the list shows: chosen on a sheet, and kept on this device.

use domain::view::people::{Column, ListHabits};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked::Asked;
use crate::components::{Icon, Sheet, Toast};
use crate::pages::use_live;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskListHabits, KeepListHabits};

/// The columns that are shown, in their order.
pub fn columns() -> Memo<Vec<Column>> {
    let habits = use_live(|| AskListHabits);
    Memo::new(move |_| {
        let chosen = habits.get().unwrap_or_default().columns;
        if chosen.is_empty() { Column::USUAL.to_vec() } else { chosen }
    })
}

/// How wide a column is at least, in rem, and its share of what is left.
fn width(column: Column) -> (f32, u8) {
    match column {
        Column::Sex => (3.5, 0),
        Column::Birth | Column::JoinedOn | Column::LeftOn => (6.0, 0),
        Column::Phone | Column::CardNumber => (7.5, 0),
        Column::Home => (9.0, 5),
        _ => (6.0, 3),
    }
}

/// The widths of all, as the grid of a line takes them.
pub fn widths(columns: &[Column]) -> String {
    let width = |column: &Column| match width(*column) {
        (least, 0) => format!("{least}rem"),
        (least, share) => format!("minmax({least}rem, {share}fr)"),
    };
    columns.iter().map(width).collect::<Vec<_>>().join(" ")
}

/// How wide a line is at least, in rem: a narrower sheet is scrolled sideways.
pub fn least_width(columns: &[Column]) -> String {
    /// The number, the name, the marks at the end, and the gaps around them.
    const OTHERS: f32 = 22.0;
    const GAP: f32 = 0.75;
    let columns = columns.iter().map(|column| width(*column).0 + GAP);
    format!("{}rem", OTHERS + columns.sum::<f32>())
}

/// In how many rows a note says so many columns, in the hand.
pub fn note_rows(columns: usize) -> usize {
    const IN_A_ROW: usize = 3;
    columns.div_ceil(IN_A_ROW).max(1)
}

/// Whether lists are read in the hand, where a line's columns stand in its note.
pub fn in_hand() -> Signal<bool> {
    const NARROW_PX: f64 = 690.0;
    let width = || window().inner_width().ok().and_then(|width| width.as_f64());
    let narrow = move || width().is_some_and(|width| width < NARROW_PX);
    let is_narrow = RwSignal::new(narrow());
    let listening = window_event_listener(leptos::ev::resize, move |_| is_narrow.set(narrow()));
    on_cleanup(move || listening.remove());
    is_narrow.into()
}

#[component]
pub fn ColumnsSheet(columns: Memo<Vec<Column>>, open: RwSignal<bool>) -> impl IntoView {
    let toast = Toast::here();
    // What was ticked last, before it has come back from the store.
    let shown = RwSignal::new(columns.get_untracked());
    Effect::new(move || shown.set(columns.get()));
    let keep = move |chosen: Vec<Column>| {
        shown.set(if chosen.is_empty() { Column::USUAL.to_vec() } else { chosen.clone() });
        spawn_local(async move {
            let kept = match ask(AskListHabits).await {
                Ok(habits) => ask(KeepListHabits(ListHabits { columns: chosen, ..habits })).await,
                Err(trouble) => Err(trouble),
            };
            if kept.is_err() {
                toast.say(text::NOT_SAVED);
            }
        });
    };
    let ticks = Column::ALL.iter().copied().map(|column| {
        let tick = move |_| {
            let before = shown.get_untracked();
            let wanted = |one: &Column| before.contains(one) != (*one == column);
            // Always in the order of the declaration; the last one stays.
            let chosen: Vec<Column> = Column::ALL.iter().copied().filter(wanted).collect();
            if !chosen.is_empty() {
                keep(chosen);
            }
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || shown.with(|shown| shown.contains(&column))
                    on:change=tick
                />
                <Icon name="check"/>
                <span class="choice__text">{say(column.label())}</span>
            </label>
        }
    });
    let ticks: Vec<_> = ticks.collect();
    view! {
        <Sheet label=say(text::COLUMNS) open close=move || open.set(false)>
            <fieldset class="sheet__body choices">
                <legend class="field__label">{say(text::COLUMNS_SHOWN)}</legend>
                {ticks}
            </fieldset>
            <div class="sheet__foot">
                <button class="button" type="button" on:click=move |_| keep(vec![])>
                    {say(text::COLUMNS_USUAL)}
                </button>
                <button class="button button--main" type="button" on:click=move |_| open.set(false)>
                    {say(text::CLOSE)}
                </button>
            </div>
        </Sheet>
    }
}

/// The heads of the columns; a tap puts the list in their order.
#[component]
pub fn Heads(asked: Asked, columns: Memo<Vec<Column>>) -> impl IntoView {
    use domain::view::people::Order;
    let head = move |label: domain::text::Label, order: Option<Order>| {
        let Some(order) = order else { return view! { <span>{say(label)}</span> }.into_any() };
        let sorted = move || asked.order() == order;
        view! {
            <button
                class="people__sort"
                class:people__sort--reversed=move || sorted() && asked.is_reversed()
                type="button"
                aria-pressed=move || sorted().to_string()
                on:click=move |_| asked.put_in(order)
            >
                {say(label)}
                <Show when=sorted>
                    <Icon name="down" small=true/>
                </Show>
            </button>
        }
        .into_any()
    };
    view! {
        <div class="people__head">
            <span></span>
            {head(text::NAME, Some(Order::Name))}
            {move || columns.get().into_iter().map(|column| head(column.label(), column.order())).collect_view()}
            <span></span>
        </div>
    }
}
