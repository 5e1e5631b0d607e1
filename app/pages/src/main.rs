//! The app's pages, on the browser's main thread. They know the screen; what they show they ask of the
//! store worker, by letters ([`store_client`]).

#![allow(clippy::needless_pass_by_value, reason = "a component's properties are its own")]

mod battery;
mod components;
mod deed;
mod network;
mod pages;
mod papers;
mod photo;
mod scan;
mod store_client;
mod text;

fn main() {
    console_error_panic_hook::set_once();
    leptos::mount::mount_to_body(pages::App);
}
