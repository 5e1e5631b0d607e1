//! What each column of the sheet says, and what holds for all lines.

use domain::field::BadValue;
use domain::id::RecordId;
use domain::import::Means;
use domain::record::ConsentForm;
use domain::text::bad_value;
use domain::time::Day;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::column_name;
use super::desk::Desk;
use crate::components::{Icon, OptionsField, TextField, listed_areas, listed_choices};
use crate::deed::today;
use crate::pages::use_live;
use crate::text::{self, say};
use letters::AskImportPlaces;

/// How they can have agreed whose names stand in a sheet.
const CONSENTS: [ConsentForm; 4] =
    [ConsentForm::Signed, ConsentForm::Spoken, ConsentForm::Ticked, ConsentForm::Parent];

#[component]
pub fn MatchingPart(desk: Desk) -> impl IntoView {
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        desk.check();
    };
    let ready = move || desk.plan().is_some();
    view! {
        <form class="import" on:submit=send>
            <div class="block form">
                <WhichSheet desk/>
                <p class="field__hint">
                    <Show when=move || desk.remembered.get()>{say(text::MATCHING_KNOWN)}</Show>
                </p>
            </div>
            <h2 class="block import__part">{say(text::COLUMNS_MEAN)}</h2>
            <ul class="block import__columns">
                {move || {
                    let width = desk.view().map_or(0, |view| view.heads.names.len());
                    (0..width).map(|place| view! { <Column desk place/> }).collect_view()
                }}
            </ul>
            <div class="block form">
                <Show when=move || !desk.has_name()>
                    <p class="notice notice--warn" role="status">
                        {say(text::NO_NAME_COLUMN)}
                    </p>
                </Show>
                <h2>{say(text::FOR_ALL_LINES)}</h2>
                <ForAll desk/>
                <Show when=move || desk.has_name() && !ready()>
                    <p class="field__hint" role="status">{say(text::CONSENT_FORM_FIRST)}</p>
                </Show>
                <div class="person__deeds">
                    <button class="button" type="button" on:click=move |_| desk.clear()>
                        {say(text::OTHER_FILE)}
                    </button>
                    <button
                        class="button button--main"
                        type="submit"
                        disabled=move || !ready()
                    >
                        {say(text::LOOK_THROUGH)}
                    </button>
                </div>
            </div>
        </form>
    }
}

/// The file's name, its sheet, and the row of the heads.
#[component]
fn WhichSheet(desk: Desk) -> impl IntoView {
    let sheets = Signal::derive(move || {
        desk.sheets.with(|sheets| {
            let named = sheets.iter().enumerate();
            named.map(|(place, sheet)| (place.to_string(), sheet.name.clone())).collect::<Vec<_>>()
        })
    });
    let choose = move |value: String| desk.choose_sheet(value.parse().unwrap_or(0));
    let row = move || desk.view().map_or(0, |view| view.heads.first + 1);
    let move_heads = move |event| {
        let typed = event_target_value(&event).parse::<usize>();
        if let Some(row) = typed.ok().and_then(|row| row.checked_sub(1)) {
            desk.heads_at(row.min(200));
        }
    };
    view! {
        <p class="lead import__named">
            <Icon name="report" small=true/>
            <b>{desk.file}</b>
        </p>
        <Show when=move || { sheets.get().len() > 1 }>
            <OptionsField
                id="trang-tinh"
                label=text::WHICH_SHEET
                listed=sheets
                chosen=Signal::derive(move || desk.sheet.get().to_string())
                choose
            />
        </Show>
        <div class="field">
            <label class="field__label" for="dong-tieu-de">
                {say(text::HEADS_ROW)}
            </label>
            <input
                class="field__input import__row"
                id="dong-tieu-de"
                type="number"
                inputmode="numeric"
                min="1"
                max="200"
                prop:value=move || row().to_string()
                on:change=move_heads
            />
        </div>
    }
}

