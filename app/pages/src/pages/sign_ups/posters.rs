//! Posters: made, shown as a code to scan, printed, closed.

use domain::change::Fields;
use domain::field::BadValue;
use domain::id::RecordId;
use domain::kind::{Field, Record};
use domain::record::Poster;
use domain::sign_up::{self, Shut};
use domain::text::{Language, bad_value};
use domain::time::Day;
use domain::value::Value;
use domain::view::form::Typed;
use domain::view::sign_up::PosterRow;
use leptos::ev::SubmitEvent;
use leptos::html::Details;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use qrcode::QrCode;
use qrcode::render::svg;
use wasm_bindgen_futures::JsFuture;

use crate::components::{
    Confirm, Form, FormField, Icon, OptionsField, Problem, Toast, listed_areas,
};
use crate::deed::{self, make_of, today};
use crate::pages::frame::{Top, title};
use crate::pages::{Session, use_live};
use crate::text::{self, say};
use letters::{AskListChoices, AskPosters, SaveAct};

/// For how long a poster is open unless somebody says otherwise, in days.
const OPEN_DAYS: i32 = 30;

/// How many it takes unless somebody says otherwise.
const USUAL_MOST: i64 = 500;

/// What the form of a new one is called among those that were begun.
const FORM: &str = "poster new";

/// Signs that are not taken for one another, of which a code is made.
const SIGNS: &[u8] = b"abcdefghjkmnpqrstuvwxyz23456789";
const CODE_LENGTH: usize = 16;

/// A code that nobody guesses: 31^16 of them.
fn new_code() -> String {
    let mut bytes = [0_u8; CODE_LENGTH];
    let drawn =
        window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    drawn.expect("a browser that has made keys has chance");
    bytes.iter().map(|byte| char::from(SIGNS[usize::from(*byte) % SIGNS.len()])).collect()
}

fn address(code: &str) -> String {
    let origin = window().location().origin().unwrap_or_default();
    format!("{origin}/tu-ghi-danh/{code}")
}

fn is_open(poster: &PosterRow) -> Result<(), Shut> {
    sign_up::is_open(poster.closes_on, poster.registered, poster.most, today())
}

fn state(poster: &PosterRow, language: Language) -> &'static str {
    let label = match is_open(poster) {
        Ok(()) => text::POSTER_OPEN,
        Err(Shut::Full) => text::POSTER_FULL,
        Err(Shut::Over | Shut::Nowhere) => text::POSTER_CLOSED,
    };
    label.in_language(language)
}

#[component]
pub fn Posters() -> impl IntoView {
    let language = text::language();
    let posters = use_live(|| AskPosters);
    let none = move || posters.get().is_some_and(|posters| posters.is_empty());
    let line = move |poster: PosterRow| {
        let registered = text::registered_of(poster.registered, poster.most, language.get());
        let closes = poster.closes_on.map(|day| day.to_string()).unwrap_or_default();
        let below =
            [state(&poster, language.get()), &registered, &poster.area, &closes].join(" · ");
        view! {
            <li class="row">
                <span class="row__mark">
                    <Icon name="scan"/>
                </span>
                <span class="row__main">
                    <A href=format!("/tu-ghi/moi/{}", poster.id.0) attr:class="row__title row__link">
                        {poster.title.clone()}
                    </A>
                    <span class="row__note">{below}</span>
                </span>
                <span class="row__end">
                    <Icon name="right" small=true/>
                </span>
            </li>
        }
    };
    view! {
        <section class="section" aria-labelledby="loi-moi">
            <div class="section__head">
                <h2 id="loi-moi">{say(text::POSTERS)}</h2>
            </div>
            <p class="block field__hint">{say(text::POSTERS_MEAN)}</p>
            <ul>{move || posters.get().unwrap_or_default().into_iter().map(line).collect_view()}</ul>
            <Show when=none>
                <p class="block empty__text">{say(text::NO_POSTERS)}</p>
            </Show>
            <NewPoster/>
        </section>
    }
}

fn field(name: &str) -> &'static Field {
    Poster::KIND.field(name).expect("a poster is declared with it")
}

/// What the form says; what is wrong is said at its field.
fn read(form: Form) -> Vec<SaveAct> {
    form.look_anew();
    let mut fields = Fields::new();
    for name in ["title", "closes_on", "most"] {
        form.put(&mut fields, name, field(name));
    }
    match form.get_untracked("area").parse() {
        Ok(area) => drop(fields.insert("area".into(), Value::Int(area))),
        Err(_) => form.blame("area", bad_value(BadValue::Empty)),
    }
    fields.insert("code".into(), Value::Text(new_code()));
    vec![make_of(Poster::KIND.key, 0, fields, &[])]
}

