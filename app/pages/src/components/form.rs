//! A form: what is typed, field by field. It is kept on the device from the first letter until it is
//! saved or dropped, and the address names it, so that a page that dies finds it again.

use std::collections::BTreeMap;

use domain::answer::Refusal;
use domain::change::Fields;
use domain::check::lies_ahead;
use domain::field::{BadValue, FieldType};
use domain::kind::{Field, Mark};
use domain::text::{Label, bad_value, value};
use domain::time::Moment;
use domain::value::Value;
use domain::view::form::{BegunForm, FormId, Origin, Typed};
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_query_map;
use wasm_bindgen::prelude::*;

use crate::deed::{TAPS_MS, new_form, now};
use crate::store_client::ask;
use crate::text;
use letters::{AskForms, DropForm, KeepForm, Save, SaveAct, Saved, Trouble};

#[wasm_bindgen(module = "/js/forms.js")]
extern "C" {
    pub(super) fn hold();
    pub(super) fn release();
}

/// How long after the last letter what was typed is kept.
const KEEP_MS: u32 = 200;

/// How long after a field was left what is wrong with it is said.
const LOOK_MS: u32 = 250;

/// The name of the address's part that names a form.
const IN_ADDRESS: &str = "phieu";

/// What is typed, and what is wrong with it.
#[derive(Clone, Copy)]
pub struct Form {
    kind: StoredValue<String>,
    id: RwSignal<FormId>,
    typed: RwSignal<Typed>,
    mistakes: RwSignal<BTreeMap<String, Label>>,
    problem: RwSignal<Option<String>>,
    touched: RwSignal<bool>,
    /// It is being saved, or has just been: a second tap means the first.
    busy: StoredValue<bool>,
    origin: RwSignal<Option<Origin>>,
}

