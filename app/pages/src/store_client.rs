//! The pages' side of the letters: asks the store worker, and hears when its tables have changed.

use std::cell::RefCell;
use std::collections::HashMap;

use futures_channel::oneshot;
use js_sys::Uint8Array;
use leptos::prelude::{document, window};
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use letters::{Call, Letter, Note, Trouble};

struct Client {
    worker: Worker,
    build: String,
    ready: bool,
    /// Letters that wait for the worker to listen.
    waiting: Vec<Letter>,
    asked: HashMap<u64, oneshot::Sender<Vec<u8>>>,
    last: u64,
    hear: Box<dyn Fn(Note)>,
}

thread_local! {
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
}

/// The file of the worker, which is named by what it contains.
fn worker_file() -> Option<String> {
    let meta = document().query_selector("meta[name=store-worker]").ok().flatten()?;
    meta.get_attribute("content")
}

/// Starts the worker; `hear` is called with what it says unasked.
pub fn begin(hear: impl Fn(Note) + 'static) {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let Some(build) = worker_file() else { return };
    let Ok(worker) = Worker::new_with_options(&build, &options) else { return };
    let listen = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if let Some(letter) = letters::read::<Letter>(&bytes) {
            receive(letter);
        }
    });
    worker.set_onmessage(Some(listen.as_ref().unchecked_ref()));
    listen.forget(); // it listens as long as the page lives
    CLIENT.set(Some(Client {
        worker,
        build,
        ready: false,
        waiting: vec![],
        asked: HashMap::new(),
        last: 0,
        hear: Box::new(hear),
    }));
    give_way();
}

/// A page that is put away gives the store to another tab; when it is shown again, it begins anew.
fn give_way() {
    let put_away = Closure::<dyn Fn()>::new(|| {
        CLIENT.with_borrow(|client| {
            if let Some(client) = client {
                client.worker.terminate();
            }
        });
    });
    let shown_again = Closure::<dyn Fn(web_sys::PageTransitionEvent)>::new(
        |event: web_sys::PageTransitionEvent| {
            // A page that was frozen has given the store away; one that was kept whole too.
            if event.type_() == "resume" || event.persisted() {
                // What was typed is kept; a page that cannot be loaded says so itself.
                let _ = window().location().reload();
            }
        },
    );
    for (name, hear) in [
        ("pagehide", put_away.as_ref().unchecked_ref()),
        ("pageshow", shown_again.as_ref().unchecked_ref()),
    ] {
        // Events of these names exist in every browser that has the store.
        let _ = window().add_event_listener_with_callback(name, hear);
    }
    for (name, hear) in [
        ("freeze", put_away.as_ref().unchecked_ref()),
        ("resume", shown_again.as_ref().unchecked_ref()),
    ] {
        // A browser that freezes no pages has no such events.
        let _ = document().add_event_listener_with_callback(name, hear);
    }
    put_away.forget(); // both listen as long as the page lives
    shown_again.forget();
}

fn receive(letter: Letter) {
    CLIENT.with_borrow_mut(|client| {
        let Some(client) = client else { return };
        match (letter.call, Note::named(&letter.name)) {
            (0, Some(Note::Ready)) => {
                client.ready = true;
                for letter in std::mem::take(&mut client.waiting) {
                    post(&client.worker, &letter);
                }
            }
            (0, Some(note)) => (client.hear)(note),
            (call, _) => {
                if let Some(asked) = client.asked.remove(&call) {
                    let _ = asked.send(letter.body); // whoever asked may have gone
                }
            }
        }
    });
}

fn post(worker: &Worker, letter: &Letter) {
    // A worker that has died answers nothing; the page is loaded anew.
    let _ = worker.post_message(&Uint8Array::from(letters::write(letter).as_slice()));
}

/// Asks the store worker.
pub async fn ask<C: Call>(call: C) -> Result<C::Answer, Trouble> {
    let (sender, answer) = oneshot::channel();
    let asked = CLIENT.with_borrow_mut(|client| {
        let client = client.as_mut()?;
        client.last += 1;
        let letter = Letter {
            call: client.last,
            build: client.build.clone(),
            name: C::NAME.to_owned(),
            body: letters::write(&call),
        };
        client.asked.insert(client.last, sender);
        if client.ready {
            post(&client.worker, &letter);
        } else {
            client.waiting.push(letter);
        }
        Some(())
    });
    if asked.is_none() {
        return Err(Trouble::NoStore);
    }
    let body = answer.await.map_err(|_| Trouble::Failed("the store worker has gone".into()))?;
    letters::read::<Result<C::Answer, Trouble>>(&body).unwrap_or(Err(Trouble::OtherBuild))
}
