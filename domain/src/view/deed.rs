//! What is done with the people of a list: looked at before, done in parts, and taken back.

use serde::{Deserialize, Serialize};

use super::people::Listing;
use crate::id::RecordId;
use crate::membership::Spared;

/// With how many people something is done at once: all of it can still be taken back.
pub const MOST_AT_ONCE: usize = 5_000;

/// Who of a list is chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Choice {
    These(Vec<RecordId>),
    /// Everybody whom the list is of, but these.
    AllBut(Vec<RecordId>),
}

impl Choice {
    /// How many of a list's people are chosen.
    pub fn count(&self, all: usize) -> usize {
        match self {
            Choice::These(these) => these.len(),
            Choice::AllBut(these) => all.saturating_sub(these.len()),
        }
    }

    pub fn has(&self, person: RecordId) -> bool {
        match self {
            Choice::These(these) => these.contains(&person),
            Choice::AllBut(these) => !these.contains(&person),
        }
    }

    /// Takes somebody in or out.
    pub fn turn(&mut self, person: RecordId) {
        let (Choice::These(these) | Choice::AllBut(these)) = self;
        match these.iter().position(|one| *one == person) {
            Some(place) => drop(these.remove(place)),
            None => these.push(person),
        }
    }
}

/// The people of a list who are chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whom {
    pub listing: Listing,
    pub choice: Choice,
}

/// What would come of a deed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// With how many something is done.
    pub will: usize,
    /// Who is spared, and why.
    pub spared: Vec<SparedPeople>,
}

/// Those who are spared for one reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SparedPeople {
    pub why: Spared,
    pub count: usize,
    /// The first few by name.
    pub some: Vec<String>,
}

/// How far a deed has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// People of whom it is settled.
    pub done: usize,
    pub all: usize,
    /// People with whom something was done.
    pub changed: usize,
}

impl Progress {
    pub fn is_over(self) -> bool {
        self.done >= self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_counts_and_turns() {
        let (one, other) = (RecordId(1), RecordId(2));
        let mut choice = Choice::These(vec![one]);
        choice.turn(other);
        choice.turn(one);
        assert_eq!((choice.has(one), choice.has(other), choice.count(9)), (false, true, 1));
        let mut all = Choice::AllBut(vec![]);
        all.turn(one);
        assert_eq!((all.has(one), all.has(other), all.count(9)), (false, true, 8));
    }
}
