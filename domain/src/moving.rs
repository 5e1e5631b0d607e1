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

/// Somebody who goes, and how he stands to the head where he goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Goer {
    pub person: RecordId,
    pub relation: Relation,
}

/// Who becomes head, and how others of the household stand to him; of whom nothing is said, it stays as
/// it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextHead {
    pub person: RecordId,
    pub relations: Vec<(RecordId, Relation)>,
}

/// What happens. Where the head goes and others stay, `next` leads them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Event {
    /// These move to another household; of a new one the first is the head.
    Move { people: Vec<Goer>, to: Destination, on: Day, next: Option<NextHead> },
    /// The household, and all who live in it, go to another door.
    MoveAll { to: Address, on: Day },
    /// Somebody of it becomes head.
    Head(NextHead),
    /// Somebody dies; his memberships end too.
    Died { person: RecordId, on: Day, next: Option<NextHead> },
    /// Somebody goes away, nobody knows where, or out of the association's areas.
    Leave { person: RecordId, on: Day, next: Option<NextHead> },
}

impl Event {
    /// Its day, where it has one.
    pub fn on(&self) -> Option<Day> {
        match self {
            Self::Move { on, .. }
            | Self::MoveAll { on, .. }
            | Self::Died { on, .. }
            | Self::Leave { on, .. } => Some(*on),
            Self::Head(_) => None,
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

/// A membership that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Belongs {
    pub membership: RecordId,
    pub since: Option<Day>,
}

/// A household, as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub household: RecordId,
    pub head: Option<RecordId>,
    /// Who lives in it, the household's own episode among them.
    pub lives: Vec<Lives>,
    /// The open memberships of whoever dies.
    pub memberships: Vec<Belongs>,
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
                "Chủ hộ đi mà còn người ở lại: chọn chủ hộ mới.",
                "The head goes and others stay: choose a new head.",
            ),
            Self::NotYet => Label("Ngày này chưa tới.", "That day has not come."),
            Self::SameHousehold => Label("Đang ở hộ này rồi.", "That is the same household."),
        }
    }
}

/// The day on which an episode ends: what was written down late ends the day it began.
fn not_before(since: Option<Day>, on: Day) -> Day {
    since.map_or(on, |since| since.max(on))
}

/// Whether the head is among those who go.
pub(crate) fn head_goes(head: Option<RecordId>, going: &[RecordId]) -> bool {
    head.is_some_and(|head| going.contains(&head))
}

impl Standing {
    fn of(&self, person: RecordId) -> Option<&Lives> {
        self.lives.iter().find(|lives| lives.subject == person)
    }

    /// Ends the episode of somebody.
    fn end(&self, person: RecordId, on: Day, ended: EpisodeEnd) -> Result<Step, Cannot> {
        let lives = self.of(person).ok_or(Cannot::NotHere)?;
        if lives.since.is_some_and(|since| since > on) {
            return Err(Cannot::MovedInLater);
        }
        Ok(Step::End { residence: lives.residence, until: on, ended })
    }

    /// Who lives in it and does not go.
    fn staying<'a>(&'a self, going: &'a [RecordId]) -> impl Iterator<Item = &'a Lives> {
        let people = self.lives.iter().filter(|lives| lives.subject != self.household);
        people.filter(|lives| !going.contains(&lives.subject))
    }

    /// With the last of its people a household's own episode ends.
    fn ends_with(&self, going: &[RecordId], on: Day, ended: EpisodeEnd) -> Option<Step> {
        let stays = self.staying(going).next().is_some();
        let own = self.of(self.household).filter(|_| !stays)?;
        Some(Step::End { residence: own.residence, until: not_before(own.since, on), ended })
    }

    /// Whether those who stay need another head.
    fn needs_head(&self, going: &[RecordId]) -> bool {
        head_goes(self.head, going) && self.staying(going).next().is_some()
    }

    /// Those who go may not leave others without a head.
    fn succeeds(&self, going: &[RecordId], next: Option<&NextHead>) -> Result<Vec<Step>, Cannot> {
        if !self.needs_head(going) {
            return Ok(vec![]);
        }
        self.leads(next.ok_or(Cannot::HeadGoes)?, going)
    }

