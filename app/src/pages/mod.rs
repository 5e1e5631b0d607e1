//! The pages. Each asks the store for what it shows, and shows it with small components.

mod cover;
mod frame;
mod home;
mod people;
mod register;
mod review;

use domain::text::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::letter::{AskState, Call, State, Trouble, Whoami};
use crate::store_client::{self, ask};
use crate::text;
use cover::Cover;
use frame::Frame;

/// Grows whenever what the store keeps has changed: live questions are asked again.
#[derive(Clone, Copy)]
pub struct Version(RwSignal<u64>);

/// Who works here now; nobody: the cover is shown.
#[derive(Clone, Copy)]
pub struct Session(pub RwSignal<Option<Whoami>>);

#[component]
pub fn App() -> impl IntoView {
    let version = RwSignal::new(0_u64);
    let language = RwSignal::new(Language::default());
    let session = RwSignal::new(None::<Whoami>);
    let state = RwSignal::new(None::<Result<State, Trouble>>);
    provide_context(Version(version));
    provide_context(Session(session));
    provide_context(language);
    Effect::new(move || {
        let code = match language.get() {
            Language::Vietnamese => "vi",
            Language::English => "en",
        };
        if let Some(page) = document().document_element() {
            // A page without a root element cannot be.
            let _ = page.set_attribute("lang", code);
        }
    });
    store_client::begin(move || version.update(|version| *version += 1));
    spawn_local(async move {
        let found = ask(AskState).await;
        session.set(found.as_ref().ok().and_then(|state| state.unlocked.clone()));
        state.set(Some(found));
    });
    view! {
        {move || match (session.get(), state.get()) {
            (Some(_), _) => view! { <Frame/> }.into_any(),
            (None, Some(Ok(state))) => view! { <Cover state/> }.into_any(),
            (None, Some(Err(trouble))) => view! { <NoStore trouble/> }.into_any(),
            (None, None) => view! { <p class="block">{text::say(text::OPENING)}</p> }.into_any(),
        }}
    }
}

/// A browser that would not keep the ledger is told so before anybody signs in.
#[component]
fn NoStore(trouble: Trouble) -> impl IntoView {
    let language = text::language();
    view! {
        <main class="page page--narrow">
            <div class="block">
                <h1>{text::say(text::NO_STORE_TITLE)}</h1>
                <p class="lead">{move || text::trouble(&trouble, language.get())}</p>
                <a class="button button--main" href="/">{text::say(text::RELOAD)}</a>
            </div>
        </main>
    }
}

/// A question that is asked again whenever its parts or the store's tables change. The last answer
/// stays until the next one is there.
pub fn use_live<C: Call + 'static>(
    question: impl Fn() -> C + 'static,
) -> RwSignal<Option<C::Answer>>
where
    C::Answer: Clone + Send + Sync + 'static,
{
    let answer = RwSignal::new(None);
    let version = use_context::<Version>();
    let latest = StoredValue::new(0_u64);
    Effect::new(move || {
        if let Some(Version(version)) = version {
            version.track();
        }
        let call = question();
        latest.update_value(|latest| *latest += 1);
        let this = latest.get_value();
        spawn_local(async move {
            if let Ok(found) = ask(call).await
                && latest.try_get_value() == Some(this)
            {
                answer.try_set(Some(found));
            }
        });
    });
    answer
}
