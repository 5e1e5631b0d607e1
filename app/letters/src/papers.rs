//! Letters between the pages and the papers worker, which makes files and reads them: one question, one
//! answer, in turn.

use domain::import::{Heads, SheetLine};
use domain::text::Language;
use domain::view::deed::Whom;
use domain::view::people::{CardData, Column, PersonRow};
use serde::{Deserialize, Serialize};

crate::calls! {
    AskRows => Vec<PersonRow>;
    AskCards => Vec<CardData>;
}

/// The lines of those of a list who are chosen, a part of them.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskRows {
    pub whom: Whom,
    pub columns: Vec<Column>,
    pub language: Language,
    pub offset: usize,
    pub limit: usize,
}

/// The cards of those of a list who are chosen and are members; so many at most.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AskCards {
    pub whom: Whom,
    pub most: usize,
}

/// How a column's cells are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CellForm {
    Text,
    /// A whole number.
    Number,
    /// A day where it is one: of some only the year is known.
    Day,
}

/// A column of a sheet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetColumn {
    pub head: String,
    pub form: CellForm,
}

/// How the cards lie on their pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardPages {
    /// A page each, of the card's own size.
    Single,
    /// Ten on a sheet of A4, to be cut.
    Sheets,
}

/// A column of a template: what it asks for, and what can stand in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateColumn {
    pub head: String,
    pub form: CellForm,
    /// What is said of it beside its head.
    pub hint: String,
    /// The only things that can stand in it; none named: anything.
    pub choices: Vec<String>,
}

/// A sheet of a file that was opened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetView {
    pub name: String,
    /// How many rows it has, title and heads among them.
    pub rows: u32,
    pub heads: Heads,
    /// The first lines below the heads.
    pub examples: Vec<SheetLine>,
}

/// Why a file cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unreadable {
    /// It is no spreadsheet, or a broken one.
    NotASheet,
    /// It is closed with a password.
    Protected,
    /// Nothing stands in it.
    Empty,
}

/// What the papers worker is asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ToPapers {
    /// Begins a sheet: its title, over the columns.
    Sheet { title: String, columns: Vec<SheetColumn> },
    /// Lines of the sheet, further on.
    Rows(Vec<Vec<String>>),
    /// The sheet as a file (.xlsx).
    FinishSheet,
    /// Members' cards as a file (.pdf).
    Cards { organisation: String, cards: Vec<CardData>, pages: CardPages },
    /// A sheet to be filled in, as a file (.xlsx).
    Template { title: String, columns: Vec<TemplateColumn> },
    /// Opens a file with sheets: .xlsx, .xls, .ods, or .csv.
    Open {
        #[serde(with = "domain::envelope::bytes")]
        file: Vec<u8>,
    },
    /// The sheet of that place with its heads in that row, from 0.
    HeadsAt { sheet: usize, row: usize },
    /// Lines of that sheet, from that row on, from 0.
    Lines { sheet: usize, from: usize, most: usize },
    /// These lines of that sheet as a file of its own (.xlsx), each with what is said of it behind it;
    /// lines by their numbers, from 1.
    SomeLines { sheet: usize, heads: Heads, said_head: String, lines: Vec<(u32, String)> },
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromPapers {
    /// It listens; said once, unasked.
    Ready,
    Taken,
    File(#[serde(with = "domain::envelope::bytes")] Vec<u8>),
    Sheets(Vec<SheetView>),
    Lines(Vec<SheetLine>),
    Unreadable(Unreadable),
    /// For whoever mends it.
    Failed(String),
}
