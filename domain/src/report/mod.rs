//! Reports: which figures there are and what each means.

mod figure_name;
mod review;

pub use figure_name::FigureName;
pub use review::{Figures, Row};
