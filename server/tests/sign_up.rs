//! Citizens who register themselves by a poster's code, through the page that they see.

mod support;

use std::io::Read;

use domain::access::Role;
use domain::answer::Refusal;
use domain::field::Count;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{AreaId, Person, PersonId, Poster, SignUp, SignUpEnd};
use domain::time::{Day, Moment};
use domain::view::form::FormId;
use domain::wire::PastChange;
use store::{Draft, row};
use support::{TestDevice, TestServer, a_person, a_ward};

const CODE: &str = "moi2022abcdefghjkmnp";

fn today() -> Day {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    Moment(now.as_millis() as i64).day()
}

fn poster(area: RecordId, most: i64) -> Poster {
    Poster {
        area: Some(AreaId(area)),
        title: Some("Tháng khuyến học".into()),
        code: Some(CODE.into()),
        closes_on: Some(today()),
        most: Some(Count(most)),
    }
}

/// The page behind a code, and whether it is there.
fn page(server: &TestServer, code: &str) -> (u16, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let mut response = agent.get(format!("{}/tu-ghi-danh/{code}", server.address)).call().unwrap();
    let policies: Vec<_> = response.headers().get_all("content-security-policy").iter().collect();
    assert_eq!(policies.len(), 1);
    let policy = policies[0].to_str().unwrap();
    assert!(policy.contains("form-action 'self'") && !policy.contains("script-src"), "{policy}");
    let mut text = String::new();
    response.body_mut().as_reader().read_to_string(&mut text).unwrap();
    (response.status().as_u16(), text)
}

/// Sends the form that stands on the page, with these fields filled in.
fn send(server: &TestServer, form: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let agent: ureq::Agent =
        ureq::Agent::config_builder().http_status_as_error(false).build().into();
    let fields = fields.iter().copied().chain([("form", form)]);
    let request = agent.post(format!("{}/tu-ghi-danh/{CODE}", server.address));
    let mut response = request.send_form(fields).unwrap();
    let mut text = String::new();
    response.body_mut().as_reader().read_to_string(&mut text).unwrap();
    (response.status().as_u16(), text)
}

fn form_of(page: &str) -> String {
    let from = page.split("name=\"form\" value=\"").nth(1).unwrap();
    from.split('"').next().unwrap().to_owned()
}

fn sign_ups(device: &TestDevice) -> Vec<(RecordId, SignUp)> {
    let all = row::read_all(device.replica.db(), SignUp::KIND, "id is not null", &[]).unwrap();
    all.into_iter().map(|state| (state.id, SignUp::from_fields(&state.fields))).collect()
}

/// A ward's officer with a poster for it, a collector of the first neighbourhood, and both.
fn with_poster(most: i64) -> (TestServer, TestDevice, TestDevice, [RecordId; 2]) {
    let (server, mut administrator, areas) = a_ward();
    let ward = administrator.area("Hội Khuyến học phường Tân Sơn Nhất");
    let mut officer = server.somebody(&mut administrator, "phuoc", Role::WardOfficer, ward);
    let collector = server.somebody(&mut administrator, "hoa", Role::Collector, areas[0]);
    let id = officer.replica.new_id().unwrap();
    officer.save(vec![Draft::set(id, poster(ward, most))]);
    officer.sync(&server);
    assert_eq!(officer.replica.refusals().unwrap(), []);
    (server, officer, collector, areas)
}

