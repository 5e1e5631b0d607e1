//! Sheets of people on their way into the ledger: what the store worker is asked of them.

use domain::import::{Means, Plan, Rules, SheetLine};
use domain::view::form::FormId;
use domain::view::import::{CheckedPart, ImportRow, TakenBack, WrittenPart};
use serde::{Deserialize, Serialize};

use crate::ListChoices;

crate::calls! {
    AskImportPlaces => ListChoices;
    AskMatching => Option<Vec<Option<Means>>>;
    KeepMatching => ();
    BeginImport => ();
    CheckLines => CheckedPart;
    WriteLines => WrittenPart;
    EndImport => ();
    AskImports => Vec<ImportRow>;
    TakeImportBack => TakenBack;
}

/// Where people can be recorded here, and of what they can be members.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskImportPlaces;

/// What the columns of a sheet with these heads were last said to mean.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskMatching(pub String);

/// What the columns of a sheet with these heads mean.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepMatching {
    pub heads: String,
    pub columns: Vec<Option<Means>>,
}

/// Begins with a sheet, to be looked through or written.
#[derive(Debug, Serialize, Deserialize)]
pub struct BeginImport {
    pub form: FormId,
    pub plan: Plan,
    /// The file's name and how many rows it has, where it is to be written.
    pub writes: Option<(String, u32)>,
}

/// Looks through the next lines of the sheet that was begun so.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckLines {
    pub form: FormId,
    pub lines: Vec<SheetLine>,
}

/// Writes the next lines of the sheet that was begun so.
#[derive(Debug, Serialize, Deserialize)]
pub struct WriteLines {
    pub form: FormId,
    pub rules: Rules,
    pub lines: Vec<SheetLine>,
}

/// The sheet has been looked through or written, or somebody has enough of it.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndImport;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskImports;

/// Takes the next part of an import back, the last first.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TakeImportBack(pub i64);
