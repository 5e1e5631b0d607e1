//! Scopes in motion: people and areas move, rights come and go, while devices are away. A device ends
//! with exactly what its user may see, and its outbox is safe at each step.

mod support;

use std::collections::BTreeSet;

use domain::access::Role;
use domain::answer::Refusal;
use domain::id::RecordId;
use domain::identity::Phone;
use domain::kind::Record;
use domain::record::{
    Area, AreaId, Attendance, Event, EventForm, EventId, Person, PersonId, Residence, ResidentId,
    Succession,
};
use domain::time::{Day, Moment};
use domain::value::Value;
use store::query::conflicts::versions;
use store::{Draft, Next, row};
use support::{PASSWORD, TestDevice, TestServer, a_person, a_ward, accept_all, end_of, grant};

/// The people that a device knows, whole.
fn people(device: &TestDevice) -> BTreeSet<String> {
    names(device, "id not in (select id from card)")
}

/// The people of whom it has a card.
fn cards(device: &TestDevice) -> BTreeSet<String> {
    names(device, "id in (select id from card)")
}

fn names(device: &TestDevice, which: &str) -> BTreeSet<String> {
    let db = device.replica.db();
    let mut statement =
        db.prepare(&format!("select name from person where name is not null and {which}")).unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().collect::<Result<_, _>>().unwrap()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

fn phone(person: RecordId, number: &str) -> Draft {
    Draft::set(person, Person { phone: Phone::parse(number).ok(), ..Person::default() })
}

/// Registers somebody and syncs; gives the person and his residence.
fn registered(
    device: &mut TestDevice,
    server: &TestServer,
    name: &str,
    area: RecordId,
) -> (RecordId, RecordId) {
    let drafts = a_person(device, name, area);
    let ids = (drafts[0].record, drafts[1].record);
    device.save(drafts);
    device.sync(server);
    ids
}

/// Somebody moves: his residence ends, another begins.
fn moves(device: &mut TestDevice, person: RecordId, from: RecordId, to: RecordId, on: &str) {
    let id = device.replica.new_id().unwrap();
    let day = Day::parse(on);
    device.save(vec![
        Draft::set(from, Residence { until: day, ..Residence::default() }),
        Draft::set(
            id,
            Residence {
                subject: Some(ResidentId(person)),
                area: Some(AreaId(to)),
                since: day,
                ..Residence::default()
            },
        ),
    ]);
}

struct Ward {
    server: TestServer,
    officer: TestDevice,
    first: RecordId,
    second: RecordId,
    root: RecordId,
    administrator: TestDevice,
}

fn ward() -> Ward {
    let (server, mut administrator, [first, second]) = a_ward();
    let root = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, root);
    Ward { server, officer, first, second, root, administrator }
}

#[test]
fn a_reassigned_volunteer_leaves_the_old_neighbourhood_and_none_of_his_work() {
    let Ward { server, mut officer, first, second, .. } = ward();
    let mut volunteer = server.somebody(&mut officer, "hoa", Role::Collector, first);
    let (person, _) = registered(&mut volunteer, &server, "Nguyễn Văn An", first);
    registered(&mut officer, &server, "Trần Thị Bình", second);

    // He goes on in the old neighbourhood without a network, while he is given another one.
    volunteer.save(vec![phone(person, "0903000001")]);
    let drafts = a_person(&mut volunteer, "Nguyễn Văn Chín", first);
    volunteer.save(drafts);
    officer.save(vec![end_of(grant(volunteer.account, Role::Collector, first))]);
    officer.save(vec![Draft::fact(grant(volunteer.account, Role::Collector, second))]);
    officer.sync(&server);
    volunteer.sync(&server);

    let unsent = volunteer.replica.unsent().unwrap();
    assert_eq!((unsent.changes, unsent.held, unsent.refused), (0, 3, 0), "safe, to be decided");
    accept_all(&server, &officer);
    volunteer.sync(&server);
    officer.sync(&server);
    assert_eq!(volunteer.replica.unsent().unwrap().held, 0);
    assert_eq!(people(&volunteer), set(&["Trần Thị Bình"]));
    assert_eq!(cards(&volunteer), set(&[]));
    assert_eq!(people(&officer), set(&["Nguyễn Văn An", "Nguyễn Văn Chín", "Trần Thị Bình"]));
}

