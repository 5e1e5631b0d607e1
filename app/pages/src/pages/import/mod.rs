//! Nhập từ bảng tính: an officer's list of people is matched, looked through, recorded, and taken back if
//! it was the wrong one.

mod checked;
mod desk;
mod matching;
mod past;
mod template;
mod written;

use domain::text::{Label, whole};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::frame::{Top, title};
use crate::components::Icon;
use crate::text::{self, say};
use checked::CheckedPart;
use desk::{Desk, Step, Stopped};
use matching::MatchingPart;
use past::PastImports;
use template::TemplateButton;
use written::WrittenPart;

#[component]
pub fn ImportPage() -> impl IntoView {
    let desk = Desk::new();
    let step = Memo::new(move |_| std::mem::discriminant(&desk.step.get()));
    Effect::new(move |before: Option<()>| {
        step.get();
        if before.is_some() {
            window().scroll_to_with_x_and_y(0.0, 0.0);
        }
    });
    let part = move || {
        step.get();
        match desk.step.get_untracked() {
            Step::Choosing => view! { <ChoosingPart desk/> }.into_any(),
            Step::Opening => {
                view! { <p class="block lead" role="status">{say(text::IS_OPENED)}</p> }.into_any()
            }
            Step::Matching => view! { <MatchingPart desk/> }.into_any(),
            Step::Checking(_) => view! { <Going desk words=text::IS_LOOKED_THROUGH/> }.into_any(),
            Step::Checked => view! { <CheckedPart desk/> }.into_any(),
            Step::Writing(_) => view! { <Going desk words=text::IS_READ_IN/> }.into_any(),
            Step::Written { .. } => view! { <WrittenPart desk/> }.into_any(),
        }
    };
    view! {
        <Top title=title(text::IMPORT_PAGE) back="/nguoi"/>
        <main id="main" class="page" tabindex="-1">
            <WhyStopped desk/>
            {part}
        </main>
    }
}

#[component]
fn WhyStopped(desk: Desk) -> impl IntoView {
    let language = text::language();
    let words = move || {
        desk.stopped.get().map(|stopped| match stopped {
            Stopped::Said(label) => label.in_language(language.get()).to_owned(),
            Stopped::Trouble(trouble) => text::trouble(&trouble, language.get()),
        })
    };
    view! {
        <div class="block notices">
            {move || {
                words()
                    .map(|words| {
                        view! {
                            <p class="notice notice--warn" role="alert">
                                {words}
                            </p>
                        }
                    })
            }}
        </div>
    }
}

#[component]
fn ChoosingPart(desk: Desk) -> impl IntoView {
    let choose = move |event: web_sys::Event| {
        let input: Option<HtmlInputElement> =
            event.target().and_then(|target| target.dyn_into().ok());
        let files = input.and_then(|input| input.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            desk.open(file);
        }
    };
    view! {
        <div class="block form import__choose">
            <p class="lead">{say(text::IMPORT_MEANS)}</p>
            <label class="button button--main">
                <Icon name="report"/>
                {say(text::CHOOSE_SHEET_FILE)}
                <input
                    id="tep-bang-tinh"
                    class="hidden-text"
                    type="file"
                    accept=".xlsx,.xls,.ods,.csv"
                    on:change=choose
                />
            </label>
            <p class="field__hint">{say(text::SHEET_FORMS)}</p>
            <TemplateButton/>
        </div>
        <PastImports/>
    }
}

/// How far it has come; it can be stopped.
#[component]
fn Going(desk: Desk, words: Label) -> impl IntoView {
    let done = move || match desk.step.get() {
        Step::Checking(done) | Step::Writing(done) => done,
        _ => 0,
    };
    let rows = move || desk.view().map_or(0, |view| view.rows);
    view! {
        <div class="block form">
            <p class="lead" role="status">
                {say(words)}
            </p>
            <progress
                class="progress"
                aria-label=say(words)
                max=move || rows().to_string()
                value=move || done().to_string()
            ></progress>
            <p>
                {move || whole(i64::from(done()))} " / " {move || whole(i64::from(rows()))}
            </p>
            <button class="button" type="button" on:click=move |_| desk.stop()>
                {say(text::STOP)}
            </button>
        </div>
    }
}

/// The column of that place as spreadsheets call it: A to Z, then AA.
fn column_name(place: usize) -> String {
    let letter = char::from(b'A' + (place % 26) as u8);
    match place / 26 {
        0 => letter.to_string(),
        more => column_name(more - 1) + &letter.to_string(),
    }
}
