//! What happens to a household's people, written as one group.

use domain::field::{FieldValue, Text};
use domain::id::RecordId;
use domain::moving::{Address, Cannot, Event, Step, steps};
use domain::record::{
    AreaId, Household, HouseholdId, Member, Person, PersonId, Residence, ResidentId,
};
use domain::time::Moment;
use domain::view::form::FormId;

use crate::error::SaveError;
use crate::form;
use crate::query::household::standing;
use crate::replica::Replica;
use crate::save::Draft;

impl Replica {
    /// Writes what happens to a household, once however often the form is sent; gives what takes it back
    /// (nothing for a form that was written before), or why it cannot be.
    pub fn happens(
        &mut self,
        form: FormId,
        household: RecordId,
        event: &Event,
        now: Moment,
    ) -> Result<Result<Vec<Draft>, Cannot>, SaveError> {
        if form::saved(&self.db, form)?.is_some() {
            return Ok(Ok(vec![]));
        }
        if event.on().is_some_and(|on| on > now.day()) {
            return Ok(Err(Cannot::NotYet));
        }
        let standing = standing(&self.db, household, event)?;
        let steps = match steps(event, &standing) {
            Ok(steps) => steps,
            Err(why) => return Ok(Err(why)),
        };
        let transaction = self.db.unchecked_transaction()?;
        let drafts = self.drafts_of(steps)?;
        let (saved, backs) = self.save_with_back(drafts, now)?;
        form::note_saved(&self.db, form, &saved, now)?;
        transaction.commit()?;
        Ok(Ok(backs))
    }

    /// What each step writes.
    fn drafts_of(&self, steps: Vec<Step>) -> Result<Vec<Draft>, SaveError> {
        let mut drafts = Vec::new();
        let mut founded = None;
        for step in steps {
            match step {
                Step::End { residence, until, ended } => drafts.push(Draft::set(
                    residence,
                    Residence { until: Some(until), ended: Some(ended), ..Residence::default() },
                )),
                Step::Begin(residence) => {
                    let is_person = residence.relation.is_some();
                    let household = residence.household.or(founded.filter(|_| is_person));
                    let lives = Residence { household, ..residence };
                    drafts.push(Draft::set(self.next_id()?, lives));
                }
                Step::Found { head, at, on } => {
                    let (household, lives) = (self.next_id()?, self.next_id()?);
                    founded = Some(HouseholdId(household));
                    let (house, street) = door(&at);
                    let head = Some(PersonId(head));
                    let new = Household { head, house, street, ..Household::default() };
                    let home = Residence {
                        subject: Some(ResidentId(household)),
                        area: Some(AreaId(at.area)),
                        since: Some(on),
                        ..Residence::default()
                    };
                    drafts.extend([Draft::set(household, new), Draft::set(lives, home)]);
                }
                Step::Door { household, at } => {
                    // Where it is not known, the former one is not left standing.
                    let (house, street) = door(&at);
                    let said = [
                        ("house", house.map(FieldValue::to_value)),
                        ("street", street.map(FieldValue::to_value)),
                    ];
                    let said =
                        said.map(|(field, value)| (field.to_owned(), value.unwrap_or_default()));
                    let nothing = Draft::set(household, Household::default());
                    drafts.push(Draft { fields: said.into(), ..nothing });
                }
                Step::Head { household, person } => {
                    let led = Household { head: Some(PersonId(person)), ..Household::default() };
                    drafts.push(Draft::set(household, led));
                }
                Step::Relation { residence, relation } => drafts.push(Draft::set(
                    residence,
                    Residence { relation: Some(relation), ..Residence::default() },
                )),
                Step::Died { person, on } => drafts
                    .push(Draft::set(person, Person { died_on: Some(on), ..Person::default() })),
                Step::LeaveBranch { membership, on, why } => drafts.push(Draft::set(
                    membership,
                    Member { left_on: Some(on), left_why: Some(why), ..Member::default() },
                )),
            }
        }
        Ok(drafts)
    }
}

/// House and street, where they are known.
fn door(at: &Address) -> (Option<Text<40>>, Option<Text<80>>) {
    let said = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    (said(&at.house).map(Text), said(&at.street).map(Text))
}
