//! The server through its API: the real program, real replicas, real requests.

mod support;

use domain::access::Role;
use domain::answer::Refusal;
use domain::envelope::{Offer, Parcel, Signed};
use domain::id::{Epoch, RecordId};
use domain::identity::Login;
use domain::kind::Record;
use domain::record::{
    Account, AccountId, Area, AreaId, Branch, BranchForm, BranchId, DeviceRecord, Grant, GrantArea,
    Member, Person, PersonId, Residence, ResidentId,
};
use domain::time::{Day, Moment};
use domain::wire::{self, Decided, Decision, HeldChange, PastChange, Request, Response};
use store::sealed::{Purpose, seal};
use store::{Draft, Next};
use support::{PASSWORD, TestDevice, TestServer, new_device, new_key};

/// A person who lives in an area: the group that registers him.
fn a_person(device: &mut TestDevice, name: &str, area: RecordId) -> Vec<Draft> {
    let (person, residence) = (device.replica.new_id().unwrap(), device.replica.new_id().unwrap());
    vec![
        Draft::set(person, Person { name: Some(name.into()), ..Person::default() }),
        Draft::set(
            residence,
            Residence {
                subject: Some(ResidentId(person)),
                area: Some(AreaId(area)),
                since: Day::parse("1/9/2026"),
                ..Residence::default()
            },
        ),
    ]
}

/// An organisation of one ward with two neighbourhoods and its administrator.
fn a_ward() -> (TestServer, TestDevice, [RecordId; 2]) {
    let server = TestServer::start();
    let mut administrator = server.set_up();
    administrator.sync(&server);
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let first = administrator.draw_neighbourhood("Khu phố 1", ward);
    let second = administrator.draw_neighbourhood("Khu phố 2", ward);
    administrator.sync(&server);
    (server, administrator, [first, second])
}

