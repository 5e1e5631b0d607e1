//! Deciding on one who registered himself: he is recorded, corrected where he mistyped; or he is on record
//! already; or he is not taken.

use domain::change::Fields;
use domain::field::{BadValue, FieldValue};
use domain::id::RecordId;
use domain::kind::{Field, Record};
use domain::record::{
    AreaId, ConsentPurpose, Household, HouseholdId, Person, PersonId, Registration, Relation,
    Residence, SignUp, SignUpEnd, SubjectId,
};
use domain::sign_up;
use domain::text::{bad_value, value::typed};
use domain::time::{Day, Moment};
use domain::view::duplicates::Alike;
use domain::view::form::Typed;
use domain::view::sign_up::SignUpView;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use crate::components::{
    Confirm, Form, FormField, Icon, Listed, OptionsField, Problem, Toast, Wrong, address_of,
    listed_areas, signs_words, when,
};
use crate::deed::{self, edit, edit_as, fact, make, make_of, today};
use crate::pages::frame::{Top, title};
use crate::pages::use_live;
use crate::pages::way_back::go_back;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskAreas, AskHome, AskRecord, AskSignUp, SaveAct};

/// The numbers of the group's new records.
const PERSON: u32 = 0;
const HOUSEHOLD: u32 = 1;
const HOME: u32 = 2;
const LIVES: u32 = 3;

/// What stands for a household that is made, and for none.
const FOUNDS: &str = "moi";
const NONE: &str = "khong";

#[component]
pub fn DecidePage() -> impl IntoView {
    let id = use_params_map().get_untracked().get("id").and_then(|id| id.parse().ok());
    let id = RecordId(id.unwrap_or_default());
    let view = RwSignal::new(None::<Option<SignUpView>>);
    // Read once: while somebody decides, nothing moves under his hands.
    spawn_local(async move {
        view.try_set(Some(ask(AskSignUp(id)).await.ok().flatten()));
    });
    view! {
        <Top title=title(text::DECIDE_SIGN_UP) back="/tu-ghi"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            {move || match view.get() {
                None => ().into_any(),
                Some(None) => {
                    view! { <p class="block lead">{say(text::SIGN_UP_GONE)}</p> }.into_any()
                }
                Some(Some(sign_up)) => view! { <Decide sign_up/> }.into_any(),
            }}
        </main>
    }
}

