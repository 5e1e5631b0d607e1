//! Who looked, what left the app, and what somebody may read of himself.

mod ward;

use domain::identity::CitizenId;
use domain::kind::Record;
use domain::record::{AreaId, ExportForm, Look, Person};
use domain::text::Language;
use domain::time::Birth;
use store::disclosure::Exported;
use store::query::disclosure::{exports, own_data, seen_of};
use store::row;
use ward::{NOW, ward};

#[test]
fn a_look_is_noted_once_a_day_and_is_nobodys_work() {
    let mut ward = ward();
    let person = ward.named("Lê Thị Hai", "1970");
    let before = ward.replica.unsent().unwrap();
    for _ in 0..3 {
        ward.replica.note_look(person, NOW).unwrap();
    }
    let looks = row::read_all(ward.replica.db(), Look::KIND, "true", &[]).unwrap();
    assert_eq!(looks.len(), 1);
    let after = ward.replica.unsent().unwrap();
    assert_eq!((after.changes, after.notes), (before.changes, 1));
    ward.replica.note_look(person, NOW.plus_days(1)).unwrap();
    assert_eq!(seen_of(ward.replica.db(), person, Language::Vietnamese).unwrap().len(), 2);
    let area = Look::from_fields(&looks[0].fields).area;
    assert_eq!(area, Some(AreaId(ward.area)), "the ward's officers read it");
}

#[test]
fn what_one_person_takes_along_is_listed_with_his_page() {
    let mut ward = ward();
    let person = ward.named("Lê Thị Hai", "1970");
    let exported =
        Exported { form: ExportForm::OwnData, count: 1, of: String::new(), person: Some(person) };
    ward.replica.note_export(&exported, NOW).unwrap();
    let seen = seen_of(ward.replica.db(), person, Language::Vietnamese).unwrap();
    assert_eq!(seen[0].what, "Lượt xuất · Bản thông tin của một người");
    assert_eq!(exports(ward.replica.db(), Language::Vietnamese).unwrap(), seen);
}

#[test]
fn somebody_reads_all_that_is_kept_of_him() {
    let mut ward = ward();
    let person = ward.person(Person {
        name: Some("Lê Thị Hai".into()),
        birth: Birth::parse("2/3/1970"),
        citizen_id: CitizenId::parse("079170000123").ok(),
        ..Person::default()
    });
    ward.member(person, 0);
    let other = ward.named("Trần Văn Khác", "1971");
    ward.member(other, 1);
    let fields = own_data(ward.replica.db(), person, Language::Vietnamese).unwrap();
    let said = |field: &str| {
        let found = fields.iter().find(|one| one.field == field);
        found.map(|one| one.value.as_str()).unwrap_or_default()
    };
    assert_eq!(said("Số định danh (CCCD)"), "079170000123", "his own number, whole");
    assert_eq!((said("Chi hội"), said("Vào Hội")), ("Chi hội 1", "1/6/2022"));
    assert_eq!(said("Địa bàn"), "Khu phố 2");
    assert!(!fields.iter().any(|one| one.value.contains("Khác")));
}
