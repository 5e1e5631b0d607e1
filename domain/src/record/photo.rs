//! Photos of events, and as evidence. A photo is a record; its bytes are files, which travel by
//! themselves (`domain::file`).

use crate::field::{Count, Text, reference};
use crate::kind::{AreaRule, PersonRule, record};
use crate::record::PersonId;
use crate::time::Day;

reference! {
    /// What a photo is of.
    PhotoOf => "event" | "person" | "household" | "registration" | "scholarship" | "support" | "award";
}

record! {
    /// Ảnh. It lies where the record lies that it is of. If the person that it shows asks to be
    /// forgotten, the names of its files are emptied with the rest, and so the files go everywhere.
    Photo = "photo" ("Ảnh", "Photo") with {
        area: AreaRule::Through(&["of"]),
        person: PersonRule::Field("person"),
    } {
        of: PhotoOf, ("Của", "Of"), Required, Once;
        person: PersonId, ("Người trong ảnh", "Who is shown"), Once;
        file: Text<64>, ("Tệp", "File"), Required, Once, Personal;
        thumb: Text<64>, ("Ảnh nhỏ", "Thumbnail"), Required, Once, Personal;
        width: Count, ("Rộng", "Width"), Once;
        height: Count, ("Cao", "Height"), Once;
        taken_on: Day, ("Ngày chụp", "Taken on"), Past;
        caption: Text<200>, ("Chú thích", "Caption"), Personal;
        credit: Text<80>, ("Người chụp", "Photographer"), Personal;
        agreed: bool, ("Người trong ảnh đồng ý", "Those shown agree"), Required;
    }
}
