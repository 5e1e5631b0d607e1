//! The pages that a first visit does not wait for: two parts of the program that come once the ledger
//! is open. `cargo xtask build` cuts them out along [`field_page`] and [`office_page`].

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
use super::import::ImportPage;
use super::mend::{EnterPage, MendPage};
use super::people::PeoplePage;
use super::places::PlacesPage;
use super::privacy::ExportsPage;
use super::problems::ProblemsPage;
use super::record::RecordPage;
use super::record_form::{EditPage, NewPage};
use super::review::ReviewPage;
use super::sending::SendingPage;
use super::settings::SettingsPage;
use super::sign_ups::{DecidePage, KioskPage, PosterPage, SignUpsPage};
use super::subjects::SubjectsPage;
use super::walk::WalkPage;
use crate::components::Icon;
use crate::text::{self, say};

/// The office's part is compiled after the first list is drawn.
const OFFICE_WAITS_MS: u32 = 1_500;

/// A page of the work at the door, and of the lists.
#[derive(Clone, Copy)]
pub enum Field {
    People,
    Families,
    Subjects,
    Walk,
    Events,
    Event,
    Record,
    Edit,
    New,
    Places,
    Kiosk,
}

/// A page of the officer's desk, or of what is set and sent.
#[derive(Clone, Copy)]
pub enum Office {
    Review,
    Behind,
    Mend,
    Enter,
    Conflicts,
    Problems,
    Sending,
    Deleted,
    Duplicates,
    Exports,
    Import,
    SignUps,
    Decide,
    Poster,
    Compare,
    Settings,
    Accounts,
    Devices,
    Areas,
}

/// A page that comes later.
#[derive(Clone, Copy)]
pub enum Later {
    Field(Field),
    Office(Office),
}

impl From<Field> for Later {
    fn from(page: Field) -> Self {
        Self::Field(page)
    }
}

impl From<Office> for Later {
    fn from(page: Office) -> Self {
        Self::Office(page)
    }
}

#[wasm_split(field_pages, wasm_split_path = ::leptos::wasm_split, preload(fetch_field), fallible)]
fn field_page(page: Field) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Field::People => PeoplePage().into_any(),
        Field::Families => FamiliesPage().into_any(),
        Field::Subjects => SubjectsPage().into_any(),
        Field::Walk => WalkPage().into_any(),
        Field::Events => EventsPage().into_any(),
        Field::Event => EventPage().into_any(),
        Field::Record => RecordPage().into_any(),
        Field::Edit => EditPage().into_any(),
        Field::New => NewPage().into_any(),
        Field::Places => PlacesPage().into_any(),
        Field::Kiosk => KioskPage().into_any(),
    })
}

#[wasm_split(office_pages, wasm_split_path = ::leptos::wasm_split, preload(fetch_office), fallible)]
fn office_page(page: Office) -> Result<AnyView, SplitLoaderError> {
    Ok(match page {
        Office::Review => ReviewPage().into_any(),
        Office::Behind => BehindPage().into_any(),
        Office::Mend => MendPage().into_any(),
        Office::Enter => EnterPage().into_any(),
        Office::Conflicts => ConflictsPage().into_any(),
        Office::Problems => ProblemsPage().into_any(),
        Office::Sending => SendingPage().into_any(),
        Office::Deleted => DeletedPage().into_any(),
        Office::Exports => ExportsPage().into_any(),
        Office::Import => ImportPage().into_any(),
        Office::SignUps => SignUpsPage().into_any(),
        Office::Decide => DecidePage().into_any(),
        Office::Poster => PosterPage().into_any(),
        Office::Duplicates => DuplicatesPage().into_any(),
        Office::Compare => ComparePage().into_any(),
        Office::Settings => SettingsPage().into_any(),
        Office::Accounts => AccountsPage().into_any(),
        Office::Devices => DevicesPage().into_any(),
        Office::Areas => AreasPage().into_any(),
    })
}

/// The page, as a route shows it.
pub fn page(page: impl Into<Later>) -> impl Fn() -> AnyView + Clone + Send + 'static {
    let page = page.into();
    move || {
        let tries = RwSignal::new(0);
        let shown = move || {
            tries.track();
            Suspend::new(async move {
                let drawn = match page {
                    Later::Field(page) => field_page(page).await,
                    Later::Office(page) => office_page(page).await,
                };
                drawn.unwrap_or_else(|_| view! { <NotHere tries/> }.into_any())
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
        let _ = fetch_field().await;
        TimeoutFuture::new(OFFICE_WAITS_MS).await;
        let _ = fetch_office().await;
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
