//! Lists of people: whom they are of, in which order, and what they show.

mod ward;

use domain::id::RecordId;
use domain::identity::Phone;
use domain::record::{BranchId, Erasure, Member, Occupation, Person, PersonId, SamePerson, Sex};
use domain::time::{Birth, Day};
use domain::view::people::{
    Column, KeptList, ListHabits, Listing, Membership, Order, PeopleFilter, PeopleOf, PersonState,
};
use store::Draft;
use store::query::people::{LastList, NameIndex, areas_of_lists, listed, people};
use ward::{NOW, Ward, ward};

/// The day on which the lists are asked for.
fn today() -> Day {
    NOW.day()
}

fn list(ward: &Ward, listing: &Listing) -> Vec<i64> {
    let names = NameIndex::build(ward.replica.db()).unwrap();
    listed(ward.replica.db(), &names, listing, today()).unwrap()
}

fn of(ward: &Ward, filter: PeopleFilter) -> Vec<i64> {
    list(ward, &Listing { filter, ..Listing::default() })
}

struct Four {
    ward: Ward,
    /// A farmer, born sixty years ago, member of the first branch.
    an: i64,
    /// A pupil of ten, of the second branch, without a card.
    binh: i64,
    /// Was a member of the first branch.
    chi: i64,
    /// No member; nothing but the name is known.
    dung: i64,
}

fn four() -> Four {
    let mut ward = ward();
    let year = today().year().0;
    let born = |age: i16| Birth::parse(&format!("1/2/{}", year - age));
    let name = |name: &str| Some(name.into());
    let an = ward.person(Person {
        name: name("Nguyễn Văn An"),
        birth: born(60),
        sex: Some(Sex::Male),
        occupation: Some(Occupation::Farmer),
        phone: Phone::parse("0903000001").ok(),
        ..Person::default()
    });
    let binh = ward.person(Person {
        name: name("Lê Thị Bình"),
        birth: born(10),
        sex: Some(Sex::Female),
        school: Some("Trường Tiểu học Sông Đà".into()),
        class: Some("4A".into()),
        ..Person::default()
    });
    let [chi, dung] = ["Trần Chi", "Phạm Dũng"]
        .map(|called| ward.person(Person { name: name(called), ..Person::default() }));
    for (person, branch, card, left) in [
        (an, 0, Some("TB04-00010"), None),
        (binh, 1, None, None),
        (chi, 0, Some("TB04-00009"), Day::parse("1/3/2023")),
    ] {
        let id = ward.replica.new_id().unwrap();
        let member = Member {
            person: Some(PersonId(person)),
            branch: Some(BranchId(ward.branches[branch])),
            joined_on: Day::parse(&format!("1/{}/2022", 9 - branch)),
            card_number: card.map(Into::into),
            left_on: left,
            ..Member::default()
        };
        ward.replica.save(vec![Draft::set(id, member)], NOW).unwrap();
    }
    Four { ward, an: an.0, binh: binh.0, chi: chi.0, dung: dung.0 }
}

#[test]
fn a_filter_keeps_whom_it_names() {
    let Four { ward, an, binh, chi, dung } = four();
    let some = PeopleFilter::default;
    let (first, second) = (Some(ward.branches[0]), Some(ward.branches[1]));
    let membership = |membership| PeopleFilter { membership: Some(membership), ..some() };
    let state = |state| PeopleFilter { state: Some(state), ..some() };
    let everybody = vec![an, binh, chi, dung];
    for (filter, whom) in [
        (some(), everybody.clone()),
        (PeopleFilter { area: Some(ward.neighbourhood), ..some() }, everybody.clone()),
        (PeopleFilter { area: Some(RecordId(7)), ..some() }, vec![]),
        (membership(Membership::Member), vec![an, binh]),
        (membership(Membership::Former), vec![chi]),
        (membership(Membership::None), vec![chi, dung]),
        (PeopleFilter { branch: first, ..some() }, vec![an]),
        (PeopleFilter { branch: second, ..some() }, vec![binh]),
        (PeopleFilter { branch: first, ..membership(Membership::Former) }, vec![chi]),
        (PeopleFilter { branch: second, ..membership(Membership::Former) }, vec![]),
        (PeopleFilter { sex: Some(Sex::Female), ..some() }, vec![binh]),
        (PeopleFilter { occupation: Some(Occupation::Farmer), ..some() }, vec![an]),
        (PeopleFilter { age_from: Some(60), ..some() }, vec![an]),
        (PeopleFilter { age_from: Some(61), ..some() }, vec![]),
        (PeopleFilter { age_from: Some(10), age_to: Some(59), ..some() }, vec![binh]),
        (PeopleFilter { age_from: Some(59), age_to: Some(10), ..some() }, vec![binh]),
        (state(PersonState::Pupil), vec![binh]),
        (state(PersonState::NoBirth), vec![chi, dung]),
        (state(PersonState::NoPhone), vec![binh, chi, dung]),
        (state(PersonState::NoConsent), everybody.clone()),
        (state(PersonState::NoCardNumber), vec![binh]),
        (state(PersonState::Unsent), everybody.clone()),
        (state(PersonState::Disputed), vec![]),
        (state(PersonState::Cadre), vec![]),
        (state(PersonState::Died), vec![]),
    ] {
        assert_eq!(of(&ward, filter.clone()), whom, "{filter:?}");
    }
}