#[test]
fn an_officer_of_another_neighbourhood_gets_it_with_its_past() {
    let Ward { server, mut officer, first, second, .. } = ward();
    let mut lower = server.somebody(&mut officer, "lan", Role::WardOfficer, first);
    let (person, residence) = registered(&mut officer, &server, "Nguyễn Văn An", second);
    moves(&mut officer, person, residence, first, "1/10/2026");
    let elsewhere = registered(&mut officer, &server, "Trần Thị Bình", second);
    moves(&mut officer, elsewhere.0, elsewhere.1, first, "2/10/2026");
    officer.sync(&server);
    lower.sync(&server);
    assert_eq!(lower.count("residence"), 2, "the ended ones lie in the other neighbourhood");

    officer.save(vec![Draft::fact(grant(lower.account, Role::WardOfficer, second))]);
    officer.sync(&server);
    lower.sync(&server);
    assert_eq!(lower.count("residence"), 4, "who lived there before is there too");
    assert_eq!(people(&lower), people(&officer));
}

#[test]
fn a_member_who_moves_and_comes_back_keeps_late_edits_from_both_sides() {
    let Ward { server, mut officer, first, second, .. } = ward();
    let mut here = server.somebody(&mut officer, "hoa", Role::Collector, first);
    let mut there = server.somebody(&mut officer, "lan", Role::Collector, second);
    let (person, residence) = registered(&mut here, &server, "Nguyễn Văn An", first);
    officer.sync(&server);

    here.save(vec![phone(person, "0903000001")]); // not sent
    moves(&mut officer, person, residence, second, "1/10/2026");
    officer.sync(&server);
    there.sync(&server);
    let second_home: i64 = there
        .replica
        .db()
        .query_row("select id from residence where until is null", [], |row| row.get(0))
        .unwrap();
    there.save(vec![phone(person, "0903000002")]); // not sent either
    moves(&mut officer, person, RecordId(second_home), first, "2/10/2026");
    officer.sync(&server);

    here.sync(&server);
    there.sync(&server);
    here.sync(&server);
    officer.sync(&server);
    for device in [&here, &there] {
        let unsent = device.replica.unsent().unwrap();
        assert_eq!((unsent.changes, unsent.held, unsent.refused), (0, 0, 0));
    }
    let ways = versions(here.replica.db(), "person", person).unwrap();
    assert_eq!(ways.len(), 2, "neither knew of the other: both stand");
    assert_eq!(people(&here), set(&["Nguyễn Văn An"]));
    assert_eq!(people(&there), set(&[]), "he has come back");
    assert_eq!(cards(&there), set(&["Nguyễn Văn An"]), "he lived here once");
}

#[test]
fn a_record_whose_area_is_disputed_is_seen_in_both_until_somebody_chooses() {
    let Ward { server, mut officer, first, second, mut administrator, root: ward } = ward();
    let third = administrator.draw_neighbourhood("Khu phố 3", ward);
    administrator.sync(&server);
    officer.sync(&server);
    let mut other = server.somebody(&mut administrator, "lan", Role::WardOfficer, ward);
    let mut collectors = [(first, "mot"), (second, "hai"), (third, "ba")]
        .map(|(area, login)| server.somebody(&mut administrator, login, Role::Collector, area));
    let (_, residence) = registered(&mut officer, &server, "Nguyễn Văn An", first);
    other.sync(&server);
    let lies_in = |area| {
        Draft::set(residence, Residence { area: Some(AreaId(area)), ..Residence::default() })
    };
    officer.save(vec![lies_in(second)]);
    other.save(vec![lies_in(third)]);
    officer.sync(&server);
    other.sync(&server);
    officer.sync(&server);
    let mut seen = || {
        collectors.each_mut().map(|collector| {
            collector.sync(&server);
            people(collector).len()
        })
    };
    assert_eq!(seen(), [0, 1, 1]);
    officer.save(vec![lies_in(second).settling("area")]);
    officer.sync(&server);
    assert_eq!(seen(), [0, 1, 0]);
}

