//! Photos of events, and as evidence. A photo is a record; its bytes are files, which travel by
//! themselves (`domain::file`).

use crate::change::Fields;
use crate::field::{Count, Text, reference};
use crate::file::FileName;
use crate::kind::{AreaRule, PersonRule, record};
use crate::record::PersonId;
use crate::time::Day;
use crate::value::Value;

reference! {
    /// What a photo is of.
    PhotoOf => "event" | "person" | "household" | "registration" | "scholarship" | "support" | "award";
}

record! {
    /// Ảnh. It lies where the record lies that it is of. If the person that it shows asks to be
    /// forgotten, the names of its files are emptied with the rest, and so the files go everywhere.
    Photo = "photo" ("Ảnh", "Photo") with {
        area: AreaRule::Through(&["of"]),
        person: PersonRule::Fields(&["person", "of"]),
    } {
        of: PhotoOf, ("Của", "Of"), Required, Once;
        person: PersonId, ("Người trong ảnh", "Who is shown"), Once;
        file: Text<64>, ("Tệp", "File"), Required, Once, Personal, Machine;
        thumb: Text<64>, ("Ảnh nhỏ", "Thumbnail"), Required, Once, Personal, Machine;
        width: Count, ("Rộng", "Width"), Once, Machine;
        height: Count, ("Cao", "Height"), Once, Machine;
        taken_on: Day, ("Ngày chụp", "Taken on"), Past;
        caption: Text<200>, ("Chú thích", "Caption"), Personal;
        credit: Text<80>, ("Người chụp", "Photographer"), Personal;
        agreed: bool, ("Người trong ảnh đồng ý", "Those shown agree"), Required;
    }
}

/// The files that a photo's fields name.
pub fn files_named(fields: &Fields) -> impl Iterator<Item = FileName> + '_ {
    let named = |field| fields.get(field).and_then(Value::as_text).and_then(FileName::parse);
    ["file", "thumb"].into_iter().filter_map(named)
}
