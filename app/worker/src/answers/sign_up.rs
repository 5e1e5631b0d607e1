//! Citizens' own registrations.

use domain::view::sign_up::{PosterRow, SignUpRow, SignUpView};
use store::query::sign_ups;

use super::look::with_names;
use crate::desk;
use crate::told::Told;
use letters::{AskPosters, AskSignUp, AskSignUps, Trouble};

pub async fn waiting(_: AskSignUps) -> Result<Vec<SignUpRow>, Trouble> {
    desk::with_present(|open| sign_ups::waiting(open.replica.db()).told())
}

pub async fn one(ask: AskSignUp) -> Result<Option<SignUpView>, Trouble> {
    desk::with_present(|open| {
        with_names(open, |open, names| sign_ups::one(open.replica.db(), names, ask.0).told())
    })
}

pub async fn posters(_: AskPosters) -> Result<Vec<PosterRow>, Trouble> {
    desk::with_present(|open| sign_ups::posters(open.replica.db()).told())
}
