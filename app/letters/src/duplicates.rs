//! People who may be on record twice.

use domain::view::duplicates::{Alike, Pair, TypedPerson};
use serde::{Deserialize, Serialize};

crate::calls! {
    SweepPeople => Swept;
    AskAlike => Vec<Alike>;
}

/// Holds everybody against everybody, a part of it: it is asked again until it is done.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SweepPeople {
    /// Begins from the beginning.
    pub anew: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Swept {
    /// So much of 100 is done.
    Percent(u8),
    /// All is; what was found, the likeliest first.
    Found(Vec<Pair>),
}

/// Whom somebody who is being typed may be.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskAlike(pub TypedPerson);
