//! A replica among bad input: what it keeps, and what it refuses.

use domain::access::Role;
use domain::answer::{Answer, Refusal, Refused, Verdict};
use domain::change::{Fields, Group, RecordState, Seen};
use domain::envelope::Parcel;
use domain::id::{Epoch, Position, RecordId};
use domain::kind::Record;
use domain::lineage::{Life, Lineage};
use domain::record::{
    AccountId, AreaId, Award, Grant, GrantArea, Person, PersonId, Residence, ResidentId,
};
use domain::time::{Birth, Day, Moment};
use domain::value::Value;
use domain::view::form::{BegunForm, FormId, Typed};
use domain::view::people::Listing;
use domain::view::work::Whereabouts;
use domain::wire::{Cursor, Item, Page, Piece, Response};
use ed25519_dalek::SigningKey;
use store::image::name;
use store::query::people::{NameIndex, count, listed};
use store::query::record::record;
use store::query::work::{refused, waiting};
use store::{Draft, Identity, InFile, InMemory, OpenError, Replica, SaveError, SyncError, row};

const NOW: Moment = Moment(1_790_000_000_000);

fn replica() -> Replica {
    let mut replica = Replica::open(Box::new(InMemory::default())).unwrap();
    let key = SigningKey::from_bytes(&[5; 32]);
    replica.belong_to(&Identity { key, account: RecordId(77) }).unwrap();
    replica
}

fn a_person(replica: &mut Replica, name: &str) -> RecordId {
    let (person, residence) = (replica.new_id().unwrap(), replica.new_id().unwrap());
    let drafts = vec![
        Draft::set(person, Person { name: Some(name.into()), ..Person::default() }),
        Draft::set(
            residence,
            Residence {
                subject: Some(ResidentId(person)),
                area: Some(AreaId(RecordId(4))),
                since: Day::parse("1/9/2026"),
                ..Residence::default()
            },
        ),
    ];
    replica.save(drafts, NOW).unwrap();
    person
}

/// What somebody has typed into a form.
fn typed(name: &str) -> Typed {
    [("name".to_owned(), name.to_owned())].into()
}

fn comes_down(replica: &mut Replica, items: Vec<Item>) {
    let from = replica.cursor().unwrap();
    let cursor = Cursor { position: from.position.next(), ..from };
    replica.receive(Response::Page(Page { from, items, cursor, more: false }), NOW).unwrap();
}

fn state(kind: &str, id: i64, fields: &[(&str, &str)]) -> RecordState {
    RecordState {
        kind: kind.into(),
        id: RecordId(id),
        first: Position(1),
        last: Position(1),
        fields: fields.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect(),
    }
}

/// What a search finds, in its order.
fn finds(replica: &Replica, names: &NameIndex, search: &str) -> Vec<RecordId> {
    let of = Listing { search: search.to_owned(), ..Listing::default() };
    let found = listed(replica.db(), names, &of, NOW.day()).unwrap();
    found.into_iter().map(RecordId).collect()
}

fn read(replica: &Replica, kind: &str, id: RecordId) -> Option<Fields> {
    row::read(replica.db(), kind, id).unwrap().map(|state| state.fields)
}

#[test]
fn what_a_newer_version_wrote_is_kept() {
    let mut replica = replica();
    let person = state("person", 12, &[("name", "Lê Văn An"), ("blood_type", "O")]);
    let office = state("office", 13, &[("title", "Chi hội trưởng")]);
    let items =
        [&person, &office].map(|state| Item::Record { state: state.clone(), disputed: vec![] });
    comes_down(&mut replica, items.into());
    assert_eq!(read(&replica, "person", person.id), Some(person.fields));
    assert_eq!(read(&replica, "office", office.id), Some(office.fields));
}

