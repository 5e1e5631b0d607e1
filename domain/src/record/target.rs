//! What figures are measured against: population (dân số) and targets (chỉ tiêu).

use crate::field::{Count, Text, choice};
use crate::kind::{AreaRule, record};
use crate::record::AreaId;
use crate::time::{Day, Year};

choice! {
    /// What a target is set for. Shares are in hundredths of a percent.
    Indicator {
        Members = 1 ("Hội viên", "Members"),
        MembersShare = 2 ("Hội viên trên dân số", "Members of the population"),
        FamiliesShare = 3 ("Gia đình đăng ký", "Families registered"),
        ClansShare = 4 ("Dòng họ đăng ký", "Clans registered"),
        CommunitiesShare = 5 ("Khu phố đăng ký", "Neighbourhoods registered"),
        UnitsShare = 6 ("Đơn vị đăng ký", "Units registered"),
        Citizens = 7 ("Công dân đăng ký", "Citizens registered"),
        CadresShare = 8 ("Cán bộ, công chức, viên chức đăng ký", "Cadres registered"),
        Scholarships = 9 ("Suất học bổng", "Scholarships"),
        ChildrenSupported = 10 ("Em được hỗ trợ", "Children supported"),
    }
}

record! {
    /// Dân số của một địa bàn vào một ngày.
    Population = "population" ("Dân số", "Population") with { area: AreaRule::Field("area") } {
        area: AreaId, ("Địa bàn", "Area"), Required, Key;
        counted_on: Day, ("Ngày", "Counted on"), Required, Key;
        people: Count, ("Số dân", "People"), Required;
        source: Text<160>, ("Nguồn", "Source");
    }
}

record! {
    /// Chỉ tiêu: what an area is to reach in a year, or by the end of one of its quarters.
    Target = "target" ("Chỉ tiêu", "Target") with { area: AreaRule::Field("area") } {
        area: AreaId, ("Địa bàn", "Area"), Required, Key;
        indicator: Indicator, ("Chỉ số", "Indicator"), Required, Key;
        year: Year, ("Năm", "Year"), Required, Key;
        /// 1 to 4; 0 for the whole year.
        quarter: Count, ("Quý", "Quarter"), Required, Key;
        value: Count, ("Mức", "Value"), Required;
    }
}
