//! Branches (chi hội, tổ hội, ban khuyến học).

use crate::field::{Name, Text, choice, reference};
use crate::kind::{AreaRule, Episode, record};
use crate::record::AreaId;
use crate::time::Day;

reference! {
    /// A branch.
    BranchId => "branch";
}

choice! {
    /// Of what a branch is one.
    BranchForm {
        Neighbourhood = 1 ("Chi hội khu phố", "Neighbourhood branch"),
        Group = 2 ("Tổ hội", "Group of a residents' group"),
        Clan = 3 ("Ban khuyến học dòng họ", "Clan committee"),
        School = 4 ("Chi hội trường học", "School branch"),
        Agency = 5 ("Ban khuyến học cơ quan", "Agency committee"),
        Company = 6 ("Ban khuyến học doanh nghiệp", "Company committee"),
        Pagoda = 7 ("Ban khuyến học chùa", "Pagoda committee"),
        Parish = 8 ("Ban khuyến học giáo xứ", "Parish committee"),
    }
}

record! {
    /// Chi hội: the association in a neighbourhood; below it tổ hội; beside it ban khuyến học in
    /// clans, schools, agencies, companies, pagodas and parishes.
    Branch = "branch" ("Chi hội", "Branch") with {
        area: AreaRule::Field("area"),
        episode: Some(Episode { since: "founded_on", until: "dissolved_on" }),
    } {
        name: Name, ("Tên", "Name"), Required, Card;
        form: BranchForm, ("Loại", "Form"), Required;
        area: AreaId, ("Địa bàn", "Area"), Required;
        parent: BranchId, ("Thuộc", "Part of");
        founded_on: Day, ("Thành lập", "Founded on");
        decision: Text<60>, ("Quyết định số", "Decision");
        dissolved_on: Day, ("Giải thể", "Dissolved on");
    }
}