#[test]
fn areas_that_are_split_and_merged_meanwhile_lose_nobody() {
    let Ward { server, mut officer, first, second, root: ward, .. } = ward();
    let mut volunteer = server.somebody(&mut officer, "hoa", Role::Collector, first);
    let (person, _) = registered(&mut volunteer, &server, "Nguyễn Văn An", first);

    // Offline he goes on where he is; meanwhile his neighbourhood is split, and what is left of it
    // joins the second.
    volunteer.save(vec![phone(person, "0903000001")]);
    let drafts = a_person(&mut volunteer, "Nguyễn Văn Chín", first);
    volunteer.save(drafts);
    let split = officer.draw_neighbourhood("Khu phố 1A", ward);
    let succeeds = |new, default| {
        Draft::fact(Succession {
            old: Some(AreaId(first)),
            new: Some(AreaId(new)),
            default_successor: Some(default),
            effective_on: Day::parse("1/10/2026"),
        })
    };
    officer.save(vec![succeeds(split, true), succeeds(second, false)]);
    officer
        .save(vec![Draft::set(first, Area { until: Day::parse("30/9/2026"), ..Area::default() })]);
    officer.save(vec![Draft::fact(grant(volunteer.account, Role::Collector, split))]);
    officer.sync(&server);
    volunteer.sync(&server);
    officer.sync(&server);
    let unsent = volunteer.replica.unsent().unwrap();
    assert_eq!((unsent.changes, unsent.held, unsent.refused), (0, 0, 0));
    let everybody = set(&["Nguyễn Văn An", "Nguyễn Văn Chín"]);
    assert_eq!((people(&volunteer), people(&officer)), (everybody.clone(), everybody.clone()));

    // The ward draws the new area elsewhere in its tree: whoever holds it goes with it.
    officer.save(vec![Draft::set(split, Area { parent: Some(AreaId(second)), ..Area::default() })]);
    officer.sync(&server);
    registered(&mut volunteer, &server, "Nguyễn Văn Mười", split);
    let mut below = server.somebody(&mut officer, "lan", Role::Collector, second);
    below.sync(&server);
    // It holds what lies below it, and as a successor what lay in the first.
    assert_eq!(people(&below), set(&["Nguyễn Văn An", "Nguyễn Văn Chín", "Nguyễn Văn Mười"]));
}

