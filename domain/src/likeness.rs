//! Likeness: whether two records may be of one person.
//!
//! What agrees and what does not is weighed in bits, as record linkage has it (Fellegi and Sunter, "A
//! Theory for Record Linkage", 1969): a sign counts for as much as it is rarer among strangers than
//! between two records of one person. A rare name says more than a common one. Nobody is ever made one
//! with another by this: a person looks, and says so.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::identity::{CitizenId, Phone};
use crate::record::Sex;
use crate::text::{Label, fold, tone_apart};
use crate::time::Birth;

/// What is held against another's.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    pub name: Spelling,
    pub birth: Option<Birth>,
    pub sex: Option<Sex>,
    pub phone: Option<Phone>,
    /// Each number that he has, twelve digits or nine.
    pub ids: Vec<CitizenId>,
    pub household: Option<RecordId>,
    pub area: Option<RecordId>,
    /// House and street; empty if they are not known.
    pub address: Spelling,
}

/// A name, or an address, as it is written.
#[derive(Clone, Debug, Default)]
pub struct Spelling {
    /// In small letters, tones apart from the letters: "Hoà" is "Hòa".
    written: String,
    folded: String,
}

impl Spelling {
    pub fn of(text: &str) -> Self {
        Self { written: tone_apart(text), folded: fold(text) }
    }

    /// As searches compare it.
    pub fn folded(&self) -> &str {
        &self.folded
    }

    /// Whether it was typed without diacritics.
    fn is_bare(&self) -> bool {
        self.written == self.folded
    }
}

/// How common names are among the people who are compared; names and words are folded.
pub trait KnownNames {
    /// How many people there are.
    fn people(&self) -> u32;
    fn having_name(&self, name: &str) -> u32;
    fn having_word(&self, word: &str) -> u32;
}

/// How many bits it says that two have what so many have.
fn rarity(names: &impl KnownNames, having: u32) -> f64 {
    let people = f64::from(names.people().max(LEAST_PEOPLE));
    (people / f64::from(having.max(1))).log2().min(MOST_NAME_BITS)
}

/// Whether a word is so rare that it may be another one, mistyped.
fn is_rare(names: &impl KnownNames, word: &str) -> bool {
    names.having_word(word) <= 1 + names.people() / ONE_IN
        && !NAMES_OF_MANY.split(' ').any(|name| name == word)
}

/// Words of names that many have, folded: where few people are compared, they are rare among them
/// too.
const NAMES_OF_MANY: &str = "ai an anh bach bang bao bich bien binh bui ca cam can canh cao chau chi chien chinh \
    chung cong cu cuc cuong da dai dam dan dang danh dao dat diem dien diep dieu dinh do \
    doan don dong duc dung duong duy duyen gia giang giao ha hai han hang hanh hao hau hien \
    hiep hieu hinh ho hoa hoai hoan hoang hoi hong hop hue hung huong huu huy huyen huynh \
    kha khai khang khanh khiem khoa khoi khue khuong kien kiet kieu kim ky la lai lam lan \
    lanh le lien lieu linh loan loc loi long lu lua luan luc luong luu ly mai man manh mau \
    men mi minh mo mong my nam nga ngan nghi nghia ngo ngoc nguyen nguyet nha nhan nhat nhi \
    nhien nhu nhung ninh no nu oanh pham phan phat phi phong phu phuc phung phuoc phuong \
    quan quang que quoc quy quyen quyet quynh sam san sang sau sen sinh son song sy ta tai \
    tam tan tat thach thai tham than thang thanh thao the thi thien thinh tho thoa thoi thom \
    thong thu thuan thuc thuong thuy tien tiep tin tinh to toan ton tong tot tra tram tran \
    trang tri trieu trinh trong truc trung truong tu tuan tue tung tuoi tuong tuyen tuyet \
    uyen van vi vien viet vinh vo vu vui vuong vy xuan y yen";

/// A few people say nothing of how common a name is.
const LEAST_PEOPLE: u32 = 20_000;

/// However rare a name is, another may have it.
const MOST_NAME_BITS: f64 = 14.0;

/// A word that fewer than one in so many have is no name that people are given.
const ONE_IN: u32 = 4_000;

