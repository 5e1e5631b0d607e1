//! Who looked at somebody's data, and what left the app (Law on Personal Data Protection, 2026: records of
//! processing).

use serde::{Deserialize, Serialize};

use crate::field::{Count, Text, choice};
use crate::kind::{AreaRule, PersonRule, record};
use crate::record::{AccountId, AreaId, PersonId};
use crate::time::{Day, Moment};

choice! {
    /// As what data left the app.
    #[derive(Serialize, Deserialize)]
    ExportForm {
        Spreadsheet = 1 ("Bảng tính", "Spreadsheet"),
        Print = 2 ("Bản in", "Print"),
        Cards = 3 ("Thẻ hội viên", "Members' cards"),
        OwnData = 4 ("Bản thông tin của một người", "One person's data"),
    }
}

record! {
    /// Lượt xem: somebody opened a person's page on a day. However often he did, it is one. It lies in the
    /// ward, whose officers read it; whoever may write in the person's home may say it.
    Look = "look" ("Lượt xem", "Look") with {
        area: AreaRule::Field("area"),
        written_in: Some(AreaRule::Through(&["person"])),
        person: PersonRule::Fields(&["person"]),
        forever: true,
        note: true,
    } {
        account: AccountId, ("Tài khoản", "Account"), Required, Key, Author, Machine;
        person: PersonId, ("Người", "Person"), Required, Key, Machine;
        looked_on: Day, ("Ngày", "Day"), Required, Key, Machine;
        area: AreaId, ("Địa bàn", "Area"), Required, Once, Machine;
    }
}

record! {
    /// Lượt xuất: data of one or many left the app. It names nobody but the one whose data they were.
    Export = "export" ("Lượt xuất", "Export") with {
        area: AreaRule::Field("area"),
        person: PersonRule::Fields(&["person"]),
        forever: true,
        note: true,
    } {
        account: AccountId, ("Tài khoản", "Account"), Required, Once, Author, Machine;
        area: AreaId, ("Địa bàn", "Area"), Required, Once, Machine;
        form: ExportForm, ("Dạng", "Form"), Required, Once, Machine;
        count: Count, ("Số người", "People"), Required, Once, Machine;
        of: Text<200>, ("Lọc theo", "Filtered by"), Once, Machine;
        person: PersonId, ("Người", "Person"), Once, Machine;
        exported_at: Moment, ("Lúc", "At"), Required, Once, Machine;
    }
}
