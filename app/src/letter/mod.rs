//! Letters between the pages and the store worker: numbered questions, and answers of the type that
//! the question names.

use domain::account::UnitChoice;
use domain::change::Fields;
use domain::id::RecordId;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::query::people::{People, PeopleOf};
use store::query::review::Review;

/// A question to the store worker; the compiler knows the answer's type.
pub trait Call: Serialize + DeserializeOwned {
    const NAME: &'static str;
    type Answer: Serialize + DeserializeOwned;
}

macro_rules! calls {
    ($($call:ty => $answer:ty;)*) => {
        $(impl Call for $call {
            const NAME: &'static str = stringify!($call);
            type Answer = $answer;
        })*
    };
}

calls! {
    AskState => State;
    Units => Vec<UnitChoice>;
    SetUp => Whoami;
    SignIn => Whoami;
    Redeem => Whoami;
    Unlock => Whoami;
    Lock => ();
    Save => ();
    AskPeople => People;
    AskReview => Review;
    AskAreas => Vec<AreaRow>;
    AskStatus => Status;
    SyncNow => ();
}

/// A question or an answer on its way.
#[derive(Debug, Serialize, Deserialize)]
pub struct Letter {
    /// The question's number; 0: nobody asked, the store tells that its tables have changed.
    pub call: u64,
    /// The build that wrote it: pages and worker of two builds do not talk.
    pub build: String,
    pub name: String,
    #[serde(with = "domain::envelope::bytes")]
    pub body: Vec<u8>,
}

/// This build's name.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

/// What went wrong, as the pages tell it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The server refused, with its code.
    Server(String),
    Offline,
    WrongPin {
        wait_seconds: u32,
    },
    ShortPin,
    Locked,
    /// A field of the draft is not right.
    Refused {
        index: usize,
        code: domain::answer::Refusal,
        field: Option<String>,
    },
    /// The browser does not keep what it is given.
    NoStore,
    Full,
    Damaged,
    Failed(String),
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskState;

/// Where this browser stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub accounts: Vec<KnownAccount>,
    pub unlocked: Option<Whoami>,
    /// Whether the server has an organisation; `None`: it cannot be asked now.
    pub set_up: Option<bool>,
}

/// An account that has a file in this browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAccount {
    pub file: String,
    pub name: String,
}

/// Who works here now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whoami {
    pub account: RecordId,
    pub name: String,
    pub organisation: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Units {
    pub below: Option<String>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SetUp {
    pub code: String,
    pub organisation: String,
    pub unit: String,
    pub name: String,
    pub login: String,
    pub password: String,
    pub pin: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    pub pin: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Redeem {
    pub code: String,
    pub password: String,
    pub pin: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Unlock {
    pub file: String,
    pub pin: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Lock;

/// Saves acts as one group. The pages name new records by small numbers; the store gives the ids.
#[derive(Debug, Serialize, Deserialize)]
pub struct Save {
    pub acts: Vec<SaveAct>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct SaveAct {
    pub kind: String,
    pub record: Whose,
    pub fields: Fields,
    /// Fields that refer to another new record of this group.
    pub refers: Vec<(String, u32)>,
}

#[derive(Debug, Serialize, Deserialize)]
pub enum Whose {
    /// The group's new record of this number.
    New(u32),
    Known(RecordId),
    /// A fact: its id follows from its key facts.
    Fact,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskPeople(pub PeopleOf);

#[derive(Debug, Serialize, Deserialize)]
pub struct AskReview {
    pub year: i16,
    pub quarter: u8,
    /// By today's wards rather than those of the quarter's end.
    pub by_today: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskAreas;

/// An area in which this user can register somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRow {
    pub id: RecordId,
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskStatus;

/// The status line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    pub online: bool,
    pub unsent: u64,
    pub refused: u64,
    pub held: u64,
    /// Milliseconds since 1970; `None`: never.
    pub last_sync: Option<i64>,
    /// Pieces of the image that have come, of how many.
    pub image: Option<(u32, u32)>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct SyncNow;
