//! The list of people, and finding one as his name is typed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use domain::id::RecordId;
use domain::text::{Words, fold};
use domain::time::Birth;
use domain::view::people::{People, PeopleOf, PersonRow};
use rusqlite::{Connection, params};

use super::conflicts::disputed;
use super::home::home;
use crate::error::StoreError;

/// The names that lists are ordered and searched by: folded and sorted once, renewed when people
/// change.
#[derive(Default)]
pub struct NameIndex {
    /// In the order of names.
    entries: Vec<NameEntry>,
    /// Which entries have a word in their name. Names have few different words: some hundreds.
    words: BTreeMap<String, Vec<u32>>,
}

struct NameEntry {
    id: i64,
    digits: String,
    /// Of elsewhere: only a card is here.
    card: bool,
}

/// Whom a search is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    /// Those who live here.
    PeopleHere,
    /// Also those of whom only a card is here.
    Everybody,
}

impl NameIndex {
    /// Reads everybody who is here, or whose card is.
    pub fn build(db: &Connection) -> Result<Self, StoreError> {
        let mut words = Words::default();
        let mut keyed: Vec<(Vec<u8>, String, NameEntry)> = db
            .prepare_cached(
                "select person.id, name, phone, card_number, card.id is not null from person
                 left join member on member.person = person.id and left_on is null
                 left join card on card.id = person.id group by person.id",
            )?
            .query_map([], |row| {
                let text = |column| -> rusqlite::Result<&str> {
                    Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
                };
                let (name, phone, number) = (text(1)?, text(2)?, text(3)?);
                let digits = format!("{phone} {}", number.to_lowercase());
                let entry = NameEntry { id: row.get(0)?, digits, card: row.get(4)? };
                Ok((words.name_key(name), words.fold(name), entry))
            })?
            .collect::<rusqlite::Result<_>>()?;
        keyed.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        let mut index = Self::default();
        for (at, (_, folded, entry)) in keyed.into_iter().enumerate() {
            for word in folded.split(' ').filter(|word| !word.is_empty()) {
                match index.words.get_mut(word) {
                    Some(entries) => entries.push(at as u32),
                    None => {
                        index.words.insert(word.to_owned(), vec![at as u32]);
                    }
                }
            }
            index.entries.push(entry);
        }
        Ok(index)
    }

    /// These people in the order of names; those whom no name is known of stand last.
    pub(super) fn in_order(&self, people: &BTreeSet<i64>) -> Vec<i64> {
        let ids = self.entries.iter().map(|entry| entry.id);
        let mut ordered: Vec<i64> = ids.filter(|id| people.contains(id)).collect();
        if ordered.len() < people.len() {
            let named: BTreeSet<i64> = ordered.iter().copied().collect();
            ordered.extend(people.difference(&named));
        }
        ordered
    }

    /// Those whose name has every word, or whose telephone or card has the digits.
    pub(super) fn find(&self, search: &str, among: Among) -> Vec<i64> {
        let folded = fold(search);
        let mut fits = vec![true; self.entries.len()];
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let mut has = vec![false; self.entries.len()];
            let from = self.words.range::<str, _>((Bound::Included(word), Bound::Unbounded));
            for (_, entries) in from.take_while(|(known, _)| known.starts_with(word)) {
                for at in entries {
                    has[*at as usize] = true;
                }
            }
            // A card's number may hold letters; a word without a digit is part of none.
            if word.len() >= 3 && word.bytes().any(|byte| byte.is_ascii_digit()) {
                for (has, entry) in has.iter_mut().zip(&self.entries) {
                    *has |= entry.digits.contains(word);
                }
            }
            fits.iter_mut().zip(has).for_each(|(fits, has)| *fits &= has);
        }
        let all = among == Among::Everybody;
        let found =
            self.entries.iter().zip(fits).filter(|(entry, fits)| *fits && (all || !entry.card));
        found.map(|(entry, _)| entry.id).collect()
    }
}

/// How many people are read of here, and not only as a card.
pub fn count(db: &Connection) -> Result<u64, StoreError> {
    let counted = db
        .prepare_cached("select (select count(*) from person) - (select count(*) from card where kind = 'person')")?
        .query_row([], |row| row.get::<_, i64>(0))?;
    Ok(counted as u64)
}

/// A part of the list of people.
pub fn people(db: &Connection, names: &NameIndex, of: &PeopleOf) -> Result<People, StoreError> {
    let found = names.find(&of.search, Among::PeopleHere);
    let disputed = disputed(db)?;
    let rows = found
        .iter()
        .skip(of.offset)
        .take(of.limit)
        .map(|id| person_row(db, *id, &disputed))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(People { rows: rows.into_iter().flatten().collect(), all: found.len() })
}

fn person_row(
    db: &Connection,
    id: i64,
    disputed: &BTreeSet<RecordId>,
) -> Result<Option<PersonRow>, StoreError> {
    let mut statement = db.prepare_cached(
        "select person.name, birth,
           (select card_number from member where person = ?1 and left_on is null),
           exists (select 1 from outbox where record = ?1 and state = 0)
         from person where person.id = ?1",
    )?;
    let mut rows = statement.query(params![id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(PersonRow {
        id: RecordId(id),
        name: row.get::<_, Option<String>>(0)?.unwrap_or_default(),
        birth: row.get::<_, Option<i32>>(1)?.map(Birth),
        card_number: row.get(2)?,
        home: home(db, RecordId(id))?.map(|home| home.line()).unwrap_or_default(),
        unsent: row.get(3)?,
        disputed: disputed.contains(&RecordId(id)),
    }))
}