#[test]
fn what_one_registers_the_other_sees() {
    let (server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    for number in 0..20 {
        let drafts = a_person(&mut collector, &format!("Nguyễn Văn {number}"), first);
        collector.save(drafts);
    }
    assert_eq!(collector.count("person"), 20, "before there is a network");
    collector.sync(&server);
    officer.sync(&server);
    administrator.sync(&server);
    assert_eq!(officer.count("person"), 20);
    assert_eq!(administrator.count("person"), 0, "an administrator reads no people");
}

#[test]
fn a_collector_cannot_push_into_another_neighbourhood() {
    let (server, mut administrator, [first, second]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let outside = a_person(&mut collector, "Người Ngoài", second);
    let inside = a_person(&mut collector, "Người Trong", first);
    collector.save(outside);
    collector.save(inside);
    collector.sync(&server);
    let refusals = collector.replica.refusals().unwrap();
    assert_eq!(refusals.len(), 2, "the group as a whole, and nothing behind it");
    assert!(refusals.iter().any(|refusal| refusal.refused.code == Refusal::NoRight));
    assert_eq!(collector.count("person"), 1);
}

#[test]
fn a_set_up_takes_place_once_and_with_the_code() {
    let server = TestServer::start();
    let mut ask = domain::account::SetUp {
        code: "not the code".into(),
        organisation: "x".into(),
        unit: "34-26968".into(),
        name: "x".into(),
        login: "x".into(),
        password: PASSWORD.into(),
        device: new_device(&new_key()),
    };
    let refused = |ask: &_| {
        server.post::<_, domain::account::Admitted>("/v1/set-up", None, ask).unwrap_err().1
    };
    assert_eq!(refused(&ask), "wrong_set_up_code");
    ask.code.clone_from(&server.set_up_code);
    ask.password = "ngắn".into();
    assert_eq!(refused(&ask), "short_password");
    ask.password = PASSWORD.into();
    ask.unit = "34-00000".into();
    assert_eq!(refused(&ask), "no_such_unit");
    server.set_up();
    ask.unit = "34-26968".into();
    assert_eq!(refused(&ask), "already_set_up");
}

#[test]
fn a_wrong_password_stays_out_and_is_slowed_down() {
    let (server, _, _) = a_ward();
    assert!(server.sign_in("0903000127", PASSWORD).is_ok(), "however the number is written");
    let mut slowed = false;
    for _ in 0..12 {
        match server.sign_in("0903000127", "sai") {
            Err((401, code)) => assert_eq!(code, "wrong_password"),
            Err((429, _)) => slowed = true,
            other => panic!("{:?}", other.err()),
        }
    }
    assert!(slowed);
}

#[test]
fn an_invitation_serves_one_key_and_that_one_again() {
    let (server, mut administrator, [first, _]) = a_ward();
    let collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let token = administrator.token(&server);
    let invite = domain::account::Invite { account: collector.account };
    let code = server
        .post::<_, domain::account::Invited>("/v1/invite", Some(&token), &invite)
        .unwrap()
        .code;
    let key = new_key();
    let redeem = |key: &_| {
        let ask = domain::account::Redeem {
            code: code.clone(),
            password: PASSWORD.into(),
            device: new_device(key),
        };
        server.post::<_, domain::account::Admitted>("/v1/redeem", None, &ask)
    };
    assert!(redeem(&key).is_ok());
    assert!(redeem(&key).is_ok(), "its first answer may have been lost");
    assert_eq!(redeem(&new_key()).unwrap_err().1, "invitation_void");
    let token = collector.token(&server);
    let upward = domain::account::Invite { account: administrator.account };
    let refused = server.post::<_, domain::account::Invited>("/v1/invite", Some(&token), &upward);
    assert_eq!(refused.unwrap_err().1, "outside_scope");
}

#[test]
fn bad_requests_get_a_clear_answer_and_change_nothing() {
    let (server, administrator, _) = a_ward();
    let token = administrator.token(&server);
    let sync = |token: Option<&str>, bytes: &[u8]| {
        let (status, body) = server.post_bytes("/v1/sync", token, bytes);
        (status, String::from_utf8_lossy(&body).into_owned())
    };
    let life = Epoch(1);
    let parcel = Parcel {
        device: administrator.replica.identity().unwrap().unwrap().device(),
        life,
        offers: vec![],
    };
    let forged = Request::Push(Signed::seal(&parcel, &new_key()));
    assert_eq!(sync(None, &wire::write(&forged)), (401, "sign_in_first".into()));
    assert_eq!(sync(Some("00"), &wire::write(&forged)), (401, "sign_in_first".into()));
    assert_eq!(sync(Some(&token), &wire::write(&forged)), (400, "bad_request".into()));
    assert_eq!(sync(Some(&token), b"\xc1 no message"), (400, "unreadable".into()));
    assert_eq!(sync(Some(&token), &[]), (400, "unreadable".into()));
    assert_eq!(sync(Some(&token), &vec![0; 2 << 20]), (413, "too_large".into()));
    let of_another = Parcel { device: domain::id::DeviceId(7), ..parcel };
    let foreign = Request::Push(Signed::seal(&of_another, &administrator.key));
    assert_eq!(sync(Some(&token), &wire::write(&foreign)), (400, "bad_request".into()));
    assert_eq!(server.get::<String>("/v1/history/5", Some(&token)), Err(403));
}

/// The parcel that a device would send, changed by a test.
fn bent(device: &TestDevice, bend: impl Fn(&mut Offer)) -> Request {
    let signed = device.replica.next_push(500, false).unwrap().unwrap();
    let mut parcel: Parcel = signed.open(&device.key.verifying_key()).unwrap();
    parcel.offers.iter_mut().for_each(bend);
    Request::Push(Signed::seal(&parcel, &device.key))
}

#[test]
fn a_replay_with_other_content_is_refused_and_the_first_word_stands() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Văn An", first);
    collector.save(drafts);
    let token = collector.token(&server);
    let push = |request: &Request| -> Vec<domain::answer::Answer> {
        match server.post("/v1/sync", Some(&token), request).unwrap() {
            Response::Answers { answers, .. } => answers,
            other => panic!("{other:?}"),
        }
    };
    let honest = bent(&collector, |_| {});
    let first_answers = push(&honest);
    assert!(
        first_answers
            .iter()
            .all(|answer| matches!(answer.verdict, domain::answer::Verdict::Accepted(_)))
    );
    for answer in push(&honest) {
        assert!(
            matches!(answer.verdict, domain::answer::Verdict::Known(_)),
            "asked again, answered again"
        );
    }
    let altered = bent(&collector, |offer| {
        offer.change.fields.insert("since".into(), 1.into());
    });
    for answer in push(&altered) {
        let domain::answer::Verdict::Refused(refused) = answer.verdict else {
            panic!("{answer:?}")
        };
        assert_eq!(refused.code, Refusal::IdentityReused);
    }
}

#[test]
fn a_change_made_in_2099_is_taken_and_wins_nothing() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Văn An", first);
    let person = drafts[0].record;
    let in_2099 = Moment(i64::from(Day::new(2099, 1, 1).unwrap().0) * Moment::DAY_MS);
    collector.replica.save(drafts, in_2099).unwrap();
    assert_eq!(collector.sync(&server), Next::Rest);
    assert!(collector.replica.refusals().unwrap().is_empty());
    collector.save(vec![Draft::set(
        person,
        Person { name: Some("Nguyễn Văn Ân".into()), ..Person::default() },
    )]);
    collector.sync(&server);
    let name: String = collector
        .replica
        .db()
        .query_row("select name from person where id = ?1", [person.0], |row| row.get(0))
        .unwrap();
    assert_eq!(name, "Nguyễn Văn Ân");
}

