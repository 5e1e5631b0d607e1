//! Giao ban: the quarter's figures, counted on this device from its records, with or without a network.

use domain::id::RecordId;
use domain::report::{FigureName, Figures, Row};
use domain::text::{percent, whole};
use domain::time::{Quarter, Year};
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::{query_signal, use_query_map};
use leptos_router::params::ParamsMap;

use super::frame::Top;
use super::{Session, use_live};
use crate::components::{Icon, SelectField};
use crate::deed::today;
use crate::text::{self, say};
use letters::AskReview;

/// The quarters that can be chosen: this one and the twenty before it.
fn quarters() -> Vec<Quarter> {
    std::iter::successors(Some(today().quarter()), |quarter| Some(quarter.before()))
        .take(21)
        .collect()
}

fn code(quarter: Quarter) -> String {
    format!("{}-{}", quarter.year, quarter.number())
}

fn parse(code: &str) -> Option<Quarter> {
    let (year, number) = code.split_once('-')?;
    Quarter::new(Year(year.parse().ok()?), number.parse().ok()?)
}

/// The quarter that an address names; none named: this one.
pub fn quarter_in(query: &ParamsMap) -> Quarter {
    query.get("ky").as_deref().and_then(parse).unwrap_or_else(|| quarters()[0])
}

/// The review that an address names.
pub fn asked(query: &ParamsMap) -> AskReview {
    let quarter = quarter_in(query);
    AskReview {
        year: quarter.year.0,
        quarter: quarter.number(),
        by_today: query.get("theo").as_deref() == Some("nay"),
        area: query.get("dia-ban").and_then(|id| id.parse().ok()).map(RecordId),
    }
}

/// The part of an address that names a review.
fn address_part(ask: AskReview) -> String {
    let theo = if ask.by_today { "&theo=nay" } else { "" };
    let area = ask.area.map(|area| format!("&dia-ban={}", area.0)).unwrap_or_default();
    format!("ky={}-{}{theo}{area}", ask.year, ask.quarter)
}

/// The address of the records behind a figure, of one line or of all.
fn behind(ask: AskReview, figure: FigureName, of: &Of) -> String {
    let line = match of {
        Of::All => String::new(),
        Of::Above => format!("&dong={ABOVE}"),
        Of::Row(row) => {
            let name = String::from(js_sys::encode_uri_component(&row.name));
            format!("&dong={}&ten={name}", row.area.0)
        }
    };
    format!("/giao-ban/{}?{}{line}", figure.key(), address_part(ask))
}

/// In an address: what is recorded above the areas of the lines.
pub const ABOVE: &str = "tren";

/// What of a review a figure is of.
#[derive(Clone)]
enum Of {
    All,
    Above,
    Row(Row),
}

#[component]
pub fn ReviewPage() -> impl IntoView {
    let query = use_query_map();
    let (_, set_chosen) = query_signal::<String>("ky");
    let (_, set_reading) = query_signal::<String>("theo");
    let quarter = move || quarter_in(&query.get());
    let by_today = move || asked(&query.get()).by_today;
    let review = use_live(move || asked(&query.get()));
    let language = text::language();
    let title = super::frame::title(text::REVIEW);
    let print = move |_| {
        // A browser that cannot print says so itself.
        let _ = window().print();
    };
    view! {
        <Top title/>
        <main id="main" class="review" tabindex="-1">
            <div class="review__tools screen-only">
                <div class="field">
                    <SelectField
                        id="ky"
                        label=text::QUARTER
                        choose=move |value: String| set_chosen.set(Some(value))
                    >
                        {quarters()
                            .into_iter()
                            .map(|one| {
                                view! {
                                    <option value=code(one) selected=move || quarter() == one>
                                        {move || one.shown(language.get())}
                                    </option>
                                }
                            })
                            .collect_view()}
                    </SelectField>
                </div>
                <div class="field">
                    <SelectField
                        id="theo"
                        label=text::READ_BY
                        choose=move |value: String| {
                            set_reading.set(Some(value).filter(|value| !value.is_empty()));
                        }
                    >
                        <option value="">{say(text::AREAS_OF_THEN)}</option>
                        <option value="nay" selected=by_today>{say(text::AREAS_OF_TODAY)}</option>
                    </SelectField>
                </div>
                <div class="review__end">
                    <button class="button button--main" type="button" on:click=print>
                        <Icon name="print"/>
                        {say(text::PRINT)}
                    </button>
                </div>
            </div>
            <PaperHead quarter=Signal::derive(quarter)/>
            {move || {
                review
                    .get()
                    .map(|review| {
                        view! {
                            <Place name=review.area/>
                            <Strips sum=review.sum ask=asked(&query.get_untracked())/>
                            <ByArea
                                rows=review.rows
                                sum=review.sum
                                above=review.elsewhere
                                ask=asked(&query.get_untracked())
                            />
                        }
                    })
            }}
        </main>
    }
}

