//! How well people who are on record twice are found: a district of invented people with labelled
//! doubles among them, and beside each kind of double those who look like one and are not.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use domain::change::RecordState;
use domain::id::{Position, RecordId};
use domain::identity::CitizenId;
use domain::kind::Record;
use domain::record::{
    AreaId, Household, HouseholdId, Person, PersonId, Relation, Residence, ResidentId,
};
use domain::text::fold;
use domain::time::{Birth, Day, Year};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use server::demo::{names, people};
use store::query::duplicates::Sweep;
use store::{InMemory, Replica, row};

use crate::table::Table;

/// As many people as the demo district has members.
const PEOPLE: usize = 60_358;

/// Of so many people one is on record twice.
const ONE_IN: usize = 50;

/// How the second record came to differ from the first.
const DOUBLES: &[&str] = &[
    "said twice",
    "without diacritics",
    "a slip in the name",
    "a middle name left out",
    "words in another order",
    "a slip in the day of birth",
    "day and month exchanged",
    "the year alone",
    "moved to another ward",
    "moved, the year alone, the same telephone",
];

struct District {
    replica: Replica,
    rng: ChaCha8Rng,
    next: i64,
    doubles: BTreeMap<(RecordId, RecordId), usize>,
    /// Pairs that look alike and are two, by what they are.
    two: BTreeMap<(RecordId, RecordId), &'static str>,
}

/// Somebody with where he lives.
#[derive(Clone)]
struct Somebody {
    id: RecordId,
    person: Person,
    home: Home,
}

#[derive(Clone)]
struct Home {
    household: RecordId,
    area: RecordId,
    house: String,
    street: &'static str,
}

impl District {
    fn id(&mut self) -> RecordId {
        self.next += 1;
        RecordId(self.next)
    }

    fn write<R: Record>(&mut self, id: RecordId, record: R) {
        let fields = record.into_fields();
        let (kind, first, last) = (R::KIND.key.to_owned(), Position(1), Position(1));
        let state = RecordState { kind, id, first, last, fields };
        row::write(self.replica.db(), &state).expect("it is written");
    }

    fn home(&mut self, area: RecordId) -> Home {
        let (house, street) = (names::house(&mut self.rng), names::street(&mut self.rng));
        let household = self.id();
        let record = Household {
            house: Some(house.as_str().into()),
            street: Some(street.into()),
            ..Household::default()
        };
        self.write(household, record);
        Home { household, area, house, street }
    }

    fn settle(&mut self, person: Person, home: &Home) -> Somebody {
        let (id, residence) = (self.id(), self.id());
        self.write(id, person.clone());
        let lives = Residence {
            subject: Some(ResidentId(id)),
            household: Some(HouseholdId(home.household)),
            relation: Some(Relation::Other),
            area: Some(AreaId(home.area)),
            since: Day::new(2020, 1, 1),
            ..Residence::default()
        };
        self.write(residence, lives);
        Somebody { id, person, home: home.clone() }
    }

    fn area(&mut self) -> RecordId {
        RecordId(self.rng.random_range(100..217)) // the district's neighbourhoods
    }

    /// A family of one to five, as the demo's are.
    fn family(&mut self) -> Vec<Somebody> {
        let area = self.area();
        let home = self.home(area);
        let family = names::family_name(&mut self.rng);
        let count = self.rng.random_range(1..=5);
        let mut made = Vec::new();
        for number in 0..count {
            let is_adult = number < 2;
            let born =
                if is_adult { people::adult(&mut self.rng) } else { people::child(&mut self.rng) };
            let person = people::person(&mut self.rng, &born, family, is_adult);
            made.push(self.settle(person, &home));
        }
        made
    }

    /// Somebody who looks like one of the family and is another.
    fn look_alike(&mut self, family: &[Somebody]) {
        let one = &family[self.rng.random_range(0..family.len())];
        let name = one.person.name.clone().map(|name| name.0).unwrap_or_default();
        let mut other = one.person.clone();
        let what = match self.rng.random_range(0..3) {
            0 => {
                let born = people::Born {
                    sex: one.person.sex.expect("everybody has one"),
                    year: one.person.birth.map_or(2000, |birth| birth.year().0),
                };
                let family = name.split(' ').next().unwrap_or_default();
                let twin = people::person(&mut self.rng, &born, family, false);
                other.name = twin.name;
                // Numbers are given out side by side.
                other.citizen_id = one.person.citizen_id.as_ref().and_then(beside);
                "twins"
            }
            1 => {
                let years = self.rng.random_range(20..35);
                let year = one.person.birth.map_or(2000, |birth| birth.year().0) - years;
                other = Person { name: other.name, sex: other.sex, ..Person::default() };
                let day = Day::new(year, self.rng.random_range(1..=12), 5);
                let exact = self.rng.random_bool(0.5);
                other.birth = day.filter(|_| exact).map(Birth::on);
                other.birth = other.birth.or(Some(Birth::in_year(Year(year))));
                "father and son of one name"
            }
            _ => {
                let born = people::adult(&mut self.rng);
                let relative = people::person(&mut self.rng, &born, "Trần", true);
                other = Person { phone: one.person.phone.clone(), ..relative };
                "a family's one telephone"
            }
        };
        if other.name == one.person.name && what == "twins" {
            return;
        }
        let (home, id) = (one.home.clone(), one.id);
        let other = self.settle(other, &home);
        self.two.insert((id, other.id), what);
    }

