//! Small parts that pages are made of.

mod confirm;
mod download;
mod field;
mod form;
mod form_field;
mod history;
mod icon;
mod lines;
mod named_line;
mod photos;
mod picker;
mod said;
mod search_field;
mod select_field;
mod status_line;
mod toast;
mod versions;
mod way;

pub use confirm::{Confirm, ConfirmSheet, Wanted};
pub use download::download_sheet;
pub use field::{Problem, TextField, Wrong};
pub use form::Form;
pub use form_field::{FormField, Tick};
pub use history::History;
pub use icon::Icon;
pub use lines::{Lines, Window};
pub use named_line::{Disputed, NamedLine, address_of, icon_of};
pub use photos::Photos;
pub use said::{field_name, kind_name, said_line, value_words, when};
pub use search_field::{SearchField, Sought};
pub use select_field::SelectField;
pub use status_line::StatusLine;
pub use toast::{Toast, ToastLine};
pub use versions::{Versions, by_field};
pub use way::Way;
