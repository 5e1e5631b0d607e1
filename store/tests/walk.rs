//! The doors of a neighbourhood: in the order of a walk, each by what came of it this year.

use domain::id::RecordId;
use domain::record::{
    AreaId, Household, HouseholdId, LearningModel, Registration, Residence, ResidentId, SubjectId,
    Visit, VisitOutcome,
};
use domain::time::{Day, Moment, Year};
use domain::view::walk::{Door, DoorState, WalkOf};
use ed25519_dalek::SigningKey;
use store::query::walk::walk;
use store::{Draft, Identity, InMemory, Replica};

const NOW: Moment = Moment(1_790_000_000_000);
const HERE: RecordId = RecordId(5);

fn replica() -> Replica {
    let mut replica = Replica::open(Box::new(InMemory::default())).unwrap();
    let key = SigningKey::from_bytes(&[7; 32]);
    replica.belong_to(&Identity { key, account: RecordId(1) }).unwrap();
    replica
}

fn door(replica: &mut Replica, house: &str, street: &str, area: RecordId) -> RecordId {
    let [household, home] = [(); 2].map(|()| replica.new_id().unwrap());
    let door = Household {
        house: Some(house.into()),
        street: Some(street.into()),
        ..Household::default()
    };
    let lives = Residence {
        subject: Some(ResidentId(household)),
        area: Some(AreaId(area)),
        since: Day::parse("1/1/2020"),
        ..Residence::default()
    };
    replica.save(vec![Draft::set(household, door), Draft::set(home, lives)], NOW).unwrap();
    household
}

fn visit(household: RecordId, day: Day, outcome: VisitOutcome) -> Draft {
    Draft::fact(Visit {
        household: Some(HouseholdId(household)),
        visited_on: Some(day),
        area: Some(AreaId(HERE)),
        outcome: Some(outcome),
        note: None,
    })
}

#[test]
fn doors_stand_in_the_order_of_a_walk() {
    let mut replica = replica();
    for (house, street) in [
        ("25/10", "Út Tịch"),
        ("3", "Hoàng Việt"),
        ("25/2", "Út Tịch"),
        ("12", "Hoàng Việt"),
        ("4", "Út Tịch"),
    ] {
        door(&mut replica, house, street, HERE);
    }
    door(&mut replica, "1", "Nơi khác", RecordId(6));
    let doors = walk(replica.db(), WalkOf { area: HERE, today: NOW.day() }).unwrap();
    let places: Vec<_> =
        doors.iter().map(|door| format!("{} {}", door.house, door.street)).collect();
    let order = ["3 Hoàng Việt", "12 Hoàng Việt", "4 Út Tịch", "25/2 Út Tịch", "25/10 Út Tịch"];
    assert_eq!(places, order);
}

#[test]
fn a_door_stands_as_the_last_visit_of_the_year_or_its_registration_says() {
    let mut replica = replica();
    let household = door(&mut replica, "25/2", "Út Tịch", HERE);
    let today = NOW.day();
    let before = |days: i32| Day(today.0 - days);
    let stands = |replica: &Replica| -> Door {
        walk(replica.db(), WalkOf { area: HERE, today }).unwrap().remove(0)
    };
    assert_eq!(stands(&replica).state, DoorState::NotVisited);
    // Of another year's round nothing counts.
    replica.save(vec![visit(household, before(400), VisitOutcome::Refused)], NOW).unwrap();
    assert_eq!((stands(&replica).state, stands(&replica).visits), (DoorState::NotVisited, 0));
    replica.save(vec![visit(household, before(2), VisitOutcome::Refused)], NOW).unwrap();
    replica.save(vec![visit(household, before(1), VisitOutcome::Away)], NOW).unwrap();
    let door = stands(&replica);
    assert_eq!((door.state, door.visits, door.is_of_today), (DoorState::Away, 2, false));
    // Two who go to one door on one day write one record.
    replica.save(vec![visit(household, today, VisitOutcome::Away)], NOW).unwrap();
    replica.save(vec![visit(household, today, VisitOutcome::Met)], NOW).unwrap();
    let door = stands(&replica);
    assert_eq!((door.state, door.visits, door.is_of_today), (DoorState::Met, 3, true));
    let registered = Draft::fact(Registration {
        area: Some(AreaId(HERE)),
        subject: Some(SubjectId(household)),
        model: Some(LearningModel::Family),
        year: Some(Year(today.year().0)),
        registered_on: Some(today),
        ..Registration::default()
    });
    let taken_back = Draft::delete(registered.kind, registered.record);
    replica.save(vec![registered], NOW).unwrap();
    assert_eq!(stands(&replica).state, DoorState::Registered);
    replica.save(vec![taken_back], NOW).unwrap();
    assert_eq!(stands(&replica).state, DoorState::Met);
}
