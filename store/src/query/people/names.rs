//! The names that lists of people are ordered by, and finding somebody as his name is typed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use domain::likeness::KnownNames;
use domain::text::{Words, fold};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::error::StoreError;

/// The names that lists are ordered and searched by: folded and sorted once, then followed as people
/// change.
#[derive(Default)]
pub struct NameIndex {
    /// Each in its own place for good; whoever has changed gets another place.
    entries: Vec<NameEntry>,
    /// The places of those who are there, in the order of names.
    order: Vec<u32>,
    /// The places of those who have a word in their name. Names have few different words: some
    /// hundreds.
    words: BTreeMap<String, Vec<u32>>,
    /// How the words of names are folded and ordered.
    known: Words,
}

struct NameEntry {
    id: i64,
    digits: String,
    /// Of elsewhere: only a card is here.
    card: bool,
}

/// Somebody as the file has him, to be put into the index.
struct Named {
    name: String,
    entry: NameEntry,
}

/// Whom a search is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Among {
    /// Those who live here.
    PeopleHere,
    /// Also those of whom only a card is here.
    Everybody,
}

/// If more people than this have changed, reading everybody anew is quicker.
const MOST_FOLLOWED: usize = 500;

/// Notes who changes from now on, over this connection: whatever writes, and not what is taken back. A
/// row that replaces another deletes it, for its triggers too.
const NOTES_CHANGED: &str = "
    pragma recursive_triggers = on;
    create temp table if not exists changed_person (id integer primary key);
    create temp trigger if not exists person_comes after insert on main.person
      begin insert or ignore into changed_person values (new.id); end;
    create temp trigger if not exists person_changes after update on main.person
      begin insert or ignore into changed_person values (new.id); end;
    create temp trigger if not exists person_goes after delete on main.person
      begin insert or ignore into changed_person values (old.id); end;
    create temp trigger if not exists member_comes after insert on main.member
      begin insert or ignore into changed_person select new.person where new.person is not null; end;
    create temp trigger if not exists member_changes after update on main.member
      begin insert or ignore into changed_person
        select person from (select new.person as person union select old.person) where person is not null; end;
    create temp trigger if not exists member_goes after delete on main.member
      begin insert or ignore into changed_person select old.person where old.person is not null; end;
    create temp trigger if not exists same_comes after insert on main.same
      begin insert or ignore into changed_person values (new.id); end;
    create temp trigger if not exists same_goes after delete on main.same
      begin insert or ignore into changed_person values (old.id); end;
    create temp trigger if not exists card_comes after insert on main.card
      begin insert or ignore into changed_person values (new.id); end;
    create temp trigger if not exists card_goes after delete on main.card
      begin insert or ignore into changed_person values (old.id); end;
    delete from changed_person;";

/// Everybody who is here, or whose card is, and has a name: who was erased has none. Of records that are
/// one person, that which stands for him.
const READS: &str = "select person.id, name, phone, card_number, card.id is not null from person
    left join member on member.person = person.id and left_on is null
    left join card on card.id = person.id
    where person.id not in (select id from same) and name is not null";

impl NameIndex {
    /// Reads everybody.
    pub fn build(db: &Connection) -> Result<Self, StoreError> {
        db.execute_batch(NOTES_CHANGED)?;
        let mut index = Self::default();
        let mut keyed: Vec<(Vec<u8>, String, NameEntry)> = db
            .prepare_cached(&format!("{READS} group by person.id"))?
            .query_map([], |row| {
                let named = named(row)?;
                let key = index.known.name_key(&named.name);
                Ok((key, index.known.fold(&named.name), named.entry))
            })?
            .collect::<rusqlite::Result<_>>()?;
        keyed.sort_by(|(one, ..), (other, ..)| one.cmp(other));
        for (_, folded, entry) in keyed {
            let place = index.add(&folded, entry);
            index.order.push(place);
        }
        Ok(index)
    }

    /// The names as they now are: the former ones, as far as these could follow, or all read anew.
    pub fn present(former: Option<Self>, db: &Connection) -> Result<Self, StoreError> {
        if let Some(mut names) = former
            && names.follow(db)?
        {
            return Ok(names);
        }
        Self::build(db)
    }

