//! Words for people, in two languages, and text made comparable.

mod difference;
mod fold;
mod label;
mod number;
mod sentence;
pub mod value;

pub use difference::difference;
pub use fold::{Words, begins_words, fold, house_key, name_order, normal, tone_apart};
pub use label::{Label, Language};
pub use number::{dong, percent, whole};
pub use sentence::{UNFILTERED, bad_value, refusal};
