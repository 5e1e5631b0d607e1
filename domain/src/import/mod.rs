//! Nhập từ bảng tính: reading people from an officer's sheet, one a line.
//!
//! Where the heads stand and what each column means is guessed and then confirmed by a person
//! ([`heads`], [`Means`]). A [`Reader`] turns each line into a [`PersonLine`], or says at which cells it
//! could not: nothing that cannot be read is guessed.

mod cell;
mod fault;
mod heads;
mod line;
mod means;
mod place;
mod plan;

pub use fault::{Fault, Why};
pub use heads::{Heads, heads};
pub use line::{Door, Home, PersonLine, ReadLine, Reader, SheetLine};
pub use means::Means;
pub use place::{NotPlaced, PlaceNames};
pub use plan::{Decision, Plan, Rules};
