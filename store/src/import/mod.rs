//! Reading a sheet of people into the ledger: looked through first, with nothing written; then written a
//! part at a time, each line a group of its own; and taken back as a whole.

mod back;
mod homes;
mod lines;
mod people;

use std::collections::HashMap;

use domain::id::RecordId;
use domain::import::{
    Decision, Fault, Means, PersonLine, PlaceNames, Plan, ReadLine, Reader, Rules, SheetLine, Why,
};
use domain::kind::Record;
use domain::likeness::{Profile, Spelling};
use domain::record::Person;
use domain::time::{Day, Moment};
use domain::view::form::FormId;
use domain::view::import::{
    Checked, CheckedPart, ImportRow, LeftOut, Remark, Twin, TwinOf, WhyLeftOut, Written,
    WrittenPart,
};
use domain::view::places::Places;
use domain::wire;
use rusqlite::{Connection, params};

pub use back::TakingBack;
use homes::Homes;
use people::{Alike, Known, People};

use crate::error::{SaveError, StoreError};
use crate::query::places::named_places;
use crate::query::record::named;
use crate::replica::Replica;

/// For how long an import can be taken back.
const REMEMBERED_DAYS: i64 = 90;

/// A sheet that is being looked through or written.
pub struct Importing {
    id: FormId,
    reader: Reader,
    people: People,
    homes: Homes,
    /// What the households of the sheet became that were written, by their numbers in it.
    founded: HashMap<usize, RecordId>,
    /// … and how they were written.
    households: HashMap<RecordId, lines::Household>,
    /// Whom the lines became that were written.
    became: HashMap<u32, RecordId>,
    checked: Checked,
    written: Written,
    /// The last row that was dealt with.
    done: u32,
    /// Where the next of what was written is noted.
    place: i64,
}

impl Importing {
    /// Begins with a sheet; nothing of it is written yet.
    pub fn begin(
        replica: &Replica,
        id: FormId,
        plan: Plan,
        places: PlaceNames,
        today: Day,
    ) -> Result<Self, StoreError> {
        Ok(Self {
            id,
            reader: Reader::new(plan, places, today),
            people: People::on_record(&replica.db)?,
            homes: Homes::on_record(&replica.db)?,
            founded: HashMap::new(),
            households: HashMap::new(),
            became: HashMap::new(),
            checked: Checked::default(),
            written: Written::default(),
            done: 0,
            place: 0,
        })
    }

    pub fn id(&self) -> FormId {
        self.id
    }

    /// Whether anything of it has been dealt with but looked through.
    pub fn has_written(&self) -> bool {
        self.done > 0
    }

    /// Looks through the next lines.
    pub fn check(
        &mut self,
        replica: &Replica,
        lines: &[SheetLine],
    ) -> Result<CheckedPart, StoreError> {
        let mut remarks = Vec::new();
        for line in lines {
            let (name, faults, person) = match self.reader.read(line) {
                ReadLine::Nothing => continue,
                ReadLine::Not(name, faults) => (name, faults, None),
                ReadLine::Person(person, faults) => (called(&person), faults, Some(person)),
            };
            let profile = person.as_deref().map(profile);
            let alike = profile.as_ref().and_then(|profile| self.people.alike(profile));
            let checked = &mut self.checked;
            checked.people += 1;
            *match (&person, faults.is_empty(), &alike) {
                (None, ..) => &mut checked.not,
                (_, false, _) => &mut checked.faulty,
                (_, true, None) => &mut checked.new,
                (_, true, Some(alike)) if alike.certain => &mut checked.certain,
                (_, true, Some(_)) => &mut checked.likely,
            } += 1;
            if !faults.is_empty() || alike.is_some() {
                let twin = alike.map(|alike| twin(&replica.db, alike)).transpose()?;
                remarks.push(Remark { line: line.number, name, faults, twin });
            }
            if let Some(profile) = profile {
                self.people.add(Known::Line(line.number), profile);
            }
        }
        Ok(CheckedPart { checked: self.checked, remarks })
    }

    /// Writes the next lines; those that were written before are passed over.
    ///
    /// # Errors
    /// If the disk does not take them: nothing of this part is written, and no more can be.
    pub fn write(
        &mut self,
        replica: &mut Replica,
        rules: &Rules,
        lines: &[SheetLine],
        now: Moment,
    ) -> Result<WrittenPart, SaveError> {
        let mut left_out = Vec::new();
        let transaction = replica.db.unchecked_transaction()?;
        for line in lines {
            if line.number <= self.done {
                continue;
            }
            self.done = line.number;
            if let Some(why) = self.take(replica, rules, line, now)? {
                self.written.left_out += u32::from(!why.is_taken());
                left_out.push(LeftOut { line: line.number, why });
            }
        }
        transaction
            .prepare_cached("update import set done = ?2, written = ?3 where id = ?1")?
            .execute(params![self.id.0, self.done, wire::write(&self.written)])?;
        transaction.commit()?;
        Ok(WrittenPart { written: self.written, left_out })
    }

