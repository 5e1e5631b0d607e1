//! Photos: their bytes go up after their records, to whoever may see them, and away with whoever asks
//! to be forgotten.

mod support;

use domain::access::Role;
use domain::file::{FileCome, FileName, FilePiece};
use domain::id::RecordId;
use domain::record::{Erasure, PersonId, Photo, PhotoOf};
use domain::time::Day;
use store::Draft;
use support::{TestDevice, TestServer, a_person, a_ward, accept_all, end_of, grant};

fn photo(device: &mut TestDevice, of: RecordId, person: Option<RecordId>, bytes: &[u8]) -> Draft {
    let photo = Photo {
        of: Some(PhotoOf(of)),
        person: person.map(PersonId),
        file: Some(FileName::of(bytes).as_str().into()),
        thumb: Some(FileName::of(&bytes[..9]).as_str().into()),
        caption: person.map(|_| "Bé Quên nhận thưởng".into()),
        agreed: Some(true),
        ..Photo::default()
    };
    Draft::set(device.replica.new_id().unwrap(), photo)
}

/// Sends a piece; gives how much the server has.
fn send(
    server: &TestServer,
    device: &TestDevice,
    bytes: &[u8],
    part: std::ops::Range<usize>,
) -> Result<u64, u16> {
    let piece = FilePiece {
        name: FileName::of(bytes).as_str().to_owned(),
        from: part.start as u64,
        whole: bytes.len() as u64,
        bytes: bytes[part].to_vec(),
    };
    let token = device.token(server);
    let come: Result<FileCome, _> = server.post("/v1/file", Some(&token), &piece);
    come.map(|come| come.come).map_err(|(status, _)| status)
}

fn fetch(server: &TestServer, device: &TestDevice, bytes: &[u8]) -> Result<Vec<u8>, u16> {
    let name = FileName::of(bytes);
    let mut come = Vec::new();
    loop {
        let path = format!("/v1/file/{}/{}/{}", name.as_str(), come.len(), 300);
        let piece: FilePiece = server.get(&path, Some(&device.token(server)))?;
        come.extend(piece.bytes);
        if come.len() as u64 >= piece.whole {
            return Ok(come);
        }
    }
}

struct Scene {
    server: TestServer,
    administrator: TestDevice,
    officer: TestDevice,
    collector: TestDevice,
    other: TestDevice,
    area: RecordId,
    person: RecordId,
}

impl Scene {
    fn dismisses_the_collector(&mut self) {
        self.administrator.sync(&self.server);
        let his = grant(self.collector.account, Role::Collector, self.area);
        self.administrator.save(vec![end_of(his)]);
        self.administrator.sync(&self.server);
    }
}

/// A volunteer has registered somebody; an officer of the ward, and a volunteer of another place.
fn scene() -> Scene {
    let (server, mut administrator, [area, second]) = a_ward();
    let root = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, root);
    let mut collector = server.somebody(&mut administrator, "hoa", Role::Collector, area);
    let other = server.somebody(&mut administrator, "khac", Role::Collector, second);
    let drafts = a_person(&mut collector, "Nguyễn Văn Quên", area);
    let person = drafts[0].record;
    collector.save(drafts);
    collector.sync(&server);
    Scene { server, administrator, officer, collector, other, area, person }
}

