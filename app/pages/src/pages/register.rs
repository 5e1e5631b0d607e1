//! Ghi danh: a family at the door, its home and its people, and whether it registers this year. What was
//! typed is kept on the device until it is saved.

use std::collections::BTreeMap;

use domain::change::Fields;
use domain::check::derived_id;
use domain::field::{Choice, FieldValue};
use domain::id::RecordId;
use domain::identity::{CitizenId, CitizenIdMismatch};
use domain::kind::{Field, Record};
use domain::record::{
    AreaId, ConsentForm, ConsentPurpose, Household, HouseholdId, LearningModel, Person,
    Registration, Relation, Residence, Sex, SubjectId, Visit, VisitOutcome, is_persons_name,
    persons_name,
};
use domain::text::{bad_value, value};
use domain::time::{Birth, Day};
use domain::value::Value;
use domain::view::form::FormId;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_query_map};

use super::frame::{Top, title};
use super::use_live;
use super::way_back::go_back;
use crate::components::{
    AlikePeople, ChoiceField, Confirm, Form, FormField, Icon, Problem, SameDoor, ScanCard,
    SelectField, Target, Tick, Toast, Wrong, focus,
};
use crate::deed::{edit, fact, make, make_of, today};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskAreas, AskHome, AskHouseholdPeople, AskRecord, SaveAct};

/// Where this page is.
const PATH: &str = "/ghi-danh";

/// Under which name the address, and the form, say that somebody goes from door to door.
const WALKS: &str = "di";

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

fn relation_field() -> &'static Field {
    Residence::KIND.field("relation").expect("a residence is declared with it")
}

fn person_field(name: &str) -> &'static Field {
    Person::KIND.field(name).expect("a person is declared with it")
}

/// The door at which a family is registered.
#[derive(Clone, Copy)]
struct Door {
    /// The household that lives there; `None`: it is founded.
    house: Option<RecordId>,
    /// Whether the first of these people leads it: nobody lives there.
    leads: bool,
    /// Whether it has not registered this year.
    may_register: bool,
}

/// What the form says, as the acts of one group; what is wrong is said at its field.
fn read(form: Form, people: usize, door: Door) -> Vec<SaveAct> {
    let house = door.house;
    form.look_anew();
    let today = today();
    let area = form.get_untracked("kp").parse().ok().map(RecordId);
    if area.is_none() {
        form.blame("kp", bad_value(domain::field::BadValue::Empty));
    }
    if form.get_untracked("dong-y") != "1" {
        form.blame("dong-y", text::CONSENT_MISSING);
    }
    let area = AreaId(area.unwrap_or(RecordId(0)));
    let lives = Residence { area: Some(area), since: Some(today), ..Residence::default() };
    // On the way from door to door, somebody was met at this one.
    let met = (!form.get_untracked(WALKS).is_empty()).then(|| Visit {
        household: house.map(HouseholdId),
        visited_on: Some(today),
        area: Some(area),
        outcome: Some(VisitOutcome::Met),
        note: None,
    });
    let ticked = door.may_register && form.get_untracked("hoc-tap") == "1";
    let registers = ticked.then(|| Registration {
        area: Some(area),
        registered_on: Some(today),
        ..this_year(house, today)
    });
    if let Some(house) = house {
        // They come to live in a household that is there.
        let lives = Residence { household: Some(HouseholdId(house)), ..lives };
        let head = door.leads.then(|| SaveAct {
            refers: vec![("head".to_owned(), person_number(0))],
            ..edit(Household::KIND.key, house, Fields::new(), None)
        });
        let first = if door.leads { leads(&lives) } else { lives.clone() };
        let people = (0..people)
            .flat_map(|index| person(form, index, if index == 0 { &first } else { &lives }, today));
        let people = people.chain(head);
        let facts = met.map(|met| fact(met, &[])).into_iter();
        return people.chain(facts).chain(registers.map(|said| fact(said, &[]))).collect();
    }
    let mut home = Fields::new();
    for name in ["house", "street"] {
        form.put(&mut home, name, home_field(name));
    }
    let head = [("head", person_number(0))];
    // What is referred to comes first: the head, his household, then who lives there.
    let [head_person, head_lives] = person(form, 0, &leads(&lives), today);
    let mut acts = vec![
        head_person,
        make_of(Household::KIND.key, HOUSEHOLD, home, &head),
        make(HOME, lives.clone(), &[("subject", HOUSEHOLD)]),
        head_lives,
    ];
    for index in 1..people {
        acts.extend(person(form, index, &lives, today));
    }
    acts.extend(met.map(|met| fact(met, &[("household", HOUSEHOLD)])));
    acts.extend(registers.map(|said| fact(said, &[("subject", HOUSEHOLD)])));
    acts
}

