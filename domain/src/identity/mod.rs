//! Who somebody is: telephone numbers, citizens' numbers and cards, logins.

mod citizen_id;
mod id_card;
mod login;
mod phone;

pub use citizen_id::{CitizenId, CitizenIdMismatch};
pub use id_card::{IdCard, NotACard};
pub use login::Login;
pub use phone::{NotAPhone, Phone};
