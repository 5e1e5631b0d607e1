//! The store worker: it alone has the file, the keys and the network.
//!
//! A letter comes in by [`mail`], is answered in [`answers`] with what lies on the [`desk`], and goes
//! out again. [`sync`] runs beside it for as long as a file is open; [`seals`] carries what is unsent
//! while none is.

mod answers;
mod desk;
mod errands;
mod files;
mod health;
mod http;
mod kept;
mod mail;
mod poke;
mod pool;
mod resume;
mod seals;
mod sync;
mod told;
mod vault;

fn main() {
    console_error_panic_hook::set_once();
    mail::begin();
}
