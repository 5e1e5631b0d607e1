//! What is done with the people of a list: previewed, done in parts, taken back.

mod ward;

use domain::id::RecordId;
use domain::kind::Record;
use domain::membership::{Deed, Spared};
use domain::record::{LeavingReason, Member, Person};
use domain::time::{Day, Year};
use store::deeds::Doing;
use store::row;
use ward::{NOW, Ward, ward};

fn on(day: &str) -> Day {
    Day::parse(day).unwrap()
}

fn members(ward: &Ward) -> Vec<Member> {
    let all = row::read_all(ward.replica.db(), Member::KIND, "true", &[]).unwrap();
    all.iter().map(|state| Member::from_fields(&state.fields)).collect()
}

fn does(ward: &mut Ward, people: &[RecordId], deed: Deed) -> Doing {
    let mut doing = Doing::new(people.to_vec(), deed);
    while !doing.go_on(&mut ward.replica, NOW).unwrap().is_over() {}
    doing
}

fn takes_back(ward: &mut Ward, mut doing: Doing) {
    while !doing.take_back(&mut ward.replica, NOW).unwrap().is_over() {}
}

#[test]
fn many_are_admitted_each_with_a_card_of_his_own_and_that_is_taken_back() {
    let mut ward = ward();
    let branch = ward.branches[0];
    let mut people: Vec<RecordId> =
        (0..250).map(|number| ward.named(&format!("Người {number}"), "1970")).collect();
    ward.member(people[7], 0);
    let gone = Person { died_on: Day::parse("1/1/2022"), ..Person::default() };
    people.push(ward.person(Person { name: Some("Đã Mất".into()), ..gone }));
    let deed = Deed::Admit { branch, on: on("1/9/2022") };
    let preview = ward.replica.preview(&people, &deed, NOW.day()).unwrap();
    assert_eq!(preview.will, 249);
    let spared: Vec<_> = preview.spared.iter().map(|those| (those.why, those.count)).collect();
    assert_eq!(spared, [(Spared::Died, 1), (Spared::IsMember, 1)]);
    assert_eq!(preview.spared[1].some, ["Người 7"]);

    let doing = does(&mut ward, &people, deed);
    assert_eq!(doing.progress().changed, 249);
    let mut cards: Vec<String> =
        members(&ward).into_iter().filter_map(|member| Some(member.card_number?.0)).collect();
    assert_eq!(cards.len(), 249);
    cards.sort_unstable();
    cards.dedup();
    assert_eq!(cards.len(), 249, "no number is given twice");
    // Whoever asks again finds them all members.
    assert_eq!(ward.replica.preview(&people, &deed, NOW.day()).unwrap().will, 0);

    takes_back(&mut ward, doing);
    assert_eq!(members(&ward).len(), 1, "but for the one who was a member before");
}

#[test]
fn a_card_number_that_is_taken_is_not_given_again() {
    let mut ward = ward();
    let first = ward.replica.next_card_number().unwrap();
    let (prefix, number) = first.split_once('-').unwrap();
    assert_eq!((prefix.len(), number), (5, "001"));
    let person = ward.named("Lê Thị Hai", "1970");
    ward.member(person, 0);
    let id = row::read_all(ward.replica.db(), Member::KIND, "true", &[]).unwrap()[0].id;
    let next =
        Member { card_number: Some(format!("{prefix}-002").as_str().into()), ..Member::default() };
    ward.replica.save(vec![store::Draft::set(id, next)], NOW).unwrap();
    assert_eq!(ward.replica.next_card_number().unwrap(), format!("{prefix}-003"));
}

#[test]
fn who_is_transferred_and_back_is_what_he_was() {
    let mut ward = ward();
    let person = ward.named("Lê Thị Hai", "1970");
    ward.member(person, 0);
    let before = members(&ward);
    let deed = Deed::Transfer { branch: ward.branches[1], on: on("1/9/2022") };
    let doing = does(&mut ward, &[person], deed);
    let moved = members(&ward);
    assert_eq!(moved.len(), 2);
    assert_eq!(moved[0].left_why, Some(LeavingReason::Transferred));
    takes_back(&mut ward, doing);
    assert_eq!(members(&ward), before);

    let leave = Deed::Leave { on: on("1/5/2022"), why: LeavingReason::Left };
    let preview = ward.replica.preview(&[person], &leave, NOW.day()).unwrap();
    assert_eq!((preview.will, preview.spared[0].why), (0, Spared::JoinedLater));
}

#[test]
fn who_registers_does_so_where_he_lives() {
    let mut ward = ward();
    let person = ward.named("Lê Thị Hai", "1970");
    let homeless = ward.homeless("Lê Văn Ba", "1971");
    let deed = Deed::Register { year: Year(2022), on: on("1/9/2022") };
    let doing = does(&mut ward, &[person, homeless], deed);
    assert_eq!(doing.progress().changed, 1);
    let preview = ward.replica.preview(&[person, homeless], &deed, NOW.day()).unwrap();
    let spared: Vec<_> = preview.spared.iter().map(|those| those.why).collect();
    assert_eq!(spared, [Spared::HasRegistered, Spared::NoHome]);
    takes_back(&mut ward, doing);
    assert_eq!(ward.replica.preview(&[person], &deed, NOW.day()).unwrap().will, 1);
}
