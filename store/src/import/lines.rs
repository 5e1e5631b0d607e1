//! What a line of a sheet writes: the person, his household, where he lives, what he is a member of and
//! registers for. Of one who is on record, only what is missing.

use domain::change::{Fields, digest};
use domain::field::Text;
use domain::id::RecordId;
use domain::import::PersonLine;
use domain::kind::Record;
use domain::record::{
    ConsentForm, Household as HouseholdRecord, HouseholdId, LearningModel, Member, Person,
    PersonId, Registration, Relation, Residence, ResidentId, SubjectId,
};
use domain::time::Moment;
use domain::wire;
use rusqlite::{Connection, params};

use super::Importing;
use super::homes::{Lives, OnRecord};
use crate::error::{SaveError, StoreError};
use crate::query::record::{ITS_RECORDS, open_memberships};
use crate::replica::Replica;
use crate::row;
use crate::save::Draft;

/// A household that the sheet has made.
pub(super) struct Household {
    /// As it was written, and where that is noted.
    fields: Fields,
    unit: i64,
    place: i64,
}

/// What is taken back as a whole.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Unit {
    Person,
    Household,
}

/// What a line writes, each with what it belongs to, and with the fields that were blank where something
/// is added.
#[derive(Default)]
struct Drafts(Vec<(Draft, Unit, Option<Vec<String>>)>);

impl Drafts {
    fn make(&mut self, unit: Unit, draft: Draft) {
        self.0.push((draft, unit, None));
    }

    /// Adds to a record what it lacks.
    fn add(&mut self, unit: Unit, draft: Draft, there: &Fields) {
        let fields: Fields =
            draft.fields.into_iter().filter(|(name, _)| !there.contains_key(name)).collect();
        if !fields.is_empty() {
            let blank = fields.keys().cloned().collect();
            self.0.push((Draft { fields, ..draft }, unit, Some(blank)));
        }
    }
}

/// What of a line was written, to be counted and remembered once it is.
#[derive(Default)]
struct Came {
    household: Option<(usize, RecordId)>,
    membership: bool,
    registrations: u32,
}

impl Importing {
    /// Writes a line within an attempt; `own`: the record that the person is; `lives`: his household.
    pub(super) fn lay_down(
        &mut self,
        replica: &Replica,
        line: &PersonLine,
        own: Option<RecordId>,
        lives: Option<Lives>,
        now: Moment,
    ) -> Result<(), SaveError> {
        let (mut drafts, mut came) = (Drafts::default(), Came::default());
        let there = match own {
            Some(own) => row::read(&replica.db, Person::KIND.key, own)?.map(|state| state.fields),
            None => None,
        };
        let person = match own {
            Some(own) => own,
            None => replica.next_id()?,
        };
        let consent = there.as_ref().and_then(|there| Person::from_fields(there).consent);
        if consent == Some(ConsentForm::Withdrawn) {
            self.written.there += 1; // he wants no more to be kept of him
            self.became.insert(line.number, person);
            return Ok(());
        }
        match &there {
            Some(there) => {
                let mut said = Draft::set(person, line.person.clone());
                if there.contains_key("consent") {
                    said.fields.retain(|field, _| !field.starts_with("consent_"));
                }
                drafts.add(Unit::Person, said, there);
            }
            None => drafts.make(Unit::Person, Draft::set(person, line.person.clone())),
        }
        let household = self.household(replica, line, person, lives, &mut drafts, &mut came)?;
        let has_home = own.map(|own| home(&replica.db, own)).transpose()?.flatten().is_some();
        if !has_home {
            let lives = Residence {
                subject: Some(ResidentId(person)),
                household: household.map(HouseholdId),
                relation: line.relation,
                area: Some(line.area),
                since: Some(self.reader.plan().on),
                ..Residence::default()
            };
            drafts.make(Unit::Person, Draft::set(replica.next_id()?, lives));
        }
        Self::membership(replica, line, person, there.is_some(), &mut drafts, &mut came)?;
        if line.registers {
            self.register(replica, line, LearningModel::Citizen, person, &mut drafts, &mut came)?;
        }
        if let (Some(household), true) = (household, line.family_registers) {
            self.register(replica, line, LearningModel::Family, household, &mut drafts, &mut came)?;
        }
        let added = !drafts.0.is_empty();
        self.save(replica, line.number, drafts, &came, now)?;
        let written = &mut self.written;
        match (there.is_some(), added) {
            (false, _) => written.people += 1,
            (true, true) => written.completed += 1,
            (true, false) => written.there += 1,
        }
        written.memberships += u32::from(came.membership);
        written.registrations += came.registrations;
        written.households += u32::from(came.household.is_some());
        self.became.insert(line.number, person);
        Ok(())
    }