#[test]
fn ones_own_work_stands_over_what_comes_down() {
    let mut replica = replica();
    let person = a_person(&mut replica, "Lê Văn An");
    let theirs = RecordState {
        id: person,
        ..state("person", 0, &[("name", "Lê Văn Ân"), ("school", "Số 1")])
    };
    comes_down(&mut replica, vec![Item::Record { state: theirs, disputed: vec![] }]);
    let shown = read(&replica, "person", person).unwrap();
    assert_eq!(
        (shown["name"].as_text(), shown["school"].as_text()),
        (Some("Lê Văn An"), Some("Số 1"))
    );
    comes_down(
        &mut replica,
        vec![Item::Gone { kind: "person".into(), id: person, position: Position(3) }],
    );
    assert_eq!(read(&replica, "person", person).unwrap().len(), 1, "only what is one's own");
    assert_eq!(replica.unsent().unwrap().changes, 2);
}

#[test]
fn what_was_said_of_a_record_that_has_left_waits_under_its_name() {
    let mut replica = replica();
    let item = Item::Record {
        state: state("person", 12, &[("name", "Lê Văn An"), ("school", "Số 1")]),
        disputed: vec![],
    };
    comes_down(&mut replica, vec![item]);
    let seen = record(replica.db(), "person", RecordId(12), NOW.day()).unwrap().unwrap().seen;
    let school = |school: &str| {
        let person = Person { school: Some(school.into()), ..Person::default() };
        Draft::set(RecordId(12), person).seen_at(seen)
    };
    replica.save(vec![school("Số 2")], NOW).unwrap();
    let gone = Item::Gone { kind: "person".into(), id: RecordId(12), position: Position(3) };
    comes_down(&mut replica, vec![gone]);
    assert_eq!(read(&replica, "person", RecordId(12)), None, "a part of it is no record");
    // Somebody had its form open.
    replica.save(vec![school("Số 3")], NOW).unwrap();
    assert_eq!(read(&replica, "person", RecordId(12)), None);
    let waiting = waiting(replica.db(), 10).unwrap();
    let lines = waiting.iter().map(|one| (one.record.title.as_str(), one.stands));
    let left = ("Lê Văn An", Whereabouts::Left(seen));
    assert_eq!(lines.collect::<Vec<_>>(), [left, left]);
    // A name is all that a person cannot be without, and yet it makes none of him.
    let renamed = Person { name: Some("Lê Văn Ân".into()), ..Person::default() };
    replica.save(vec![Draft::set(RecordId(12), renamed).seen_at(seen)], NOW).unwrap();
    assert_eq!(read(&replica, "person", RecordId(12)), None);

    let answers = waiting.iter().map(|one| Answer {
        change: one.said.id,
        verdict: Verdict::Refused(Refused::by_officer(Refusal::Rejected, "Đã chuyển trường")),
    });
    let epoch = Epoch::default();
    let answered = Response::Answers { answers: answers.collect(), epoch, now: NOW };
    replica.receive(answered, NOW).unwrap();
    let refused = refused(replica.db()).unwrap();
    let change = &refused[0].changes[0];
    assert_eq!((change.record.title.as_str(), change.stands), left);
    assert_eq!(change.why.as_deref(), Some("Đã chuyển trường"));
}

#[test]
fn what_was_said_of_a_fact_that_has_left_shows_once_it_is_said_again() {
    let mut replica = replica();
    let lent = || Grant {
        account: Some(AccountId(RecordId(7))),
        role: Some(Role::Collector),
        area: Some(GrantArea(RecordId(3))),
        ..Grant::default()
    };
    let fact = Draft::fact(lent());
    let id = fact.record;
    replica.save(vec![fact], NOW).unwrap();
    let state = RecordState {
        kind: "grant".into(),
        id,
        first: Position(1),
        last: Position(1),
        fields: read(&replica, "grant", id).unwrap(),
    };
    comes_down(&mut replica, vec![Item::Record { state, disputed: vec![] }]);
    let ended = Grant { until: Day::parse("1/7/2026"), ..Grant::default() };
    replica.save(vec![Draft::set(id, ended)], NOW).unwrap();
    let gone = Item::Gone { kind: "grant".into(), id, position: Position(3) };
    comes_down(&mut replica, vec![gone]);
    replica.save(vec![Draft::fact(lent())], NOW).unwrap();
    let shown = read(&replica, "grant", id).unwrap();
    assert!(shown.contains_key("until"), "the ledger has that word too: {shown:?}");
}

