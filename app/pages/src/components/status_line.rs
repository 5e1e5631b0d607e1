//! The status line: one quiet sentence, always there.

use domain::text::Language;
use domain::time::Moment;
use leptos::prelude::*;

use super::Icon;
use crate::pages::use_live;
use crate::text::{self, language};
use letters::{AskStatus, Status};

#[component]
pub fn StatusLine() -> impl IntoView {
    let status = use_live(|| AskStatus);
    let language = language();
    let tinted = move || status.get().is_some_and(|status| attends(&status));
    let icon = move || match status.get() {
        Some(status) if attends(&status) => "warn",
        Some(status) if status.online == Some(false) => "offline",
        _ => "online",
    };
    view! {
        <a class="status" class:status--attend=tinted href="/viec-gui">
            {move || view! { <Icon name=icon() small=true/> }}
            <span class="status__text" role="status">
                {move || match status.get() {
                    Some(status) => sentence(&status, language.get()),
                    None => text::OPENING.in_language(language.get()).to_owned(),
                }}
            </span>
        </a>
    }
}

/// Whether a person must do something.
fn attends(status: &Status) -> bool {
    status.refused + status.rescued > 0 || status.revoked || status.trouble.is_some()
}

/// What is, in one sentence: `Ngoại tuyến · 12 thay đổi chưa gửi · gửi lần cuối 08:15`.
fn sentence(status: &Status, language: Language) -> String {
    let vietnamese = language == Language::Vietnamese;
    let mut parts: Vec<String> = Vec::new();
    if let Some((come, all)) = status.image {
        let word = if vietnamese { "Đang lấy sổ về" } else { "Fetching the ledger" };
        parts.push(format!("{word} {come}/{all}"));
    }
    if status.revoked {
        let word =
            if vietnamese { "Máy này đã bị thu hồi" } else { "This device was revoked" };
        parts.push(word.into());
    }
    if let Some(trouble) = &status.trouble {
        parts.push(text::trouble(trouble, language).trim_end_matches('.').to_owned());
    }
    if status.refused > 0 {
        let word = if vietnamese { "mục cần xử lý" } else { "entries to mend" };
        parts.push(format!("{} {word}", status.refused));
    }
    if status.online == Some(false) {
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
