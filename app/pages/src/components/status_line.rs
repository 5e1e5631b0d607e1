//! The status line: one quiet sentence, always there.

use domain::text::{Label, Language};
use domain::time::Moment;
use leptos::prelude::*;

use super::Icon;
use crate::deed::correct_clock;
use crate::pages::use_live;
use crate::text::{self, language};
use letters::{AskStatus, Status};

#[component]
pub fn StatusLine() -> impl IntoView {
    let status = use_live(|| AskStatus);
    let language = language();
    Effect::new(move || {
        if let Some(status) = status.get() {
            correct_clock(status.clock_off);
        }
    });
    let tinted = move || status.get().is_some_and(|status| attends(&status));
    // What is to be put right stands on a page of its own.
    let leads_to = move || match status.get() {
        Some(status) if status.refused + status.rescued > 0 => "/can-xu-ly",
        _ => "/viec-gui",
    };
    let icon = move || match status.get() {
        Some(status) if attends(&status) => "warn",
        Some(status) if status.online == Some(false) => "offline",
        _ => "online",
    };
    view! {
        <a class="status" class:status--attend=tinted href=leads_to>
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

/// What is, in one sentence: `Ngoại tuyến · 12 thay đổi chưa gửi · lần cuối 08:15`.
fn sentence(status: &Status, language: Language) -> String {
    let word = |label: Label| label.in_language(language).to_owned();
    let mut parts: Vec<String> = Vec::new();
    if let Some((come, all)) = status.image {
        parts.push(format!("{} {come}/{all} KB", word(text::FETCHING)));
    }
    if status.revoked {
        parts.push(word(text::DEVICE_REVOKED));
    }
    if let Some(trouble) = &status.trouble {
        parts.push(text::trouble(trouble, language).trim_end_matches('.').to_owned());
    }
    if status.refused > 0 {
        parts.push(format!("{} {}", status.refused, word(text::TO_MEND)));
    }
    if status.online == Some(false) {
        parts.push(word(text::OFFLINE));
    }
    match status.unsent {
        // Nothing is sent before the ledger is there.
        0 if status.image.is_some() => {}
        0 if status.last_sync.is_none() => {
            if status.online != Some(false) && status.trouble.is_none() {
                parts.push(word(text::LEDGER_ON_ITS_WAY));
            }
        }
        0 if status.photos > 0 => {}
        0 => parts.push(word(text::ALL_SENT)),
        unsent => parts.push(format!("{unsent} {}", word(text::CHANGES_UNSENT))),
    }
    if status.photos > 0 {
        parts.push(format!("{} {}", status.photos, word(text::PHOTOS_UNSENT)));
    }
    if let Some(last) = status.last_sync {
        let (hour, minute) = Moment(last).hour_minute();
        parts.push(format!("{} {hour:02}:{minute:02}", word(text::LAST)));
    }
    parts.join(" · ")
}
