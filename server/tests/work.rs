//! What waits for people, through the API: conflicts and their history, refused work.

mod support;

use domain::access::Role;
use domain::change::Act;
use domain::id::{ChangeId, DeviceId, RecordId};
use domain::identity::Phone;
use domain::kind::Record;
use domain::record::Person;
use domain::value::Value;
use domain::wire::PastChange;
use store::Draft;
use store::query::conflicts::{conflict_count, versions};
use support::{TestDevice, TestServer, a_person, a_ward};

fn history(
    server: &TestServer,
    device: &TestDevice,
    record: RecordId,
) -> Result<Vec<PastChange>, u16> {
    server.get(&format!("/v1/history/{}", record.0), Some(&device.token(server)))
}

fn phone(person: RecordId, number: &str) -> Draft {
    Draft::set(person, Person { phone: Phone::parse(number).ok(), ..Person::default() })
}

/// A person whose telephone a collector and an officer wrote without knowing of each other.
fn written_in_two_ways() -> (TestServer, TestDevice, TestDevice, RecordId) {
    let (server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Văn An", first);
    let person = drafts[0].record;
    collector.save(drafts);
    collector.save(vec![phone(person, "0903000000")]);
    collector.sync(&server);
    officer.sync(&server);
    officer.save(vec![phone(person, "0903000001")]);
    collector.save(vec![phone(person, "0903000002")]);
    officer.sync(&server);
    collector.sync(&server);
    officer.sync(&server);
    collector.sync(&server);
    (server, officer, collector, person)
}

#[test]
fn each_way_says_who_wrote_it_on_what_and_over_what() {
    let (_server, officer, _, person) = written_in_two_ways();
    let mut ways = versions(officer.replica.db(), "person", person).unwrap();
    ways.sort_by_key(|way| way.author.clone());
    let said = ways.iter().map(|way| {
        let saw = way.disputed.saw.as_text().unwrap_or_default();
        (way.author.as_str(), way.device.as_str(), saw, way.by_officer)
    });
    let said: Vec<_> = said.collect();
    let saw = "0903000000";
    assert_eq!(said, [("hoa", "Máy thử", saw, false), ("phuoc", "Máy thử", saw, true)]);
}

#[test]
fn a_choice_ends_the_dispute_at_once_and_can_be_taken_back_by_an_officer() {
    let (server, mut officer, mut collector, person) = written_in_two_ways();
    let chosen = officer
        .replica
        .save(vec![phone(person, "0903000001").settling("phone")], server::clock::now())
        .unwrap();
    assert_eq!(conflict_count(officer.replica.db()).unwrap(), 0, "before the server has heard");
    officer.sync(&server);
    collector.sync(&server);
    assert_eq!(conflict_count(collector.replica.db()).unwrap(), 0);

    let device = DeviceId::of_key(officer.key.verifying_key().as_bytes());
    let choice = ChangeId { device, number: *chosen.numbers.start() };
    collector.save(vec![phone(person, "0903000002").taking_back(choice)]);
    collector.sync(&server);
    assert_eq!(collector.replica.refusals().unwrap().len(), 1, "not a collector's to take back");
    officer.save(vec![phone(person, "0903000002").taking_back(choice)]);
    officer.sync(&server);
    let ways = versions(officer.replica.db(), "person", person).unwrap();
    let authors: Vec<_> = ways.iter().map(|way| way.author.as_str()).collect();
    assert_eq!(authors, ["phuoc", "hoa"], "each as it was written");
}

#[test]
fn the_history_says_who_wrote_what_over_what_and_outlives_the_record() {
    let (server, mut officer, collector, person) = written_in_two_ways();
    let mut administrator = server.sign_in("0903000127", support::PASSWORD).unwrap();
    administrator.sync(&server);
    let second = administrator.area("Khu phố 2");
    let elsewhere = server.somebody(&mut administrator, "lan", Role::Collector, second);

    let past = history(&server, &officer, person).unwrap();
    let said = past.iter().filter_map(|past| {
        let phone = past.change.fields.get("phone")?.as_text()?;
        let saw = past.saw.get("phone").and_then(Value::as_text);
        Some((past.author.as_str(), past.device.as_str(), saw, phone))
    });
    let said: Vec<_> = said.collect();
    assert_eq!(
        said,
        [
            ("hoa", "Máy thử", None, "0903000000"),
            ("phuoc", "Máy thử", Some("0903000000"), "0903000001"),
            ("hoa", "Máy thử", Some("0903000000"), "0903000002"),
        ]
    );

    officer.save(vec![Draft::delete(Person::KIND, person)]);
    officer.sync(&server);
    let past = history(&server, &collector, person).unwrap();
    let deletion = past.last().unwrap();
    assert_eq!((deletion.author.as_str(), deletion.change.act), ("phuoc", Act::Delete));
    assert_eq!(deletion.saw.get("name"), Some(&"Nguyễn Văn An".into()), "all that can come back");
    assert_eq!(history(&server, &elsewhere, person).unwrap_err(), 403);
    assert_eq!(history(&server, &administrator, person).unwrap_err(), 403, "he reads no people");
}
