//! Citizens who register themselves: the poster or tablet that invites them, and what they say of
//! themselves until an officer has looked at it.

use serde::{Deserialize, Serialize};

use crate::field::{Count, Name, Text, choice, reference};
use crate::identity::Phone;
use crate::kind::{AreaRule, PersonRule, record};
use crate::record::{AreaId, ConsentForm, PersonId, Sex};
use crate::time::{Birth, Day, Moment};

reference! {
    /// An invitation to register oneself.
    PosterId => "poster";
}

choice! {
    /// What became of somebody's own registration.
    #[derive(Serialize, Deserialize)]
    SignUpEnd {
        Recorded = 1 ("Đã ghi vào sổ", "Recorded"),
        OnRecord = 2 ("Đã có trong sổ", "On record already"),
        Rejected = 3 ("Không nhận", "Not taken"),
    }
}

record! {
    /// Lời mời tự ghi danh: whoever has its code, from a poster, can register himself, until it closes.
    Poster = "poster" ("Lời mời tự ghi danh", "Invitation to register") with {
        area: AreaRule::Field("area"),
    } {
        area: AreaId, ("Địa bàn", "Area"), Required, Once;
        title: Text<120>, ("Mời ai, dịp nào", "Whom, and on what occasion"), Required;
        /// Who knows it may register; drawn by chance.
        code: Text<24>, ("Mã", "Code"), Required, Once, Machine;
        closes_on: Day, ("Nhận đến hết ngày", "Open until"), Required, Ahead;
        /// More than so many are no citizens of the place.
        most: Count, ("Nhận nhiều nhất", "At most"), Required;
    }
}

impl Poster {
    /// How many it takes.
    pub fn takes(&self) -> u64 {
        self.most.map_or(0, |most| most.0.max(0) as u64)
    }
}

record! {
    /// Lời tự ghi danh: what a citizen said of himself. Once it is decided upon, nothing personal of it is
    /// kept: what is taken over stands with the person.
    SignUp = "sign_up" ("Lời tự ghi danh", "Own registration") with {
        area: AreaRule::Field("area"),
        person: PersonRule::Itself,
        emptied_by: Some("ended"),
    } {
        /// The number of the form, drawn by chance: one that is sent twice is one.
        form: Text<24>, ("Tờ số", "Form"), Required, Key, Machine;
        area: AreaId, ("Địa bàn", "Area"), Required;
        poster: PosterId, ("Theo lời mời", "Invited by"), Once, Machine;
        said_at: Moment, ("Lúc", "At"), Required, Once, Machine;
        name: Name, ("Họ và tên", "Name"), Personal;
        birth: Birth, ("Ngày sinh", "Born"), Personal, Past;
        sex: Sex, ("Giới tính", "Sex");
        phone: Phone, ("Điện thoại", "Telephone"), Personal;
        house: Text<40>, ("Số nhà", "House number"), Personal;
        street: Text<80>, ("Đường", "Street"), Personal;
        learning: bool, ("Đăng ký Công dân học tập", "Registers as learning citizen");
        joins: bool, ("Muốn vào Hội", "Wishes to join");
        consent: ConsentForm, ("Đồng ý lưu thông tin", "Consent"), Required;
        ended: SignUpEnd, ("Đã xét", "Decided");
        ended_on: Day, ("Xét ngày", "Decided on"), Past;
        person: PersonId, ("Người trong sổ", "On record as");
    }
}
