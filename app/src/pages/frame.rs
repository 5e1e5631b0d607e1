//! The frame of bars around one sheet.

use domain::text::{Label, Language};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::{A, Route, Router, Routes};
use leptos_router::path;

use super::Session;
use super::home::Home;
use super::people::PeoplePage;
use super::register::RegisterPage;
use super::review::ReviewPage;
use crate::components::{Icon, StatusLine};
use crate::letter::Lock;
use crate::store_client::ask;
use crate::text::{self, say};

/// The language that is not spoken now.
pub fn other(language: &mut Language) {
    *language = match language {
        Language::Vietnamese => Language::English,
        Language::English => Language::Vietnamese,
    };
}

#[component]
pub fn Frame() -> impl IntoView {
    view! {
        <Router>
            <div class="app">
                <a class="skip" href="#main">{say(text::TO_CONTENT)}</a>
                <Routes fallback=|| view! { <Home/> }>
                    <Route path=path!("/") view=Home/>
                    <Route path=path!("/nguoi") view=PeoplePage/>
                    <Route path=path!("/ghi-danh") view=RegisterPage/>
                    <Route path=path!("/giao-ban") view=ReviewPage/>
                </Routes>
                <Navigation/>
            </div>
        </Router>
    }
}

/// The bar above a page: its title, where it is, and the status line.
#[component]
pub fn Top(title: Label) -> impl IntoView {
    let session = use_context::<Session>();
    let language = text::language();
    let organisation = move || {
        session
            .and_then(|Session(session)| session.get())
            .map(|who| who.organisation)
            .unwrap_or_default()
    };
    let lock = move |_| {
        spawn_local(async move {
            // Locking forgets; there is nothing to tell if it already had.
            let _ = ask(Lock).await;
            let _ = window().location().reload();
        });
    };
    view! {
        <header class="top">
            <div class="bar">
                <div class="bar__titles">
                    <h1 class="bar__title">{say(title)}</h1>
                    <p class="bar__sub">{organisation}</p>
                </div>
                <button
                    class="button button--quiet button--small"
                    type="button"
                    on:click=move |_| language.update(other)
                >
                    {say(text::OTHER_LANGUAGE)}
                </button>
                <button class="icon-button" type="button" aria-label=say(text::LOCK) on:click=lock>
                    <Icon name="lock"/>
                </button>
            </div>
            <StatusLine/>
        </header>
    }
}

#[component]
fn Navigation() -> impl IntoView {
    let session = use_context::<Session>();
    let name = move || {
        session.and_then(|Session(session)| session.get()).map(|who| who.name).unwrap_or_default()
    };
    let links = [
        ("/", "mark", text::HOME),
        ("/nguoi", "people", text::PEOPLE),
        ("/ghi-danh", "house", text::REGISTER),
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
