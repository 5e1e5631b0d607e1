//! The server: the one place where changes are ordered, merged and given out again.
//!
//! The way in: [`ledger::Ledger`] is all of it but the network: a device's request goes in, an
//! answer that is durable comes out. The simulation drives it directly.

pub mod keys;
pub mod ledger;