/// Revokes a device, by whoever may.
fn revoke(by: &mut TestDevice, device: &TestDevice, server: &TestServer) {
    let key = hex::encode(device.key.verifying_key().as_bytes());
    let record = RecordId::derived("device", &[key.as_str().into()]);
    let revoked = DeviceRecord { revoked_at: Some(Moment(1)), ..DeviceRecord::default() };
    by.save(vec![Draft::set(record, revoked)]);
    by.sync(server);
    assert!(by.replica.refusals().unwrap().is_empty());
}

#[test]
fn a_revoked_device_may_only_hand_in_its_work() {
    let (server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut dismissed = server.somebody(&mut administrator, "hoa", Role::WardOfficer, ward);
    let seen = a_person(&mut dismissed, "Nguyễn Văn An", first);
    let person = seen[0].record;
    dismissed.save(seen);
    dismissed.sync(&server);
    let token = dismissed.token(&server);
    assert!(
        server.get::<Vec<PastChange>>(&format!("/v1/history/{}", person.0), Some(&token)).is_ok()
    );
    let drafts = a_person(&mut dismissed, "Nguyễn Văn Bình", first);
    dismissed.save(drafts);
    officer.sync(&server);
    revoke(&mut officer, &dismissed, &server);
    assert_eq!(dismissed.sync(&server), Next::Wipe);
    assert_eq!(dismissed.replica.unsent().unwrap().held, 2, "held, for an officer to decide");

    let history = format!("/v1/history/{}", person.0);
    assert_eq!(server.get::<Vec<PastChange>>(&history, Some(&token)).unwrap_err(), 403);
    assert_eq!(server.get::<Vec<HeldChange>>("/v1/held", Some(&token)).unwrap_err(), 403);
    let invite = domain::account::Invite { account: dismissed.account };
    let invited = server.post::<_, domain::account::Invited>("/v1/invite", Some(&token), &invite);
    assert_eq!(invited.unwrap_err(), (403, "no_standing".into()));

    let held = |device: &TestDevice| -> Vec<HeldChange> {
        server.get("/v1/held", Some(&device.token(&server))).unwrap()
    };
    assert_eq!(held(&administrator).len(), 0, "an administrator reads no people");
    let waiting = held(&officer);
    assert_eq!(waiting.len(), 2);
    let decision = Decision { change: waiting[0].change.id, accept: true };
    let own = server.post::<_, Decided>("/v1/held/decide", Some(&token), &decision);
    assert_eq!(own.unwrap_err(), (403, "no_standing".into()));
    let token = officer.token(&server);
    server.post::<_, Decided>("/v1/held/decide", Some(&token), &decision).unwrap();
    assert_eq!(held(&officer).len(), 0, "a group is decided as a whole");
    officer.sync(&server);
    assert_eq!(officer.count("person"), 2);
}

#[test]
fn nobody_reaches_above_himself() {
    let (server, mut administrator, [first, second]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let high = server.somebody(&mut administrator, "cao", Role::WardOfficer, ward);
    // He also registers in the lower one's neighbourhood, who therefore sees his account.
    administrator.save(vec![Draft::fact(Grant {
        account: Some(AccountId(high.account)),
        role: Some(Role::Collector),
        area: Some(GrantArea(first)),
        ..Grant::default()
    })]);
    administrator.sync(&server);
    let mut low = server.somebody(&mut administrator, "thap", Role::WardOfficer, first);
    let mut refused = |drafts: Vec<Draft>| {
        low.save(drafts);
        low.sync(&server);
        let refusals = low.replica.refusals().unwrap();
        for refusal in &refusals {
            low.replica.forget_refused(refusal.change.id.number).unwrap();
        }
        refusals.first().map(|refusal| refusal.refused.code)
    };
    let moved = |area: RecordId, parent: RecordId| {
        vec![Draft::set(area, Area { parent: Some(AreaId(parent)), ..Area::default() })]
    };
    assert_eq!(refused(moved(ward, first)), Some(Refusal::NoRight), "the root is not his to move");
    assert_eq!(refused(moved(second, first)), Some(Refusal::NoRight));
    let key = hex::encode(high.key.verifying_key().as_bytes());
    let device = RecordId::derived("device", &[key.as_str().into()]);
    let revoked = DeviceRecord { revoked_at: Some(Moment(1)), ..DeviceRecord::default() };
    assert_eq!(refused(vec![Draft::set(device, revoked)]), Some(Refusal::NoRight));
    let closed = Account { closed_on: Day::parse("1/1/2026"), ..Account::default() };
    assert_eq!(refused(vec![Draft::set(high.account, closed)]), Some(Refusal::NoRight));
    administrator.sync(&server);
    let ring = moved(ward, first);
    administrator.save(ring);
    administrator.sync(&server);
    let refusals = administrator.replica.refusals().unwrap();
    assert_eq!(refusals[0].refused.code, Refusal::WrongReference, "an area is not part of itself");
}

#[test]
fn a_device_belongs_to_whom_the_server_certified_it_for() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, first);
    let key = hex::encode(officer.key.verifying_key().as_bytes());
    let taken_over = DeviceRecord {
        key: Some(key.as_str().into()),
        account: Some(AccountId(administrator.account)),
        tablet: Some("t1".into()),
        certified_at: Some(Moment(1)),
        ..DeviceRecord::default()
    };
    // As a forger would: the request is made by hand, past what the device itself would check.
    officer.save(vec![Draft::set(
        RecordId::derived("device", &[key.as_str().into()]),
        DeviceRecord { label: Some("Máy của tôi".into()), ..DeviceRecord::default() },
    )]);
    let fields = taken_over.into_fields();
    let forged = bent(&officer, |offer| {
        offer.change.base.position = domain::id::Position(0);
        offer.change.fields = fields.clone();
    });
    let token = officer.token(&server);
    let Response::Answers { answers, .. } = server.post("/v1/sync", Some(&token), &forged).unwrap()
    else {
        panic!("a push is answered")
    };
    let domain::answer::Verdict::Refused(refused) = &answers[0].verdict else {
        panic!("{answers:?}")
    };
    assert_eq!(refused.code, Refusal::NoRight);
    assert_eq!(officer.count("grant"), 1, "and reads what it read");
}

