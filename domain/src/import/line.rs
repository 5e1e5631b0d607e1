//! A line of a sheet, read as a person.

use serde::{Deserialize, Serialize};

use super::cell;
use super::{Fault, Means, NotPlaced, PlaceNames, Plan, Why};
use crate::field::{Name, Text};
use crate::id::RecordId;
use crate::identity::CitizenIdMismatch;
use crate::record::{
    AreaId, BranchId, ConsentForm, ConsentPurpose, Hardship, Member, Person, Relation, Sex,
};
use crate::sign_up::is_child;
use crate::text::normal;
use crate::time::{Birth, Day};

/// How much of a cell that cannot be read is repeated, in signs.
const MOST_SAID: usize = 60;

/// A line of a sheet, as it stands there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetLine {
    /// The row's number in the file, as spreadsheets show it: from 1.
    pub number: u32,
    pub cells: Vec<String>,
}

impl SheetLine {
    /// Whether it only numbers the columns: `(1) (2) (3)`.
    fn numbers_columns(&self) -> bool {
        let number = |cell: &String| cell.trim().trim_matches(['(', ')']).parse::<u32>().ok();
        let filled: Vec<&String> =
            self.cells.iter().filter(|cell| !cell.trim().is_empty()).collect();
        let follow = |two: &[&String]| {
            number(two[0]).zip(number(two[1])).is_some_and(|(one, next)| one + 1 == next)
        };
        filled.len() > 2 && filled.windows(2).all(follow)
    }
}

/// House and street.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Door {
    pub house: Option<Text<40>>,
    pub street: Option<Text<80>>,
}

impl Door {
    /// House and street as texts; what is not known is empty.
    pub fn texts(&self) -> (&str, &str) {
        let house = self.house.as_ref().map_or("", |house| &house.0);
        (house, self.street.as_ref().map_or("", |street| &street.0))
    }

    pub fn is_known(&self) -> bool {
        self.house.is_some() || self.street.is_some()
    }
}

/// In which household somebody lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Home {
    /// That of this number in the sheet.
    Numbered(String),
    /// One that begins with him: he is its head.
    Begins,
    /// That of the line before.
    Before,
    /// The one behind the door that he lives at.
    AtDoor,
    /// It is not known.
    Unknown,
}

/// A person as a line says he is.
#[derive(Clone, Debug, PartialEq)]
pub struct PersonLine {
    pub number: u32,
    pub person: Person,
    pub area: AreaId,
    pub door: Door,
    pub home: Home,
    pub relation: Option<Relation>,
    pub hardship: Option<Hardship>,
    /// The membership, but for whose it is.
    pub member: Option<Member>,
    pub registers: bool,
    pub family_registers: bool,
}

/// What a line is.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadLine {
    /// Nobody: it is blank, or numbers the columns.
    Nothing,
    /// A person, but for the cells that could not be read; any of them can be left blank.
    Person(Box<PersonLine>, Vec<Fault>),
    /// Somebody of this name who cannot be recorded so.
    Not(String, Vec<Fault>),
}

/// Reads the lines of a sheet, one after another.
#[derive(Clone, Debug)]
pub struct Reader {
    plan: Plan,
    places: PlaceNames,
    today: Day,
    /// Where the person of the line before lives: in sheets of households it is said of the head alone.
    before: Option<(AreaId, Door)>,
}

/// A line's cells by what they mean, and what was wrong with them.
struct Cells<'a> {
    plan: &'a Plan,
    line: &'a [String],
    faults: Vec<Fault>,
}

impl Cells<'_> {
    fn column(&self, means: Means) -> Option<usize> {
        self.plan.columns.iter().position(|column| *column == Some(means))
    }

    fn text(&self, means: Means) -> &str {
        self.column(means).and_then(|column| self.line.get(column)).map_or("", |cell| cell.trim())
    }

    fn has(&self, means: Means) -> bool {
        !self.text(means).is_empty()
    }

    fn blame(&mut self, means: Means, why: Why) {
        let column = self.column(means).map(|column| column as u16);
        let said = self.text(means).chars().take(MOST_SAID).collect();
        self.faults.push(Fault { column, means, said, why });
    }

    /// What fits its field of a part of the cell; what is too long is noted, and counts as not said.
    fn fit<const MOST: usize>(&mut self, means: Means, part: &str) -> Option<Text<MOST>> {
        cell::text(part).unwrap_or_else(|why| {
            self.blame(means, why);
            None
        })
    }

    /// What the cell says; what cannot be read is noted, and counts as not said.
    fn read<T: Default>(&mut self, means: Means, read: impl Fn(&str) -> Result<T, Why>) -> T {
        read(self.text(means)).unwrap_or_else(|why| {
            self.blame(means, why);
            T::default()
        })
    }
}

