//! Everybody who is on record, and everybody of the lines before, by what they have in common: a sheet's
//! people are held against them one by one.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::id::RecordId;
use domain::likeness::{Likeness, NameCounts, Profile, likeness};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::query::duplicates::{MOST_ALIKE, everybody, keys};

/// From here on it is as good as certain that two are one: a thousand to one.
const CERTAIN: f64 = 10.0;

/// Who somebody of a sheet may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Known {
    Record(RecordId),
    /// Of a line before.
    Line(u32),
}

/// Somebody whom the person of a line may be.
pub(super) struct Alike {
    pub who: Known,
    pub likeness: Likeness,
    pub certain: bool,
}

/// The people against whom a sheet's are held.
pub(super) struct People {
    known: Vec<(Known, Profile)>,
    names: NameCounts,
    /// Where in `links` a key was met last.
    last: HashMap<u64, u32>,
    /// Each place where a key was met: whose it is, and where it was met before.
    links: Vec<Link>,
}

struct Link {
    person: u32,
    before: Option<u32>,
}

impl People {
    pub fn on_record(db: &Connection) -> Result<Self, StoreError> {
        let everybody = everybody(db)?;
        let mut people = Self {
            known: Vec::with_capacity(everybody.len()),
            names: NameCounts::default(),
            last: HashMap::new(),
            links: Vec::new(),
        };
        for (id, profile) in everybody {
            people.add(Known::Record(id), profile);
        }
        Ok(people)
    }

    pub fn add(&mut self, who: Known, profile: Profile) {
        let person = self.known.len() as u32;
        for key in with_area(&profile) {
            let link = self.links.len() as u32;
            let before = self.last.insert(key, link);
            self.links.push(Link { person, before });
        }
        self.names.add(profile.name.folded());
        self.known.push((who, profile));
    }

    /// The likeliest of those whom somebody may be.
    pub fn alike(&self, profile: &Profile) -> Option<Alike> {
        let mut best: Option<(u32, Likeness)> = None;
        for key in with_area(profile) {
            let mut next = self.last.get(&key).copied();
            for _ in 0..MOST_ALIKE {
                let Some(link) = next.and_then(|link| self.links.get(link as usize)) else { break };
                next = link.before;
                let found = likeness(profile, &self.known[link.person as usize].1, &self.names);
                if found.is_likely() && best.as_ref().is_none_or(|(_, best)| best.bits < found.bits)
                {
                    best = Some((link.person, found));
                }
            }
        }
        let (person, likeness) = best?;
        let (who, _) = &self.known[person as usize];
        let certain = likeness.bits >= CERTAIN;
        Some(Alike { who: *who, likeness, certain })
    }
}

/// What somebody has that another may have too; of some nothing is known but the name and the area.
fn with_area(profile: &Profile) -> Vec<u64> {
    let mut keys = keys(profile);
    if let Some(area) = profile.area {
        let mut hasher = DefaultHasher::new();
        ("name and area", profile.name.folded(), area.0).hash(&mut hasher);
        keys.push(hasher.finish());
    }
    keys
}