#[test]
fn a_photo_goes_up_in_pieces_after_its_record_to_whoever_may_see_it() {
    let mut scene = scene();
    let bytes: Vec<u8> = (0..1000_u32).map(|byte| byte as u8).collect();
    let draft = photo(&mut scene.collector, scene.person, None, &bytes);
    assert_eq!(send(&scene.server, &scene.collector, &bytes, 0..400), Err(404), "no record yet");
    scene.collector.save(vec![draft]);
    scene.collector.sync(&scene.server);
    assert_eq!(send(&scene.server, &scene.other, &bytes, 0..400), Err(404), "not his to bring");
    assert_eq!(send(&scene.server, &scene.collector, &bytes, 0..400), Ok(400));
    assert_eq!(fetch(&scene.server, &scene.officer, &bytes), Err(404), "it has not come yet");
    // The answer to that was lost: asking with nothing says where it goes on.
    assert_eq!(send(&scene.server, &scene.collector, &bytes, 0..0), Ok(400));
    assert_eq!(send(&scene.server, &scene.collector, &bytes, 400..1000), Ok(1000));
    assert_eq!(fetch(&scene.server, &scene.officer, &bytes), Ok(bytes.clone()));
    assert_eq!(fetch(&scene.server, &scene.other, &bytes), Err(404), "not his to see");
    // Whoever takes the same picture elsewhere sends it once.
    assert_eq!(send(&scene.server, &scene.officer, &bytes, 0..0), Ok(1000));
}

#[test]
fn a_photo_of_a_volunteer_who_was_dismissed_comes_with_his_held_work() {
    let mut scene = scene();
    scene.dismisses_the_collector();
    let bytes = vec![3; 500];
    let draft = photo(&mut scene.collector, scene.person, None, &bytes);
    scene.collector.save(vec![draft]);
    scene.collector.sync(&scene.server);
    assert_eq!(scene.collector.replica.unsent().unwrap().held, 1);
    assert_eq!(send(&scene.server, &scene.collector, &bytes, 0..500), Ok(500));
    assert_eq!(fetch(&scene.server, &scene.collector, &bytes), Err(404), "he may see nothing now");
    accept_all(&scene.server, &scene.officer);
    assert_eq!(fetch(&scene.server, &scene.officer, &bytes), Ok(bytes));
}

