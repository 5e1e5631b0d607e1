//! A sheet of people: looked through, written, and taken back.

mod ward;

use domain::field::Text;
use domain::id::RecordId;
use domain::import::{Decision, Means, PlaceNames, Plan, Rules, SheetLine, Why};
use domain::kind::Record;
use domain::record::{ConsentForm, Household, Member, Person, Registration, Relation, Residence};
use domain::time::{Birth, Day};
use domain::view::form::FormId;
use domain::view::import::{Checked, TakenBack, TwinOf, WhyLeftOut, Written, WrittenPart};
use store::import::{Importing, TakingBack};
use store::{Draft, Replica, row};
use ward::{NOW, Ward};

const COLUMNS: [Means; 8] = [
    Means::Name,
    Means::Birth,
    Means::Relation,
    Means::House,
    Means::Street,
    Means::Phone,
    Means::Branch,
    Means::FamilyRegisters,
];

fn importing(ward: &Ward, number: i64) -> Importing {
    let mut places = PlaceNames::default();
    places.add_area(ward.neighbourhood, "Khu phố 2", Some((ward.area, "Phường 4")));
    places.add_branch(ward.branches[0], "Chi hội 1", Some(ward.neighbourhood));
    let plan = Plan {
        columns: COLUMNS.iter().copied().map(Some).collect(),
        area: Some(ward.neighbourhood),
        branch: None,
        consent: ConsentForm::Signed,
        on: Day::parse("1/9/2022").unwrap(),
    };
    Importing::begin(&ward.replica, FormId(number), plan, places, NOW.day()).unwrap()
}

fn sheet(lines: &[&str]) -> Vec<SheetLine> {
    let cells = |line: &&str| line.split('|').map(str::to_owned).collect();
    (2..).zip(lines).map(|(number, line)| SheetLine { number, cells: cells(line) }).collect()
}

fn write(ward: &mut Ward, number: i64, rules: &Rules, lines: &[SheetLine]) -> WrittenPart {
    let mut importing = importing(ward, number);
    ward.replica.note_import(FormId(number), "hoi vien.xlsx", lines.len() as u32, NOW).unwrap();
    let mut last = WrittenPart::default();
    // In parts, and each part twice: an answer may be lost.
    for part in lines.chunks(2) {
        let mut written = importing.write(&mut ward.replica, rules, part, NOW).unwrap();
        let again = importing.write(&mut ward.replica, rules, part, NOW).unwrap();
        assert_eq!((again.written, again.left_out.len()), (written.written, 0));
        last.left_out.append(&mut written.left_out);
        last.written = written.written;
    }
    last
}

fn take_back(ward: &mut Ward, number: i64) -> TakenBack {
    let mut back = TakingBack::begin(&ward.replica, number).unwrap();
    loop {
        let taken = back.go_on(&mut ward.replica, NOW).unwrap();
        if taken.is_over() {
            return taken;
        }
    }
}

fn count<R: Record>(replica: &Replica) -> usize {
    row::read_all(replica.db(), R::KIND, "id is not null", &[]).unwrap().len()
}

fn people(ward: &Ward) -> Vec<(RecordId, Person)> {
    let all = row::read_all(ward.replica.db(), Person::KIND, "id is not null", &[]).unwrap();
    all.into_iter().map(|state| (state.id, Person::from_fields(&state.fields))).collect()
}

fn called(ward: &Ward, name: &str) -> (RecordId, Person) {
    people(ward).into_iter().find(|(_, person)| person.name == Some(name.into())).unwrap()
}

const TWO_FAMILIES: [&str; 5] = [
    "Nguyễn Văn Khoát|12/3/1958|Chủ hộ|12/3|Lê Lai|0903000127|Chi hội 1|x",
    "Trần Thị Ngoạt|5/6/1960|Vợ|||||",
    "||||||||",
    "Phạm Quý Thích|1970|Chủ hộ|14|Lê Lai||CH 1|",
    "Phạm Thị Nhàn|1/2/2001|Con|14|Lê Lai|||",
];

