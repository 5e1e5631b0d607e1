//! In which household the people of a sheet live: one that is on record, or one that the sheet makes.

use std::collections::HashMap;

use domain::id::RecordId;
use domain::import::{Door, Home, PersonLine};
use rusqlite::Connection;

use crate::error::StoreError;
use crate::query::households::door_key;

/// A household of the sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lives {
    /// On record.
    Here(RecordId),
    /// The so-manieth that the sheet makes, once somebody of it is written.
    In(usize),
}

/// Where somebody lives on record: in a household, or in none.
pub(super) struct OnRecord {
    pub household: Option<RecordId>,
}

/// A door: its area, house and street.
type DoorKey = (i64, String);

#[derive(Clone, Copy)]
struct Behind {
    household: Lives,
    /// Others live there too.
    many: bool,
}

/// The households in which a sheet's people can live.
pub(super) struct Homes {
    behind: HashMap<DoorKey, Behind>,
    /// By the sheet's own numbers.
    numbered: HashMap<String, Lives>,
    before: Option<Lives>,
    made: usize,
}

impl Homes {
    /// The doors that are on record.
    pub fn on_record(db: &Connection) -> Result<Self, StoreError> {
        let mut behind: HashMap<DoorKey, Behind> = HashMap::new();
        let mut statement = db.prepare_cached(
            "select household.id, residence.area, house, street from household
             join residence on residence.subject = household.id and residence.until is null
             where household.id not in (select id from card) and house is not null",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let text = |column| -> rusqlite::Result<&str> {
                Ok(row.get_ref(column)?.as_str_or_null()?.unwrap_or_default())
            };
            let key = (row.get(1)?, door_key(text(2)?, text(3)?));
            let household = Lives::Here(RecordId(row.get(0)?));
            let many = behind.contains_key(&key);
            behind.insert(key, Behind { household, many });
        }
        Ok(Self { behind, numbered: HashMap::new(), before: None, made: 0 })
    }

    /// In which household the person of a line lives. Who has a home on record gets no other from the sheet.
    pub fn of(&mut self, line: &PersonLine, on_record: Option<&OnRecord>) -> Option<Lives> {
        let door = key(line.area.0, &line.door);
        let lives = match (on_record, &line.home) {
            (Some(home), _) => home.household.map(Lives::Here),
            (None, Home::Unknown) => None,
            // The line before could not be read: they live together all the same.
            (None, Home::Before) => Some(self.before.unwrap_or_else(|| self.founds())),
            (None, Home::Begins) => Some(self.founds()),
            (None, Home::Numbered(number)) => {
                let known = self.numbered.get(number).copied();
                Some(known.unwrap_or_else(|| self.founds()))
            }
            (None, Home::AtDoor) => {
                let behind = door.as_ref().and_then(|door| self.behind.get(door));
                // Of several behind one door it is not known which.
                let only = behind.filter(|behind| !behind.many).map(|behind| behind.household);
                Some(only.unwrap_or_else(|| self.founds()))
            }
        };
        if let (Home::Numbered(number), Some(lives)) = (&line.home, lives) {
            self.numbered.entry(number.clone()).or_insert(lives);
        }
        // Whoever follows at this door lives with those who were named last; one who is on record at
        // another door says nothing of this one.
        let is_of_door = line.home != Home::AtDoor || on_record.is_none();
        if let (Some(door), Some(household), true) = (door, lives, is_of_door) {
            self.behind.insert(door, Behind { household, many: false });
        }
        self.before = lives;
        lives
    }

    /// The line before could not be read: whoever lives with its person lives with nobody before him.
    pub fn forget_before(&mut self) {
        self.before = None;
    }

    fn founds(&mut self) -> Lives {
        self.made += 1;
        Lives::In(self.made - 1)
    }
}

fn key(area: RecordId, door: &Door) -> Option<DoorKey> {
    let (house, street) = door.texts();
    (!house.is_empty()).then(|| (area.0, door_key(house, street)))
}