    /// Takes a line; says why not, or what of it was left blank.
    fn take(
        &mut self,
        replica: &Replica,
        rules: &Rules,
        line: &SheetLine,
        now: Moment,
    ) -> Result<Option<WhyLeftOut>, SaveError> {
        let (person, faults) = match self.reader.read(line) {
            ReadLine::Nothing => return Ok(None),
            ReadLine::Not(_, faults) => {
                self.homes.forget_before();
                return Ok(Some(WhyLeftOut::Faults(faults)));
            }
            ReadLine::Person(person, faults) => (person, faults),
        };
        let profile = profile(&person);
        let alike = self.people.alike(&profile);
        let mut own = None;
        let mut why = None;
        if !faults.is_empty() && !rules.without_faults {
            why = Some(WhyLeftOut::Faults(faults.clone()));
        } else if let Some(alike) = alike {
            match rules.of(person.number, alike.certain) {
                Decision::New => {}
                Decision::Complete => own = self.record_of(alike.who),
                Decision::LeaveOut => {
                    let twin = twin(&replica.db, alike)?;
                    why = Some(WhyLeftOut::Twin(twin.who));
                }
            }
        }
        let home = own.map(|own| lines::home(&replica.db, own)).transpose()?.flatten();
        let lives = self.homes.of(&person, home.as_ref());
        if why.is_some() {
            return Ok(why);
        }
        if replica.attempt(|| self.lay_down(replica, &person, own, lives, now))?.is_none() {
            let fault =
                Fault { column: None, means: Means::Name, said: String::new(), why: Why::NotTaken };
            return Ok(Some(WhyLeftOut::Faults(vec![fault])));
        }
        // Who was left out is nobody whom a later line could be.
        self.people.add(Known::Line(person.number), profile);
        Ok((!faults.is_empty()).then_some(WhyLeftOut::Blank(faults)))
    }

    /// The record of whom a line's person is. Every line that is known was written.
    fn record_of(&self, who: Known) -> Option<RecordId> {
        match who {
            Known::Record(id) => Some(id),
            Known::Line(line) => self.became.get(&line).copied(),
        }
    }
}

fn called(line: &PersonLine) -> String {
    line.person.name.as_ref().map(|name| name.0.clone()).unwrap_or_default()
}

/// What of a line is held against others.
fn profile(line: &PersonLine) -> Profile {
    let Person { birth, sex, phone, citizen_id, old_id, .. } = line.person.clone();
    let (house, street) = line.door.texts();
    Profile {
        name: Spelling::of(&called(line)),
        birth,
        sex,
        phone,
        ids: [citizen_id, old_id].into_iter().flatten().collect(),
        household: None,
        area: Some(line.area.0),
        address: Spelling::of(&format!("{house} {street}")),
    }
}

fn twin(db: &Connection, alike: Alike) -> Result<Twin, StoreError> {
    let who = match alike.who {
        Known::Record(id) => TwinOf::Record(named(db, Person::KIND.key, id)?),
        Known::Line(line) => TwinOf::Line(line),
    };
    Ok(Twin { who, signs: alike.likeness.signs, certain: alike.certain })
}

/// The branches that a sheet can name.
pub fn add_branches(db: &Connection, places: &mut PlaceNames) -> Result<(), StoreError> {
    for (id, name, area) in named_places(db, Places::Branches)? {
        places.add_branch(id, &name, area);
    }
    Ok(())
}

impl Replica {
    /// Notes that a sheet is about to be written, of so many rows; forgets what is too old to be taken
    /// back.
    pub fn note_import(
        &mut self,
        id: FormId,
        file: &str,
        lines: u32,
        now: Moment,
    ) -> Result<(), StoreError> {
        let transaction = self.db.unchecked_transaction()?;
        self.db.execute(
            "insert or ignore into import (id, file, at, lines) values (?1, ?2, ?3, ?4)",
            params![id.0, file, now.0, lines],
        )?;
        let old = now.0 - REMEMBERED_DAYS * Moment::DAY_MS;
        self.db.execute(
            "delete from imported where import in (select id from import where at < ?1)",
            [old],
        )?;
        self.db.execute("delete from import where at < ?1", [old])?;
        Ok(transaction.commit()?)
    }

    /// The sheets that were read in here, the latest first.
    pub fn imports(&self) -> Result<Vec<ImportRow>, StoreError> {
        let rows = self
            .db
            .prepare_cached(
                "select id, file, at, lines, done, written, taken_back from import
                 where written is not null order by at desc",
            )?
            .query_map([], |row| {
                Ok(ImportRow {
                    id: row.get(0)?,
                    file: row.get(1)?,
                    at: Moment(row.get(2)?),
                    lines: row.get(3)?,
                    done: row.get(4)?,
                    written: wire::read(row.get_ref(5)?.as_blob()?).unwrap_or_default(),
                    taken_back: row.get(6)?,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(rows)
    }
}
