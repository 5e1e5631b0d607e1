//! Who somebody is: telephone numbers, citizens' numbers, logins.

mod citizen_id;
mod login;
mod phone;

pub use citizen_id::{CitizenId, CitizenIdMismatch};
pub use login::Login;
pub use phone::{NotAPhone, Phone};
