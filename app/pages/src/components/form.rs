//! A form: what is typed, field by field. It is kept on the device from the first letter until it is
//! saved or dropped, and the address names it, so that a page that dies finds it again.

use std::collections::BTreeMap;

use domain::change::Fields;
use domain::field::{BadValue, FieldType};
use domain::text::{Label, bad_value, value};
use domain::time::Moment;
use domain::value::Value;
use domain::view::form::{BegunForm, FormId};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;

use crate::deed::new_form;
use crate::store_client::ask;
use crate::text;
use letters::{AskForms, DropForm, KeepForm, Save, SaveAct, Trouble};

#[wasm_bindgen(module = "/js/forms.js")]
extern "C" {
    fn hold();
    fn release();
}

/// How long after the last letter what was typed is kept.
const KEEP_MS: u32 = 300;

/// The name of the address's part that names a form.
const IN_ADDRESS: &str = "phieu";

/// What is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Form {
    kind: &'static str,
    id: RwSignal<FormId>,
    typed: RwSignal<BTreeMap<String, String>>,
    mistakes: RwSignal<BTreeMap<String, Label>>,
    problem: RwSignal<Option<String>>,
    touched: RwSignal<bool>,
}

fn id_in_address() -> Option<FormId> {
    let query = window().location().search().ok()?;
    let query = web_sys::UrlSearchParams::new_with_str(&query).ok()?;
    query.get(IN_ADDRESS)?.parse().ok().map(FormId)
}

