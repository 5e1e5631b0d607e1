//! Who may be on record twice: everybody held against those who share something with him; and somebody
//! as he is typed.

use std::collections::{BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use domain::id::RecordId;
use domain::identity::{CitizenId, Phone};
use domain::kind::Record;
use domain::likeness::{Likeness, NameCounts, Profile, Spelling, likeness};
use domain::record::{Person, Sex};
use domain::time::Birth;
use domain::view::duplicates::{Alike, Pair, TypedPerson};
use rusqlite::{Connection, OptionalExtension, Row};

use super::people::NameIndex;
use super::record::named;
use crate::error::StoreError;

/// What more people than this have in common says nothing of them.
pub(crate) const MOST_ALIKE: usize = 1_000;

/// Somebody typed is held against so many at most.
const MOST_CANDIDATES: usize = 200;

/// So many are offered for somebody who is typed.
const MOST_OFFERED: usize = 5;

/// Those who are read of here, each with where he lives now. Index: `residence_by_subject`.
const PROFILES: &str = "select person.id, person.name, person.birth, person.sex, person.phone,
      person.citizen_id, person.old_id, residence.household, residence.area, house, street
    from person
    left join residence on residence.subject = person.id and residence.until is null
    left join household on household.id = residence.household
    where person.id not in (select id from card) and person.id not in (select id from same)";

fn profile(row: &Row) -> rusqlite::Result<(RecordId, Profile)> {
    let text = |column| -> rusqlite::Result<&str> {
        Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
    };
    let reference =
        |column| -> rusqlite::Result<_> { Ok(row.get::<_, Option<i64>>(column)?.map(RecordId)) };
    let sex: Option<i64> = row.get(3)?;
    let profile = Profile {
        name: Spelling::of(text(1)?),
        birth: row.get::<_, Option<i32>>(2)?.map(Birth),
        sex: sex.and_then(|sex| Sex::ALL.iter().copied().find(|known| *known as i64 == sex)),
        phone: Phone::parse(text(4)?).ok(),
        ids: [text(5)?, text(6)?].into_iter().filter_map(|id| CitizenId::parse(id).ok()).collect(),
        household: reference(7)?,
        area: reference(8)?,
        address: Spelling::of(&format!("{} {}", text(9)?, text(10)?)),
    };
    Ok((RecordId(row.get(0)?), profile))
}

/// Everybody who lives, or belongs, here.
pub(crate) fn everybody(db: &Connection) -> Result<Vec<(RecordId, Profile)>, StoreError> {
    Ok(db
        .prepare_cached(&format!("{PROFILES} group by person.id"))?
        .query_map([], profile)?
        .collect::<rusqlite::Result<_>>()?)
}

/// Holds everybody against everybody with whom he has something in common, a part at a time: a long
/// work that others wait for.
pub struct Sweep {
    people: Vec<(RecordId, Profile)>,
    names: NameCounts,
    /// What each person has that another may have too.
    keys: Vec<Vec<u64>>,
    /// Each key with a person who has it, in the order of the keys.
    having: Vec<(u64, u32)>,
    /// Up to where `having` was looked through.
    at: usize,
    /// Pairs of which somebody has said whether they are one.
    said: HashSet<(RecordId, RecordId)>,
    found: Vec<(RecordId, RecordId, Likeness)>,
}

impl Sweep {
    pub fn begin(db: &Connection) -> Result<Self, StoreError> {
        let people = everybody(db)?;
        let said = db
            .prepare_cached("select one, other from same_person")?
            .query_map([], |row| Ok((RecordId(row.get(0)?), RecordId(row.get(1)?))))?
            .collect::<rusqlite::Result<_>>()?;
        let mut names = NameCounts::default();
        let mut keys: Vec<Vec<u64>> = people.iter().map(|(_, profile)| keys(profile)).collect();
        let mut having = Vec::new();
        for (place, (_, profile)) in (0..).zip(&people) {
            names.add(profile.name.folded());
            having.extend(keys[place as usize].iter().map(|key| (*key, place)));
        }
        having.sort_unstable();
        let runs = having.chunk_by(|(one, _), (next, _)| one == next);
        let crowded = runs.filter(|run| run.len() > MOST_ALIKE).map(|run| run[0].0);
        let crowded: HashSet<u64> = crowded.collect();
        having.retain(|(key, _)| !crowded.contains(key));
        for keys in &mut keys {
            keys.retain(|key| !crowded.contains(key));
        }
        Ok(Self { people, names, keys, having, at: 0, said, found: vec![] })
    }

    /// Compares at least so many pairs, or all that are left; whether there are more.
    pub fn go_on(&mut self, pairs: usize) -> bool {
        let mut compared = 0;
        while compared < pairs && self.at < self.having.len() {
            let key = self.having[self.at].0;
            let rest = &self.having[self.at..];
            let end = self.at + rest.partition_point(|(other, _)| *other == key);
            let alike = self.at..end;
            self.at = end;
            for place in alike.clone() {
                for next in place + 1..alike.end {
                    self.compare(key, self.having[place].1, self.having[next].1);
                    compared += 1;
                }
            }
        }
        self.at < self.having.len()
    }

    /// How much of it is done, of 100.
    pub fn percent(&self) -> u8 {
        (100 * self.at).checked_div(self.having.len()).unwrap_or(100) as u8
    }

    fn compare(&mut self, key: u64, one: u32, other: u32) {
        let (one, other) = (one as usize, other as usize);
        // Two who share several keys are held against one another under the first of them.
        let first = self.keys[one].iter().find(|key| self.keys[other].binary_search(key).is_ok());
        if first != Some(&key) {
            return;
        }
        let ((one, profile), (other, against)) = (&self.people[one], &self.people[other]);
        let pair = (*one.min(other), *one.max(other));
        if self.said.contains(&pair) {
            return;
        }
        let found = likeness(profile, against, &self.names);
        if found.is_likely() {
            self.found.push((pair.0, pair.1, found));
        }
    }

    /// What was found, the likeliest first.
    pub fn found(mut self) -> Vec<(RecordId, RecordId, Likeness)> {
        self.found.sort_by(|one, other| other.2.bits.total_cmp(&one.2.bits));
        self.found
    }
}

/// What two who are one have in common, whatever was mistyped in the rest: at least one of these, unless
/// of one of them nothing but the name is known.
pub(crate) fn keys(profile: &Profile) -> Vec<u64> {
    let key = |what: &str, parts: &dyn Fn(&mut DefaultHasher)| {
        let mut hasher = DefaultHasher::new();
        what.hash(&mut hasher);
        parts(&mut hasher);
        hasher.finish()
    };
    let mut keys: Vec<u64> =
        profile.ids.iter().map(|id| key("id", &|hasher| id.digits().hash(hasher))).collect();
    if let Some(phone) = &profile.phone {
        keys.push(key("phone", &|hasher| phone.digits().hash(hasher)));
    }
    if let Some(household) = profile.household {
        keys.push(key("household", &|hasher| household.0.hash(hasher)));
    }
    if let Some(birth) = profile.birth {
        let mut words: Vec<&str> = profile.name.folded().split(' ').collect();
        words.sort_unstable();
        let mut in_year = |year: i16| {
            keys.push(key("name and year", &|hasher| (&words, year).hash(hasher)));
        };
        let year = birth.year().0;
        in_year(year);
        if let Some(day) = birth.day() {
            keys.push(key("birth", &|hasher| birth.0.hash(hasher)));
            let day = (day.day_of_month(), day.month());
            keys.push(key("name and day", &|hasher| (&words, day).hash(hasher)));
        } else {
            in_year(year - 1);
            in_year(year + 1);
        }
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// A pair as a list shows it.
pub fn pair(
    db: &Connection,
    one: RecordId,
    other: RecordId,
    found: &Likeness,
) -> Result<Pair, StoreError> {
    let named = |id| named(db, Person::KIND.key, id);
    Ok(Pair { one: named(one)?, other: named(other)?, signs: found.signs.clone() })
}

/// Those on record whom somebody who is being typed may be, the likeliest first. Index:
/// `residence_by_subject`.
pub fn alike(
    db: &Connection,
    names: &NameIndex,
    typed: &TypedPerson,
) -> Result<Vec<Alike>, StoreError> {
    let view = Person::from_fields(&typed.fields);
    let profile = Profile {
        name: Spelling::of(&view.name.map(|name| name.0).unwrap_or_default()),
        birth: view.birth,
        sex: view.sex,
        phone: view.phone,
        ids: [view.citizen_id, view.old_id].into_iter().flatten().collect(),
        household: None,
        area: typed.area,
        address: Spelling::of(&format!("{} {}", typed.house, typed.street)),
    };
    let mut found = Vec::new();
    for id in candidates(db, names, &profile)? {
        let other = db
            .prepare_cached(&format!("{PROFILES} and person.id = ?1 limit 1"))?
            .query_row([id], self::profile)
            .optional()?;
        let Some((id, other)) = other.filter(|(id, _)| Some(*id) != typed.own) else { continue };
        let likeness = likeness(&profile, &other, names);
        if likeness.is_likely() {
            found.push((id, likeness));
        }
    }
    found.sort_by(|(_, one), (_, other)| other.bits.total_cmp(&one.bits));
    found.truncate(MOST_OFFERED);
    let offered = found.into_iter().map(|(id, likeness)| {
        Ok(Alike { record: named(db, Person::KIND.key, id)?, signs: likeness.signs })
    });
    offered.collect()
}

/// Those who have the name, the day of birth, the number or the telephone.
fn candidates(
    db: &Connection,
    names: &NameIndex,
    profile: &Profile,
) -> Result<BTreeSet<i64>, StoreError> {
    let digits = |place: usize| profile.ids.get(place).map(CitizenId::digits);
    let mut found: BTreeSet<i64> = db
        .prepare_cached(
            "select id from person where birth = ?1 or phone = ?2
               or citizen_id in (?3, ?4) or old_id in (?3, ?4)
             limit ?5",
        )?
        .query_map(
            rusqlite::params![
                profile.birth.filter(|birth| birth.day().is_some()).map(|birth| birth.0),
                profile.phone.as_ref().map(Phone::digits),
                digits(0),
                digits(1),
                MOST_CANDIDATES as i64,
            ],
            |row| row.get(0),
        )?
        .collect::<rusqlite::Result<_>>()?;
    found.extend(names.named(profile.name.folded()).take(MOST_CANDIDATES));
    Ok(found)
}
