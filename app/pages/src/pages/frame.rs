//! The frame of bars around one sheet.

use domain::text::Language;
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::path;

use super::Session;
use super::home::Home;
use super::later::{self, Field, Office};
use super::register::RegisterPage;
use super::sign_ups::Kiosk;
use super::way_back::{self, go_back};
use crate::components::{Confirm, ConfirmSheet, Icon, StatusLine, Toast, ToastLine};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use crate::{battery, network};
use letters::Lock;

/// The language that is not spoken now.
pub fn other(language: &mut Language) {
    *language = match language {
        Language::Vietnamese => Language::English,
        Language::English => Language::Vietnamese,
    };
}

#[component]
pub fn Frame() -> impl IntoView {
    Toast::provide();
    Confirm::provide();
    Rights::provide();
    let kiosk = Kiosk::provide();
    spawn_local(battery::watch());
    network::watch();
    let desk = later::page(Field::Kiosk);
    view! {
        <Router>
            <Show
                when=move || kiosk.is_on()
                fallback=|| view! { <Pages/> }
            >
                <div class="app app--kiosk">
                    {desk()}
                    <ToastLine/>
                    <ConfirmSheet/>
                </div>
            </Show>
        </Router>
    }
}

/// Every page, in its frame.
#[component]
fn Pages() -> impl IntoView {
    way_back::provide();
    view! {
            <div class="app">
                <a class="skip" href="#main">{say(text::TO_CONTENT)}</a>
                <Routes fallback=|| view! { <Home/> }>
                    <Route path=path!("/") view=Home/>
                    <Route path=path!("/nguoi") view=later::page(Field::People)/>
                    <Route path=path!("/nguoi/nhap") view=later::page(Office::Import)/>
                    <Route path=path!("/to-chuc") view=later::page(Field::Places)/>
                    <Route path=path!("/gia-dinh") view=later::page(Field::Families)/>
                    <Route path=path!("/dang-ky") view=later::page(Field::Subjects)/>
                    <Route path=path!("/su-kien") view=later::page(Field::Events)/>
                    <Route path=path!("/su-kien/:id") view=later::page(Field::Event)/>
                    <Route path=path!("/ghi-danh") view=RegisterPage/>
                    <Route path=path!("/giao-ban") view=later::page(Office::Review)/>
                    <Route path=path!("/giao-ban/:figure") view=later::page(Office::Behind)/>
                    <Route path=path!("/muc/:kind/:id") view=later::page(Field::Record)/>
                    <Route path=path!("/muc/:kind/:id/sua") view=later::page(Field::Edit)/>
                    <Route path=path!("/ghi/:kind") view=later::page(Field::New)/>
                    <Route path=path!("/sua/:number") view=later::page(Office::Mend)/>
                    <Route path=path!("/xet/:device/:number") view=later::page(Office::Enter)/>
                    <Route path=path!("/hai-cach-ghi") view=later::page(Office::Conflicts)/>
                    <Route path=path!("/can-xu-ly") view=later::page(Office::Problems)/>
                    <Route path=path!("/tu-ghi") view=later::page(Office::SignUps)/>
                    <Route path=path!("/tu-ghi/:id") view=later::page(Office::Decide)/>
                    <Route path=path!("/tu-ghi/moi/:id") view=later::page(Office::Poster)/>
                    <Route path=path!("/di-tung-nha") view=later::page(Field::Walk)/>
                    <Route path=path!("/ghi-trung") view=later::page(Office::Duplicates)/>
                    <Route path=path!("/ghi-trung/:one/:other") view=later::page(Office::Compare)/>
                    <Route path=path!("/da-xoa") view=later::page(Office::Deleted)/>
                    <Route path=path!("/viec-gui") view=later::page(Office::Sending)/>
                    <Route path=path!("/cai-dat") view=later::page(Office::Settings)/>
                    <Route path=path!("/cai-dat/tai-khoan") view=later::page(Office::Accounts)/>
                    <Route path=path!("/cai-dat/may") view=later::page(Office::Devices)/>
                    <Route path=path!("/cai-dat/xuat") view=later::page(Office::Exports)/>
                    <Route path=path!("/cai-dat/dia-ban") view=later::page(Office::Areas)/>
                </Routes>
                <Navigation/>
                <ToastLine/>
                <ConfirmSheet/>
            </div>
    }
}

/// The bar above a page: its title, where it is, and the status line.
#[component]
pub fn Top(
    #[prop(into)] title: Signal<String>,
    /// What stands under the title; else the organisation.
    #[prop(optional, into)]
    sub: Option<Signal<String>>,
    /// The page above this one.
    #[prop(optional, into)]
    back: Option<String>,
) -> impl IntoView {
    let session = Session::here();
    let under = move || match sub {
        Some(sub) => sub.get(),
        None => session.opened().map(|opened| opened.who.organisation).unwrap_or_default(),
    };
    let lock = move |_| {
        spawn_local(async move {
            // Locking forgets; there is nothing to tell if it already had.
            let _ = ask(Lock).await;
            session.ask_again();
        });
    };
    let is_top = back.is_none();
    way_back::lies_below(back.as_deref().unwrap_or("/"));
    view! {
        <header class="top">
            <div class="bar">
                {back
                    .map(|back| {
                        view! {
                            <A
                                href=back
                                attr:class="icon-button"
                                attr:aria-label=say(text::BACK)
                                on:click=step_back
                            >
                                <Icon name="back"/>
                            </A>
                        }
                    })}
                <div class="bar__titles">
                    <h1 class="bar__title">{title}</h1>
                    <p class="bar__sub">{under}</p>
                </div>
                {is_top
                    .then(|| {
                        view! {
                            <A
                                href="/cai-dat"
                                attr:class="icon-button"
                                attr:aria-label=say(text::SETTINGS)
                            >
                                <Icon name="more"/>
                            </A>
                        }
                    })}
                <button class="icon-button" type="button" aria-label=say(text::LOCK) on:click=lock>
                    <Icon name="lock"/>
                </button>
            </div>
            <StatusLine/>
        </header>
    }
}

/// Another way than the link's.
fn step_back(event: MouseEvent) {
    event.prevent_default();
    event.stop_propagation();
    go_back();
}

/// A label as a title.
pub fn title(label: domain::text::Label) -> Signal<String> {
    let words = say(label);
    Signal::derive(move || words().to_owned())
}

#[component]
fn Navigation() -> impl IntoView {
    let session = Session::here();
    let name = move || session.opened().map(|opened| opened.who.name).unwrap_or_default();
    let links = [
        ("/", "mark", text::HOME),
        ("/nguoi", "people", text::PEOPLE),
        ("/gia-dinh", "house", text::FAMILIES_PAGE),
        ("/su-kien", "calendar", text::EVENTS_PAGE),
        ("/giao-ban", "report", text::REVIEW),
    ];
    view! {
        <nav class="nav" aria-label=say(text::PAGES)>
            <p class="nav__brand">
                <Icon name="book"/>
                {say(text::PRODUCT)}
            </p>
            <ul class="nav__list">
                {links
                    .into_iter()
                    .map(|(href, icon, label)| {
                        view! {
                            <li>
                                <A href=href exact=true attr:class="nav__link">
                                    <Icon name=icon/>
                                    {say(label)}
                                </A>
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
            <p class="nav__foot">{name}</p>
        </nav>
    }
}
