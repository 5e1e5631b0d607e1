//! What a person has said of a sheet before it is read: what its columns mean, what holds for all lines,
//! and what becomes of those who may be on record.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::field::choice;
use crate::id::RecordId;
use crate::import::Means;
use crate::record::ConsentForm;
use crate::time::Day;

/// What holds for a sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// What each column means; nothing: it is left aside.
    pub columns: Vec<Option<Means>>,
    /// Where those live whose line says nothing of it.
    pub area: Option<RecordId>,
    /// Of which branch those are members whose line says nothing of it; `None`: of none.
    pub branch: Option<RecordId>,
    /// How they agreed to be recorded.
    pub consent: ConsentForm,
    /// When they agreed, joined or registered, and since when they live there, where the line does not
    /// say.
    pub on: Day,
}

choice! {
    /// What becomes of a line whose person may be on record already.
    #[derive(Serialize, Deserialize)]
    Decision {
        /// What the record lacks is added to it; what it has stays.
        Complete = 1 ("Cùng một người: bổ sung chỗ còn thiếu", "The same: fill in what is missing"),
        New = 2 ("Người khác: ghi mới", "Somebody else: record him"),
        LeaveOut = 3 ("Chưa nhập dòng này", "Leave the line out for now"),
    }
}

/// What becomes of which lines.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Of those who are on record as good as certainly.
    pub certain: Decision,
    /// Of those who may be.
    pub likely: Decision,
    /// By line, where somebody looked.
    pub of_line: BTreeMap<u32, Decision>,
    /// Whether a line is taken without its cells that could not be read.
    pub without_faults: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            certain: Decision::Complete,
            likely: Decision::LeaveOut,
            of_line: BTreeMap::new(),
            without_faults: false,
        }
    }
}

impl Rules {
    /// What becomes of a line whose person is as good as certainly, or maybe, on record.
    pub fn of(&self, line: u32, certain: bool) -> Decision {
        let rule = if certain { self.certain } else { self.likely };
        self.of_line.get(&line).copied().unwrap_or(rule)
    }
}
