//! A sheet over the page: from below on a phone, in the middle when wide.

use leptos::html::Dialog;
use leptos::prelude::*;

/// `label` says what it is for; `close` hears that somebody has closed it, with the keyboard or otherwise.
#[component]
pub fn Sheet(
    label: impl Fn() -> &'static str + Send + 'static,
    #[prop(into)] open: Signal<bool>,
    close: impl Fn() + 'static,
    #[prop(optional)] class: &'static str,
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<Dialog>::new();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if !open.get() {
            dialog.close();
        } else if dialog.is_connected() {
            // A dialog that is open already stays open.
            let _ = dialog.show_modal();
        } else {
            // A part of the program that has just come is drawn before it is put on the page.
            request_animation_frame(move || {
                let _ = dialog.show_modal();
            });
        }
    });
    view! {
        <dialog
            class=format!("sheet {class}")
            node_ref=dialog
            aria-label=label
            on:close=move |_| close()
        >
            {children()}
        </dialog>
    }
}
