//! A question before something is lost.

use std::sync::Arc;

use domain::text::Label;
use leptos::prelude::*;

use super::Sheet;
use crate::text::{self, say};

#[derive(Clone)]
struct Asked {
    /// Whom or what it is about, by name, where that is not in sight.
    about: String,
    question: Label,
    /// What is at stake, where that is not always the same.
    note: Option<String>,
    deed: Label,
    /// What else the person is to write.
    wanted: Option<Wanted>,
    act: Arc<dyn Fn(String) + Send + Sync>,
}

/// Words without which a deed is not done.
#[derive(Clone)]
pub struct Wanted {
    pub label: Label,
    /// How many letters at most.
    pub longest: usize,
    /// What is written so far: it stays where the sheet is closed, or the deed is not done.
    pub written: RwSignal<String>,
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
        self.ask_with(String::new(), question, None, deed, act);
    }

    /// As [`Confirm::ask`], with whom it is about and what is at stake.
    pub fn ask_with(
        self,
        about: String,
        question: Label,
        note: Option<String>,
        deed: Label,
        act: impl Fn() + Send + Sync + 'static,
    ) {
        let act = Arc::new(move |_: String| act());
        self.0.set(Some(Asked { about, question, note, deed, wanted: None, act }));
    }

    /// As [`Confirm::ask`], and for some words, which `act` gets.
    pub fn ask_for(
        self,
        question: Label,
        wanted: Wanted,
        deed: Label,
        act: impl Fn(String) + Send + Sync + 'static,
    ) {
        let act = Arc::new(act);
        let about = String::new();
        self.0.set(Some(Asked { about, question, note: None, deed, wanted: Some(wanted), act }));
    }
}

#[component]
pub fn ConfirmSheet() -> impl IntoView {
    let Confirm(asked) = Confirm::here();
    let wanted = move || asked.get().and_then(|asked| asked.wanted);
    let lacks_words = move || wanted().is_some_and(|wanted| wanted.written.get().trim().is_empty());
    let words = move |of: fn(&Asked) -> Label| {
        let language = text::language();
        move || asked.get().map(|asked| of(&asked).in_language(language.get()))
    };
    view! {
        <Sheet
            label=move || words(|asked| asked.question)().unwrap_or_default()
            open=Signal::derive(move || asked.with(Option::is_some))
            close=move || asked.set(None)
        >
            <div class="sheet__body">
                <p class="lead">
                    {move || {
                        let about = asked.get().map(|asked| asked.about).unwrap_or_default();
                        (!about.is_empty()).then(|| view! { <b>{about}</b> <br/> })
                    }}
                    {words(|asked| asked.question)}
                </p>
                {move || {
                    let note = asked.get().and_then(|asked| asked.note);
                    note.map(|note| view! { <p class="notice notice--warn">{note}</p> })
                }}
                {move || {
                    let Wanted { label, longest, written } = wanted()?;
                    Some(view! {
                        <div class="field">
                            <label class="field__label" for="loi">
                                {say(label)}
                            </label>
                            <textarea
                                id="loi"
                                class="field__input field__input--long"
                                rows="3"
                                maxlength=longest.to_string()
                                prop:value=move || written.get()
                                on:input=move |event| written.set(event_target_value(&event))
                            ></textarea>
                        </div>
                    })
                }}
            </div>
            <div class="sheet__foot">
                <button class="button" type="button" on:click=move |_| asked.set(None)>
                    {say(text::CANCEL)}
                </button>
                <button
                    class="button button--danger"
                    type="button"
                    disabled=lacks_words
                    on:click=move |_| {
                        if let Some(asked) = asked.get_untracked() {
                            let words = asked.wanted.map(|wanted| wanted.written.get_untracked());
                            (asked.act)(words.unwrap_or_default());
                        }
                        asked.set(None);
                    }
                >
                    {words(|asked| asked.deed)}
                </button>
            </div>
        </Sheet>
    }
}