#[test]
fn a_page_that_comes_twice_or_late_changes_nothing() {
    let mut replica = replica();
    let first = replica.cursor().unwrap();
    let item =
        |name| Item::Record { state: state("person", 12, &[("name", name)]), disputed: vec![] };
    comes_down(&mut replica, vec![item("Mới")]);
    let late = Page { from: first, items: vec![item("Cũ")], cursor: first, more: false };
    replica.receive(Response::Page(late), NOW).unwrap();
    assert_eq!(read(&replica, "person", RecordId(12)).unwrap()["name"].as_text(), Some("Mới"));
}

#[test]
fn a_late_word_of_a_former_life_does_not_silence_a_device() {
    let mut replica = replica();
    let life = |epoch, parent: Option<u64>| Life {
        epoch: Epoch(epoch),
        parent: parent.map(Epoch),
        forked_at: Position(0),
    };
    let former = Lineage::new(vec![life(1, None)]);
    let restored = Lineage::new(vec![life(1, None), life(2, Some(1))]);
    replica.receive(Response::Image { lineage: restored }, NOW).unwrap();
    let from = replica.cursor().unwrap();
    let cursor = Cursor { epoch: Epoch(2), ..from };
    let page = Page { from, items: vec![], cursor, more: false };
    replica.receive(Response::Page(page), NOW).unwrap();
    a_person(&mut replica, "Nguyễn Văn An");
    replica.receive(Response::Image { lineage: former }, NOW).unwrap();
    comes_down(&mut replica, vec![]);
    let key = SigningKey::from_bytes(&[5; 32]).verifying_key();
    let push = replica.next_push(500, false).unwrap().unwrap();
    let parcel: Parcel = push.open(&key).unwrap();
    assert_eq!((parcel.life, parcel.offers.len()), (Epoch(2), 2));
}

#[test]
fn more_acts_than_one_group_holds_are_not_saved() {
    let mut replica = replica();
    let drafts = (0..=Group::LONGEST).map(|_| {
        let id = replica.new_id().unwrap();
        Draft::set(id, Person { name: Some("An".into()), ..Person::default() })
    });
    let drafts: Vec<Draft> = drafts.collect();
    let refused = replica.save(drafts, NOW).unwrap_err();
    assert!(
        matches!(refused, SaveError::Refused { refused, .. } if refused.code == Refusal::TooLarge)
    );
    assert_eq!(replica.unsent().unwrap().changes, 0);
}

#[test]
fn a_bad_image_is_fetched_anew_and_the_outbox_is_safe() {
    let mut replica = replica();
    let person = a_person(&mut replica, "Lê Văn An");
    let lineage =
        Lineage::new(vec![Life { epoch: Epoch(9), parent: None, forked_at: Position(0) }]);
    let bytes = b"no image at all".to_vec();
    for image in [name(&bytes), "00".repeat(32)] {
        replica.receive(Response::Image { lineage: lineage.clone() }, NOW).unwrap();
        let piece = Piece {
            image,
            from: 0,
            whole: bytes.len() as u64,
            bytes: bytes.clone(),
            head: Position(0),
        };
        let built = replica.receive(Response::Piece(piece), NOW);
        assert!(matches!(built, Err(SyncError::BadImage)));
    }
    assert_eq!(replica.unsent().unwrap().changes, 2);
    assert!(read(&replica, "person", person).is_some());
}

