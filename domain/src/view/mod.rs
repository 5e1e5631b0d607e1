//! What screens show: plain data that the store fills from its tables, one file a screen.
//!
//! They stand here, and not beside the SQL that fills them, so that the pages' program need not
//! contain a database.

pub mod behind;
pub mod deed;
pub mod disclosure;
pub mod duplicates;
pub mod events;
pub mod form;
pub mod household;
pub mod households;
pub mod import;
pub mod office;
pub mod people;
pub mod photo;
pub mod places;
pub mod record;
pub mod review;
pub mod sign_up;
pub mod subjects;
pub mod walk;
pub mod work;
