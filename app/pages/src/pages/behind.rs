//! The records behind a figure of the review.

use domain::id::RecordId;
use domain::report::FigureName;
use domain::view::record::Named;
use domain::view::review::Line;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::frame::Top;
use super::review::{ABOVE, asked, quarter_in};
use super::use_live;
use crate::components::{Lines, NamedLine, Window};
use crate::text::{self, say};
use letters::AskBehind;

/// The line of the review that an address names; none: all of it.
fn line_in(named: Option<&str>) -> Option<Line> {
    match named? {
        ABOVE => Some(Line::Elsewhere),
        id => id.parse().ok().map(|id| Line::Of(RecordId(id))),
    }
}

#[component]
pub fn BehindPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let language = text::language();
    let window = Window::new();
    let figure = move || params.get().get("figure").as_deref().and_then(FigureName::keyed);
    let line = move || line_in(query.get().get("dong").as_deref());
    let found = use_live(move || AskBehind {
        review: asked(&query.get()),
        figure: figure().unwrap_or(FigureName::Members),
        line: line(),
        offset: window.offset(),
        limit: window.limit(),
    });
    let title = Signal::derive(move || {
        figure()
            .map(|figure| figure.label().in_language(language.get()))
            .unwrap_or_default()
            .to_owned()
    });
    let sub = Signal::derive(move || {
        let query = query.get();
        let area = query.get("ten").unwrap_or_default();
        let quarter = quarter_in(&query).shown(language.get());
        if area.is_empty() { quarter } else { format!("{area} · {quarter}") }
    });
    let back = move || {
        let query = query.get_untracked();
        let part = |name: &str| query.get(name).map(|value| format!("{name}={value}"));
        let parts: Vec<String> = ["ky", "theo", "dia-ban"].into_iter().filter_map(part).collect();
        format!("/giao-ban?{}", parts.join("&"))
    };
    let all = Signal::derive(move || found.get().map_or(0, |found| found.all));
    let rows = Signal::derive(move || found.get().unwrap_or_default().rows);
    view! {
        <Top title sub back=back()/>
        <main id="main" class="page" tabindex="-1">
            <p class="block tools__count">
                <span role="status">
                    <b>{move || text::counted(found.get().map(|found| found.all))}</b>
                    " "
                    {say(text::BEHIND_ROWS)}
                </span>
            </p>
            <Lines
                window
                label=text::RELATED
                all
                rows
                line=|number, named: Named| {
                    view! { <NamedLine named mark=number.to_string()/> }
                }
            />
            <Show when=move || found.get().is_some_and(|found| found.all == 0)>
                <p class="block empty__text">{say(text::BEHIND_NONE)}</p>
            </Show>
        </main>
    }
}
