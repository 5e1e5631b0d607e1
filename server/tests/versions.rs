//! Long absence and other versions: what a former version wrote is opened, what a newer one writes is
//! kept.

mod support;

use std::path::{Path, PathBuf};

use domain::access::Role;
use domain::answer::Verdict;
use domain::identity::Phone;
use domain::record::Person;
use domain::view::form::FormId;
use domain::wire::{self, Response};
use store::query::conflicts::versions;
use store::{Draft, InFile, Replica};
use support::{TestDevice, TestServer, a_person, a_ward, bent};

/// Every version whose files are kept.
const FORMER: &[&str] = &["2026-11-24"];

fn fixture(version: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(version)
}

fn unpack(version: &str, name: &str, to: &Path) {
    let packed = std::fs::read(fixture(version).join(format!("{name}.zst"))).unwrap();
    std::fs::write(to.join(name), zstd::decode_all(packed.as_slice()).unwrap()).unwrap();
}

/// The server of a former version after its update, and the device that stayed away meanwhile.
fn updated(version: &str) -> (TestServer, TestDevice) {
    let server = TestServer::start_with(|folder| {
        unpack(version, "ledger.sqlite", folder);
        unpack(version, "device.sqlite", folder);
        for file in ["organisation.key", "journal"] {
            std::fs::copy(fixture(version).join(file), folder.join(file)).unwrap();
        }
    });
    let certificate = std::fs::read(fixture(version).join("certificate.msgpack")).unwrap();
    let file = server.folder().join("device.sqlite");
    let device = TestDevice::of_file(&file, wire::read(&certificate).unwrap());
    (server, device)
}

#[test]
fn a_device_of_a_former_version_goes_on_with_its_work() {
    for version in FORMER {
        let (server, mut device) = updated(version);
        let refusals = device.replica.refusals().unwrap();
        assert_eq!(refusals.len(), 2);
        assert_eq!(device.replica.begun_forms().unwrap()[0].id, FormId(42));
        // Its answer may have been lost with the old program: it is not saved twice.
        let again = a_person(&mut device, "Trần Thị Bình", domain::id::RecordId(1));
        device.replica.save_form(FormId(41), again, server::clock::now()).unwrap();
        assert_eq!(device.replica.unsent().unwrap().changes, 2);
        let numbers: Vec<u64> = refusals.iter().map(|refusal| refusal.change.id.number).collect();
        device.replica.hand_over(&numbers).unwrap();

        device.sync(&server);
        let unsent = device.replica.unsent().unwrap();
        assert_eq!((unsent.changes, unsent.held, unsent.refused), (0, 2, 0));
        assert_eq!(device.count("person"), 2);

        // What was disputed under the former version can be settled, and says what each saw from
        // the next change on.
        let id: i64 = device
            .replica
            .db()
            .query_row("select record from conflict limit 1", [], |row| row.get(0))
            .unwrap();
        let person = domain::id::RecordId(id);
        assert_eq!(versions(device.replica.db(), "person", person).unwrap().len(), 2);
        device.save(vec![Draft::set(
            person,
            Person { school: Some("Trường Ba Vân".into()), ..Person::default() },
        )]);
        device.sync(&server);
        let ways = versions(device.replica.db(), "person", person).unwrap();
        assert_eq!(ways.len(), 2);
    }
}

#[test]
fn what_a_former_version_had_on_its_way_is_answered() {
    for version in FORMER {
        let (server, device) = updated(version);
        let push = std::fs::read(fixture(version).join("push.msgpack")).unwrap();
        let (status, body) = server.post_bytes("/v1/sync", Some(&device.token(&server)), &push);
        assert_eq!(status, 200);
        let Response::Answers { answers, .. } = wire::read(&body).unwrap() else {
            panic!("no answers")
        };
        let accepted =
            |answer: &domain::answer::Answer| matches!(answer.verdict, Verdict::Accepted(_));
        assert_eq!(answers.iter().filter(|answer| accepted(answer)).count(), 2);
    }
}

#[test]
fn a_file_of_a_newer_version_is_refused_untouched() {
    for version in FORMER {
        let (server, device) = updated(version);
        let file = server.folder().join("device.sqlite");
        device.replica.db().pragma_update(None, "user_version", 99).unwrap();
        drop(device);
        let before = std::fs::read(&file).unwrap();
        assert!(Replica::open(Box::new(InFile::new(&file))).is_err());
        assert_eq!(std::fs::read(&file).unwrap(), before);
    }
}

#[test]
fn what_a_newer_device_says_is_kept_and_passed_on_by_those_who_do_not_know_it() {
    let (server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut newer = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut newer, "Nguyễn Văn An", first);
    let person = drafts[0].record;
    newer.save(drafts);
    let request = bent(&newer, |offer| {
        if offer.change.kind == "person" {
            offer.change.fields.insert("nickname".into(), "Tư".into());
        }
    });
    let token = newer.token(&server);
    server.post::<_, Response>("/v1/sync", Some(&token), &request).unwrap();

    officer.sync(&server);
    let phone = Phone::parse("0903000001").ok();
    officer.save(vec![Draft::set(person, Person { phone, ..Person::default() })]);
    officer.sync(&server);
    let mut third = server.somebody(&mut administrator, "lan", Role::Collector, first);
    third.sync(&server);
    for device in [&officer, &third] {
        let state = store::row::read(device.replica.db(), "person", person).unwrap().unwrap();
        assert_eq!(state.fields.get("nickname"), Some(&"Tư".into()));
        assert_eq!(state.fields.get("phone"), Some(&"0903000001".into()));
    }
}
