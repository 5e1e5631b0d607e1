//! Ghi danh: a family at the door, its home and its people, and whether it registers this year. What was
//! typed is kept on the device until it is saved.

use std::collections::BTreeMap;

use domain::change::Fields;
use domain::field::FieldValue;
use domain::id::RecordId;
use domain::kind::{Field, Record};
use domain::record::{
    AreaId, ConsentForm, Household, LearningModel, Person, Registration, Relation, Residence,
};
use domain::text::{Label, bad_value};
use domain::time::{Birth, Day};
use domain::value::Value;
use domain::view::people::PeopleOf;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{
    Confirm, Form, FormField, Icon, Problem, SelectField, Tick, Wrong, address_of,
};
use crate::deed::{fact, make, make_of, today};
use crate::text::{self, say};
use letters::{AskAreas, AskPeople, SaveAct};

/// Below this age in years a parent gives the consent.
const CHILD_YEARS: i16 = 16;

/// As many people as one group of changes has room for.
const MOST_PEOPLE: usize = 40;

/// The numbers of the group's new records: the household, then each person and his residence.
const HOUSEHOLD: u32 = 0;
const HOME: u32 = 1;
fn person_number(index: usize) -> u32 {
    2 + 2 * index as u32
}

fn home_field(name: &str) -> &'static Field {
    Household::KIND.field(name).expect("a household is declared with it")
}

fn person_field(name: &str) -> &'static Field {
    Person::KIND.field(name).expect("a person is declared with it")
}

/// What the form says, as the acts of one group; what is wrong is said at its field.
fn read(form: Form, people: usize) -> Vec<SaveAct> {
    let today = today();
    let area = form.get_untracked("kp").parse().ok().map(RecordId);
    if area.is_none() {
        form.blame("kp", bad_value(domain::field::BadValue::Empty));
    }
    if form.get_untracked("dong-y") != "1" {
        form.blame("dong-y", text::CONSENT_MISSING);
    }
    let area = AreaId(area.unwrap_or(RecordId(0)));
    let mut home = Fields::new();
    for name in ["house", "street"] {
        form.put(&mut home, name, name, home_field(name).ty, false);
    }
    let head = [("head", person_number(0))];
    let lives = Residence { area: Some(area), since: Some(today), ..Residence::default() };
    // What is referred to comes first: the head, his household, then who lives there.
    let [head_person, head_lives] = person(form, 0, &lives, today);
    let mut acts = vec![
        head_person,
        make_of(Household::KIND.key, HOUSEHOLD, home, &head),
        make(HOME, lives.clone(), &[("subject", HOUSEHOLD)]),
        head_lives,
    ];
    for index in 1..people {
        acts.extend(person(form, index, &lives, today));
    }
    if form.get_untracked("hoc-tap") == "1" {
        let registration = Registration {
            model: Some(LearningModel::Family),
            year: Some(today.year()),
            area: Some(area),
            registered_on: Some(today),
            ..Registration::default()
        };
        acts.push(fact(registration, &[("subject", HOUSEHOLD)]));
    }
    acts
}

fn person(form: Form, index: usize, lives: &Residence, today: Day) -> [SaveAct; 2] {
    let key = |name: &str| format!("p{index}-{name}");
    let mut fields = Fields::new();
    for name in ["name", "birth", "sex", "phone"] {
        let field = person_field(name);
        form.put(&mut fields, name, &key(name), field.ty, name == "name");
    }
    let born = fields.get("birth").and_then(Value::as_int).map(|birth| Birth(birth as i32).year());
    let child = born.is_some_and(|born| today.year().0 - born.0 < CHILD_YEARS);
    let consent = if child { ConsentForm::Parent } else { ConsentForm::Ticked };
    fields.insert("consent".into(), consent.to_value());
    fields.insert("consent_on".into(), today.to_value());
    let relation = if index == 0 {
        Some(Relation::Head)
    } else {
        let chosen = form.value(&key("relation"), Relation::TYPE, false);
        Relation::from_value(&chosen)
    };
    let number = person_number(index);
    let residence = Residence { relation, ..lives.clone() };
    let refers = [("subject", number), ("household", HOUSEHOLD)];
    [make_of(Person::KIND.key, number, fields, &[]), make(number + 1, residence, &refers)]
}

