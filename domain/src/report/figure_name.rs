//! The figures by name: how each is called, and which number of a line it is.

use serde::{Deserialize, Serialize};

use super::Figures;
use crate::text::Label;

macro_rules! figures {
    ($($name:ident = $key:literal $field:ident ($vi:literal, $en:literal);)*) => {
        /// A figure that opens the records behind it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        pub enum FigureName { $($name),* }

        impl FigureName {
            pub const ALL: &'static [FigureName] = &[$(FigureName::$name),*];

            /// How an address names it.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key),* }
            }

            pub fn label(self) -> Label {
                match self { $(Self::$name => Label($vi, $en)),* }
            }

            /// Its number among the figures of an area.
            pub fn of(self, figures: &Figures) -> i64 {
                match self { $(Self::$name => figures.$field),* }
            }
        }
    };
}

figures! {
    Members = "hoi-vien" members ("Hội viên", "Members");
    Population = "dan-so" population ("Dân số", "Population");
    Families = "gia-dinh" families ("Gia đình", "Families");
    FamiliesRegistered = "gia-dinh-dang-ky" families_registered ("Gia đình đăng ký", "Families registered");
    Clans = "dong-ho" clans ("Dòng họ", "Clans");
    ClansRegistered = "dong-ho-dang-ky" clans_registered ("Dòng họ đăng ký", "Clans registered");
    Communities = "khu-pho" communities ("Khu phố", "Neighbourhoods");
    CommunitiesRegistered = "khu-pho-dang-ky" communities_registered ("Khu phố đăng ký", "Neighbourhoods registered");
    Units = "don-vi" units ("Đơn vị", "Units");
    UnitsRegistered = "don-vi-dang-ky" units_registered ("Đơn vị đăng ký", "Units registered");
    CitizensRegistered = "cong-dan" citizens_registered ("Công dân học tập", "Learning citizens");
    Cadres = "can-bo" cadres ("Cán bộ, công chức, viên chức", "Cadres, civil servants, public employees");
    CadresRegistered = "can-bo-dang-ky" cadres_registered ("Cán bộ, công chức, viên chức đăng ký", "Cadres registered");
    Scholarships = "hoc-bong" scholarships ("Suất học bổng", "Scholarships");
    ChildrenSupported = "ho-tro" children_supported ("Em được hỗ trợ", "Children supported");
    Awards = "khen-thuong" awards ("Khen thưởng", "Awards");
    Events = "su-kien" events ("Sự kiện", "Events");
    TrainingClasses = "lop" training_classes ("Lớp quán triệt văn bản", "Training classes");
    Attendances = "luot-du" attendances ("Lượt dự", "Attendances");
}

impl FigureName {
    /// The figure that an address names.
    pub fn keyed(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|figure| figure.key() == key)
    }
}
