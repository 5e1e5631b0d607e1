//! A neighbourhood's doors in the order in which one walks past them.

use serde::{Deserialize, Serialize};

use crate::id::RecordId;
use crate::record::VisitOutcome;
use crate::text::Label;
use crate::time::Day;

/// How a door stands in the round of a year.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum DoorState {
    NotVisited,
    Away,
    Refused,
    Moved,
    /// Somebody was met, and the family has not registered.
    Met,
    /// The family has registered this year.
    Registered,
}

impl DoorState {
    pub const ALL: [DoorState; 6] = [
        DoorState::NotVisited,
        DoorState::Away,
        DoorState::Met,
        DoorState::Registered,
        DoorState::Refused,
        DoorState::Moved,
    ];

    /// By the family's registration, else by what came of the last visit of the year.
    pub fn of(registered: bool, last: Option<VisitOutcome>) -> Self {
        match last {
            _ if registered => DoorState::Registered,
            None => DoorState::NotVisited,
            Some(VisitOutcome::Away) => DoorState::Away,
            Some(VisitOutcome::Refused) => DoorState::Refused,
            Some(VisitOutcome::Moved) => DoorState::Moved,
            Some(VisitOutcome::Met) => DoorState::Met,
        }
    }

    /// What the last visitor found, where he found something.
    pub fn outcome(self) -> Option<VisitOutcome> {
        match self {
            DoorState::Away => Some(VisitOutcome::Away),
            DoorState::Refused => Some(VisitOutcome::Refused),
            DoorState::Moved => Some(VisitOutcome::Moved),
            DoorState::Met => Some(VisitOutcome::Met),
            DoorState::NotVisited | DoorState::Registered => None,
        }
    }

    /// Whether somebody should go there (again) in this round.
    pub fn is_open(self) -> bool {
        matches!(self, DoorState::NotVisited | DoorState::Away)
    }

    pub const fn label(self) -> Label {
        match self {
            DoorState::NotVisited => Label("Chưa đến", "Not visited"),
            DoorState::Away => Label("Vắng nhà", "Nobody at home"),
            DoorState::Refused => Label("Từ chối", "Refused"),
            DoorState::Moved => Label("Đã chuyển", "Moved away"),
            DoorState::Met => Label("Đã gặp", "Met"),
            DoorState::Registered => Label("Đã đăng ký", "Registered"),
        }
    }
}

/// A household's door.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Door {
    pub household: RecordId,
    pub house: String,
    pub street: String,
    pub head: String,
    pub people: i64,
    pub state: DoorState,
    /// How often somebody went there this year.
    pub visits: i64,
    /// What the last visitor noted.
    pub note: String,
    /// Whether something came of it today.
    pub is_of_today: bool,
}

impl Door {
    /// What is written with a note of today: who was found away was met all the same; who refused, or
    /// moves, has said so today.
    pub fn outcome_with_note(&self) -> VisitOutcome {
        let found = self.state.outcome().filter(|_| self.is_of_today);
        found.filter(|found| *found != VisitOutcome::Away).unwrap_or(VisitOutcome::Met)
    }
}

/// A walk that is asked for: a neighbourhood, on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalkOf {
    pub area: RecordId,
    pub today: Day,
}
