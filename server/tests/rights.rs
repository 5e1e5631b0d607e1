//! Who may do what, through the API: the real program, real replicas, real requests.

mod support;

use domain::access::Role;
use domain::answer::Refusal;
use domain::id::RecordId;
use domain::identity::Login;
use domain::kind::Record;
use domain::record::{
    Account, AccountId, Area, AreaId, Branch, BranchForm, BranchId, DeviceRecord, Grant, GrantArea,
    Member, Person, PersonId,
};
use domain::time::{Day, Moment};
use domain::wire::{Decided, Decision, HeldChange, PastChange, Response, Word};
use store::{Draft, Next};
use support::{PASSWORD, TestDevice, a_person, a_ward, bent, new_device, new_key};

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

/// Revokes a device, by whoever may.
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
    officer.revoke(&dismissed, &server);
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
    let decision =
        Decision { change: waiting[0].change.id, word: Word::Accept, why: String::new() };
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
fn what_was_deleted_comes_back_whole() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Văn An", first);
    let (person, kept) = (drafts[0].record, drafts[0].clone());
    collector.save(drafts);
    collector.sync(&server);
    collector.save(vec![Draft::delete(Person::KIND, person)]);
    collector.sync(&server);
    assert_eq!(collector.count("person"), 0);
    collector.save(vec![kept]);
    assert_eq!(collector.count("person"), 1);
    collector.sync(&server);
    assert!(collector.replica.refusals().unwrap().is_empty());
    assert_eq!((collector.count("person"), collector.count("card")), (1, 0));
}

#[test]
fn somebody_always_keeps_the_organisation() {
    let (server, mut administrator, _) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let (own, root) = (administrator.account, ward);
    let grant = |account: RecordId| Grant {
        account: Some(AccountId(account)),
        role: Some(Role::Administrator),
        area: Some(GrantArea(root)),
        ..Grant::default()
    };
    let id =
        |account| domain::check::derived_id(Grant::KIND, &grant(account).into_fields()).unwrap();
    let closed = || Account { closed_on: Day::parse("1/1/2026"), ..Account::default() };
    administrator.save(vec![Draft::delete(Grant::KIND, id(own))]);
    administrator.save(vec![Draft::set(own, closed())]);
    administrator.sync(&server);
    for refusal in administrator.replica.refusals().unwrap() {
        assert_eq!(refusal.refused.code, Refusal::LastAdministrator);
        administrator.replica.forget_refused(refusal.change.id.number).unwrap();
    }
    let second = server.somebody(&mut administrator, "hai", Role::Administrator, root);
    administrator.save(vec![Draft::delete(Grant::KIND, id(own))]);
    administrator.sync(&server);
    assert!(administrator.replica.refusals().unwrap().is_empty(), "another one is there");
    assert!(second.try_token(&server).is_ok());
}

#[test]
fn a_lost_password_of_the_last_administrator_is_mended_beside_the_server() {
    let (server, _, _) = a_ward();
    let invited = std::process::Command::new(env!("CARGO_BIN_EXE_so-khuyen-hoc"))
        .args(["invite", "--login", "0903 000 127", "--data"])
        .arg(server.folder())
        .output()
        .unwrap();
    let printed = String::from_utf8(invited.stdout).unwrap();
    let code = printed.trim().strip_prefix("/moi#").unwrap().to_owned();
    let ask = domain::account::Redeem {
        code,
        password: "một mật khẩu khác".into(),
        device: new_device(&new_key()),
    };
    server.post::<_, domain::account::Admitted>("/v1/redeem", None, &ask).unwrap();
    assert!(server.sign_in("0903000127", "một mật khẩu khác").is_ok());
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
