//! Households (hộ, gia đình), and who lived where from when until when.

use serde::{Deserialize, Serialize};

use crate::field::{Text, choice, reference};
use crate::identity::Phone;
use crate::kind::{AreaRule, Episode, record};
use crate::record::{AreaId, PersonId};
use crate::time::{Day, Year};

reference! {
    /// A household.
    HouseholdId => "household";
    /// Who can live somewhere: a person or a household.
    ResidentId => "person" | "household";
}

choice! {
    /// Hộ nghèo, cận nghèo.
    #[derive(Serialize, Deserialize)]
    Hardship {
        None = 0 ("Không", "None"),
        Poor = 1 ("Hộ nghèo", "Poor household"),
        NearPoor = 2 ("Hộ cận nghèo", "Near-poor household"),
    }
}

choice! {
    /// Quan hệ với chủ hộ.
    #[derive(Serialize, Deserialize)]
    Relation {
        Head = 1 ("Chủ hộ", "Head"),
        Spouse = 2 ("Vợ, chồng", "Spouse"),
        Child = 3 ("Con", "Child"),
        Parent = 4 ("Cha, mẹ", "Parent"),
        Grandchild = 5 ("Cháu", "Grandchild"),
        Sibling = 6 ("Anh, chị, em", "Sibling"),
        ChildInLaw = 7 ("Con dâu, con rể", "Child-in-law"),
        Other = 9 ("Khác", "Other"),
    }
}

choice! {
    /// Why somebody no longer lives there.
    #[derive(Serialize, Deserialize)]
    EpisodeEnd {
        Moved = 1 ("Chuyển đi", "Moved"),
        Died = 2 ("Qua đời", "Died"),
        Split = 3 ("Tách hộ", "Household split"),
        Mistake = 9 ("Ghi nhầm", "Recorded by mistake"),
    }
}

impl Relation {
    /// How others stand to the head: none of them is the head himself.
    pub fn of_others() -> impl Iterator<Item = Relation> + Clone {
        Self::ALL.iter().copied().filter(|one| *one != Self::Head)
    }

    /// How somebody stands to one who stands so to him. What does not follow is [`Relation::Other`].
    pub const fn inverse(self) -> Self {
        match self {
            Self::Child => Self::Parent,
            Self::Parent => Self::Child,
            Self::Head | Self::Spouse | Self::Sibling => self,
            Self::Grandchild | Self::ChildInLaw | Self::Other => Self::Other,
        }
    }

    /// How one who stands so to somebody stands to a third, to whom that one stands as `to_third`: the
    /// child of a child is a grandchild. What does not follow, or has no name here, is
    /// [`Relation::Other`].
    pub const fn then(self, to_third: Self) -> Self {
        use Relation::{Child, ChildInLaw, Grandchild, Head, Other, Parent, Sibling, Spouse};
        match (self, to_third) {
            (Head, other) | (other, Head) => other,
            (Spouse, Parent) | (Parent, Sibling) => Parent,
            (Parent, Child) => Spouse,
            (Child, Spouse) | (Sibling, Child) | (Spouse, ChildInLaw) => Child,
            (Spouse, Child) | (ChildInLaw, Spouse) => ChildInLaw,
            (Child, Child | ChildInLaw) | (Grandchild, Spouse) | (Sibling, Grandchild) => {
                Grandchild
            }
            (Child, Parent) | (Sibling, Sibling) => Sibling,
            _ => Other,
        }
    }
}

record! {
    /// Hộ gia đình. Where it stands, and who belongs to it, are [`Residence`]s.
    Household = "household" ("Hộ gia đình", "Household") with {
        area: AreaRule::Carried(&[("residence", "subject")]),
    } {
        head: PersonId, ("Chủ hộ", "Head");
        house: Text<40>, ("Số nhà", "House number"), Personal;
        street: Text<80>, ("Đường", "Street"), Personal;
        phone: Phone, ("Điện thoại", "Telephone"), Personal;
        hardship: Hardship, ("Hoàn cảnh", "Hardship");
        hardship_year: Year, ("Năm xét", "Year of the finding");
        hardship_source: Text<120>, ("Theo văn bản", "Source");
    }
}

record! {
    /// Cư trú: a household, or a person in a household, lives in an area from a day until a day.
    ///
    /// A move ends one and begins another, so that any quarter of any ward reads as it was.
    Residence = "residence" ("Cư trú", "Residence") with {
        area: AreaRule::Field("area"),
        moves: Some("subject"),
        episode: Some(Episode { since: "since", until: "until" }),
    } {
        subject: ResidentId, ("Ai", "Who"), Required, Once;
        household: HouseholdId, ("Trong hộ", "In household");
        relation: Relation, ("Quan hệ với chủ hộ", "Relation to the head");
        area: AreaId, ("Địa bàn", "Area"), Required;
        since: Day, ("Từ ngày", "Since"), Required;
        until: Day, ("Đến ngày", "Until");
        ended: EpisodeEnd, ("Vì", "Why ended");
    }
}

#[cfg(test)]
mod tests {
    use super::Relation::{
        self, Child, ChildInLaw, Grandchild, Head, Other, Parent, Sibling, Spouse,
    };

    #[test]
    fn how_somebody_stands_to_the_next_head_follows_where_it_can() {
        // Who becomes head, and how he and another stood to the former one.
        for (next, other, now) in [
            (Spouse, Head, Spouse),
            (Spouse, Child, Child),
            (Spouse, Grandchild, Grandchild),
            (Spouse, Parent, Other),
            (Child, Head, Parent),
            (Child, Spouse, Parent),
            (Child, Child, Sibling),
            (Child, Grandchild, Other),
            (Parent, Head, Child),
            (Parent, Child, Grandchild),
            (Parent, Spouse, ChildInLaw),
            (Parent, Sibling, Child),
            (Parent, Parent, Spouse),
            (Sibling, Head, Sibling),
            (Sibling, Parent, Parent),
            (Sibling, Spouse, Other),
            (Grandchild, Head, Other),
            (Spouse, ChildInLaw, ChildInLaw),
            (ChildInLaw, Head, Other),
            (ChildInLaw, Child, Other),
            (Other, Child, Other),
        ] {
            assert_eq!(other.then(next.inverse()), now, "{next:?} {other:?}");
        }
    }

    #[test]
    fn an_inverse_of_an_inverse_says_no_other() {
        for one in Relation::ALL {
            let back = one.inverse().inverse();
            assert!(back == *one || back == Other, "{one:?}");
            assert_eq!((one.then(Head), Head.then(*one)), (*one, *one));
        }
    }
}
