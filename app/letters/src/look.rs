//! What is read from the replica, with or without a network.

use domain::id::RecordId;
use domain::report::FigureName;
use domain::view::behind::Behind;
use domain::view::events::{AttendanceOf, CheckIn, EventRow};
use domain::view::households::{Households, HouseholdsOf};
use domain::view::people::{ListHabits, People, PeopleOf};
use domain::view::photo::PhotoRow;
use domain::view::places::{PlaceRow, Places};
use domain::view::record::{Named, RecordView};
use domain::view::review::{Line, Review};
use domain::view::subjects::{Subjects, SubjectsOf};
use domain::view::walk::{Door, WalkOf};
use domain::view::work::{Conflicting, Found, RefusedWork, RescuedWork, Waiting};
use serde::{Deserialize, Serialize};

crate::calls! {
    AskPeople => People;
    AskListChoices => ListChoices;
    AskPlaces => Vec<PlaceRow>;
    AskListHabits => ListHabits;
    KeepListHabits => ();
    CountPeople => u64;
    AskHouseholds => Households;
    AskSubjects => Subjects;
    AskWalk => Vec<Door>;
    AskEvents => Vec<EventRow>;
    AskCheckIn => Option<CheckIn>;
    AskRecord => Option<RecordView>;
    AskHome => Option<RecordId>;
    AskNames => Vec<Named>;
    AskDoor => Vec<Named>;
    AskReview => Review;
    AskBehind => Behind;
    AskAreas => Vec<AreaRow>;
    AskConflicts => Vec<Conflicting>;
    AskRefused => Vec<RefusedWork>;
    AskWaiting => Vec<Waiting>;
    AskRescued => Vec<RescuedWork>;
    AskFindings => Vec<Found>;
    AskPhotos => Vec<PhotoRow>;
    AskFile => Vec<u8>;
    AskStatus => Status;
    SyncNow => ();
    BatteryLow => ();
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskPeople(pub PeopleOf);

/// The branches, units or clans, each with how many belong to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskPlaces(pub Places);

/// By which areas, branches, units and clans a list can be narrowed.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskListChoices;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListChoices {
    /// Wards, each with its neighbourhoods behind it.
    pub areas: Vec<AreaRow>,
    pub branches: Vec<AreaRow>,
    pub units: Vec<AreaRow>,
    pub clans: Vec<AreaRow>,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskListHabits;

#[derive(Debug, Serialize, Deserialize)]
pub struct KeepListHabits(pub ListHabits);

/// How many people live here, by nobody's name.
#[derive(Debug, Serialize, Deserialize)]
pub struct CountPeople;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskHouseholds(pub HouseholdsOf);

#[derive(Debug, Serialize, Deserialize)]
pub struct AskSubjects(pub SubjectsOf);

/// The doors of a neighbourhood in the order of a walk.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskWalk(pub WalkOf);

#[derive(Debug, Serialize, Deserialize)]
pub struct AskEvents;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskCheckIn(pub AttendanceOf);

#[derive(Debug, Serialize, Deserialize)]
pub struct AskRecord {
    pub kind: String,
    pub id: RecordId,
}

/// The area in which a subject lives or lies now.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskHome {
    pub kind: String,
    pub id: RecordId,
}

/// Records of one of these kinds whose names fit, for a field that refers to one.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskNames {
    pub kinds: Vec<String>,
    pub search: String,
}

/// Which households live behind a door, as it is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskDoor {
    pub area: Option<RecordId>,
    pub house: String,
    pub street: String,
}

/// What quarter of what area, read by whose boundaries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskReview {
    pub year: i16,
    pub quarter: u8,
    /// By today's wards rather than those of the quarter's end.
    pub by_today: bool,
    /// `None`: the widest that this user reads.
    pub area: Option<RecordId>,
}

/// The records behind a figure of a review; `line`: of this line alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskBehind {
    pub review: AskReview,
    pub figure: FigureName,
    pub line: Option<Line>,
    pub offset: usize,
    pub limit: usize,
}

/// The areas in which this user can register somebody.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskAreas;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaRow {
    pub id: RecordId,
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskConflicts;

#[derive(Debug, Serialize, Deserialize)]
pub struct AskRefused;

/// What the server has not answered for good, the oldest first; so many at most.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskWaiting {
    pub most: usize,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskRescued;

/// What the records say against one another.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskFindings;

/// The photos of a record.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskPhotos {
    pub of: RecordId,
}

/// The bytes of a file, from here or, where there is a network, from the server.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskFile {
    pub name: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct AskStatus;

/// The status line, and what waits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// `None`: nobody has tried yet.
    pub online: Option<bool>,
    pub unsent: u64,
    /// Since when something is unsent, milliseconds since 1970.
    pub oldest_unsent: Option<i64>,
    pub refused: u64,
    pub held: u64,
    pub conflicts: u64,
    pub rescued: u64,
    pub begun_forms: u64,
    /// Photos of one's own that have not gone up, and how many bytes of them.
    pub photos: u64,
    pub photo_bytes: u64,
    /// Milliseconds since 1970; `None`: never.
    pub last_sync: Option<i64>,
    /// Kilobytes of the image that have come, of how many.
    pub image: Option<(u64, u64)>,
    /// By how much this device's clock is off, in milliseconds.
    pub clock_off: i64,
    /// What keeps the sync from going on.
    pub trouble: Option<super::Trouble>,
    /// The server no longer lets this device read.
    pub revoked: bool,
}

#[derive(Debug, Serialize, Deserialize)]
pub struct SyncNow;

/// Whether the battery is low: then the sync asks seldom.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct BatteryLow(pub bool);
