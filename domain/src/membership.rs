//! What is done with the people of a list, one or many: admitted, transferred, leaving, registered,
//! employed. Who does not fit the deed is spared, and why is said before anything is done.

use serde::{Deserialize, Serialize};

use crate::field::Text;
use crate::id::RecordId;
use crate::record::{
    AreaId, BranchId, LearningModel, LeavingReason, Member, PersonId, Registration, SubjectId,
    UnitId,
};
use crate::text::Label;
use crate::time::{Birth, Day, Year};

/// What is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Deed {
    /// Kết nạp.
    Admit { branch: RecordId, on: Day },
    /// Chuyển chi hội: one membership ends and the next begins on the same day, with the same card.
    Transfer { branch: RecordId, on: Day },
    /// Thôi sinh hoạt, in every branch.
    Leave { on: Day, why: LeavingReason },
    /// Đăng ký Công dân học tập.
    Register { year: Year, on: Day },
    /// They work at this unit.
    Employ { unit: RecordId },
}

/// A membership that has not ended.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenMembership {
    pub id: RecordId,
    pub branch: Option<BranchId>,
    pub joined_on: Option<Day>,
    pub card_number: Option<Text<20>>,
}

/// What is known of somebody with whom something is to be done.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Standing {
    pub died: bool,
    pub born: Option<Birth>,
    pub memberships: Vec<OpenMembership>,
    /// Where he lives now.
    pub area: Option<AreaId>,
    /// Where he works.
    pub workplace: Option<UnitId>,
    /// For the learning model and the year of the deed, if it is one.
    pub has_registered: bool,
}

/// One thing that is written for a deed.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    Begin(Member),
    End { membership: RecordId, left_on: Day, left_why: LeavingReason },
    Register(Registration),
    Employ(UnitId),
}

/// Why somebody is left as he is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Spared {
    /// The day has not come.
    NotYet,
    Died,
    /// Of this branch.
    IsMember,
    /// Of another branch: he is transferred, not admitted.
    MemberElsewhere,
    /// Of several branches: which one he leaves is said on his own page.
    SeveralBranches,
    NotMember,
    /// The day is before his birth.
    NotBorn,
    JoinedLater,
    HasRegistered,
    NoHome,
    WorksThere,
}

impl Deed {
    /// Its day, where it has one.
    fn on(&self) -> Option<Day> {
        match self {
            Self::Admit { on, .. }
            | Self::Transfer { on, .. }
            | Self::Leave { on, .. }
            | Self::Register { on, .. } => Some(*on),
            Self::Employ { .. } => None,
        }
    }
}

impl Spared {
    pub const fn label(self) -> Label {
        match self {
            Self::NotYet => Label("Ngày này chưa tới", "That day has not come"),
            Self::Died => Label("Đã mất", "Died"),
            Self::IsMember => Label("Đã là hội viên chi hội này", "Member of this branch already"),
            Self::MemberElsewhere => Label(
                "Đang là hội viên chi hội khác: dùng Chuyển chi hội",
                "Member of another branch: use Transfer",
            ),
            Self::SeveralBranches => Label(
                "Sinh hoạt ở nhiều chi hội: chuyển ở trang riêng của từng người",
                "Member of several branches: transfer on the person's own page",
            ),
            Self::NotMember => Label("Không là hội viên", "Not a member"),
            Self::NotBorn => Label("Ngày này chưa sinh ra", "Not born by that day"),
            Self::JoinedLater => Label("Vào Hội sau ngày này", "Joined after that day"),
            Self::HasRegistered => Label("Đã đăng ký năm này", "Has registered for that year"),
            Self::NoHome => Label("Chưa ghi chỗ ở", "No home is recorded"),
            Self::WorksThere => Label("Đã ghi làm việc ở đây", "Works there already"),
        }
    }
}

