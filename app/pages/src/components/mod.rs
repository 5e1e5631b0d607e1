//! Small parts that pages are made of.

mod confirm;
mod field;
mod form;
mod form_field;
mod icon;
mod lines;
mod named_line;
mod picker;
mod status_line;
mod toast;
mod versions;

pub use confirm::{Confirm, ConfirmSheet};
pub use field::{Problem, TextField, Wrong};
pub use form::Form;
pub use form_field::{FormField, Tick};
pub use icon::Icon;
pub use lines::{Lines, Window};
pub use named_line::{NamedLine, address_of, icon_of};
pub use status_line::StatusLine;
pub use toast::{Toast, ToastLine};
pub use versions::Versions;