#[test]
fn a_helper_of_an_event_has_its_list_for_its_days_and_nothing_else() {
    let Ward { server, mut officer, first, second, .. } = ward();
    let (guest, _) = registered(&mut officer, &server, "Nguyễn Văn An", first);
    registered(&mut officer, &server, "Trần Thị Bình", first);
    let (event, today) = (officer.replica.new_id().unwrap(), server::clock::now().day());
    officer.save(vec![Draft::set(
        event,
        Event {
            name: Some("Lớp tập huấn".into()),
            form: Some(EventForm::Training),
            area: Some(AreaId(first)),
            held_on: Some(Day(today.0 - 1)),
            until: Some(today),
            ..Event::default()
        },
    )]);
    let here = |present| {
        Draft::fact(Attendance {
            event: Some(EventId(event)),
            person: Some(PersonId(guest)),
            present: Some(present),
            ..Attendance::default()
        })
    };
    officer.save(vec![here(false)]);
    officer.sync(&server);

    // Of another neighbourhood, where he registers people.
    let mut helper = server.somebody(&mut officer, "lan", Role::Collector, second);
    assert_eq!((people(&helper), helper.count("event")), (set(&[]), 0));
    officer.save(vec![Draft::fact(grant(helper.account, Role::Helper, event))]);
    officer.sync(&server);
    assert_eq!(officer.replica.refusals().unwrap(), []);
    helper.sync(&server);
    assert_eq!((helper.count("event"), helper.count("attendance")), (1, 1));
    assert_eq!((people(&helper), cards(&helper)), (set(&[]), set(&["Nguyễn Văn An"])));
    helper.save(vec![here(true)]);
    helper.save(vec![Draft::set(event, Event { place: Some("Khác".into()), ..Event::default() })]);
    helper.sync(&server);
    assert_eq!(helper.replica.refusals().unwrap().len(), 1, "the list is his, not the event");

    // When its days are over the list goes by itself; what was done in them still arrives.
    let first_day = Moment(server::clock::now().0 - Moment::DAY_MS);
    helper.replica.save(vec![here(false)], first_day).unwrap();
    let mut over = Draft::set(event, Event::default());
    over.fields.insert("until".into(), Value::Null);
    officer.save(vec![over]);
    officer.sync(&server);
    helper.sync(&server);
    let unsent = helper.replica.unsent().unwrap();
    assert_eq!((unsent.changes, unsent.held, unsent.refused), (0, 0, 1));
    assert_eq!((helper.count("event"), helper.count("attendance")), (0, 0));
    assert_eq!(cards(&helper), set(&[]));
    officer.sync(&server);
    let present: bool = officer
        .replica
        .db()
        .query_row("select present from attendance", [], |row| row.get(0))
        .unwrap();
    assert!(!present, "what he did while he helped stands");
}

#[test]
fn who_checks_in_at_an_event_that_was_deleted_is_told_so_and_may_once_it_is_back() {
    let Ward { server, mut officer, first, .. } = ward();
    let mut collector = server.somebody(&mut officer, "hoa", Role::Collector, first);
    let (guest, _) = registered(&mut collector, &server, "Nguyễn Văn An", first);
    let event = officer.replica.new_id().unwrap();
    let drawn = Event {
        name: Some("Lớp tập huấn".into()),
        form: Some(EventForm::Training),
        area: Some(AreaId(first)),
        held_on: Some(server::clock::now().day()),
        ..Event::default()
    };
    let drawn = Draft::set(event, drawn);
    officer.save(vec![drawn.clone()]);
    officer.sync(&server);
    collector.sync(&server);
    officer.save(vec![Draft::delete(Event::KIND, event)]);
    officer.sync(&server);
    let here = Draft::fact(Attendance {
        event: Some(EventId(event)),
        person: Some(PersonId(guest)),
        present: Some(true),
        ..Attendance::default()
    });
    collector.save(vec![here.clone()]);
    collector.sync(&server);
    let refused = &collector.replica.refusals().unwrap()[0].refused;
    let about = (refused.code, refused.field.as_deref());
    assert_eq!(about, (Refusal::WrongReference, Some("event")));

    officer.save(vec![drawn]);
    officer.sync(&server);
    collector.sync(&server);
    collector.save(vec![here]);
    collector.sync(&server);
    officer.sync(&server);
    assert_eq!(officer.count("attendance"), 1);
}

#[test]
fn a_closed_accounts_work_waits_for_an_officer_and_its_ledger_goes() {
    let Ward { server, mut officer, first, .. } = ward();
    let mut volunteer = server.somebody(&mut officer, "hoa", Role::Collector, first);
    let (person, _) = registered(&mut volunteer, &server, "Nguyễn Văn An", first);
    volunteer.save(vec![phone(person, "0903000001")]);
    officer.sync(&server);
    let closed = domain::record::Account {
        closed_on: Day::parse("24/11/2026"),
        ..domain::record::Account::default()
    };
    officer.save(vec![Draft::set(volunteer.account, closed)]);
    officer.sync(&server);
    assert!(officer.replica.refusals().unwrap().is_empty());

    volunteer.sync(&server);
    let unsent = volunteer.replica.unsent().unwrap();
    assert_eq!((unsent.changes, unsent.held, unsent.refused), (0, 1, 0));
    assert_eq!(people(&volunteer), set(&[]), "of the record only what he wrote himself is there");
    accept_all(&server, &officer);
    assert!(matches!(volunteer.sync(&server), Next::Rest | Next::Wipe));
    assert_eq!(people(&volunteer), set(&[]));
    officer.sync(&server);
    let number: String =
        officer.replica.db().query_row("select phone from person", [], |row| row.get(0)).unwrap();
    assert_eq!(number, "0903000001");
}