/// What is written of somebody for a deed, or why he is spared.
///
/// # Errors
/// Why he is left as he is.
pub fn steps(
    deed: &Deed,
    person: PersonId,
    standing: &Standing,
    today: Day,
) -> Result<Vec<Step>, Spared> {
    if deed.on().is_some_and(|on| on > today) {
        return Err(Spared::NotYet);
    }
    let open = &standing.memberships;
    let is_of = |branch: RecordId| open.iter().any(|one| one.branch == Some(BranchId(branch)));
    let end = |one: &OpenMembership, on: Day, why| {
        if one.joined_on.is_some_and(|joined| joined > on) {
            return Err(Spared::JoinedLater);
        }
        Ok(Step::End { membership: one.id, left_on: on, left_why: why })
    };
    let begin = |branch, on, card_number| {
        Step::Begin(Member {
            person: Some(person),
            branch: Some(BranchId(branch)),
            joined_on: Some(on),
            card_number,
            ..Member::default()
        })
    };
    let born_later = |on: Day| standing.born.is_some_and(|born| born.year() > on.year());
    if deed.on().is_some_and(born_later) {
        return Err(Spared::NotBorn);
    }
    let leaves_by_death = matches!(deed, Deed::Leave { .. });
    if standing.died && !leaves_by_death {
        return Err(Spared::Died);
    }
    match *deed {
        Deed::Admit { branch, .. } | Deed::Transfer { branch, .. } if is_of(branch) => {
            Err(Spared::IsMember)
        }
        Deed::Admit { .. } if !open.is_empty() => Err(Spared::MemberElsewhere),
        Deed::Admit { branch, on } => Ok(vec![begin(branch, on, None)]),
        Deed::Transfer { branch, on } => match open.as_slice() {
            [] => Err(Spared::NotMember),
            [one] => {
                let ended = end(one, on, LeavingReason::Transferred)?;
                Ok(vec![ended, begin(branch, on, one.card_number.clone())])
            }
            _ => Err(Spared::SeveralBranches),
        },
        Deed::Leave { .. } if open.is_empty() => Err(Spared::NotMember),
        Deed::Leave { on, why } => open.iter().map(|one| end(one, on, why)).collect(),
        Deed::Employ { unit } if standing.workplace == Some(UnitId(unit)) => {
            Err(Spared::WorksThere)
        }
        Deed::Employ { unit } => Ok(vec![Step::Employ(UnitId(unit))]),
        Deed::Register { .. } if standing.has_registered => Err(Spared::HasRegistered),
        Deed::Register { year, on } => {
            let area = standing.area.ok_or(Spared::NoHome)?;
            Ok(vec![Step::Register(Registration {
                subject: Some(SubjectId(person.0)),
                model: Some(LearningModel::Citizen),
                year: Some(year),
                area: Some(area),
                registered_on: Some(on),
                ..Registration::default()
            })])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: RecordId = RecordId(1);
    const THERE: RecordId = RecordId(2);
    const PERSON: PersonId = PersonId(RecordId(9));

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    fn member_of(branches: &[RecordId]) -> Standing {
        let memberships = branches.iter().map(|branch| OpenMembership {
            id: RecordId(100 + branch.0),
            branch: Some(BranchId(*branch)),
            joined_on: Some(day("1/6/2022")),
            card_number: Some(Text("TB04-00001".into())),
        });
        Standing {
            memberships: memberships.collect(),
            area: Some(AreaId(RecordId(5))),
            ..Standing::default()
        }
    }

    #[test]
    fn who_does_not_fit_is_spared() {
        let on = day("1/9/2022");
        let admit = Deed::Admit { branch: HERE, on };
        let transfer = Deed::Transfer { branch: HERE, on };
        let leave = Deed::Leave { on, why: LeavingReason::Left };
        let register = Deed::Register { year: Year(2022), on };
        let dead = |standing| Standing { died: true, ..standing };
        let early = Deed::Leave { on: day("1/5/2022"), why: LeavingReason::Left };
        for (deed, standing, why) in [
            (Deed::Admit { branch: HERE, on: day("1/10/2022") }, member_of(&[]), Spared::NotYet),
            (admit, member_of(&[HERE]), Spared::IsMember),
            (
                Deed::Admit { branch: HERE, on: day("1/1/1940") },
                Standing { born: Birth::parse("12/3/1958"), ..member_of(&[]) },
                Spared::NotBorn,
            ),
            (admit, member_of(&[THERE]), Spared::MemberElsewhere),
            (admit, dead(member_of(&[])), Spared::Died),
            (transfer, member_of(&[]), Spared::NotMember),
            (transfer, member_of(&[HERE]), Spared::IsMember),
            (transfer, member_of(&[THERE, RecordId(3)]), Spared::SeveralBranches),
            (
                Deed::Transfer { branch: HERE, on: day("1/5/2022") },
                member_of(&[THERE]),
                Spared::JoinedLater,
            ),
            (leave, member_of(&[]), Spared::NotMember),
            (early, member_of(&[HERE]), Spared::JoinedLater),
            (register, Standing { area: None, ..member_of(&[]) }, Spared::NoHome),
            (register, Standing { has_registered: true, ..member_of(&[]) }, Spared::HasRegistered),
            (register, dead(member_of(&[])), Spared::Died),
            (
                Deed::Employ { unit: HERE },
                Standing { workplace: Some(UnitId(HERE)), ..member_of(&[]) },
                Spared::WorksThere,
            ),
        ] {
            assert_eq!(steps(&deed, PERSON, &standing, day("30/9/2022")), Err(why), "{deed:?}");
        }
    }

    #[test]
    fn a_transfer_ends_one_membership_and_begins_the_next_with_the_same_card() {
        let on = day("1/9/2022");
        let done =
            steps(&Deed::Transfer { branch: HERE, on }, PERSON, &member_of(&[THERE]), on).unwrap();
        let ended = Step::End {
            membership: RecordId(102),
            left_on: on,
            left_why: LeavingReason::Transferred,
        };
        let [first, Step::Begin(next)] = done.as_slice() else { panic!("{done:?}") };
        assert_eq!(first, &ended);
        assert_eq!((next.branch, next.joined_on), (Some(BranchId(HERE)), Some(on)));
        assert_eq!(next.card_number, Some(Text("TB04-00001".into())));
    }

    #[test]
    fn the_dead_leave_every_branch() {
        let standing = Standing { died: true, ..member_of(&[HERE, THERE]) };
        let deed = Deed::Leave { on: day("1/9/2022"), why: LeavingReason::Died };
        assert_eq!(steps(&deed, PERSON, &standing, day("1/9/2022")).unwrap().len(), 2);
    }
}
