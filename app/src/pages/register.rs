//! Ghi danh: a person at the door, with his home. What was typed stays until it is saved.

use domain::change::Fields;
use domain::field::{BadValue, FieldValue, Text};
use domain::identity::Phone;
use domain::kind::Record;
use domain::record::{AreaId, ConsentForm, Household, Person, Relation, Residence, Sex};
use domain::text::{Label, bad_value, normal};
use domain::time::{Birth, Day, Moment};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::frame::Top;
use super::use_live;
use crate::components::{Icon, Problem, TextField};
use crate::letter::{AskAreas, Save, SaveAct, Whose};
use crate::store_client::ask;
use crate::text::{self, say};

/// What is typed. It stays as it is until it is saved, whatever the store answers.
#[derive(Clone, Copy)]
struct Typed {
    name: RwSignal<String>,
    birth: RwSignal<String>,
    phone: RwSignal<String>,
    sex: RwSignal<String>,
    area: RwSignal<String>,
    house: RwSignal<String>,
    street: RwSignal<String>,
    consent: RwSignal<bool>,
}

impl Typed {
    fn new() -> Self {
        Self {
            name: RwSignal::default(),
            birth: RwSignal::default(),
            phone: RwSignal::default(),
            sex: RwSignal::default(),
            area: RwSignal::default(),
            house: RwSignal::default(),
            street: RwSignal::default(),
            consent: RwSignal::default(),
        }
    }

    /// The next person of the same house.
    fn next_person(self) {
        for field in [self.name, self.birth, self.phone, self.sex] {
            field.set(String::new());
        }
        self.consent.set(false);
    }

    fn read(self) -> Result<Vec<SaveAct>, Mistakes> {
        let mut mistakes = Mistakes::default();
        let today = Moment(js_sys::Date::now() as i64).day();
        let name = normal(&self.name.get_untracked());
        if name.is_empty() {
            mistakes.name = Some(bad_value(BadValue::Empty));
        }
        let birth = optional(&self.birth.get_untracked(), Birth::parse);
        if birth.is_err() {
            mistakes.birth = Some(bad_value(BadValue::NotADate));
        }
        let phone = optional(&self.phone.get_untracked(), |text| Phone::parse(text).ok());
        if phone.is_err() {
            mistakes.phone = Some(bad_value(BadValue::NotAPhone));
        }
        let area = self.area.get_untracked().parse().ok().map(domain::id::RecordId);
        if area.is_none() {
            mistakes.area = Some(bad_value(BadValue::Empty));
        }
        if !self.consent.get_untracked() {
            mistakes.consent = Some(text::CONSENT_MISSING);
        }
        let (Ok(birth), Ok(phone), Some(area), false) = (birth, phone, area, mistakes.any()) else {
            return Err(mistakes);
        };
        let sex = self.sex.get_untracked().parse().ok().map(domain::value::Value::Int);
        let person = Person {
            name: Some(name.as_str().into()),
            birth,
            phone,
            sex: sex.as_ref().and_then(Sex::from_value),
            consent: Some(ConsentForm::Ticked),
            consent_on: Some(today),
            ..Person::default()
        };
        Ok(self.acts(person, AreaId(area), today))
    }

    fn acts(self, person: Person, area: AreaId, since: Day) -> Vec<SaveAct> {
        let filled = |typed: RwSignal<String>| {
            Some(typed.get_untracked()).filter(|text| !text.trim().is_empty())
        };
        let household = Household {
            house: filled(self.house).map(Text),
            street: filled(self.street).map(Text),
            ..Household::default()
        };
        let home = Residence { area: Some(area), since: Some(since), ..Residence::default() };
        let lives = Residence { relation: Some(Relation::Head), ..home.clone() };
        vec![
            act(0, person, &[]),
            act(1, household, &[("head", 0)]),
            act(2, home, &[("subject", 1)]),
            act(3, lives, &[("subject", 0), ("household", 1)]),
        ]
    }
}

fn act<R: Record>(number: u32, view: R, refers: &[(&str, u32)]) -> SaveAct {
    let fields: Fields = view.into_fields();
    SaveAct {
        kind: R::KIND.key.to_owned(),
        record: Whose::New(number),
        fields,
        refers: refers.iter().map(|(field, number)| ((*field).to_owned(), *number)).collect(),
    }
}

