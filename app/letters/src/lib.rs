//! Letters between the pages and the store worker: numbered questions, and answers of the type that
//! the question names.

mod account;
mod deed;
mod disclosure;
mod duplicates;
mod household;
mod import;
mod look;
mod office;
mod papers;
mod record;
mod sign_up;
mod trouble;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use account::*;
pub use deed::*;
pub use disclosure::*;
pub use duplicates::*;
pub use household::*;
pub use import::*;
pub use look::*;
pub use office::*;
pub use papers::*;
pub use record::*;
pub use sign_up::*;
pub use trouble::Trouble;

/// A question to the store worker; the compiler knows the answer's type.
pub trait Call: Serialize + DeserializeOwned {
    const NAME: &'static str;
    type Answer: Serialize + DeserializeOwned;
}

/// Says what each question is answered by.
#[macro_export]
macro_rules! calls {
    ($($call:ty => $answer:ty;)*) => {
        $(impl $crate::Call for $call {
            const NAME: &'static str = stringify!($call);
            type Answer = $answer;
        })*
    };
}

/// A message as bytes. Both sides are of one build, so that nothing need say what it is.
pub fn write<T: Serialize>(message: &T) -> Vec<u8> {
    postcard::to_allocvec(message).expect("our own messages can be written")
}

/// A message from bytes; `None`: it is none of this build.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

/// A question or an answer on its way.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// The question's number; 0: nobody asked, it is a [`Note`].
    pub call: u64,
    /// The build that wrote it: pages and workers of two builds do not talk.
    pub build: String,
    pub name: String,
    #[serde(with = "domain::envelope::bytes")]
    pub body: Vec<u8>,
}

/// What the worker says unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Note {
    /// It listens.
    Ready,
    /// Its tables have changed: live questions are asked again.
    Changed,
    /// The tab that has the store does not answer.
    Silent,
}

impl Note {
    pub const ALL: [Note; 3] = [Note::Ready, Note::Changed, Note::Silent];

    pub fn name(self) -> &'static str {
        match self {
            Note::Ready => "ready",
            Note::Changed => "changed",
            Note::Silent => "silent",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|note| note.name() == name)
    }
}
