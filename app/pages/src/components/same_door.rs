//! Who lives already behind the door that is being typed.

use domain::text::fold;
use domain::view::record::Named;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Form, Icon, address_of};
use crate::pages::use_live;
use crate::text::{self, say};
use letters::AskNames;

/// Says which households are on record there: a second one is meant, or people are added to the first.
#[component]
pub fn SameDoor(form: Form) -> impl IntoView {
    let door = Memo::new(move |_| {
        let (house, street) = (form.get("house"), form.get("street"));
        let typed = !house.trim().is_empty() && !street.trim().is_empty();
        if typed { format!("{house} {street}") } else { String::new() }
    });
    let found = use_live(move || AskNames { kinds: vec!["household".into()], search: door.get() });
    let there = move || {
        let door = fold(&door.get());
        let mut named = found.get().unwrap_or_default();
        named.retain(|named| !door.is_empty() && fold(&named.title) == door);
        named
    };
    let line = |Named { kind, id, title, note, .. }: Named| {
        let called = if note.is_empty() { title } else { note };
        view! {
            <li>
                <A href=address_of(&kind, id)>{called}</A>
                " · "
                <A href=format!("/ghi-danh?ho={}", id.0)>{say(text::ADD_TO_HOUSEHOLD)}</A>
            </li>
        }
    };
    view! {
        <Show when=move || !there().is_empty()>
            <div class="notice notice--warn" role="status">
                <Icon name="house"/>
                <div>
                    <p>{say(text::DOOR_IS_KNOWN)}</p>
                    <ul>{move || there().into_iter().map(line).collect_view()}</ul>
                </div>
            </div>
        </Show>
    }
}
