//! What leaves the list: as a spreadsheet, on paper, as members' cards; of those who are chosen, or of
//! everybody on it.

use std::cell::Cell;

use domain::id::RecordId;
use domain::record::ExportForm;
use domain::text::{Label, Language, whole};
use domain::view::deed::{Choice, Whom};
use domain::view::people::{Column, Listing, PersonRow};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::asked::Asked;
use super::chosen::Chosen;
use super::people_words;
use crate::components::{FileForm, Icon, Sheet, Toast, download_file};
use crate::deed::today;
use crate::pages::{Session, use_live};
use crate::papers::{PART, Papers, sheet_of};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{
    AskCards, AskListChoices, AskRows, CardPages, CellForm, ListChoices, NoteExport, SheetColumn,
    ToPapers, Trouble,
};

/// How many lines are printed from the browser; a spreadsheet prints more.
const MOST_PRINTED: usize = 3_000;

/// How many cards one file has.
const MOST_CARDS: usize = 2_000;

/// What is being made.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Choosing,
    /// So many lines are written.
    Making(usize),
    Failed(String),
}

/// What is exported.
#[derive(Clone, Copy)]
pub struct Export {
    pub asked: Asked,
    pub chosen: Chosen,
    pub listing: Memo<Listing>,
    pub columns: Memo<Vec<Column>>,
    pub all: Signal<usize>,
    /// The lines that are on their way to the printer.
    pub printed: RwSignal<Option<Vec<PersonRow>>>,
}

impl Export {
    /// Those who are chosen; where nobody is, everybody on the list.
    fn whom(self) -> Whom {
        let nobody = Choice::These(vec![]);
        let choice = self.chosen.0.get_untracked().filter(|choice| *choice != nobody);
        Whom {
            listing: self.listing.get_untracked(),
            choice: choice.unwrap_or(Choice::AllBut(vec![])),
        }
    }

    fn count(self) -> usize {
        let nobody = Choice::These(vec![]);
        let choice = self.chosen.0.get().filter(|choice| *choice != nobody);
        choice.map_or(self.all.get(), |choice| choice.count(self.all.get()))
    }
}

/// How a column's cells are written in a spreadsheet.
fn form(column: Column) -> CellForm {
    match column {
        Column::Birth | Column::JoinedOn | Column::LeftOn => CellForm::Day,
        _ => CellForm::Text,
    }
}

/// A file that was made, and what is noted of it once it is given.
struct Made {
    file: Vec<u8>,
    note: NoteExport,
}

/// Notes what has left the app.
fn note(note: NoteExport) {
    spawn_local(async move {
        // What cannot be noted has left all the same.
        let _ = ask(note).await;
    });
}

/// A list that was made.
struct ListFile {
    bytes: Vec<u8>,
    /// Of how many people it is.
    count: usize,
    /// Of whom, where it is of one.
    only: Option<RecordId>,
}

impl ListFile {
    /// With what is noted of it; `of`: the filters, in words.
    fn made(self, form: ExportForm, of: String) -> Made {
        let note = NoteExport { form, count: self.count, of, person: self.only };
        Made { file: self.bytes, note }
    }
}

/// The list as a spreadsheet; `written` hears how many lines are, and says whether
/// to go on.
async fn spreadsheet(
    whom: Whom,
    chosen: Vec<Column>,
    title: String,
    language: Language,
    written: impl Fn(usize) -> bool,
) -> Result<Option<ListFile>, Trouble> {
    let head = |label: Label| label.in_language(language).to_owned();
    let mut columns = vec![
        SheetColumn { head: head(text::RUNNING_NUMBER), form: CellForm::Number },
        SheetColumn { head: head(text::NAME), form: CellForm::Text },
    ];
    let heads = chosen.iter();
    columns.extend(
        heads.map(|column| SheetColumn { head: head(column.label()), form: form(*column) }),
    );
    let only = Cell::new(None);
    let lines = async |offset: usize| {
        let (whom, columns) = (whom.clone(), chosen.clone());
        let rows = ask(AskRows { whom, columns, language, offset, limit: PART }).await?;
        if let ([one], 0) = (rows.as_slice(), offset) {
            only.set(Some(one.id));
        }
        let numbered = rows.into_iter().zip(offset + 1..);
        Ok(numbered
            .map(|(row, number)| [vec![number.to_string(), row.name], row.cells].concat())
            .collect())
    };
    let made = sheet_of(title, columns, lines, written).await?;
    Ok(made.map(|(bytes, count)| ListFile { bytes, count, only: only.get() }))
}