impl Reader {
    pub fn new(plan: Plan, places: PlaceNames, today: Day) -> Self {
        Self { plan, places, today, before: None }
    }

    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Reads the next line.
    pub fn read(&mut self, line: &SheetLine) -> ReadLine {
        let (read, lives) = self.look_at(line);
        self.before = lives.or(self.before.take());
        read
    }

    /// What a line says, and where its person lives.
    fn look_at(&self, line: &SheetLine) -> (ReadLine, Option<(AreaId, Door)>) {
        let mut cells = Cells { plan: &self.plan, line: &line.cells, faults: vec![] };
        let mut meant =
            self.plan.columns.iter().zip(&line.cells).filter(|(means, _)| means.is_some());
        if meant.all(|(_, cell)| cell.trim().is_empty()) || line.numbers_columns() {
            return (ReadLine::Nothing, None);
        }
        let name = name(&mut cells);
        let relation = cell::relation(cells.text(Means::Relation));
        let (home, area, door) = self.home(&mut cells, relation);
        let person = self.person(&mut cells, name.clone());
        let member = area.and_then(|area| self.member(&mut cells, area));
        let hardship = cells.read(Means::Hardship, cell::hardship);
        let registers = cells.read(Means::Registers, cell::mark);
        let family_registers = cells.read(Means::FamilyRegisters, cell::mark);
        let faults = cells.faults;
        let Some(area) = area.filter(|_| faults.iter().all(|fault| fault.why.can_be_left_blank()))
        else {
            let name = name.map(|name| name.0).unwrap_or_default();
            return (ReadLine::Not(name, faults), area.map(|area| (area, door)));
        };
        let lives = Some((area, door.clone()));
        let person = PersonLine {
            number: line.number,
            person,
            area,
            door,
            home,
            relation,
            hardship,
            member,
            registers,
            family_registers,
        };
        (ReadLine::Person(Box::new(person), faults), lives)
    }

    /// In which household, in which area and behind which door somebody lives.
    fn home(&self, cells: &mut Cells, relation: Option<Relation>) -> (Home, Option<AreaId>, Door) {
        let (mut door, in_address) = self.door(cells);
        let is_head = relation == Some(Relation::Head);
        let lives_with = relation.is_some() && !is_head && !cells.has(Means::Household);
        let (area, before) = match (self.area(cells, in_address), &self.before) {
            // Of those who live with a head nothing more is said.
            (Ok(None), Some((area, before))) if lives_with && !door.is_known() => {
                (Some(*area), Some(before))
            }
            (Ok(area), Some((there, before)))
                if lives_with && !door.is_known() && area == Some(*there) =>
            {
                (area, Some(before))
            }
            (Ok(Some(area)), _) => (Some(area), None),
            (Ok(None), _) => {
                if self.plan.area.is_none() {
                    cells.blame(Means::Area, Why::NoArea);
                }
                (self.plan.area.map(AreaId), None)
            }
            (Err(why), _) => {
                let means = if cells.has(Means::Area) { Means::Area } else { Means::Address };
                cells.blame(means, why);
                (None, None)
            }
        };
        let home = if cells.has(Means::Household) {
            Home::Numbered(normal(cells.text(Means::Household)))
        } else if is_head {
            Home::Begins
        } else if let Some(before) = before {
            door = before.clone();
            Home::Before
        } else if door.house.is_some() {
            Home::AtDoor
        } else {
            if door.street.is_some() {
                let means = if cells.has(Means::Address) { Means::Address } else { Means::House };
                cells.blame(means, Why::NoHouse);
            }
            Home::Unknown
        };
        (home, area, door)
    }

