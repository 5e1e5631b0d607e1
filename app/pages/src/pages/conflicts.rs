//! Hai cách ghi: every field that was written in two ways, for an officer to choose.

use domain::id::{ChangeId, RecordId};
use domain::view::work::Conflicting;
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Versions, address_of};
use crate::text::{self, say};
use letters::AskConflicts;

/// A record is drawn anew when one of its versions is another.
fn key_of(one: &Conflicting) -> (RecordId, Vec<(ChangeId, bool)>, String) {
    let versions = one.versions.iter().map(|version| &version.disputed);
    let versions = versions.map(|disputed| (disputed.change, disputed.shown)).collect();
    (one.record.id, versions, one.record.title.clone())
}

#[component]
pub fn ConflictsPage() -> impl IntoView {
    let conflicts = use_live(|| AskConflicts);
    view! {
        <Top title=title(text::CONFLICTS_PAGE) back="/"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <For
                each=move || conflicts.get().unwrap_or_default()
                key=key_of
                let:one
            >
                <section class="section">
                    <div class="section__head">
                        <h2>{one.record.title.clone()}</h2>
                        <A href=address_of(&one.record.kind, one.record.id)>
                            {say(text::OPEN_RECORD)}
                        </A>
                    </div>
                    <Versions
                        kind_key=one.record.kind.clone()
                        record=one.record.id
                        versions=one.versions.clone()
                        seen=one.seen
                    />
                </section>
            </For>
            <Show
                when=move || conflicts.get().is_some_and(|conflicts| conflicts.is_empty())
                fallback=|| view! { <p class="block field__hint">{say(text::CONFLICTS_FOOT)}</p> }
            >
                <p class="block empty__text">{say(text::CONFLICTS_EMPTY)}</p>
            </Show>
        </main>
    }
}
