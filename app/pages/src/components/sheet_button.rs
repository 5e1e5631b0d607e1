//! A list as a spreadsheet, by one button: how far it is stands on it, and a second press stops it.

use std::pin::Pin;
use std::rc::Rc;

use domain::record::ExportForm;
use domain::text::{Label, whole};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{FileForm, Icon, download_file};
use crate::papers::sheet_of;
use crate::store_client::ask;
use crate::text;
use letters::{CellForm, NoteExport, SheetColumn, Trouble};

/// Lines of a list, as many as a part has.
type Lines = Result<Vec<Vec<String>>, Trouble>;
type Coming = Pin<Box<dyn Future<Output = Lines>>>;

/// What a list is as a sheet.
#[derive(Clone)]
pub struct SheetOf {
    /// What stands over it.
    title: String,
    /// By which filters; of nobody's name.
    of: String,
    columns: Vec<(Label, CellForm)>,
    lines: Rc<dyn Fn(usize) -> Coming>,
}

impl SheetOf {
    /// `lines` are those from a place on.
    pub fn new<L: Future<Output = Lines> + 'static>(
        title: String,
        of: String,
        columns: Vec<(Label, CellForm)>,
        lines: impl Fn(usize) -> L + 'static,
    ) -> Self {
        Self { title, of, columns, lines: Rc::new(move |from| Box::pin(lines(from))) }
    }
}

/// How far the sheet is.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Waits,
    /// So many lines are written.
    Making(usize),
    Failed(Trouble),
}

/// `file` is what the file is called, without its ending; `sheet` what the list is now.
#[component]
pub fn SheetButton(file: Label, sheet: impl Fn() -> SheetOf + 'static) -> impl IntoView {
    let language = text::language();
    let state = RwSignal::new(State::Waits);
    let press = move |_| {
        if matches!(state.get_untracked(), State::Making(_)) {
            return state.set(State::Waits); // enough of it
        }
        let SheetOf { title, of, columns, lines } = untrack(&sheet);
        let language = language.get_untracked();
        let columns = columns
            .into_iter()
            .map(|(head, form)| SheetColumn { head: head.in_language(language).to_owned(), form });
        let columns = columns.collect();
        state.set(State::Making(0));
        spawn_local(async move {
            let goes_on = || matches!(state.try_get_untracked(), Some(State::Making(_)));
            let written = move |count| {
                let goes_on = goes_on();
                if goes_on {
                    state.try_set(State::Making(count));
                }
                goes_on
            };
            let made = sheet_of(title, columns, async |from| lines(from).await, written).await;
            let given = made.and_then(|made| {
                let Some((bytes, count)) = made else { return Ok(None) };
                download_file(file.in_language(language), FileForm::Xlsx, &bytes)
                    .map(|()| Some(count))
            });
            match given {
                Ok(Some(count)) => {
                    state.try_set(State::Waits);
                    let form = ExportForm::Spreadsheet;
                    // What cannot be noted has left all the same.
                    let _ = ask(NoteExport { form, count, of, person: None }).await;
                }
                Ok(None) => {}
                Err(trouble) => drop(state.try_set(State::Failed(trouble))),
            }
        });
    };
    view! {
        <button class="chip" type="button" on:click=press>
            <Icon name="download" small=true/>
            {move || match state.get() {
                State::Making(lines) => {
                    let stop = text::STOP.in_language(language.get());
                    format!("{} · {stop}", whole(lines as i64))
                }
                _ => text::SHORT_EXCEL.in_language(language.get()).to_owned(),
            }}
        </button>
        {move || match state.get() {
            State::Failed(trouble) => {
                let words = move || text::trouble(&trouble, language.get());
                view! {
                    <p class="field__error" role="alert">
                        {words}
                    </p>
                }
                    .into_any()
            }
            _ => ().into_any(),
        }}
    }
}
