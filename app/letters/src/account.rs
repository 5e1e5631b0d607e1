//! Who works here: setting up, signing in, opening the ledger and closing it.

use domain::account::UnitChoice;
use domain::id::RecordId;
use serde::{Deserialize, Serialize};

crate::calls! {
    AskState => State;
    Units => Vec<UnitChoice>;
    SetUp => Opened;
    SignIn => Opened;
    Redeem => Opened;
    Unlock => Opened;
    ForgotPin => Opened;
    ChangePin => Opened;
    Used => ();
    Lock => ();
}

/// `resume`: the secret of this tab's last opening, if it has one.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskState {
    pub resume: Option<String>,
}

/// Where this browser stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    pub accounts: Vec<KnownAccount>,
    pub opened: Option<Opened>,
    /// Whether the server has an organisation; `None`: it was not asked, or did not answer.
    pub set_up: Option<bool>,
    /// The ledger was just wiped from this device: its right was taken.
    pub wiped: bool,
    /// The browser has thrown away the file of an account; what is sealed of it goes up.
    pub lost: bool,
}

/// An account that has a file in this browser.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownAccount {
    pub file: String,
    pub name: String,
}

/// The ledger is open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opened {
    pub who: Whoami,
    /// What opens it again after a reload, for a while, without the PIN. It lies in the tab's own
    /// memory, which ends with the tab.
    pub resume: String,
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

/// Opens a file with the account's password, asked of the server, and gives it another PIN.
#[derive(Debug, Serialize, Deserialize)]
pub struct ForgotPin {
    pub file: String,
    pub password: String,
    pub pin: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct ChangePin {
    pub present: String,
    pub pin: String,
}

/// Somebody touched the screen: the ledger may be opened without the PIN for some minutes more.
#[derive(Debug, Serialize, Deserialize)]
pub struct Used;

#[derive(Debug, Serialize, Deserialize)]
pub struct Lock;
