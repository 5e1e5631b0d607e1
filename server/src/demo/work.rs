//! What was done in the district until the end of September 2022.

use std::collections::BTreeMap;

use domain::field::{Count, Dong};
use domain::id::RecordId;
use domain::record::{
    AreaId, Award, Branch, BranchForm, BranchId, Clan, ClanArea, ClanFamily, ClanId, Event,
    EventForm, HouseholdId, Indicator, LearningModel, Member, PersonId, Population, Registration,
    Scholarship, SchoolLevel, SubjectId, Support, SupportForm, Target, Unit, UnitForm,
};
use domain::time::{Day, Year};
use rand::Rng;

use super::Places;
use super::figures::{JOINED_IN_QUARTER, JOINED_IN_YEAR_BEFORE, WARDS, Ward};
use super::hand::{DemoAct, Hand};
use super::names;
use super::people::{FamilyOf, family};
use crate::ledger::LedgerError;

const YEAR: Year = Year(2022);

/// The families of each name that are of no clan yet.
type Kin = BTreeMap<&'static str, Vec<RecordId>>;

/// How many families a clan has at most.
const FAMILIES_OF_CLAN: usize = 12;

/// A ward's families, members, registrations, scholarships, support, awards.
pub fn whole_ward(
    hand: &mut Hand,
    ward: &Ward,
    id: RecordId,
    neighbourhoods: &[RecordId],
    at: usize,
) -> Result<(), LedgerError> {
    let branches = branches(hand, neighbourhoods)?;
    let mut joined = JoinDates::of_ward(ward, at);
    let (mut members, mut children, mut kin) = (Vec::new(), Vec::new(), Kin::new());
    let mut citizens_left = ward.citizens;
    for number in 0..ward.families {
        let place = number * neighbourhoods.len() / ward.families;
        // Spread so that every last member and child is there, and most families have somebody.
        let share = |all: usize| all * (number + 1) / ward.families - all * number / ward.families;
        let of = FamilyOf { adults: share(ward.members), children: share(ward.children) };
        let mut acts = Vec::new();
        let made = family(hand, &of, neighbourhoods[place], &mut acts);
        for adult in &made.adults {
            let member = hand.new_id();
            acts.push(DemoAct::make(
                member,
                Member {
                    person: Some(PersonId(*adult)),
                    branch: Some(BranchId(branches[place])),
                    joined_on: Some(joined.next(hand)),
                    card_number: Some(
                        format!("TB{:02}-{:05}", at + 1, members.len() + 1).as_str().into(),
                    ),
                    ..Member::default()
                },
            ));
            members.push(*adult);
            if citizens_left > 0 && members.len().is_multiple_of(7) {
                citizens_left -= 1;
                acts.push(registration(
                    hand,
                    *adult,
                    LearningModel::Citizen,
                    neighbourhoods[place],
                ));
            }
        }
        if number < ward.families_registered {
            acts.push(registration(
                hand,
                made.household,
                LearningModel::Family,
                neighbourhoods[place],
            ));
        }
        kin.entry(made.name).or_default().push(made.household);
        children.extend(made.children);
        hand.record(acts)?;
    }
    subjects(hand, ward, id, neighbourhoods, &mut kin)?;
    money(hand, ward, id, &children)
}

/// A branch in each neighbourhood.
pub fn branches(
    hand: &mut Hand,
    neighbourhoods: &[RecordId],
) -> Result<Vec<RecordId>, LedgerError> {
    let mut branches = Vec::new();
    for (number, neighbourhood) in neighbourhoods.iter().enumerate() {
        let id = hand.new_id();
        hand.record(vec![DemoAct::make(
            id,
            Branch {
                name: Some(format!("Chi hội khu phố {}", number + 1).as_str().into()),
                form: Some(BranchForm::Neighbourhood),
                area: Some(AreaId(*neighbourhood)),
                founded_on: Day::new(2000, 5, 19),
                ..Branch::default()
            },
        )])?;
        branches.push(id);
    }
    Ok(branches)
}

