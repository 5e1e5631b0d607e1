//! The server's disk: full in the middle, damaged, lost; copies of the ledger, and what becomes of
//! all that is younger than the copy that is put back.

mod support;

use std::path::PathBuf;

use domain::access::Role;
use domain::id::RecordId;
use domain::record::{Erasure, Person, PersonId};
use domain::time::Day;
use domain::wire::{Request, Response};
use store::{Draft, Next};
use support::{
    PASSWORD, TestDevice, TestServer, a_person, a_ward, accept_all, end_of, grant, held,
};

/// A folder of copies beside a server's own.
fn copies_of(server: &TestServer) -> PathBuf {
    let folder = server.folder().with_extension("copies");
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

fn copies_in(folder: &PathBuf) -> Vec<PathBuf> {
    let mut copies: Vec<PathBuf> = std::fs::read_dir(folder)
        .map(|files| files.map(|file| file.unwrap().path()).collect())
        .unwrap_or_default();
    copies.retain(|path| path.extension().is_some_and(|extension| extension == "sqlite"));
    copies.retain(|path| !path.ends_with("coming.sqlite"));
    copies.sort();
    copies
}

fn registers(device: &mut TestDevice, people: usize, area: RecordId) {
    for number in 0..people {
        let drafts = a_person(device, &format!("Người {number}"), area);
        device.save(drafts);
    }
}

/// A ward at work: who keeps the organisation, who decides, who goes from door to door.
struct Ward {
    server: TestServer,
    administrator: TestDevice,
    officer: TestDevice,
    collector: TestDevice,
    first: RecordId,
    second: RecordId,
}

fn ward() -> Ward {
    let (server, mut administrator, [first, second]) = a_ward();
    let root = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, root);
    let collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    Ward { server, administrator, officer, collector, first, second }
}

/// The server as it is put back from a copy that was made before `since` took place.
fn restored_to_before(server: &mut TestServer, since: impl FnOnce(&TestServer)) {
    let backup = server.folder().with_extension("backup");
    let _ = std::fs::remove_file(&backup);
    assert!(server.command(&["backup", "--to", backup.to_str().unwrap()]));
    since(server);
    server.kill();
    assert!(server.command(&["restore", "--from", backup.to_str().unwrap()]));
    std::fs::remove_file(backup).unwrap();
    server.start_again();
}

#[test]
fn a_backup_of_a_folder_without_a_ledger_fails_and_writes_nothing() {
    let folder = std::env::temp_dir().join(format!("skh-empty-{}", std::process::id()));
    let backup = folder.with_extension("backup");
    let done = std::process::Command::new(env!("CARGO_BIN_EXE_so-khuyen-hoc"))
        .args(["backup", "--data", folder.to_str().unwrap(), "--to", backup.to_str().unwrap()])
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(!done.success());
    assert!(!backup.exists() && !folder.exists());
}

#[test]
fn a_restored_backup_gets_back_what_was_acknowledged_since() {
    let Ward { mut server, mut administrator, mut collector, first, .. } = ward();
    let mut later = None;
    restored_to_before(&mut server, |server| {
        registers(&mut collector, 30, first);
        collector.sync(server);
        // An account younger than the backup, with its right, its device and its password.
        later = Some(server.somebody(&mut administrator, "sau", Role::Collector, first));
    });
    let mut later = later.unwrap();
    assert_eq!(later.count("person"), 30);
    assert_eq!(later.sync(&server), Next::Rest, "the journal knows it");
    assert_eq!(later.count("person"), 0);
    assert_eq!(
        later.replica.rescued().unwrap().len(),
        60,
        "what the backup lacks is kept until it reappears"
    );
    collector.sync(&server);
    later.sync(&server);
    assert_eq!(later.count("person"), 30);
    assert!(later.replica.rescued().unwrap().is_empty());
    assert!(server.sign_in("sau", PASSWORD).is_ok());
}

#[test]
fn what_has_left_its_authors_scope_comes_back_too() {
    let Ward { mut server, mut administrator, mut officer, mut collector, first, second } = ward();
    let account = collector.account;
    restored_to_before(&mut server, |server| {
        registers(&mut collector, 10, first);
        collector.sync(server);
        administrator.save(vec![
            end_of(grant(account, Role::Collector, first)),
            Draft::fact(grant(account, Role::Collector, second)),
        ]);
        administrator.sync(server);
        collector.sync(server);
        assert_eq!(collector.count("person"), 0, "they have left his scope");
    });
    collector.sync(&server);
    accept_all(&server, &officer);
    officer.sync(&server);
    assert_eq!(officer.count("person"), 10);
    collector.sync(&server);
    assert_eq!(collector.replica.unsent().unwrap().changes, 0);
    assert_eq!(collector.count("person"), 0);
}

