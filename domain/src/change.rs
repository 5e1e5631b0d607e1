//! Changes: every act of the association is one. They go up; records come down.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{ChangeId, Epoch, Position, RecordId};
use crate::time::Moment;
use crate::value::Value;

/// Field name → value. Fields that this version does not know are kept and passed on.
pub type Fields = BTreeMap<String, Value>;

/// A hash of what fields say, by which it is told later whether they still say the same. It leaves no
/// device.
pub fn digest(fields: &Fields) -> i64 {
    let said = fields.iter().filter(|(_, value)| !value.is_null());
    let facts: Vec<Value> =
        said.flat_map(|(name, value)| [name.as_str().into(), value.clone()]).collect();
    RecordId::derived("digest", &facts).0
}

/// A small, time-stamped patch of one record's fields.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    /// When it was made, by the device's clock as corrected by the server's.
    pub made: Moment,
    /// The account that made it.
    pub author: RecordId,
    pub kind: String,
    pub record: RecordId,
    #[serde(default, skip_serializing_if = "Act::is_set")]
    pub act: Act,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: Fields,
    /// Fields (or [`PRESENCE`]) whose conflict the author settled with this change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub settles: Vec<String>,
    /// A change of this record that this one takes back: what that one had replaced stands again, a
    /// conflict that it had settled too. The fields say what then shows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<ChangeId>,
    pub base: Base,
    /// Changes that are answered as a whole: the numbers of the first and of the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Group>,
}

impl Change {
    /// Whether both are parts of one group, which is answered and decided as a whole.
    pub fn is_of_one_group_with(&self, other: &Self) -> bool {
        self.group.is_some() && self.group == other.group && self.id.device == other.id.device
    }
}

/// The name under which a record's being there at all is merged, as if it were a field.
pub const PRESENCE: &str = "presence";

/// What a change does to its record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// Sets the fields; makes the record if it is not there, restores it if it was deleted.
    #[default]
    Set,
    /// Deletes the record.
    Delete,
}

impl Act {
    #[allow(clippy::trivially_copy_pass_by_ref)] // the shape that serde asks for
    fn is_set(&self) -> bool {
        *self == Act::Set
    }
}

/// What the author had seen of the record: everything up to a position of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Base {
    pub epoch: Epoch,
    pub position: Position,
    /// Others' unanswered changes that it was made on, exchanged without the server.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<ChangeId>,
    /// The screens that it was written on, where they say more than `position`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub screens: Vec<Seen>,
}

impl Base {
    /// The base of a word that its author says again before it was answered, on a later screen: what
    /// has come down since lies under that word, and he may read less of it by now.
    pub fn again_on(self, screen: Seen) -> Self {
        let mut screens = self.screens();
        if !screens.contains(&screen) {
            screens.push(screen);
        }
        Self { screens, ..self }
    }

    /// What its author had seen, for whoever says again in his place what he said.
    pub fn seen(&self) -> Seen {
        let read_at = self.screens.iter().map(|screen| screen.read_at).max();
        let read_at = read_at.unwrap_or(self.position).max(self.position);
        Seen { epoch: self.epoch, position: self.position, read_at }
    }

    /// Each screen that it was written on.
    pub fn screens(&self) -> Vec<Seen> {
        if self.screens.is_empty() {
            vec![Seen { epoch: self.epoch, position: self.position, read_at: self.position }]
        } else {
            self.screens.clone()
        }
    }
}

/// Up to where, in which life of the log, somebody had seen everything when a screen was drawn for
/// him.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    pub epoch: Epoch,
    pub position: Position,
    /// The place that said what it showed of a record, whole, its figures or nothing: later than
    /// `position` between two pages, and where an image is older than the rights by which it came.
    #[serde(default)]
    pub read_at: Position,
}

impl From<Seen> for Base {
    fn from(seen: Seen) -> Self {
        let Seen { epoch, position, read_at } = seen;
        let screens = if read_at > position { vec![seen] } else { vec![] };
        Self { epoch, position, also: vec![], screens }
    }
}

/// The numbers of the first and last change of a group, both of one device.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub first: u64,
    pub last: u64,
}

impl Group {
    /// More than this many acts are no one act of a person.
    pub const LONGEST: u64 = 200;
}

/// An answer that a change got: its place in one life of the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub epoch: Epoch,
    pub position: Position,
}

/// A change as it lies in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub position: Position,
    pub received: Moment,
    pub change: Change,
    /// The places it had in earlier lives of the log, before a restore.
    pub earlier: Vec<Answered>,
}

impl Entry {
    /// When it counts as made: a clock that runs ahead wins nothing.
    pub fn made(&self) -> Moment {
        self.change.made.min(self.received)
    }
}

/// A record as it now is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordState {
    pub kind: String,
    pub id: RecordId,
    /// The place of the change that made it.
    pub first: Position,
    /// The place of the last change that touched it.
    pub last: Position,
    /// Without the fields that are null.
    pub fields: Fields,
}