/// Puts the form's number into the address, or takes it out.
fn name_in_address(id: Option<FormId>) {
    let location = window().location();
    let (Ok(path), Ok(query)) = (location.pathname(), location.search()) else { return };
    let Ok(query) = web_sys::UrlSearchParams::new_with_str(&query) else { return };
    match id {
        Some(id) => query.set(IN_ADDRESS, &id.0.to_string()),
        None => query.delete(IN_ADDRESS),
    }
    let query = query.to_string().as_string().unwrap_or_default();
    let address = if query.is_empty() { path } else { format!("{path}?{query}") };
    if let Ok(history) = window().history() {
        // An address that stays as it is costs no more than the resuming.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

impl Form {
    /// Begins a form of a kind, or goes on with the one that the address names. `first` stands in a
    /// form that is begun.
    pub fn begin(kind: &'static str, first: BTreeMap<String, String>) -> Self {
        let resumed = id_in_address();
        let form = Self {
            kind,
            id: RwSignal::new(resumed.unwrap_or_else(new_form)),
            typed: RwSignal::new(first),
            mistakes: RwSignal::default(),
            problem: RwSignal::default(),
            touched: RwSignal::new(false),
        };
        if let Some(id) = resumed {
            spawn_local(async move {
                let begun = ask(AskForms).await.unwrap_or_default();
                let begun = begun.into_iter().find(|begun| begun.id == id);
                match begun.map(|begun| begun.typed) {
                    Some(typed) => {
                        form.typed.try_set(typed);
                        form.touched.try_set(true);
                        hold();
                    }
                    // It was saved or dropped meanwhile: a new one is begun.
                    None => form.forget(),
                }
            });
        }
        on_cleanup(release);
        form
    }

    /// What is typed into a field.
    pub fn get(self, key: &str) -> String {
        self.typed.with(|typed| typed.get(key).cloned().unwrap_or_default())
    }

    pub fn get_untracked(self, key: &str) -> String {
        self.typed.with_untracked(|typed| typed.get(key).cloned().unwrap_or_default())
    }

    /// Whether somebody has typed into it.
    pub fn touched(self) -> bool {
        self.touched.get()
    }

    /// Somebody types.
    pub fn set(self, key: &str, text: String) {
        self.typed.update(|typed| {
            typed.insert(key.to_owned(), text);
        });
        self.mistakes.update(|mistakes| {
            mistakes.remove(key);
        });
        self.touch();
    }

    /// What stands in the form from the beginning.
    pub fn fill(self, typed: BTreeMap<String, String>) {
        self.typed.set(typed);
        self.mistakes.set(BTreeMap::new());
    }

    /// Takes fields out.
    pub fn remove(self, beginning: &str) {
        self.typed.update(|typed| typed.retain(|key, _| !key.starts_with(beginning)));
        self.touch();
    }

    fn touch(self) {
        if !self.touched.get_untracked() {
            self.touched.set(true);
            name_in_address(Some(self.id.get_untracked()));
            hold();
        }
        let state = self.typed.get_untracked();
        spawn_local(async move {
            gloo_timers::future::TimeoutFuture::new(KEEP_MS).await;
            // Only the last letter's state is kept.
            if self.typed.try_get_untracked().as_ref() == Some(&state) {
                self.keep(&state).await;
            }
        });
    }

    async fn keep(self, typed: &BTreeMap<String, String>) {
        let Some(id) = self.id.try_get_untracked() else { return };
        let begun = BegunForm {
            id,
            kind: self.kind.to_owned(),
            at: Moment(0), // the store says when
            typed: typed.clone(),
        };
        if let Err(trouble) = ask(KeepForm(begun)).await {
            self.tell(&trouble);
        }
    }

    /// What is wrong with a field.
    pub fn mistake(self, key: &str) -> Option<Label> {
        self.mistakes.with(|mistakes| mistakes.get(key).copied())
    }

    pub fn blame(self, key: &str, label: Label) {
        self.mistakes.update(|mistakes| {
            mistakes.insert(key.to_owned(), label);
        });
    }

    pub fn has_mistakes(self) -> bool {
        self.mistakes.with_untracked(|mistakes| !mistakes.is_empty())
    }

    /// What went wrong with the form as a whole.
    pub fn problem(self) -> RwSignal<Option<String>> {
        self.problem
    }

    /// Looks at a field that was left: only what is typed, not what is missing yet.
    pub fn look_at(self, key: &str, ty: FieldType) {
        if let Err(bad) = value::parse(ty, &self.get_untracked(key)) {
            self.blame(key, bad_value(bad));
        }
    }

    /// A field's value; what is wrong with it is said at the field.
    pub fn value(self, key: &str, ty: FieldType, required: bool) -> Value {
        match value::parse(ty, &self.get_untracked(key)) {
            Ok(Value::Null) if required => self.blame(key, bad_value(BadValue::Empty)),
            Ok(value) => return value,
            Err(bad) => self.blame(key, bad_value(bad)),
        }
        Value::Null
    }

    /// As [`Form::value`], into the fields of a record, where there is one.
    pub fn put(self, fields: &mut Fields, name: &str, key: &str, ty: FieldType, required: bool) {
        let value = self.value(key, ty, required);
        if !value.is_null() {
            fields.insert(name.to_owned(), value);
        }
    }

    /// Saves the acts, if nothing is wrong; then the form is a new one. What was typed stays where it
    /// is if they are not saved.
    pub fn save(self, acts: Vec<SaveAct>, then: impl FnOnce() + 'static) {
        self.save_as(
            Save { form: self.id.get_untracked(), acts, mends: vec![], reenters: None },
            then,
        );
    }

    /// As [`Form::save`], where the saving puts something right.
    pub fn save_as(self, save: Save, then: impl FnOnce() + 'static) {
        if self.has_mistakes() {
            request_animation_frame(focus_first_mistake);
            return;
        }
        self.problem.set(None);
        let save = Save { form: self.id.get_untracked(), ..save };
        spawn_local(async move {
            match ask(save).await {
                Ok(()) => {
                    self.forget();
                    then();
                }
                Err(trouble) => {
                    if let Trouble::Refused { field: Some(field), code, .. } = &trouble {
                        self.blame(field, domain::text::refusal(*code));
                    }
                    self.tell(&trouble);
                }
            }
        });
    }

    fn tell(self, trouble: &Trouble) {
        let language = text::language().get_untracked();
        self.problem.try_set(Some(text::trouble(trouble, language)));
    }

    /// Throws away what was typed.
    pub fn drop_typed(self) {
        let id = self.id.get_untracked();
        spawn_local(async move {
            // What cannot be dropped is listed, and can be dropped there.
            let _ = ask(DropForm(id)).await;
        });
        self.typed.set(BTreeMap::new());
        self.mistakes.set(BTreeMap::new());
        self.forget();
    }

    /// The next thing typed begins another form.
    fn forget(self) {
        self.id.try_set(new_form());
        self.touched.try_set(false);
        name_in_address(None);
        release();
    }
}

/// Whoever saves is led to what is wrong.
fn focus_first_mistake() {
    let wrong = document().query_selector("[aria-invalid='true']").ok().flatten();
    if let Some(field) = wrong.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that has gone needs no focus.
        let _ = field.focus();
    }
}
