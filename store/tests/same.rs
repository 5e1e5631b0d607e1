//! People who are on record twice: found, made one, counted once, and two again.

mod ward;

use std::collections::BTreeSet;

use domain::field::FieldValue;
use domain::id::RecordId;
use domain::identity::{CitizenId, Phone};
use domain::likeness::Sign;
use domain::record::{
    AreaId, AreaLevel, Attendance, Event, EventForm, EventId, LearningModel, Person, PersonId,
    Registration, SamePerson, SubjectId,
};
use domain::report::Figures;
use domain::time::{Birth, Day, Quarter};
use domain::view::duplicates::TypedPerson;
use domain::view::people::{Column, PeopleOf};
use store::Draft;
use store::query::duplicates::{Sweep, alike};
use store::query::people::{LastList, NameIndex, count, people};
use store::query::review::{ReviewOf, area_tree, review};
use ward::{NOW, Ward, ward};

/// What is counted of a ward, and listed.
trait Counted {
    fn figures(&self) -> Figures;
    fn listed(&self) -> (Vec<RecordId>, u64);
    fn found(&self) -> BTreeSet<(RecordId, RecordId)>;
}

impl Counted for Ward {
    fn figures(&self) -> Figures {
        let tree = area_tree(self.replica.db()).unwrap();
        let of = ReviewOf {
            quarter: Quarter::new(domain::time::Year(2022), 3).unwrap(),
            area: tree.roots().next().unwrap().id,
            level: AreaLevel::Neighbourhood,
            by: Day::parse("30/9/2022").unwrap(),
        };
        review(self.replica.db(), &tree, of).unwrap().sum
    }

    fn listed(&self) -> (Vec<RecordId>, u64) {
        let names = NameIndex::build(self.replica.db()).unwrap();
        let of = PeopleOf { limit: 50, columns: vec![Column::Home], ..PeopleOf::default() };
        let listed =
            people(self.replica.db(), &names, &mut LastList::default(), &of, NOW.day()).unwrap();
        let ids = listed.rows.into_iter().map(|row| row.id).collect();
        (ids, count(self.replica.db()).unwrap())
    }

    fn found(&self) -> BTreeSet<(RecordId, RecordId)> {
        let mut sweep = Sweep::begin(self.replica.db()).unwrap();
        while sweep.go_on(10) {}
        assert_eq!(sweep.percent(), 100);
        sweep.found().into_iter().map(|(one, other, _)| (one, other)).collect()
    }
}

#[test]
fn who_was_met_twice_is_found_until_somebody_has_said_what_they_are() {
    let mut ward = ward();
    let one = ward.named("Nguyễn Văn Hùng", "12/3/1970");
    let other = ward.named("Nguyen Van Hung", "12/3/1970");
    let father = ward.named("Lê Quang Bảo", "1970");
    let son = ward.named("Lê Quang Bảo", "1996");
    let twin = ward.named("Trần Minh Khoa", "1/9/2012");
    ward.named("Trần Minh Kha", "1/9/2012");
    assert_eq!(ward.found(), [(one, other)].into());

    ward.says(SamePerson::are_one(PersonId(one), PersonId(other)));
    assert_eq!(ward.found(), [].into());
    let third = ward.named("Nguyễn Văn Hùng", "12/3/1970");
    assert_eq!(ward.found(), [(one, third)].into(), "he is held against the one who stands");
    ward.says(SamePerson::are_two(PersonId(one), PersonId(third)));
    assert_eq!(ward.found(), [].into(), "who are two are not offered again");
    let (listed, all) = ward.listed();
    assert_eq!((listed.len() as u64, all), (6, 6));
    assert!([father, son, twin, third].iter().all(|id| listed.contains(id)));
    assert!(!listed.contains(&other));
}

#[test]
fn a_day_of_birth_that_a_thousand_share_hides_nobody() {
    let mut ward = ward();
    for number in 0..1_001 {
        ward.named(&format!("Người Thứ {number}"), "2/1/1960");
    }
    let twice = || Person {
        name: Some("Nguyễn Văn Hùng".into()),
        birth: Birth::parse("2/1/1960"),
        citizen_id: CitizenId::parse("079060000123").ok(),
        ..Person::default()
    };
    let (one, other) = (ward.person(twice()), ward.person(twice()));
    assert_eq!(ward.found(), [(one, other)].into());
}

