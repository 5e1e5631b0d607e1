//! The app in the browser.
//!
//! Two programs share this crate: the pages ([`pages`], on the main thread) and the worker that
//! holds the store ([`worker`]). They talk by [`letter`]s. Only the worker knows SQL, keys and the
//! network ([`worker`]'s `sync`); only the pages know the screen.

pub mod components;
pub mod deed;
pub mod letter;
pub mod pages;
pub mod store_client;
pub mod text;
pub mod worker;