#[test]
fn whoever_moved_is_listed_where_he_lives_now() {
    let Four { mut ward, an, .. } = four();
    let ward_of = areas_of_lists(ward.replica.db()).unwrap();
    assert_eq!(ward_of.len(), 2, "the ward, and its neighbourhood");
    let elsewhere = ward.neighbourhood_named("Khu phố 3");
    ward.lives(RecordId(an), elsewhere, "1/5/2023");
    let lives_in = |area| of(&ward, PeopleFilter { area: Some(area), ..PeopleFilter::default() });
    assert_eq!(lives_in(elsewhere), [an]);
    assert!(!lives_in(ward.neighbourhood).contains(&an), "the episode that began last counts");
    assert!(lives_in(ward_of[0].0).contains(&an));
}

#[test]
fn who_is_one_is_listed_by_what_either_record_says() {
    let Four { mut ward, an, binh, dung, .. } = four();
    ward.says(SamePerson::are_one(PersonId(RecordId(dung)), PersonId(RecordId(binh))));
    let stands = binh.min(dung);
    let members = PeopleFilter { membership: Some(Membership::Member), ..PeopleFilter::default() };
    assert_eq!(of(&ward, members), [an, stands]);
}

#[test]
fn a_card_is_found_however_its_number_is_typed() {
    let Four { ward, an, .. } = four();
    let find = |search: &str| list(&ward, &Listing { search: search.into(), ..Listing::default() });
    for search in ["TB04-00010", "tb04-00010", "TB0400010", "0903 000 001", "0903000001"] {
        assert_eq!(find(search), [an], "{search}");
    }
}

#[test]
fn who_was_erased_stands_in_no_list() {
    let Four { mut ward, an, binh, chi, dung } = four();
    // Who is on record twice is erased as both.
    ward.says(SamePerson::are_one(PersonId(RecordId(dung)), PersonId(RecordId(chi))));
    for person in [chi, dung] {
        let erased = Erasure { person: Some(PersonId(RecordId(person))), asked_on: Some(today()) };
        ward.replica.save(vec![Draft::fact(erased)], NOW).unwrap();
        // As the server leaves him.
        ward.replica.db().execute("update person set name = null where id = ?1", [person]).unwrap();
    }
    assert_eq!(list(&ward, &Listing::default()), [an, binh]);
    assert_eq!(store::query::people::count(ward.replica.db()).unwrap(), 2);
}

#[test]
fn a_list_stands_in_the_order_that_is_asked_for() {
    let Four { ward, an, binh, chi, dung } = four();
    let ordered = |order, reversed| list(&ward, &Listing { order, reversed, ..Listing::default() });
    assert_eq!(ordered(Order::Name, false), [an, binh, chi, dung]);
    assert_eq!(ordered(Order::Name, true), [dung, chi, binh, an]);
    assert_eq!(ordered(Order::Age, false), [an, binh, chi, dung], "unknown ages last");
    assert_eq!(ordered(Order::Age, true), [binh, an, chi, dung], "… either way round");
    assert_eq!(ordered(Order::JoinedOn, false), [binh, an, chi, dung]);
    assert_eq!(ordered(Order::CardNumber, false)[0], an);
}

#[test]
fn a_line_shows_the_columns_that_are_asked_for_and_follows_what_is_written() {
    let Four { mut ward, chi, .. } = four();
    let names = NameIndex::build(ward.replica.db()).unwrap();
    let mut last = LastList::default();
    let of = PeopleOf {
        listing: Listing { search: "an".into(), ..Listing::default() },
        columns: vec![Column::Sex, Column::Phone, Column::Branch, Column::CardNumber],
        limit: 10,
        ..PeopleOf::default()
    };
    let mut cells = |ward: &Ward, of: &PeopleOf| {
        let found = people(ward.replica.db(), &names, &mut last, of, today()).unwrap();
        found.rows.into_iter().next().map(|row| row.cells)
    };
    assert_eq!(cells(&ward, &of).unwrap(), ["Nam", "0903 000 001", "Chi hội 1", "TB04-00010"]);
    // Whoever has left is shown without a card, unless it is they who are asked for.
    let left = PeopleOf { listing: Listing { search: "chi".into(), ..Listing::default() }, ..of };
    assert_eq!(cells(&ward, &left).unwrap(), ["", "", "", ""]);
    let mut former = left;
    former.listing.filter.membership = Some(Membership::Former);
    assert_eq!(cells(&ward, &former).unwrap()[3], "TB04-00009");
    let phone = Person { phone: Phone::parse("0903000009").ok(), ..Person::default() };
    ward.replica.save(vec![Draft::set(RecordId(chi), phone)], NOW).unwrap();
    assert_eq!(cells(&ward, &former).unwrap()[1], "0903 000 009");
}

#[test]
fn lists_and_columns_are_kept() {
    let mut ward = ward();
    let habits = ListHabits {
        kept: vec![KeptList { name: "Hội viên cao tuổi".into(), query: "tu-tuoi=60".into() }],
        columns: vec![Column::Phone],
    };
    ward.replica.keep_list_habits(&habits).unwrap();
    assert_eq!(ward.replica.list_habits().unwrap(), habits);
}