#[test]
fn somebody_typed_is_held_against_those_on_record() {
    let mut ward = ward();
    let hung = ward.person(Person {
        name: Some("Nguyễn Văn Hùng".into()),
        birth: Birth::parse("12/3/1970"),
        phone: Phone::parse("0903000001").ok(),
        citizen_id: CitizenId::parse("079070000123").ok(),
        ..Person::default()
    });
    ward.named("Nguyễn Văn Hùng", "1996");
    let names = NameIndex::build(ward.replica.db()).unwrap();
    let alike = |fields: &[(&str, domain::value::Value)], own| {
        let fields = fields.iter().map(|(field, value)| ((*field).to_owned(), value.clone()));
        let typed = TypedPerson { fields: fields.collect(), own, ..TypedPerson::default() };
        let found = alike(ward.replica.db(), &names, &typed).unwrap();
        found.into_iter().map(|alike| (alike.record.id, alike.signs)).collect::<Vec<_>>()
    };
    let name = ("name", "nguyen hung".into());
    let birth = ("birth", Birth::parse("12/3/1970").unwrap().to_value());
    let number = ("citizen_id", "079070000123".into());
    assert_eq!(alike(&[("name", "nguyễn văn hùng".into())], None), [], "a name is no person");
    let by_birth = alike(&[name.clone(), birth.clone()], None);
    assert_eq!(by_birth, [(hung, vec![Sign::NameAlmost, Sign::Birth])]);
    assert_eq!(alike(&[number], None), [(hung, vec![Sign::Id])]);
    assert_eq!(alike(&[name, birth], Some(hung)), [], "nobody is his own double");
}

#[test]
fn who_stands_lives_where_the_other_record_says() {
    let mut ward = ward();
    let cadre = Person { cadre: Some(true), ..Person::default() };
    let one = ward.homeless("Nguyễn Văn Hùng", "12/3/1970");
    ward.replica.save(vec![Draft::set(one, cadre)], NOW).unwrap();
    let other = ward.named("Nguyen Van Hung", "12/3/1970");
    assert_eq!(ward.figures().cadres, 0);
    ward.says(SamePerson::are_one(PersonId(one), PersonId(other)));
    assert_eq!(ward.figures().cadres, 1, "he is counted where he lives");
    let names = NameIndex::build(ward.replica.db()).unwrap();
    let of = PeopleOf { limit: 50, columns: vec![Column::Home], ..PeopleOf::default() };
    let listed = people(ward.replica.db(), &names, &mut LastList::default(), &of, NOW.day());
    let listed = listed.unwrap().rows;
    assert_eq!((listed[0].id, &*listed[0].cells[0]), (one, "Khu phố 2, Phường 4"));
}

#[test]
fn who_is_one_counts_once_whichever_record_it_was_written_to() {
    let mut ward = ward();
    let a = ward.named("Nguyễn Văn Hùng", "12/3/1970");
    let b = ward.named("Nguyen Van Hung", "12/3/1970");
    let c = ward.named("Nguyễn Hùng", "12/3/1970");
    ward.member(b, 0);
    ward.member(c, 0);
    ward.member(c, 1);
    let event = ward.replica.new_id().unwrap();
    let class = Event {
        name: Some("Lớp tập huấn".into()),
        form: Some(EventForm::Training),
        area: Some(AreaId(ward.neighbourhood)),
        held_on: Day::parse("1/8/2022"),
        ..Event::default()
    };
    let registered = Draft::fact(Registration {
        area: Some(AreaId(ward.neighbourhood)),
        subject: Some(SubjectId(c)),
        model: Some(LearningModel::Citizen),
        year: Some(domain::time::Year(2022)),
        registered_on: Day::parse("1/8/2022"),
        ..Registration::default()
    });
    ward.replica.save(vec![Draft::set(event, class), registered], NOW).unwrap();
    for person in [b, c] {
        let here = Attendance {
            event: Some(EventId(event)),
            person: Some(PersonId(person)),
            present: Some(true),
            ..Attendance::default()
        };
        ward.replica.save(vec![Draft::fact(here)], NOW).unwrap();
    }
    let counted = |ward: &Ward| {
        let figures = ward.figures();
        (figures.members, figures.attendances, figures.citizens_registered)
    };
    assert_eq!(counted(&ward), (3, 2, 1));
    // Crosswise: c is one with a, and with b, so all three are.
    ward.says(SamePerson::are_one(PersonId(a), PersonId(c)));
    ward.says(SamePerson::are_one(PersonId(b), PersonId(c)));
    assert_eq!(counted(&ward), (2, 1, 1), "of two branches, one person, who has registered");
    assert_eq!(ward.listed(), (vec![a], 1));

    ward.says(SamePerson::are_two(PersonId(b), PersonId(c)));
    assert_eq!(ward.listed().1, 2);
    assert_eq!(counted(&ward), (3, 2, 1));
    let pair = SamePerson::are_one(PersonId(a), PersonId(c));
    let pair = Draft::fact(pair);
    let back = Draft::delete(pair.kind, pair.record);
    ward.replica.save(vec![back], NOW).unwrap();
    assert_eq!(ward.listed().1, 3, "and three again");
}
