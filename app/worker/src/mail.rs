//! Letters come in and go out. One tab's worker has the store, under a lock of the browser's; the
//! workers of other tabs hand their pages' letters on to it, and take its place when it goes.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use gloo_timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{BroadcastChannel, MessageEvent};

use super::{answers, desk, seals, vault};
use letters::{Letter, Note, Trouble};

#[wasm_bindgen(module = "/js/lock.js")]
extern "C" {
    #[wasm_bindgen(js_name = holdIfFree)]
    async fn hold_if_free(name: &str) -> JsValue;
    async fn hold(name: &str);
}

/// Whoever holds it has the store.
const STORE: &str = "so-khuyen-hoc-store";

/// How long the tab with the store may take to say that it heard a letter.
const PATIENCE_MS: u32 = 2_000;

/// What the workers of different tabs say to each other.
#[derive(Serialize, Deserialize)]
enum Relayed {
    Question { tab: String, letter: Letter },
    Heard { tab: String, call: u64 },
    Answer { tab: String, letter: Letter },
    Changed,
}

/// Who answers this tab's letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Post {
    /// It is not known yet.
    Asking,
    Here,
    AnotherTab,
}

struct Office {
    tab: String,
    channel: BroadcastChannel,
    /// Letters of this tab's page that are not answered yet.
    open: RefCell<BTreeMap<u64, Letter>>,
    /// Those of them that the other tab has not said to have heard.
    unheard: RefCell<Vec<u64>>,
    post: Cell<Post>,
}

thread_local! {
    static OFFICE: RefCell<Option<Office>> = const { RefCell::new(None) };
}

fn with_office<T>(act: impl FnOnce(&Office) -> T) -> Option<T> {
    OFFICE.with_borrow(|office| office.as_ref().map(act))
}

/// Listens for letters, and says that it does.
pub fn begin() {
    let Ok(channel) = BroadcastChannel::new("so-khuyen-hoc") else { return };
    listen(|letter: Letter| from_page(letter), |hear| desk::scope().set_onmessage(Some(hear)));
    listen(|relayed: Relayed| from_tab(relayed), |hear| channel.set_onmessage(Some(hear)));
    OFFICE.set(Some(Office {
        tab: vault::hex(&vault::random::<8>()),
        channel,
        open: RefCell::default(),
        unheard: RefCell::default(),
        post: Cell::new(Post::Asking),
    }));
    note(Note::Ready);
    spawn_local(async {
        if hold_if_free(STORE).await.is_truthy() {
            answer_here();
        } else {
            with_office(|office| {
                office.post.set(Post::AnotherTab);
                let open: Vec<Letter> = office.open.borrow().values().cloned().collect();
                for letter in open {
                    office.forward(letter);
                }
            });
            hold(STORE).await;
            answer_here();
            note(Note::Changed);
        }
    });
}

fn listen<T: serde::de::DeserializeOwned>(
    hear: impl Fn(T) + 'static,
    set: impl FnOnce(&js_sys::Function),
) {
    let hear = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        // What is no message of this build is not for us.
        if let Some(message) = letters::read::<T>(&bytes) {
            hear(message);
        }
    });
    set(hear.as_ref().unchecked_ref());
    hear.forget(); // it listens as long as the worker lives
}

/// The name of this build of the worker: its file is named by what it contains.
pub fn build() -> String {
    desk::scope().location().pathname()
}

fn bytes<T: Serialize>(message: &T) -> Uint8Array {
    Uint8Array::from(letters::write(message).as_slice())
}

fn to_page(letter: &Letter) {
    // A page that is gone hears nothing.
    let _ = desk::scope().post_message(&bytes(letter));
}

fn note(note: Note) {
    to_page(&Letter { call: 0, build: build(), name: note.name().into(), body: vec![] });
}

/// Tells the pages that the tables have changed.
pub fn tell_changed() {
    note(Note::Changed);
    with_office(|office| office.say(&Relayed::Changed));
}

fn from_page(letter: Letter) {
    let post = with_office(|office| {
        office.open.borrow_mut().insert(letter.call, letter.clone());
        office.post.get()
    });
    match post {
        Some(Post::Here) => spawn_local(answer_page(letter)),
        Some(Post::AnotherTab) => {
            with_office(|office| office.forward(letter));
        }
        Some(Post::Asking) | None => {}
    }
}

fn from_tab(relayed: Relayed) {
    let is_mine = |tab: &str| with_office(|office| office.tab == tab) == Some(true);
    match relayed {
        Relayed::Question { tab, letter } => {
            if with_office(|office| office.post.get()) == Some(Post::Here) {
                let heard = Relayed::Heard { tab: tab.clone(), call: letter.call };
                with_office(|office| office.say(&heard));
                spawn_local(async move {
                    let letter = answered(letter).await;
                    with_office(|office| office.say(&Relayed::Answer { tab, letter }));
                });
            }
        }
        Relayed::Heard { tab, call } if is_mine(&tab) => {
            with_office(|office| office.unheard.borrow_mut().retain(|unheard| *unheard != call));
        }
        Relayed::Answer { tab, letter } if is_mine(&tab) => {
            let was_open = with_office(|office| {
                office.unheard.borrow_mut().retain(|unheard| *unheard != letter.call);
                office.open.borrow_mut().remove(&letter.call).is_some()
            });
            if was_open == Some(true) {
                to_page(&letter);
            }
        }
        Relayed::Changed => note(Note::Changed),
        Relayed::Heard { .. } | Relayed::Answer { .. } => {}
    }
}

/// From now on this worker has the store; what the tab before it left unanswered it answers.
fn answer_here() {
    let open = with_office(|office| {
        office.post.set(Post::Here);
        office.unheard.borrow_mut().clear();
        office.open.borrow().values().cloned().collect::<Vec<_>>()
    });
    spawn_local(seals::carry());
    for letter in open.unwrap_or_default() {
        spawn_local(answer_page(letter));
    }
}

async fn answer_page(letter: Letter) {
    let call = letter.call;
    let letter = answered(letter).await;
    with_office(|office| office.open.borrow_mut().remove(&call));
    to_page(&letter);
}

async fn answered(letter: Letter) -> Letter {
    let body = if letter.build == build() {
        answers::answer(&letter).await
    } else {
        letters::write(&Err::<(), _>(Trouble::OtherBuild))
    };
    Letter { body, ..letter }
}

impl Office {
    fn say(&self, relayed: &Relayed) {
        // The other tabs may have gone.
        let _ = self.channel.post_message(&bytes(relayed));
    }

    fn forward(&self, letter: Letter) {
        let call = letter.call;
        self.unheard.borrow_mut().push(call);
        self.say(&Relayed::Question { tab: self.tab.clone(), letter });
        spawn_local(async move {
            TimeoutFuture::new(PATIENCE_MS).await;
            let unheard = with_office(|office| office.unheard.borrow().contains(&call));
            if unheard == Some(true) {
                note(Note::Silent);
            }
        });
    }
}
