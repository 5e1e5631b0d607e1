//! Scholarships (học bổng), support (hỗ trợ) and awards (khen thưởng). Said once; reversed, never edited.

use crate::field::{Dong, Text, choice};
use crate::id::RecordId;
use crate::kind::{AreaRule, record};
use crate::record::{AreaId, PersonId};
use crate::time::Day;

choice! {
    /// Cấp học.
    SchoolLevel {
        Preschool = 1 ("Mầm non", "Preschool"),
        Primary = 2 ("Tiểu học", "Primary"),
        LowerSecondary = 3 ("Trung học cơ sở", "Lower secondary"),
        UpperSecondary = 4 ("Trung học phổ thông", "Upper secondary"),
        College = 5 ("Cao đẳng, đại học", "College or university"),
    }
}

choice! {
    /// What a child was supported with.
    SupportForm {
        Equipment = 1 ("Thiết bị học tập", "Learning equipment"),
        Tuition = 2 ("Học phí", "Tuition"),
    }
}

record! {
    /// Học bổng: money given to one pupil.
    Scholarship = "scholarship" ("Học bổng", "Scholarship") with {
        area: AreaRule::Field("area"),
        forever: true,
    } {
        pupil: PersonId, ("Học sinh", "Pupil"), Required, Once;
        amount: Dong, ("Số tiền", "Amount"), Required, Once;
        level: SchoolLevel, ("Cấp học", "School level"), Once;
        donor: Text<120>, ("Nhà tài trợ, quỹ", "Donor or fund"), Once;
        occasion: Text<120>, ("Dịp", "Occasion"), Once;
        given_on: Day, ("Ngày trao", "Given on"), Required, Once;
        area: AreaId, ("Nơi trao", "Given in"), Required, Once;
    }
}

record! {
    /// Hỗ trợ: learning equipment or tuition for a child.
    Support = "support" ("Hỗ trợ", "Support") with {
        area: AreaRule::Field("area"),
        forever: true,
    } {
        child: PersonId, ("Em", "Child"), Required, Once;
        form: SupportForm, ("Hình thức", "Form"), Required, Once;
        value: Dong, ("Trị giá", "Value"), Once;
        donor: Text<120>, ("Nhà tài trợ, quỹ", "Donor or fund"), Once;
        given_on: Day, ("Ngày trao", "Given on"), Required, Once;
        area: AreaId, ("Nơi trao", "Given in"), Required, Once;
    }
}

record! {
    /// Khen thưởng: a pupil or another person is honoured for an achievement.
    Award = "award" ("Khen thưởng", "Award") with {
        area: AreaRule::Field("area"),
        forever: true,
    } {
        person: PersonId, ("Người", "Person"), Required, Once;
        achievement: Text<200>, ("Thành tích", "Achievement"), Required;
        value: Dong, ("Tiền thưởng", "Money"), Once;
        given_on: Day, ("Ngày khen", "Given on"), Required, Once;
        area: AreaId, ("Nơi khen", "Given in"), Required, Once;
    }
}

record! {
    /// Huỷ khoản đã ghi: takes back a scholarship, a support, an award or dues; at most once each.
    Reversal = "reversal" ("Huỷ khoản đã ghi", "Reversal") with {
        area: AreaRule::Through(&["of"]),
        forever: true,
    } {
        of: Reversible, ("Khoản", "Entry"), Required, Key;
        reversed_on: Day, ("Ngày huỷ", "Reversed on"), Required, Once;
        reason: Text<200>, ("Lý do", "Reason"), Required;
    }
}

crate::field::reference! {
    /// What can be reversed.
    Reversible => "scholarship" | "support" | "award" | "dues";
}

impl From<RecordId> for Reversible {
    fn from(id: RecordId) -> Self {
        Self(id)
    }
}
