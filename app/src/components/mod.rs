//! Small parts that pages are made of.

mod field;
mod icon;
mod status_line;

pub use field::{Problem, TextField};
pub use icon::Icon;
pub use status_line::StatusLine;
