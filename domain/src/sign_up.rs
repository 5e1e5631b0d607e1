//! Tự ghi danh: what citizens type of themselves, on the public page of a poster or on a tablet that goes
//! from hand to hand; the same is asked, and the same is said of what does not fit.

use std::collections::BTreeMap;

use crate::change::Fields;
use crate::field::{BadValue, FieldValue};
use crate::id::RecordId;
use crate::kind::Record;
use crate::record::{
    AreaId, ConsentForm, ConsentPurpose, LearningModel, Person, PosterId, Registration, SignUp,
    persons_name,
};
use crate::text::{Label, bad_value, value};
use crate::time::{Birth, Day, Moment};
use crate::value::Value;

/// Below this age in years a parent agrees (Decree 13/2023/NĐ-CP).
const CHILD_YEARS: i16 = 16;

/// The fields that are typed, by their names in the form.
pub const TYPED: [&str; 6] = ["name", "birth", "sex", "phone", "house", "street"];

/// The area, where the poster leaves a choice.
pub const AREA: &str = "area";

/// What is ticked: that one registers, wishes to join, agrees, and is a child's parent.
pub const LEARNING: &str = "learning";
pub const JOINS: &str = "joins";
pub const AGREES: &str = "agrees";
pub const PARENT: &str = "parent";

/// What is ticked, with the words beside it: what is agreed to is one, wherever somebody agrees.
pub const TICKS: [(&str, Label); 4] = [
    (
        LEARNING,
        Label("Tôi đăng ký Công dân học tập năm nay", "I register as a learning citizen this year"),
    ),
    (JOINS, Label("Tôi muốn vào Hội Khuyến học", "I wish to join the association")),
    (
        AGREES,
        Label(
            "Tôi đồng ý để Hội Khuyến học lưu thông tin này, chỉ để làm công tác khuyến học. Tôi có thể xem, sửa, rút lại hoặc yêu cầu xoá bất cứ lúc nào.",
            "I agree that the association keeps this data, for the promotion of learning alone. I can see, correct, withdraw or have it erased at any time.",
        ),
    ),
    (
        PARENT,
        Label(
            "Nếu dưới 16 tuổi: tôi là cha mẹ hoặc người giám hộ, và đồng ý thay",
            "If under 16: I am a parent or guardian, and agree instead",
        ),
    ),
];

/// What is said where nobody has agreed.
pub const AGREE_FIRST: Label = Label(
    "Chưa đánh dấu đồng ý. Hội chỉ giữ thông tin của người đã đồng ý.",
    "Not agreed yet. The association keeps data only of those who agree.",
);

/// What is said where a child registers without a parent.
pub const PARENT_FIRST: Label = Label(
    "Người dưới 16 tuổi: cha mẹ hoặc người giám hộ đồng ý thay, và đánh dấu ở đây.",
    "Under 16, a parent or guardian agrees instead, and ticks this.",
);

/// As a learning citizen he registers where he lives, not where the poster hangs; if he asked for it.
/// `home`: where he lives, so far as it is on record.
pub fn registration(said: &SignUp, home: Option<AreaId>, on: Day) -> Option<Registration> {
    let area = home.or(said.area)?;
    (said.learning == Some(true)).then(|| Registration {
        model: Some(LearningModel::Citizen),
        year: Some(on.year()),
        area: Some(area),
        registered_on: Some(on),
        ..Registration::default()
    })
}

/// Where and under which invitation somebody registers himself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SaidAt<'a> {
    pub poster: Option<PosterId>,
    /// The areas in which he can.
    pub areas: &'a [RecordId],
    pub at: Moment,
    /// The form's own number, drawn by chance: a form that is sent twice is one.
    pub form: &'a str,
}

