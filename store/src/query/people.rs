//! The list of people, and finding one as his name is typed.

use domain::id::RecordId;
use domain::text::{Words, fold};
use domain::time::Birth;
use domain::view::people::{People, PeopleOf, PersonRow};
use rusqlite::{Connection, params};

use crate::error::StoreError;

/// The names that lists are ordered and searched by: folded and sorted once, renewed when people
/// change.
#[derive(Default)]
pub struct NameIndex {
    /// In the order of names.
    entries: Vec<NameEntry>,
}

struct NameEntry {
    id: i64,
    folded: String,
    digits: String,
}

impl NameIndex {
    /// Reads everybody who is here, but for the cards of people of elsewhere.
    pub fn build(db: &Connection) -> Result<Self, StoreError> {
        let mut words = Words::default();
        let mut keyed: Vec<(Vec<u8>, NameEntry)> = db
            .prepare_cached(
                "select person.id, name, phone, card_number from person
                 left join member on member.person = person.id and left_on is null
                 where person.id not in (select id from card) group by person.id",
            )?
            .query_map([], |row| {
                let text = |column| -> rusqlite::Result<&str> {
                    Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
                };
                let (name, phone, card) = (text(1)?, text(2)?, text(3)?);
                let digits = format!("{phone} {}", card.to_lowercase());
                let entry = NameEntry { id: row.get(0)?, folded: words.fold(name), digits };
                Ok((words.name_key(name), entry))
            })?
            .collect::<rusqlite::Result<_>>()?;
        keyed.sort_by(|(one, _), (other, _)| one.cmp(other));
        Ok(Self { entries: keyed.into_iter().map(|(_, entry)| entry).collect() })
    }

    /// Those of these people who are here, in the order of names.
    pub(super) fn in_order(&self, people: &std::collections::BTreeSet<i64>) -> Vec<i64> {
        let ids = self.entries.iter().map(|entry| entry.id);
        ids.filter(|id| people.contains(id)).collect()
    }

    /// Those whose name has every word, or whose telephone or card has the digits.
    pub(super) fn find(&self, search: &str) -> Vec<i64> {
        let folded = fold(search);
        let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
        let fits = |entry: &&NameEntry| {
            words.iter().all(|word| {
                let begins = |name: &str| name.split(' ').any(|part| part.starts_with(word));
                begins(&entry.folded) || (word.len() >= 3 && entry.digits.contains(word))
            })
        };
        self.entries.iter().filter(fits).map(|entry| entry.id).collect()
    }
}

/// A part of the list of people.
pub fn people(db: &Connection, names: &NameIndex, of: &PeopleOf) -> Result<People, StoreError> {
    let found = names.find(&of.search);
    let rows = found
        .iter()
        .skip(of.offset)
        .take(of.limit)
        .map(|id| person_row(db, *id))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(People { rows: rows.into_iter().flatten().collect(), all: found.len() })
}

fn person_row(db: &Connection, id: i64) -> Result<Option<PersonRow>, StoreError> {
    let mut statement = db.prepare_cached(
        "select person.name, birth,
           (select card_number from member where person = ?1 and left_on is null),
           (select coalesce(house || ' ', '') || coalesce(street || ', ', '') || area.name
              from residence join area on area.id = residence.area
              left join household on household.id = residence.household
              where subject = ?1 and residence.until is null order by residence.since desc limit 1),
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
        home: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
        unsent: row.get(4)?,
    }))
}
