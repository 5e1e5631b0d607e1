//! What was written: how much, what was left out and why, as a file to be put right; and the whole taken
//! back.

use domain::import::Fault;
use domain::text::Language;
use domain::view::import::{LeftOut, TwinOf, WhyLeftOut};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::checked::fault_words;
use super::desk::{Desk, Step, Stopped};
use super::past::TakeBack;
use crate::components::{FileForm, Icon, download_file};
use crate::text::{self, say};

/// Why a line was left out.
fn why(left_out: &LeftOut, language: Language) -> String {
    let words = |faults: &[Fault]| {
        let words = faults.iter().map(|fault| fault_words(fault, left_out.line, language));
        words.collect::<Vec<_>>().join(" ")
    };
    match &left_out.why {
        WhyLeftOut::Faults(faults) => words(faults),
        WhyLeftOut::Blank(faults) => {
            format!("{} {}", text::TAKEN_BUT_BLANK.in_language(language), words(faults))
        }
        WhyLeftOut::Twin(twin) => {
            let may_be = text::MAY_BE_ON_RECORD.in_language(language);
            match twin {
                TwinOf::Record(record) => format!("{may_be} {}, {}", record.title, record.note),
                TwinOf::Line(line) => {
                    format!("{} {line}", text::SAME_AS_LINE.in_language(language))
                }
            }
        }
    }
}

#[component]
pub fn WrittenPart(desk: Desk) -> impl IntoView {
    let language = text::language();
    let is_whole = move || desk.step.get() == Step::Written { whole: true };
    let heading = move || {
        (if is_whole() { text::READ_IN } else { text::READ_IN_PART }).in_language(language.get())
    };
    let any_left = move || desk.left_out.with(|left_out| !left_out.is_empty());
    let get = move |_| {
        let language = language.get_untracked();
        let lines = desk.left_out.with_untracked(|left_out| {
            left_out.iter().map(|one| (one.line, why(one, language))).collect::<Vec<_>>()
        });
        let head = text::NOT_TAKEN_WHY.in_language(language).to_owned();
        spawn_local(async move {
            let given = desk.not_taken(lines, head).await.and_then(|file| {
                let name = text::NOT_TAKEN_FILE.in_language(language);
                download_file(name, FileForm::Xlsx, &file)
            });
            desk.stopped.try_set(given.err().map(Stopped::Trouble));
        });
    };
    view! {
        <div class="block form">
            <h2 class="import__named">
                <Icon name="check"/>
                {heading}
            </h2>
            <p class="lead" role="status">
                {move || text::written(&desk.written.get(), language.get())}
            </p>
            <Show when=any_left>
                <button class="button" type="button" on:click=get>
                    <Icon name="download"/>
                    {say(text::NOT_TAKEN_LINES)}
                </button>
            </Show>
            <div class="person__deeds">
                <A href="/nguoi" attr:class="button button--main">
                    {say(text::SEE_PEOPLE)}
                </A>
                <button class="button" type="button" on:click=move |_| desk.clear()>
                    {say(text::OTHER_FILE)}
                </button>
            </div>
            <TakeBack import=desk.import.get_untracked() file=desk.file.get_untracked()/>
        </div>
    }
}
