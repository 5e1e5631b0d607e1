//! What is done with the people of a list: each is a group of its own, so that one whom the server refuses
//! holds up nobody; a part of them is one write to the disk.

use std::collections::BTreeMap;

use domain::field::Text;
use domain::id::RecordId;
use domain::kind::Record;
use domain::membership::{Deed, OpenMembership, Spared, Standing, Step, steps};
use domain::record::{AreaId, LearningModel, Member, Person, PersonId, Registration, SubjectId};
use domain::time::{Day, Moment};
use domain::view::deed::{Preview, Progress, SparedPeople};
use rusqlite::Connection;

use crate::error::{SaveError, StoreError};
use crate::query::record::{ITS_RECORDS, home_of, named, open_memberships};
use crate::replica::Replica;
use crate::save::Draft;
use crate::{meta, row};

/// With how many people a part deals: some tenths of a second.
const PART: usize = 100;

/// How many of those who are spared are named.
const MOST_NAMED: usize = 5;

/// A deed that is being done, and what takes it back.
pub struct Doing {
    people: Vec<RecordId>,
    deed: Deed,
    /// Of how many it is settled.
    done: usize,
    /// What each group did, as it is taken back: the last is taken back first.
    backs: Vec<Vec<Draft>>,
    changed: usize,
}

impl Doing {
    pub fn new(people: Vec<RecordId>, deed: Deed) -> Self {
        Self { people, deed, done: 0, backs: vec![], changed: 0 }
    }

    pub fn progress(&self) -> Progress {
        Progress { done: self.done, all: self.people.len(), changed: self.changed }
    }

    /// Does the next part.
    pub fn go_on(&mut self, replica: &mut Replica, now: Moment) -> Result<Progress, SaveError> {
        let part = &self.people[self.done..self.people.len().min(self.done + PART)];
        let transaction = replica.db.unchecked_transaction()?;
        let mut backs = Vec::new();
        for person in part {
            let standing = standing(&replica.db, *person, &self.deed)?;
            if let Ok(steps) = steps(&self.deed, PersonId(*person), &standing, now.day()) {
                backs.push(replica.do_steps(*person, steps, now)?);
            }
        }
        transaction.commit()?;
        self.done += part.len();
        self.changed += backs.len();
        self.backs.append(&mut backs);
        Ok(self.progress())
    }

    /// Takes a part back; what is left is counted down.
    pub fn take_back(&mut self, replica: &mut Replica, now: Moment) -> Result<Progress, SaveError> {
        let from = self.backs.len().saturating_sub(PART);
        let transaction = replica.db.unchecked_transaction()?;
        for back in self.backs[from..].iter().rev() {
            replica.save_within(back.clone(), now)?;
        }
        transaction.commit()?;
        self.backs.truncate(from);
        let all = self.changed;
        Ok(Progress { done: all - from, all, changed: from })
    }
}

impl Replica {
    /// What would come of a deed.
    pub fn preview(
        &self,
        people: &[RecordId],
        deed: &Deed,
        today: Day,
    ) -> Result<Preview, StoreError> {
        let mut preview = Preview::default();
        let mut spared: BTreeMap<Spared, SparedPeople> = BTreeMap::new();
        for person in people {
            let standing = standing(&self.db, *person, deed)?;
            let Err(why) = steps(deed, PersonId(*person), &standing, today) else {
                preview.will += 1;
                continue;
            };
            let those =
                spared.entry(why).or_insert_with(|| SparedPeople { why, count: 0, some: vec![] });
            those.count += 1;
            if those.some.len() < MOST_NAMED {
                those.some.push(named(&self.db, Person::KIND.key, *person)?.title);
            }
        }
        preview.spared = spared.into_values().collect();
        Ok(preview)
    }

    /// Does what is written of one person, as a group; gives what takes it back.
    fn do_steps(
        &self,
        person: RecordId,
        steps: Vec<Step>,
        now: Moment,
    ) -> Result<Vec<Draft>, SaveError> {
        let mut drafts = Vec::new();
        for step in steps {
            drafts.push(match step {
                Step::Begin(member) => {
                    let card_number = match member.card_number {
                        Some(card_number) => card_number,
                        None => Text(self.next_card_number()?),
                    };
                    let member = Member { card_number: Some(card_number), ..member };
                    Draft::set(self.next_id()?, member)
                }
                Step::End { membership, left_on, left_why } => {
                    let (left_on, left_why) = (Some(left_on), Some(left_why));
                    Draft::set(membership, Member { left_on, left_why, ..Member::default() })
                }
                Step::Register(registration) => Draft::fact(registration),
                Step::Employ(unit) => {
                    Draft::set(person, Person { workplace: Some(unit), ..Person::default() })
                }
            });
        }
        Ok(self.save_with_back(drafts, now)?.1)
    }

    /// The number of the next card that this device gives out.
    pub fn next_card_number(&self) -> Result<String, SaveError> {
        let device = self.device()?;
        loop {
            let number = device.card_number(meta::next_number(&self.db, "next_card")?);
            // A file that was rebuilt counts anew. Index: `member_by_card_number`.
            let taken = self
                .db
                .prepare_cached("select 1 from member where card_number = ?1")?
                .exists([&number])?;
            if !taken {
                return Ok(number);
            }
        }
    }
}

/// What is known of somebody. Indexes: `member_by_person`, `residence_by_subject`.
fn standing(db: &Connection, person: RecordId, deed: &Deed) -> Result<Standing, StoreError> {
    let records: Vec<i64> = db
        .prepare_cached(ITS_RECORDS)?
        .query_map([person.0], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    let (mut is_dead, mut born, mut workplace) = (false, None, None);
    for own in &records {
        let state = row::read(db, Person::KIND.key, RecordId(*own))?;
        let said = state.map(|state| Person::from_fields(&state.fields)).unwrap_or_default();
        is_dead |= said.died_on.is_some();
        born = born.or(said.birth);
        workplace = workplace.or(said.workplace);
    }
    let memberships = open_memberships(db, person)?.into_iter().map(|state| {
        let member = Member::from_fields(&state.fields);
        OpenMembership {
            id: state.id,
            branch: member.branch,
            joined_on: member.joined_on,
            card_number: member.card_number,
        }
    });
    let has_registered = match deed {
        Deed::Register { year, .. } => {
            let registered = |record: &i64| {
                let registration = Registration {
                    subject: Some(SubjectId(RecordId(*record))),
                    model: Some(LearningModel::Citizen),
                    year: Some(*year),
                    ..Registration::default()
                };
                let id = Draft::fact(registration).record;
                Ok::<_, StoreError>(row::read(db, Registration::KIND.key, id)?.is_some())
            };
            let mut any = false;
            for record in &records {
                any |= registered(record)?;
            }
            any
        }
        _ => false,
    };
    Ok(Standing {
        died: is_dead,
        born,
        memberships: memberships.collect(),
        area: home_of(db, Person::KIND.key, person)?.map(AreaId),
        workplace,
        has_registered,
    })
}
