//! Người dân tự ghi danh: who waits for an officer, the posters that invite, and the desk at which a
//! tablet goes from hand to hand.

mod decide;
mod kiosk;
mod posters;

use leptos::prelude::*;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Icon, when};
use crate::pages::Rights;
use crate::text::{self, say};
use domain::kind::Record;
use domain::record::SignUp;
use domain::view::sign_up::SignUpRow;
use leptos_router::components::A;
use letters::AskSignUps;

pub use decide::DecidePage;
use kiosk::OpenKiosk;
pub use kiosk::{Kiosk, KioskPage};
pub use posters::PosterPage;
use posters::Posters;

#[component]
pub fn SignUpsPage() -> impl IntoView {
    let rights = Rights::here();
    let decides = Memo::new(move |_| rights.may_settle());
    let writes = move || rights.may_write(SignUp::KIND.key);
    view! {
        <Top title=title(text::SIGN_UPS_PAGE) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <Show
                when=writes
                fallback=|| view! { <p class="block lead">{say(text::ROLE_MAY_NOT_WRITE)}</p> }
            >
                <Show
                    when=move || decides.get()
                    fallback=|| view! { <p class="block lead">{say(text::SIGN_UP_NOT_YOURS)}</p> }
                >
                    <WaitingOnes/>
                    <Posters/>
                </Show>
                <OpenKiosk/>
            </Show>
        </main>
    }
}

#[component]
fn WaitingOnes() -> impl IntoView {
    let waiting = use_live(|| AskSignUps);
    let rows = move || waiting.get().unwrap_or_default();
    let none = move || waiting.get().is_some_and(|waiting| waiting.is_empty());
    view! {
        <section class="section" aria-labelledby="cho-xet">
            <div class="section__head">
                <h2 id="cho-xet">{say(text::SIGN_UPS_WAITING)}</h2>
            </div>
            <ul>
                <For each=rows key=|row| row.id let:row>
                    <WaitingLine row/>
                </For>
            </ul>
            <Show when=none>
                <p class="block empty__text">{say(text::NO_SIGN_UPS)}</p>
            </Show>
        </section>
    }
}

#[component]
fn WaitingLine(row: SignUpRow) -> impl IntoView {
    let birth = row.birth.map(|birth| birth.to_string());
    let parts = [birth, Some(row.area), row.said_at.map(when)];
    let note = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="person"/>
            </span>
            <span class="row__main">
                <A href=format!("/tu-ghi/{}", row.id.0) attr:class="row__title row__link">
                    {row.name}
                </A>
                <span class="row__note">{note.join(" · ")}</span>
            </span>
            <span class="row__end">
                <Icon name="right" small=true/>
            </span>
        </li>
    }
}
