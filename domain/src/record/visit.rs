//! Visits at the door.

use crate::field::{Text, choice};
use crate::kind::{AreaRule, record};
use crate::record::{AreaId, HouseholdId};
use crate::time::Day;

choice! {
    /// What came of a visit. Whoever registered on the way from door to door was met.
    VisitOutcome {
        Away = 1 ("Vắng nhà", "Nobody at home"),
        Refused = 2 ("Từ chối", "Refused"),
        Moved = 3 ("Đã chuyển", "Moved away"),
        Met = 4 ("Đã gặp", "Met"),
    }
}

record! {
    /// Lượt đến nhà: what came of going to a household's door on a day. Two volunteers who go to one
    /// door on one day write one record.
    Visit = "visit" ("Lượt đến nhà", "Visit") with { area: AreaRule::Field("area") } {
        household: HouseholdId, ("Hộ", "Household"), Required, Key;
        visited_on: Day, ("Ngày", "Visited on"), Required, Key;
        area: AreaId, ("Địa bàn", "Area"), Required;
        outcome: VisitOutcome, ("Kết quả", "Outcome"), Required;
        note: Text<160>, ("Ghi chú", "Note"), Personal;
    }
}