#[test]
fn a_draft_that_the_server_would_refuse_is_refused_at_once() {
    let mut replica = replica();
    let person = replica.new_id().unwrap();
    let wrong =
        Person { name: Some("An".into()), birth: Some(Birth(19_581_301)), ..Person::default() };
    let refused = replica.save(vec![Draft::set(person, wrong)], NOW).unwrap_err();
    let SaveError::Refused { index: 0, refused } = refused else { panic!("{refused}") };
    assert_eq!((refused.code, refused.field.as_deref()), (Refusal::BadValue, Some("birth")));
    assert_eq!(replica.unsent().unwrap().changes, 0, "nothing of it was kept");
}

#[test]
fn a_file_of_a_newer_app_is_refused_untouched() {
    let path = std::env::temp_dir().join(format!("replica-{}.sqlite", std::process::id()));
    let db = rusqlite::Connection::open(&path).unwrap();
    db.pragma_update(None, "user_version", 99).unwrap();
    drop(db);
    let before = std::fs::read(&path).unwrap();
    let opened = Replica::open(Box::new(InFile::new(&path)));
    assert!(matches!(opened.err(), Some(OpenError::FromNewerApp(99))));
    assert_eq!(std::fs::read(&path).unwrap(), before);
    std::fs::remove_file(path).unwrap();
}

#[test]
fn what_was_saved_outlives_the_closing_of_the_file() {
    let mut replica = replica();
    let person = a_person(&mut replica, "Lê Văn An");
    let mut again = replica.reopen().unwrap();
    assert!(read(&again, "person", person).is_some());
    assert_eq!(again.unsent().unwrap().changes, 2);
    assert_ne!(again.new_id().unwrap(), person, "ids go on where they stood");
}

fn drafts_of(replica: &mut Replica, name: &str) -> Vec<Draft> {
    let person = replica.new_id().unwrap();
    vec![Draft::set(person, Person { name: Some(name.into()), ..Person::default() })]
}

#[test]
fn a_form_that_is_sent_twice_is_saved_once() {
    let mut replica = replica();
    let form = FormId(42);
    let begun = BegunForm {
        id: form,
        kind: "register".into(),
        at: NOW,
        typed: typed("Nguyễn"),
        origin: None,
    };
    replica.keep_form(&begun).unwrap();
    assert_eq!(replica.begun_forms().unwrap(), std::slice::from_ref(&begun));
    for _ in 0..2 {
        let drafts = drafts_of(&mut replica, "Lê Văn An");
        replica.save_form(form, drafts, NOW).unwrap();
    }
    assert_eq!(replica.outbox().unwrap().len(), 1);
    replica.keep_form(&begun).unwrap(); // a last letter that was on its way
    assert!(replica.begun_forms().unwrap().is_empty());
}

#[test]
fn what_can_only_be_reversed_is_not_offered_to_be_taken_back() {
    let mut replica = replica();
    let award = Award {
        person: Some(PersonId(RecordId(1))),
        achievement: Some("Học sinh giỏi".into()),
        given_on: Some(Day(19_000)),
        area: Some(AreaId(RecordId(2))),
        ..Award::default()
    };
    let drafts = vec![Draft::set(replica.new_id().unwrap(), award)];
    assert_eq!(replica.save_form(FormId(43), drafts, NOW).unwrap().1.len(), 0);
    let drafts = drafts_of(&mut replica, "Lê Văn An");
    assert_eq!(replica.save_form(FormId(44), drafts, NOW).unwrap().1.len(), 1);
}

#[test]
fn a_form_with_a_bad_value_is_not_saved_and_what_was_typed_stays() {
    let mut replica = replica();
    let begun = BegunForm {
        id: FormId(7),
        kind: "register".into(),
        at: NOW,
        typed: typed("x"),
        origin: None,
    };
    replica.keep_form(&begun).unwrap();
    let nameless =
        vec![Draft::set(replica.new_id().unwrap(), Person { name: None, ..Person::default() })];
    assert!(matches!(
        replica.save_form(begun.id, nameless, NOW),
        Err(SaveError::Refused { index: 0, .. })
    ));
    assert_eq!(replica.begun_forms().unwrap(), [begun]);
    assert!(replica.outbox().unwrap().is_empty());
}

