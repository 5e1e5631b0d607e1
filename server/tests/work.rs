//! What waits for people, through the API: conflicts and their history, refused work.

mod support;

use domain::access::Role;
use domain::answer::{HeldFor, Refusal, Verdict};
use domain::change::Act;
use domain::id::{ChangeId, DeviceId, RecordId};
use domain::identity::Phone;
use domain::kind::Record;
use domain::record::{
    AccountId, BranchId, Erasure, Grant, GrantArea, Member, Person, PersonId, Residence, UnitId,
};
use domain::time::Day;
use domain::value::Value;
use domain::view::form::FormId;
use domain::wire::{Decided, Decision, HeldChange, PastChange, Response, Word};
use store::Draft;
use store::query::conflicts::{conflict_count, versions};
use support::{TestDevice, TestServer, a_person, a_ward, bent, grant};

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

#[test]
fn a_family_that_is_taken_back_before_it_has_left_is_gone_everywhere() {
    let (server, mut administrator, [first, _]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Văn An", first);
    let person = drafts[0].record;
    let form = FormId(1);
    let (_, backs) = collector.replica.save_form(form, drafts, server::clock::now()).unwrap();
    // Without a network in between: both go up in one request.
    collector.save(backs);
    collector.sync(&server);
    let refused = store::query::work::refused(collector.replica.db()).unwrap();
    assert!(refused.is_empty(), "{refused:?}");
    let past = history(&server, &collector, person).unwrap();
    assert_eq!(past.len(), 2, "it was deleted where it lay: whoever read it there sees that");
}

#[test]
fn what_was_deleted_is_listed_for_whoever_reads_where_it_lay_until_it_is_taken_back() {
    let (server, mut administrator, [first, second]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let elsewhere = server.somebody(&mut administrator, "minh", Role::Collector, second);
    let listed = |device: &TestDevice| -> Vec<(RecordId, Option<Value>, String)> {
        let deleted: Vec<PastChange> =
            server.get("/v1/deleted", Some(&device.token(&server))).unwrap();
        let told = deleted.into_iter();
        told.map(|past| (past.change.record, past.saw.get("name").cloned(), past.author)).collect()
    };
    let [an, binh, moved] = ["Nguyễn Văn An", "Trần Thị Bình", "Lê Văn Dời"].map(|name| {
        let drafts = a_person(&mut collector, name, first);
        let ids = (drafts[0].clone(), drafts[1].clone());
        collector.save(drafts);
        ids
    });
    collector.sync(&server);
    let until = Residence { until: Day::parse("2/9/2026"), ..Residence::default() };
    collector.save(vec![Draft::set(moved.1.record, until)]);
    collector.sync(&server);
    assert_eq!(listed(&collector), [], "whoever has moved is not deleted");

    for person in [an.0.record, binh.0.record] {
        collector.save(vec![Draft::delete(Person::KIND, person)]);
        collector.sync(&server);
    }
    let told = |person: &Draft, name: &str| (person.record, Some(name.into()), "hoa".to_owned());
    let deleted_an = told(&an.0, "Nguyễn Văn An");
    assert_eq!(listed(&collector), [told(&binh.0, "Trần Thị Bình"), deleted_an.clone()]);
    assert_eq!(listed(&elsewhere), []);
    assert_eq!(listed(&administrator), [], "he reads no people");
    let right = Draft::fact(grant(elsewhere.account, Role::Collector, first));
    let taken = right.record;
    administrator.save(vec![right]);
    administrator.sync(&server);
    administrator.save(vec![Draft::delete(Grant::KIND, taken)]);
    administrator.sync(&server);
    let of_grant = listed(&administrator);
    assert_eq!(of_grant.iter().map(|told| told.0).collect::<Vec<_>>(), [taken], "rights he does");
    collector.sync(&server);
    let people = |device: &TestDevice| {
        let mut told = listed(device);
        told.retain(|told| told.0 != taken);
        told
    };

    collector.save(vec![binh.0.clone()]);
    collector.sync(&server);
    let only_an = [deleted_an];
    assert_eq!(people(&collector), only_an);
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let erase = |officer: &mut TestDevice, person: &Draft| {
        officer.save(vec![Draft::fact(Erasure {
            person: Some(PersonId(person.record)),
            asked_on: Day::parse("25/11/2026"),
        })]);
        officer.sync(&server);
    };
    erase(&mut officer, &binh.0);
    officer.save(vec![Draft::delete(Person::KIND, binh.0.record)]);
    officer.sync(&server);
    assert_eq!(people(&officer), only_an, "of whoever was erased nothing can be taken back");
    // Whoever lies nowhere any more is erased by who could have where he lay last.
    erase(&mut officer, &an.0);
    assert_eq!(officer.replica.refusals().unwrap(), []);
    assert_eq!(people(&officer), []);
}

#[test]
fn the_first_of_500_is_refused_and_499_arrive() {
    let (server, mut administrator, [first, second]) = a_ward();
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let outside = a_person(&mut collector, "Người Ngoài", second);
    collector.save(outside);
    for number in 1..500 {
        let inside = a_person(&mut collector, &format!("Người Thứ {number}"), first);
        collector.save(inside);
    }
    collector.sync(&server);
    assert_eq!(collector.replica.refusals().unwrap().len(), 2, "one group, two changes");
    assert_eq!(collector.replica.unsent().unwrap().changes, 0);
    assert_eq!(collector.count("person"), 499);
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    assert_eq!(officer.count("person"), 499);
}

/// What a collector was refused and has handed over, with the officer who looks at it.
fn handed_over(drafts: impl FnOnce(&mut TestDevice, [RecordId; 2]) -> Vec<Draft>) -> HandedOver {
    let (server, mut administrator, areas) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, areas[0]);
    let drafts = drafts(&mut collector, areas);
    collector.save(drafts);
    collector.sync(&server);
    let refusals = collector.replica.refusals().unwrap();
    let numbers: Vec<u64> = refusals.iter().map(|refusal| refusal.change.id.number).collect();
    collector.replica.hand_over(&numbers).unwrap();
    collector.sync(&server);
    HandedOver { server, officer, collector, refused: refusals.len() }
}

struct HandedOver {
    server: TestServer,
    officer: TestDevice,
    collector: TestDevice,
    refused: usize,
}

impl HandedOver {
    fn held(&self, by: &TestDevice) -> Vec<HeldChange> {
        self.server.get("/v1/held", Some(&by.token(&self.server))).unwrap()
    }

    fn decide(&self, word: Word) -> Verdict {
        let change = self.held(&self.officer)[0].change.id;
        let token = self.officer.token(&self.server);
        let why = "Ghi nhầm địa bàn".to_owned();
        let decision = Decision { change, word, why };
        let decided: Decided =
            self.server.post("/v1/held/decide", Some(&token), &decision).unwrap();
        decided.answer.verdict
    }

    /// Why the collector's work is not taken, as his list says it after a sync.
    fn reasons(&mut self) -> Vec<Refusal> {
        self.collector.sync(&self.server);
        let refusals = self.collector.replica.refusals().unwrap();
        let officers = |code| matches!(code, Refusal::Rejected | Refusal::Entered);
        for refused in refusals.iter().map(|refusal| &refusal.refused) {
            let why = officers(refused.code).then_some("Ghi nhầm địa bàn");
            assert_eq!(refused.why.as_deref(), why);
        }
        refusals.into_iter().map(|refusal| refusal.refused.code).collect()
    }
}

#[test]
fn refused_work_that_is_handed_over_is_accepted_by_an_officer_as_a_whole() {
    let mut work = handed_over(|device, [_, second]| a_person(device, "Người Ngoài", second));
    assert_eq!(work.refused, 2);
    let held = work.held(&work.officer);
    assert_eq!(held.len(), 2, "the person too, whom nothing places but his residence");
    assert!(held.iter().any(|held| held.reason == HeldFor::HandedOver(Refusal::NoRight)));
    assert_eq!(work.held(&work.collector).len(), 0, "nobody decides about his own");
    assert_eq!(work.collector.replica.unsent().unwrap().held, 2);

    assert!(matches!(work.decide(Word::Accept), Verdict::Accepted(_)));
    assert_eq!(work.reasons(), []);
    work.officer.sync(&work.server);
    assert_eq!(work.officer.count("person"), 1);
    assert_eq!(work.collector.count("person"), 0, "it lies where he may not read");
}

#[test]
fn what_an_officer_gives_back_or_records_himself_is_told_to_its_author() {
    for (word, code) in [(Word::Reject, Refusal::Rejected), (Word::Entered, Refusal::Entered)] {
        let mut work = handed_over(|device, [_, second]| a_person(device, "Người Ngoài", second));
        work.decide(word);
        assert_eq!(work.reasons(), [code, code]);
        assert_eq!(work.collector.replica.unsent().unwrap().held, 0);
        assert_eq!(work.held(&work.officer).len(), 0);
    }
}

#[test]
fn what_the_ledger_cannot_take_stays_held_and_the_officer_is_told_why() {
    // A card of a branch that is none: no right makes it one.
    let mut work = handed_over(|device, [first, _]| {
        let mut drafts = a_person(device, "Nguyễn Văn An", first);
        let person = drafts[0].record;
        let member = Member {
            person: Some(PersonId(person)),
            branch: Some(BranchId(first)),
            joined_on: Day::parse("1/9/2026"),
            ..Member::default()
        };
        drafts.push(Draft::set(device.replica.new_id().unwrap(), member));
        drafts
    });
    let Verdict::Refused(refused) = work.decide(Word::Accept) else { panic!("it was taken") };
    assert_eq!(refused.code, Refusal::WrongReference);
    assert_eq!(work.held(&work.officer).len(), 3);
    assert_eq!(work.reasons().len(), 3);
    assert_eq!(work.collector.replica.unsent().unwrap().held, 3);
}

#[test]
fn work_behind_what_was_handed_over_goes_on() {
    let mut work = handed_over(|device, [first, _]| {
        let drafts = a_person(device, "Nguyễn Văn An", first);
        let person = drafts[0].record;
        device.save(drafts);
        let nowhere = Some(UnitId(RecordId(77)));
        vec![Draft::set(person, Person { workplace: nowhere, ..Person::default() })]
    });
    let person: i64 = work
        .collector
        .replica
        .db()
        .query_row("select id from person", [], |row| row.get(0))
        .unwrap();
    work.collector.save(vec![phone(RecordId(person), "0903000001")]);
    work.collector.sync(&work.server);
    assert_eq!(work.collector.replica.unsent().unwrap().changes, 0);
    work.officer.sync(&work.server);
    let shown: String = work
        .officer
        .replica
        .db()
        .query_row("select phone from person", [], |row| row.get(0))
        .unwrap();
    assert_eq!(shown, "0903000001");
}

#[test]
fn an_officer_accepts_nothing_that_he_could_not_have_written() {
    let (server, mut administrator, [first, second]) = a_ward();
    let mut officer = server.somebody(&mut administrator, "lan", Role::WardOfficer, first);
    // He would be officer of the second too, and forget somebody of it, beside work of his own area.
    let grant = Draft::fact(Grant {
        account: Some(AccountId(officer.account)),
        role: Some(Role::WardOfficer),
        area: Some(GrantArea(second)),
        ..Grant::default()
    });
    let mut beside = a_person(&mut officer, "Nguyễn Văn An", first);
    beside.extend(a_person(&mut officer, "Người Ngoài", second));
    officer.save(vec![grant]);
    officer.save(beside);
    officer.sync(&server);
    let refusals = officer.replica.refusals().unwrap();
    assert_eq!(refusals.len(), 5);
    let numbers: Vec<u64> = refusals.iter().map(|refusal| refusal.change.id.number).collect();
    officer.replica.hand_over(&numbers).unwrap();
    officer.sync(&server);
    assert_eq!(officer.replica.unsent().unwrap().held, 5);
    let held: Vec<HeldChange> = server.get("/v1/held", Some(&officer.token(&server))).unwrap();
    assert_eq!(held.len(), 0);
    let token = administrator.token(&server);
    let held: Vec<HeldChange> = server.get("/v1/held", Some(&token)).unwrap();
    assert_eq!(held.len(), 1, "the administrator decides about the right, and reads no people");
}

#[test]
fn nobody_hands_over_what_another_is_said_to_have_written() {
    let (server, mut administrator, [first, _]) = a_ward();
    let other = server.somebody(&mut administrator, "lan", Role::Collector, first);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, first);
    let drafts = a_person(&mut collector, "Nguyễn Văn An", first);
    collector.save(drafts);
    let forged = bent(&collector, |offer| {
        offer.change.author = other.account;
        offer.hands_over = true;
    });
    let token = collector.token(&server);
    let answered: Response = server.post("/v1/sync", Some(&token), &forged).unwrap();
    let Response::Answers { answers, .. } = answered else { panic!("no answers") };
    assert!(answers.iter().all(|answer| matches!(answer.verdict, Verdict::Refused(_))));
}