fn field(of: &'static domain::kind::Kind, name: &str) -> &'static Field {
    of.field(name).expect("it is declared with it")
}

/// What stands in the form at first: what he said.
fn first(fields: &Fields, door: usize) -> Typed {
    let mut first: Typed = sign_up::TYPED
        .iter()
        .filter_map(|name| {
            let known = field(SignUp::KIND, name);
            Some(((*name).to_owned(), typed(known.ty, fields.get(*name)?)))
        })
        .collect();
    let area = fields.get("area").and_then(domain::value::Value::as_int);
    first.insert("kp".into(), area.map(|area| area.to_string()).unwrap_or_default());
    let has_house = first.get("house").is_some_and(|house| !house.is_empty());
    // Of several behind one door it is not known which.
    let lives = match (door, has_house) {
        (0, true) => FOUNDS,
        (0, false) => NONE,
        _ => "",
    };
    first.insert("ho".into(), lives.into());
    first
}

fn ended(id: RecordId, ended: SignUpEnd, person: Option<PersonId>) -> SaveAct {
    let said = SignUp { ended: Some(ended), ended_on: Some(today()), person, ..SignUp::default() };
    edit_as(id, said)
}

/// The day on which he said it.
fn said_on(fields: &Fields) -> Day {
    SignUp::from_fields(fields).said_at.map_or(today(), Moment::day)
}

/// What the form says, as the acts of one group.
fn read(form: Form, view: &SignUpView) -> Vec<SaveAct> {
    form.look_anew();
    for chosen in ["ho", "kp"] {
        if form.get_untracked(chosen).is_empty() {
            form.blame(chosen, bad_value(BadValue::Empty));
        }
    }
    let mut person = Fields::new();
    for name in ["name", "birth", "sex", "phone"] {
        form.put(&mut person, name, field(Person::KIND, name));
    }
    let on = said_on(&view.fields);
    let said = SignUp::from_fields(&view.fields);
    if let Some(consent) = said.consent {
        person.insert("consent".into(), consent.to_value());
        person.insert("consent_on".into(), on.to_value());
        person.insert("consent_for".into(), ConsentPurpose::Work.to_value());
    }
    let area = AreaId(RecordId(form.get_untracked("kp").parse().unwrap_or_default()));
    let lives = Residence { area: Some(area), since: Some(on), ..Residence::default() };
    let mut acts = vec![make_of(Person::KIND.key, PERSON, person, &[])];
    let of_person = ("subject", PERSON);
    match form.get_untracked("ho").as_str() {
        FOUNDS => {
            let mut home = Fields::new();
            for name in ["house", "street"] {
                form.put(&mut home, name, field(Household::KIND, name));
            }
            acts.push(make_of(Household::KIND.key, HOUSEHOLD, home, &[("head", PERSON)]));
            acts.push(make(HOME, lives.clone(), &[("subject", HOUSEHOLD)]));
            let head = Residence { relation: Some(Relation::Head), ..lives };
            acts.push(make(LIVES, head, &[of_person, ("household", HOUSEHOLD)]));
        }
        household => {
            let household = household.parse().ok().map(|id| HouseholdId(RecordId(id)));
            acts.push(make(LIVES, Residence { household, ..lives }, &[of_person]));
        }
    }
    if let Some(registration) = sign_up::registration(&said, Some(area), on) {
        acts.push(fact(registration, &[of_person]));
    }
    let end = ended(view.id, SignUpEnd::Recorded, None);
    acts.push(SaveAct { refers: vec![("person".to_owned(), PERSON)], ..end });
    acts
}

#[component]
fn Decide(sign_up: SignUpView) -> impl IntoView {
    let toast = Toast::here();
    let door = sign_up.door.clone();
    let form = Form::begin(format!("sign-up {}", sign_up.id.0), first(&sign_up.fields, door.len()));
    let areas = use_live(|| AskAreas);
    let areas = Signal::derive(move || listed_areas(areas.get().unwrap_or_default()));
    let language = text::language();
    let households = Signal::derive(move || {
        let words = |label: domain::text::Label| label.in_language(language.get()).to_owned();
        let there = door
            .iter()
            .map(|one| (one.id.0.to_string(), [one.title.as_str(), &one.note].join(", ")));
        let others = [
            (FOUNDS.to_owned(), words(text::NEW_HOUSEHOLD)),
            (NONE.to_owned(), words(text::NO_HOUSEHOLD)),
        ];
        there.chain(others).collect::<Vec<Listed>>()
    });
    let said = SignUp::from_fields(&sign_up.fields);
    let sent = said.said_at.map(when).unwrap_or_default();
    let (id, fields) = (sign_up.id, sign_up.fields.clone());
    let name = said.name.map(|name| name.0).unwrap_or_default();
    let alike = sign_up.alike.clone();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let acts = read(form, &sign_up);
        form.save(acts, move |saved| {
            toast.say_saved_as(text::SIGN_UP_DECIDED, saved.back);
            go_back();
        });
    };
    view! {
        <div class="block form">
            <p class="field__hint">{say(text::SAID_AT)} " " {sent}</p>
            {said
                .consent
                .map(|consent| {
                    view! { <p>{say(text::HAS_AGREED)} " " {say(consent.label())}</p> }
                })}
            {(said.learning == Some(true))
                .then(|| view! { <p class="import__named"><Icon name="check" small=true/>{say(text::WISHES_LEARNING)}</p> })}
            {(said.joins == Some(true))
                .then(|| view! { <p class="import__named"><Icon name="check" small=true/>{say(text::WISHES_TO_JOIN)}</p> })}
        </div>
        <AlikeOnes id fields alike form/>
        <form id="xet" class="block form" on:submit=send>
            <FormField form key="name" field=field(Person::KIND, "name")/>
            <div class="pair">
                <FormField form key="birth" field=field(Person::KIND, "birth")/>
                <FormField form key="phone" field=field(Person::KIND, "phone")/>
            </div>
            <FormField form key="sex" field=field(Person::KIND, "sex")/>
            <OptionsField
                id="kp"
                label=text::NEIGHBOURHOOD
                none=text::CHOOSE
                listed=areas
                chosen=Signal::derive(move || form.get("kp"))
                choose=move |value| form.set("kp", value)
            />
            <Wrong label=Signal::derive(move || form.mistake("kp"))/>
            <div class="pair">
                <FormField form key="house" field=field(Household::KIND, "house")/>
                <FormField form key="street" field=field(Household::KIND, "street")/>
            </div>
            <OptionsField
                id="ho"
                label=text::INTO_HOUSEHOLD
                none=text::CHOOSE
                listed=households
                chosen=Signal::derive(move || form.get("ho"))
                choose=move |value| form.set("ho", value)
                error=Signal::derive(move || form.mistake("ho"))
            />
            <Problem text=form.problem()/>
            <div class="person__deeds">
                <button class="button button--main" type="submit">
                    {say(text::RECORD_SIGN_UP)}
                </button>
                <Reject id name form/>
            </div>
        </form>
    }
}

