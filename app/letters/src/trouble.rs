//! What went wrong, as the worker tells it to the pages. The sentences are in the pages' catalogue.

use domain::answer::Refusal;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The server refused, with its code.
    Server(String),
    Offline,
    WrongPin {
        wait_seconds: u32,
    },
    /// After wrong PINs the next one waits.
    Wait {
        seconds: u32,
    },
    ShortPin,
    Locked,
    /// A field of the draft is not right.
    Refused {
        index: usize,
        code: Refusal,
        field: Option<String>,
    },
    /// The browser does not keep what it is given.
    NoStore,
    /// Another program of this browser still holds the store's files.
    Busy,
    /// The tab that has the store runs another build.
    OtherBuild,
    /// The file was written by a newer app.
    NewerFile,
    Full,
    /// What the server sent of the ledger cannot be read.
    BadImage,
    /// The open file is damaged.
    Damaged,
    /// The file of photos was damaged, and was made anew.
    PhotosDamaged,
    /// What lies beside the files in the browser is damaged, or lacks this account.
    NotKept,
    /// The browser has lost its own key, under which every PIN lies.
    PinLost,
    /// The file is not on this device, nor on the server yet.
    NotHere,
    Failed(String),
}
