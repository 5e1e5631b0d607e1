//! The store worker: it alone has the file, the keys and the network.

pub mod answers;
pub mod desk;
mod http;
mod kept;
mod pool;
pub mod sync;
mod vault;