/// What tells this year's registration of a family from others; the family may be made with it.
fn this_year(house: Option<RecordId>, today: Day) -> Registration {
    Registration {
        subject: house.map(SubjectId),
        model: Some(LearningModel::Family),
        year: Some(today.year()),
        ..Registration::default()
    }
}

/// Who leads the household lives there so.
fn leads(lives: &Residence) -> Residence {
    Residence { relation: Some(Relation::Head), ..lives.clone() }
}

/// Somebody, and where he lives; how he stands to the head is typed, where `lives` does not say it.
fn person(form: Form, index: usize, lives: &Residence, today: Day) -> [SaveAct; 2] {
    let key = |name: &str| format!("p{index}-{name}");
    let mut fields = Fields::new();
    for name in ["name", "birth", "sex", "phone", "citizen_id", "old_id"] {
        let field = person_field(name);
        form.put(&mut fields, &key(name), field);
    }
    if let Some(Value::Text(name)) = fields.get_mut("name") {
        *name = persons_name(name);
    }
    let born = fields.get("birth").and_then(Birth::from_value);
    let child = born.is_some_and(|born| domain::sign_up::is_child(born, today));
    let consent = if child { ConsentForm::Parent } else { ConsentForm::Ticked };
    fields.insert("consent".into(), consent.to_value());
    fields.insert("consent_on".into(), today.to_value());
    let shown = form.get_untracked("neu-ten") == "1";
    let purpose = if shown { ConsentPurpose::Showing } else { ConsentPurpose::Work };
    fields.insert("consent_for".into(), purpose.to_value());
    let new_house = lives.household.is_none();
    let typed = || Relation::from_value(&form.value(&key("relation"), relation_field()));
    let relation = lives.relation.or_else(typed);
    let number = person_number(index);
    let residence = Residence { relation, ..lives.clone() };
    let refers: &[_] = if new_house {
        &[("subject", number), ("household", HOUSEHOLD)]
    } else {
        &[("subject", number)]
    };
    [make_of(Person::KIND.key, number, fields, &[]), make(number + 1, residence, refers)]
}

/// What is known of the household that people join.
#[derive(Clone, Copy)]
struct Joined {
    /// What it is called.
    into: RwSignal<Option<String>>,
    /// Whether the first of them leads it.
    leads: RwSignal<bool>,
    may_register: RwSignal<bool>,
}

/// Whom they join, and where that is; a household that is not here has no area to live in. Whether it
/// may register: it has not yet.
fn join(form: Form, house: RecordId, joined: Joined) {
    let Joined { into, leads, may_register } = joined;
    spawn_local(async move {
        let people = ask(AskHouseholdPeople(house)).await;
        leads.try_set(people.is_ok_and(|people| people.present.is_empty()));
        let registration = this_year(Some(house), today()).into_fields();
        if let Some(id) = derived_id(Registration::KIND, &registration) {
            let known = ask(AskRecord { kind: Registration::KIND.key.to_owned(), id }).await;
            may_register.try_set(known.is_ok_and(|known| known.is_none()));
        }
        let kind = Household::KIND.key.to_owned();
        let view = ask(AskRecord { kind: kind.clone(), id: house }).await.ok().flatten();
        into.try_set(view.map(|view| view.title));
        if let Ok(Some(area)) = ask(AskHome { kind, id: house }).await {
            form.offer("kp", area.0.to_string());
        }
    });
}

/// The form of the household that the address names, or of a new one: the one leads to the other.
#[component]
pub fn RegisterPage() -> impl IntoView {
    let (query, path) = (use_query_map(), use_location().pathname);
    let house = Memo::new(move |was: Option<&Option<RecordId>>| {
        if path.get() != PATH {
            return was.copied().flatten(); // somebody leaves
        }
        query.read().get("ho").and_then(|id| id.parse().ok()).map(RecordId)
    });
    move || view! { <RegisterForm house=house.get()/> }
}

