//! Whose the families of a clan and the people of a unit are.

mod ward;

use domain::id::RecordId;
use domain::kind::Record;
use domain::membership::Deed;
use domain::record::{
    AreaId, Clan, ClanFamily, ClanId, Household, HouseholdId, LearningModel, PersonId,
    Registration, Residence, ResidentId, SamePerson, SubjectId, Unit, UnitForm,
};
use domain::time::{Day, Year};
use domain::view::people::{Listing, PeopleFilter};
use store::deeds::Doing;
use store::query::households::of_clan;
use store::query::people::{NameIndex, listed};
use store::{Draft, row};
use ward::{NOW, Ward, ward};

fn listed_by(ward: &Ward, filter: PeopleFilter) -> Vec<RecordId> {
    let db = ward.replica.db();
    let names = NameIndex::build(db).unwrap();
    let listing = Listing { filter, ..Listing::default() };
    listed(db, &names, &listing, NOW.day()).unwrap().into_iter().map(RecordId).collect()
}

/// A household of these people at this house number.
fn household(ward: &mut Ward, house: &str, people: &[RecordId]) -> RecordId {
    let home = ward.replica.new_id().unwrap();
    let area = Some(AreaId(ward.neighbourhood));
    let lives = |subject, household| Residence {
        subject: Some(ResidentId(subject)),
        household,
        area,
        since: Day::parse("1/1/2020"),
        ..Residence::default()
    };
    let of_home = Household {
        head: people.first().copied().map(PersonId),
        house: Some(house.into()),
        street: Some("Út Tịch".into()),
        ..Household::default()
    };
    let mut drafts = vec![Draft::set(home, of_home)];
    drafts.push(Draft::set(ward.replica.new_id().unwrap(), lives(home, None)));
    for person in people {
        let id = ward.replica.new_id().unwrap();
        drafts.push(Draft::set(id, lives(*person, Some(HouseholdId(home)))));
    }
    ward.replica.save(drafts, NOW).unwrap();
    home
}

#[test]
fn a_clan_has_families_and_their_people() {
    let mut ward = ward();
    let clan = ward.replica.new_id().unwrap();
    let area = Some(AreaId(ward.neighbourhood));
    let named = Clan { name: Some("Dòng họ Lê".into()), area, ..Clan::default() };
    ward.replica.save(vec![Draft::set(clan, named)], NOW).unwrap();
    let [an, binh, chi, dung] =
        ["Lê An", "Lê Bình", "Lê Chi", "Phạm Dũng"].map(|name| ward.homeless(name, "1970"));
    let first = household(&mut ward, "10", &[an, binh]);
    let second = household(&mut ward, "9", &[chi]);
    household(&mut ward, "8", &[dung]);
    let belongs = |family| {
        Draft::fact(ClanFamily { clan: Some(ClanId(clan)), household: Some(HouseholdId(family)) })
    };
    ward.replica.save(vec![belongs(first), belongs(second)], NOW).unwrap();
    let registered = Registration {
        subject: Some(SubjectId(first)),
        model: Some(LearningModel::Family),
        year: Some(Year(2023)),
        area,
        registered_on: Day::parse("1/2/2023"),
        ..Registration::default()
    };
    ward.replica.save(vec![Draft::fact(registered)], NOW).unwrap();

    let rows = of_clan(ward.replica.db(), clan, Year(2023)).unwrap();
    let rows: Vec<_> = rows.iter().map(|row| (row.family.id, row.family.registered)).collect();
    assert_eq!(rows, [(second, false), (first, true)], "as one walks: 9 before 10");

    let of = PeopleFilter { clan: Some(clan), ..PeopleFilter::default() };
    assert_eq!(listed_by(&ward, of.clone()), [an, binh, chi]);
    // Of two records of one person that which stands for both is listed.
    let again = ward.homeless("Lê Anh", "1970");
    household(&mut ward, "7", &[again]);
    ward.says(SamePerson::are_one(PersonId(chi), PersonId(again)));
    let stands = chi.min(again);
    assert_eq!(listed_by(&ward, of.clone()), [an, binh, stands]);

    // A family that is taken out takes its people along.
    let link = belongs(first).record;
    ward.replica.save(vec![Draft::delete(ClanFamily::KIND, link)], NOW).unwrap();
    assert_eq!(listed_by(&ward, of), [stands]);
}

#[test]
fn those_who_work_at_a_unit_are_listed_and_that_is_taken_back() {
    let mut ward = ward();
    let unit = ward.replica.new_id().unwrap();
    let school = Unit {
        name: Some("Trường Tiểu học Sông Đà".into()),
        form: Some(UnitForm::School),
        area: Some(AreaId(ward.neighbourhood)),
        ..Unit::default()
    };
    ward.replica.save(vec![Draft::set(unit, school)], NOW).unwrap();
    let [an, binh] = ["Lê An", "Lê Bình"].map(|name| ward.named(name, "1970"));
    let works = || PeopleFilter { unit: Some(unit), ..PeopleFilter::default() };
    assert!(listed_by(&ward, works()).is_empty());

    let deed = Deed::Employ { unit };
    let mut doing = Doing::new(vec![an, binh], deed);
    assert_eq!(doing.go_on(&mut ward.replica, NOW).unwrap().changed, 2);
    assert_eq!(listed_by(&ward, works()), [an, binh]);
    // Who works there already is spared.
    let preview = ward.replica.preview(&[an, binh], &deed, NOW.day()).unwrap();
    assert_eq!((preview.will, preview.spared[0].count), (0, 2));
    while !doing.take_back(&mut ward.replica, NOW).unwrap().is_over() {}
    assert!(listed_by(&ward, works()).is_empty());
    let person = row::read(ward.replica.db(), "person", an).unwrap().unwrap();
    assert!(!person.fields.contains_key("workplace"));
}