#[test]
fn what_others_lie_in_is_not_deleted() {
    let (server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    assert!(
        administrator.replica.save(vec![Draft::delete(Area::KIND, first)], Moment(1)).is_err(),
        "an area is closed, never deleted"
    );
    let people = a_person(&mut officer, "Nguyễn Văn An", first);
    let person = people[0].record;
    officer.save(people);
    let (branch, member) = (officer.replica.new_id().unwrap(), officer.replica.new_id().unwrap());
    officer.save(vec![
        Draft::set(
            branch,
            Branch {
                name: Some("Chi hội 1".into()),
                form: Some(BranchForm::Neighbourhood),
                area: Some(AreaId(first)),
                ..Branch::default()
            },
        ),
        Draft::set(
            member,
            Member {
                person: Some(PersonId(person)),
                branch: Some(BranchId(branch)),
                joined_on: Day::parse("1/9/2026"),
                ..Member::default()
            },
        ),
    ]);
    officer.save(vec![Draft::delete(Branch::KIND, branch)]);
    officer.sync(&server);
    assert_eq!(officer.replica.refusals().unwrap()[0].refused.code, Refusal::InUse);
    assert_eq!(officer.count("branch"), 1);
}

#[test]
fn a_login_is_one_however_it_is_written_and_nobody_elses() {
    let (server, mut administrator, [first, second]) = a_ward();
    server.somebody(&mut administrator, "Chị Hoa", Role::Collector, first);
    for written in ["chị hoa", "CHI HOA", "chi  hoa"] {
        assert!(server.sign_in(written, PASSWORD).is_ok(), "{written}");
    }
    let account = administrator.replica.new_id().unwrap();
    administrator.save(vec![
        Draft::set(
            account,
            Account {
                name: Some("Người khác".into()),
                login: Login::parse("Chi Hoa"),
                ..Account::default()
            },
        ),
        Draft::fact(Grant {
            account: Some(AccountId(account)),
            role: Some(Role::Collector),
            area: Some(GrantArea(second)),
            ..Grant::default()
        }),
    ]);
    administrator.sync(&server);
    let refusals = administrator.replica.refusals().unwrap();
    assert!(refusals.iter().any(|refusal| refusal.refused.code == Refusal::LoginTaken));
}

#[test]
fn no_acknowledged_change_is_lost_and_none_is_applied_twice_when_the_server_is_killed() {
    let (mut server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let mut acknowledged = 0;
    for round in 0..4 {
        for number in 0..50 {
            let drafts = a_person(&mut collector, &format!("Người {round}-{number}"), first);
            collector.save(drafts);
        }
        // Each person is a push of its own; the server dies somewhere among them.
        let token = collector.token(&server);
        let mut pushes = 0;
        while let Some(push) = collector.replica.next_push(2, false).unwrap() {
            pushes += 1;
            if pushes == 10 + round * 9 {
                let (address, bytes) = (server.address.clone(), wire::write(&Request::Push(push)));
                let token = token.clone();
                let under_way = std::thread::spawn(move || {
                    let request = ureq::post(format!("{address}/v1/sync"));
                    let _ =
                        request.header("authorization", format!("Bearer {token}")).send(&bytes[..]);
                });
                server.kill();
                under_way.join().unwrap();
                server.start_again();
                break;
            }
            let response: Response =
                server.post("/v1/sync", Some(&token), &Request::Push(push)).unwrap();
            if let Response::Answers { answers, .. } = &response {
                acknowledged += answers.len();
            }
            collector.replica.receive(response, Moment(0)).unwrap();
        }
        collector.sync(&server);
    }
    assert!(acknowledged > 50);
    officer.sync(&server);
    assert_eq!(officer.count("person"), 200);
    let different: i64 = officer
        .replica
        .db()
        .query_row("select count(distinct name) from person", [], |row| row.get(0))
        .unwrap();
    assert_eq!(different, 200);
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
    let (mut server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let backup = server.folder().with_extension("backup");
    let _ = std::fs::remove_file(&backup);
    assert!(server.command(&["backup", "--to", backup.to_str().unwrap()]));
    for number in 0..30 {
        let drafts = a_person(&mut collector, &format!("Người {number}"), first);
        collector.save(drafts);
    }
    collector.sync(&server);
    // An account younger than the backup, with its right, its device and its password.
    let mut later = server.somebody(&mut administrator, "sau", Role::Collector, first);
    assert_eq!(later.count("person"), 30);
    server.kill();
    assert!(server.command(&["restore", "--from", backup.to_str().unwrap()]));
    server.start_again();
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
    std::fs::remove_file(backup).unwrap();
}

#[test]
fn a_damaged_database_is_detected_at_the_start() {
    let (mut server, _, _) = a_ward();
    let whole = server.folder().with_extension("whole");
    let _ = std::fs::remove_file(&whole);
    assert!(server.command(&["backup", "--to", whole.to_str().unwrap()]));
    server.kill();
    let mut bytes = std::fs::read(&whole).unwrap();
    std::fs::remove_file(&whole).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 4096].fill(0x5a);
    std::fs::write(server.folder().join("ledger.sqlite"), bytes).unwrap();
    for beside in ["ledger.sqlite-wal", "ledger.sqlite-shm"] {
        let _ = std::fs::remove_file(server.folder().join(beside));
    }
    assert!(!server.command(&["serve", "--listen", "127.0.0.1:0"]), "it says so, and stops");
}

#[test]
fn a_sealed_key_opens_for_its_own_account_and_password_alone() {
    let (server, mut administrator, [first, _]) = a_ward();
    let collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let other = server.somebody(&mut administrator, "lan", Role::Collector, first);
    let context = collector.account.0.to_be_bytes();
    let sealed =
        seal(&collector.sealing_key, Purpose::FileKey, &context, b"the key of the file").unwrap();
    let ask = |by: &TestDevice, password: &str, sealed: &[u8]| {
        let ask = domain::account::Unseal {
            certificate: by.certificate.clone(),
            password: password.into(),
            sealed: sealed.to_vec(),
        };
        let unsealed = server.post::<_, domain::account::Unsealed>("/v1/unseal", None, &ask);
        unsealed.map(|unsealed| unsealed.key).map_err(|(_, code)| code)
    };
    assert_eq!(ask(&collector, PASSWORD, &sealed).unwrap(), b"the key of the file");
    assert_eq!(ask(&collector, "sai", &sealed).unwrap_err(), "wrong_password");
    assert_eq!(ask(&other, PASSWORD, &sealed).unwrap_err(), "unreadable", "not his");
    assert_eq!(ask(&collector, PASSWORD, &sealed[..9]).unwrap_err(), "unreadable");
}

#[test]
fn changes_that_come_sealed_are_answered_as_if_their_device_had_pushed_them() {
    let (server, mut administrator, [first, _]) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Trong Niêm", first);
    collector.save(drafts);
    let (parcel, last) = collector.replica.parcel_after(0).unwrap().unwrap();
    let parcel =
        domain::account::SealedParcel { certificate: collector.certificate.clone(), parcel };
    let sealed =
        seal(&collector.sealing_key, Purpose::Changes, &[], &wire::write(&parcel)).unwrap();
    for _ in 0..2 {
        let handed = domain::account::HandIn { sealed: sealed.clone() };
        let Response::Answers { answers, .. } = server.post("/v1/hand-in", None, &handed).unwrap()
        else {
            panic!("no answers")
        };
        assert!(answers.iter().any(|answer| answer.change.number == last));
    }
    officer.sync(&server);
    assert_eq!(officer.count("person"), 1, "once, however often they are handed in");
    collector.sync(&server);
    assert!(collector.replica.refusals().unwrap().is_empty());
    let garbage = domain::account::HandIn { sealed: vec![7; 90] };
    let refused = server.post::<_, Response>("/v1/hand-in", None, &garbage).unwrap_err();
    assert_eq!(refused.1, "unreadable");
}
