//! The way back: to where a page was opened from, as it was left. Whoever came straight to a page goes to
//! the one above it: the browser's way would leave the app, and what was just said with it.

use std::cell::{Cell, RefCell};

use leptos::prelude::window;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

use crate::deed::TAPS_MS;

type Go = Box<dyn Fn(&str)>;

thread_local! {
    static GO: RefCell<Option<Go>> = const { RefCell::new(None) };
    /// How many entries the browser's history had when the app was opened here.
    static BEGAN: Cell<u32> = const { Cell::new(u32::MAX) };
    /// The page above the present one.
    static ABOVE: RefCell<String> = RefCell::new("/".to_owned());
    /// When it was last gone, in milliseconds.
    static WENT: Cell<f64> = const { Cell::new(0.0) };
}

fn entries() -> Option<u32> {
    window().history().and_then(|history| history.length()).ok()
}

/// Called once, within the router.
pub fn provide() {
    let navigate = use_navigate();
    let options = || NavigateOptions { replace: true, ..NavigateOptions::default() };
    GO.set(Some(Box::new(move |above| navigate(above, options()))));
    if BEGAN.get() == u32::MAX {
        BEGAN.set(entries().unwrap_or_default());
    }
}

/// The present page lies below this one.
pub fn lies_below(above: &str) {
    ABOVE.with_borrow_mut(|present| above.clone_into(present));
}

/// Back to where this page was opened from; a second tap means the first.
pub fn go_back() {
    let now = js_sys::Date::now();
    if now - WENT.replace(now) < f64::from(TAPS_MS) {
        return;
    }
    if entries().is_some_and(|entries| entries > BEGAN.get()) {
        if let Ok(history) = window().history() {
            // Where there is nothing to go back to, the page stays.
            let _ = history.back();
        }
        return;
    }
    GO.with_borrow(|go| {
        if let Some(go) = go {
            ABOVE.with_borrow(|above| go(above));
        }
    });
}