#[test]
fn families_are_written_as_they_stand_in_the_sheet() {
    let mut ward = ward::ward();
    let lines = sheet(&TWO_FAMILIES);
    let checked = importing(&ward, 1).check(&ward.replica, &lines).unwrap();
    assert_eq!(checked.checked, Checked { people: 4, new: 4, ..Checked::default() });
    assert_eq!(count::<Person>(&ward.replica), 0, "nothing is written by looking");
    let part = write(&mut ward, 1, &Rules::default(), &lines);
    let expected = Written {
        people: 4,
        households: 2,
        memberships: 2,
        registrations: 1,
        ..Written::default()
    };
    assert_eq!((part.written, part.left_out), (expected, vec![]));
    let (khoat, person) = called(&ward, "Nguyễn Văn Khoát");
    assert_eq!(person.consent, Some(ConsentForm::Signed));
    assert_eq!(person.birth, Birth::parse("12/3/1958"));
    let (ngoat, _) = called(&ward, "Trần Thị Ngoạt");
    let home_of = |person: RecordId| {
        let homes = row::read_all(ward.replica.db(), Residence::KIND, "subject = ?1", &[&person.0]);
        Residence::from_fields(&homes.unwrap()[0].fields)
    };
    let home = home_of(ngoat);
    assert_eq!((home.household, home.relation), (home_of(khoat).household, Some(Relation::Spouse)));
    assert_eq!(home.since, Day::parse("1/9/2022"));
    let household = home.household.unwrap().0;
    let household = row::read(ward.replica.db(), "household", household).unwrap().unwrap();
    let household = Household::from_fields(&household.fields);
    assert_eq!(household.head.map(|head| head.0), Some(khoat));
    assert_eq!(household.house, Some(Text("12/3".into())));
    let imports = ward.replica.imports().unwrap();
    assert_eq!((imports.len(), imports[0].done, imports[0].written), (1, 6, expected));
}

#[test]
fn a_sheet_that_is_read_again_adds_nothing() {
    let mut ward = ward::ward();
    let lines = sheet(&TWO_FAMILIES);
    write(&mut ward, 1, &Rules::default(), &lines);
    let checked = importing(&ward, 2).check(&ward.replica, &lines).unwrap();
    assert_eq!((checked.checked.new, checked.checked.certain + checked.checked.likely), (0, 4));
    assert!(
        checked
            .remarks
            .iter()
            .all(|remark| matches!(remark.twin.as_ref().unwrap().who, TwinOf::Record(_)))
    );
    let rules = Rules { likely: Decision::Complete, ..Rules::default() };
    let part = write(&mut ward, 2, &rules, &lines);
    assert_eq!(part.written, Written { there: 4, ..Written::default() });
    assert_eq!(count::<Household>(&ward.replica), 2);
}

#[test]
fn a_line_that_cannot_be_read_is_left_out_and_says_where() {
    let mut ward = ward::ward();
    let lines = sheet(&["Nguyễn Văn Khoát|31/2/1958||||12||", "|1958||||||", "Lê Ba|1960||||||"]);
    let part = write(&mut ward, 1, &Rules::default(), &lines);
    assert_eq!((part.written.people, part.written.left_out), (1, 2));
    let WhyLeftOut::Faults(faults) = &part.left_out[0].why else { panic!() };
    let said: Vec<_> = faults.iter().map(|fault| (fault.column, fault.why)).collect();
    assert_eq!(said, [(Some(1), Why::NotADate), (Some(5), Why::NotAPhone)]);
    let mut ward = ward::ward();
    let rules = Rules { without_faults: true, ..Rules::default() };
    let part = write(&mut ward, 2, &rules, &lines);
    assert_eq!((part.written.people, part.written.left_out), (2, 1), "a name is not left blank");
    assert_eq!(called(&ward, "Nguyễn Văn Khoát").1.birth, None);
}

