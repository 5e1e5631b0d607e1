//! A question before something is lost.

use std::sync::Arc;

use domain::answer::Refused;
use domain::text::Label;
use leptos::html::Dialog;
use leptos::prelude::*;

use crate::text::{self, say};

#[derive(Clone)]
struct Asked {
    question: Label,
    /// What is at stake, where that is not always the same.
    note: Option<String>,
    deed: Label,
    /// Whether the person is to say why.
    wants_why: bool,
    act: Arc<dyn Fn(String) + Send + Sync>,
}

/// Where this page is asked.
#[derive(Clone, Copy)]
pub struct Confirm(RwSignal<Option<Asked>>);

impl Confirm {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    pub fn here() -> Self {
        use_context().expect("the frame provides a question")
    }

    /// Asks; does it if the person says so.
    pub fn ask(self, question: Label, deed: Label, act: impl Fn() + Send + Sync + 'static) {
        self.ask_with(question, None, deed, act);
    }

    /// As [`Confirm::ask`], with what is at stake.
    pub fn ask_with(
        self,
        question: Label,
        note: Option<String>,
        deed: Label,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        let act = Arc::new(move |_: String| act());
        self.0.set(Some(Asked { question, note, deed, wants_why: false, act }));
    }

    /// As [`Confirm::ask`], and why; `act` gets the words.
    pub fn ask_why(
        self,
        question: Label,
        deed: Label,
        act: impl Fn(String) + Send + Sync + 'static,
    ) {
        let act = Arc::new(act);
        self.0.set(Some(Asked { question, note: None, deed, wants_why: true, act }));
    }
}

#[component]
pub fn ConfirmSheet() -> impl IntoView {
    let Confirm(asked) = Confirm::here();
    let dialog = NodeRef::<Dialog>::new();
    let why = RwSignal::new(String::new());
    let wants_why = move || asked.get().is_some_and(|asked| asked.wants_why);
    let lacks_why = move || wants_why() && why.get().trim().is_empty();
    Effect::new(move || {
        let Some(dialog) = dialog.get() else { return };
        if asked.get().is_some() {
            why.set(String::new());
            // A dialog that is open already stays open.
            let _ = dialog.show_modal();
        } else {
            dialog.close();
        }
    });
    let words = move |of: fn(&Asked) -> Label| {
        let language = text::language();
        move || asked.get().map(|asked| of(&asked).in_language(language.get()))
    };
    view! {
        <dialog
            class="sheet"
            node_ref=dialog
            aria-labelledby="hoi"
            on:close=move |_| asked.set(None)
        >
            <div class="sheet__body">
                <p id="hoi" class="lead">
                    {words(|asked| asked.question)}
                </p>
                {move || {
                    let note = asked.get().and_then(|asked| asked.note);
                    note.map(|note| view! { <p class="notice notice--warn">{note}</p> })
                }}
                <Show when=wants_why>
                    <div class="field">
                        <label class="field__label" for="vi-sao">
                            {say(text::WHY_REJECTED)}
                        </label>
                        <textarea
                            id="vi-sao"
                            class="field__input field__input--long"
                            rows="3"
                            maxlength=Refused::LONGEST_WHY.to_string()
                            prop:value=move || why.get()
                            on:input=move |event| why.set(event_target_value(&event))
                        ></textarea>
                    </div>
                </Show>
            </div>
            <div class="sheet__foot">
                <button class="button" type="button" on:click=move |_| asked.set(None)>
                    {say(text::CANCEL)}
                </button>
                <button
                    class="button button--danger"
                    type="button"
                    disabled=lacks_why
                    on:click=move |_| {
                        if let Some(asked) = asked.get_untracked() {
                            (asked.act)(why.get_untracked());
                        }
                        asked.set(None);
                    }
                >
                    {words(|asked| asked.deed)}
                </button>
            </div>
        </dialog>
    }
}