/// A column: its head, what stands in it, and what it means.
#[component]
fn Column(desk: Desk, place: usize) -> impl IntoView {
    let view = untrack(|| desk.view()).unwrap_or_default();
    let head = view.heads.names.get(place).cloned().unwrap_or_default();
    let cells = view.examples.iter().filter_map(|line| line.cells.get(place));
    let shown: Vec<String> =
        cells.filter(|cell| !cell.trim().is_empty()).take(3).cloned().collect();
    let listed = listed_choices(Means::ALL.iter().map(|means| (*means as i64, means.label())));
    let chosen = Signal::derive(move || {
        let means = desk.columns.with(|columns| columns.get(place).copied().flatten());
        means.map(|means| (means as i64).to_string()).unwrap_or_default()
    });
    let choose = move |value: String| {
        let means = Means::ALL.iter().copied().find(|means| (*means as i64).to_string() == value);
        desk.mean(place, means);
    };
    view! {
        <li class="import__column">
            <p>
                <b>{column_name(place)}</b>
                " "
                {head}
                <span class="field__hint">{shown.join(" · ")}</span>
            </p>
            <OptionsField
                id=format!("cot-{place}")
                label=text::COLUMN
                none=text::COLUMN_LEFT_ASIDE
                listed
                chosen
                choose
            />
        </li>
    }
}

#[component]
fn ForAll(desk: Desk) -> impl IntoView {
    let places = use_live(|| AskImportPlaces);
    // Where there is only one, it need not be chosen.
    Effect::new(move || {
        if let Some([only]) = places.get().as_ref().map(|places| places.areas.as_slice()) {
            desk.area.set(Some(only.id));
        }
    });
    let areas = Signal::derive(move || listed_areas(places.get().unwrap_or_default().areas));
    let branches = Signal::derive(move || listed_areas(places.get().unwrap_or_default().branches));
    let consents = listed_choices(CONSENTS.iter().map(|form| (*form as i64, form.label())));
    let record = |value: String| value.parse().ok().map(RecordId);
    let of = |id: Option<RecordId>| id.map(|id| id.0.to_string()).unwrap_or_default();
    let wrong_day = move || match Day::parse(&desk.on.get()) {
        None => Some(bad_value(BadValue::NotADate)),
        Some(on) if on > today() => Some(domain::import::Why::NotYet.label()),
        Some(_) => None,
    };
    view! {
        <Show when=move || places.get().is_some_and(|places| places.areas.is_empty())>
            <p class="notice notice--warn">{say(text::NO_NEIGHBOURHOODS)}</p>
        </Show>
        <div class="import__pair">
            <OptionsField
                id="nhap-kp"
                label=text::AREA_FOR_ALL
                none=text::CHOOSE
                listed=areas
                chosen=Signal::derive(move || of(desk.area.get()))
                choose=move |value| desk.area.set(record(value))
            />
            <OptionsField
                id="nhap-chi-hoi"
                label=text::BRANCH_FOR_ALL
                none=text::NO_BRANCH_FOR_ALL
                listed=branches
                chosen=Signal::derive(move || of(desk.branch.get()))
                choose=move |value| desk.branch.set(record(value))
            />
            <OptionsField
                id="nhap-dong-y"
                label=text::CONSENT_FOR_ALL
                none=text::CHOOSE
                listed=consents
                chosen=Signal::derive(move || {
                    desk.consent.get().map(|form| (form as i64).to_string()).unwrap_or_default()
                })
                choose=move |value: String| {
                    let form = CONSENTS.into_iter().find(|form| (*form as i64).to_string() == value);
                    desk.consent.set(form);
                }
            />
            <TextField
                id="nhap-ngay"
                label=text::SINCE_FOR_ALL
                value=desk.on
                hint=text::SINCE_FOR_ALL_HINT
                error=Signal::derive(wrong_day)
            />
        </div>
    }
}
