//! What happens to a household's people, and that it is taken back.

mod ward;

use domain::id::RecordId;
use domain::kind::Record;
use domain::moving::{Address, Cannot, Destination, Event, Goer, NextHead};
use domain::record::{
    AreaId, Household, HouseholdId, Member, Person, PersonId, Relation, Residence, ResidentId,
};
use domain::time::Day;
use domain::view::form::FormId;
use store::query::household::household_people;
use store::{Draft, row};
use ward::{NOW, Ward, ward};

fn on(day: &str) -> Day {
    Day::parse(day).unwrap()
}

struct Family {
    ward: Ward,
    home: RecordId,
    father: RecordId,
    mother: RecordId,
    daughter: RecordId,
    /// How many forms were filled in.
    forms: i64,
}

fn family() -> Family {
    let mut ward = ward();
    let [home, lives] = [(); 2].map(|()| ward.replica.new_id().unwrap());
    let [father, mother, daughter] =
        [("Lê Văn An", "1960"), ("Trần Thị Bé", "1962"), ("Lê Thị Chi", "2000")]
            .map(|(name, birth)| ward.homeless(name, birth));
    let household = Household {
        head: Some(PersonId(father)),
        house: Some("25".into()),
        street: Some("Út Tịch".into()),
        ..Household::default()
    };
    let area = Some(AreaId(ward.neighbourhood));
    let since = Day::parse("1/1/2020");
    let own = Residence { subject: Some(ResidentId(home)), area, since, ..Residence::default() };
    ward.replica.save(vec![Draft::set(home, household), Draft::set(lives, own)], NOW).unwrap();
    for (person, relation) in
        [(father, Relation::Head), (mother, Relation::Spouse), (daughter, Relation::Child)]
    {
        let id = ward.replica.new_id().unwrap();
        let lives = Residence {
            subject: Some(ResidentId(person)),
            household: Some(HouseholdId(home)),
            relation: Some(relation),
            area,
            since,
            ..Residence::default()
        };
        ward.replica.save(vec![Draft::set(id, lives)], NOW).unwrap();
    }
    Family { ward, home, father, mother, daughter, forms: 0 }
}

impl Family {
    fn happens(&mut self, event: &Event) -> Vec<Draft> {
        self.forms += 1;
        self.ward.replica.happens(FormId(self.forms), self.home, event, NOW).unwrap().unwrap()
    }

    fn present(&self, home: RecordId) -> Vec<RecordId> {
        let people = household_people(self.ward.replica.db(), home).unwrap();
        people.present.into_iter().map(|inmate| inmate.person).collect()
    }

    fn households(&self) -> Vec<RecordId> {
        let all = row::read_all(self.ward.replica.db(), Household::KIND, "true", &[]).unwrap();
        all.into_iter().map(|state| state.id).collect()
    }

    /// Everything that is recorded of homes and people.
    fn records(&self) -> Vec<domain::change::Fields> {
        let db = self.ward.replica.db();
        let of = |kind| row::read_all(db, kind, "true", &[]).unwrap();
        [Household::KIND, Residence::KIND, Person::KIND, Member::KIND]
            .into_iter()
            .flat_map(of)
            .map(|state| state.fields)
            .collect()
    }
}

fn door(area: RecordId) -> Address {
    Address { area, house: "5".into(), street: "Sông Đà".into() }
}

#[test]
fn a_daughter_founds_a_household_and_that_is_taken_back() {
    let mut family = family();
    let before = family.records();
    let to = Destination::New(door(family.ward.neighbourhood));
    let people = vec![Goer { person: family.daughter, relation: Relation::Other }];
    let event = Event::Move { people, to, on: on("1/9/2022"), next: None };
    let back = family.happens(&event);
    assert_eq!(family.present(family.home), [family.father, family.mother]);
    let founded = *family.households().iter().find(|id| **id != family.home).unwrap();
    assert_eq!(family.present(founded), [family.daughter]);
    let people = household_people(family.ward.replica.db(), founded).unwrap();
    assert_eq!(people.head, Some(family.daughter));
    let former = household_people(family.ward.replica.db(), family.home).unwrap().former;
    assert_eq!((former[0].person, former[0].until), (family.daughter, Some(on("1/9/2022"))));

    family.ward.replica.save(back, NOW).unwrap();
    assert_eq!(family.records(), before);
}

#[test]
fn a_household_moves_with_all_its_people() {
    let mut family = family();
    let before = family.records();
    let elsewhere = family.ward.neighbourhood_named("Khu phố 3");
    let back = family.happens(&Event::MoveAll { to: door(elsewhere), on: on("1/9/2022") });
    assert_eq!(family.present(family.home).len(), 3);
    let open =
        row::read_all(family.ward.replica.db(), Residence::KIND, "until is null", &[]).unwrap();
    assert_eq!(open.len(), 4);
    let areas = open.iter().map(|state| Residence::from_fields(&state.fields).area);
    assert!(areas.into_iter().all(|area| area == Some(AreaId(elsewhere))));
    family.ward.replica.save(back, NOW).unwrap();
    assert_eq!(family.records().len(), before.len());
    assert_eq!(family.records(), before);
}

#[test]
fn who_dies_is_no_member_any_more() {
    let mut family = family();
    let mother = family.mother;
    family.ward.member(mother, 0);
    let before = family.records();
    let back = family.happens(&Event::Died { person: mother, on: on("1/9/2022"), next: None });
    assert_eq!(family.present(family.home), [family.father, family.daughter]);
    let members = row::read_all(family.ward.replica.db(), Member::KIND, "left_on is null", &[]);
    assert!(members.unwrap().is_empty());
    family.ward.replica.save(back, NOW).unwrap();
    assert_eq!(family.records(), before);
}

#[test]
fn a_form_that_is_sent_twice_is_written_once() {
    let mut family = family();
    let elsewhere = family.ward.neighbourhood_named("Khu phố 3");
    let event = Event::MoveAll { to: door(elsewhere), on: on("1/9/2022") };
    let mut send = || {
        let home = family.home;
        family.ward.replica.happens(FormId(7), home, &event, NOW).unwrap().unwrap()
    };
    assert_eq!((send().is_empty(), send().is_empty()), (false, true));
    let all = row::read_all(family.ward.replica.db(), Residence::KIND, "true", &[]).unwrap();
    assert_eq!(all.len(), 8, "four ended, four begun");
}

#[test]
fn nobody_is_left_without_a_head() {
    let mut family = family();
    let father = family.father;
    let died = |next| Event::Died { person: father, on: on("1/9/2022"), next };
    let refused = family.ward.replica.happens(FormId(100), family.home, &died(None), NOW).unwrap();
    assert_eq!(refused.unwrap_err(), Cannot::HeadGoes);
    let before = family.records();
    let relations = vec![(family.daughter, Relation::Child)];
    let back = family.happens(&died(Some(NextHead { person: family.mother, relations })));
    let people = household_people(family.ward.replica.db(), family.home).unwrap();
    assert_eq!(people.head, Some(family.mother));
    let stand = people.present.iter().map(|inmate| (inmate.person, inmate.relation));
    let stand: Vec<_> = stand.collect();
    let (head, child) = (Some(Relation::Head), Some(Relation::Child));
    assert_eq!(stand, [(family.mother, head), (family.daughter, child)]);
    family.ward.replica.save(back, NOW).unwrap();
    assert_eq!(family.records(), before);
}
