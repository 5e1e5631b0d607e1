//! Citizens' own registrations, and the posters that invite to them.

use domain::id::RecordId;
use domain::view::sign_up::{PosterRow, SignUpRow, SignUpView};
use serde::{Deserialize, Serialize};

crate::calls! {
    AskSignUps => Vec<SignUpRow>;
    AskSignUp => Option<SignUpView>;
    AskPosters => Vec<PosterRow>;
}

/// Those who wait for an officer.
#[derive(Debug, Serialize, Deserialize)]
pub struct AskSignUps;

/// One of them, if nobody has decided yet.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct AskSignUp(pub RecordId);

#[derive(Debug, Serialize, Deserialize)]
pub struct AskPosters;