#[test]
fn a_word_on_somebody_whom_the_backup_lacks_waits_for_him() {
    let Ward { mut server, mut officer, mut collector, first, .. } = ward();
    restored_to_before(&mut server, |server| {
        registers(&mut collector, 1, first);
        collector.sync(server);
        officer.sync(server);
        // Unsent; a name is all that a person cannot be without, and yet it makes none.
        let id: i64 =
            officer.replica.db().query_row("select id from person", [], |row| row.get(0)).unwrap();
        let renamed = Person { name: Some("Tên Mới".into()), ..Person::default() };
        officer.save(vec![Draft::set(RecordId(id), renamed)]);
    });
    officer.sync(&server);
    assert_eq!(officer.replica.unsent().unwrap().held, 1);
    assert_eq!(officer.replica.refusals().unwrap(), []);
    collector.sync(&server);
    officer.sync(&server);
    collector.sync(&server);
    let name = |device: &TestDevice| -> String {
        device.replica.db().query_row("select name from person", [], |row| row.get(0)).unwrap()
    };
    assert_eq!((name(&officer), name(&collector)), ("Tên Mới".into(), "Tên Mới".into()));
}

#[test]
fn what_was_taken_away_since_the_backup_stays_away() {
    let ward = ward();
    let (mut server, mut administrator, mut officer) =
        (ward.server, ward.administrator, ward.officer);
    let (mut dismissed, first, second) = (ward.collector, ward.first, ward.second);
    let mut lost = server.somebody(&mut administrator, "mat", Role::Collector, second);
    let registration = a_person(&mut dismissed, "Nguyễn Văn Quên", first);
    let person = registration[0].record;
    dismissed.save(registration);
    dismissed.sync(&server);
    restored_to_before(&mut server, |server| {
        administrator.sync(server);
        administrator.save(vec![end_of(grant(dismissed.account, Role::Collector, first))]);
        administrator.revoke(&lost, server);
        officer.sync(server);
        officer.save(vec![Draft::fact(Erasure {
            person: Some(PersonId(person)),
            asked_on: Day::parse("25/11/2026"),
        })]);
        officer.sync(server);
        assert!(officer.replica.refusals().unwrap().is_empty());
    });
    // Neither has heard of it. The journal has.
    registers(&mut dismissed, 1, first);
    dismissed.sync(&server);
    assert_eq!(dismissed.count("person"), 1, "of all records he has what he wrote himself");
    assert_eq!(dismissed.replica.unsent().unwrap().held, 2, "what he did since waits");
    registers(&mut lost, 1, second);
    assert_eq!(lost.sync(&server), Next::Wipe);
    assert_eq!(held(&server, &officer).len(), 4);

    officer.sync(&server);
    let name: Option<String> = officer
        .replica
        .db()
        .query_row("select name from person where id = ?1", [person.0], |row| row.get(0))
        .unwrap();
    assert_eq!(name, None, "who was forgotten stays forgotten");
}

#[test]
fn what_the_journal_knows_proves_nothing_of_what_came_before_it() {
    let Ward { mut server, mut administrator, collector, first, second, .. } = ward();
    restored_to_before(&mut server, |server| {
        registers(&mut administrator, 1, first);
        let lent = grant(collector.account, Role::Collector, second);
        administrator.save(vec![Draft::fact(lent)]);
        registers(&mut administrator, 1, first);
        administrator.sync(server);
    });
    let refused = administrator.replica.refusals().unwrap();
    assert_eq!(refused.len(), 4, "he writes no people, before the right that he gave and after it");
    administrator.hears_of_the_new_life(&server);

    // Somebody carries his work, but not the first of it, which is asked again.
    let first_group = refused[1].change.id.number;
    let (parcel, _) = administrator.replica.parcel_after(first_group).unwrap().unwrap();
    let token = administrator.token(&server);
    let carried = server.post("/v1/sync", Some(&token), &Request::Push(parcel)).unwrap();
    let Response::Answers { answers, .. } = carried else { panic!("no answers") };
    let numbers: Vec<u64> = answers.iter().map(|answer| answer.change.number).collect();
    assert_eq!(numbers, [first_group + 1], "the right is known; what follows waits for the first");

    administrator.sync(&server);
    assert_eq!(administrator.replica.unsent().unwrap().changes, 0, "in order, all is answered");
}