#[test]
fn whoever_asks_to_be_forgotten_takes_his_photos_along() {
    let mut scene = scene();
    let (his, shared) = (vec![1; 300], vec![2; 300]);
    let drafts = [
        photo(&mut scene.collector, scene.person, Some(scene.person), &his),
        photo(&mut scene.collector, scene.person, Some(scene.person), &shared),
    ];
    let photos = drafts.each_ref().map(|draft| draft.record);
    scene.collector.save(drafts.to_vec());
    // The same picture is also of somebody else, who asked for nothing.
    let neighbour = a_person(&mut scene.collector, "Trần Thị Còn", scene.area);
    let of_both = photo(&mut scene.collector, neighbour[0].record, None, &shared);
    scene.collector.save(neighbour);
    scene.collector.save(vec![of_both]);
    scene.collector.sync(&scene.server);
    for bytes in [&his, &shared] {
        assert_eq!(send(&scene.server, &scene.collector, bytes, 0..300), Ok(300));
    }
    // Words that were added later, without saying whose they are, are his as well.
    let caption = Photo { caption: Some("Quên ngày khai giảng".into()), ..Photo::default() };
    scene.collector.save(vec![Draft::set(photos[0], caption)]);
    scene.collector.sync(&scene.server);
    scene.officer.sync(&scene.server);
    scene.officer.save(vec![Draft::fact(Erasure {
        person: Some(PersonId(scene.person)),
        asked_on: Day::parse("25/11/2026"),
    })]);
    scene.officer.sync(&scene.server);
    assert!(scene.officer.replica.refusals().unwrap().is_empty());
    assert_eq!(fetch(&scene.server, &scene.officer, &his), Err(404));
    assert_eq!(fetch(&scene.server, &scene.officer, &shared), Ok(shared), "it is another's too");
    let kept = scene.server.folder().join("files").join(&FileName::of(&his).as_str()[..2]);
    assert!(!kept.join(FileName::of(&his).as_str()).exists(), "nor on the server's disk");
    for device in [&mut scene.officer, &mut scene.collector] {
        device.sync(&scene.server);
        let named: i64 = device
            .replica
            .db()
            .query_row("select count(*) from photo where person is not null and (file is not null or caption is not null)", [], |row| row.get(0))
            .unwrap();
        assert_eq!(named, 0);
        for table in ["outbox", "authored", "refused"] {
            let left: i64 = device
                .replica
                .db()
                .query_row(
                    &format!("select count(*) from {table} where hex(change) like '%' || hex('Quên') || '%'"),
                    [],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(left, 0, "{table}");
        }
    }
}

#[test]
fn files_are_copied_with_the_ledger_and_put_back_with_it() {
    let mut scene = scene();
    let bytes = vec![5; 700];
    let draft = photo(&mut scene.collector, scene.person, None, &bytes);
    scene.collector.save(vec![draft]);
    scene.collector.sync(&scene.server);
    assert_eq!(send(&scene.server, &scene.collector, &bytes, 0..700), Ok(700));
    let copies = scene.server.folder().with_extension("copies");
    let _ = std::fs::remove_dir_all(&copies);
    let copies_text = copies.to_str().unwrap().to_owned();
    scene.server.kill();
    scene.server.settings = vec!["--backups".into(), copies_text.clone()];
    scene.server.start_again();
    let name = FileName::of(&bytes);
    let copy = copies.join("files").join(&name.as_str()[..2]).join(name.as_str());
    let waits = std::time::Instant::now();
    while !copy.exists() {
        assert!(waits.elapsed().as_secs() < 30, "it was never copied");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    scene.server.kill();
    std::fs::remove_dir_all(scene.server.folder().join("files")).unwrap();
    assert!(scene.server.command(&["restore", "--from", &copies_text]));
    scene.server.start_again();
    assert_eq!(fetch(&scene.server, &scene.officer, &bytes), Ok(bytes));
    std::fs::remove_dir_all(copies).unwrap();
}

#[test]
fn what_waits_of_a_forgotten_person_goes_too_and_what_comes_later_is_emptied() {
    let mut scene = scene();
    let mut late =
        scene.server.somebody(&mut scene.administrator, "tre", Role::Collector, scene.area);
    late.sync(&scene.server);
    scene.dismisses_the_collector();
    // Of nobody's photo but of the person himself: it is his, whoever forgot to say so.
    let (held, comes_late) = (vec![6; 300], vec![7; 300]);
    let draft = photo(&mut scene.collector, scene.person, None, &held);
    let caption = Photo { caption: Some("Quên ở nhà".into()), ..Photo::default() };
    let edit = Draft::set(draft.record, caption);
    scene.collector.save(vec![draft]);
    scene.collector.save(vec![edit]);
    scene.collector.sync(&scene.server);
    assert_eq!(send(&scene.server, &scene.collector, &held, 0..300), Ok(300));
    let draft = photo(&mut late, scene.person, None, &comes_late);
    late.save(vec![draft]);
    scene.officer.sync(&scene.server);
    scene.officer.save(vec![Draft::fact(Erasure {
        person: Some(PersonId(scene.person)),
        asked_on: Day::parse("25/11/2026"),
    })]);
    scene.officer.sync(&scene.server);
    let kept = scene.server.folder().join("files").join(&FileName::of(&held).as_str()[..2]);
    assert!(!kept.join(FileName::of(&held).as_str()).exists(), "it is off the disk");

    scene.collector.sync(&scene.server);
    let waiting = support::held(&scene.server, &scene.officer);
    assert_eq!(waiting.len(), 2, "{waiting:?}");
    for change in waiting {
        let said = change.change.fields;
        assert!(said.get("file").is_none_or(domain::value::Value::is_null), "{said:?}");
        assert!(said.get("caption").is_none_or(domain::value::Value::is_null), "{said:?}");
    }
    late.sync(&scene.server);
    assert!(late.replica.refusals().unwrap().is_empty(), "taken, and emptied");
    assert_eq!(send(&scene.server, &late, &comes_late, 0..300), Err(404));
    accept_all(&scene.server, &scene.officer);
    assert!(support::held(&scene.server, &scene.officer).is_empty(), "it can be taken in, emptied");
}