/// Names that were counted one by one.
#[derive(Default)]
pub struct NameCounts {
    names: HashMap<String, u32>,
    words: HashMap<String, u32>,
    people: u32,
}

impl NameCounts {
    /// Counts a name, folded.
    pub fn add(&mut self, folded: &str) {
        for word in folded.split(' ') {
            count(&mut self.words, word);
        }
        count(&mut self.names, folded);
        self.people += 1;
    }
}

impl KnownNames for NameCounts {
    fn people(&self) -> u32 {
        self.people
    }

    fn having_name(&self, name: &str) -> u32 {
        self.names.get(name).copied().unwrap_or_default()
    }

    fn having_word(&self, word: &str) -> u32 {
        self.words.get(word).copied().unwrap_or_default()
    }
}

fn count(counts: &mut HashMap<String, u32>, text: &str) {
    match counts.get_mut(text) {
        Some(count) => *count += 1,
        None => {
            counts.insert(text.to_owned(), 1);
        }
    }
}

/// Something that speaks for it that two are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Sign {
    Id,
    Name,
    /// The name with a slip of the pen, a word left out, or its words in another order.
    NameAlmost,
    Birth,
    /// Day and month exchanged, or one of the three another.
    BirthAlmost,
    Phone,
    Home,
}

impl Sign {
    pub const fn label(self) -> Label {
        match self {
            Sign::Id => Label("cùng số định danh", "the same citizen ID"),
            Sign::Name => Label("cùng họ tên", "the same name"),
            Sign::NameAlmost => Label("họ tên gần giống", "almost the same name"),
            Sign::Birth => Label("cùng ngày sinh", "the same birth"),
            Sign::BirthAlmost => Label("ngày sinh gần giống", "almost the same birth"),
            Sign::Phone => Label("cùng điện thoại", "the same telephone"),
            Sign::Home => Label("cùng nơi ở", "the same home"),
        }
    }
}

/// How likely it is that two are one, and by what.
#[derive(Clone, Debug, PartialEq)]
pub struct Likeness {
    /// In bits: at 0 it is as likely as not.
    pub bits: f64,
    pub signs: Vec<Sign>,
}

impl Likeness {
    /// From here on somebody should look.
    pub const LIKELY: f64 = 4.0;

    pub fn is_likely(&self) -> bool {
        self.bits >= Self::LIKELY
    }
}

/// How likely it is that two records are of one person.
pub fn likeness(one: &Profile, other: &Profile, names: &impl KnownNames) -> Likeness {
    let mut signs = Vec::new();
    // As many as there are others, so unlikely is it of two who were picked blindly.
    let mut bits = -f64::from(names.people().max(LEAST_PEOPLE)).log2();
    let mut weigh = |(weight, sign): (f64, Option<Sign>)| {
        bits += weight;
        signs.extend(sign);
    };
    weigh(by_id(one, other));
    weigh(by_name(&one.name, &other.name, names));
    weigh(by_birth(one.birth, other.birth));
    weigh(by_phone(one.phone.as_ref(), other.phone.as_ref()));
    weigh(by_home(one, other));
    weigh(match one.sex.zip(other.sex) {
        Some((one, other)) if one == other => (1.0, None),
        Some(_) => (-5.0, None),
        None => (0.0, None),
    });
    Likeness { bits, signs }
}

/// One number is one person, but for what was mistyped.
fn by_id(one: &Profile, other: &Profile) -> (f64, Option<Sign>) {
    if one.ids.iter().any(|id| other.ids.contains(id)) {
        return (30.0, Some(Sign::Id));
    }
    let twelve = |profile: &Profile| {
        let of_twelve = |id: &&CitizenId| id.digits().len() == 12;
        profile.ids.iter().find(of_twelve).map(|id| id.digits().to_owned())
    };
    match twelve(one).zip(twelve(other)) {
        Some((one, other)) if strsim::osa_distance(&one, &other) > 1 => (-20.0, None),
        // Twins may have numbers side by side: this says nothing.
        _ => (0.0, None),
    }
}

