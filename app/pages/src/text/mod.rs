//! The interface's words, in Vietnamese and English. Sentences about records live in `domain::text`.

/// Names words, each in Vietnamese and in English.
macro_rules! words {
    ($($name:ident = $vi:literal, $en:literal;)*) => {
        $(pub const $name: domain::text::Label = domain::text::Label($vi, $en);)*
    };
}

mod devices;
mod household;
mod import;
mod sign_up;
mod trouble;
mod words;

use domain::text::{Label, Language};
use leptos::prelude::*;

pub use devices::{AtRisk, at_risk, care};
pub use household::*;
pub use import::*;
pub use sign_up::*;
pub use trouble::{held_for, trouble, waits_for};
pub use words::*;

/// The language that is spoken now.
pub fn language() -> RwSignal<Language> {
    use_context::<RwSignal<Language>>().unwrap_or_default()
}

/// How many there are; before that is known, that it is not.
pub fn counted(all: Option<usize>) -> String {
    all.map_or_else(|| "…".to_owned(), |all| domain::text::whole(all as i64))
}

/// What a sheet over a list of people leads back to.
pub fn show_people(all: usize) -> String {
    let all = domain::text::whole(all as i64);
    match language().get() {
        Language::Vietnamese => format!("Xem {all} người"),
        Language::English => format!("Show {all} people"),
    }
}

/// `Kết nạp 34 người`.
pub fn people_of(verb: &str, count: usize, language: Language) -> String {
    let count = domain::text::whole(count as i64);
    match language {
        Language::Vietnamese => format!("{verb} {count} người"),
        Language::English => format!("{verb} {count} people"),
    }
}

/// What the bar offers under a list of which some are chosen.
pub fn with_people(count: usize, language: Language) -> String {
    match language {
        Language::Vietnamese => people_of("Làm với", count, language),
        Language::English => people_of("Act on", count, language),
    }
}

/// Of how many an export is.
pub fn exported(count: usize, language: Language) -> String {
    match language {
        Language::Vietnamese => people_of("Gồm", count, language) + ".",
        Language::English => people_of("Of", count, language) + ".",
    }
}

/// With how many something will be done.
pub fn will_be_done(count: usize, language: Language) -> String {
    match language {
        Language::Vietnamese => people_of("Sẽ ghi cho", count, language) + ".",
        Language::English => people_of("It will be recorded of", count, language) + ".",
    }
}

/// `12 MB`, rounded up.
pub fn megabytes(bytes: u64) -> String {
    format!("{} MB", domain::text::whole(bytes.div_ceil(1 << 20) as i64))
}

/// A word in the language that is spoken.
pub fn say(label: Label) -> impl Fn() -> &'static str + Copy + Send + Sync + 'static {
    let language = language();
    move || label.in_language(language.get())
}
