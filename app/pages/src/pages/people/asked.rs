//! Whom the list is of, and in which order: as the address says, so that a list can be gone back to and
//! kept.

use domain::field::FieldValue;
use domain::id::RecordId;
use domain::text::{Label, Language};
use domain::value::Value;
use domain::view::people::{Listing, Order, PeopleFilter};
use leptos::prelude::*;
use leptos_router::hooks::query_signal;

use crate::components::Sought;
use crate::text;
use letters::ListChoices;

/// A part of the filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Part {
    Area,
    Branch,
    Unit,
    Clan,
    Membership,
    State,
    Occupation,
    Sex,
    AgeFrom,
    AgeTo,
}

impl Part {
    pub const ALL: [Part; 10] = [
        Part::Area,
        Part::Branch,
        Part::Unit,
        Part::Clan,
        Part::Membership,
        Part::State,
        Part::Occupation,
        Part::Sex,
        Part::AgeFrom,
        Part::AgeTo,
    ];

    /// Its name in the address.
    pub fn key(self) -> &'static str {
        match self {
            Part::Area => "dia-ban",
            Part::Branch => "chi-hoi",
            Part::Unit => "don-vi",
            Part::Clan => "dong-ho",
            Part::Membership => "hoi-vien",
            Part::State => "co",
            Part::Occupation => "nghe",
            Part::Sex => "gioi",
            Part::AgeFrom => "tu-tuoi",
            Part::AgeTo => "den-tuoi",
        }
    }

    pub fn label(self) -> Label {
        match self {
            Part::Area => text::AREA,
            Part::Branch => text::BRANCH,
            Part::Unit => text::WORKPLACE,
            Part::Clan => text::CLAN,
            Part::Membership => text::MEMBERSHIP,
            Part::State => text::PARTICULAR,
            Part::Occupation => text::OCCUPATION,
            Part::Sex => text::SEX,
            Part::AgeFrom => text::AGE_FROM,
            Part::AgeTo => text::AGE_TO,
        }
    }

    /// What can be chosen, each by its number; `None`: a number is typed.
    pub fn choices(self, lists: &ListChoices, language: Language) -> Option<Vec<(i64, String)>> {
        let listed = |rows: &[letters::AreaRow]| {
            Some(rows.iter().map(|row| (row.id.0, row.name.clone())).collect())
        };
        Some(match self {
            Part::Area => return listed(&lists.areas),
            Part::Branch => return listed(&lists.branches),
            Part::Unit => return listed(&lists.units),
            Part::Clan => return listed(&lists.clans),
            Part::Membership => named(domain::view::people::Membership::ALL, language),
            Part::State => named(domain::view::people::PersonState::ALL, language),
            Part::Occupation => named(domain::record::Occupation::ALL, language),
            Part::Sex => named(domain::record::Sex::ALL, language),
            Part::AgeFrom | Part::AgeTo => return None,
        })
    }
}

/// The choices of a declared kind, each by its number.
fn named<T: FieldValue + Copy>(all: &[T], language: Language) -> Vec<(i64, String)> {
    let shown = |one: &T| {
        let value = one.to_value();
        (value.as_int().unwrap_or_default(), domain::text::value::shown(T::TYPE, &value, language))
    };
    all.iter().map(shown).collect()
}

/// A number in the address.
#[derive(Clone, Copy)]
struct Number {
    value: Memo<Option<i64>>,
    write: SignalSetter<Option<i64>>,
}

impl Number {
    fn in_address(key: &'static str) -> Self {
        let (value, write) = query_signal::<i64>(key);
        Self { value, write }
    }

    fn chosen<T: FieldValue>(self) -> Option<T> {
        self.value.get().and_then(|number| T::from_value(&Value::Int(number)))
    }
}

/// Whom the list is of, as the address says.
#[derive(Clone, Copy)]
pub struct Asked {
    pub sought: Sought,
    parts: StoredValue<Vec<Number>>,
    order: Number,
    reversed: Number,
}

impl Asked {
    pub fn in_address() -> Self {
        let parts = Part::ALL.map(|part| Number::in_address(part.key()));
        Self {
            sought: Sought::in_address(),
            parts: StoredValue::new(parts.to_vec()),
            order: Number::in_address("xep"),
            reversed: Number::in_address("nguoc"),
        }
    }

    fn number(self, part: Part) -> Number {
        self.parts.with_value(|parts| parts[part as usize])
    }

    pub fn get(self, part: Part) -> Option<i64> {
        self.number(part).value.get()
    }

    pub fn set(self, part: Part, value: Option<i64>) {
        self.number(part).write.set(value);
    }

    /// The filters in force, by their words.
    pub fn words(self, choices: &ListChoices, language: Language) -> Vec<(Part, String)> {
        let said = Part::ALL.into_iter().filter_map(|part| {
            let number = self.get(part)?;
            let name = match part.choices(choices, language) {
                None => format!("{} {number}", part.label().in_language(language)),
                Some(known) => known.into_iter().find(|(known, _)| *known == number)?.1,
            };
            Some((part, name))
        });
        said.collect()
    }

    /// The filters in force, in one line.
    pub fn said(self, choices: &ListChoices, language: Language) -> String {
        let words = self.words(choices, language).into_iter().map(|(_, name)| name);
        words.collect::<Vec<_>>().join(", ")
    }

    pub fn is_filtered(self) -> bool {
        Part::ALL.into_iter().any(|part| self.get(part).is_some())
    }

    pub fn order(self) -> Order {
        self.order.chosen().unwrap_or_default()
    }

    pub fn is_reversed(self) -> bool {
        self.reversed.value.get() == Some(1)
    }

    /// Puts the list in this order; the order in which it is already, the other way round.
    pub fn put_in(self, order: Order) {
        let again = self.order() == order && !self.is_reversed();
        self.order.write.set((order != Order::Name).then_some(order as i64));
        self.reversed.write.set(again.then_some(1));
    }

    pub fn listing(self) -> Listing {
        let age = |part| self.get(part).and_then(|age| u8::try_from(age).ok());
        Listing {
            search: self.sought.get(),
            filter: PeopleFilter {
                area: self.get(Part::Area).map(RecordId),
                branch: self.get(Part::Branch).map(RecordId),
                unit: self.get(Part::Unit).map(RecordId),
                clan: self.get(Part::Clan).map(RecordId),
                membership: self.number(Part::Membership).chosen(),
                sex: self.number(Part::Sex).chosen(),
                occupation: self.number(Part::Occupation).chosen(),
                age_from: age(Part::AgeFrom),
                age_to: age(Part::AgeTo),
                state: self.number(Part::State).chosen(),
            },
            order: self.order(),
            reversed: self.is_reversed(),
        }
    }
}