#[component]
fn RegisterForm(house: Option<RecordId>) -> impl IntoView {
    let kind = house.map_or("register".to_owned(), |house| format!("join {}", house.0));
    let form = Form::begin(kind, BTreeMap::new());
    let joined = Joined {
        into: RwSignal::new(None),
        leads: RwSignal::new(house.is_none()),
        may_register: RwSignal::new(house.is_none()),
    };
    let Joined { into, leads, may_register } = joined;
    if let Some(house) = house {
        join(form, house, joined);
    }
    // A new door beside the one that somebody stands at.
    let near = use_query_map().get_untracked();
    for (name, key) in [("kp", "kp"), ("duong", "street")] {
        if let Some(text) = near.get(name) {
            form.offer(key, text);
        }
    }
    // Who goes from door to door goes on there, also in a form that he comes back to.
    if let Some(walks) = near.get(WALKS) {
        form.offer(WALKS, walks);
    }
    if near.get(WALKS).is_some() && house.is_none() {
        // Street and neighbourhood are known: the number is typed first.
        request_animation_frame(|| focus("#house"));
    }
    let saved = RwSignal::new(None::<SavedFamily>);
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let people = Memo::new(move |_| form.get("people").parse::<usize>().unwrap_or(1));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        saved.set(None);
        let head = form.get_untracked("p0-name");
        let walks = !form.get_untracked(WALKS).is_empty();
        let door = Door {
            house,
            leads: leads.get_untracked(),
            may_register: may_register.get_untracked(),
        };
        let acts = read(form, people.get_untracked(), door);
        form.save(acts, move |family| {
            if house.is_some() || walks {
                toast.say_saved(family.back);
                go_back();
                return;
            }
            // The next family lives nearby.
            let kept = [("kp", form.get_untracked("kp")), ("street", form.get_untracked("street"))];
            form.fill(kept.into_iter().map(|(key, text)| (key.to_owned(), text)).collect());
            saved.set(Some(SavedFamily { back: family.back, head }));
            window().scroll_to_with_x_and_y(0.0, 0.0);
        });
    };
    let add = move |_| {
        let more = (people.get_untracked() + 1).min(MOST_PEOPLE);
        form.set("people", more.to_string());
        // His name is typed next.
        request_animation_frame(move || focus(&format!("#p{}-name", more - 1)));
    };
    let drop_it = move |_| {
        confirm.ask(text::DROP_FORM_SURE, text::DROP_FORM, move || form.drop_typed());
    };
    view! {
        <Top title=title(text::REGISTER_FAMILY) back="/gia-dinh"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <div class="block" role="status">
                {move || {
                    // Who types the next family has seen it.
                    let family = saved.get().filter(|_| !form.touched())?;
                    Some(view! { <FamilySaved family saved/> })
                }}
            </div>
            <form id="ghi" class="block form" on:submit=send>
                <HomePart form joins=house.is_some() into/>
                <For each=move || 0..people.get() key=|index| *index let:index>
                    <PersonPart form index people leads has_home=index == 0 && house.is_none()/>
                </For>
                <button class="button" type="button" on:click=add>
                    <Icon name="plus"/>
                    {say(text::ANOTHER_PERSON)}
                </button>
                <LearningTick form may_register/>
                <Tick form key="dong-y" label=text::CONSENT_ALL/>
                <Tick form key="neu-ten" label=text::CONSENT_SHOWING/>
                <Problem text=form.problem()/>
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

/// Whether the family registers this year, where it has not.
#[component]
fn LearningTick(form: Form, may_register: RwSignal<bool>) -> impl IntoView {
    view! {
        <label class="choice" hidden=move || !may_register.get()>
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
                {today().year().to_string()}
            </span>
        </label>
    }
}

/// Where they live: a home that is written down here, or a household that is there.
#[component]
fn HomePart(form: Form, joins: bool, into: RwSignal<Option<String>>) -> impl IntoView {
    if joins {
        view! {
            <p class="lead">{say(text::ADD_TO_HOUSEHOLD)} ": " <b>{into}</b></p>
            <Wrong label=Signal::derive(move || form.mistake("kp"))/>
        }
        .into_any()
    } else {
        view! {
            <h2>{say(text::HOME_PART)}</h2>
            <AreaField form/>
            <div class="pair">
                <FormField form key="house" field=home_field("house")/>
                <FormField form key="street" field=home_field("street")/>
            </div>
            <SameDoor form walks=Signal::derive(move || !form.get(WALKS).is_empty())/>
        }
        .into_any()
    }
}

#[component]
fn PersonPart(
    form: Form,
    index: usize,
    people: Memo<usize>,
    /// Whether the first leads the household.
    leads: RwSignal<bool>,
    /// Whether his home is typed beside him.
    has_home: bool,
) -> impl IntoView {
    let is_head = move || index == 0 && leads.get();
    let key = move |name: &str| format!("p{index}-{name}");
    let heading = move || {
        let language = text::language().get();
        if is_head() {
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
    let typed = move |name: &str| {
        view! { <FormField form key=key(name) field=person_field(name)/> }
    };
    let target = Target { form, person: key(""), has_home };
    let number = move || CitizenId::parse(&form.get(&key("citizen_id"))).ok();
    // It comes from a card; whoever types it finds it among the person's fields.
    let has_number = Memo::new(move |had| {
        let says = |name| !form.get(&key(name)).is_empty();
        had == Some(&true) || says("citizen_id") || says("old_id")
    });
    // Worth a second look; who is called so is recorded all the same.
    let odd_name = move || {
        let name = form.get(&key("name"));
        !name.trim().is_empty() && !is_persons_name(&name)
    };
    let mismatch = move || {
        let sex = value::parse(Sex::TYPE, &form.get(&key("sex"))).ok();
        let born = Birth::parse(&form.get(&key("birth"))).map(Birth::year);
        let mismatch = number()?.mismatch(sex.as_ref().and_then(Sex::from_value), born)?;
        Some(match mismatch {
            CitizenIdMismatch::Sex => text::ID_AGAINST_SEX,
            CitizenIdMismatch::BirthYear => text::ID_AGAINST_BIRTH,
        })
    };
    view! {
        <fieldset class="form person-part">
            <legend>
                <h2>{heading}</h2>
            </legend>
            <ScanCard target/>
            {typed("name")}
            <p class="field__warning" role="status">
                {move || odd_name().then(|| say(text::NOT_A_PERSONS_NAME))}
            </p>
            <div class="pair">
                {typed("birth")} {typed("phone")}
            </div>
            {typed("sex")}
            <Show when=move || has_number.get()>
                {typed("citizen_id")}
                {typed("old_id")}
                <p class="field__warning" role="status">{move || mismatch().map(say)}</p>
            </Show>
            <AlikePeople form beginning=key("")/>
            {move || (!is_head()).then(|| view! { <RelationChoice form key=key("relation")/> })}
            <Show when=is_last>
                <button class="button button--quiet button--small" type="button" on:click=remove>
                    <Icon name="close" small=true/>
                    {say(text::REMOVE_PERSON)}
                </button>
            </Show>
        </fieldset>
    }
}

/// How somebody stands to the head: he is not the head himself.
#[component]
fn RelationChoice(form: Form, key: String) -> impl IntoView {
    let choice = |one: Relation| Choice { value: one as i64, label: one.label() };
    let choices: Vec<Choice> = Relation::of_others().map(choice).collect();
    view! { <ChoiceField form key label=relation_field().label choices required=false/> }
}

/// A family that was saved just now.
#[derive(Clone)]
struct SavedFamily {
    back: Option<FormId>,
    head: String,
}

/// Says that it is saved, and takes it back.
#[component]
fn FamilySaved(family: SavedFamily, saved: RwSignal<Option<SavedFamily>>) -> impl IntoView {
    let toast = Toast::here();
    let undo = family.back.map(|form| {
        view! {
            <button
                class="button button--small"
                type="button"
                on:click=move |_| {
                    toast.take_form_back(form, move || {
                        saved.try_set(None);
                    });
                }
            >
                <Icon name="undo" small=true/>
                {say(text::UNDO)}
            </button>
        }
    });
    view! {
        <div class="notice notice--ok">
            <Icon name="check"/>
            <p>{say(text::SAVED_FAMILY)} " " <b>{family.head}</b></p>
            {undo}
        </div>
    }
}

#[component]
fn AreaField(form: Form) -> impl IntoView {
    let areas = use_live(|| AskAreas);
    // Where there is only one, it need not be chosen.
    Effect::new(move || {
        if let Some([only]) = areas.get().as_deref() {
            form.offer("kp", only.id.0.to_string());
        }
    });
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
            <Show when=move || areas.get().is_some_and(|areas| areas.is_empty())>
                <p class="notice notice--warn">{say(text::NO_NEIGHBOURHOODS)}</p>
            </Show>
            <Wrong label=wrong/>
        </div>
    }
}
