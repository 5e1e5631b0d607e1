//! Small parts that pages are made of.

mod confirm;
mod field;
mod form;
mod form_field;
mod icon;
mod lines;
mod named_line;
mod picker;
mod said;
mod search_field;
mod select_field;
mod status_line;
mod toast;
mod versions;
mod way;

pub use confirm::{Confirm, ConfirmSheet};
pub use field::{Problem, TextField, Wrong};
pub use form::Form;
pub use form_field::{FormField, Tick};
pub use icon::Icon;
pub use lines::{Lines, Window};
pub use named_line::{NamedLine, address_of, icon_of};
pub use said::{kind_name, said_line, when};
pub use search_field::SearchField;
pub use select_field::SelectField;
pub use status_line::StatusLine;
pub use toast::{Toast, ToastLine};
pub use versions::Versions;
pub use way::Way;
