//! What a device says to be let in: setting up, signing in, redeeming an invitation, proving itself.

use serde::{Deserialize, Serialize};

use crate::envelope::{Signed, bytes};
use crate::id::RecordId;
use crate::time::Moment;

/// The shortest password. Length is what counts; no rule about signs.
pub const SHORTEST_PASSWORD: usize = 8;

/// The key that asks to be certified, and where it lives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewDevice {
    #[serde(with = "bytes")]
    pub key: Vec<u8>,
    /// The browser or tablet: a random name that its accounts' devices share.
    pub tablet: String,
    /// What people call it.
    pub label: String,
}

/// Opens the ledger of an organisation: its area and its first administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUp {
    /// The code that the server printed when it first started.
    pub code: String,
    pub organisation: String,
    /// The country's unit that the organisation works in, as `data/areas` names it.
    pub unit: String,
    pub name: String,
    pub login: String,
    pub password: String,
    pub device: NewDevice,
}

/// Signs in with a password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    pub login: String,
    pub password: String,
    pub device: NewDevice,
}

/// Redeems an invitation or a reset, and sets the password.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redeem {
    pub code: String,
    pub password: String,
    pub device: NewDevice,
}

/// The organisation let the device in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Admitted {
    /// A signed [`Certificate`](crate::envelope::Certificate).
    pub certificate: Signed,
    pub account: RecordId,
    /// What the device seals to: only the organisation's key opens it.
    #[serde(with = "bytes")]
    pub sealing_key: Vec<u8>,
    /// The account's name.
    pub name: String,
    pub organisation: String,
    pub now: Moment,
}

/// Asks for the key of an account's file on a device: its PIN was forgotten.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unseal {
    pub certificate: Signed,
    pub password: String,
    /// The file's key, sealed to the organisation before the file was written.
    #[serde(with = "bytes")]
    pub sealed: Vec<u8>,
}

/// The key of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unsealed {
    #[serde(with = "bytes")]
    pub key: Vec<u8>,
}

/// A device's changes on their way without it: sealed to the organisation, whoever carries them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SealedParcel {
    pub certificate: Signed,
    /// A signed [`Parcel`](crate::envelope::Parcel).
    pub parcel: Signed,
}

/// A [`SealedParcel`] as it is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandIn {
    #[serde(with = "bytes")]
    pub sealed: Vec<u8>,
}

/// What a certified device signs to prove itself. Good for a minute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    #[serde(with = "bytes")]
    pub nonce: Vec<u8>,
}

/// The device's certificate, and its signature over the challenge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    pub certificate: Signed,
    #[serde(with = "bytes")]
    pub nonce: Vec<u8>,
    #[serde(with = "bytes")]
    pub signature: Vec<u8>,
}

/// A short bearer token, kept in memory only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    pub token: String,
    pub expires: Moment,
    pub now: Moment,
}

/// Asks for an invitation, or a reset of the password, of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invite {
    pub account: RecordId,
}

/// The one-time code of an invitation. Shown once; the server keeps only its hash.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invited {
    pub code: String,
}

/// What anybody may know of the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Greeting {
    /// Whether there is an organisation, or the set-up page is open.
    pub set_up: bool,
    pub organisation: String,
    pub version: String,
}

/// A unit of the country, for the set-up page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitChoice {
    pub id: String,
    pub name: String,
    pub has_parts: bool,
}

/// How long the next try waits after so many wrong PINs in a row, in milliseconds: nothing for three,
/// then doubling from 5 seconds to half an hour. Never for ever: nobody loses his work by it.
pub fn wait_after_wrong_pins(wrong: u32) -> i64 {
    match wrong {
        0..=3 => 0,
        more => (5_000_i64 << (more - 4).min(16)).min(30 * 60 * 1000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_pins_wait_longer_but_never_for_ever() {
        let waits = [(0, 0), (3, 0), (4, 5_000), (6, 20_000), (50, 30 * 60 * 1000)];
        for (wrong, wait) in waits {
            assert_eq!(wait_after_wrong_pins(wrong), wait, "{wrong}");
        }
    }
}
