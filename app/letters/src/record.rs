//! What is written: forms that are saved, kept for later, corrected and sent again.

use domain::change::{Act, Fields, Seen};
use domain::id::{ChangeId, RecordId};
use domain::view::form::{BegunForm, FormId};
use serde::{Deserialize, Serialize};

crate::calls! {
    KeepFile => String;
    Save => Saved;
    TakeFormBack => ();
    KeepForm => ();
    AskForms => Vec<BegunForm>;
    DropForm => ();
    DropRefused => ();
    HandOver => ();
    DropRescued => ();
}

/// Saves the acts of a form as one group, once however often it is sent. The pages name new records
/// by small numbers; the store gives the ids.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Save {
    pub form: FormId,
    pub acts: Vec<SaveAct>,
    /// Refused changes that this puts right.
    pub mends: Vec<u64>,
    /// A record of before a restore that this enters again.
    pub reenters: Option<RecordId>,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Saved {
    /// The change that each act became.
    pub changes: Vec<ChangeId>,
    /// The form, where it can be taken back by its number.
    pub back: Option<FormId>,
}

/// Takes back what this form wrote, as long as no other was saved after it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct TakeFormBack(pub FormId);

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SaveAct {
    pub kind: String,
    pub record: Whose,
    pub act: Act,
    pub fields: Fields,
    /// Fields that refer to another new record of this group.
    pub refers: Vec<(String, u32)>,
    /// Fields whose two ways of writing are settled by this.
    pub settles: Vec<String>,
    /// The change of the record that this takes back.
    pub undoes: Option<ChangeId>,
    /// Where the screen stood; `None`: at the replica's present place.
    pub seen: Option<Seen>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Whose {
    /// The group's new record of this number.
    New(u32),
    Known(RecordId),
    /// A fact: its id follows from its key facts.
    Fact,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct KeepForm(pub BegunForm);

#[derive(Debug, Serialize, Deserialize)]
pub struct AskForms;

#[derive(Debug, Serialize, Deserialize)]
pub struct DropForm(pub FormId);

/// Throws refused changes away: a group as a whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct DropRefused(pub Vec<u64>);

/// Hands refused changes over to an officer: a group as a whole.
#[derive(Debug, Serialize, Deserialize)]
pub struct HandOver(pub Vec<u64>);

/// Lets go of what the ledger had before it was restored.
#[derive(Debug, Serialize, Deserialize)]
pub struct DropRescued(pub RecordId);

/// Keeps a file of one's own, which goes up once a saved record names it; gives its name.
#[derive(Debug, Serialize, Deserialize)]
pub struct KeepFile {
    #[serde(with = "domain::envelope::bytes")]
    pub bytes: Vec<u8>,
    /// It is the small picture of a photo.
    pub is_thumb: bool,
}
