//! Units (đơn vị) and clans (dòng họ).

use crate::field::{Name, choice, reference};
use crate::kind::{AreaRule, Episode, record};
use crate::record::{AreaId, HouseholdId, PersonId};
use crate::time::Day;

reference! {
    /// A unit.
    UnitId => "unit";
    /// A clan.
    ClanId => "clan";
}

choice! {
    /// What a unit is.
    UnitForm {
        School = 1 ("Trường học", "School"),
        Agency = 2 ("Cơ quan", "Agency"),
        Company = 3 ("Doanh nghiệp", "Company"),
        Cooperative = 4 ("Hợp tác xã", "Cooperative"),
        Forces = 5 ("Lực lượng vũ trang", "Armed forces"),
        Other = 9 ("Khác", "Other"),
    }
}

record! {
    /// Đơn vị: a school, agency or company under the ward.
    Unit = "unit" ("Đơn vị", "Unit") with {
        area: AreaRule::Field("area"),
        episode: Some(Episode { since: "since", until: "until" }),
    } {
        name: Name, ("Tên", "Name"), Required, Card;
        form: UnitForm, ("Loại", "Form"), Required;
        area: AreaId, ("Địa bàn", "Area"), Required;
        since: Day, ("Từ ngày", "Since");
        until: Day, ("Đến ngày", "Until");
    }
}

record! {
    /// Dòng họ: a clan, in one ward or over several.
    Clan = "clan" ("Dòng họ", "Clan") with {
        area: AreaRule::Carried(&[("clan_area", "clan")]),
        episode: Some(Episode { since: "since", until: "until" }),
    } {
        name: Name, ("Tên dòng họ", "Name"), Required, Card;
        head: PersonId, ("Trưởng tộc", "Head");
        area: AreaId, ("Nơi ghi sổ", "Counted in"), Required;
        since: Day, ("Từ ngày", "Since");
        until: Day, ("Đến ngày", "Until");
    }
}

impl Clan {
    /// Where a clan is counted it has families, which is what gives it a place: the one is said with
    /// the other. `clan`: its id, where it has one.
    pub fn counted_in(&self, clan: Option<ClanId>) -> Option<ClanArea> {
        Some(ClanArea { clan, area: Some(self.area?) })
    }
}

record! {
    /// Địa bàn của dòng họ: a clan has families in this area. An element of a set.
    ClanArea = "clan_area" ("Địa bàn của dòng họ", "Clan's area") with {
        area: AreaRule::Field("area"),
    } {
        clan: ClanId, ("Dòng họ", "Clan"), Required, Key;
        area: AreaId, ("Địa bàn", "Area"), Required, Key;
    }
}

record! {
    /// Gia đình của dòng họ: a household belongs to a clan. An element of a set.
    ClanFamily = "clan_family" ("Gia đình của dòng họ", "Family of a clan") with {
        area: AreaRule::Through(&["household"]),
    } {
        clan: ClanId, ("Dòng họ", "Clan"), Required, Key;
        household: HouseholdId, ("Gia đình", "Family"), Required, Key;
    }
}