fn by_name(one: &Spelling, other: &Spelling, names: &impl KnownNames) -> (f64, Option<Sign>) {
    let whole = |name: &Spelling| rarity(names, names.having_name(&name.folded));
    if one.written.is_empty() || other.written.is_empty() {
        return (0.0, None);
    }
    if one.written == other.written {
        return (whole(one), Some(Sign::Name));
    }
    if one.folded == other.folded {
        return if one.is_bare() || other.is_bare() {
            (whole(one) - 1.0, Some(Sign::Name))
        } else if given(&one.written) == given(&other.written) {
            (whole(one) - 4.0, Some(Sign::NameAlmost))
        } else {
            DIFFERENT_NAME // Anh and Ánh are two names
        };
    }
    if is_in_other_order(&one.folded, &other.folded) {
        return (whole(one).min(whole(other)) - 1.0, Some(Sign::NameAlmost));
    }
    if let Some(both) = with_words_left_out(&one.folded, &other.folded) {
        let bits: f64 = both.into_iter().map(|word| rarity(names, names.having_word(word))).sum();
        return (bits.min(MOST_NAME_BITS) - 2.0, Some(Sign::NameAlmost));
    }
    if is_mistyped(&one.folded, &other.folded, names) {
        return (whole(one).min(whole(other)).min(10.0) - 2.0, Some(Sign::NameAlmost));
    }
    DIFFERENT_NAME
}

const DIFFERENT_NAME: (f64, Option<Sign>) = (-12.0, None);

fn given(name: &str) -> &str {
    name.rsplit(' ').next().unwrap_or_default()
}

fn is_in_other_order(one: &str, other: &str) -> bool {
    let sorted = |name: &str| {
        let mut words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        words.sort_unstable();
        words
    };
    one.len() == other.len() && sorted(one) == sorted(other)
}

/// The words that both have, where family and given name are the same and one leaves out middle names
/// or says only how they begin.
fn with_words_left_out<'a>(one: &'a str, other: &'a str) -> Option<Vec<&'a str>> {
    let length = |name: &str| (name.split(' ').count(), name.len());
    let (short, long) = if length(one) <= length(other) { (one, other) } else { (other, one) };
    let mut rest = long.split(' ');
    let mut both = Vec::new();
    for word in short.split(' ') {
        both.push(rest.find(|known| fits(word, known))?);
    }
    let ends = given(short) == given(long) && both.first() == long.split(' ').next().as_ref();
    (both.len() >= 2 && ends).then_some(both)
}

/// Whether a word is this one, or the beginning that people write for it (`Ng.` for `Nguyễn`).
fn fits(word: &str, known: &str) -> bool {
    let begun = word.trim_end_matches('.');
    word == known || (begun.len() <= 2 && !begun.is_empty() && known.starts_with(begun))
}

/// Whether one word of the name has a slip of the pen in it. Where both words are names that people
/// have, they are two names.
fn is_mistyped(one: &str, other: &str, names: &impl KnownNames) -> bool {
    let (mut ones, mut others) = (one.split(' '), other.split(' '));
    let mut slips = 0;
    loop {
        match (ones.next(), others.next()) {
            (None, None) => return slips == 1,
            (Some(one), Some(other)) if one == other => {}
            (Some(one), Some(other)) => {
                let most = if one.len().max(other.len()) >= 6 { 2 } else { 1 };
                let is_slip = (is_rare(names, one) || is_rare(names, other))
                    && strsim::osa_distance(one, other) <= most;
                if !is_slip {
                    break;
                }
                slips += 1;
            }
            _ => break,
        }
    }
    // A space too many, or one left out.
    one.replace(' ', "") == other.replace(' ', "")
}

