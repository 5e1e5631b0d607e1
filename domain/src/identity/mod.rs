//! Who somebody is: telephone numbers, citizens' numbers.

mod citizen_id;
mod phone;

pub use citizen_id::{CitizenId, CitizenIdMismatch};
pub use phone::{NotAPhone, Phone};