/// The cards as a file; `None`: nobody has one.
async fn cards(
    whom: Whom,
    organisation: String,
    pages: CardPages,
) -> Result<Option<ListFile>, Trouble> {
    let cards = ask(AskCards { whom, most: MOST_CARDS }).await?;
    if cards.is_empty() {
        return Ok(None);
    }
    let count = cards.len();
    let only = cards.first().filter(|_| count == 1).map(|card| card.person);
    let papers = Papers::start().await?;
    let bytes = papers.file(ToPapers::Cards { organisation, cards, pages }).await?;
    Ok(Some(ListFile { bytes, count, only }))
}

/// What is made of the list, and where the sheet stands meanwhile.
#[derive(Clone, Copy)]
struct Making {
    export: Export,
    open: RwSignal<bool>,
    state: RwSignal<State>,
    choices: RwSignal<Option<ListChoices>>,
    language: RwSignal<Language>,
}

impl Making {
    /// The filters in force, in words.
    fn filters(self) -> String {
        let choices = self.choices.get_untracked().unwrap_or_default();
        let language = self.language.get_untracked();
        untrack(|| self.export.asked.said(&choices, language))
    }

    /// Whoever closes the sheet while something is made has enough of it.
    fn is_wanted(self) -> bool {
        self.open.try_get_untracked() == Some(true)
    }

    fn failed(self, trouble: &Trouble) {
        let language = self.language.try_get_untracked().unwrap_or_default();
        self.state.try_set(State::Failed(text::trouble(trouble, language)));
    }

    fn given(self, name: Label, form: FileForm, made: Made) {
        let language = self.language.try_get_untracked().unwrap_or_default();
        if !self.is_wanted() {
            return;
        }
        match download_file(name.in_language(language), form, &made.file) {
            Ok(()) => {
                note(made.note);
                self.open.try_set(false);
            }
            Err(trouble) => self.failed(&trouble),
        }
    }

    fn spreadsheet(self) {
        let (language, of) = (self.language.get_untracked(), self.filters());
        let title = people_words(&of, today(), language);
        let (whom, columns) = (self.export.whom(), self.export.columns.get_untracked());
        self.state.set(State::Making(0));
        spawn_local(async move {
            let written = move |lines| {
                self.state.try_set(State::Making(lines));
                self.is_wanted()
            };
            match spreadsheet(whom, columns, title, language, written).await {
                Ok(Some(list)) => {
                    let form = ExportForm::Spreadsheet;
                    self.given(text::LIST_FILE, FileForm::Xlsx, list.made(form, of));
                }
                Ok(None) => {}
                Err(trouble) => self.failed(&trouble),
            }
        });
    }

    fn cards(self, organisation: String, pages: CardPages) {
        let (language, of) = (self.language.get_untracked(), self.filters());
        let whom = self.export.whom();
        self.state.set(State::Making(0));
        spawn_local(async move {
            match cards(whom, organisation, pages).await {
                Ok(Some(list)) => {
                    let made = list.made(ExportForm::Cards, of);
                    self.given(text::CARDS_FILE, FileForm::Pdf, made);
                }
                Ok(None) => {
                    let words = text::NO_CARDS.in_language(language).to_owned();
                    self.state.try_set(State::Failed(words));
                }
                Err(trouble) => self.failed(&trouble),
            }
        });
    }

    fn print(self) {
        let question = AskRows {
            whom: self.export.whom(),
            columns: self.export.columns.get_untracked(),
            language: self.language.get_untracked(),
            offset: 0,
            limit: MOST_PRINTED,
        };
        let of = self.filters();
        spawn_local(async move {
            match ask(question).await {
                Ok(rows) => {
                    let count = rows.len();
                    let person = rows.first().filter(|_| count == 1).map(|row| row.id);
                    self.open.try_set(false);
                    self.export.printed.try_set(Some(rows));
                    // The page is drawn, and the sheet gone, before it is printed.
                    TimeoutFuture::new(100).await;
                    note(NoteExport { form: ExportForm::Print, count, of, person });
                    // A browser that cannot print says so itself.
                    let _ = window().print();
                    self.export.printed.try_set(None);
                }
                Err(trouble) => self.failed(&trouble),
            }
        });
    }
}

#[component]
pub fn ExportSheet(export: Export, open: RwSignal<bool>) -> impl IntoView {
    let language = text::language();
    let choices = use_live(|| AskListChoices);
    let state = RwSignal::new(State::Choosing);
    let making = Making { export, open, state, choices, language };
    Effect::new(move || {
        if !open.get() {
            state.set(State::Choosing);
        }
    });
    let ends = move || {
        let goes_on = matches!(state.get(), State::Making(_));
        (if goes_on { text::STOP } else { text::CLOSE }).in_language(language.get())
    };
    view! {
        <Sheet label=say(text::EXPORT_AND_PRINT) open close=move || open.set(false)>
            <div class="sheet__head">
                <h2>{say(text::EXPORT_AND_PRINT)}</h2>
            </div>
            <div class="sheet__body form">
                <p class="lead">{move || text::exported(export.count(), language.get())}</p>
                {move || match state.get() {
                    State::Choosing => view! { <ExportWays making/> }.into_any(),
                    State::Making(lines) => view! { <HowFar export lines/> }.into_any(),
                    State::Failed(words) => view! {
                        <p class="notice notice--warn" role="alert">
                            {words}
                        </p>
                        <ExportWays making/>
                    }
                    .into_any(),
                }}
                <p class="field__hint">{say(text::EXPORT_CARE)}</p>
            </div>
            <div class="sheet__foot">
                <button class="button" type="button" on:click=move |_| open.set(false)>
                    {ends}
                </button>
            </div>
        </Sheet>
    }
}

