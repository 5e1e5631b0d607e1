//! Letters between the pages and the papers worker, which makes files: one question, one answer, in
//! turn.

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
}

/// What it answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FromPapers {
    /// It listens; said once, unasked.
    Ready,
    Taken,
    File(#[serde(with = "domain::envelope::bytes")] Vec<u8>),
    /// For whoever mends it.
    Failed(String),
}