#[test]
fn a_citizen_registers_himself_once_and_an_officer_decides() {
    let (server, mut officer, mut collector, [first, _]) = with_poster(10);
    let (status, text) = page(&server, CODE);
    assert_eq!(status, 200);
    assert!(text.contains("Tháng khuyến học") && text.contains("Khu phố 2"));
    let form = form_of(&text);
    let area = first.0.to_string();
    let filled = [
        ("name", "Lê Thị <b>Tự</b>"),
        ("birth", "12/3/1958"),
        ("phone", "0903 000 127"),
        ("area", area.as_str()),
        ("house", "12"),
        ("learning", "1"),
        ("agrees", "1"),
    ];
    // What does not fit comes back as it was typed, and does not become part of the page.
    let (status, text) = send(&server, &form, &filled[..6]);
    assert_eq!(status, 422);
    assert!(text.contains("Chưa đánh dấu đồng ý") && text.contains("Lê Thị &lt;b&gt;Tự"));
    for _ in 0..2 {
        let (status, text) = send(&server, &form, &filled);
        assert_eq!(status, 200);
        assert!(text.contains("Đã nhận") && !text.contains("Tự</b>"), "it shows nobody's data");
    }
    officer.sync(&server);
    collector.sync(&server);
    let said = sign_ups(&officer);
    assert_eq!((said.len(), sign_ups(&collector).len()), (1, 1), "sent twice, it is one");
    let (id, sign_up) = said[0].clone();
    assert_eq!(sign_up.phone.unwrap().digits(), "0903000127");

    // A collector sees it, and does not decide.
    let ended = |person: Option<RecordId>| {
        let ended = Some(SignUpEnd::Recorded);
        let person = person.map(PersonId);
        Draft::set(id, SignUp { ended, ended_on: Some(today()), person, ..SignUp::default() })
    };
    collector.save(vec![ended(None)]);
    collector.sync(&server);
    assert_eq!(collector.replica.refusals().unwrap()[0].refused.code, Refusal::NoRight);

    // The officer does, and takes it back: even when the server has emptied what was decided upon, all
    // stands as it was said.
    let mut drafts = a_person(&mut officer, "Lê Thị Nhầm", first);
    let person = drafts[0].record;
    drafts.push(ended(Some(person)));
    let (_, backs) = officer.replica.save_form(FormId(7), drafts, server::clock::now()).unwrap();
    officer.sync(&server);
    officer.sync(&server);
    assert_eq!(sign_ups(&officer)[0].1.name, None);
    officer.save(backs);
    officer.sync(&server);
    officer.sync(&server);
    collector.sync(&server);
    assert_eq!(officer.replica.refusals().unwrap(), []);
    for device in [&officer, &collector] {
        let (_, again) = &sign_ups(device)[0];
        assert_eq!((&again.name, &again.phone), (&said[0].1.name, &said[0].1.phone));
        assert_eq!((again.birth, again.ended, again.person), (said[0].1.birth, None, None));
        assert_eq!(row::read(device.replica.db(), "person", person).unwrap(), None);
    }

    // The officer does, offline: what is taken over stands with the person, and nothing of it elsewhere.
    let mut drafts = a_person(&mut officer, "Lê Thị Tự", first);
    let person = drafts[0].record;
    drafts.push(ended(Some(person)));
    officer.save(drafts);
    officer.sync(&server);
    assert_eq!(officer.replica.refusals().unwrap(), []);
    officer.sync(&server);
    let (_, emptied) = &sign_ups(&officer)[0];
    assert_eq!((&emptied.name, &emptied.phone, &emptied.house), (&None, &None, &None));
    assert_eq!((emptied.person, emptied.learning), (Some(PersonId(person)), Some(true)));
    assert_eq!(emptied.birth.map(|birth| birth.to_string()), Some("1958".into()));
    let path = format!("/v1/history/{}", id.0);
    let history: Vec<PastChange> = server.get(&path, Some(&officer.token(&server))).unwrap();
    let told = format!("{history:?}");
    assert!(!told.contains("Tự") && !told.contains("0903000127"), "{told}");
    // A device that comes late brings nothing back.
    let late = SignUp { name: Some("Lê Thị Tự".into()), ..SignUp::default() };
    officer.save(vec![Draft::set(id, late)]);
    officer.sync(&server);
    officer.sync(&server);
    assert_eq!(sign_ups(&officer)[0].1.name, None);
    assert_eq!(
        Person::from_fields(
            &row::read(officer.replica.db(), "person", person).unwrap().unwrap().fields
        )
        .name,
        Some("Lê Thị Tự".into())
    );
}

#[test]
fn a_poster_that_is_full_over_or_unknown_takes_nobody() {
    let (server, mut officer, _, [first, _]) = with_poster(1);
    let (status, text) = page(&server, "khong-co");
    assert_eq!(status, 404);
    assert!(text.contains("Không có lời mời này"));
    let form = form_of(&page(&server, CODE).1);
    let area = first.0.to_string();
    let filled = [("name", "Lê An"), ("area", area.as_str()), ("agrees", "1")];
    // A machine fills in what nobody sees.
    let mut robot = filled.to_vec();
    robot.push(("website", "http://example.com"));
    assert_eq!(send(&server, &form, &robot).0, 200);
    officer.sync(&server);
    assert_eq!(sign_ups(&officer).len(), 0);
    assert_eq!(send(&server, "short", &filled).0, 400);
    assert_eq!(send(&server, &form, &filled).0, 200);
    assert_eq!(page(&server, CODE).0, 410, "one was all that it takes");
    let other = "0123456789abcdef0123";
    let (status, text) = send(&server, other, &filled);
    assert_eq!(status, 410);
    assert!(text.contains("Đã nhận đủ người"));
    // The officer lets more in, then closes it.
    let posters = row::read_all(officer.replica.db(), Poster::KIND, "id is not null", &[]).unwrap();
    let yesterday = Day(today().0 - 1);
    let more = Poster { most: Some(Count(5)), ..Poster::default() };
    officer.save(vec![Draft::set(posters[0].id, more)]);
    officer.sync(&server);
    assert_eq!(page(&server, CODE).0, 200);
    let over = Poster { closes_on: Some(yesterday), ..Poster::default() };
    officer.save(vec![Draft::set(posters[0].id, over)]);
    officer.sync(&server);
    assert!(page(&server, CODE).1.contains("Đã hết hạn"));
    // A form that is too large is not read.
    let long = "x".repeat(20_000);
    assert_eq!(send(&server, &form, &[("name", long.as_str())]).0, 413);
}