    /// The household that a person lives in; made with the first of it, and led by whoever is said to.
    fn household(
        &self,
        replica: &Replica,
        line: &PersonLine,
        person: RecordId,
        lives: Option<Lives>,
        drafts: &mut Drafts,
        came: &mut Came,
    ) -> Result<Option<RecordId>, SaveError> {
        let head = (line.relation == Some(Relation::Head)).then_some(PersonId(person));
        let said = HouseholdRecord {
            head,
            hardship: line.hardship,
            hardship_year: line.hardship.map(|_| self.reader.plan().on.year()),
            ..HouseholdRecord::default()
        };
        let (id, there) = match lives {
            None => return Ok(None),
            Some(Lives::Here(id)) => {
                let there = row::read(&replica.db, HouseholdRecord::KIND.key, id)?;
                (id, there.map(|state| state.fields).unwrap_or_default())
            }
            Some(Lives::In(made)) => {
                let Some(id) = self.founded.get(&made).copied() else {
                    let (id, home) = (replica.next_id()?, replica.next_id()?);
                    let (house, street) = (line.door.house.clone(), line.door.street.clone());
                    let lives = Residence {
                        subject: Some(ResidentId(id)),
                        area: Some(line.area),
                        since: Some(self.reader.plan().on),
                        ..Residence::default()
                    };
                    let household = HouseholdRecord { house, street, ..said };
                    drafts.make(Unit::Household, Draft::set(id, household));
                    drafts.make(Unit::Household, Draft::set(home, lives));
                    came.household = Some((made, id));
                    return Ok(Some(id));
                };
                (id, self.households[&id].fields.clone())
            }
        };
        let mut said = Draft::set(id, said);
        if there.contains_key("hardship") {
            said.fields.remove("hardship_year");
        }
        drafts.add(Unit::Household, said, &there);
        Ok(Some(id))
    }

    /// Index: `member_by_person`.
    fn membership(
        replica: &Replica,
        line: &PersonLine,
        person: RecordId,
        is_there: bool,
        drafts: &mut Drafts,
        came: &mut Came,
    ) -> Result<(), SaveError> {
        let Some(member) = &line.member else { return Ok(()) };
        if is_there && let Some(open) = open_memberships(&replica.db, person)?.into_iter().next() {
            if let Some(number) = &member.card_number {
                let numbered = Member { card_number: Some(number.clone()), ..Member::default() };
                let there = open.fields;
                drafts.add(Unit::Person, Draft::set(open.id, numbered), &there);
            }
            return Ok(());
        }
        let card_number = match &member.card_number {
            Some(number) => number.clone(),
            None => Text(replica.next_card_number()?),
        };
        let member = Member {
            person: Some(PersonId(person)),
            card_number: Some(card_number),
            ..member.clone()
        };
        drafts.make(Unit::Person, Draft::set(replica.next_id()?, member));
        came.membership = true;
        Ok(())
    }

    fn register(
        &self,
        replica: &Replica,
        line: &PersonLine,
        model: LearningModel,
        subject: RecordId,
        drafts: &mut Drafts,
        came: &mut Came,
    ) -> Result<(), SaveError> {
        let on = self.reader.plan().on;
        let registration = Draft::fact(Registration {
            subject: Some(SubjectId(subject)),
            model: Some(model),
            year: Some(on.year()),
            area: Some(line.area),
            registered_on: Some(on),
            ..Registration::default()
        });
        if row::read(&replica.db, Registration::KIND.key, registration.record)?.is_none() {
            let of_family = model == LearningModel::Family;
            drafts.make(if of_family { Unit::Household } else { Unit::Person }, registration);
            came.registrations += 1;
        }
        Ok(())
    }

    /// Saves a line as a group, and notes each record of it.
    fn save(
        &mut self,
        replica: &Replica,
        line: u32,
        drafts: Drafts,
        came: &Came,
        now: Moment,
    ) -> Result<(), SaveError> {
        if drafts.0.is_empty() {
            return Ok(());
        }
        // What is written is kept in one composition; it is compared with that.
        let said = |draft: &Draft| domain::check::normalised(draft.kind, draft.fields.clone());
        let noted: Vec<_> = drafts
            .0
            .iter()
            .map(|(draft, unit, stood)| {
                (draft.kind, draft.record, said(draft), *unit, stood.clone())
            })
            .collect();
        let drafts = drafts.0.into_iter().map(|(draft, ..)| draft).collect();
        let saved = replica.save_within(drafts, now)?;
        let db = &replica.db;
        for ((kind, record, said, unit, stood), number) in noted.into_iter().zip(saved.numbers) {
            let is_added = stood.is_some() && kind.key == HouseholdRecord::KIND.key;
            if let Some(made) = self.households.get_mut(&record).filter(|_| is_added) {
                // It was made by this sheet: what is added belongs to what was made.
                made.fields.extend(said);
                db.prepare_cached(
                    "update imported set said = ?4 where import = ?1 and unit = ?2 and place = ?3",
                )?
                .execute(params![
                    self.id.0,
                    made.unit,
                    made.place,
                    digest(&made.fields)
                ])?;
                continue;
            }
            let unit_number = i64::from(line) * 2 + i64::from(unit == Unit::Household);
            db.prepare_cached(
                "insert into imported (import, place, unit, kind, record, stood, said, number)
                 values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                self.id.0,
                self.place,
                unit_number,
                kind.key,
                record.0,
                stood.map(|stood| wire::write(&stood)),
                digest(&said),
                number as i64
            ])?;
            if let Some((made, id)) = came.household.filter(|(_, id)| *id == record) {
                let (unit, place) = (unit_number, self.place);
                self.founded.insert(made, id);
                self.households.insert(id, Household { fields: said, unit, place });
            }
            self.place += 1;
        }
        Ok(())
    }
}

/// Where somebody lives on record, if he does. Index: `residence_by_subject`.
pub(super) fn home(db: &Connection, person: RecordId) -> Result<Option<OnRecord>, StoreError> {
    let lives = row::read_all(
        db,
        Residence::KIND,
        &format!("subject in ({ITS_RECORDS}) and until is null"),
        &[&person.0],
    )?;
    let latest = lives.into_iter().map(|state| Residence::from_fields(&state.fields));
    let latest = latest.max_by_key(|lives| lives.since);
    Ok(latest.map(|lives| OnRecord { household: lives.household.map(|household| household.0) }))
}