    /// Follows those who have changed since it was built or last followed. Whether it could: where
    /// they are many, or the file is another one, it is to be built anew.
    pub fn follow(&mut self, db: &Connection) -> Result<bool, StoreError> {
        let notes = db
            .prepare_cached("select 1 from sqlite_temp_schema where name = 'changed_person'")?
            .exists([])?;
        if !notes {
            return Ok(false);
        }
        let changed: BTreeSet<i64> = db
            .prepare_cached("select id from changed_person limit ?1")?
            .query_map([MOST_FOLLOWED as i64 + 1], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        if changed.is_empty() {
            return Ok(true);
        }
        if changed.len() > MOST_FOLLOWED
            || self.entries.len() > 2 * self.order.len() + MOST_FOLLOWED
        {
            return Ok(false);
        }
        // Those who stay are where the file's names put them: whoever has changed goes first.
        self.order.retain(|place| !changed.contains(&self.entries[*place as usize].id));
        for id in &changed {
            let found = db
                .prepare_cached(&format!("{READS} and person.id = ?1 group by person.id"))?
                .query_row([id], named)
                .optional()?;
            if let Some(found) = found {
                self.put_in_order(db, found)?;
            }
        }
        db.execute("delete from changed_person", [])?;
        Ok(true)
    }

    /// Puts somebody where his name belongs among those who are there.
    fn put_in_order(&mut self, db: &Connection, found: Named) -> Result<(), StoreError> {
        let key = (self.known.name_key(&found.name), found.entry.id);
        let mut name_of = db.prepare_cached("select name from person where id = ?1")?;
        let (mut from, mut to) = (0, self.order.len());
        while from < to {
            let middle = from.midpoint(to);
            let id = self.entries[self.order[middle] as usize].id;
            let name: Option<String> = name_of.query_row([id], |row| row.get(0))?;
            let other = (self.known.name_key(&name.unwrap_or_default()), id);
            if other < key { from = middle + 1 } else { to = middle }
        }
        let folded = self.known.fold(&found.name);
        let place = self.add(&folded, found.entry);
        self.order.insert(from, place);
        Ok(())
    }

    /// Gives an entry its place and its words.
    fn add(&mut self, folded: &str, entry: NameEntry) -> u32 {
        let place = self.entries.len() as u32;
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            match self.words.get_mut(word) {
                Some(places) => places.push(place),
                None => {
                    self.words.insert(word.to_owned(), vec![place]);
                }
            }
        }
        self.entries.push(entry);
        place
    }

    fn ordered(&self) -> impl Iterator<Item = (usize, &NameEntry)> {
        self.order.iter().map(|place| (*place as usize, &self.entries[*place as usize]))
    }

    /// These people in the order of names; those whom no name is known of stand last.
    pub(in crate::query) fn in_order(&self, people: &BTreeSet<i64>) -> Vec<i64> {
        let ids = self.ordered().map(|(_, entry)| entry.id);
        let mut ordered: Vec<i64> = ids.filter(|id| people.contains(id)).collect();
        if ordered.len() < people.len() {
            let named: BTreeSet<i64> = ordered.iter().copied().collect();
            ordered.extend(people.difference(&named));
        }
        ordered
    }

    /// Those whose name has every word, or whose telephone or card has the digits.
    pub(in crate::query) fn find(&self, search: &str, among: Among) -> Vec<i64> {
        let folded = fold(search);
        let mut fits = vec![true; self.entries.len()];
        for word in folded.split(' ').filter(|word| !word.is_empty()) {
            let mut has = vec![false; self.entries.len()];
            let from = self.words.range::<str, _>((Bound::Included(word), Bound::Unbounded));
            for (_, places) in from.take_while(|(known, _)| known.starts_with(word)) {
                for place in places {
                    has[*place as usize] = true;
                }
            }
            // A card's number may hold letters; a word without a digit is part of none.
            let number = bare(word);
            if number.len() >= 3 && number.bytes().any(|byte| byte.is_ascii_digit()) {
                for (has, entry) in has.iter_mut().zip(&self.entries) {
                    *has |= entry.digits.contains(&number);
                }
            }
            fits.iter_mut().zip(has).for_each(|(fits, has)| *fits &= has);
        }
        let all = among == Among::Everybody;
        let found = self.ordered().filter(|(place, entry)| fits[*place] && (all || !entry.card));
        found.map(|(_, entry)| entry.id).collect()
    }
}

impl NameIndex {
    /// The places of those who have each of these words in their name.
    fn having<'a>(&self, words: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let mut lists: Vec<&[u32]> = Vec::new();
        for word in words {
            lists.push(self.words.get(word).map_or(&[], Vec::as_slice));
        }
        lists.sort_by_key(|places| places.len());
        let Some((fewest, others)) = lists.split_first() else { return vec![] };
        let has = |place: &&u32| others.iter().all(|places| places.binary_search(place).is_ok());
        fewest.iter().filter(has).copied().collect()
    }

    /// Those whose name has the first and the last word of this one, folded; first who have all.
    pub(in crate::query) fn named(&self, folded: &str) -> impl Iterator<Item = i64> {
        let all = self.having(folded.split(' '));
        let words = folded.split(' ').next().into_iter().chain(folded.rsplit(' ').next());
        let places = all.into_iter().chain(self.having(words));
        places.map(|place| self.entries[place as usize].id)
    }
}

impl KnownNames for NameIndex {
    fn people(&self) -> u32 {
        self.order.len() as u32
    }

    fn having_name(&self, name: &str) -> u32 {
        self.having(name.split(' ')).len() as u32
    }

    fn having_word(&self, word: &str) -> u32 {
        self.words.get(word).map_or(0, |places| places.len() as u32)
    }
}

fn named(row: &Row) -> rusqlite::Result<Named> {
    let text = |column| -> rusqlite::Result<String> {
        Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default().to_owned())
    };
    let digits = format!("{} {}", bare(&text(2)?), bare(&text(3)?.to_lowercase()));
    Ok(Named { name: text(1)?, entry: NameEntry { id: row.get(0)?, digits, card: row.get(4)? } })
}

/// A number without the signs that part it: cards and telephones are typed with and without them.
fn bare(number: &str) -> String {
    number.chars().filter(|sign| sign.is_alphanumeric()).collect()
}
