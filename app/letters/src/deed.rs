//! What is done with the people of a list.

use domain::membership::Deed;
use domain::view::deed::{Preview, Progress, Whom};
use domain::view::form::FormId;
use serde::{Deserialize, Serialize};

crate::calls! {
    AskPreview => Preview;
    BeginDeed => Progress;
    GoOnWithDeed => Progress;
    TakeDeedBack => Progress;
}

/// What would come of a deed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AskPreview {
    pub whom: Whom,
    pub deed: Deed,
}

/// Begins a deed; none of it is done yet.
#[derive(Debug, Serialize, Deserialize)]
pub struct BeginDeed {
    /// By which it is known.
    pub form: FormId,
    pub whom: Whom,
    pub deed: Deed,
}

/// Does the next part of the deed that was begun so.
#[derive(Debug, Serialize, Deserialize)]
pub struct GoOnWithDeed(pub FormId);

/// Takes the last part back of what it did.
#[derive(Debug, Serialize, Deserialize)]
pub struct TakeDeedBack(pub FormId);
