//! A field of a form, made from its declaration: the type says which input it is.

use domain::field::{Choice, FieldType};
use domain::finding::is_far;
use domain::kind::{Field, Mark};
use domain::text::Label;
use domain::time::Day;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

use super::form::Form;
use super::picker::Picker;
use super::{Icon, Wrong};
use crate::deed::now;
use crate::text::{self, OPTIONAL, say};

#[wasm_bindgen(module = "/js/next_field.js")]
extern "C" {
    #[wasm_bindgen(js_name = nextField)]
    fn next_field(event: &web_sys::KeyboardEvent);
}

/// From so many characters on a text has several lines.
const LONG: usize = 200;

/// Up to so many choices stand beside each other.
const FEW: usize = 3;

#[component]
pub fn FormField(form: Form, #[prop(into)] key: String, field: &'static Field) -> impl IntoView {
    let (ty, required, label) = (field.ty, field.has(Mark::Required), field.label);
    match ty {
        FieldType::Choice(choices) if choices.len() <= FEW => {
            view! { <Segments form key label choices required/> }.into_any()
        }
        FieldType::Choice(choices) => {
            view! { <ChoiceField form key label choices required/> }.into_any()
        }
        FieldType::Flag => view! { <Tick form key label/> }.into_any(),
        FieldType::Ref(kinds) => view! { <Picker form key label kinds required/> }.into_any(),
        _ => view! { <Typed form key label field/> }.into_any(),
    }
}

/// What a type is typed with: input type, keyboard, an example.
fn input_of(ty: FieldType) -> (&'static str, &'static str, Option<Label>) {
    match ty {
        FieldType::Phone => ("tel", "tel", None),
        FieldType::CitizenId | FieldType::Count | FieldType::Dong | FieldType::Year => {
            ("text", "numeric", None)
        }
        FieldType::Day => ("text", "text", Some(text::DAY_HINT)),
        FieldType::Birth => ("text", "text", Some(text::BORN_HINT)),
        _ => ("text", "text", None),
    }
}

#[component]
fn Typed(form: Form, key: String, label: Label, field: &'static Field) -> impl IntoView {
    let (ty, required) = (field.ty, field.has(Mark::Required));
    let (kind, inputmode, hint) = input_of(ty);
    let message = format!("{key}-loi");
    let described = message.clone();
    let keep = StoredValue::new(key.clone());
    let key_of = move || keep.get_value();
    let wrong = Signal::derive(move || form.mistake(&key_of()));
    let typed = move || form.get(&key_of());
    let write = move |event| form.set(&key_of(), event_target_value(&event));
    let leave = move |_| form.look_at(&key_of(), ty);
    let invalid = move || wrong.get().is_some().to_string();
    // Not a mistake, but worth a second look.
    let far = move || {
        let is_usual = field.has(Mark::Ahead);
        let day = (ty == FieldType::Day && !is_usual).then(|| Day::parse(&typed())).flatten();
        wrong.get().is_none() && day.is_some_and(|day| is_far(day, now()))
    };
    let input = if matches!(ty, FieldType::Text(most) if most > LONG) {
        view! {
            <textarea
                class="field__input field__input--long"
                id=key.clone()
                rows="4"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=typed
                on:input=write
                on:blur=leave
            ></textarea>
        }
        .into_any()
    } else {
        view! {
            <input
                class="field__input"
                id=key.clone()
                type=kind
                inputmode=inputmode
                enterkeyhint="next"
                autocomplete="off"
                aria-describedby=described
                aria-invalid=invalid
                prop:value=typed
                on:input=write
                on:blur=leave
                on:keydown=|event| next_field(&event)
            />
        }
        .into_any()
    };
    view! {
        <div class="field">
            <label class="field__label" for=key>
                {say(label)} <Optional required/>
            </label>
            {hint.map(|hint| view! { <p class="field__hint">{say(hint)}</p> })}
            {input}
            <div id=message>
                <Wrong label=wrong/>
                <Show when=far>
                    <p class="field__hint">{say(text::FAR_DATE)}</p>
                </Show>
            </div>
        </div>
    }
}

/// What need not be filled in says so.
#[component]
pub fn Optional(required: bool) -> impl IntoView {
    (!required).then(|| {
        view! { <span class="field__optional">" (" {say(OPTIONAL)} ")"</span> }
    })
}

#[component]
fn Segments(
    form: Form,
    key: String,
    label: Label,
    choices: &'static [Choice],
    required: bool,
) -> impl IntoView {
    let keep = StoredValue::new(key.clone());
    let wrong = Signal::derive(move || form.mistake(&keep.get_value()));
    view! {
        <fieldset class="field">
            <legend class="field__label">
                {say(label)} <Optional required/>
            </legend>
            <div class="segments">
                {choices
                    .iter()
                    .map(|choice| {
                        let value = choice.value.to_string();
                        let (shown, set) = (value.clone(), value.clone());
                        view! {
                            <label class="segment">
                                <input
                                    type="radio"
                                    name=key.clone()
                                    value=value
                                    prop:checked=move || form.get(&keep.get_value()) == shown
                                    on:change=move |_| form.set(&keep.get_value(), set.clone())
                                />
                                <span>
                                    <Icon name="check" small=true/>
                                    {say(choice.label)}
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
            <Wrong label=wrong/>
        </fieldset>
    }
}

/// One of many choices.
#[component]
pub fn ChoiceField(
    form: Form,
    key: String,
    label: Label,
    #[prop(into)] choices: Vec<Choice>,
    required: bool,
) -> impl IntoView {
    let keep = StoredValue::new(key.clone());
    let wrong = Signal::derive(move || form.mistake(&keep.get_value()));
    let options = choices.into_iter().map(|choice| {
        let value = choice.value.to_string();
        let this = value.clone();
        view! {
            <option value=value selected=move || form.get(&keep.get_value()) == this>
                {say(choice.label)}
            </option>
        }
    });
    view! {
        <div class="field">
            <label class="field__label" for=key.clone()>
                {say(label)} <Optional required/>
            </label>
            <div class="field__select">
                <select
                    class="field__input"
                    id=key
                    aria-invalid=move || wrong.get().is_some().to_string()
                    on:change=move |event| form.set(&keep.get_value(), event_target_value(&event))
                >
                    <option value="">{say(text::CHOOSE)}</option>
                    {options.collect_view()}
                </select>
                <Icon name="down"/>
            </div>
            <Wrong label=wrong/>
        </div>
    }
}

/// A box that is ticked or not.
#[component]
pub fn Tick(form: Form, #[prop(into)] key: String, label: Label) -> impl IntoView {
    let keep = StoredValue::new(key.clone());
    let wrong = Signal::derive(move || form.mistake(&keep.get_value()));
    view! {
        <div class="field">
            <label class="choice">
                <input
                    id=key
                    type="checkbox"
                    aria-invalid=move || wrong.get().is_some().to_string()
                    prop:checked=move || form.get(&keep.get_value()) == "1"
                    on:change=move |event| {
                        let ticked = if event_target_checked(&event) { "1" } else { "0" };
                        form.set(&keep.get_value(), ticked.to_owned());
                    }
                />
                <Icon name="check"/>
                <span class="choice__text">{say(label)}</span>
            </label>
            <Wrong label=wrong/>
        </div>
    }
}
