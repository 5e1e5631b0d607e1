//! What screens and reports read: one file a screen, each with its SQL.

pub mod behind;
pub mod conflicts;
pub mod disclosure;
pub mod duplicates;
pub mod events;
pub mod findings;
mod home;
pub mod household;
pub mod households;
pub mod office;
pub mod people;
pub mod photos;
pub mod places;
pub mod record;
pub mod review;
pub mod rights;
pub mod sign_ups;
pub mod subjects;
pub mod walk;
pub mod work;
