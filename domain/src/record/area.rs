//! Areas (địa bàn) and which became which.

use crate::field::{Name, Text, choice, reference};
use crate::kind::{AreaRule, Episode, record};
use crate::time::Day;

reference! {
    /// An area of the organisation.
    AreaId => "area";
}

choice! {
    /// Where an area stands in the tree.
    AreaLevel {
        Province = 1 ("Tỉnh, thành phố", "Province"),
        District = 2 ("Quận, huyện", "District"),
        Ward = 3 ("Phường, xã", "Ward"),
        Neighbourhood = 4 ("Khu phố", "Neighbourhood"),
        Group = 5 ("Tổ dân phố", "Residents' group"),
    }
}

record! {
    /// Địa bàn: a unit of administration, or below the ward a neighbourhood (khu phố) or a
    /// residents' group (tổ dân phố).
    ///
    /// Its identity is (era, code): codes of the two eras collide, and a unit of one era is no
    /// unit of the other. The eras part on 1 July 2025, when districts ceased. An area is closed by
    /// a day, never deleted: what lies in it would lie nowhere.
    Area = "area" ("Địa bàn", "Area") with {
        area: AreaRule::Everywhere,
        written_in: Some(AreaRule::Field("parent")),
        episode: Some(Episode { since: "since", until: "until" }),
        forever: true,
    } {
        name: Name, ("Tên", "Name"), Required;
        level: AreaLevel, ("Cấp", "Level"), Required;
        parent: AreaId, ("Thuộc", "Part of");
        code: Text<20>, ("Mã", "Code");
        since: Day, ("Từ ngày", "Since");
        until: Day, ("Đến ngày", "Until");
    }
}

record! {
    /// Kế thừa địa bàn: an area was followed by another, wholly or in part.
    ///
    /// Where several follow one, the default successor takes what nobody assigned otherwise.
    Succession = "succession" ("Kế thừa địa bàn", "Succession of areas") with {
        area: AreaRule::Everywhere,
        written_in: Some(AreaRule::Field("old")),
    } {
        old: AreaId, ("Địa bàn cũ", "Former area"), Required, Key;
        new: AreaId, ("Địa bàn mới", "New area"), Required, Key;
        default_successor: bool, ("Kế thừa mặc định", "Default successor"), Required;
        effective_on: Day, ("Từ ngày", "Effective on"), Required;
    }
}