#[test]
fn a_mended_file_keeps_the_devices_own_and_asks_for_the_records_anew() {
    let mut replica = replica();
    let person = a_person(&mut replica, "Nguyễn Văn An");
    let begun = BegunForm {
        id: FormId(9),
        kind: "register".into(),
        at: NOW,
        typed: typed("y"),
        origin: None,
    };
    replica.keep_form(&begun).unwrap();
    comes_down(&mut replica, vec![]);
    let before = (replica.outbox().unwrap(), replica.identity().unwrap().unwrap().account);
    replica.mend().unwrap();
    assert_eq!((replica.outbox().unwrap(), replica.identity().unwrap().unwrap().account), before);
    assert_eq!(replica.begun_forms().unwrap(), [begun]);
    assert_eq!(replica.cursor().unwrap().position, Position(0), "nothing of before is trusted");
    assert!(read(&replica, "person", person).is_some(), "what is unsent is still in sight");
}

/// The base of the last change that was saved.
fn last_base(replica: &Replica) -> Position {
    replica.outbox().unwrap().last().unwrap().0.base.position
}

fn renamed(replica: &mut Replica, person: i64, name: &str) {
    let view = Person { name: Some(name.into()), ..Person::default() };
    replica.save(vec![Draft::set(RecordId(person), view)], NOW).unwrap();
}

#[test]
fn between_two_pages_only_what_has_come_counts_as_seen() {
    let mut replica = replica();
    let person = |id: i64, last: u64| Item::Record {
        state: RecordState { last: Position(last), ..state("person", id, &[("name", "An")]) },
        disputed: vec![],
    };
    comes_down(&mut replica, vec![person(11, 1), person(12, 1)]);
    let from = replica.cursor().unwrap();
    let cursor = Cursor { position: Position(9), ..from };
    let items = vec![person(12, 8)];
    replica.receive(Response::Page(Page { from, items, cursor, more: true }), NOW).unwrap();
    // The first one may have changed at 5 and again at 12, and come with the next page alone.
    renamed(&mut replica, 11, "Ánh");
    assert_eq!(last_base(&replica), Position(1));
    renamed(&mut replica, 12, "Bình");
    assert_eq!(last_base(&replica), Position(8));
    comes_down(&mut replica, vec![]);
    renamed(&mut replica, 12, "Bình An");
    assert_eq!(last_base(&replica), Position(8), "the number before is not answered yet");
    replica.save(vec![Draft::delete(Person::KIND, RecordId(11))], NOW).unwrap();
    assert_eq!(last_base(&replica), Position(1));
}

#[test]
fn what_lies_under_ones_own_unanswered_word_was_not_seen() {
    let mut replica = replica();
    let person = |last: u64, name: &str| Item::Record {
        state: RecordState { last: Position(last), ..state("person", 11, &[("name", name)]) },
        disputed: vec![],
    };
    comes_down(&mut replica, vec![person(1, "An")]);
    renamed(&mut replica, 11, "Ánh");
    comes_down(&mut replica, vec![person(2, "Oanh")]);
    renamed(&mut replica, 11, "Ánh Ngọc");
    assert_eq!(last_base(&replica), Position(1), "nobody has seen Oanh");
    let birth =
        Person { birth: Some(Birth::in_year(domain::time::Year(1980))), ..Person::default() };
    replica.save(vec![Draft::set(RecordId(11), birth)], NOW).unwrap();
    assert_eq!(last_base(&replica), Position(2), "of other fields all was seen");
}