/// What stands above the figures on paper (Decree 30/2020/NĐ-CP): whose paper it is, the state's
/// name and motto, the day, and what it reports.
#[component]
fn PaperHead(quarter: Signal<Quarter>) -> impl IntoView {
    let organisation = move || Session::here().opened().map(|opened| opened.who.organisation);
    let language = text::language();
    let today = today();
    view! {
        <div class="paper-head print-only">
            <div>
                <b>{organisation}</b>
            </div>
            <div>
                <b>{say(text::STATE)}</b>
                <b>
                    <span class="underlined">{say(text::MOTTO)}</span>
                </b>
                <br/>
                <i>{move || domain::text::value::paper_day(today, language.get())}</i>
            </div>
        </div>
        <div class="paper-title print-only">
            <b>{say(text::PAPER_KIND)}</b>
            <br/>
            <b>
                {say(text::PAPER_TITLE)}
                " "
                {move || quarter.get().shown(language.get())}
            </b>
        </div>
    }
}

/// Of which area it is; a part leads back to the whole.
#[component]
fn Place(name: String) -> impl IntoView {
    let query = use_query_map();
    let is_part = move || asked(&query.get()).area.is_some();
    let whole = move || {
        let ask = AskReview { area: None, ..asked(&query.get()) };
        format!("/giao-ban?{}", address_part(ask))
    };
    view! {
        <div class="section__head">
            <h2>{name}</h2>
            <Show when=is_part>
                <A href=whole attr:class="screen-only">
                    {say(text::WHOLE_AREA)}
                </A>
            </Show>
        </div>
    }
}

#[component]
fn Strips(sum: Figures, ask: AskReview) -> impl IntoView {
    let share = sum.members_share().unwrap_or_else(|| "–".into());
    let figure = move |figure: FigureName, label, of: Option<FigureName>| {
        view! { <Figure sum ask figure label of/> }
    };
    view! {
        <div class="strip">
            {figure(FigureName::Members, text::MEMBERS, None)}
            <A
                href=behind(ask, FigureName::Population, &Of::All)
                attr:class="figure"
            >
                <span class="figure__label">{say(text::SHARE)}</span>
                <span class="figure__value">{share}</span>
                <span class="figure__note">{whole(sum.population)} " " {say(text::POPULATION)}</span>
            </A>
            {figure(FigureName::FamiliesRegistered, text::FAMILIES, Some(FigureName::Families))}
            {figure(FigureName::ClansRegistered, text::CLANS, Some(FigureName::Clans))}
            {figure(
                FigureName::CommunitiesRegistered,
                text::COMMUNITIES,
                Some(FigureName::Communities),
            )} {figure(FigureName::UnitsRegistered, text::UNITS, Some(FigureName::Units))}
        </div>
        <div class="strip strip--second">
            {figure(FigureName::CitizensRegistered, text::CITIZENS, None)}
            {figure(FigureName::CadresRegistered, text::CADRES, Some(FigureName::Cadres))}
            <A
                href=behind(ask, FigureName::Scholarships, &Of::All)
                attr:class="figure"
            >
                <span class="figure__label">{say(text::SCHOLARSHIPS)}</span>
                <span class="figure__value">{whole(sum.scholarships)}</span>
                <span class="figure__note">
                    {domain::text::dong(sum.scholarships_dong)} " " {say(text::FROM_JANUARY)}
                </span>
            </A>
            {figure(FigureName::ChildrenSupported, text::CHILDREN, None)}
            {figure(FigureName::Awards, text::AWARDS, None)}
            {figure(FigureName::TrainingClasses, text::CLASSES, None)}
            {figure(FigureName::Events, text::EVENTS_PAGE, None)}
        </div>
    }
}

/// A figure that opens its records; `of`: what it is a part of.
#[component]
fn Figure(
    sum: Figures,
    ask: AskReview,
    figure: FigureName,
    label: domain::text::Label,
    of: Option<FigureName>,
) -> impl IntoView {
    view! {
        <A href=behind(ask, figure, &Of::All) attr:class="figure">
            <span class="figure__label">{say(label)}</span>
            <span class="figure__value">
                {whole(figure.of(&sum))}
                {of
                    .map(|of| {
                        view! { <span class="figure__of">"/" {whole(of.of(&sum))}</span> }
                    })}
            </span>
        </A>
    }
}

