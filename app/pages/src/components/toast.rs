//! The toast: what was just done, and how to take it back.

use std::sync::Arc;

use domain::text::Label;
use domain::view::form::FormId;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::store_client::ask;
use crate::text::{self, say};
use letters::TakeFormBack;

/// How long it stays; longer where something can be taken back.
const STAYS_MS: u32 = 8_000;
const STAYS_WITH_UNDO_MS: u32 = 20_000;

/// What was done, and what takes it back.
#[derive(Clone)]
struct Said {
    /// What it was done with; `None`: it goes without saying.
    of: Option<String>,
    words: Label,
    undo: Option<Arc<dyn Fn() + Send + Sync>>,
}

/// Where the toast of this page is told what to say.
#[derive(Clone, Copy)]
pub struct Toast {
    said: RwSignal<Option<Said>>,
    number: RwSignal<u64>,
}

impl Toast {
    pub fn provide() {
        provide_context(Self { said: RwSignal::new(None), number: RwSignal::new(0) });
    }

    pub fn here() -> Self {
        use_context().expect("the frame provides a toast")
    }

    pub fn say(self, words: Label) {
        self.show(Said { of: None, words, undo: None });
    }

    /// Says what was done; `undo` takes it back.
    pub fn say_undo(self, words: Label, undo: impl Fn() + Send + Sync + 'static) {
        self.show(Said { of: None, words, undo: Some(Arc::new(undo)) });
    }

    /// As [`Toast::say_undo`], with what it was done.
    pub fn say_undo_of(self, of: String, words: Label, undo: impl Fn() + Send + Sync + 'static) {
        self.show(Said { of: Some(of), words, undo: Some(Arc::new(undo)) });
    }

    /// Says that a form was saved; `back`: the form, where it can be taken back.
    pub fn say_saved(self, back: Option<FormId>) {
        self.say_saved_as(text::SAVED, back);
    }

    /// As [`Toast::say_saved`], in other words.
    pub fn say_saved_as(self, words: Label, back: Option<FormId>) {
        match back {
            Some(form) => self.say_undo(words, move || self.take_form_back(form, || ())),
            None => self.say(words),
        }
    }

    /// Takes back what a form wrote, and says so; `then` follows if that could be.
    pub fn take_form_back(self, form: FormId, then: impl FnOnce() + 'static) {
        spawn_local(async move {
            let back = ask(TakeFormBack(form)).await.is_ok();
            self.say(if back { text::TAKEN_BACK } else { text::NOT_TAKEN_BACK });
            if back {
                then();
            }
        });
    }

    fn show(self, said: Said) {
        let stays = if said.undo.is_some() { STAYS_WITH_UNDO_MS } else { STAYS_MS };
        self.said.try_set(Some(said));
        let Some(this) = self.number.try_get_untracked().map(|number| number + 1) else { return };
        self.number.try_set(this);
        spawn_local(async move {
            TimeoutFuture::new(stays).await;
            // The ledger may have been locked meanwhile, and its page be gone.
            if self.number.try_get_untracked() == Some(this) {
                self.said.try_set(None);
            }
        });
    }
}

/// One live region that stays in the page.
#[component]
pub fn ToastLine() -> impl IntoView {
    let toast = Toast::here();
    view! {
        <div role="status">
            {move || {
                toast
                    .said
                    .get()
                    .map(|said| {
                        let undo = said.undo.clone();
                        view! {
                            <div class="toast">
                                <p class="toast__text">
                                    {said.of.map(|of| format!("{of}: "))}
                                    {say(said.words)}
                                </p>
                                {undo
                                    .map(|undo| {
                                        view! {
                                            <button
                                                class="button button--small"
                                                type="button"
                                                on:click=move |_| {
                                                    undo();
                                                    toast.said.set(None);
                                                }
                                            >
                                                {say(text::UNDO)}
                                            </button>
                                        }
                                    })}
                            </div>
                        }
                    })
            }}
        </div>
    }
}