#[component]
pub fn RegisterPage() -> impl IntoView {
    let form = Form::begin("register", BTreeMap::new());
    let saved = RwSignal::new(false);
    let confirm = Confirm::here();
    let people = Memo::new(move |_| form.get("people").parse::<usize>().unwrap_or(1));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        saved.set(false);
        let acts = read(form, people.get_untracked());
        form.save(acts, move || {
            // The next family lives nearby.
            let kept = [("kp", form.get_untracked("kp")), ("street", form.get_untracked("street"))];
            form.fill(kept.into_iter().map(|(key, text)| (key.to_owned(), text)).collect());
            saved.set(true);
        });
    };
    let add = move |_| {
        let more = (people.get_untracked() + 1).min(MOST_PEOPLE);
        form.set("people", more.to_string());
    };
    let drop_it = move |_| {
        confirm.ask(text::DROP_FORM_SURE, text::DROP_FORM, move || form.drop_typed());
    };
    let year = today().year();
    view! {
        <Top title=title(text::REGISTER_FAMILY) back="/gia-dinh"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <form id="ghi" class="block form" on:submit=send>
                <h2>{say(text::HOME_PART)}</h2>
                <AreaField form/>
                <div class="pair">
                    <FormField
                        form
                        key="house"
                        label=text::HOUSE
                        ty=home_field("house").ty
                    />
                    <FormField
                        form
                        key="street"
                        label=text::STREET
                        ty=home_field("street").ty
                    />
                </div>
                <For each=move || 0..people.get() key=|index| *index let:index>
                    <PersonPart form index people/>
                </For>
                <button class="button" type="button" on:click=add>
                    <Icon name="plus"/>
                    {say(text::ANOTHER_PERSON)}
                </button>
                <label class="choice">
                    <input
                        id="hoc-tap"
                        type="checkbox"
                        prop:checked=move || form.get("hoc-tap") == "1"
                        on:change=move |event| {
                            let ticked = if event_target_checked(&event) { "1" } else { "0" };
                            form.set("hoc-tap", ticked.to_owned());
                        }
                    />
                    <Icon name="check"/>
                    <span class="choice__text">
                        {say(text::FAMILY_REGISTERS)}
                        " "
                        {year.to_string()}
                    </span>
                </label>
                <Tick form key="dong-y" label=text::CONSENT_ALL/>
                <Problem text=form.problem()/>
                <div role="status">
                    <Show when=move || saved.get()>
                        <div class="notice notice--ok">
                            <Icon name="check"/>
                            <p>{say(text::SAVED_FAMILY)}</p>
                        </div>
                    </Show>
                </div>
                <Show when=move || form.touched()>
                    <p class="field__hint">{say(text::DRAFT_KEPT)}</p>
                    <button class="button button--quiet" type="button" on:click=drop_it>
                        <Icon name="trash"/>
                        {say(text::DROP_FORM)}
                    </button>
                </Show>
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
fn PersonPart(form: Form, index: usize, people: Memo<usize>) -> impl IntoView {
    let key = move |name: &str| format!("p{index}-{name}");
    let heading = move || {
        let language = text::language().get();
        if index == 0 {
            text::HEAD_PERSON.in_language(language).to_owned()
        } else {
            format!("{} {}", text::PERSON_PART.in_language(language), index + 1)
        }
    };
    let is_last = move || index > 0 && index + 1 == people.get();
    let remove = move |_| {
        form.remove(&format!("p{index}-"));
        form.set("people", index.to_string());
    };
    let typed = move |name: &str, label: Label, required: bool| {
        view! { <FormField form key=key(name) label ty=person_field(name).ty required/> }
    };
    view! {
        <fieldset class="form person-part">
            <legend>
                <h2>{heading}</h2>
            </legend>
            {typed("name", text::FULL_NAME, true)}
            <Similar form key=key("name")/>
            <div class="pair">
                {typed("birth", text::BORN, false)} {typed("phone", text::TELEPHONE, false)}
            </div>
            {typed("sex", text::SEX, false)}
            {(index > 0)
                .then(|| {
                    view! {
                        <FormField
                            form
                            key=key("relation")
                            label=text::RELATION
                            ty=Relation::TYPE
                        />
                    }
                })}
            <Show when=is_last>
                <button class="button button--quiet button--small" type="button" on:click=remove>
                    <Icon name="close" small=true/>
                    {say(text::REMOVE_PERSON)}
                </button>
            </Show>
        </fieldset>
    }
}

/// Somebody of this name may be in the ledger already.
#[component]
fn Similar(form: Form, #[prop(into)] key: String) -> impl IntoView {
    let name = Memo::new(move |_| {
        let name = form.get(&key);
        // One word fits too many.
        if name.trim().contains(' ') { name } else { String::new() }
    });
    let found = use_live(move || {
        let search = name.get();
        let limit = if search.is_empty() { 0 } else { 3 };
        AskPeople(PeopleOf { search, offset: 0, limit })
    });
    let rows = move || found.get().map(|found| found.rows).unwrap_or_default();
    view! {
        <Show when=move || !rows().is_empty()>
            <div class="notice">
                <Icon name="info"/>
                <div>
                    <p>{say(text::SIMILAR)}</p>
                    <ul>
                        <For each=rows key=|row| row.id let:row>
                            <li>
                                <A href=address_of("person", row.id)>
                                    {row.name.clone()}
                                    " "
                                    {row.birth.map(|birth| birth.year().to_string())}
                                    " "
                                    {row.home.clone()}
                                </A>
                            </li>
                        </For>
                    </ul>
                </div>
            </div>
        </Show>
    }
}

#[component]
fn AreaField(form: Form) -> impl IntoView {
    let areas = use_live(|| AskAreas);
    let wrong = Signal::derive(move || form.mistake("kp"));
    view! {
        <div class="field">
            <SelectField
                id="kp"
                label=text::NEIGHBOURHOOD
                invalid=Signal::derive(move || wrong.get().is_some())
                choose=move |value: String| form.set("kp", value)
            >
                <option value="">{say(text::CHOOSE)}</option>
                <For
                    each=move || areas.get().unwrap_or_default()
                    key=|area| (area.id, area.name.clone())
                    let:area
                >
                    <option
                        value=area.id.0.to_string()
                        selected=move || form.get("kp") == area.id.0.to_string()
                    >
                        {area.name.clone()}
                    </option>
                </For>
            </SelectField>
            <Wrong label=wrong/>
        </div>
    }
}