/// The columns of the table: the figure, and what it is a part of.
const COLUMNS: &[(domain::text::Label, FigureName, Option<FigureName>)] = &[
    (text::FAMILIES, FigureName::FamiliesRegistered, Some(FigureName::Families)),
    (text::COMMUNITIES, FigureName::CommunitiesRegistered, Some(FigureName::Communities)),
    (text::UNITS, FigureName::UnitsRegistered, Some(FigureName::Units)),
    (text::CITIZENS, FigureName::CitizensRegistered, None),
    (text::SCHOLARSHIPS, FigureName::Scholarships, None),
    (text::CHILDREN, FigureName::ChildrenSupported, None),
];

#[component]
fn ByArea(rows: Vec<Row>, sum: Figures, above: Figures, ask: AskReview) -> impl IntoView {
    view! {
        <div class="review__body">
            <div>
                <h2>{say(text::BY_AREA)}</h2>
                <div
                    class="table-scroll"
                    role="region"
                    tabindex="0"
                    aria-label=say(text::SCROLLED_TABLE)
                >
                    <table class="table">
                        <thead>
                            <tr>
                                <th scope="col">{say(text::AREA_COLUMN)}</th>
                                <th scope="col" class="num">
                                    {say(text::MEMBERS)}
                                </th>
                                <th scope="col" class="num">
                                    {say(text::SHARE)}
                                </th>
                                {COLUMNS
                                    .iter()
                                    .map(|(head, ..)| {
                                        view! {
                                            <th scope="col" class="num">
                                                {say(*head)}
                                            </th>
                                        }
                                    })
                                    .collect_view()}
                            </tr>
                        </thead>
                        <tbody>
                            {shows_something(&above)
                                .then(|| {
                                    view! {
                                        <tr>
                                            <th scope="row">{say(text::RECORDED_ABOVE)}</th>
                                            <Cells ask of=Of::Above figures=above/>
                                        </tr>
                                    }
                                })}
                            {rows
                                .into_iter()
                                .map(|row| {
                                    let part = AskReview { area: Some(row.area), ..ask };
                                    let address = format!("/giao-ban?{}", address_part(part));
                                    let (name, figures) = (row.name.clone(), row.figures);
                                    view! {
                                        <tr>
                                            <th scope="row">
                                                <A href=address>{name}</A>
                                            </th>
                                            <Cells ask of=Of::Row(row) figures/>
                                        </tr>
                                    }
                                })
                                .collect_view()}
                        </tbody>
                        <tfoot>
                            <tr>
                                <th scope="row">{say(text::ALL)}</th>
                                <Cells ask of=Of::All figures=sum/>
                            </tr>
                        </tfoot>
                    </table>
                </div>
            </div>
        </div>
    }
}

/// Whether any column of the table has a figure.
fn shows_something(figures: &Figures) -> bool {
    figures.members > 0
        || COLUMNS.iter().any(|(_, figure, of)| {
            figure.of(figures) > 0 || of.is_some_and(|of| of.of(figures) > 0)
        })
}

/// The figures of a line; each that is not nothing opens its records.
#[component]
fn Cells(ask: AskReview, of: Of, figures: Figures) -> impl IntoView {
    let cell = |figure: FigureName, whole_of: Option<FigureName>| {
        let (part, all) = (figure.of(&figures), whole_of.map(|all| all.of(&figures)));
        let shown = match all {
            Some(0) => "–".to_owned(),
            Some(all) => format!("{}/{}", whole(part), whole(all)),
            None if part == 0 => "–".to_owned(),
            None => whole(part),
        };
        if shown == "–" {
            view! { <td class="num">{shown}</td> }.into_any()
        } else {
            let address = behind(ask, figure, &of);
            view! {
                <td class="num">
                    <A href=address>{shown}</A>
                </td>
            }
            .into_any()
        }
    };
    let share =
        (figures.members > 0).then(|| percent(figures.members, figures.population)).flatten();
    let share = share.unwrap_or_else(|| "–".into());
    view! {
        {cell(FigureName::Members, None)}
        <td class="num">{share}</td>
        {COLUMNS.iter().map(|(_, figure, of)| cell(*figure, *of)).collect_view()}
    }
}
