//! What leads to a page.

use domain::id::RecordId;
use domain::kind::Kind;
use domain::text::Label;
use leptos::prelude::*;
use leptos_router::components::A;

use super::Icon;
use crate::pages::Rights;
use crate::text::say;

#[component]
pub fn Way(
    #[prop(into)] href: String,
    icon: &'static str,
    label: Label,
    #[prop(default = "right")] end: &'static str,
) -> impl IntoView {
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name=icon/>
            </span>
            <span class="row__main">
                <A href=href attr:class="row__title row__link">
                    {say(label)}
                </A>
            </span>
            <span class="row__end">
                <Icon name=end small=true/>
            </span>
        </li>
    }
}

/// A button to the form of a kind of record, for whoever may write it; a field of it refers to the record
/// on whose page the button stands.
#[component]
pub fn WriteWay(
    kind: &'static Kind,
    of: (&'static str, RecordId),
    label: Label,
    #[prop(default = "plus")] icon: &'static str,
) -> impl IntoView {
    let rights = Rights::here();
    let may = move || rights.may_write(kind.key);
    let (field, id) = of;
    view! {
        <Show when=may>
            <A
                href=format!("/ghi/{}?{field}={}", kind.key, id.0)
                attr:class="button button--small"
            >
                <Icon name=icon small=true/>
                {say(label)}
            </A>
        </Show>
    }
}
