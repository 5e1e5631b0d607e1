//! Ids: of records, devices and log positions.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::value::Value;

/// A record's id: `SQLite`'s own row id, so it costs nothing to index.
///
/// A *running* id (positive) is 40 bits of the device's id and 23 running bits. A *derived* id
/// (negative: its top bit is set) is a hash of the facts that make the record what it is, so that
/// two devices offline make the same record of the same fact. No id derives from personal data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecordId(pub i64);

impl RecordId {
    /// The scope that everybody has: areas, and what else the whole association shares.
    pub const EVERYWHERE: RecordId = RecordId(0);

    /// How many records one device can make.
    pub const RUNNING_MAX: u32 = (1 << 23) - 1;

    /// The `number`th record that a device makes; `None` when the device has made them all.
    pub fn running(device: DeviceId, number: u32) -> Option<Self> {
        (number <= Self::RUNNING_MAX).then(|| Self(((device.0 << 23) | u64::from(number)) as i64))
    }

    /// The id of the record of `kind` that these key facts make.
    pub fn derived<'a>(kind: &str, facts: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut hash = Sha256::new();
        hash.update(kind.as_bytes());
        for fact in facts {
            match fact {
                Value::Null => hash.update([0]),
                Value::Int(number) => {
                    hash.update([1]);
                    hash.update(number.to_be_bytes());
                }
                Value::Text(text) => {
                    hash.update([2]);
                    hash.update((text.len() as u64).to_be_bytes());
                    hash.update(text.as_bytes());
                }
            }
        }
        Self((first_u64(&hash.finalize()) | (1 << 63)) as i64)
    }

    /// Whether a running id is one of this device's own.
    pub fn made_by(self, device: DeviceId) -> bool {
        !self.is_derived() && self.0 as u64 >> 23 == device.0
    }

    /// Whether the id is a hash of key facts.
    pub fn is_derived(self) -> bool {
        self.0 < 0
    }
}

/// Crockford's digits: none is taken for another.
pub(crate) const BASE32: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A device: 40 bits of the hash of its public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DeviceId(pub u64);

impl DeviceId {
    /// The id that a public key gives; checked unique when the device is certified.
    pub fn of_key(public_key: &[u8; 32]) -> Self {
        Self(first_u64(&Sha256::digest(public_key)) >> 24)
    }
}

impl DeviceId {
    /// How many bits tell the devices of one organisation apart on their members' cards.
    const SHORT_BITS: u32 = 25;

    /// The device in five signs. The server certifies no second device of these in an organisation.
    pub fn short(self) -> String {
        let bits = self.0 >> (40 - Self::SHORT_BITS);
        let digit = |place: u32| BASE32[(bits >> (5 * place)) as usize & 31];
        (0..Self::SHORT_BITS / 5).rev().map(|place| char::from(digit(place))).collect()
    }

    /// The `number`th card that a device gives out, counted from 1: its own signs keep two devices from
    /// giving one number, though neither hears of the other.
    pub fn card_number(self, number: u64) -> String {
        format!("{}-{number:03}", self.short())
    }
}

fn first_u64(hash: &[u8]) -> u64 {
    u64::from_be_bytes(hash[..8].try_into().expect("a SHA-256 hash has 32 bytes"))
}

/// A place in the organisation's totally ordered log; 0 stands before its first entry.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Position(pub u64);

impl Position {
    /// The place after this one.
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}

/// One life of the server's database: a random number, made anew when it is created or restored.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Epoch(pub u64);

/// The number of changes that a device has made, counted from 1: with the device's id, a change's identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ChangeId {
    pub device: DeviceId,
    pub number: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_ids_of_one_device_differ_and_are_positive() {
        let device = DeviceId::of_key(&[7; 32]);
        let first = RecordId::running(device, 1).unwrap();
        assert!(first.0 > 0 && !first.is_derived());
        assert_ne!(first, RecordId::running(device, 2).unwrap());
        assert_eq!(RecordId::running(device, RecordId::RUNNING_MAX + 1), None);
    }

    #[test]
    fn a_card_number_names_its_device_in_five_signs() {
        assert_eq!(DeviceId(0).card_number(1), "00000-001");
        assert_eq!(DeviceId((1 << 40) - 1).card_number(1_234), "ZZZZZ-1234");
        assert_eq!(DeviceId(0b00001_00010_00011_00100_11001 << 15).short(), "1234S");
    }

    #[test]
    fn the_same_fact_recorded_twice_has_one_id() {
        let facts = [Value::Int(12), Value::Int(2022)];
        let id = RecordId::derived("registration", &facts);
        assert!(id.is_derived());
        assert_eq!(id, RecordId::derived("registration", &facts));
        assert_ne!(id, RecordId::derived("attendance", &facts));
        assert_ne!(id, RecordId::derived("registration", [&Value::Int(12), &Value::Int(2023)]));
    }
}
