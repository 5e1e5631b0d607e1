//! Areas: the organisation's tree, and which area became which.

mod tree;

pub use tree::{AreaNode, AreaTree};
