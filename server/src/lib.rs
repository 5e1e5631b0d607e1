//! The server: the one place where changes are ordered, merged and given out again.
//!
//! The way in: [`ledger::Ledger`] is all of it but the network: a device's request goes in, an
//! answer that is durable comes out. The simulation drives it directly. [`desk::Desk`] runs it on
//! a thread of its own with readers beside it; [`http`] is what devices talk to.

pub mod backup;
pub mod clock;
pub mod country;
pub mod demo;
pub mod desk;
pub mod files;
pub mod http;
pub mod journal_file;
pub mod keys;
pub mod ledger;
pub mod password;
pub mod set_up;
