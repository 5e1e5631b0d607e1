//! Giao ban: the quarter's figures, counted on this device from its records, with or without a network.

use domain::report::{Figures, Row};
use domain::text::{percent, whole};
use domain::time::{Moment, Quarter, Year};
use leptos::prelude::*;
use leptos_router::hooks::query_signal;

use super::frame::Top;
use super::use_live;
use crate::components::Icon;
use crate::letter::AskReview;
use crate::text::{self, say};

/// The quarters that can be chosen: this one and the twenty before it.
fn quarters() -> Vec<Quarter> {
    let today = Moment(js_sys::Date::now() as i64).day().quarter();
    std::iter::successors(Some(today), |quarter| Some(quarter.before())).take(21).collect()
}

fn code(quarter: Quarter) -> String {
    format!("{}-{}", quarter.year, quarter.number())
}

fn parse(code: &str) -> Option<Quarter> {
    let (year, number) = code.split_once('-')?;
    Quarter::new(Year(year.parse().ok()?), number.parse().ok()?)
}

#[component]
pub fn ReviewPage() -> impl IntoView {
    let (chosen, set_chosen) = query_signal::<String>("ky");
    let (reading, set_reading) = query_signal::<String>("theo");
    let quarter = move || chosen.get().as_deref().and_then(parse).unwrap_or_else(|| quarters()[0]);
    let by_today = move || reading.get().as_deref() == Some("nay");
    let review = use_live(move || {
        let quarter = quarter();
        AskReview { year: quarter.year.0, quarter: quarter.number(), by_today: by_today() }
    });
    let print = move |_| {
        // A browser that cannot print says so itself.
        let _ = window().print();
    };
    view! {
        <Top title=text::REVIEW/>
        <main id="main" class="review" tabindex="-1">
            <div class="review__tools screen-only">
                <div class="field">
                    <label class="field__label" for="ky">{say(text::QUARTER)}</label>
                    <div class="field__select">
                        <select
                            class="field__input"
                            id="ky"
                            prop:value=move || code(quarter())
                            on:change=move |event| set_chosen.set(Some(event_target_value(&event)))
                        >
                            {quarters()
                                .into_iter()
                                .map(|one| {
                                    view! {
                                        <option value=code(one) selected=move || quarter() == one>
                                            {one.to_string()}
                                        </option>
                                    }
                                })
                                .collect_view()}
                        </select>
                        <Icon name="down"/>
                    </div>
                </div>
                <div class="field">
                    <label class="field__label" for="theo">{say(text::READ_BY)}</label>
                    <div class="field__select">
                        <select
                            class="field__input"
                            id="theo"
                            on:change=move |event| {
                                set_reading.set(Some(event_target_value(&event)).filter(|value| !value.is_empty()));
                            }
                        >
                            <option value="">{say(text::AREAS_OF_THEN)}</option>
                            <option value="nay" selected=by_today>{say(text::AREAS_OF_TODAY)}</option>
                        </select>
                        <Icon name="down"/>
                    </div>
                </div>
                <div class="review__end">
                    <button class="button button--main" type="button" on:click=print>
                        <Icon name="print"/>
                        {say(text::PRINT)}
                    </button>
                </div>
            </div>
            <h2 class="print-only paper-title">{move || quarter().to_string()}</h2>
            {move || {
                review
                    .get()
                    .map(|review| {
                        view! {
                            <Strips sum=review.sum/>
                            <ByArea rows=review.rows sum=review.sum/>
                        }
                    })
            }}
        </main>
    }
}

#[component]
fn Strips(sum: Figures) -> impl IntoView {
    view! {
        <div class="strip">
            <Figure label=text::MEMBERS value=whole(sum.members)/>
            <Figure
                label=text::SHARE
                value=sum.members_share().unwrap_or_else(|| "–".into())
                note=(whole(sum.population), text::POPULATION)
            />
            <Figure
                label=text::FAMILIES
                value=whole(sum.families_registered)
                all=whole(sum.families)
            />
            <Figure label=text::CLANS value=whole(sum.clans_registered) all=whole(sum.clans)/>
            <Figure label=text::COMMUNITIES value=whole(sum.communities_registered) all=whole(sum.communities)/>
            <Figure label=text::UNITS value=whole(sum.units_registered) all=whole(sum.units)/>
        </div>
        <div class="strip strip--second">
            <Figure label=text::CITIZENS value=whole(sum.citizens_registered)/>
            <Figure
                label=text::SCHOLARSHIPS
                value=whole(sum.scholarships)
                note=(domain::text::dong(sum.scholarships_dong), text::FROM_JANUARY)
            />
            <Figure label=text::CHILDREN value=whole(sum.children_supported)/>
            <Figure label=text::CLASSES value=whole(sum.training_classes)/>
        </div>
    }
}

#[component]
fn Figure(
    label: domain::text::Label,
    value: String,
    #[prop(optional)] all: Option<String>,
    #[prop(optional)] note: Option<(String, domain::text::Label)>,
) -> impl IntoView {
    view! {
        <p class="figure">
            <span class="figure__label">{say(label)}</span>
            <span class="figure__value">
                {value} {all.map(|all| view! { <span class="figure__of">"/" {all}</span> })}
            </span>
            {note
                .map(|(number, words)| {
                    view! { <span class="figure__note">{number} " " {say(words)}</span> }
                })}
        </p>
    }
}

#[component]
fn ByArea(rows: Vec<Row>, sum: Figures) -> impl IntoView {
    let heads = [
        text::MEMBERS,
        text::SHARE,
        text::FAMILIES,
        text::COMMUNITIES,
        text::CITIZENS,
        text::SCHOLARSHIPS,
        text::CHILDREN,
    ];
    view! {
        <div class="review__body">
            <div>
                <h2>{say(text::BY_AREA)}</h2>
                <div class="table-scroll" role="region" tabindex="0" aria-label=say(text::SCROLLED_TABLE)>
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{say(text::AREA_COLUMN)}</th>
                                {heads
                                    .into_iter()
                                    .map(|head| view! { <th scope="col" class="num">{say(head)}</th> })
                                    .collect_view()}
                            </tr>
                        </thead>
                        <tbody>
                            {rows
                                .into_iter()
                                .map(|row| {
                                    view! {
                                        <tr>
                                            <th scope="row">{row.name}</th>
                                            {cells(&row.figures)}
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </tbody>
                        <tfoot>
                            <tr>
                                <th scope="row">{say(text::ALL)}</th>
                                {cells(&sum)}
                            </tr>
                        </tfoot>
                    </table>
                </div>
            </div>
        </div>
    }
}

fn cells(figures: &Figures) -> impl IntoView + use<> {
    let of = |part: i64, all: i64| {
        if all == 0 { "–".to_owned() } else { format!("{}/{}", whole(part), whole(all)) }
    };
    let some = |number: i64| if number == 0 { "–".to_owned() } else { whole(number) };
    [
        some(figures.members),
        percent(figures.members, figures.population).unwrap_or_else(|| "–".into()),
        of(figures.families_registered, figures.families),
        of(figures.communities_registered, figures.communities),
        some(figures.citizens_registered),
        some(figures.scholarships),
        some(figures.children_supported),
    ]
    .into_iter()
    .map(|cell| view! { <td class="num">{cell}</td> })
    .collect_view()
}