fn by_birth(one: Option<Birth>, other: Option<Birth>) -> (f64, Option<Sign>) {
    let Some((one, other)) = one.zip(other) else { return (0.0, None) };
    let years = (one.year().0 - other.year().0).abs();
    match (known_day(one), known_day(other)) {
        (Some(day), Some(other_day)) if one == other && day == other_day => {
            (13.0, Some(Sign::Birth))
        }
        (Some((day, month)), Some((other_day, other_month))) => {
            let same = (day == other_day, month == other_month, years == 0);
            let exchanged = (day, month) == (other_month, other_day);
            match same {
                (_, _, true) if exchanged => (8.0, Some(Sign::BirthAlmost)),
                (true, true, false) if is_slip_of_year(one, other) => {
                    (5.0, Some(Sign::BirthAlmost))
                }
                (true, false, true) | (false, true, true) => (4.0, Some(Sign::BirthAlmost)),
                _ => (-9.0, None),
            }
        }
        // Whoever is asked for the year alone may count it as the lunar calendar does.
        _ if years == 0 => (5.5, Some(Sign::Birth)),
        _ if years == 1 => (1.0, Some(Sign::BirthAlmost)),
        _ => (-9.0, None),
    }
}

/// Day and month, where they are known. The first of January stands on many papers for want of
/// another.
fn known_day(birth: Birth) -> Option<(u8, u8)> {
    let day = birth.day()?;
    Some((day.day_of_month(), day.month())).filter(|day| *day != (1, 1))
}

fn is_slip_of_year(one: Birth, other: Birth) -> bool {
    strsim::osa_distance(&one.year().0.to_string(), &other.year().0.to_string()) == 1
}

/// A family has one telephone; it says little against the name.
fn by_phone(one: Option<&Phone>, other: Option<&Phone>) -> (f64, Option<Sign>) {
    match one.zip(other) {
        Some((one, other)) if one == other => (8.0, Some(Sign::Phone)),
        Some(_) => (-1.0, None),
        None => (0.0, None),
    }
}

