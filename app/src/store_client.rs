//! The pages' side of the letters: asks the store worker, and hears when its tables have changed.

use std::cell::RefCell;
use std::collections::HashMap;

use domain::wire;
use futures_channel::oneshot;
use js_sys::Uint8Array;
use wasm_bindgen::prelude::*;
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};

use crate::letter::{BUILD, Call, Letter, Trouble};

struct Client {
    worker: Worker,
    ready: bool,
    /// Letters that wait for the worker to listen.
    waiting: Vec<Letter>,
    asked: HashMap<u64, oneshot::Sender<Vec<u8>>>,
    last: u64,
    changed: Box<dyn Fn()>,
}

thread_local! {
    static CLIENT: RefCell<Option<Client>> = const { RefCell::new(None) };
}

/// Starts the worker; `changed` is called whenever what it stores has changed.
pub fn begin(changed: impl Fn() + 'static) {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let Ok(worker) = Worker::new_with_options("/worker.js", &options) else { return };
    let hear = Closure::<dyn Fn(MessageEvent)>::new(|event: MessageEvent| {
        let bytes = Uint8Array::new(&event.data()).to_vec();
        if let Ok(letter) = wire::read::<Letter>(&bytes) {
            receive(letter);
        }
    });
    worker.set_onmessage(Some(hear.as_ref().unchecked_ref()));
    hear.forget(); // it listens as long as the page lives
    CLIENT.set(Some(Client {
        worker,
        ready: false,
        waiting: vec![],
        asked: HashMap::new(),
        last: 0,
        changed: Box::new(changed),
    }));
}

fn receive(letter: Letter) {
    CLIENT.with_borrow_mut(|client| {
        let Some(client) = client else { return };
        match (letter.call, letter.name.as_str()) {
            (0, "ready") => {
                client.ready = true;
                for letter in std::mem::take(&mut client.waiting) {
                    post(&client.worker, &letter);
                }
            }
            (0, _) => (client.changed)(),
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
    let _ = worker.post_message(&Uint8Array::from(wire::write(letter).as_slice()));
}

/// Asks the store worker.
pub async fn ask<C: Call>(call: C) -> Result<C::Answer, Trouble> {
    let (sender, answer) = oneshot::channel();
    let asked = CLIENT.with_borrow_mut(|client| {
        let client = client.as_mut()?;
        client.last += 1;
        let letter = Letter {
            call: client.last,
            build: BUILD.to_owned(),
            name: C::NAME.to_owned(),
            body: wire::write(&call),
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
    wire::read::<Result<C::Answer, Trouble>>(&body)
        .map_err(|error| Trouble::Failed(error.to_string()))?
}
