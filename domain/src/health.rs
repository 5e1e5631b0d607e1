//! How a device stands, by its own word: what it has not sent, which version it runs, what room it has.
//! No record: it holds until the next word, and the server keeps only that.

use serde::{Deserialize, Serialize};

use crate::envelope::Signed;
use crate::id::RecordId;
use crate::time::Moment;

/// After so many days without a word a device is silent.
pub const SILENT_DAYS: i64 = 7;

/// After so many days unsent work asks for a network, or for somebody who carries it.
pub const LONG_UNSENT_DAYS: i64 = 1;

/// Less room than this, in bytes, does not hold a district's ledger twice, as a new image needs.
pub const LITTLE_ROOM: u64 = 100 << 20;

/// What a device says after a sync. Counts, and nothing of what is counted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Health {
    /// Changes that have not gone up, those among them that an officer is to look at.
    pub waiting: u64,
    /// When the oldest of them was made.
    pub oldest: Option<Moment>,
    /// Changes that the server did not take, and nobody has put right.
    pub refused: u64,
    /// Forms that were begun and not saved.
    pub begun: u64,
    /// Photos that have not gone up.
    #[serde(default)]
    pub photos: u64,
    pub version: String,
    /// The file of its store worker, named by its content.
    pub build: String,
    /// How many bytes the browser still gives it, where it says so.
    pub free: Option<u64>,
    /// Its file is locked: only `waiting` is new, and may be too high.
    #[serde(default)]
    pub locked: bool,
    /// It was revoked and has wiped its file: this is its last word.
    #[serde(default)]
    pub wiped: bool,
}

impl Health {
    /// What would stay on the device alone if it were never heard of again.
    pub fn at_risk(&self) -> u64 {
        if self.wiped { 0 } else { self.waiting + self.refused + self.begun + self.photos }
    }
}

/// The word of a device whose file is locked: it cannot sign, but its certificate lies beside the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockedHealth {
    pub certificate: Signed,
    /// At most so many changes have not gone up.
    pub waiting: u64,
}

/// What the server knows of a device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceHealth {
    /// The device's record.
    pub device: RecordId,
    /// The browser or tablet that it shares with other accounts' devices.
    pub tablet: String,
    /// What people call it.
    pub label: String,
    pub account: RecordId,
    /// Whose it is.
    pub name: String,
    pub certified: Option<Moment>,
    pub revoked: Option<Moment>,
    /// When it was last heard of; `None`: never.
    pub seen: Option<Moment>,
    /// Its last word of itself.
    pub health: Option<Health>,
    /// How many of its changes wait on the server for an officer.
    pub held: u64,
    /// Whether it runs the version that the server gives out; `None`: it has not said, or the server
    /// gives none out.
    pub current: Option<bool>,
}

/// What somebody should look after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Care {
    /// It has not been heard of for [`SILENT_DAYS`].
    Silent,
    /// Its oldest unsent change is older than [`LONG_UNSENT_DAYS`].
    LongUnsent,
    /// Something on it was refused.
    Refused,
    /// It has less than [`LITTLE_ROOM`].
    LittleRoom,
    /// It runs another version than the server gives out.
    OldVersion,
}

impl Care {
    pub const ALL: [Care; 5] =
        [Care::Silent, Care::LongUnsent, Care::LittleRoom, Care::Refused, Care::OldVersion];

    /// Whether work may be lost by it. The rest its own user sees and mends.
    pub fn is_grave(self) -> bool {
        matches!(self, Care::Silent | Care::LongUnsent | Care::LittleRoom)
    }
}

impl DeviceHealth {
    /// What to look after, the gravest first. That it came counts as a word; of a revoked device only
    /// what it has not sent matters.
    pub fn cares(&self, now: Moment) -> Vec<Care> {
        let default = Health::default();
        let health = self.health.as_ref().unwrap_or(&default);
        if health.wiped || (self.revoked.is_some() && health.at_risk() == 0) {
            return vec![];
        }
        let heard = self.seen.max(self.certified);
        let before = |days: i64| now.plus_days(-days);
        let cares = [
            (Care::Silent, heard.is_some_and(|heard| heard < before(SILENT_DAYS))),
            (Care::LongUnsent, health.oldest.is_some_and(|made| made < before(LONG_UNSENT_DAYS))),
            (Care::LittleRoom, health.free.is_some_and(|free| free < LITTLE_ROOM)),
            (Care::Refused, health.refused > 0),
            (Care::OldVersion, self.current == Some(false)),
        ];
        cares.into_iter().filter(|(_, is_so)| *is_so).map(|(care, _)| care).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Moment = Moment(1_700_000_000_000);

    fn device(seen_days_ago: Option<i64>, health: Health) -> DeviceHealth {
        DeviceHealth {
            device: RecordId(1),
            tablet: String::new(),
            label: String::new(),
            account: RecordId(2),
            name: String::new(),
            certified: None,
            revoked: None,
            seen: seen_days_ago.map(|days| NOW.plus_days(-days)),
            health: Some(health),
            held: 0,
            current: Some(true),
        }
    }

    #[test]
    fn a_device_is_looked_after_for_what_it_says_and_for_what_it_does_not() {
        let quiet = Health { free: Some(1 << 30), ..Health::default() };
        let table = [
            (device(Some(0), quiet.clone()), Some(400), vec![]),
            (device(Some(8), quiet.clone()), Some(400), vec![Care::Silent]),
            (device(None, quiet.clone()), Some(3), vec![]),
            (device(None, quiet.clone()), Some(8), vec![Care::Silent]),
            (
                device(
                    Some(2),
                    Health {
                        waiting: 3,
                        oldest: Some(NOW.plus_days(-2)),
                        refused: 1,
                        free: Some(1 << 20),
                        ..quiet.clone()
                    },
                ),
                None,
                vec![Care::LongUnsent, Care::LittleRoom, Care::Refused],
            ),
            (device(Some(30), Health { wiped: true, refused: 2, ..quiet }), None, vec![]),
        ];
        for (mut device, certified_days_ago, cares) in table {
            device.certified = certified_days_ago.map(|days| NOW.plus_days(-days));
            assert_eq!(device.cares(NOW), cares, "{device:?}");
        }
    }
}