/// What was typed, as a record; or what is wrong, by the names of the fields.
pub fn read(
    typed: &BTreeMap<String, String>,
    said: SaidAt,
) -> Result<Fields, BTreeMap<&'static str, Label>> {
    let mut wrong = BTreeMap::new();
    let mut fields = Fields::new();
    let text = |name: &str| typed.get(name).map_or("", |text| text.as_str());
    let ticked = |name: &str| text(name) == "1";
    for name in TYPED {
        let field = SignUp::KIND.field(name).expect("a sign-up is declared with it");
        match value::parse(field.ty, text(name)) {
            Ok(value) if value.is_null() => {}
            Ok(Value::Text(called)) if name == "name" => {
                fields.insert(name.to_owned(), Value::Text(persons_name(&called)));
            }
            Ok(value) => drop(fields.insert(name.to_owned(), value)),
            Err(why) => drop(wrong.insert(name, bad_value(why))),
        }
    }
    if !fields.contains_key("name") {
        wrong.entry("name").or_insert(bad_value(BadValue::Empty));
    }
    let birth = fields.get("birth").and_then(Birth::from_value);
    let today = said.at.day();
    let is_ahead = |birth: &Birth| *birth > Birth::on(today);
    if birth.as_ref().is_some_and(is_ahead) {
        wrong.insert("birth", bad_value(BadValue::NotADate));
    }
    let area = match said.areas {
        [only] => Some(*only),
        several => {
            let chosen = text(AREA).parse().ok().map(RecordId);
            chosen.filter(|area| several.contains(area))
        }
    };
    if area.is_none() {
        wrong.insert(AREA, bad_value(BadValue::Empty));
    }
    let is_child = birth.is_some_and(|birth| !is_ahead(&birth) && is_child(birth, today));
    if !ticked(AGREES) {
        wrong.insert(AGREES, AGREE_FIRST);
    }
    if is_child && !ticked(PARENT) {
        wrong.insert(PARENT, PARENT_FIRST);
    }
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let ticks = SignUp {
        area: area.map(AreaId),
        poster: said.poster,
        form: Some(said.form.into()),
        said_at: Some(said.at),
        learning: ticked(LEARNING).then_some(true),
        joins: ticked(JOINS).then_some(true),
        consent: Some(if is_child { ConsentForm::Parent } else { ConsentForm::Ticked }),
        ..SignUp::default()
    };
    fields.extend(ticks.into_fields());
    Ok(fields)
}

/// What is added to the record of a person who is on it: what he said and the record lacks; and his
/// consent, where none stood or he had withdrawn it.
pub fn added(said: &Fields, there: &Fields) -> Fields {
    let person = Person::from_fields(there);
    let mut added = missing(said, there);
    let agrees_anew = matches!(person.consent, None | Some(ConsentForm::Withdrawn));
    if let (Some(consent), true) = (said.get("consent"), agrees_anew) {
        let on = SignUp::from_fields(said).said_at.map(|at| at.day().to_value());
        added.insert("consent".into(), consent.clone());
        added.insert("consent_on".into(), on.unwrap_or_default());
        added.insert("consent_for".into(), ConsentPurpose::Work.to_value());
    }
    added
}

/// What of a person's fields somebody said who is on record, and the record lacks.
fn missing(said: &Fields, there: &Fields) -> Fields {
    let of_person = |name: &str| Person::KIND.field(name).is_some();
    let lacks = |(name, value): &(&String, &Value)| {
        of_person(name)
            && TYPED.contains(&name.as_str())
            && !value.is_null()
            && there.get(*name).is_none_or(Value::is_null)
    };
    said.iter().filter(lacks).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether a parent agrees for somebody who was born then. Of whom only the year is known, his birthday
/// counts as yet to come.
pub fn is_child(birth: Birth, today: Day) -> bool {
    let years = today.year().0 - birth.year().0;
    let has_had_birthday = birth.day().is_some_and(|day| {
        (day.month(), day.day_of_month()) <= (today.month(), today.day_of_month())
    });
    years - i16::from(!has_had_birthday) < CHILD_YEARS
}

/// Why an invitation takes nobody more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    Over,
    Full,
    /// There is no area any more in which one could.
    Nowhere,
}