#[test]
fn who_is_on_record_gets_what_he_lacks_and_gives_it_back() {
    let mut ward = ward::ward();
    let there = ward.person(Person {
        name: Some("Nguyễn Văn Khoát".into()),
        birth: Birth::parse("12/3/1958"),
        consent: Some(ConsentForm::Ticked),
        ..Person::default()
    });
    let lines = sheet(&[TWO_FAMILIES[0]]);
    let part = write(&mut ward, 1, &Rules::default(), &lines);
    assert_eq!((part.written.people, part.written.completed), (0, 1));
    let (id, person) = called(&ward, "Nguyễn Văn Khoát");
    assert_eq!(
        (id, person.phone.map(|phone| phone.digits().to_owned())),
        (there, Some("0903000127".into()))
    );
    assert_eq!(person.consent, Some(ConsentForm::Ticked), "what stands there stays");
    assert_eq!(count::<Member>(&ward.replica), 1);
    assert_eq!(take_back(&mut ward, 1).kept, 0);
    let (_, person) = called(&ward, "Nguyễn Văn Khoát");
    assert_eq!((person.phone, person.birth), (None, Birth::parse("12/3/1958")));
    assert_eq!((count::<Member>(&ward.replica), count::<Registration>(&ward.replica)), (0, 0));
}

#[test]
fn nothing_is_added_to_one_who_withdrew() {
    let mut ward = ward::ward();
    ward.person(Person {
        name: Some("Nguyễn Văn Khoát".into()),
        birth: Birth::parse("12/3/1958"),
        consent: Some(ConsentForm::Withdrawn),
        ..Person::default()
    });
    let twice = sheet(&[TWO_FAMILIES[0], TWO_FAMILIES[0]]);
    let part = write(&mut ward, 1, &Rules::default(), &twice);
    assert_eq!(part.written, Written { there: 2, ..Written::default() }, "on any line");
    assert_eq!(people(&ward).len(), 1);
    assert_eq!(called(&ward, "Nguyễn Văn Khoát").1.phone, None);
}

#[test]
fn an_import_is_taken_back_as_a_whole() {
    let mut ward = ward::ward();
    write(&mut ward, 1, &Rules::default(), &sheet(&TWO_FAMILIES));
    assert_eq!(take_back(&mut ward, 1).kept, 0);
    assert!(ward.replica.imports().unwrap()[0].taken_back);
    for left in [
        count::<Person>(&ward.replica),
        count::<Household>(&ward.replica),
        count::<Residence>(&ward.replica),
        count::<Member>(&ward.replica),
        count::<Registration>(&ward.replica),
    ] {
        assert_eq!(left, 0);
    }
}

#[test]
fn who_has_been_written_of_since_stays_with_his_household() {
    let mut ward = ward::ward();
    write(&mut ward, 1, &Rules::default(), &sheet(&TWO_FAMILIES));
    let (nhan, _) = called(&ward, "Phạm Thị Nhàn");
    let phone = Person { class: Some("12A".into()), ..Person::default() };
    ward.replica.save(vec![Draft::set(nhan, phone)], NOW).unwrap();
    let back = take_back(&mut ward, 1);
    assert!(back.kept > 0);
    let mut left: Vec<_> =
        people(&ward).into_iter().map(|(_, person)| person.name.unwrap().0).collect();
    left.sort();
    assert_eq!(left, ["Phạm Quý Thích", "Phạm Thị Nhàn"], "the head of her household stays too");
    assert_eq!(count::<Household>(&ward.replica), 1);
}

#[test]
fn a_head_who_has_been_written_of_keeps_his_home_and_what_hangs_on_it() {
    let mut ward = ward::ward();
    write(&mut ward, 1, &Rules::default(), &sheet(&TWO_FAMILIES));
    let (khoat, _) = called(&ward, "Nguyễn Văn Khoát");
    let class = Person { class: Some("12A".into()), ..Person::default() };
    ward.replica.save(vec![Draft::set(khoat, class)], NOW).unwrap();
    assert!(take_back(&mut ward, 1).kept > 0);
    assert_eq!(people(&ward).len(), 1);
    assert_eq!((count::<Household>(&ward.replica), count::<Member>(&ward.replica)), (1, 1));
    assert_eq!(count::<Residence>(&ward.replica), 2, "he lives there, and it stands somewhere");
    assert_eq!(count::<Registration>(&ward.replica), 1);
}

