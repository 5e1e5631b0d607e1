//! The network's return, as far as a browser tells of it, and it tells pages alone for sure: the sync
//! rests no longer.

use leptos::ev;
use leptos::prelude::{document, window_event_listener};
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use crate::store_client::ask;
use letters::SyncNow;

/// Wakes the sync when there is a network again, and when a device that lay aside is taken up.
pub fn watch() {
    // Both listen as long as the page lives.
    let _ = window_event_listener(ev::online, |_| wake());
    let taken_up = Closure::<dyn Fn()>::new(|| {
        if !document().hidden() {
            wake();
        }
    });
    let hear = taken_up.as_ref().unchecked_ref();
    // Every browser that has the store tells when a page is shown.
    let _ = document().add_event_listener_with_callback("visibilitychange", hear);
    taken_up.forget();
}

fn wake() {
    spawn_local(async {
        // Where the store does not answer, the sync asks in its own time.
        let _ = ask(SyncNow).await;
    });
}