#[component]
fn NewPoster() -> impl IntoView {
    let choices = use_live(|| AskListChoices);
    let toast = Toast::here();
    let details = NodeRef::<Details>::new();
    let usual = || {
        let until = Day(today().0 + OPEN_DAYS).to_string();
        Typed::from([("closes_on".into(), until), ("most".into(), USUAL_MOST.to_string())])
    };
    let form = Form::begin(FORM, usual());
    let places = Signal::derive(move || listed_areas(choices.get().unwrap_or_default().areas));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.save(read(form), move |saved| {
            form.fill(usual());
            if let Some(details) = details.get_untracked() {
                details.set_open(false);
            }
            toast.say_saved(saved.back);
        });
    };
    view! {
        // One that was begun is gone on with.
        <details
            id="moi-moi"
            class="block account"
            node_ref=details
            prop:open=move || form.touched()
        >
            <summary>
                <b>
                    <Icon name="plus" small=true/>
                    " "
                    {say(text::NEW_POSTER)}
                </b>
            </summary>
            <form class="form" on:submit=send>
                <p class="field__hint">{say(text::POSTER_TITLE_HINT)}</p>
                <FormField form key="title" field=field("title")/>
                <OptionsField
                    id="area"
                    label=text::POSTER_AREA
                    none=text::CHOOSE
                    listed=places
                    chosen=Signal::derive(move || form.get("area"))
                    choose=move |value| form.set("area", value)
                    error=Signal::derive(move || form.mistake("area"))
                />
                <div class="pair">
                    <FormField form key="closes_on" field=field("closes_on")/>
                    <FormField form key="most" field=field("most")/>
                </div>
                <Problem text=form.problem()/>
                <button class="button" type="submit">
                    {say(text::SAVE)}
                </button>
            </form>
        </details>
    }
}

/// One poster: its code, large, on the screen and on paper.
#[component]
pub fn PosterPage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").and_then(|id| id.parse().ok());
    let id = RecordId(id.unwrap_or_default());
    let posters = use_live(|| AskPosters);
    let poster = Memo::new(move |_| {
        posters.get().and_then(|posters| posters.into_iter().find(|poster| poster.id == id))
    });
    view! {
        <Top title=title(text::POSTERS) back="/tu-ghi"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            {move || poster.get().map(|poster| view! { <OnePoster poster/> })}
        </main>
    }
}

#[component]
fn OnePoster(poster: PosterRow) -> impl IntoView {
    let language = text::language();
    let session = Session::here();
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let address = address(&poster.code);
    let (open, registered, most) = (is_open(&poster).is_ok(), poster.registered, poster.most);
    let code = QrCode::new(address.as_bytes())
        .map(|code| code.render::<svg::Color>().min_dimensions(320, 320).build())
        .unwrap_or_default();
    let (id, name) = (poster.id, poster.title.clone());
    let closes = move |day: Day| {
        spawn_local(async move {
            let said = Poster { closes_on: Some(day), ..Poster::default() };
            let saved = deed::done(vec![deed::edit_as(id, said)]).await;
            toast.say(if saved.is_ok() { text::SAVED } else { text::NOT_SAVED });
        });
    };
    let close = move |_| {
        let means = text::CLOSE_POSTER_MEANS.in_language(language.get_untracked()).to_owned();
        confirm.ask_with(
            name.clone(),
            text::CLOSE_POSTER_SURE,
            Some(means),
            text::CLOSE_POSTER,
            move || closes(Day(today().0 - 1)),
        );
    };
    let copied = address.clone();
    let copy = move |_| {
        let taken = JsFuture::from(window().navigator().clipboard().write_text(&copied));
        spawn_local(async move {
            if taken.await.is_ok() {
                toast.say(text::ADDRESS_COPIED);
            }
        });
    };
    let organisation =
        move || session.opened().map(|opened| opened.who.organisation).unwrap_or_default();
    view! {
        <article class="block poster">
            <p class="lead">{organisation}</p>
            <h2>{poster.title.clone()}</h2>
            <p class="screen-only">
                <b>{state(&poster, language.get_untracked())}</b>
                " · "
                {move || text::registered_of(registered, most, language.get())}
            </p>
            <div class="poster__code" inner_html=code></div>
            <p class="lead">{say(text::SCAN_ME)}</p>
            <p class="address">{address}</p>
        </article>
        <div class="block form screen-only">
            <p class="field__hint">{say(text::NOT_SENT_POSTER)}</p>
            <div class="person__deeds">
                <button
                    class="button button--main"
                    type="button"
                    on:click=move |_| drop(window().print())
                >
                    <Icon name="print"/>
                    {say(text::PRINT_POSTER)}
                </button>
                <button class="button" type="button" on:click=copy>
                    {say(text::COPY_ADDRESS)}
                </button>
                {if open {
                    view! {
                        <button class="button" type="button" on:click=close>
                            {say(text::CLOSE_POSTER)}
                        </button>
                    }
                        .into_any()
                } else {
                    view! {
                        <button
                            class="button"
                            type="button"
                            on:click=move |_| closes(Day(today().0 + OPEN_DAYS))
                        >
                            {say(text::OPEN_AGAIN)}
                        </button>
                    }
                        .into_any()
                }}
            </div>
        </div>
    }
}
