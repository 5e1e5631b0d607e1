//! A ward with one neighbourhood and two branches, and people in it.

#![allow(dead_code, reason = "each test file uses what it needs of it")]

use domain::id::RecordId;
use domain::record::{
    Area, AreaId, AreaLevel, Branch, BranchForm, BranchId, Member, Person, PersonId, Residence,
    ResidentId, SamePerson,
};
use domain::time::{Birth, Day, Moment};
use ed25519_dalek::SigningKey;
use store::{Draft, Identity, InMemory, Replica};

pub const NOW: Moment = Moment(1_790_000_000_000);

pub struct Ward {
    pub replica: Replica,
    pub area: RecordId,
    pub neighbourhood: RecordId,
    pub branches: [RecordId; 2],
}

pub fn ward() -> Ward {
    let mut replica = Replica::open(Box::new(InMemory::default())).unwrap();
    let key = SigningKey::from_bytes(&[7; 32]);
    replica.belong_to(&Identity { key, account: RecordId(1) }).unwrap();
    let [ward, neighbourhood, one, other] = [(); 4].map(|()| replica.new_id().unwrap());
    let area = |name: &str, level, parent| Area {
        name: Some(name.into()),
        level: Some(level),
        parent,
        ..Area::default()
    };
    let branch = |name: &str| Branch {
        name: Some(name.into()),
        form: Some(BranchForm::Neighbourhood),
        area: Some(AreaId(neighbourhood)),
        ..Branch::default()
    };
    let drafts = vec![
        Draft::set(ward, area("Phường 4", AreaLevel::Ward, None)),
        Draft::set(neighbourhood, area("Khu phố 2", AreaLevel::Neighbourhood, Some(AreaId(ward)))),
        Draft::set(one, branch("Chi hội 1")),
        Draft::set(other, branch("Chi hội 2")),
    ];
    replica.save(drafts, NOW).unwrap();
    Ward { replica, area: ward, neighbourhood, branches: [one, other] }
}

impl Ward {
    pub fn person(&mut self, person: Person) -> RecordId {
        let id = self.replica.new_id().unwrap();
        self.replica.save(vec![Draft::set(id, person)], NOW).unwrap();
        self.lives(id, self.neighbourhood, "1/1/2022");
        id
    }

    pub fn lives(&mut self, person: RecordId, area: RecordId, since: &str) {
        let id = self.replica.new_id().unwrap();
        let residence = Residence {
            subject: Some(ResidentId(person)),
            area: Some(AreaId(area)),
            since: Day::parse(since),
            ..Residence::default()
        };
        self.replica.save(vec![Draft::set(id, residence)], NOW).unwrap();
    }

    /// Another neighbourhood of the ward.
    pub fn neighbourhood_named(&mut self, name: &str) -> RecordId {
        let id = self.replica.new_id().unwrap();
        let area = Area {
            name: Some(name.into()),
            level: Some(AreaLevel::Neighbourhood),
            parent: Some(AreaId(self.area)),
            ..Area::default()
        };
        self.replica.save(vec![Draft::set(id, area)], NOW).unwrap();
        id
    }

    pub fn named(&mut self, name: &str, birth: &str) -> RecordId {
        let birth = Birth::parse(birth);
        self.person(Person { name: Some(name.into()), birth, ..Person::default() })
    }

    /// Somebody of whom only a word of others is here, and no home.
    pub fn homeless(&mut self, name: &str, birth: &str) -> RecordId {
        let id = self.replica.new_id().unwrap();
        let (name, birth) = (Some(name.into()), Birth::parse(birth));
        let drafts = vec![Draft::set(id, Person { name, birth, ..Person::default() })];
        self.replica.save(drafts, NOW).unwrap();
        id
    }

    pub fn says(&mut self, pair: SamePerson) {
        self.replica.save(vec![Draft::fact(pair)], NOW).unwrap();
    }

    pub fn member(&mut self, person: RecordId, branch: usize) {
        let id = self.replica.new_id().unwrap();
        let member = Member {
            person: Some(PersonId(person)),
            branch: Some(BranchId(self.branches[branch])),
            joined_on: Day::parse("1/6/2022"),
            ..Member::default()
        };
        self.replica.save(vec![Draft::set(id, member)], NOW).unwrap();
    }
}
