//! The status line: one quiet sentence, always there.

use domain::text::Language;
use domain::time::Moment;
use leptos::prelude::*;

use super::Icon;
use crate::pages::use_live;
use crate::text::language;
use letters::{AskStatus, Status};

#[component]
pub fn StatusLine() -> impl IntoView {
    let status = use_live(|| AskStatus);
    let language = language();
    let attends = move || status.get().is_some_and(|status| status.refused > 0);
    let icon = move || match status.get() {
        Some(status) if status.refused > 0 => "warn",
        Some(status) if status.online => "online",
        _ => "offline",
    };
    view! {
        <a class="status" class:status--attend=attends href="/viec-gui">
            {move || view! { <Icon name=icon() small=true/> }}
            <span class="status__text" role="status">
                {move || status.get().map(|status| sentence(&status, language.get()))}
            </span>
        </a>
    }
}

/// What is, in one sentence: `Ngoại tuyến · 12 thay đổi chưa gửi · gửi lần cuối 08:15`.
fn sentence(status: &Status, language: Language) -> String {
    let vietnamese = language == Language::Vietnamese;
    let mut parts: Vec<String> = Vec::new();
    if let Some((come, all)) = status.image {
        let word = if vietnamese { "Đang lấy sổ về" } else { "Fetching the ledger" };
        parts.push(format!("{word} {come}/{all}"));
    }
    if status.refused > 0 {
        let word = if vietnamese { "mục cần xử lý" } else { "entries to mend" };
        parts.push(format!("{} {word}", status.refused));
    }
    if !status.online {
        parts.push(if vietnamese { "Ngoại tuyến".into() } else { "Offline".into() });
    }
    match (status.unsent, vietnamese) {
        (0, true) => parts.push("Đã gửi hết".into()),
        (0, false) => parts.push("All sent".into()),
        (unsent, true) => parts.push(format!("{unsent} thay đổi chưa gửi")),
        (unsent, false) => parts.push(format!("{unsent} changes unsent")),
    }
    if let Some(last) = status.last_sync {
        let (hour, minute) = Moment(last).hour_minute();
        let word = if vietnamese { "lần cuối" } else { "last" };
        parts.push(format!("{word} {hour:02}:{minute:02}"));
    }
    parts.join(" · ")
}