fn by_home(one: &Profile, other: &Profile) -> (f64, Option<Sign>) {
    let (house, other_house) = (one.address.folded(), other.address.folded());
    let same_house = !house.is_empty() && house == other_house;
    let same_area = one.area.is_some() && one.area == other.area;
    if one.household.is_some() && one.household == other.household {
        (6.0, Some(Sign::Home))
    } else if same_house {
        (if same_area { 6.0 } else { 4.0 }, Some(Sign::Home))
    } else if same_area {
        (2.0, None)
    } else if one.area.is_some() && other.area.is_some() {
        (-1.5, None)
    } else {
        (0.0, None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A district's names: a third Nguyễn, common middle and given names, each often enough.
    fn names() -> NameCounts {
        let mut names = NameCounts::default();
        let words = |text: &'static str| text.split(' ').collect::<Vec<_>>();
        let families = words("nguyen nguyen nguyen tran le pham hoang vo dang");
        let middles = words("van thi minh kim huu thanh ngoc duc hoai quoc");
        let given = words(
            "hung lan anh an hoa khoa kha binh dung tuan thuy mai nam linh long phuc quan son tam \
             trang vinh yen bao chau dat giang hai hanh hieu huong khanh kiet loan my nga nhi",
        );
        for number in 0..60_000_usize {
            let family = families[number % families.len()];
            let middle = middles[number / 9 % middles.len()];
            let given = given[number / 90 % given.len()];
            names.add(&format!("{family} {middle} {given}"));
        }
        names
    }

    struct Somebody {
        name: &'static str,
        birth: &'static str,
        phone: &'static str,
        id: &'static str,
        home: (&'static str, i64),
    }

    fn profile(somebody: &Somebody) -> Profile {
        let (house, area) = somebody.home;
        Profile {
            birth: Birth::parse(somebody.birth),
            phone: Phone::parse(somebody.phone).ok(),
            ids: CitizenId::parse(somebody.id).into_iter().collect(),
            area: (area > 0).then_some(RecordId(area)),
            name: Spelling::of(somebody.name),
            address: Spelling::of(house),
            ..Profile::default()
        }
    }

    const fn somebody(name: &'static str, birth: &'static str) -> Somebody {
        Somebody { name, birth, phone: "", id: "", home: ("", 0) }
    }

    const fn living(name: &'static str, birth: &'static str, house: &'static str) -> Somebody {
        Somebody { home: (house, 4), ..somebody(name, birth) }
    }

    #[test]
    fn one_person_is_found_and_two_are_left_apart() {
        let names = names();
        let hung = || living("Nguyễn Văn Hùng", "12/3/1970", "12 Hoàng Văn Thụ");
        for (what, one, other, likely) in [
            ("said twice", hung(), hung(), true),
            (
                "without diacritics",
                hung(),
                living("nguyen van hung", "12/3/1970", "12 hoang van thu"),
                true,
            ),
            ("in another order", hung(), living("Hùng Nguyễn Văn", "12/3/1970", ""), true),
            ("begun only", hung(), living("Ng. V Hùng", "12/3/1970", "12 Hoàng Văn Thụ"), true),
            (
                "a slip in the name",
                hung(),
                living("Nguyễn Văn Hùnh", "12/3/1970", "12 Hoàng Văn Thụ"),
                true,
            ),
            (
                "a slip in the day",
                hung(),
                living("Nguyễn Văn Hùng", "13/3/1970", "12 Hoàng Văn Thụ"),
                true,
            ),
            (
                "day and month exchanged",
                hung(),
                living("Nguyễn Văn Hùng", "3/12/1970", "12 Hoàng Văn Thụ"),
                true,
            ),
            (
                "the year alone, at home",
                hung(),
                living("Nguyễn Văn Hùng", "1970", "12 Hoàng Văn Thụ"),
                true,
            ),
            (
                "moved",
                hung(),
                Somebody { home: ("7 Lê Lai", 9), ..somebody("Nguyễn Văn Hùng", "12/3/1970") },
                true,
            ),
            (
                "the year alone, elsewhere",
                hung(),
                Somebody { home: ("7 Lê Lai", 9), ..somebody("Nguyễn Văn Hùng", "1970") },
                false,
            ),
            (
                "father and son of one name",
                hung(),
                living("Nguyễn Văn Hùng", "4/8/1995", "12 Hoàng Văn Thụ"),
                false,
            ),
            (
                "father and son, by the year",
                living("Nguyễn Văn Hùng", "1970", "12 Hoàng Văn Thụ"),
                living("Nguyễn Văn Hùng", "1995", "12 Hoàng Văn Thụ"),
                false,
            ),
            (
                "twins",
                living("Trần Minh Khoa", "1/9/2012", "3 Bùi Viện"),
                living("Trần Minh Kha", "1/9/2012", "3 Bùi Viện"),
                false,
            ),
            (
                "twins by their tones",
                living("Trần Minh Anh", "1/9/2012", "3 Bùi Viện"),
                living("Trần Minh Ánh", "1/9/2012", "3 Bùi Viện"),
                false,
            ),
            ("strangers", hung(), living("Trần Thị Lan", "5/5/1980", "40 Cách Mạng"), false),
            ("strangers of one day", hung(), living("Trần Thị Lan", "12/3/1970", ""), false),
            (
                "of one name",
                somebody("Nguyễn Văn Hùng", ""),
                somebody("Nguyễn Văn Hùng", ""),
                false,
            ),
        ] {
            let found = likeness(&profile(&one), &profile(&other), &names);
            assert_eq!(found.is_likely(), likely, "{what}: {found:?}");
            let back = likeness(&profile(&other), &profile(&one), &names);
            assert_eq!((found.bits, found.signs.len()), (back.bits, back.signs.len()), "{what}");
        }
    }

    #[test]
    fn numbers_and_telephones_speak_for_and_against() {
        let names = names();
        let with = |id, phone| Somebody { phone, id, ..somebody("Nguyễn Văn Hùng", "1970") };
        let found =
            |one: &Somebody, other: &Somebody| likeness(&profile(one), &profile(other), &names);
        let number = found(&with("079070000123", ""), &with("079070000123", ""));
        assert_eq!(number.signs, [Sign::Id, Sign::Name, Sign::Birth]);
        assert!(number.is_likely());
        assert!(found(&with("", "0903000001"), &with("", "0903000001")).is_likely());
        let others =
            found(&with("079070000123", "0903000001"), &with("079070999888", "0903000001"));
        assert!(!others.is_likely(), "two numbers are two people: {others:?}");
        let mother = Somebody { phone: "0903000001", ..somebody("Trần Thị Lan", "1972") };
        assert!(!found(&with("", "0903000001"), &mother).is_likely(), "a family has one telephone");
    }
}
