//! What a device asks the server, and what comes back. `MessagePack`, self-describing, versioned.

use rmp_serde::{Deserializer, Serializer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::answer::{Answer, HeldFor};
use crate::change::{Change, Fields, RecordState};
use crate::envelope::Signed;
use crate::id::{ChangeId, Epoch, Position, RecordId};
use crate::lineage::Lineage;
use crate::merge::Disputed;
use crate::time::Moment;

/// The version of these messages. It grows only when an old reader could misread a new message.
pub const WIRE_VERSION: u16 = 1;

/// The largest request that the server reads.
pub const LARGEST_REQUEST: usize = 1 << 20;

/// The most changes in one push.
pub const LARGEST_PUSH: usize = 500;

/// The largest piece of an image, in bytes. A device asks for less on a bad line.
pub const IMAGE_PIECE: usize = 512 * 1024;

/// What a device asks.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Request {
    /// A signed [`Parcel`](crate::envelope::Parcel).
    Push(Signed),
    /// What has come after the cursor?
    Pull(Cursor),
    /// At most so many bytes of the image, from the place to which it has come; `image` names the
    /// one that was begun.
    Image { image: Option<String>, from: u64, most: u64 },
}

/// Where a replica stands, kept inside the replica's own file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    pub epoch: Epoch,
    /// Names the areas and the class of rights that the replica was filtered by.
    pub scope: u64,
    pub position: Position,
}

/// What the server answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Response {
    Answers {
        answers: Vec<Answer>,
        /// The life of the ledger that the positions are of.
        epoch: Epoch,
        /// The server's clock, by which the device corrects its own.
        now: Moment,
    },
    Page(Page),
    /// The cursor is of another scope or another life: the image is to be fetched.
    Image {
        lineage: Lineage,
    },
    Piece(Piece),
    /// The device may no longer read; what it has not sent may still be pushed. It is to wipe itself.
    Revoked {
        lineage: Lineage,
    },
    /// The device is certified, but the ledger does not know it (it was restored since): its work
    /// is held until an officer admits it.
    Unknown {
        lineage: Lineage,
    },
}

/// What has changed in the scope, in log order. A newer position wins: that is all the merging
/// that a device does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The cursor that was asked with: a page that comes late or twice is known by it.
    pub from: Cursor,
    pub items: Vec<Item>,
    pub cursor: Cursor,
    /// Whether there is more after this page.
    pub more: bool,
}

/// One record, as it concerns the reader's scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Item {
    /// The record as it now is, with its open conflicts.
    Record {
        state: RecordState,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disputed: Vec<Disputed>,
    },
    /// A record of elsewhere that something here refers to: only what figures count by.
    Card { state: RecordState },
    /// It is deleted, has left the scope, or its reader has lost a right.
    Gone { kind: String, id: RecordId, position: Position },
}

/// A piece of a packed image.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// The SHA-256 of the packed image, in hex.
    pub image: String,
    /// Where in the image it begins, in bytes.
    pub from: u64,
    /// How many bytes the image has.
    pub whole: u64,
    #[serde(with = "crate::envelope::bytes")]
    pub bytes: Vec<u8>,
    /// Where the log stands: the reader may read the image by the rights of this place.
    #[serde(default)]
    pub head: Position,
}

/// The bytes are no message of this version.
#[derive(Debug, thiserror::Error)]
#[error("unreadable message: {0}")]
pub struct Unreadable(#[from] rmp_serde::decode::Error);

/// A message as bytes.
pub fn write<T: Serialize>(message: &T) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(128);
    let mut to = Serializer::new(&mut bytes).with_struct_map().with_human_readable();
    message.serialize(&mut to).expect("our own messages can be written");
    bytes
}

/// A message from bytes; foreign bytes give an error, never a panic.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    let mut from = Deserializer::from_read_ref(bytes).with_human_readable();
    Ok(T::deserialize(&mut from)?)
}

/// A change of a record's past, as its history shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PastChange {
    pub position: Position,
    pub received: Moment,
    pub change: Change,
    /// The author's name, where it is known.
    pub author: String,
    /// What the device is called that it was made on, where that is known.
    pub device: String,
    /// What the author saw in the fields that the change says; of a record that he deleted, in all.
    pub saw: Fields,
}

/// A held change, for the officer who decides.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldChange {
    pub change: Change,
    pub reason: HeldFor,
    pub received: Moment,
    pub author: String,
    /// What the device is called that it was made on, where that is known.
    pub device: String,
}

/// An officer's word on a held change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    pub change: ChangeId,
    pub word: Word,
    /// What he says to its author where he does not take it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
}

/// What an officer says to held work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// It goes into the ledger as it was made.
    Accept,
    /// It does not.
    Reject,
    /// It does not: he has recorded it himself.
    Entered,
}

/// What came of it. Work that the ledger cannot take as it is stays held: the answer says why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub answer: Answer,
}
