//! What an officer knows of the devices in his areas.

mod support;

use domain::access::Role;
use domain::health::{DeviceHealth, Health, LockedHealth};
use domain::time::Moment;
use support::{TestDevice, TestServer, a_person, a_ward, end_of, grant};

fn devices(server: &TestServer, officer: &TestDevice) -> Vec<DeviceHealth> {
    server.get("/v1/devices", Some(&officer.token(server))).unwrap()
}

/// What the officer knows of the only device whose word has this many changes waiting.
fn told(server: &TestServer, officer: &TestDevice, waiting: u64) -> DeviceHealth {
    let mut devices = devices(server, officer);
    devices.retain(|device| device.health.as_ref().is_some_and(|told| told.waiting == waiting));
    assert_eq!(devices.len(), 1, "{devices:?}");
    devices.remove(0)
}

fn tell(server: &TestServer, device: &TestDevice, health: &Health) {
    server.post::<_, ()>("/v1/health", Some(&device.token(server)), health).unwrap();
}

#[test]
fn an_officer_knows_how_the_devices_of_his_areas_stand_and_of_no_others() {
    let (server, mut administrator, [first, second]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let officer = server.somebody(&mut administrator, "mot", Role::WardOfficer, first);
    let other = server.somebody(&mut administrator, "hai", Role::WardOfficer, second);
    let word = Health {
        waiting: 12,
        oldest: Some(Moment(1_700_000_000_000)),
        refused: 2,
        begun: 1,
        version: "0.1.0".into(),
        build: "build/1234.js".into(),
        free: Some(5 << 30),
        ..Health::default()
    };
    tell(&server, &collector, &word);
    let known = told(&server, &officer, 12);
    assert_eq!(known.health.as_ref(), Some(&word));
    assert_eq!(known.current, None, "this server gives out no app");
    assert_eq!(devices(&server, &other).len(), 1, "his own");
    assert_eq!(devices(&server, &collector).len(), 1, "his own");

    // Its file is locked now, and part of its work has gone up by itself.
    let locked = LockedHealth { certificate: collector.certificate.clone(), waiting: 3 };
    server.post::<_, ()>("/v1/health/locked", None, &locked).unwrap();
    let known = told(&server, &officer, 3);
    assert_eq!(known.health, Some(Health { waiting: 3, locked: true, ..word }));

    // A device that only pushes is heard of, too; what it said of itself stays.
    let seen = known.seen.unwrap();
    let person = a_person(&mut collector, "Nguyễn Văn An", first);
    collector.save(person);
    collector.sync(&server);
    assert!(told(&server, &officer, 3).seen.unwrap() > seen);
}

#[test]
fn nobody_speaks_for_another_device() {
    let (server, mut administrator, [first, _]) = a_ward();
    let collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    assert!(server.post::<_, ()>("/v1/health", None, &Health::default()).is_err());
    let mut forged = collector.certificate.clone();
    forged.signature[0] ^= 1;
    let locked = LockedHealth { certificate: forged, waiting: 0 };
    assert!(server.post::<_, ()>("/v1/health/locked", None, &locked).is_err());
    let long = Health { version: "x".repeat(1000), ..Health::default() };
    let token = collector.token(&server);
    assert!(server.post::<_, ()>("/v1/health", Some(&token), &long).is_err());
}

#[test]
fn what_waits_on_the_server_is_counted_and_the_device_of_whoever_left_stays_in_sight() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let officer = server.somebody(&mut administrator, "mot", Role::WardOfficer, first);
    collector.sync(&server);
    administrator.sync(&server);
    administrator.save(vec![end_of(grant(collector.account, Role::Collector, first))]);
    administrator.sync(&server);
    let person = a_person(&mut collector, "Nguyễn Văn An", first);
    let changes = person.len() as u64;
    collector.save(person);
    collector.sync(&server);
    tell(&server, &collector, &Health { waiting: 7, ..Health::default() });
    assert_eq!(told(&server, &officer, 7).held, changes);
}

#[test]
fn a_revoked_device_says_that_it_has_wiped_itself() {
    let (server, mut administrator, [first, _]) = a_ward();
    let lost = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    administrator.sync(&server);
    administrator.revoke(&lost, &server);
    let refused = server.get::<Vec<DeviceHealth>>("/v1/devices", Some(&lost.token(&server)));
    assert!(refused.is_err(), "it learns nothing");
    tell(&server, &lost, &Health { wiped: true, waiting: 5, ..Health::default() });
    let known = told(&server, &administrator, 5);
    assert!(known.health.unwrap().wiped);
}
