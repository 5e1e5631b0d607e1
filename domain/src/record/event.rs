//! Events (hội nghị, lớp tập huấn, lễ, hội thi) and who attended.

use crate::field::{Name, Text, choice, reference};
use crate::kind::{AreaRule, Episode, record};
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
        episode: Some(Episode { since: "held_on", until: "until" }),
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

/// For so many days before an event its helpers have its list already: they fetch it where there is a
/// network.
const FETCHED_BEFORE: i32 = 7;

impl Event {
    /// The first and the last day on which its helpers have its list.
    pub fn days_of_help(&self) -> Option<(Day, Day)> {
        let held_on = self.held_on?;
        Some((Day(held_on.0 - FETCHED_BEFORE), self.until.unwrap_or(held_on).max(held_on)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn helpers_have_the_list_from_a_week_before_to_the_last_day() {
        let day = |text| Day::parse(text).unwrap();
        for (held_on, until, first, last) in [
            ("20/11/2026", None, "13/11/2026", "20/11/2026"),
            ("20/11/2026", Some("22/11/2026"), "13/11/2026", "22/11/2026"),
            ("20/11/2026", Some("2/11/2026"), "13/11/2026", "20/11/2026"), // ends before it begins
        ] {
            let until = until.map(day);
            let event = Event { held_on: Some(day(held_on)), until, ..Event::default() };
            assert_eq!(event.days_of_help(), Some((day(first), day(last))), "{held_on}");
        }
    }
}
