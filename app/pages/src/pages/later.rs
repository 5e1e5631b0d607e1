//! The pages that a first visit does not wait for: a part of the program that comes once the ledger
//! is open. `cargo xtask build` cuts it out along [`drawn`].

#![allow(clippy::unnecessary_wraps, reason = "a part that has not come is an error of its wrapper")]

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::accounts::AccountsPage;
use super::areas::AreasPage;
use super::behind::BehindPage;
use super::conflicts::ConflictsPage;
use super::deleted::DeletedPage;
use super::devices::DevicesPage;
use super::duplicates::{ComparePage, DuplicatesPage};
use super::event::EventPage;
use super::events::EventsPage;
use super::families::FamiliesPage;
use super::frame::{Top, title};
use super::mend::{EnterPage, MendPage};
use super::people::PeoplePage;
use super::problems::ProblemsPage;
use super::record::RecordPage;
use super::record_form::{EditPage, NewPage};
use super::review::ReviewPage;
use super::sending::SendingPage;
use super::settings::SettingsPage;
use super::subjects::SubjectsPage;
use super::walk::WalkPage;
use crate::components::Icon;
use crate::text::{self, say};

/// A page that comes later.
#[derive(Clone, Copy)]
pub enum Later {
    People,
    Families,
    Subjects,
    Walk,
    Events,
    Event,
    Review,
    Behind,
    Record,
    Edit,
    New,
    Mend,
    Enter,
    Conflicts,
    Problems,
    Sending,
    Deleted,
    Duplicates,
    Compare,
    Settings,
    Accounts,
    Devices,
    Areas,
}

#[wasm_split(later_pages, wasm_split_path = ::leptos::wasm_split, preload(fetch), fallible)]
fn drawn(page: Later) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Later::People => PeoplePage().into_any(),
        Later::Families => FamiliesPage().into_any(),
        Later::Subjects => SubjectsPage().into_any(),
        Later::Walk => WalkPage().into_any(),
        Later::Events => EventsPage().into_any(),
        Later::Event => EventPage().into_any(),
        Later::Review => ReviewPage().into_any(),
        Later::Behind => BehindPage().into_any(),
        Later::Record => RecordPage().into_any(),
        Later::Edit => EditPage().into_any(),
        Later::New => NewPage().into_any(),
        Later::Mend => MendPage().into_any(),
        Later::Enter => EnterPage().into_any(),
        Later::Conflicts => ConflictsPage().into_any(),
        Later::Problems => ProblemsPage().into_any(),
        Later::Sending => SendingPage().into_any(),
        Later::Deleted => DeletedPage().into_any(),
        Later::Duplicates => DuplicatesPage().into_any(),
        Later::Compare => ComparePage().into_any(),
        Later::Settings => SettingsPage().into_any(),
        Later::Accounts => AccountsPage().into_any(),
        Later::Devices => DevicesPage().into_any(),
        Later::Areas => AreasPage().into_any(),
    })
}

/// The page, as a route shows it.
pub fn page(page: Later) -> impl Fn() -> AnyView + Clone + Send + 'static {
    move || {
        let tries = RwSignal::new(0);
        let shown = move || {
            tries.track();
            Suspend::new(async move {
                match drawn(page).await {
                    Ok(view) => view,
                    Err(_) => view! { <NotHere tries/> }.into_any(),
                }
            })
        };
        view! { <Suspense fallback=|| view! { <Comes/> }>{shown}</Suspense> }.into_any()
    }
}

/// Has the pages fetched, before somebody asks for one.
pub fn fetch_soon() {
    spawn_local(async {
        // What comes is joined to the program that runs: let it begin first.
        TimeoutFuture::new(0).await;
        // Whoever opens one is told if it could not be had, and can try again.
        let _ = fetch().await;
    });
}

#[component]
fn Comes() -> impl IntoView {
    view! { <p class="block opening" role="status">{say(text::PAGE_COMES)}</p> }
}

#[component]
fn NotHere(tries: RwSignal<u32>) -> impl IntoView {
    view! {
        <Top title=title(text::PAGE_NOT_HERE) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <div class="block notices">
                <div class="notice notice--warn" role="alert">
                    <Icon name="offline"/>
                    <p>{say(text::PAGE_NOT_HERE_MEANS)}</p>
                </div>
                <button
                    class="button"
                    type="button"
                    on:click=move |_| tries.update(|tries| *tries += 1)
                >
                    {say(text::TRY_AGAIN)}
                </button>
            </div>
        </main>
    }
}