#[test]
fn a_full_disk_in_the_middle_loses_nothing_that_was_acknowledged() {
    let Ward { mut server, mut officer, mut collector, first, .. } = ward();
    server.kill();
    server.start_again_with_little_disk(512);
    registers(&mut collector, 3000, first);
    let (status, code) = collector.try_sync(&server).unwrap_err();
    assert_eq!((status, code.as_str()), (507, "server_full"));
    let waiting = collector.replica.unsent().unwrap().changes;
    assert!((1..6000).contains(&waiting), "{waiting} wait: some were acknowledged before");
    assert_eq!(officer.try_sync(&server), Ok(Next::Rest), "it still gives out what it has");
    assert_eq!(officer.count("person"), 3000 - waiting as i64 / 2);

    server.kill();
    server.start_again();
    collector.sync(&server);
    assert_eq!(collector.replica.unsent().unwrap().changes, 0);
    officer.sync(&server);
    assert_eq!(officer.count("person"), 3000);
}

#[test]
fn a_damaged_database_is_told_at_the_start_and_a_copy_put_back() {
    let Ward { mut server, mut administrator, mut collector, first, .. } = ward();
    registers(&mut collector, 200, first);
    collector.sync(&server);
    let copies = copies_of(&server);
    server.kill();
    let copies_text = copies.to_str().unwrap().to_owned();
    server.settings = vec!["--backups".into(), copies_text.clone()];
    server.start_again();
    let begun = std::time::Instant::now();
    while copies_in(&copies).is_empty() {
        assert!(begun.elapsed().as_secs() < 60, "no copy was made");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    registers(&mut collector, 20, first);
    collector.sync(&server);
    let mut later = server.somebody(&mut administrator, "sau", Role::Collector, first);
    server.kill();
    let database = server.folder().join("ledger.sqlite");
    let whole = server.folder().join("whole.sqlite");
    assert!(server.command(&["backup", "--to", whole.to_str().unwrap()]));
    let mut bytes = std::fs::read(&whole).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(&database, bytes).unwrap();
    for beside in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
        let _ = std::fs::remove_file(server.folder().join(beside));
    }
    let complaint = server.says(&["serve", "--listen", "127.0.0.1:0"]).unwrap_err();
    assert!(complaint.contains("damaged"), "{complaint}");
    assert!(complaint.contains("so-khuyen-hoc restore"), "{complaint}");

    // A copy that was cut short is passed over; the journal is lost with the disk.
    std::fs::write(copies.join("ledger-9999-01-01-000000.sqlite"), [0x5a; 8192]).unwrap();
    std::fs::remove_file(server.folder().join("journal")).unwrap();
    assert!(server.command(&["restore", "--from", &copies_text]));
    server.start_again();
    assert_eq!(later.sync(&server), Next::Rest, "the journal among the copies knows him");
    collector.sync(&server);
    later.sync(&server);
    assert_eq!(later.count("person"), 220);
    std::fs::remove_dir_all(copies).unwrap();
}

#[test]
fn a_ledger_is_not_opened_without_its_key_or_its_database_nor_beside_anothers_copies() {
    let (mut server, _, _) = a_ward();
    server.kill();
    let (key, away) = (server.folder().join("organisation.key"), server.folder().join("away"));
    std::fs::rename(&key, &away).unwrap();
    let complaint = server.says(&["serve", "--listen", "127.0.0.1:0"]).unwrap_err();
    assert!(complaint.contains("from the safe"), "{complaint}");
    assert!(!key.exists(), "no other one is made");
    std::fs::rename(&away, &key).unwrap();

    let database = server.folder().join("ledger.sqlite");
    std::fs::rename(&database, &away).unwrap();
    let complaint = server.says(&["serve", "--listen", "127.0.0.1:0"]).unwrap_err();
    assert!(complaint.contains("so-khuyen-hoc restore"), "{complaint}");
    assert!(!database.exists(), "no empty one is made");
    std::fs::rename(&away, &database).unwrap();

    let copies = copies_of(&server);
    std::fs::create_dir(&copies).unwrap();
    std::fs::write(copies.join("journal"), b"of another ledger").unwrap();
    let words = ["serve", "--listen", "127.0.0.1:0", "--backups", copies.to_str().unwrap()];
    let complaint = server.says(&words).unwrap_err();
    assert!(complaint.contains("another ledger"), "{complaint}");
    std::fs::remove_dir_all(copies).unwrap();
}
