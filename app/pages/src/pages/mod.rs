//! The pages. Each asks the store for what it shows, and shows it with small components.

mod accounts;
mod areas;
mod behind;
mod clan;
mod conflicts;
mod cover;
mod deleted;
mod devices;
mod duplicates;
mod entry;
mod event;
mod events;
mod families;
mod findings;
mod frame;
mod held;
mod helpers;
mod home;
mod household;
mod import;
mod later;
mod mend;
mod people;
mod places;
mod privacy;
mod problems;
mod record;
mod record_form;
mod register;
mod review;
mod rights;
mod sending;
mod settings;
mod sign_ups;
mod subjects;
mod walk;
mod way_back;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::store_client::{self, ask};
use crate::text;
use cover::Cover;
use entry::{Elsewhere, NoStore, inside_a_chat_app};
use frame::Frame;
use letters::{AskState, Call, Note, Opened, State, Trouble, Used};
pub use rights::Rights;

/// Under this name the tab keeps what opens the ledger again after a reload.
const RESUME: &str = "so-khuyen-hoc-resume";

/// Grows whenever what the store keeps has changed: live questions are asked again.
#[derive(Clone, Copy)]
pub struct Version(RwSignal<u64>);

impl Version {
    /// Whoever reads this is run again when the store has changed.
    pub fn track(self) {
        self.0.track();
    }
}

/// Who works here now; nobody: the cover is shown.
#[derive(Clone, Copy)]
pub struct Session {
    opened: RwSignal<Option<Opened>>,
    state: RwSignal<Option<Result<State, Trouble>>>,
}

impl Session {
    pub fn here() -> Self {
        use_context().expect("the app provides a session")
    }

    /// Who works here, and for whom.
    pub fn opened(self) -> Option<Opened> {
        self.opened.get()
    }

    /// The ledger was opened.
    pub fn open(self, opened: Opened) {
        if let Ok(Some(memory)) = window().session_storage() {
            // A tab that keeps nothing asks for the PIN again.
            let _ = memory.set_item(RESUME, &opened.resume);
        }
        if self.opened.get_untracked().is_none() {
            window().scroll_to_with_x_and_y(0.0, 0.0); // the cover may have been scrolled
        }
        self.opened.set(Some(opened));
        if let Ok(event) = web_sys::Event::new("ledger-opened") {
            // Nobody listens where there is no service worker.
            let _ = document().dispatch_event(&event);
        }
        later::fetch_soon();
        // Whether the browser promises it is shown where the storage is.
        spawn_local(async {
            sending::ask_to_keep().await;
        });
    }

    /// The ledger is closed, here or in another tab: where does this browser stand?
    pub fn ask_again(self) {
        let memory = window().session_storage().ok().flatten();
        let resume = memory.and_then(|memory| memory.get_item(RESUME).ok().flatten());
        spawn_local(async move {
            let found = ask(AskState { resume }).await;
            match &found {
                Ok(State { opened: Some(opened), .. }) => self.open(opened.clone()),
                _ => self.opened.set(None),
            }
            self.state.set(Some(found));
        });
    }
}

#[component]
pub fn App() -> impl IntoView {
    let version = RwSignal::new(0_u64);
    let silent = RwSignal::new(false);
    let session = Session { opened: RwSignal::new(None), state: RwSignal::new(None) };
    provide_context(Version(version));
    provide_context(session);
    provide_context(settings::kept_language());
    settings::follow_theme();
    if inside_a_chat_app() {
        return view! { <Elsewhere/> }.into_any();
    }
    store_client::begin(move |note| match note {
        Note::Changed => {
            silent.set(false);
            version.update(|version| *version += 1);
            // Another tab may have opened the ledger, or this one has taken its place.
            if session.opened.get_untracked().is_none() {
                session.ask_again();
            }
        }
        Note::Silent => silent.set(true),
        Note::Ready => {}
    });
    session.ask_again();
    if is_kept_for_offline() {
        later::fetch_soon();
    }
    tell_of_use();
    // Drawn anew for another person, but not when this tab's worker takes another's place: somebody
    // may be typing.
    let reader = Memo::new(move |_| session.opened.get().map(|opened| opened.who.account));
    view! {
        <Show when=move || silent.get()>
            <p class="notice notice--warn" role="alert">{text::say(text::OTHER_TAB_SILENT)}</p>
        </Show>
        {move || match reader.get() {
            Some(_) => view! { <Frame/> }.into_any(),
            None => match session.state.get() {
                Some(Ok(state)) => view! { <Cover state/> }.into_any(),
                Some(Err(trouble)) => view! { <NoStore trouble/> }.into_any(),
                None => {
                    view! { <p class="block opening" role="status">{text::say(text::OPENING)}</p> }.into_any()
                }
            },
        }}
    }
    .into_any()
}

/// Whether this page came out of the service worker's keeping, and with it all that comes later.
fn is_kept_for_offline() -> bool {
    // Where the page is not secure there is no service worker to ask.
    let worker = js_sys::Reflect::get(&window().navigator(), &"serviceWorker".into());
    let kept = worker.and_then(|worker| js_sys::Reflect::get(&worker, &"controller".into()));
    kept.is_ok_and(|controller| controller.is_truthy())
}

/// Whoever touches the screen need not give the PIN again for some minutes.
fn tell_of_use() {
    let told = StoredValue::new(0.0);
    let tell = move || {
        let now = js_sys::Date::now();
        if now - told.get_value() > 60_000.0 {
            told.set_value(now);
            spawn_local(async {
                // A closed ledger needs no minutes.
                let _ = ask(Used).await;
            });
        }
    };
    // Both listen as long as the page lives.
    let _ = window_event_listener(leptos::ev::pointerdown, move |_| tell());
    let _ = window_event_listener(leptos::ev::keydown, move |_| tell());
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
    let session = Session::here();
    let latest = StoredValue::new(0_u64);
    Effect::new(move || {
        if let Some(Version(version)) = version {
            version.track();
        }
        let call = question();
        latest.update_value(|latest| *latest += 1);
        let this = latest.get_value();
        spawn_local(async move {
            let found = ask(call).await;
            if latest.try_get_value() != Some(this) {
                return;
            }
            match found {
                Ok(found) => {
                    answer.try_set(Some(found));
                }
                Err(Trouble::Locked) if session.opened.get_untracked().is_some() => {
                    session.ask_again();
                }
                // The status line tells of what keeps the store from answering.
                Err(_) => {}
            }
        });
    });
    answer
}