/// Joining dates: so many in the third quarter, so many in the year before, the rest long ago.
struct JoinDates {
    in_quarter: usize,
    in_year: usize,
}

impl JoinDates {
    fn of_ward(ward: &Ward, at: usize) -> Self {
        let before: usize = WARDS[..at].iter().map(|ward| ward.members).sum();
        let all: usize = WARDS.iter().map(|ward| ward.members).sum();
        let share = |of: usize| of * (before + ward.members) / all - of * before / all;
        Self { in_quarter: share(JOINED_IN_QUARTER), in_year: share(JOINED_IN_YEAR_BEFORE) }
    }

    fn next(&mut self, hand: &mut Hand) -> Day {
        let day = hand.rng.random_range(1..=28);
        let date = if self.in_quarter > 0 {
            self.in_quarter -= 1;
            Day::new(2022, hand.rng.random_range(7..=8), day)
        } else if self.in_year > 0 {
            self.in_year -= 1;
            let month = hand.rng.random_range(0..9);
            if month < 3 { Day::new(2021, 10 + month, day) } else { Day::new(2022, month - 2, day) }
        } else {
            Day::new(hand.rng.random_range(2000..=2020), hand.rng.random_range(1..=12), day)
        };
        date.expect("every month has 28 days")
    }
}

fn registration(
    hand: &mut Hand,
    subject: RecordId,
    model: LearningModel,
    area: RecordId,
) -> DemoAct {
    DemoAct::fact(Registration {
        subject: Some(SubjectId(subject)),
        model: Some(model),
        year: Some(YEAR),
        area: Some(AreaId(area)),
        registered_on: Day::new(2022, hand.rng.random_range(1..=4), hand.rng.random_range(1..=28)),
        consent: Some(true),
        ..Registration::default()
    })
}

/// Neighbourhoods, clans and units; all of them registered.
fn subjects(
    hand: &mut Hand,
    ward: &Ward,
    id: RecordId,
    neighbourhoods: &[RecordId],
    kin: &mut Kin,
) -> Result<(), LedgerError> {
    for neighbourhood in neighbourhoods {
        let act = registration(hand, *neighbourhood, LearningModel::Community, *neighbourhood);
        hand.record(vec![act])?;
    }
    for _ in 0..ward.clans {
        let clan = hand.new_id();
        let family_name = names::family_name(&mut hand.rng);
        let name = format!("Dòng họ {family_name}");
        let area = Some(AreaId(neighbourhoods[hand.rng.random_range(0..neighbourhoods.len())]));
        let registered = registration(hand, clan, LearningModel::Clan, id);
        hand.record(vec![
            DemoAct::make(clan, Clan { name: Some(name.as_str().into()), area, ..Clan::default() }),
            DemoAct::fact(ClanArea { clan: Some(ClanId(clan)), area }),
            registered,
        ])?;
        let of_name = kin.entry(family_name).or_default();
        let families = of_name.split_off(of_name.len().saturating_sub(FAMILIES_OF_CLAN));
        let belong = families.into_iter().map(|family| {
            let (clan, household) = (Some(ClanId(clan)), Some(HouseholdId(family)));
            DemoAct::fact(ClanFamily { clan, household })
        });
        hand.record(belong.collect())?;
    }
    for number in 0..ward.units {
        let unit = hand.new_id();
        let forms = [
            (UnitForm::School, "Trường số"),
            (UnitForm::Agency, "Cơ quan số"),
            (UnitForm::Company, "Công ty số"),
        ];
        let (form, called) = forms[number % forms.len()];
        let view = Unit {
            name: Some(format!("{called} {}", number + 1).as_str().into()),
            form: Some(form),
            area: Some(AreaId(id)),
            ..Unit::default()
        };
        let registered = registration(hand, unit, LearningModel::Unit, id);
        hand.record(vec![DemoAct::make(unit, view), registered])?;
    }
    Ok(())
}