/// Those on record whom he may be: one tap says that he is one of them.
#[component]
fn AlikeOnes(id: RecordId, fields: Fields, alike: Vec<Alike>, form: Form) -> impl IntoView {
    let language = text::language();
    let toast = Toast::here();
    let fields = StoredValue::new(fields);
    let is_one = move |person: RecordId| {
        spawn_local(async move {
            let kind = Person::KIND.key.to_owned();
            // What stands on record stays: without knowing it nothing is added.
            let Ok(Some(there)) = ask(AskRecord { kind, id: person }).await else {
                toast.say(text::NOT_SAVED);
                return;
            };
            let said = fields.get_value();
            let mut acts = vec![];
            let added = sign_up::added(&said, &there.state.fields);
            if !added.is_empty() {
                acts.push(edit(Person::KIND.key, person, added, Some(there.seen)));
            }
            let home = ask(AskHome { kind: Person::KIND.key.to_owned(), id: person }).await;
            let Ok(home) = home else {
                toast.say(text::NOT_SAVED);
                return;
            };
            let (read, on) = (SignUp::from_fields(&said), said_on(&said));
            if let Some(registration) = sign_up::registration(&read, home.map(AreaId), on) {
                let subject = Some(SubjectId(person));
                acts.push(fact(Registration { subject, ..registration }, &[]));
            }
            acts.push(ended(id, SignUpEnd::OnRecord, Some(PersonId(person))));
            match deed::saved(acts).await {
                Ok(saved) => {
                    form.drop_typed();
                    toast.say_saved_as(text::SIGN_UP_DECIDED, saved.back);
                    go_back();
                }
                Err(_) => toast.say(text::NOT_SAVED),
            }
        });
    };
    if alike.is_empty() {
        return ().into_any();
    }
    let lines = alike.into_iter().map(|alike| {
        let Alike { record, signs } = alike;
        let signs = move || signs_words(&signs, language.get());
        let person = record.id;
        view! {
            <li class="row">
                <span class="row__mark">
                    <Icon name="person"/>
                </span>
                <span class="row__main">
                    <A href=address_of(&record.kind, record.id) attr:class="row__title">
                        {record.title}
                    </A>
                    <span class="row__note">{record.note} " · " {signs}</span>
                </span>
                <span class="row__end">
                    <button
                        class="button button--small"
                        type="button"
                        on:click=move |_| is_one(person)
                    >
                        {say(text::IS_THIS_PERSON)}
                    </button>
                </span>
            </li>
        }
    });
    view! {
        <section class="section" aria-labelledby="giong">
            <div class="section__head">
                <h2 id="giong">{say(text::ON_RECORD_ALREADY)}</h2>
            </div>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Reject(id: RecordId, name: String, form: Form) -> impl IntoView {
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let language = text::language();
    let reject = move |_| {
        let means = text::REJECT_SIGN_UP_MEANS.in_language(language.get_untracked()).to_owned();
        confirm.ask_with(
            name.clone(),
            text::REJECT_SIGN_UP_SURE,
            Some(means),
            text::REJECT_SIGN_UP,
            move || {
                spawn_local(async move {
                    let saved = deed::done(vec![ended(id, SignUpEnd::Rejected, None)]).await;
                    toast.say(if saved.is_ok() { text::SIGN_UP_DECIDED } else { text::NOT_SAVED });
                    if saved.is_ok() {
                        form.drop_typed();
                        go_back();
                    }
                });
            },
        );
    };
    view! {
        <button class="button" type="button" on:click=reject>
            <Icon name="refused" small=true/>
            {say(text::REJECT_SIGN_UP)}
        </button>
    }
}
