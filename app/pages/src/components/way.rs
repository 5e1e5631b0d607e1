//! A line that leads to a page.

use domain::text::Label;
use leptos::prelude::*;
use leptos_router::components::A;

use super::Icon;
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
