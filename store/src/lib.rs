//! The replica: one `SQLite` file of the records that its user may see.
//!
//! The way of a change: [`Replica::save`] lays it on and keeps it in the outbox;
//! [`Replica::next_request`] sends it up; [`Replica::receive`] takes the server's answer and brings
//! the server's records under what is still unanswered. [`query`] reads both as one; [`form`]s
//! that were begun wait beside them.
//!
//! Never here: the network, a clock, text for people.

pub mod deeds;
pub mod disclosure;
mod error;
pub mod files;
pub mod form;
mod habits;
pub mod image;
pub mod import;
mod lay_on;
mod meta;
mod moving;
pub mod outbox;
mod pace;
mod place;
pub mod query;
mod replica;
pub mod rescue;
pub mod row;
mod save;
pub mod schema;
pub mod sealed;
mod sync;
mod take;

pub use error::{OpenError, SaveError, StoreError, SyncError};
pub use image::ImageContents;
pub use meta::Identity;
pub use outbox::{OutboxState, Refusal, Standing, Unsent};
pub use pace::{Listening, Pace};
pub use place::{InFile, InMemory, Place};
pub use replica::{Replica, keep_plans};
pub use rescue::Rescued;
pub use save::{Draft, Saved};
pub use sync::Next;
pub use take::strip;