    /// Somebody lives here no longer, and nowhere that is known.
    fn goes(
        &self,
        person: RecordId,
        on: Day,
        ended: EpisodeEnd,
        next: Option<&NextHead>,
    ) -> Result<Vec<Step>, Cannot> {
        let mut steps = self.succeeds(&[person], next)?;
        // Who has died may have done so before it was written down that he lives here.
        let since = self.of(person).and_then(|lives| lives.since);
        let until = if ended == EpisodeEnd::Died { not_before(since, on) } else { on };
        steps.push(self.end(person, until, ended)?);
        steps.extend(self.ends_with(&[person], on, ended));
        Ok(steps)
    }

    /// Somebody who stays becomes head, and others stand to him as is said.
    fn leads(&self, next: &NextHead, going: &[RecordId]) -> Result<Vec<Step>, Cannot> {
        if !self.staying(going).any(|lives| lives.subject == next.person) {
            return Err(Cannot::NotHere);
        }
        let mut steps = vec![Step::Head { household: self.household, person: next.person }];
        steps.extend(self.staying(going).filter_map(|lives| {
            let said = next.relations.iter().find(|(person, _)| *person == lives.subject);
            let relation = match said {
                _ if lives.subject == next.person => Relation::Head,
                Some((_, relation)) => *relation,
                None => return None,
            };
            Some(Step::Relation { residence: lives.residence, relation })
        }));
        Ok(steps)
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
        Event::Move { people, to, on, next } => {
            let going: Vec<RecordId> = people.iter().map(|goer| goer.person).collect();
            let mut steps = standing.succeeds(&going, next.as_ref())?;
            let (household, area, ended) = match to {
                Destination::Household { household, area } => {
                    (Some(*household), *area, EpisodeEnd::Moved)
                }
                Destination::New(at) => {
                    steps.push(Step::Found { head: going[0], at: at.clone(), on: *on });
                    (None, at.area, EpisodeEnd::Split)
                }
            };
            for (Goer { person, relation }, place) in people.iter().zip(0..) {
                steps.push(standing.end(*person, *on, ended)?);
                let founds = household.is_none() && place == 0;
                let relation = if founds { Relation::Head } else { *relation };
                steps.push(lives(*person, household, area, *on, Some(relation)));
            }
            steps.extend(standing.ends_with(&going, *on, ended));
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
        Event::Head(next) => standing.leads(next, &[]),
        Event::Died { person, on, next } => {
            let mut steps = standing.goes(*person, *on, EpisodeEnd::Died, next.as_ref())?;
            steps.push(Step::Died { person: *person, on: *on });
            steps.extend(standing.memberships.iter().map(|belongs| Step::LeaveBranch {
                membership: belongs.membership,
                on: not_before(belongs.since, *on),
                why: LeavingReason::Died,
            }));
            Ok(steps)
        }
        Event::Leave { person, on, next } => {
            standing.goes(*person, *on, EpisodeEnd::Moved, next.as_ref())
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
            memberships: vec![Belongs { membership: RecordId(200), since: None }],
        }
    }

    fn door() -> Address {
        Address { area: RecordId(7), house: "5".into(), street: "Út Tịch".into() }
    }

    fn on() -> Day {
        day("1/9/2022")
    }

    fn moves(people: &[RecordId], to: Destination) -> Event {
        let people =
            people.iter().map(|person| Goer { person: *person, relation: Relation::Spouse });
        Event::Move { people: people.collect(), to, on: on(), next: None }
    }

    fn mother_leads(relations: Vec<(RecordId, Relation)>) -> NextHead {
        NextHead { person: MOTHER, relations }
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
    fn who_goes_along_stands_to_the_head_there_as_is_said() {
        let goer = |person, relation| Goer { person, relation };
        let people = vec![goer(MOTHER, Relation::Parent), goer(DAUGHTER, Relation::Sibling)];
        let to = Destination::Household { household: RecordId(11), area: RecordId(7) };
        let steps = steps(&Event::Move { people, to, on: on(), next: None }, &family()).unwrap();
        let relations: Vec<_> = steps
            .iter()
            .filter_map(|step| match step {
                Step::Begin(lives) => lives.relation,
                _ => None,
            })
            .collect();
        assert_eq!(relations, [Relation::Parent, Relation::Sibling]);
    }

    #[test]
    fn who_dies_leaves_his_home_and_his_branches() {
        let died = Event::Died { person: MOTHER, on: on(), next: None };
        let steps = steps(&died, &family()).unwrap();
        assert!(matches!(steps[0], Step::End { ended: EpisodeEnd::Died, .. }));
        assert_eq!(steps[1], Step::Died { person: MOTHER, on: on() });
        assert!(matches!(steps[2], Step::LeaveBranch { why: LeavingReason::Died, .. }));
    }

    #[test]
    fn who_died_before_he_was_written_down_ends_where_he_began() {
        let (died_on, written) = (day("1/1/2019"), day("1/1/2020"));
        let alone = Standing {
            head: Some(MOTHER),
            lives: family()
                .lives
                .into_iter()
                .filter(|one| [HOME, MOTHER].contains(&one.subject))
                .collect(),
            memberships: vec![Belongs { membership: RecordId(200), since: Some(day("1/3/2020")) }],
            ..family()
        };
        let died = Event::Died { person: MOTHER, on: died_on, next: None };
        let ends = |residence| {
            let ended = EpisodeEnd::Died;
            Step::End { residence: RecordId(residence), until: written, ended }
        };
        let leaves = Step::LeaveBranch {
            membership: RecordId(200),
            on: day("1/3/2020"),
            why: LeavingReason::Died,
        };
        let died_then = Step::Died { person: MOTHER, on: died_on };
        assert_eq!(steps(&died, &alone).unwrap(), [ends(102), ends(100), died_then, leaves]);
    }

    #[test]
    fn another_becomes_head() {
        let steps_of = |event: &Event| steps(event, &family()).unwrap();
        let relation =
            |residence, relation| Step::Relation { residence: RecordId(residence), relation };
        let next = mother_leads(vec![(FATHER, Relation::Spouse), (RecordId(99), Relation::Child)]);
        assert_eq!(
            steps_of(&Event::Head(next.clone())),
            [
                Step::Head { household: HOME, person: MOTHER },
                relation(101, Relation::Spouse),
                relation(102, Relation::Head),
            ],
            "of the daughter nothing was said; somebody else does not live here"
        );
        // A head who dies is followed at once, and is not related to his follower any more.
        let died = Event::Died { person: FATHER, on: on(), next: Some(next) };
        let head = Step::Head { household: HOME, person: MOTHER };
        assert_eq!(steps_of(&died)[..2], [head, relation(102, Relation::Head)]);
        // Who is named though the head stays does not become head.
        let next = Some(mother_leads(vec![]));
        let leaves = Event::Leave { person: DAUGHTER, on: on(), next };
        assert!(!steps_of(&leaves).iter().any(|step| matches!(step, Step::Head { .. })));
    }

    #[test]
    fn what_cannot_be_is_said() {
        let new = || Destination::New(door());
        let home = Destination::Household { household: HOME, area: RecordId(7) };
        let early = Event::Leave { person: DAUGHTER, on: day("1/1/2019"), next: None };
        let died = |next| Event::Died { person: FATHER, on: on(), next };
        let stranger = NextHead { person: RecordId(99), relations: vec![] };
        let himself = NextHead { person: FATHER, relations: vec![] };
        for (event, why) in [
            (moves(&[], new()), Cannot::NobodyChosen),
            (moves(&[RecordId(99)], new()), Cannot::NotHere),
            (moves(&[DAUGHTER], home), Cannot::SameHousehold),
            (moves(&[FATHER], new()), Cannot::HeadGoes),
            (early, Cannot::MovedInLater),
            (died(None), Cannot::HeadGoes),
            (died(Some(himself)), Cannot::NotHere),
            (Event::Head(stranger), Cannot::NotHere),
        ] {
            assert_eq!(steps(&event, &family()), Err(why), "{event:?}");
        }
        // All of them may go: nobody stays without a head, and the household lives there no longer.
        let all = steps(&moves(&[FATHER, MOTHER, DAUGHTER], new()), &family()).unwrap();
        assert!(matches!(all.last(), Some(Step::End { residence: RecordId(100), .. })));
    }
}