#[test]
fn whoever_read_figures_when_he_wrote_has_seen_no_names() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let mut auditor = server.somebody(&mut administrator, "soat", Role::Auditor, first);
    let (person, _) = registered(&mut collector, &server, "Nguyễn Văn An", first);
    collector.save(vec![phone(person, "0901000001")]);
    collector.sync(&server);
    auditor.sync(&server);
    // He saw no number, and wrote one; the right to do so came later.
    auditor.save(vec![phone(person, "0901000002")]);
    administrator.sync(&server);
    administrator.save(vec![Draft::fact(grant(auditor.account, Role::WardOfficer, first))]);
    administrator.sync(&server);
    auditor.sync(&server);
    auditor.sync(&server);
    assert_eq!(auditor.replica.unsent().unwrap().refused, 0);
    let versions = versions(auditor.replica.db(), "person", person).unwrap();
    assert_eq!(versions.len(), 2, "both numbers stand beside one another: {versions:?}");
}

#[test]
fn whoever_got_an_older_image_has_seen_what_stands_in_it() {
    let Ward { server, mut officer, first, .. } = ward();
    let (person, _) = registered(&mut officer, &server, "Nguyễn Văn An", first);
    officer.save(vec![phone(person, "0903000000")]);
    officer.sync(&server);
    server.somebody(&mut officer, "hoa", Role::Collector, first);
    // Her image stands for the next one too, whose right is younger than it.
    server.somebody(&mut officer, "lan", Role::Collector, first);
    let mut lan = server.sign_in("lan", PASSWORD).unwrap();
    lan.fetches_its_image(&server);
    lan.save(vec![phone(person, "0903000001")]);
    lan.sync(&server);
    let there = row::read(lan.replica.db(), "person", person).unwrap().unwrap();
    assert_eq!(there.fields.get("phone"), Some(&Value::Text("0903000001".into())));
    assert_eq!(versions(lan.replica.db(), "person", person).unwrap(), vec![]);
}

#[test]
fn whoever_says_again_what_he_no_longer_reads_has_not_seen_it() {
    let Ward { server, mut officer, first, .. } = ward();
    let mut volunteer = server.somebody(&mut officer, "hoa", Role::Collector, first);
    let (person, _) = registered(&mut officer, &server, "Nguyễn Văn An", first);
    volunteer.sync(&server);
    // He notes a number while he reads the name; before it arrives he is to see no names any more.
    volunteer.save(vec![phone(person, "0903000001")]);
    officer.save(vec![end_of(grant(volunteer.account, Role::Collector, first))]);
    officer.save(vec![Draft::fact(grant(volunteer.account, Role::Auditor, first))]);
    officer.sync(&server);
    volunteer.sync(&server);
    assert_eq!(people(&volunteer), set(&[]));
    // Both words arrive once he has his right back.
    let name = Person { name: Some("Nguyễn Văn Anh".into()), ..Person::default() };
    let mut both = phone(person, "0903000002");
    both.fields.extend(Draft::set(person, name).fields);
    volunteer.save(vec![both]);
    officer.save(vec![Draft::fact(grant(volunteer.account, Role::Collector, first))]);
    officer.sync(&server);
    accept_all(&server, &officer);
    volunteer.sync(&server);
    volunteer.sync(&server);
    officer.sync(&server);
    let fields: BTreeSet<String> = versions(officer.replica.db(), "person", person)
        .unwrap()
        .into_iter()
        .map(|version| version.disputed.field)
        .collect();
    assert_eq!(fields, set(&["name"]), "both names stand beside one another");
}