/// Whether somebody can register himself by an invitation that closes on that day, and under which so many
/// of so many have.
pub fn is_open(closes_on: Option<Day>, registered: u64, most: u64, today: Day) -> Result<(), Shut> {
    if closes_on.is_none_or(|closes| closes < today) {
        return Err(Shut::Over);
    }
    if registered >= most { Err(Shut::Full) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    const AREAS: [RecordId; 2] = [RecordId(3), RecordId(4)];

    fn typed(fields: &[(&str, &str)]) -> BTreeMap<String, String> {
        let agreed = [("name", "Lê Văn An"), (AREA, "4"), (AGREES, "1")];
        let fields = agreed.iter().chain(fields);
        fields.map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    fn said(areas: &[RecordId]) -> SaidAt<'_> {
        let at = Moment(i64::from(Day::parse("23/9/2022").unwrap().0) * Moment::DAY_MS);
        SaidAt { poster: Some(PosterId(RecordId(9))), areas, at, form: "0123456789abcdef" }
    }

    #[test]
    fn what_is_typed_becomes_a_record() {
        let form = typed(&[("birth", "12/3/1958"), ("phone", "0903 000 127"), (LEARNING, "1")]);
        let sign_up = SignUp::from_fields(&read(&form, said(&AREAS)).unwrap());
        assert_eq!(sign_up.name, Some("Lê Văn An".into()));
        assert_eq!(sign_up.area, Some(AreaId(RecordId(4))));
        assert_eq!((sign_up.learning, sign_up.joins), (Some(true), None));
        assert_eq!(sign_up.consent, Some(ConsentForm::Ticked));
        // Where there is one area, it need not be said.
        assert!(read(&typed(&[(AREA, "")]), said(&AREAS[..1])).is_ok());
    }

    #[test]
    fn what_does_not_fit_is_said_at_its_field() {
        for (fields, wrong) in [
            (vec![("name", " ")], "name"),
            (vec![("birth", "31/2/1958")], "birth"),
            (vec![("birth", "24/9/2022")], "birth"),
            (vec![("phone", "12")], "phone"),
            (vec![(AREA, "5")], AREA),
            (vec![(AGREES, "")], AGREES),
            (vec![("birth", "2015")], PARENT),
            (vec![("birth", "31/12/2006")], PARENT),
        ] {
            let said = read(&typed(&fields), said(&AREAS)).unwrap_err();
            assert_eq!(said.keys().copied().collect::<Vec<_>>(), [wrong], "{fields:?}");
        }
        let child = read(&typed(&[("birth", "2015"), (PARENT, "1")]), said(&AREAS)).unwrap();
        assert_eq!(SignUp::from_fields(&child).consent, Some(ConsentForm::Parent));
    }

    #[test]
    fn what_stands_on_record_stays() {
        let said = read(&typed(&[("phone", "0903000127"), ("house", "12")]), said(&AREAS)).unwrap();
        let there = Fields::from([("name".to_owned(), Value::from("Lê An"))]);
        assert_eq!(missing(&said, &there).keys().collect::<Vec<_>>(), ["phone"]);
        // Who has not agreed yet, or no more, has agreed now; who has stays as he was.
        for (consent, agrees) in
            [(None, true), (Some(ConsentForm::Withdrawn), true), (Some(ConsentForm::Signed), false)]
        {
            let mut there = there.clone();
            there.extend(Person { consent, ..Person::default() }.into_fields());
            assert_eq!(added(&said, &there).contains_key("consent"), agrees, "{consent:?}");
        }
    }

    #[test]
    fn an_invitation_closes_by_its_day_and_when_it_is_full() {
        let closes_on = Day::parse("23/9/2022");
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(is_open(closes_on, 1, 2, day("23/9/2022")), Ok(()));
        assert_eq!(is_open(closes_on, 2, 2, day("23/9/2022")), Err(Shut::Full));
        assert_eq!(is_open(closes_on, 0, 2, day("24/9/2022")), Err(Shut::Over));
    }
}
