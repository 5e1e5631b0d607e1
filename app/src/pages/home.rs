//! Trang đầu: what waits.

use domain::text::{Label, whole};
use leptos::prelude::*;

use super::frame::Top;
use super::use_live;
use crate::components::Icon;
use crate::letter::{AskPeople, AskStatus};
use crate::text::{self, say};
use store::query::people::PeopleOf;

#[component]
pub fn Home() -> impl IntoView {
    let status = use_live(|| AskStatus);
    let people = use_live(|| AskPeople(PeopleOf::default()));
    let count =
        move || people.get().map_or_else(|| "–".to_owned(), |people| whole(people.all as i64));
    let of = move |part: fn(&crate::letter::Status) -> u64| {
        move || status.get().map_or_else(|| "–".to_owned(), |status| whole(part(&status) as i64))
    };
    view! {
        <Top title=text::HOME/>
        <main id="main" class="page" tabindex="-1">
            <section class="section">
                <a class="figure figure--hero" href="/nguoi">
                    <span class="figure__mark">
                        <Icon name="people"/>
                    </span>
                    <span class="figure__label">{say(text::PEOPLE)}</span>
                    <span class="figure__value">{count}</span>
                </a>
            </section>
            <section class="section">
                <div class="section__head">
                    <h2>{say(text::WAITING)}</h2>
                </div>
                <Waiting icon="unsent" label=text::TO_SEND value=of(|status| status.unsent)/>
                <Waiting icon="warn" label=text::TO_MEND value=of(|status| status.refused)/>
                <Waiting icon="clock" label=text::HELD_BACK value=of(|status| status.held)/>
            </section>
        </main>
        <section class="action">
            <a class="button button--main" href="/ghi-danh">
                <Icon name="plus"/>
                {say(text::ADD_PERSON)}
            </a>
        </section>
    }
}

#[component]
fn Waiting(
    icon: &'static str,
    label: Label,
    value: impl Fn() -> String + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <p class="figure">
            <span class="figure__mark">
                <Icon name=icon/>
            </span>
            <span class="figure__label">{say(label)}</span>
            <span class="figure__value">{value}</span>
        </p>
    }
}
