//! A word or sentence in Vietnamese and in English.

use serde::{Deserialize, Serialize};

/// Which language the interface speaks. Never mixed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    #[default]
    Vietnamese,
    English,
}

/// The same said in Vietnamese and in English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Label(pub &'static str, pub &'static str);

impl Label {
    pub const fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Vietnamese => self.0,
            Language::English => self.1,
        }
    }
}
