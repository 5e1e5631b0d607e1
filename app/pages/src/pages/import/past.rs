//! The sheets that were read in on this device, and taking one back.

use domain::text::whole;
use domain::view::import::{ImportRow, TakenBack};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{Confirm, Icon, when};
use crate::pages::use_live;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskImports, TakeImportBack, Trouble};

#[component]
pub fn PastImports() -> impl IntoView {
    let imports = use_live(|| AskImports);
    let any = move || imports.get().is_some_and(|imports| !imports.is_empty());
    view! {
        <Show when=any>
            <h2 class="block import__part">{say(text::PAST_IMPORTS)}</h2>
            <p class="block field__hint">{say(text::PAST_IMPORTS_MEAN)}</p>
            <ul class="block">
                <For
                    each=move || imports.get().unwrap_or_default()
                    key=|row| (row.id, row.done, row.taken_back)
                    let:row
                >
                    <PastImport row/>
                </For>
            </ul>
        </Show>
    }
}

#[component]
fn PastImport(row: ImportRow) -> impl IntoView {
    let language = text::language();
    let stopped = (row.done < row.lines).then_some(row.done);
    let note = move || {
        let mut parts = vec![when(row.at)];
        parts.push(text::written(&row.written, language.get()));
        if let Some(done) = stopped.filter(|_| !row.taken_back) {
            let at = text::STOPPED_AT.in_language(language.get());
            parts.push(format!("{at} {}", whole(i64::from(done))));
        }
        parts.join(" · ")
    };
    view! {
        <li class="problem">
            <p>
                <b>{row.file.clone()}</b>
            </p>
            <p class="field__hint">{note}</p>
            {if row.taken_back {
                view! { <p>{say(text::WAS_TAKEN_BACK)}</p> }.into_any()
            } else {
                view! { <TakeBack import=row.id file=row.file/> }.into_any()
            }}
        </li>
    }
}

/// How far the taking back has come.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Untouched,
    Going(TakenBack),
    Done(TakenBack),
    Failed(Trouble),
}

/// Takes the whole of an import back, if one is sure.
#[component]
pub fn TakeBack(import: i64, file: String) -> impl IntoView {
    let language = text::language();
    let confirm = Confirm::here();
    let state = RwSignal::new(State::Untouched);
    let take_back = move || {
        state.set(State::Going(TakenBack::default()));
        spawn_local(async move {
            let mut step = ask(TakeImportBack(import)).await;
            while let Ok(taken) = step
                && !taken.is_over()
            {
                state.try_set(State::Going(taken));
                step = ask(TakeImportBack(import)).await;
            }
            state.try_set(step.map_or_else(State::Failed, State::Done));
        });
    };
    let press = move |_| {
        let means = text::TAKE_IMPORT_BACK_MEANS.in_language(language.get_untracked());
        confirm.ask_with(
            file.clone(),
            text::TAKE_IMPORT_BACK_SURE,
            Some(means.to_owned()),
            text::TAKE_IMPORT_BACK,
            take_back,
        );
    };
    let can_be_pressed = move || matches!(state.get(), State::Untouched | State::Failed(_));
    view! {
        <Show when=can_be_pressed>
            <div>
                <button class="button" type="button" on:click=press.clone()>
                    <Icon name="undo" small=true/>
                    {say(text::TAKE_IMPORT_BACK)}
                </button>
            </div>
        </Show>
        {move || match state.get() {
            State::Untouched => ().into_any(),
            State::Going(taken) => {
                view! {
                    <p role="status">{say(text::IS_TAKEN_BACK)}</p>
                    <progress
                        class="progress"
                        aria-label=say(text::IS_TAKEN_BACK)
                        max=taken.all.max(1).to_string()
                        value=taken.done.to_string()
                    ></progress>
                }
                    .into_any()
            }
            State::Done(taken) => {
                let kept = move || {
                    (taken.kept > 0).then(|| text::kept_since(taken.kept, language.get()))
                };
                view! {
                    <p role="status">
                        <Icon name="check" small=true/>
                        {say(text::WAS_TAKEN_BACK)}
                        ". "
                        {kept}
                    </p>
                }
                    .into_any()
            }
            State::Failed(trouble) => {
                let words = move || text::trouble(&trouble, language.get());
                view! {
                    <p class="notice notice--warn" role="alert">
                        {words}
                    </p>
                }
                    .into_any()
            }
        }}
    }
}