/// The form that the page was opened with: by the router, whose address is there before the
/// browser's.
fn id_in_address() -> Option<FormId> {
    use_query_map().get_untracked().get(IN_ADDRESS)?.parse().ok().map(FormId)
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
    pub fn begin(kind: impl Into<String>, first: Typed) -> Self {
        Self::begin_as(kind.into(), first, None)
    }

    /// Begins an edit of a record that stands so, or goes on with the one that the address names: that
    /// one goes on from what it began from.
    pub fn begin_edit(kind: impl Into<String>, first: Typed, origin: Origin) -> Self {
        Self::begin_as(kind.into(), first, Some(origin))
    }

    fn begin_as(kind: String, first: Typed, origin: Option<Origin>) -> Self {
        let resumed = id_in_address();
        let form = Self {
            kind: StoredValue::new(kind),
            origin: RwSignal::new(origin),
            id: RwSignal::new(resumed.unwrap_or_else(new_form)),
            typed: RwSignal::new(first),
            mistakes: RwSignal::default(),
            problem: RwSignal::default(),
            touched: RwSignal::new(false),
            busy: StoredValue::new(false),
        };
        if let Some(id) = resumed {
            spawn_local(async move {
                let begun = ask(AskForms).await.unwrap_or_default();
                let begun = begun.into_iter().find(|begun| begun.id == id);
                match begun {
                    Some(begun) => {
                        form.typed.try_set(begun.typed);
                        if begun.origin.is_some() {
                            form.origin.try_set(begun.origin);
                        }
                        form.touched.try_set(true);
                        hold();
                    }
                    // It was saved or dropped meanwhile: a new one is begun.
                    None => form.forget(),
                }
            });
        }
        on_cleanup(release);
        form.keep_when_put_away();
        form
    }

    /// A page that is put away may not come back: what was typed just now is kept at once.
    fn keep_when_put_away(self) {
        let hidden = window_event_listener(leptos::ev::visibilitychange, move |_| {
            if document().hidden() && self.touched.try_get_untracked() == Some(true) {
                let Some(state) = self.typed.try_get_untracked() else { return };
                spawn_local(async move { self.keep(&state).await });
            }
        });
        on_cleanup(move || hidden.remove());
    }

    /// What an edit began from.
    pub fn origin(self) -> Option<Origin> {
        self.origin.get_untracked()
    }

    /// What is typed into a field.
    pub fn get(self, key: &str) -> String {
        self.typed.with(|typed| typed.get(key).cloned().unwrap_or_default())
    }

    /// Stands in a field that nobody has filled in.
    pub fn offer(self, key: &str, text: String) {
        self.typed.try_update(|typed| typed.entry(key.to_owned()).or_insert(text).len());
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
    pub fn fill(self, typed: Typed) {
        self.typed.set(typed);
        self.mistakes.set(BTreeMap::new());
    }

    /// Takes fields out.
    pub fn remove(self, beginning: &str) {
        self.typed.update(|typed| typed.retain(|key, _| !key.starts_with(beginning)));
        self.mistakes.update(|mistakes| mistakes.retain(|key, _| !key.starts_with(beginning)));
        self.touch();
    }

    fn touch(self) {
        if !self.touched.get_untracked() {
            self.busy.set_value(false); // what is typed now is another form
            self.touched.set(true);
            name_in_address(Some(self.id.get_untracked()));
            hold();
        }
        let (id, state) = (self.id.get_untracked(), self.typed.get_untracked());
        spawn_local(async move {
            TimeoutFuture::new(KEEP_MS).await;
            // Only the last letter's state is kept, and nothing of a form that was saved meanwhile.
            if self.id.try_get_untracked() == Some(id)
                && self.typed.try_get_untracked().as_ref() == Some(&state)
            {
                self.keep(&state).await;
            }
        });
    }

    async fn keep(self, typed: &Typed) {
        let (Some(id), Some(kind), Some(origin)) = (
            self.id.try_get_untracked(),
            self.kind.try_get_value(),
            self.origin.try_get_untracked(),
        ) else {
            return;
        };
        let begun = BegunForm {
            id,
            kind,
            origin,
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

    /// Looks at a field that was left: only what is typed, not what is missing yet. A moment later:
    /// what is said moves the page, and the tap that left the field must hit what it was meant for.
    pub fn look_at(self, key: &str, ty: FieldType) {
        let key = key.to_owned();
        spawn_local(async move {
            TimeoutFuture::new(LOOK_MS).await;
            let Some(typed) = self.typed.try_get_untracked() else { return };
            let text = typed.get(&key).map_or("", String::as_str);
            if let Err(bad) = value::parse(ty, text) {
                self.blame(&key, bad_value(bad));
            }
        });
    }

    /// A look over the whole form begins: what was wrong before counts no more.
    pub fn look_anew(self) {
        self.mistakes.set(BTreeMap::new());
    }

    /// A field's value as it was typed under this key; what is wrong with it is said at its place.
    pub fn value(self, key: &str, field: &Field) -> Value {
        match value::parse(field.ty, &self.get_untracked(key)) {
            Ok(Value::Null) if field.has(Mark::Required) => {
                self.blame(key, bad_value(BadValue::Empty));
            }
            Ok(value) if lies_ahead(field, &value, now()) => {
                self.blame(key, domain::text::refusal(Refusal::NotYet));
            }
            Ok(value) => return value,
            Err(bad) => self.blame(key, bad_value(bad)),
        }
        Value::Null
    }

    /// As [`Form::value`], into the fields of a record, where there is one.
    pub fn put(self, fields: &mut Fields, key: &str, field: &Field) {
        let value = self.value(key, field);
        if !value.is_null() {
            fields.insert(field.key.to_owned(), value);
        }
    }

    /// A saving of this form that says nothing yet.
    pub fn nothing(self) -> Save {
        Save { form: self.id.get_untracked(), acts: vec![], mends: vec![], reenters: None }
    }

    /// Saves the acts, if nothing is wrong; then the form is a new one, and `then` hears what became of
    /// it. What was typed stays where it is if they are not saved.
    pub fn save(self, acts: Vec<SaveAct>, then: impl FnOnce(Saved) + 'static) {
        self.save_as(Save { acts, ..self.nothing() }, then);
    }

    /// As [`Form::save`], where the saving puts something right.
    pub fn save_as(self, save: Save, then: impl FnOnce(Saved) + 'static) {
        if self.has_mistakes() {
            request_animation_frame(|| focus("[aria-invalid='true']"));
            return;
        }
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        self.problem.set(None);
        spawn_local(async move {
            match ask(save).await {
                Ok(saved) => {
                    self.forget();
                    then(saved);
                    TimeoutFuture::new(TAPS_MS).await;
                }
                Err(trouble) => {
                    // A field that the page does not show cannot be put right at its place.
                    if let Trouble::Refused { field: Some(field), code, .. } = &trouble
                        && document().get_element_by_id(field).is_some()
                    {
                        self.blame(field, domain::text::refusal(*code));
                    }
                    self.tell(&trouble);
                }
            }
            self.busy.try_set_value(false); // the page may have gone
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

/// Leads to the first field that fits: what is wrong, what is typed next.
pub fn focus(css: &str) {
    let first = document().query_selector(css).ok().flatten();
    if let Some(field) = first.and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok()) {
        // A field that has gone needs no focus.
        let _ = field.focus();
    }
}
