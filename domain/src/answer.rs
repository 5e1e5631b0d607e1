//! What the server answers to a change. It answers only what is durable on its disk.

use serde::{Deserialize, Serialize};

use crate::id::{ChangeId, Position};
use crate::text::normal;

/// The answer to one change. The same question gets the same answer, however often it is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    pub change: ChangeId,
    pub verdict: Verdict,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is in the log, here.
    Accepted(Position),
    /// It has been in the log all along, here.
    Known(Position),
    /// It will not be taken; the person who made it can correct it.
    Refused(Refused),
    /// It is safe on the server, but applies only when its reason has gone.
    Held(HeldFor),
}

/// Why a change was refused, and which field is to blame.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("refused: {code:?} {field:?}")]
pub struct Refused {
    pub code: Refusal,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// An officer's own words to the author.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl Refused {
    /// More letters no officer's reason has.
    pub const LONGEST_WHY: usize = 500;

    pub fn because(code: Refusal) -> Self {
        Self { code, field: None, why: None }
    }

    pub fn field(code: Refusal, field: &str) -> Self {
        Self { field: Some(field.to_owned()), ..Self::because(code) }
    }

    /// An officer does not take it, and says why.
    pub fn by_officer(code: Refusal, why: &str) -> Self {
        let why: String = normal(why).chars().take(Self::LONGEST_WHY).collect();
        Self { why: Some(why).filter(|why| !why.is_empty()), ..Self::because(code) }
    }
}

/// The reasons to refuse a change. The sentences are in [`crate::text::refusal`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The author never had the right.
    NoRight,
    /// A value does not fit its field.
    BadValue,
    /// The day has not come.
    NotYet,
    /// A required field is missing.
    Missing,
    /// A key fact would change, or does not make the record's id.
    KeyFact,
    /// A field that is said once would be said again.
    SaidOnce,
    /// The record is not there, and the change does not make it.
    NoSuchRecord,
    /// A reference leads nowhere, or to a record of another kind.
    WrongReference,
    /// The id belongs to a record of other facts.
    IdTaken,
    /// The device used this number for other content before.
    IdentityReused,
    /// Another change of its group was refused.
    GroupRefused,
    /// An officer looked at it and did not take it.
    Rejected,
    /// An officer looked at it and recorded it himself.
    Entered,
    /// Another account signs in by this.
    LoginTaken,
    /// Nobody would be left who keeps accounts and rights.
    LastAdministrator,
    /// Others have their area from it.
    InUse,
    /// It is larger than any record may be.
    TooLarge,
}

impl Refusal {
    /// Whether an officer can still do something about it.
    pub fn may_be_handed_over(self) -> bool {
        !matches!(self, Refusal::IdentityReused | Refusal::Rejected | Refusal::Entered)
    }
}

/// Why a change is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeldFor {
    /// The author had the right when he made it, and has lost it since.
    RightTaken,
    /// The device was revoked.
    DeviceRevoked,
    /// The device is certified, but this ledger does not know it (it was restored since).
    DeviceUnknown,
    /// What it changes or refers to is not there (yet): lost in a restore, until it is re-offered.
    RecordMissing,
    /// The kind of record is newer than this server.
    KindUnknown,
    /// It was in the log before a restore, and contradicts what has been taken since.
    Contradicted,
    /// An earlier change of the same device to the same record is held, or another of its group.
    Behind,
    /// It was refused for this, and its author handed it over to an officer.
    HandedOver(Refusal),
}