#[test]
fn a_namesake_of_somebody_on_record_does_not_move_in_with_him() {
    let mut ward = ward::ward();
    let lines = sheet(&["Nguyễn Văn Khoát|1958|Chủ hộ|12|Lê Lai|||"]);
    write(&mut ward, 1, &Rules::default(), &lines);
    let namesake =
        sheet(&["Nguyễn Văn Khoát|1958|Chủ hộ|90|Út Tịch|||", "Lê Thị Nhàn|1960|Vợ|||||"]);
    let rules = Rules { certain: Decision::New, likely: Decision::New, ..Rules::default() };
    let part = write(&mut ward, 2, &rules, &namesake);
    assert_eq!((part.written.people, part.written.households), (2, 1));
    let household = |person: RecordId| {
        let homes = row::read_all(ward.replica.db(), Residence::KIND, "subject = ?1", &[&person.0]);
        Residence::from_fields(&homes.unwrap()[0].fields).household
    };
    let (nhan, _) = called(&ward, "Lê Thị Nhàn");
    let both =
        people(&ward).into_iter().filter(|(_, one)| one.name == Some("Nguyễn Văn Khoát".into()));
    let homes: Vec<_> = both.map(|(id, _)| household(id)).collect();
    assert_eq!(homes.iter().filter(|home| **home == household(nhan)).count(), 1);
    assert_ne!(homes[0], homes[1]);
}

#[test]
fn a_head_who_stands_on_two_lines_founds_one_household() {
    let mut ward = ward::ward();
    let line = "Nguyễn Văn Khoát|12/3/1958|Chủ hộ|12|Lê Lai|0903000127||";
    let lines = sheet(&[line, line, "Lê Thị Nhàn|1960|Vợ|||||"]);
    let part = write(&mut ward, 1, &Rules::default(), &lines);
    assert_eq!((part.written.people, part.written.households), (2, 1));
    assert_eq!(count::<Household>(&ward.replica), 1);
}

#[test]
fn somebody_twice_in_one_sheet_is_one() {
    let mut ward = ward::ward();
    let lines = sheet(&[
        "Nguyễn Văn Khoát|12/3/1958||12/3|Lê Lai|||",
        "Nguyễn Văn Khoát|12/3/1958||12/3|Lê Lai|0903000127||",
    ]);
    let checked = importing(&ward, 1).check(&ward.replica, &lines).unwrap();
    assert_eq!((checked.checked.new, checked.checked.certain), (1, 1));
    assert_eq!(checked.remarks[0].twin.as_ref().unwrap().who, TwinOf::Line(2));
    let part = write(&mut ward, 1, &Rules::default(), &lines);
    assert_eq!((part.written.people, part.written.completed), (1, 1));
    assert!(called(&ward, "Nguyễn Văn Khoát").1.phone.is_some());
    // Two sums of one record: both are taken back.
    assert_eq!(take_back(&mut ward, 1).kept, 0);
    assert_eq!(count::<Person>(&ward.replica), 0);
}

#[test]
fn who_may_be_on_record_waits_until_somebody_has_looked() {
    let mut ward = ward::ward();
    ward.person(Person {
        name: Some("Nguyễn Văn Khoát".into()),
        birth: Birth::parse("1958"),
        ..Person::default()
    });
    let line = "Nguyễn Văn Khoát|1958||||||";
    let lines = sheet(&[line, line]);
    let checked = importing(&ward, 1).check(&ward.replica, &lines).unwrap();
    assert_eq!(checked.checked.people, 2, "{checked:?}");
    let part = write(&mut ward, 1, &Rules::default(), &lines);
    let waits = |why: &WhyLeftOut| matches!(why, WhyLeftOut::Twin(TwinOf::Record(_)));
    assert!(part.left_out.iter().all(|left_out| waits(&left_out.why)), "both lines wait");
    assert_eq!((part.left_out.len(), part.written.people), (2, 0));
    let rules = Rules { of_line: [(2, Decision::New)].into(), ..Rules::default() };
    assert_eq!(write(&mut ward, 2, &rules, &lines).written.people, 1);
    assert_eq!(people(&ward).len(), 2);
}
