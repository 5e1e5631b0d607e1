//! Who looked at people's data, what left the app, and a person's own data.

use domain::id::RecordId;
use domain::record::ExportForm;
use domain::text::Language;
use domain::view::disclosure::{OwnField, Seen};
use serde::{Deserialize, Serialize};

crate::calls! {
    NoteLook => ();
    NoteExport => ();
    AskSeen => Vec<Seen>;
    AskExports => Vec<Seen>;
    AskOwnData => Vec<OwnField>;
}

/// Notes that a person's page was opened.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct NoteLook(pub RecordId);

/// Notes what has left the app.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct NoteExport {
    pub form: ExportForm,
    pub count: usize,
    /// By which filters; of nobody's name.
    pub of: String,
    pub person: Option<RecordId>,
}

/// Who opened a person's page, and took his data out.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskSeen {
    pub person: RecordId,
    pub language: Language,
}

/// What has left the app.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskExports(pub Language);

/// All that is kept of one person on this device.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskOwnData {
    pub person: RecordId,
    pub language: Language,
}
