//! The association's records and rules.
//!
//! The way in: [`record`] is the dictionary, one file a kind of record. A [`change::Change`] sets
//! fields of one record; the server folds a record's changes into one state with [`merge`]; a
//! device shows its own unanswered changes on top with [`lay_on`]. [`access`] says who may,
//! [`area`] where, [`report`] what it comes to.
//!
//! Never here: I/O, a clock, SQL, the screen.

pub mod access;
pub mod account;
pub mod answer;
pub mod area;
pub mod change;
pub mod check;
pub mod envelope;
pub mod field;
pub mod file;
pub mod finding;
pub mod health;
pub mod id;
pub mod identity;
pub mod import;
pub mod kind;
pub mod lay_on;
pub mod likeness;
pub mod lineage;
pub mod membership;
pub mod merge;
pub mod moving;
pub mod record;
pub mod report;
pub mod settle;
pub mod sign_up;
pub mod text;
pub mod time;
pub mod value;
pub mod view;
pub mod wire;
