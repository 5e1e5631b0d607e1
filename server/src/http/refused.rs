//! The only table of errors and codes. Sentences for people live in the app's catalogue.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::desk::DeskError;
use crate::files::FileError;
use crate::ledger::LedgerError;

/// Why a request was not done.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    #[error("the device has to prove itself first")]
    SignInFirst,
    #[error("login or password do not fit")]
    WrongPassword,
    #[error("the password is too short")]
    ShortPassword,
    #[error("the invitation is void")]
    InvitationVoid,
    #[error("the account lacks the right")]
    OutsideScope,
    #[error("a name is empty or too long")]
    BadName,
    #[error("the organisation has been set up")]
    AlreadySetUp,
    #[error("the set-up code does not fit")]
    WrongSetUpCode,
    #[error("there is no such unit")]
    NoSuchUnit,
    #[error("too many tries; wait a while")]
    TooMany,
    #[error("the message is not readable")]
    Unreadable,
    #[error("the message is too large")]
    TooLarge,
    #[error("there is no such thing")]
    NotFound,
    #[error(transparent)]
    Desk(#[from] DeskError),
}

impl Refused {
    fn wire(&self) -> (StatusCode, &'static str) {
        match self {
            Self::SignInFirst => (StatusCode::UNAUTHORIZED, "sign_in_first"),
            Self::WrongPassword => (StatusCode::UNAUTHORIZED, "wrong_password"),
            Self::ShortPassword => (StatusCode::UNPROCESSABLE_ENTITY, "short_password"),
            Self::InvitationVoid => (StatusCode::GONE, "invitation_void"),
            Self::OutsideScope => (StatusCode::FORBIDDEN, "outside_scope"),
            Self::BadName => (StatusCode::UNPROCESSABLE_ENTITY, "bad_name"),
            Self::AlreadySetUp => (StatusCode::CONFLICT, "already_set_up"),
            Self::WrongSetUpCode => (StatusCode::FORBIDDEN, "wrong_set_up_code"),
            Self::NoSuchUnit => (StatusCode::UNPROCESSABLE_ENTITY, "no_such_unit"),
            Self::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
            Self::Unreadable => (StatusCode::BAD_REQUEST, "unreadable"),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            Self::NotFound => (StatusCode::NOT_FOUND, "not_found"),
            Self::Desk(DeskError::Ledger(error)) => match error {
                LedgerError::BadRequest | LedgerError::Envelope(_) => {
                    (StatusCode::BAD_REQUEST, "bad_request")
                }
                LedgerError::NoSuchFile => (StatusCode::NOT_FOUND, "no_such_file"),
                LedgerError::NoSuchImage => (StatusCode::GONE, "no_such_image"),
                LedgerError::EarlierHeld => (StatusCode::CONFLICT, "earlier_held"),
                LedgerError::NothingHeld => (StatusCode::NOT_FOUND, "not_found"),
                LedgerError::NoStanding => (StatusCode::FORBIDDEN, "no_standing"),
                LedgerError::OwnChange(_) => (StatusCode::UNPROCESSABLE_ENTITY, "bad_value"),
                LedgerError::Store(store) if store.is_full() || store.is_disk_failure() => {
                    (StatusCode::INSUFFICIENT_STORAGE, "server_full")
                }
                LedgerError::Journal(_) => (StatusCode::INSUFFICIENT_STORAGE, "server_full"),
                _ => (StatusCode::INTERNAL_SERVER_ERROR, "server_failed"),
            },
            Self::Desk(DeskError::Files(FileError::NoPiece)) => {
                (StatusCode::BAD_REQUEST, "bad_request")
            }
            Self::Desk(DeskError::Files(FileError::Disk(_))) => {
                (StatusCode::INSUFFICIENT_STORAGE, "server_full")
            }
            Self::Desk(_) => (StatusCode::INTERNAL_SERVER_ERROR, "server_failed"),
        }
    }
}

impl From<LedgerError> for Refused {
    fn from(error: LedgerError) -> Self {
        Refused::Desk(error.into())
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let (status, code) = self.wire();
        if status.is_server_error() {
            tracing::error!(error = %self, "a request failed");
        }
        (status, code).into_response()
    }
}
