//! The battery, as far as a browser tells of it, and it tells pages alone: where it is low, the worker
//! syncs seldom.

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::window;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

use crate::store_client::ask;
use letters::BatteryLow;

/// A battery that is not being charged counts as low from here down.
const LOW: f64 = 0.2;

/// Tells the worker, now and whenever it changes. Some browsers say nothing of it.
pub async fn watch() {
    let Some(battery) = battery().await else { return };
    let seen = battery.clone();
    let tell = Closure::<dyn Fn()>::new(move || {
        let is = |name: &str| Reflect::get(&seen, &name.into()).ok();
        let level = is("level").and_then(|level| level.as_f64()).unwrap_or(1.0);
        let charging = is("charging").is_none_or(|charging| charging.is_truthy());
        spawn_local(async move {
            // Without an answer it syncs as if there were enough.
            let _ = ask(BatteryLow(level <= LOW && !charging)).await;
        });
    });
    let told: &Function = tell.as_ref().unchecked_ref();
    for change in ["levelchange", "chargingchange"] {
        let _ = battery.add_event_listener_with_callback(change, told);
    }
    let _ = told.call0(&JsValue::NULL);
    tell.forget(); // it listens as long as the page lives
}

async fn battery() -> Option<EventTarget> {
    let navigator = window().navigator();
    let get: Function = Reflect::get(&navigator, &"getBattery".into()).ok()?.dyn_into().ok()?;
    let promise: Promise = get.call0(&navigator).ok()?.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