    /// House and street, and the area that stands behind them in an address.
    fn door(&self, cells: &mut Cells) -> (Door, Option<RecordId>) {
        let (mut area, mut first) = (None, true);
        let (mut house, mut street) =
            (cells.text(Means::House).to_owned(), cells.text(Means::Street).to_owned());
        let address = cells.text(Means::Address).to_owned();
        let mut parts =
            address.split(',').map(str::trim).filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            let next = parts.peek().copied().unwrap_or_default();
            let is_first = std::mem::take(&mut first);
            if let Ok(found) = self.places.area_in_address(part, next, is_first) {
                area = Some(found);
                break;
            }
            let (number, road) = cell::door(part);
            if house.is_empty() && street.is_empty() {
                (house, street) = (number, road);
            } else if street.is_empty() && number.is_empty() {
                street = road;
            }
        }
        let at =
            if address.is_empty() { [Means::House, Means::Street] } else { [Means::Address; 2] };
        let street = cells.fit(at[1], &street);
        let house = cells.fit(at[0], &house);
        (Door { house, street }, area)
    }

    /// The area that the line says, if it says one.
    fn area(&self, cells: &Cells, in_address: Option<RecordId>) -> Result<Option<AreaId>, Why> {
        let (area, ward) = (cells.text(Means::Area), cells.text(Means::Ward));
        if area.is_empty() {
            return Ok(in_address.map(AreaId));
        }
        match self.places.area(area, ward) {
            Ok(area) => Ok(Some(AreaId(area))),
            Err(NotPlaced::Unknown) => Err(Why::UnknownArea),
            // One of those is the whole sheet's.
            Err(NotPlaced::Several) => {
                in_address.map(|area| Some(AreaId(area))).ok_or(Why::WhichArea)
            }
        }
    }

    fn person(&self, cells: &mut Cells, name: Option<Name>) -> Person {
        let come = |birth: Option<Birth>| match birth {
            Some(birth) if !cell::has_come(birth, self.today) => Err(Why::NotYet),
            birth => Ok(birth),
        };
        let mut birth = cells.read(Means::Birth, |cell| cell::birth(cell).and_then(come));
        let mut sex = cells.read(Means::Sex, cell::sex);
        if cells.has(Means::Man) && cells.has(Means::Woman) {
            cells.blame(Means::Woman, Why::BothSexes);
        } else {
            for (means, own) in [(Means::Man, Sex::Male), (Means::Woman, Sex::Female)] {
                // A mark, or when he was born.
                let said = cells.read(means, |cell| match cell::mark(cell) {
                    Ok(marked) => Ok((marked, None)),
                    Err(_) => cell::birth(cell).and_then(come).map(|birth| (true, birth)),
                });
                if said.0 {
                    sex = Some(own);
                    birth = birth.or(said.1);
                }
            }
        }
        let agreed =
            cells.column(Means::Consent).is_none() || cells.read(Means::Consent, cell::mark);
        if !agreed {
            cells.blame(Means::Consent, Why::NoConsent);
        }
        // Of two numbers the one of nine digits is the former.
        let (mut citizen_id, mut old_id) = (
            cells.read(Means::CitizenId, cell::citizen_id),
            cells.read(Means::OldId, cell::citizen_id),
        );
        if old_id.is_none() && citizen_id.as_ref().is_some_and(|id| id.digits().len() == 9) {
            std::mem::swap(&mut citizen_id, &mut old_id);
        }
        let year = birth.map(Birth::year);
        if let Some(mismatch) = citizen_id.as_ref().and_then(|id| id.mismatch(sex, year)) {
            let why = match mismatch {
                CitizenIdMismatch::Sex => Why::IdAgainstSex,
                CitizenIdMismatch::BirthYear => Why::IdAgainstBirth,
            };
            cells.blame(Means::CitizenId, why);
            citizen_id = None;
        }
        Person {
            name,
            birth,
            sex,
            phone: cells.read(Means::Phone, cell::phone),
            citizen_id,
            old_id,
            occupation: cells.read(Means::Occupation, cell::occupation),
            cadre: cells.read(Means::Cadre, cell::mark).then_some(true),
            school: cells.read(Means::School, cell::text),
            class: cells.read(Means::Class, cell::text),
            // For a child a parent has agreed, on whatever paper.
            consent: Some(match birth {
                Some(birth) if is_child(birth, self.today) => ConsentForm::Parent,
                _ => self.plan.consent,
            }),
            consent_for: Some(ConsentPurpose::Work),
            consent_on: Some(self.plan.on),
            ..Person::default()
        }
    }

    fn member(&self, cells: &mut Cells, area: AreaId) -> Option<Member> {
        let said = cells.text(Means::Branch);
        let branch = if said.is_empty() {
            Ok(self.plan.branch)
        } else {
            self.places.branch(said, area.0).map(Some)
        };
        let branch = branch.unwrap_or_else(|why| {
            let why = if why == NotPlaced::Several { Why::WhichBranch } else { Why::UnknownBranch };
            cells.blame(Means::Branch, why);
            None
        });
        let joined_on = cells.read(Means::JoinedOn, |cell| match cell::day(cell)? {
            Some(day) if day > self.today => Err(Why::NotYet),
            day => Ok(day),
        });
        let card_number = cells.read(Means::CardNumber, cell::text);
        Some(Member {
            branch: Some(BranchId(branch?)),
            joined_on: Some(joined_on.unwrap_or(self.plan.on)),
            card_number,
            ..Member::default()
        })
    }
}

