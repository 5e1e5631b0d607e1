//! The server through its API: the real program, real replicas, real requests.

mod support;

use domain::access::Role;
use domain::answer::Refusal;
use domain::envelope::{Parcel, Signed};
use domain::id::Epoch;
use domain::record::Person;
use domain::time::{Day, Moment};
use domain::wire::{self, Request, Response};
use store::sealed::{Purpose, seal};
use store::{Draft, Next};
use support::{PASSWORD, TestDevice, TestServer, a_person, a_ward, bent, new_device, new_key};

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
