//! The store worker's program.

fn main() {
    console_error_panic_hook::set_once();
    app::worker::mail::begin();
}
