//! Reports: which figures there are and what each means.

mod review;

pub use review::{Figures, Row};