#[test]
fn a_form_that_was_opened_before_ones_own_word_has_seen_no_more() {
    let mut replica = replica();
    let person = |last: u64, name: &str| Item::Record {
        state: RecordState { last: Position(last), ..state("person", 11, &[("name", name)]) },
        disputed: vec![],
    };
    comes_down(&mut replica, vec![person(1, "An")]);
    let opened = Seen {
        epoch: replica.cursor().unwrap().epoch,
        position: Position(1),
        read_at: Position(1),
    };
    comes_down(&mut replica, vec![person(2, "Oanh")]);
    renamed(&mut replica, 11, "Ánh");
    assert_eq!(last_base(&replica), Position(2));
    let view = Person { name: Some("Ánh Ngọc".into()), ..Person::default() };
    replica.save(vec![Draft::set(RecordId(11), view).seen_at(opened)], NOW).unwrap();
    assert_eq!(last_base(&replica), Position(1), "whoever filled it in has not seen Oanh");
}

#[test]
fn the_list_of_names_follows_everybody_who_changes() {
    let mut replica = replica();
    let mut names = NameIndex::build(replica.db()).unwrap();
    let person = |id: i64, last: u64, name: &str, phone: &str| Item::Record {
        state: RecordState {
            last: Position(last),
            ..state("person", id, &[("name", name), ("phone", phone)])
        },
        disputed: vec![],
    };
    let gone = |kind: &str, id: i64, last: u64| Item::Gone {
        kind: kind.into(),
        id: RecordId(id),
        position: Position(last),
    };
    let member = |id: i64, last: u64, of: i64, number: &str| {
        let mut state = state("member", id, &[("card_number", number)]);
        state.last = Position(last);
        state.fields.insert("person".into(), Value::Int(of));
        Item::Record { state, disputed: vec![] }
    };
    let steps: Vec<Vec<Item>> = vec![
        vec![person(1, 1, "Đỗ Văn An", ""), person(2, 2, "Lê Thị Ánh", "0901234567")],
        vec![person(3, 3, "Bùi An", ""), person(4, 4, "An", "")],
        vec![person(2, 5, "Lê Thị Yến", "0901234567")],
        vec![person(1, 6, "Lê Thị Yến", ""), person(2, 7, "Bùi An", "0909999999")],
        vec![member(50, 8, 3, "TB04-00001")],
        vec![member(50, 9, 4, "TB04-00001")],
        vec![gone("member", 50, 10)],
        vec![gone("person", 3, 11)],
        vec![Item::Card {
            state: RecordState { last: Position(12), ..state("person", 9, &[("name", "Võ An")]) },
        }],
        vec![person(9, 13, "Võ An", "")],
        (100..900).map(|id| person(id, 1_000 + id as u64, &format!("Ngô An {id}"), "")).collect(),
        vec![person(500, 3_000, "Hồ An", ""), gone("person", 501, 3_001)],
    ];
    let has_followed: Vec<bool> = steps
        .into_iter()
        .map(|step| {
            comes_down(&mut replica, step);
            let followed = names.follow(replica.db()).unwrap();
            let fresh = NameIndex::build(replica.db()).unwrap();
            if !followed {
                names = NameIndex::build(replica.db()).unwrap();
            }
            for search in ["", "an", "yen", "le thi", "0901", "TB04-00001", "vo"] {
                assert_eq!(finds(&replica, &names, search), finds(&replica, &fresh, search));
            }
            assert_eq!(count(replica.db()).unwrap(), finds(&replica, &names, "").len() as u64);
            followed
        })
        .collect();
    let too_many = has_followed.iter().filter(|followed| !**followed).count();
    assert_eq!(too_many, 1, "only eight hundred at once are read anew");

    // What is saved here is followed too, and a draft that is refused changes nothing.
    let saved = a_person(&mut replica, "Ân Thị Ân");
    assert!(names.follow(replica.db()).unwrap());
    assert!(finds(&replica, &names, "an thi").contains(&saved));
    let other = Replica::open(Box::new(InMemory::default())).unwrap();
    assert!(!names.follow(other.db()).unwrap(), "another file is read anew");
}
