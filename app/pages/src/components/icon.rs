//! An icon of the sprite.

use leptos::prelude::*;

#[component]
pub fn Icon(name: &'static str, #[prop(optional)] small: bool) -> impl IntoView {
    let class = if small { "icon icon--small" } else { "icon" };
    view! {
        <svg class=class aria-hidden="true">
            <use href=format!("/icons.svg#i-{name}")></use>
        </svg>
    }
}
