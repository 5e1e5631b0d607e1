//! What an officer does beside the records: people's accounts, their devices, held work. Some of it
//! is asked of the server.

use domain::answer::Refusal;
use domain::health::DeviceHealth;
use domain::id::{ChangeId, RecordId};
use domain::view::office::{AccountRow, DeviceRow, RightsView};
use domain::view::work::{Deleted, HeldWork, Past};
use domain::wire::Word;
use serde::{Deserialize, Serialize};

crate::calls! {
    AskRights => RightsView;
    AskAccounts => Vec<AccountRow>;
    AskDevices => Vec<DeviceRow>;
    Invite => String;
    AskHealth => KnownHealth;
    AskHeld => Vec<HeldWork>;
    Decide => Option<Refusal>;
    AskHistory => Vec<Past>;
    AskDeleted => Vec<Deleted>;
}

/// What this user may do, and where.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskRights;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskAccounts;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskDevices {
    pub account: RecordId,
}

/// A one-time code for an account: its first sign-in, or a new password.
#[derive(Debug, Serialize, Deserialize)]
pub struct Invite {
    pub account: RecordId,
}

/// How the devices of this officer's areas stand; the server knows.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskHealth;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KnownHealth {
    pub devices: Vec<DeviceHealth>,
    /// The record of the device that asks.
    pub own: RecordId,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskHeld;

/// What becomes of held work. The answer says why the ledger cannot take it as it is; then it stays
/// held.
#[derive(Debug, Serialize, Deserialize)]
pub struct Decide {
    pub change: ChangeId,
    pub word: Word,
    /// What its author is told, where it is not taken.
    pub why: String,
}

/// What was deleted of what this user reads, the latest first; asked of the server.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskDeleted;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskHistory {
    pub record: RecordId,
}
