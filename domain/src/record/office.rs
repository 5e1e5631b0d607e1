//! Who leads a branch, from when until when; and what its members pay.

use crate::field::{Dong, Text, choice};
use crate::kind::{AreaRule, Episode, record};
use crate::record::{BranchId, PersonId};
use crate::time::{Day, Year};

choice! {
    /// Chức vụ trong ban chấp hành.
    OfficeTitle {
        Chair = 1 ("Chi hội trưởng, Chủ tịch", "Chair"),
        ViceChair = 2 ("Chi hội phó, Phó Chủ tịch", "Vice chair"),
        Secretary = 3 ("Thư ký", "Secretary"),
        Treasurer = 4 ("Thủ quỹ", "Treasurer"),
        Committee = 5 ("Uỷ viên ban chấp hành", "Member of the committee"),
        Auditor = 6 ("Ban kiểm tra", "Auditing committee"),
    }
}

record! {
    /// Chức vụ: a person in an office of a branch for a term.
    Office = "office" ("Chức vụ", "Office") with {
        area: AreaRule::Through(&["branch"]),
        episode: Some(Episode { since: "since", until: "until" }),
    } {
        person: PersonId, ("Người", "Person"), Required, Once;
        branch: BranchId, ("Chi hội", "Branch"), Required, Once;
        title: OfficeTitle, ("Chức vụ", "Office"), Required;
        since: Day, ("Từ ngày", "Since"), Required;
        until: Day, ("Đến ngày", "Until");
        decision: Text<80>, ("Theo quyết định", "By decision");
    }
}

record! {
    /// Hội phí: what a member has paid for a year. What was wrong is reversed.
    Dues = "dues" ("Hội phí", "Dues") with {
        area: AreaRule::Through(&["branch"]),
        forever: true,
    } {
        person: PersonId, ("Hội viên", "Member"), Required, Once;
        branch: BranchId, ("Chi hội", "Branch"), Required, Once;
        year: Year, ("Năm", "Year"), Required, Once;
        amount: Dong, ("Số tiền", "Amount"), Required, Once;
        paid_on: Day, ("Ngày đóng", "Paid on"), Required, Once, Past;
    }
}
