//! Who lives in a household, and who has.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::moving::{Cannot, head_goes};
use crate::record::{EpisodeEnd, Relation};
use crate::time::{Birth, Day};

/// Somebody who lives in a household, or has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Inmate {
    pub residence: RecordId,
    pub person: RecordId,
    pub name: String,
    pub birth: Option<Birth>,
    pub relation: Option<Relation>,
    pub since: Option<Day>,
    pub until: Option<Day>,
    pub ended: Option<EpisodeEnd>,
}

/// A household's people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HouseholdPeople {
    pub head: Option<RecordId>,
    /// The head first, then by age.
    pub present: Vec<Inmate>,
    /// Who went last stands first.
    pub former: Vec<Inmate>,
}

impl HouseholdPeople {
    /// How somebody who lives here stands to the head.
    pub fn relation(&self, inmate: &Inmate) -> Option<Relation> {
        if self.head == Some(inmate.person) { Some(Relation::Head) } else { inmate.relation }
    }

    /// How one who lives here stands to another, as far as it follows from how both stand to the head.
    /// Where there is no head, how he was written down to stand to one.
    pub fn between(&self, one: RecordId, other: RecordId) -> Relation {
        let to_head = |person| {
            let inmate = self.present.iter().find(|inmate| inmate.person == person);
            inmate.and_then(|inmate| self.relation(inmate)).unwrap_or(Relation::Other)
        };
        match self.head {
            Some(_) => to_head(one).then(to_head(other).inverse()),
            None => to_head(one),
        }
    }

    /// Who stays without a head if these go; nobody, where the head stays.
    pub fn left_without_head(&self, going: &[RecordId]) -> Vec<Inmate> {
        if !head_goes(self.head, going) {
            return vec![];
        }
        let stay = self.present.iter().filter(|inmate| !going.contains(&inmate.person));
        stay.cloned().collect()
    }
}

/// What became of what happened to a household.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Happened {
    Written,
    Cannot(Cannot),
}
