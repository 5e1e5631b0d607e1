//! A sheet of people on its way into the ledger: what was looked through, what was written, and what can
//! be taken back.

use serde::{Deserialize, Serialize};

use super::record::Named;
use crate::import::Fault;
use crate::likeness::Sign;
use crate::time::Moment;

/// What a line is at which somebody should look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Remark {
    /// The row's number in the file.
    pub line: u32,
    pub name: String,
    pub faults: Vec<Fault>,
    pub twin: Option<Twin>,
}

/// Somebody whom the person of a line may be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Twin {
    pub who: TwinOf,
    /// What speaks for it.
    pub signs: Vec<Sign>,
    /// Whether it is as good as certain.
    pub certain: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TwinOf {
    Record(Named),
    /// A line before, in the same file.
    Line(u32),
}

/// What was found so far as the lines were looked through; nothing is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Lines with somebody in them.
    pub people: u32,
    /// Who is not on record, without a fault.
    pub new: u32,
    /// Who is on record as good as certainly, or maybe, without a fault.
    pub certain: u32,
    pub likely: u32,
    /// Who could be taken without some cells.
    pub faulty: u32,
    /// Who cannot be recorded.
    pub not: u32,
}

/// A part that was looked through.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedPart {
    pub checked: Checked,
    pub remarks: Vec<Remark>,
}

/// What was written so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub people: u32,
    /// To whom something was added.
    pub completed: u32,
    /// Who lacked nothing.
    pub there: u32,
    pub households: u32,
    pub memberships: u32,
    pub registrations: u32,
    pub left_out: u32,
}

/// A line that was not taken, or not whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    pub line: u32,
    pub why: WhyLeftOut,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum WhyLeftOut {
    Faults(Vec<Fault>),
    /// It was taken; these cells were left blank.
    Blank(Vec<Fault>),
    /// Who may be on record; nobody has said so or otherwise.
    Twin(TwinOf),
}

impl WhyLeftOut {
    /// Whether the person is on record all the same.
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Blank(_))
    }
}

/// A part that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenPart {
    pub written: Written,
    pub left_out: Vec<LeftOut>,
}

/// A sheet that was read into the ledger on this device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRow {
    /// By which it is known: that of the form.
    pub id: i64,
    pub file: String,
    pub at: Moment,
    /// Rows of the sheet, and those that were dealt with: fewer where it was stopped.
    pub lines: u32,
    pub done: u32,
    pub written: Written,
    pub taken_back: bool,
}

/// How far an import has been taken back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenBack {
    /// Of how many people and households it is settled, of all.
    pub done: u32,
    pub all: u32,
    /// Who has been written of since, and stays.
    pub kept: u32,
}

impl TakenBack {
    pub fn is_over(self) -> bool {
        self.done >= self.all
    }
}
