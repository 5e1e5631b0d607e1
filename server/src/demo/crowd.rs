//! People alone, of any number: what growth is measured with, and what other engines are raced over.

use domain::access::Role;
use domain::id::RecordId;
use domain::identity::Login;
use domain::record::{
    Area, AreaId, AreaLevel, BranchId, Member, Person, PersonId, Residence, ResidentId,
};
use domain::time::Day;
use rand::Rng;

use super::PASSWORD;
use super::hand::{DemoAct, Hand};
use super::people::{adult, person};
use super::work::branches;
use crate::ledger::{Act, Ledger, LedgerError};
use crate::set_up::{NOBODY, make_account};
use crate::{clock, password};

/// How many members a ward has: as in the demo district.
pub const WARD_MEMBERS: usize = 4_024;

/// How many neighbourhoods it has.
const NEIGHBOURHOODS: usize = 13;

/// Fills an empty ledger with so many members and what they need to be members: homes and branches.
/// `canboquan` sees them all, `canbophuong` those of one ward, as in the demo.
pub fn fill_with_members(ledger: &mut Ledger, members: usize) -> Result<(), LedgerError> {
    let district = make(ledger, "Hội đông người", AreaLevel::District, None)?;
    let wards = members.div_ceil(WARD_MEMBERS);
    let hash = password::hash(PASSWORD);
    for number in 0..wards {
        let ward =
            make(ledger, &format!("Phường {}", number + 1), AreaLevel::Ward, Some(district))?;
        let mut neighbourhoods = Vec::new();
        for place in 1..=NEIGHBOURHOODS {
            let name = format!("Khu phố {place}");
            neighbourhoods.push(make(ledger, &name, AreaLevel::Neighbourhood, Some(ward))?);
        }
        let signs_in = match number {
            0 => vec![
                (Role::DistrictOfficer, "canboquan", district),
                (Role::WardOfficer, "canbophuong", ward),
            ],
            _ => vec![],
        };
        for (role, login, area) in signs_in {
            let login = Login::parse(login).expect("a login");
            let account = make_account(ledger, "Cán bộ", &login, role, area, clock::now())?;
            ledger.set_password(account, &hash)?;
        }
        let mut hand = Hand::of_ward(ledger, number, ward)?;
        let here = WARD_MEMBERS.min(members - number * WARD_MEMBERS);
        fill_ward(&mut hand, number, &neighbourhoods, here)?;
        hand.finish()?;
    }
    Ok(())
}

fn make(
    ledger: &mut Ledger,
    name: &str,
    level: AreaLevel,
    parent: Option<RecordId>,
) -> Result<RecordId, LedgerError> {
    let area = Area {
        name: Some(name.into()),
        level: Some(level),
        parent: parent.map(AreaId),
        ..Area::default()
    };
    Ok(ledger.record(NOBODY, vec![Act::make(area)], clock::now())?[0])
}

fn fill_ward(
    hand: &mut Hand,
    ward: usize,
    neighbourhoods: &[RecordId],
    members: usize,
) -> Result<(), LedgerError> {
    let branches = branches(hand, neighbourhoods)?;
    for number in 0..members {
        let place = number % neighbourhoods.len();
        let born = adult(&mut hand.rng);
        let family = super::names::family_name(&mut hand.rng);
        let view: Person = person(&mut hand.rng, &born, family, true);
        let joined = Day::new(hand.rng.random_range(2005..=2021), 6, 1);
        let (person, home, member) = (hand.new_id(), hand.new_id(), hand.new_id());
        hand.record(vec![
            DemoAct::make(person, view),
            DemoAct::make(
                home,
                Residence {
                    subject: Some(ResidentId(person)),
                    area: Some(AreaId(neighbourhoods[place])),
                    since: joined,
                    ..Residence::default()
                },
            ),
            DemoAct::make(
                member,
                Member {
                    person: Some(PersonId(person)),
                    branch: Some(BranchId(branches[place])),
                    joined_on: joined,
                    card_number: Some(format!("TB{:03}-{number:05}", ward + 1).as_str().into()),
                    ..Member::default()
                },
            ),
        ])?;
    }
    Ok(())
}
