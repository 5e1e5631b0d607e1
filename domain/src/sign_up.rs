//! Tự ghi danh: what citizens type of themselves, on the public page of a poster or on a tablet that goes
//! from hand to hand; the same is asked, and the same is said of what does not fit.

use std::collections::BTreeMap;

use crate::change::Fields;
use crate::field::{BadValue, FieldValue};
use crate::id::RecordId;
use crate::kind::Record;
use crate::record::{AreaId, ConsentForm, Person, Poster, PosterId, SignUp};
use crate::text::{Label, bad_value, value};
use crate::time::{Birth, Day, Moment, Year};
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
            Ok(value) => drop(fields.insert(name.to_owned(), value)),
            Err(why) => drop(wrong.insert(name, bad_value(why))),
        }
    }
    if !fields.contains_key("name") {
        wrong.entry("name").or_insert(bad_value(BadValue::Empty));
    }
    let birth = fields.get("birth").and_then(Birth::from_value);
    let today = said.at.day();
    if birth.is_some_and(|birth| is_ahead(birth, today)) {
        wrong.insert("birth", bad_value(BadValue::NotADate));
        fields.remove("birth");
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
    let is_child =
        birth.is_some_and(|birth| !is_ahead(birth, today) && is_child(birth.year(), today));
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

/// What of a person's fields somebody said who is on record, and the record lacks.
pub fn missing(said: &Fields, there: &Fields) -> Fields {
    let of_person = |name: &str| Person::KIND.field(name).is_some();
    let lacks = |(name, value): &(&String, &Value)| {
        of_person(name)
            && TYPED.contains(&name.as_str())
            && !value.is_null()
            && there.get(*name).is_none_or(Value::is_null)
    };
    said.iter().filter(lacks).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// Whether a parent agrees for somebody who was born in that year.
pub fn is_child(born: Year, today: Day) -> bool {
    today.year().0 - born.0 < CHILD_YEARS
}

fn is_ahead(birth: Birth, today: Day) -> bool {
    birth.day().map_or(birth.year() > today.year(), |day| day > today)
}

/// Why an invitation takes nobody more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shut {
    Over,
    Full,
}

/// Whether somebody can register himself by an invitation under which so many have.
pub fn is_open(poster: &Poster, registered: u64, today: Day) -> Result<(), Shut> {
    if poster.closes_on.is_none_or(|closes| closes < today) {
        return Err(Shut::Over);
    }
    let most = poster.most.map_or(0, |most| most.0.max(0) as u64);
    if registered >= most { Err(Shut::Full) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Count;

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
    }

    #[test]
    fn an_invitation_closes_by_its_day_and_when_it_is_full() {
        let closes_on = Day::parse("23/9/2022");
        let poster = Poster { closes_on, most: Some(Count(2)), ..Poster::default() };
        let day = |text| Day::parse(text).unwrap();
        assert_eq!(is_open(&poster, 1, day("23/9/2022")), Ok(()));
        assert_eq!(is_open(&poster, 2, day("23/9/2022")), Err(Shut::Full));
        assert_eq!(is_open(&poster, 0, day("24/9/2022")), Err(Shut::Over));
    }
}
