//! Membership (hội viên).

use serde::{Deserialize, Serialize};

use crate::field::{Text, choice};
use crate::kind::{AreaRule, Episode, record};
use crate::record::{BranchId, PersonId};
use crate::time::Day;

choice! {
    /// Why a membership ended.
    #[derive(Serialize, Deserialize)]
    LeavingReason {
        Transferred = 1 ("Chuyển chi hội", "Transferred"),
        Left = 2 ("Xin ra Hội", "Left"),
        Died = 3 ("Qua đời", "Died"),
        Mistake = 9 ("Ghi nhầm", "Recorded by mistake"),
    }
}

record! {
    /// Hội viên: a person in a branch, from a day until a day. Members count by branch.
    Member = "member" ("Hội viên", "Member") with {
        area: AreaRule::Through(&["branch"]),
        episode: Some(Episode { since: "joined_on", until: "left_on" }),
    } {
        person: PersonId, ("Người", "Person"), Required, Once;
        branch: BranchId, ("Chi hội", "Branch"), Required, Once;
        joined_on: Day, ("Vào Hội", "Joined on"), Required;
        card_number: Text<20>, ("Số thẻ", "Card number");
        left_on: Day, ("Thôi sinh hoạt", "Left on");
        left_why: LeavingReason, ("Vì", "Why");
    }
}
