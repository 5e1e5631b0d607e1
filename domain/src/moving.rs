//! Who lives with whom: somebody moves to another household or founds his own (tách hộ, a daughter who
//! marries), becomes head, dies; a household moves as a whole. Each is written as episodes that end and
//! begin on one day, so that any day reads as it was.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::record::{
    AreaId, EpisodeEnd, HouseholdId, LeavingReason, Relation, Residence, ResidentId,
};
use crate::text::Label;
use crate::time::Day;

/// An area, and the door in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Address {
    pub area: RecordId,
    /// Empty: not known.
    pub house: String,
    pub street: String,
}

/// Where somebody moves to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Destination {
    /// A household that is there, and the area in which it lives.
    Household { household: RecordId, area: RecordId },
    /// A household that is founded by the move.
    New(Address),
}

/// What happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// These move to another household, to whose head the first of them stands so; of a new one he is the
    /// head.
    Move { people: Vec<RecordId>, to: Destination, on: Day, relation: Relation },
    /// The household, and all who live in it, go to another door.
    MoveAll { to: Address, on: Day },
    /// Somebody of it becomes head.
    Head { person: RecordId },
    /// Somebody dies; his memberships end too.
    Died { person: RecordId, on: Day },
    /// Somebody goes away, nobody knows where, or out of the association's areas.
    Leave { person: RecordId, on: Day },
}

impl Event {
    /// Its day, where it has one.
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Move { on, .. }
            | Self::MoveAll { on, .. }
            | Self::Died { on, .. }
            | Self::Leave { on, .. } => Some(*on),
            Self::Head { .. } => None,
        }
    }
}

/// An episode that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lives {
    pub residence: RecordId,
    /// A person, or the household itself.
    pub subject: RecordId,
    pub since: Option<Day>,
    pub relation: Option<Relation>,
}

/// A household, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub household: RecordId,
    pub head: Option<RecordId>,
    /// Who lives in it, the household's own episode among them.
    pub lives: Vec<Lives>,
    /// The open memberships of whoever dies.
    pub memberships: Vec<RecordId>,
}

/// One thing that is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    End {
        residence: RecordId,
        until: Day,
        ended: EpisodeEnd,
    },
    /// Somebody lives in the household that is named; in the one that was founded, where none is.
    Begin(Residence),
    /// A new household.
    Found {
        head: RecordId,
        at: Address,
        on: Day,
    },
    /// The household's door is another one.
    Door {
        household: RecordId,
        at: Address,
    },
    /// The household's head.
    Head {
        household: RecordId,
        person: RecordId,
    },
    Relation {
        residence: RecordId,
        relation: Relation,
    },
    Died {
        person: RecordId,
        on: Day,
    },
    LeaveBranch {
        membership: RecordId,
        on: Day,
        why: LeavingReason,
    },
}

/// Why it cannot be written so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cannot {
    NobodyChosen,
    /// Somebody does not live in the household.
    NotHere,
    /// Somebody has lived here only since a later day.
    MovedInLater,
    /// The head goes, and others stay: they need a head first.
    HeadGoes,
    SameHousehold,
    /// The day has not come.
    NotYet,
}

impl Cannot {
    pub const fn label(self) -> Label {
        match self {
            Self::NobodyChosen => Label("Chọn người trước.", "Choose somebody first."),
            Self::NotHere => Label(
                "Người này không còn trong hộ. Mở lại trang.",
                "He is no longer of this household. Open the page again.",
            ),
            Self::MovedInLater => Label(
                "Có người vào hộ sau ngày này. Xem lại ngày.",
                "Somebody moved in after that day. Look at the day again.",
            ),
            Self::HeadGoes => Label(
                "Chủ hộ đi mà còn người ở lại: chọn chủ hộ mới trước.",
                "The head goes and others stay: choose a new head first.",
            ),
            Self::NotYet => Label("Ngày này chưa tới.", "That day has not come."),
            Self::SameHousehold => Label("Đang ở hộ này rồi.", "That is the same household."),
        }
    }
}

impl Standing {
    fn of(&self, person: RecordId) -> Option<&Lives> {
        self.lives.iter().find(|lives| lives.subject == person)
    }

    fn people(&self) -> impl Iterator<Item = &Lives> {
        self.lives.iter().filter(|lives| lives.subject != self.household)
    }

    /// Ends the episode of somebody.
    fn end(&self, person: RecordId, on: Day, ended: EpisodeEnd) -> Result<Step, Cannot> {
        let lives = self.of(person).ok_or(Cannot::NotHere)?;
        if lives.since.is_some_and(|since| since > on) {
            return Err(Cannot::MovedInLater);
        }
        Ok(Step::End { residence: lives.residence, until: on, ended })
    }

