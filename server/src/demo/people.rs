//! Invented people: a family with its members and its children.

use domain::id::RecordId;
use domain::identity::{CitizenId, Phone};
use domain::record::{
    AreaId, ConsentForm, Household, HouseholdId, Occupation, Person, PersonId, Relation, Residence,
    ResidentId, Sex,
};
use domain::time::{Birth, Day, Year};
use rand::Rng;
use rand_chacha::ChaCha8Rng;

use super::hand::{DemoAct, Hand};
use super::names;

/// Somebody to be born.
pub struct Born {
    pub sex: Sex,
    pub year: i16,
}

/// An adult of a plausible age, as the association's members are.
pub fn adult(rng: &mut ChaCha8Rng) -> Born {
    let sex = if rng.random_bool(0.46) { Sex::Male } else { Sex::Female };
    let year = 2022 - (20 + (rng.random_range(0..35) + rng.random_range(0..35))) as i16;
    Born { sex, year }
}

/// A child of school age.
pub fn child(rng: &mut ChaCha8Rng) -> Born {
    let sex = if rng.random_bool(0.51) { Sex::Male } else { Sex::Female };
    Born { sex, year: rng.random_range(2005..=2016) }
}

/// A person's own fields.
pub fn person(rng: &mut ChaCha8Rng, born: &Born, family: &str, adult: bool) -> Person {
    let day = Day::new(born.year, rng.random_range(1..=12), rng.random_range(1..=28));
    let birth = match day {
        Some(day) if rng.random_bool(0.9) => Birth::on(day),
        _ => Birth::in_year(Year(born.year)),
    };
    let cadre = adult && rng.random_bool(0.04);
    Person {
        name: Some(names::full_name(rng, family, born.sex).as_str().into()),
        birth: Some(birth),
        sex: Some(born.sex),
        phone: (adult && rng.random_bool(0.7)).then(|| phone(rng)).flatten(),
        citizen_id: (adult && rng.random_bool(0.6)).then(|| citizen_id(rng, born)).flatten(),
        occupation: Some(if !adult {
            Occupation::Pupil
        } else if cadre {
            Occupation::Official
        } else if born.year < 1962 {
            Occupation::Retired
        } else {
            names::one_of(rng, &[Occupation::Worker, Occupation::Trader, Occupation::Other])
        }),
        cadre: adult.then_some(cadre),
        school: (!adult).then(|| "Trường của phường".into()),
        consent: Some(if adult { ConsentForm::Signed } else { ConsentForm::Parent }),
        consent_on: Day::new(2022, rng.random_range(1..=9), rng.random_range(1..=23)),
        ..Person::default()
    }
}

fn phone(rng: &mut ChaCha8Rng) -> Option<Phone> {
    let prefix = names::one_of(rng, &["090", "091", "093", "038", "070", "079", "086", "056"]);
    Phone::parse(&format!("{prefix}{:07}", rng.random_range(0..10_000_000))).ok()
}

fn citizen_id(rng: &mut ChaCha8Rng, born: &Born) -> Option<CitizenId> {
    let century = if born.year < 2000 { 0 } else { 2 };
    let sign = century + i16::from(born.sex == Sex::Female);
    let number = rng.random_range(0..1_000_000);
    CitizenId::parse(&format!("079{sign}{:02}{number:06}", born.year % 100)).ok()
}

/// What a family comes with.
pub struct FamilyOf {
    pub adults: usize,
    pub children: usize,
}

/// Who was made.
pub struct Family {
    pub household: RecordId,
    /// Whose name they bear.
    pub name: &'static str,
    pub adults: Vec<RecordId>,
    pub children: Vec<RecordId>,
}

/// The acts that make a family at its door. Its first adult is its head.
pub fn family(
    hand: &mut Hand,
    of: &FamilyOf,
    neighbourhood: RecordId,
    acts: &mut Vec<DemoAct>,
) -> Family {
    let name = names::family_name(&mut hand.rng);
    let household = hand.new_id();
    let since = Day::new(hand.rng.random_range(1990..=2021), hand.rng.random_range(1..=12), 1);
    let mut made = Family { household, name, adults: vec![], children: vec![] };
    let mut homes = Vec::new();
    for number in 0..of.adults + of.children {
        let is_adult = number < of.adults;
        let born = if is_adult { adult(&mut hand.rng) } else { child(&mut hand.rng) };
        let id = hand.new_id();
        let view = person(&mut hand.rng, &born, name, is_adult);
        acts.push(DemoAct::make(id, view));
        let residence = hand.new_id();
        let relation = match number {
            0 if is_adult => Relation::Head,
            1 if is_adult => Relation::Spouse,
            _ if is_adult => Relation::Sibling,
            _ => Relation::Child,
        };
        homes.push(DemoAct::make(
            residence,
            Residence {
                subject: Some(ResidentId(id)),
                household: Some(HouseholdId(household)),
                relation: Some(relation),
                area: Some(AreaId(neighbourhood)),
                since,
                ..Residence::default()
            },
        ));
        if is_adult { made.adults.push(id) } else { made.children.push(id) }
    }
    let (street, house) = (names::street(&mut hand.rng), names::house(&mut hand.rng));
    acts.push(DemoAct::make(
        household,
        Household {
            head: made.adults.first().copied().map(PersonId),
            street: Some(street.into()),
            house: Some(house.as_str().into()),
            ..Household::default()
        },
    ));
    acts.append(&mut homes);
    let residence = hand.new_id();
    acts.push(DemoAct::make(
        residence,
        Residence {
            subject: Some(ResidentId(household)),
            area: Some(AreaId(neighbourhood)),
            since,
            ..Residence::default()
        },
    ));
    made
}
