//! Registration for the learning models (đăng ký mô hình học tập).

use crate::field::{Text, choice, reference};
use crate::kind::{AreaRule, record};
use crate::record::AreaId;
use crate::time::{Day, Year};

reference! {
    /// Who can register: a citizen, a family, a clan, a neighbourhood, a unit.
    SubjectId => "person" | "household" | "clan" | "area" | "unit";
}

choice! {
    /// The five learning models (Decisions 677/QĐ-TTg and 387/QĐ-TTg of 2022).
    LearningModel {
        /// Subject: a person.
        Citizen = 1 ("Công dân học tập", "Learning citizen"),
        /// Subject: a household.
        Family = 2 ("Gia đình học tập", "Learning family"),
        /// Subject: a clan.
        Clan = 3 ("Dòng họ học tập", "Learning clan"),
        /// Subject: a neighbourhood.
        Community = 4 ("Cộng đồng học tập", "Learning community"),
        /// Subject: a unit.
        Unit = 5 ("Đơn vị học tập", "Learning unit"),
    }
}

impl LearningModel {
    /// The kind of record that registers for it.
    pub fn subject_kind(self) -> &'static str {
        match self {
            Self::Citizen => "person",
            Self::Family => "household",
            Self::Clan => "clan",
            Self::Community => "area",
            Self::Unit => "unit",
        }
    }
}

record! {
    /// Đăng ký: a subject registers for a learning model in a year. Anew each year.
    Registration = "registration" ("Đăng ký", "Registration") with {
        area: AreaRule::Field("area"),
    } {
        subject: SubjectId, ("Ai", "Who"), Required, Key;
        model: LearningModel, ("Mô hình", "Model"), Required, Key;
        year: Year, ("Năm", "Year"), Required, Key;
        area: AreaId, ("Nơi đăng ký", "Registered in"), Required;
        registered_on: Day, ("Ngày đăng ký", "Registered on"), Required;
        commitment: Text<400>, ("Cam kết", "Commitment");
        consent: bool, ("Đồng ý công khai kết quả", "Consent to publish the result");
    }
}