fn name(cells: &mut Cells) -> Option<Name> {
    let (family, given) = (cells.text(Means::FamilyName), cells.text(Means::GivenName));
    let (whole, means) = if cells.has(Means::Name) && family.is_empty() {
        // "Họ và tên" over two columns: the second is the given name.
        (normal(&format!("{} {given}", cells.text(Means::Name))), Means::Name)
    } else if family.is_empty() && given.is_empty() {
        (cells.text(Means::Name).to_owned(), Means::Name)
    } else {
        (normal(&format!("{family} {given}")), Means::GivenName)
    };
    let read = cell::name(&whole);
    if read == Ok(None) {
        cells.blame(means, Why::NoName);
    }
    read.unwrap_or_else(|why| {
        cells.blame(means, why);
        // What is too long is no name, and cannot be left blank.
        cells.blame(means, Why::NoName);
        None
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::ConsentForm;
    use crate::text::Language;

    fn reader(columns: &[Means]) -> Reader {
        let mut places = PlaceNames::default();
        places.add_area(RecordId(43), "Khu phố 3", Some((RecordId(4), "Phường 4")));
        places.add_area(RecordId(44), "Khu phố 4", Some((RecordId(4), "Phường 4")));
        places.add_branch(RecordId(900), "Chi hội Khu phố 3", Some(RecordId(43)));
        let plan = Plan {
            columns: columns.iter().copied().map(Some).collect(),
            area: None,
            branch: None,
            consent: ConsentForm::Signed,
            on: Day::parse("23/9/2022").unwrap(),
        };
        Reader::new(plan, places, Day::parse("23/9/2022").unwrap())
    }

    fn line(number: u32, cells: &str) -> SheetLine {
        SheetLine { number, cells: cells.split('|').map(str::to_owned).collect() }
    }

    fn person(read: ReadLine) -> PersonLine {
        match read {
            ReadLine::Person(person, faults) if faults.is_empty() => *person,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_is_a_person() {
        let mut reader = reader(&[
            Means::Name,
            Means::Man,
            Means::Woman,
            Means::Phone,
            Means::Address,
            Means::Branch,
            Means::JoinedOn,
        ]);
        let read = person(reader.read(&line(
            5,
            "Lê  Thị Ba||1958|903000127|Số 12/3 đường Lê Lai, KP 3, P.4|CH KP 3|2019",
        )));
        assert_eq!(read.person.name, Some("Lê Thị Ba".into()));
        assert_eq!((read.person.sex, read.person.birth), (Some(Sex::Female), Birth::parse("1958")));
        assert_eq!(read.area, AreaId(RecordId(43)));
        assert_eq!(read.door, Door { house: Some("12/3".into()), street: Some("Lê Lai".into()) });
        assert_eq!(read.home, Home::AtDoor);
        let member = read.member.unwrap();
        assert_eq!(
            (member.branch, member.joined_on),
            (Some(BranchId(RecordId(900))), Day::parse("1/1/2019"))
        );
    }

    #[test]
    fn what_cannot_be_read_is_said_at_its_cell() {
        let mut reader =
            reader(&[Means::Name, Means::Birth, Means::Area, Means::Phone, Means::Branch]);
        let ReadLine::Person(read, faults) = reader.read(&line(7, "An|31/2/1980|KP3|12|Chợ"))
        else {
            panic!()
        };
        let said: Vec<_> = faults.iter().map(|fault| (fault.column, fault.why)).collect();
        let expected =
            [(Some(4), Why::UnknownBranch), (Some(1), Why::NotADate), (Some(3), Why::NotAPhone)];
        assert_eq!(said.len(), expected.len());
        assert!(expected.iter().all(|fault| said.contains(fault)), "{said:?}");
        assert_eq!(read.person.birth, None);
        for (cells, why) in [
            ("|1980|KP3", Why::NoName),
            ("An|1980|", Why::NoArea),
            ("An|1980|KP 9", Why::UnknownArea),
        ] {
            let ReadLine::Not(_, faults) = reader.read(&line(8, cells)) else { panic!("{cells}") };
            assert!(faults.iter().any(|fault| fault.why == why), "{cells}: {faults:?}");
            assert!(
                !why.can_be_left_blank() && !why.label().in_language(Language::English).is_empty()
            );
        }
        let tomorrow = reader.read(&line(9, "An|24/9/2022|KP3"));
        assert!(matches!(tomorrow, ReadLine::Person(_, faults) if faults[0].why == Why::NotYet));
        assert_eq!(reader.read(&line(10, " ||")), ReadLine::Nothing);
        assert_eq!(reader.read(&line(11, "(1)|(2)|(3)|(4)")), ReadLine::Nothing);
    }

    #[test]
    fn those_below_a_head_live_with_him() {
        let mut reader =
            reader(&[Means::Name, Means::Relation, Means::House, Means::Street, Means::Area]);
        let homes: Vec<_> = [
            "Lê Văn An|Chủ hộ|12|Lê Lai|KP3",
            "Lê Thị Ba|Con|||",
            "Lê Thị Bốn|Con|||KP3",
            "Trần Văn Năm|Chủ hộ|14|Lê Lai|KP3",
            "Trần Thị Sáu|Vợ|14|Lê Lai|KP3",
        ]
        .iter()
        .map(|cells| person(reader.read(&line(2, cells))))
        .collect();
        let said: Vec<_> = homes.iter().map(|one| one.home.clone()).collect();
        assert_eq!(said, [Home::Begins, Home::Before, Home::Before, Home::Begins, Home::AtDoor]);
        assert_eq!(homes[1].door, homes[0].door);
        assert_eq!(homes[1].area, homes[0].area);
    }

    #[test]
    fn a_house_number_is_no_neighbourhood() {
        let mut reader = reader(&[Means::Name, Means::Address]);
        reader.plan.area = Some(RecordId(44));
        for (address, area, house, street) in [
            ("3, Lê Lai, KP 4", 44, Some("3"), Some("Lê Lai")),
            ("3", 44, Some("3"), None),
            ("12 Lê Lai, Khu phố 3, Phường 4", 43, Some("12"), Some("Lê Lai")),
            ("Khu phố 3", 43, None, None),
        ] {
            let read = person(reader.read(&line(2, &format!("An|{address}"))));
            assert_eq!(read.area, AreaId(RecordId(area)), "{address}");
            let text = |text: &str| text.to_owned();
            assert_eq!(read.door.house.map(|house| house.0), house.map(text), "{address}");
            assert_eq!(read.door.street.map(|street| street.0), street.map(text), "{address}");
        }
    }

    #[test]
    fn a_house_that_is_too_long_for_its_field_is_said_to_be() {
        let mut reader = reader(&[Means::Name, Means::House, Means::Area]);
        let line = line(2, &format!("An|{}|KP3", "nhà sau chợ ".repeat(5)));
        let ReadLine::Person(read, faults) = reader.read(&line) else { panic!() };
        assert_eq!((faults[0].column, faults[0].why), (Some(1), Why::TooLong));
        assert_eq!(read.door.house, None);
    }

    #[test]
    fn nobody_is_recorded_who_did_not_agree() {
        let mut reader =
            reader(&[Means::FamilyName, Means::GivenName, Means::Area, Means::Consent]);
        let agreed = person(reader.read(&line(2, "Lê Văn|An|KP3|x")));
        assert_eq!(agreed.person.name, Some("Lê Văn An".into()));
        assert_eq!(agreed.person.consent, Some(ConsentForm::Signed));
        let ReadLine::Not(name, faults) = reader.read(&line(3, "Lê Văn|Bình|KP3|")) else {
            panic!()
        };
        assert_eq!((name.as_str(), faults[0].why), ("Lê Văn Bình", Why::NoConsent));
    }
}