    /// With the last of its people a household's own episode ends.
    fn ends_with(&self, going: &[RecordId], on: Day, ended: EpisodeEnd) -> Option<Step> {
        let stays = self.people().any(|lives| !going.contains(&lives.subject));
        let own = self.of(self.household).filter(|_| !stays)?;
        Some(Step::End { residence: own.residence, until: on, ended })
    }

    /// Those who go may not leave others without a head.
    fn keeps_head(&self, going: &[RecordId]) -> Result<(), Cannot> {
        let stay = self.people().any(|lives| !going.contains(&lives.subject));
        let head_goes = self.head.is_some_and(|head| going.contains(&head));
        if stay && head_goes { Err(Cannot::HeadGoes) } else { Ok(()) }
    }
}

fn lives(
    subject: RecordId,
    household: Option<RecordId>,
    area: RecordId,
    on: Day,
    relation: Option<Relation>,
) -> Step {
    Step::Begin(Residence {
        subject: Some(ResidentId(subject)),
        household: household.map(HouseholdId),
        relation,
        area: Some(AreaId(area)),
        since: Some(on),
        ..Residence::default()
    })
}

/// What is written of an event. A residence that begins in no household begins in the new one, unless
/// it is the new household's own.
///
/// # Errors
/// Why it cannot be written so.
pub fn steps(event: &Event, standing: &Standing) -> Result<Vec<Step>, Cannot> {
    match event {
        Event::Move { people, .. } if people.is_empty() => Err(Cannot::NobodyChosen),
        Event::Move { to: Destination::Household { household, .. }, .. }
            if *household == standing.household =>
        {
            Err(Cannot::SameHousehold)
        }
        Event::Move { people, to, on, relation } => {
            standing.keeps_head(people)?;
            let mut steps = Vec::new();
            let (household, area, ended) = match to {
                Destination::Household { household, area } => {
                    (Some(*household), *area, EpisodeEnd::Moved)
                }
                Destination::New(at) => {
                    steps.push(Step::Found { head: people[0], at: at.clone(), on: *on });
                    (None, at.area, EpisodeEnd::Split)
                }
            };
            for (person, place) in people.iter().zip(0..) {
                steps.push(standing.end(*person, *on, ended)?);
                // How those who go along stand to the new head is not said.
                let relation = match (&household, place) {
                    (None, 0) => Relation::Head,
                    (Some(_), 0) => *relation,
                    _ => Relation::Other,
                };
                steps.push(lives(*person, household, area, *on, Some(relation)));
            }
            steps.extend(standing.ends_with(people, *on, ended));
            Ok(steps)
        }
        Event::MoveAll { to, on } => {
            let household = standing.household;
            let mut steps = vec![Step::Door { household, at: to.clone() }];
            for one in &standing.lives {
                steps.push(standing.end(one.subject, *on, EpisodeEnd::Moved)?);
                let household = (one.subject != household).then_some(household);
                steps.push(lives(one.subject, household, to.area, *on, one.relation));
            }
            Ok(steps)
        }
        Event::Head { person } => {
            let next = standing.of(*person).ok_or(Cannot::NotHere)?;
            let mut steps = vec![
                Step::Head { household: standing.household, person: *person },
                Step::Relation { residence: next.residence, relation: Relation::Head },
            ];
            let former = standing.head.filter(|head| head != person);
            let former = former.and_then(|head| standing.of(head));
            // How he stands to the new head is not known; nobody else's relation is either.
            steps.extend(former.map(|former| Step::Relation {
                residence: former.residence,
                relation: Relation::Other,
            }));
            Ok(steps)
        }
        Event::Died { person, on } => {
            standing.keeps_head(&[*person])?;
            let mut steps = vec![
                Step::Died { person: *person, on: *on },
                standing.end(*person, *on, EpisodeEnd::Died)?,
            ];
            steps.extend(standing.memberships.iter().map(|membership| Step::LeaveBranch {
                membership: *membership,
                on: *on,
                why: LeavingReason::Died,
            }));
            steps.extend(standing.ends_with(&[*person], *on, EpisodeEnd::Died));
            Ok(steps)
        }
        Event::Leave { person, on } => {
            standing.keeps_head(&[*person])?;
            let mut steps = vec![standing.end(*person, *on, EpisodeEnd::Moved)?];
            steps.extend(standing.ends_with(&[*person], *on, EpisodeEnd::Moved));
            Ok(steps)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOME: RecordId = RecordId(10);
    const FATHER: RecordId = RecordId(1);
    const MOTHER: RecordId = RecordId(2);
    const DAUGHTER: RecordId = RecordId(3);

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn family() -> Standing {
        let lives = |number: i64, subject, relation| Lives {
            residence: RecordId(100 + number),
            subject,
            since: Some(day("1/1/2020")),
            relation,
        };
        Standing {
            household: HOME,
            head: Some(FATHER),
            lives: vec![
                lives(0, HOME, None),
                lives(1, FATHER, Some(Relation::Head)),
                lives(2, MOTHER, Some(Relation::Spouse)),
                lives(3, DAUGHTER, Some(Relation::Child)),
            ],
            memberships: vec![RecordId(200)],
        }
    }

    fn door() -> Address {
        Address { area: RecordId(7), house: "5".into(), street: "Út Tịch".into() }
    }

    fn on() -> Day {
        day("1/9/2022")
    }

    fn moves(people: &[RecordId], to: Destination) -> Event {
        Event::Move { people: people.to_vec(), to, on: on(), relation: Relation::Spouse }
    }

    #[test]
    fn a_daughter_marries_into_another_household() {
        let to = Destination::Household { household: RecordId(11), area: RecordId(7) };
        let steps = steps(&moves(&[DAUGHTER], to), &family()).unwrap();
        let [Step::End { residence, until, ended }, Step::Begin(next)] = steps.as_slice() else {
            panic!("{steps:?}")
        };
        assert_eq!((*residence, *until, *ended), (RecordId(103), on(), EpisodeEnd::Moved));
        assert_eq!((next.subject, next.since), (Some(ResidentId(DAUGHTER)), Some(on())));
        assert_eq!(next.household, Some(HouseholdId(RecordId(11))));
        assert_eq!(next.relation, Some(Relation::Spouse));
    }

    #[test]
    fn who_founds_a_household_is_its_head() {
        let steps = steps(&moves(&[DAUGHTER], Destination::New(door())), &family()).unwrap();
        let founds = Step::Found { head: DAUGHTER, at: door(), on: on() };
        assert_eq!(steps[0], founds);
        let Step::Begin(lives) = &steps[2] else { panic!("{steps:?}") };
        assert_eq!((lives.household, lives.relation), (None, Some(Relation::Head)));
        assert!(matches!(steps[1], Step::End { ended: EpisodeEnd::Split, .. }));
    }

    #[test]
    fn a_household_that_moves_takes_everybody_along() {
        let steps = steps(&Event::MoveAll { to: door(), on: on() }, &family()).unwrap();
        assert_eq!(steps[0], Step::Door { household: HOME, at: door() });
        let begun: Vec<&Residence> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Begin(residence) => Some(residence),
                _ => None,
            })
            .collect();
        assert_eq!(begun.len(), 4);
        assert_eq!(begun[0].household, None, "its own episode lies in no household");
        assert!(begun.iter().all(|lives| lives.area == Some(AreaId(RecordId(7)))));
    }

    #[test]
    fn who_dies_leaves_his_home_and_his_branches() {
        let steps = steps(&Event::Died { person: MOTHER, on: on() }, &family()).unwrap();
        assert_eq!(steps[0], Step::Died { person: MOTHER, on: on() });
        assert!(matches!(steps[1], Step::End { ended: EpisodeEnd::Died, .. }));
        assert!(matches!(steps[2], Step::LeaveBranch { why: LeavingReason::Died, .. }));
    }

    #[test]
    fn another_becomes_head() {
        let steps = steps(&Event::Head { person: MOTHER }, &family()).unwrap();
        let relation =
            |residence, relation| Step::Relation { residence: RecordId(residence), relation };
        assert_eq!(
            steps,
            [
                Step::Head { household: HOME, person: MOTHER },
                relation(102, Relation::Head),
                relation(101, Relation::Other),
            ]
        );
    }

    #[test]
    fn what_cannot_be_is_said() {
        let new = || Destination::New(door());
        let home = Destination::Household { household: HOME, area: RecordId(7) };
        let early = Event::Leave { person: DAUGHTER, on: day("1/1/2019") };
        for (event, why) in [
            (moves(&[], new()), Cannot::NobodyChosen),
            (moves(&[RecordId(99)], new()), Cannot::NotHere),
            (moves(&[DAUGHTER], home), Cannot::SameHousehold),
            (moves(&[FATHER], new()), Cannot::HeadGoes),
            (early, Cannot::MovedInLater),
            (Event::Died { person: FATHER, on: on() }, Cannot::HeadGoes),
            (Event::Head { person: RecordId(99) }, Cannot::NotHere),
        ] {
            assert_eq!(steps(&event, &family()), Err(why), "{event:?}");
        }
        // All of them may go: nobody stays without a head, and the household lives there no longer.
        let all = steps(&moves(&[FATHER, MOTHER, DAUGHTER], new()), &family()).unwrap();
        assert!(matches!(all.last(), Some(Step::End { residence: RecordId(100), .. })));
    }
}
