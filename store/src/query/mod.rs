//! What screens and reports read: one file a screen, each with its SQL.

pub mod people;
pub mod review;
pub mod rights;