/// As what the list can leave.
#[component]
fn ExportWays(making: Making) -> impl IntoView {
    let session = Session::here();
    let organisation = move || {
        untrack(|| session.opened()).map(|opened| opened.who.organisation).unwrap_or_default()
    };
    let many = move || making.export.count() > MOST_PRINTED;
    view! {
        <ul class="ways">
            <ExportWay icon="download" label=text::TO_EXCEL act=move || making.spreadsheet()/>
            <ExportWay icon="print" label=text::TO_PRINTER act=move || making.print()/>
            <ExportWay
                icon="mark"
                label=text::TO_CARD_SHEETS
                act=move || making.cards(organisation(), CardPages::Sheets)
            />
            <ExportWay
                icon="mark"
                label=text::TO_SINGLE_CARDS
                act=move || making.cards(organisation(), CardPages::Single)
            />
        </ul>
        <Show when=many>
            <p class="field__hint">{say(text::PRINTS_SOME)}</p>
        </Show>
    }
}

/// How many lines are written.
#[component]
fn HowFar(export: Export, lines: usize) -> impl IntoView {
    view! {
        <p class="lead" role="status">
            {say(text::BEING_MADE)}
            " "
            {whole(lines as i64)}
        </p>
        <progress
            class="progress"
            max=export.count().to_string()
            value=lines.to_string()
        ></progress>
    }
}

#[component]
fn ExportWay(icon: &'static str, label: Label, act: impl Fn() + 'static) -> impl IntoView {
    view! {
        <li>
            <button class="button" type="button" on:click=move |_| act()>
                <Icon name=icon/>
                {say(label)}
            </button>
        </li>
    }
}

/// The list as it goes to the printer: it is on no screen.
#[component]
pub fn Printed(export: Export) -> impl IntoView {
    let language = text::language();
    let choices = use_live(|| AskListChoices);
    move || {
        let rows = export.printed.get()?;
        let choices = choices.get_untracked().unwrap_or_default();
        let filters = export.asked.said(&choices, language.get());
        let columns = export.columns.get();
        let lines = rows.into_iter().zip(1..).map(|(row, number)| {
            let cells = row.cells.into_iter().map(|cell| view! { <td>{cell}</td> });
            view! {
                <tr>
                    <td>{number}</td>
                    <td>{row.name}</td>
                    {cells.collect_view()}
                </tr>
            }
        });
        let lines: Vec<_> = lines.collect();
        let heads =
            columns.into_iter().map(|column| view! { <th scope="col">{say(column.label())}</th> });
        Some(view! {
            <table class="table people-print print-only">
                <caption>{people_words(&filters, today(), language.get())}</caption>
                <thead>
                    <tr>
                        <th scope="col">{say(text::RUNNING_NUMBER)}</th>
                        <th scope="col">{say(text::NAME)}</th>
                        {heads.collect_view()}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        })
    }
}

/// On a member's own page: his card, as a file.
#[component]
pub fn CardButton(person: RecordId) -> impl IntoView {
    let session = Session::here();
    let toast = Toast::here();
    let language = text::language();
    let busy = RwSignal::new(false);
    let make = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let opened = session.opened();
        let organisation = opened.map(|opened| opened.who.organisation).unwrap_or_default();
        let listing = Listing::default();
        let whom = Whom { listing, choice: Choice::These(vec![person]) };
        spawn_local(async move {
            let name =
                text::CARD_FILE.in_language(language.try_get_untracked().unwrap_or_default());
            match cards(whom, organisation, CardPages::Single).await {
                Ok(None) => toast.say(text::NO_CARDS),
                Ok(Some(list)) => match download_file(name, FileForm::Pdf, &list.bytes) {
                    Ok(()) => note(list.made(ExportForm::Cards, String::new()).note),
                    Err(_) => toast.say(text::NOT_MADE),
                },
                Err(_) => toast.say(text::NOT_MADE),
            }
            busy.try_set(false);
        });
    };
    view! {
        <button
            class="button button--small"
            type="button"
            disabled=move || busy.get()
            on:click=make
        >
            <Icon name="mark" small=true/>
            {say(text::CARD_OF_MEMBER)}
        </button>
    }
}
