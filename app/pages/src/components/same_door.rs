//! Who lives already behind the door that is being typed.

use domain::id::RecordId;
use domain::view::record::Named;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Form, Icon, address_of};
use crate::pages::use_live;
use crate::text::{self, say};
use letters::AskDoor;

/// Says which households are on record there: a second one is meant, or people are added to the first.
#[component]
pub fn SameDoor(
    form: Form,
    /// Whether somebody goes from door to door: then he goes on doing so.
    walks: Signal<bool>,
) -> impl IntoView {
    let found = use_live(move || AskDoor {
        area: form.get("kp").parse().ok().map(RecordId),
        house: form.get("house"),
        street: form.get("street"),
    });
    let there = Memo::new(move |_| found.get().unwrap_or_default());
    // A form in which nobody is named yet was of that door alone.
    let leave = move |_| {
        if form.get_untracked("p0-name").trim().is_empty() {
            form.drop_typed();
        }
    };
    let line = move |Named { kind, id, title, note, .. }: Named| {
        let called = if note.is_empty() { title } else { note };
        let joins = format!("/ghi-danh?{}ho={}", if walks.get() { "di=1&" } else { "" }, id.0);
        view! {
            <li>
                <A href=address_of(&kind, id)>{called}</A>
                " · "
                <A href=joins prop:replace=true on:click=leave>
                    {say(text::ADD_TO_HOUSEHOLD)}
                </A>
            </li>
        }
    };
    view! {
        <Show when=move || there.with(|there| !there.is_empty())>
            <div class="notice notice--warn" role="status">
                <Icon name="house"/>
                <div>
                    <p>{say(text::DOOR_IS_KNOWN)}</p>
                    <ul>{move || there.get().into_iter().map(line).collect_view()}</ul>
                </div>
            </div>
        </Show>
    }
}
