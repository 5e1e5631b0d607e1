//! Events (hội nghị, lớp tập huấn, lễ, hội thi) and who attended.

use crate::field::{Name, Text, choice, reference};
use crate::kind::{AreaRule, record};
use crate::record::{AreaId, PersonId};
use crate::time::{Day, Moment};

reference! {
    /// An event.
    EventId => "event";
}

choice! {
    /// What an event is.
    EventForm {
        Review = 1 ("Hội nghị giao ban", "Review conference"),
        Conference = 2 ("Hội nghị", "Conference"),
        Training = 3 ("Lớp tập huấn, quán triệt", "Training class"),
        Ceremony = 4 ("Lễ trao thưởng", "Ceremony"),
        Contest = 5 ("Hội thi", "Contest"),
        Other = 9 ("Khác", "Other"),
    }
}

record! {
    /// Hội nghị, lớp, lễ, hội thi. Its list is a scope that helpers can be given for its days.
    Event = "event" ("Sự kiện", "Event") with {
        area: AreaRule::Field("area"),
        gives_scope: true,
    } {
        name: Name, ("Tên", "Name"), Required, Card;
        form: EventForm, ("Loại", "Form"), Required, Card;
        area: AreaId, ("Địa bàn", "Area"), Required;
        held_on: Day, ("Ngày", "Held on"), Required, Card;
        until: Day, ("Đến ngày", "Until");
        place: Text<160>, ("Nơi tổ chức", "Place");
        agenda: Text<2000>, ("Nội dung", "Agenda");
        minutes: Text<8000>, ("Biên bản", "Minutes");
    }
}

record! {
    /// Điểm danh: a person was at an event, or was not. One record however many phones check in.
    Attendance = "attendance" ("Điểm danh", "Attendance") with { area: AreaRule::Through(&["event"]) } {
        event: EventId, ("Sự kiện", "Event"), Required, Key;
        person: PersonId, ("Người", "Person"), Required, Key;
        present: bool, ("Có mặt", "Present"), Required;
        checked_at: Moment, ("Lúc", "Checked in at");
    }
}
