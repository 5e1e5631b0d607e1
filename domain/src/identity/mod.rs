//! Who somebody is: telephone numbers, citizens' numbers and cards, logins.

mod citizen_id;
mod id_card;
mod login;
mod member_code;
mod phone;

pub use citizen_id::{CitizenId, CitizenIdMismatch};
pub use id_card::{IdCard, NotACard};
pub use login::Login;
pub use member_code::{member_code, read_member_code};
pub use phone::{NotAPhone, Phone};