/// A day of these months of 2022, by the 23rd.
fn day_in(hand: &mut Hand, months: std::ops::RangeInclusive<u8>) -> Option<Day> {
    Day::new(2022, hand.rng.random_range(months), hand.rng.random_range(1..=23))
}

/// Scholarships, support for every child, awards.
fn money(
    hand: &mut Hand,
    ward: &Ward,
    id: RecordId,
    children: &[RecordId],
) -> Result<(), LedgerError> {
    let area = Some(AreaId(id));
    for number in 0..ward.scholarships {
        let (entry, pupil) = (hand.new_id(), children[number % children.len()]);
        let (level, amount) = names::one_of(
            &mut hand.rng,
            &[
                (SchoolLevel::Primary, 1_000_000),
                (SchoolLevel::LowerSecondary, 1_200_000),
                (SchoolLevel::UpperSecondary, 1_700_000),
            ],
        );
        let given_on = day_in(hand, 7..=9);
        hand.record(vec![DemoAct::make(
            entry,
            Scholarship {
                pupil: Some(PersonId(pupil)),
                amount: Some(Dong(amount)),
                level: Some(level),
                donor: Some("Quỹ khuyến học".into()),
                occasion: Some("Khai giảng".into()),
                given_on,
                area,
            },
        )])?;
    }
    for child in children {
        let entry = hand.new_id();
        let form = names::one_of(&mut hand.rng, &[SupportForm::Equipment, SupportForm::Tuition]);
        let (value, given_on) = (hand.rng.random_range(4..=20) * 50_000, day_in(hand, 1..=9));
        hand.record(vec![DemoAct::make(
            entry,
            Support {
                child: Some(PersonId(*child)),
                form: Some(form),
                value: Some(Dong(value)),
                given_on,
                area,
                ..Support::default()
            },
        )])?;
    }
    for child in children.iter().step_by(9) {
        let entry = hand.new_id();
        let given_on = day_in(hand, 7..=7);
        hand.record(vec![DemoAct::make(
            entry,
            Award {
                person: Some(PersonId(*child)),
                achievement: Some("Học sinh giỏi năm học 2021 - 2022".into()),
                given_on,
                area,
                ..Award::default()
            },
        )])?;
    }
    hand.record(vec![DemoAct::fact(Population {
        area,
        counted_on: Day::new(2022, 4, 1),
        people: Some(Count(ward.population)),
        source: Some("Số liệu thống kê của quận".into()),
    })])?;
    hand.record(vec![DemoAct::fact(Target {
        area,
        indicator: Some(Indicator::FamiliesShare),
        year: Some(YEAR),
        quarter: Some(Count(0)),
        value: Some(Count(7_000)),
    })])
}

/// The district's own events of the quarter.
pub fn whole_district(hand: &mut Hand, places: &Places) -> Result<(), LedgerError> {
    let area = Some(AreaId(places.district));
    let mut hold = |name: &str, form, day, month| -> Result<RecordId, LedgerError> {
        let id = hand.new_id();
        hand.record(vec![DemoAct::make(
            id,
            Event {
                name: Some(name.into()),
                form: Some(form),
                area,
                held_on: Day::new(2022, month, day),
                place: Some("Hội trường quận".into()),
                ..Event::default()
            },
        )])?;
        Ok(id)
    };
    hold("Hội nghị giao ban công tác khuyến học quý III", EventForm::Review, 23, 9)?;
    hold("Hội nghị đánh giá 15 năm thực hiện Chỉ thị 11-CT/TW", EventForm::Conference, 12, 8)?;
    for number in 1..=3_u8 {
        let name = format!("Lớp quán triệt văn bản giai đoạn 2021 - 2030, lớp {number}");
        hold(&name, EventForm::Training, 15 + number, 8)?;
    }
    hold("Hội thi cán bộ khuyến học cơ sở giỏi, vòng loại", EventForm::Contest, 20, 7)?;
    hold("Hội thi cán bộ khuyến học cơ sở giỏi, vòng chung kết", EventForm::Contest, 5, 8)?;
    Ok(())
}
