//! What the records say against one another, rule by rule.

use domain::text::Language;
use domain::view::record::Named;
use domain::view::work::Found;
use leptos::prelude::*;

use super::use_live;
use crate::components::NamedLine;
use crate::text::{self, say};
use letters::AskFindings;

#[component]
pub fn Findings() -> impl IntoView {
    let findings = use_live(|| AskFindings);
    let language = text::language();
    view! {
        <section class="section" aria-labelledby="trai-quy-tac">
            <div class="section__head">
                <h2 id="trai-quy-tac">{say(text::FINDINGS_TITLE)}</h2>
            </div>
            <ul>
                <For
                    each=move || findings.get().unwrap_or_default()
                    key=|found| {
                        let others = found.others.iter().map(|other| (other.id, other.title.clone()));
                        let others: Vec<_> = others.collect();
                        (found.record.id, found.broken, found.record.title.clone(), others)
                    }
                    let:found
                >
                    <FindingLines found language/>
                </For>
            </ul>
            <Show when=move || findings.get().is_some_and(|findings| findings.is_empty())>
                <p class="block empty__text">{say(text::FINDINGS_EMPTY)}</p>
            </Show>
        </section>
    }
}

/// What breaks the rule, and below it what it stands against.
#[component]
fn FindingLines(found: Found, language: RwSignal<Language>) -> impl IntoView {
    let broken = found.broken;
    let note = found.record.note.clone();
    let named = Named {
        note: [broken.label().in_language(language.get_untracked()), &note]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(" · "),
        ..found.record
    };
    let others = found.others.into_iter().map(|named| {
        view! {
            <li class="row row--with">
                <NamedLine named/>
            </li>
        }
    });
    view! {
        <li class="row">
            <NamedLine named/>
        </li>
        {others.collect_view()}
    }
}