    /// The same person, met again by somebody else.
    fn meet_again(&mut self, one: &Somebody) {
        // Nobody is known by a telephone that he has not.
        let kinds = DOUBLES.len() - usize::from(one.person.phone.is_none());
        let how = self.rng.random_range(0..kinds);
        let mut again = one.person.clone();
        if self.rng.random_bool(0.5) {
            again.citizen_id = None;
        }
        if self.rng.random_bool(0.4) && how != 9 {
            again.phone = None;
        }
        let name = again.name.clone().map(|name| name.0).unwrap_or_default();
        let words: Vec<&str> = name.split(' ').collect();
        let birth = again.birth.and_then(Birth::day);
        let renamed = match how {
            1 => Some(fold(&name)),
            2 => Some(self.with_a_slip(&name)),
            3 => Some(format!("{} {}", words[0], words[words.len() - 1])),
            4 => Some([&words[words.len() - 1..], &words[..words.len() - 1]].concat().join(" ")),
            _ => None,
        };
        if let Some(renamed) = renamed {
            again.name = Some(renamed.as_str().into());
        }
        match (how, birth) {
            (5, Some(day)) => again.birth = Some(Birth::on(Day(day.0 + 1))),
            (6, Some(day)) => {
                let exchanged = Day::new(day.year().0, day.day_of_month(), day.month());
                again.birth = exchanged.map(Birth::on).or(again.birth);
            }
            (7 | 9, Some(day)) => again.birth = Some(Birth::in_year(day.year())),
            _ => {}
        }
        let home = if how >= 8 {
            let area = self.area();
            self.home(area)
        } else if self.rng.random_bool(0.5) {
            one.home.clone()
        } else {
            // The same door, registered as another household.
            let household = self.id();
            let (house, street) = (one.home.house.clone(), one.home.street);
            let record = Household {
                house: Some(house.as_str().into()),
                street: Some(street.into()),
                head: Some(PersonId(one.id)),
                ..Household::default()
            };
            self.write(household, record);
            Home { household, area: one.home.area, house, street }
        };
        let again = self.settle(again, &home);
        self.doubles.insert((one.id, again.id), how);
    }

    /// A letter of the name is another, is missing, or two have changed places.
    fn with_a_slip(&mut self, name: &str) -> String {
        let mut letters: Vec<char> = name.chars().collect();
        let at = loop {
            let at = self.rng.random_range(1..letters.len() - 1);
            if letters[at] != ' ' && letters[at + 1] != ' ' {
                break at;
            }
        };
        match self.rng.random_range(0..3) {
            0 => letters[at] = 'x',
            1 => letters.swap(at, at + 1),
            _ => drop(letters.remove(at)),
        }
        letters.into_iter().collect()
    }
}

/// The number that is given out next.
fn beside(id: &CitizenId) -> Option<CitizenId> {
    let next = id.digits().parse::<u64>().ok()? + 1;
    CitizenId::parse(&format!("{next:012}")).ok()
}

pub fn run(table: &mut Table) {
    let mut district = District {
        replica: Replica::open(Box::new(InMemory::default())).expect("it opens"),
        rng: ChaCha8Rng::seed_from_u64(11),
        next: 1_000,
        doubles: BTreeMap::new(),
        two: BTreeMap::new(),
    };
    let mut people = 0;
    while people < PEOPLE {
        let family = district.family();
        people += family.len();
        if district.rng.random_ratio(1, ONE_IN as u32 / 3) {
            let one = family[district.rng.random_range(0..family.len())].clone();
            district.meet_again(&one);
        }
        if district.rng.random_ratio(1, ONE_IN as u32 / 3) {
            district.look_alike(&family);
        }
    }
    let began = Instant::now();
    let mut sweep = Sweep::begin(district.replica.db()).expect("it is read");
    while sweep.go_on(100_000) {}
    let found = sweep.found();
    let seconds = began.elapsed().as_secs_f64();
    let found: BTreeSet<(RecordId, RecordId)> =
        found.into_iter().map(|(one, other, _)| (one, other)).collect();
    report(&district, &found);
    let hits = district.doubles.keys().filter(|pair| found.contains(pair)).count() as f64;
    table.at_least("doubles: precision, %", 95.0, 100.0 * hits / found.len() as f64, "%");
    let recall = 100.0 * hits / district.doubles.len() as f64;
    table.at_least("doubles: recall, %", 95.0, recall, "%");
    table.at_most("doubles: the district swept, natively, s", 10.0, seconds, "s");
}

/// What was found of each kind, and what was found that is none.
fn report(district: &District, found: &BTreeSet<(RecordId, RecordId)>) {
    println!("| doubles | found | of |\n|---|---|---|");
    for (how, words) in DOUBLES.iter().enumerate() {
        let of_kind = district.doubles.iter().filter(|(_, of)| **of == how);
        let pairs: Vec<_> = of_kind.map(|(pair, _)| pair).collect();
        let hits = pairs.iter().filter(|pair| found.contains(**pair)).count();
        println!("| {words} | {hits} | {} |", pairs.len());
    }
    let mut wrong: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (pair, what) in &district.two {
        let counts = wrong.entry(what).or_default();
        counts.0 += usize::from(found.contains(pair));
        counts.1 += 1;
    }
    let strangers = found
        .iter()
        .filter(|pair| !district.doubles.contains_key(pair) && !district.two.contains_key(pair));
    println!("| two people | taken for one | of |\n|---|---|---|");
    for (what, (taken, of)) in wrong {
        println!("| {what} | {taken} | {of} |");
    }
    println!("| strangers | {} | |", strangers.count());
    println!("{} people, {} doubles, {} found", district.next, district.doubles.len(), found.len());
}