/// Nothing typed is nothing; something typed has to be right.
fn optional<T>(typed: &str, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, ()> {
    if typed.trim().is_empty() { Ok(None) } else { read(typed).map(Some).ok_or(()) }
}

/// What is wrong, field by field.
#[derive(Clone, Copy, Default, PartialEq)]
struct Mistakes {
    name: Option<Label>,
    birth: Option<Label>,
    phone: Option<Label>,
    area: Option<Label>,
    consent: Option<Label>,
}

impl Mistakes {
    fn any(&self) -> bool {
        *self != Self::default()
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

#[component]
pub fn RegisterPage() -> impl IntoView {
    let typed = Typed::new();
    let mistakes = RwSignal::new(Mistakes::default());
    let (problem, saved) = (RwSignal::new(None), RwSignal::new(false));
    let language = text::language();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        saved.set(false);
        problem.set(None);
        match typed.read() {
            Err(found) => {
                mistakes.set(found);
                request_animation_frame(focus_first_mistake);
            }
            Ok(acts) => {
                mistakes.set(Mistakes::default());
                spawn_local(async move {
                    match ask(Save { acts }).await {
                        Ok(()) => {
                            typed.next_person();
                            saved.set(true);
                        }
                        Err(trouble) => {
                            problem.set(Some(text::trouble(&trouble, language.get_untracked())));
                        }
                    }
                });
            }
        }
    };
    let wrong =
        move |of: fn(&Mistakes) -> Option<Label>| Signal::derive(move || of(&mistakes.get()));
    view! {
        <Top title=text::REGISTER/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <form id="ghi" class="block form" on:submit=send>
                <TextField id="ten" label=text::FULL_NAME value=typed.name error=wrong(|found| found.name)/>
                <div class="pair">
                    <TextField
                        id="sinh"
                        label=text::BORN
                        hint=text::BORN_HINT
                        value=typed.birth
                        optional=true
                        error=wrong(|found| found.birth)
                    />
                    <TextField
                        id="dt"
                        label=text::TELEPHONE
                        value=typed.phone
                        kind="tel"
                        inputmode="tel"
                        optional=true
                        error=wrong(|found| found.phone)
                    />
                </div>
                <SexField chosen=typed.sex/>
                <AreaField chosen=typed.area error=wrong(|found| found.area)/>
                <div class="pair">
                    <TextField id="nha" label=text::HOUSE value=typed.house optional=true/>
                    <TextField id="duong" label=text::STREET value=typed.street optional=true/>
                </div>
                <div class="field">
                    <label class="choice">
                        <input type="checkbox" bind:checked=typed.consent/>
                        <Icon name="check"/>
                        <span class="choice__text">{say(text::CONSENT)}</span>
                    </label>
                    <Wrong label=wrong(|found| found.consent)/>
                </div>
                <Problem text=problem/>
                <div role="status">
                    <Show when=move || saved.get()>
                        <div class="notice notice--ok">
                            <Icon name="check"/>
                            <p>{say(text::SAVED)}</p>
                        </div>
                    </Show>
                </div>
            </form>
        </main>
        <section class="action">
            <button class="button button--main" type="submit" form="ghi">
                {say(text::SAVE)}
            </button>
        </section>
    }
}

#[component]
fn AreaField(chosen: RwSignal<String>, error: Signal<Option<Label>>) -> impl IntoView {
    let areas = use_live(|| AskAreas);
    view! {
        <div class="field">
            <label class="field__label" for="kp">{say(text::NEIGHBOURHOOD)}</label>
            <div class="field__select">
                <select
                    class="field__input"
                    id="kp"
                    aria-invalid=move || error.get().is_some().to_string()
                    on:change=move |event| chosen.set(event_target_value(&event))
                >
                    <option value="">{say(text::CHOOSE)}</option>
                    <For
                        each=move || areas.get().unwrap_or_default()
                        key=|area| (area.id, area.name.clone())
                        let:area
                    >
                        <option value=area.id.0.to_string()>{area.name.clone()}</option>
                    </For>
                </select>
                <Icon name="down"/>
            </div>
            <Wrong label=error/>
        </div>
    }
}

#[component]
fn Wrong(label: Signal<Option<Label>>) -> impl IntoView {
    move || {
        label.get().map(|label| {
            view! {
                <p class="field__error">
                    <Icon name="warn"/>
                    {say(label)}
                </p>
            }
        })
    }
}

#[component]
fn SexField(chosen: RwSignal<String>) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend class="field__label">
                {say(text::SEX)} " " <span class="field__optional">"(" {say(text::OPTIONAL)} ")"</span>
            </legend>
            <div class="segments">
                {Sex::ALL
                    .iter()
                    .map(|sex| {
                        let value = (*sex as i64).to_string();
                        let this = value.clone();
                        let (shown, set) = (value.clone(), value.clone());
                        view! {
                            <label class="segment">
                                <input
                                    type="radio"
                                    name="gioi"
                                    value=this
                                    prop:checked=move || chosen.get() == shown
                                    on:change=move |_| chosen.set(set.clone())
                                />
                                <span>
                                    <Icon name="check" small=true/>
                                    {say(sex.label())}
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}
