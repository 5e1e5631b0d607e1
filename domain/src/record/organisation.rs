//! Who may do what: accounts, grants, devices; and who asked to be forgotten.

use crate::access::Role;
use crate::field::{Name, Text, reference};
use crate::id::{DeviceId, RecordId};
use crate::identity::Login;
use crate::kind::{AreaRule, Episode, Record, record};
use crate::record::PersonId;
use crate::time::{Day, Moment};
use crate::value::Value;

reference! {
    /// An account: somebody who works with the ledger.
    AccountId => "account";
    /// What a grant is bound to: an area, or the list of an event.
    GrantArea => "area" | "event";
}

record! {
    /// Tài khoản: somebody who works with the ledger. The password is the server's alone.
    Account = "account" ("Tài khoản", "Account") with {
        area: AreaRule::Carried(&[("grant", "account")]),
        journalled: true,
    } {
        name: Name, ("Họ và tên", "Name"), Required, Card;
        login: Login, ("Tên đăng nhập hoặc số điện thoại", "Login or telephone"), Required;
        closed_on: Day, ("Đóng từ ngày", "Closed on");
    }
}

record! {
    /// Quyền: an account has a role in an area, or on the list of an event.
    Grant = "grant" ("Quyền", "Right") with {
        area: AreaRule::Field("area"),
        episode: Some(Episode { since: "since", until: "until" }),
        journalled: true,
    } {
        account: AccountId, ("Tài khoản", "Account"), Required, Key;
        role: Role, ("Vai trò", "Role"), Required, Key;
        area: GrantArea, ("Địa bàn", "Area"), Required, Key;
        since: Day, ("Từ ngày", "Since");
        until: Day, ("Đến ngày", "Until");
    }
}

record! {
    /// Thiết bị: a key that signs for one account, in one browser (a tablet may hold several).
    DeviceRecord = "device" ("Thiết bị", "Device") with {
        area: AreaRule::Through(&["account"]),
        journalled: true,
    } {
        key: Text<64>, ("Khoá công khai", "Public key"), Required, Key, Server;
        account: AccountId, ("Tài khoản", "Account"), Required, Once, Server;
        tablet: Text<32>, ("Máy", "Tablet"), Required, Once, Server;
        label: Text<80>, ("Tên máy", "Label");
        certified_at: Moment, ("Cấp lúc", "Certified at"), Required, Once, Server;
        revoked_at: Moment, ("Thu hồi lúc", "Revoked at");
    }
}

impl DeviceRecord {
    /// The record of the device with this public key.
    pub fn id_of(key: &[u8; 32]) -> RecordId {
        RecordId::derived(Self::KIND.key, [&Value::Text(hex::encode(key))])
    }

    /// The device whose key this is.
    pub fn device(&self) -> Option<DeviceId> {
        let key = hex::decode(&self.key.as_ref()?.0).ok()?;
        Some(DeviceId::of_key(&key.try_into().ok()?))
    }
}

record! {
    /// Xoá dữ liệu cá nhân: a person asked to be forgotten. Everybody learns it, so that no copy
    /// stays anywhere; it names nobody.
    Erasure = "erasure" ("Xoá dữ liệu cá nhân", "Erasure") with {
        area: AreaRule::Everywhere,
        written_in: Some(AreaRule::Through(&["person"])),
        forever: true,
        journalled: true,
    } {
        person: PersonId, ("Người", "Person"), Required, Key;
        asked_on: Day, ("Ngày yêu cầu", "Asked on"), Required;
    }
}
