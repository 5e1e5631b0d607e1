//! What happens to a household's people: somebody moves to another household or founds his own, becomes
//! head, dies, goes away; all of it moves.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::moving::{Address, Destination, Event, Goer, NextHead};
use domain::record::Relation;
use domain::text::Label;
use domain::time::Day;
use domain::view::household::{Happened, HouseholdPeople, Inmate};
use domain::view::record::Named;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::About;
use crate::components::{
    FindRecord, Icon, OptionsField, Problem, RelationField, Sheet, TextField, Toast, listed_areas,
    listed_choices, title_and_note,
};
use crate::deed::{new_form, today};
use crate::pages::use_live;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskAreas, AskHome, Happens};

/// What somebody is about to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Join = 1,
    Found,
    Head,
    Died,
    Leave,
    MoveAll,
}

impl Which {
    /// What is written of one person.
    const OF_ONE: [Which; 5] = [Which::Join, Which::Found, Which::Head, Which::Died, Which::Leave];

    const fn label(self) -> Label {
        match self {
            Which::Join => text::HOME_JOIN,
            Which::Found => text::HOME_FOUND,
            Which::Head => text::HOME_HEAD,
            Which::Died => text::HOME_DIED,
            Which::Leave => text::HOME_LEAVE,
            Which::MoveAll => text::HOME_MOVE_ALL,
        }
    }

    const fn has_day(self) -> bool {
        !matches!(self, Which::Head)
    }

    const fn has_door(self) -> bool {
        matches!(self, Which::Found | Which::MoveAll)
    }

    const fn takes_others(self) -> bool {
        matches!(self, Which::Join | Which::Found)
    }

    /// Whether he no longer lives here.
    const fn takes_away(self) -> bool {
        !matches!(self, Which::Head | Which::MoveAll)
    }
}

/// What was typed into the sheet.
#[derive(Clone, Copy)]
struct Typed {
    /// Whom it is about; `None`: all of the household.
    person: StoredValue<Option<Inmate>>,
    /// Who lives there as the sheet is opened.
    people: StoredValue<HouseholdPeople>,
    which: RwSignal<Which>,
    on: RwSignal<String>,
    /// Who goes along with him.
    others: RwSignal<Vec<RecordId>>,
    /// How he stands to the head where he goes.
    relation: RwSignal<Relation>,
    /// Who leads those who stay.
    next: RwSignal<Option<RecordId>>,
    /// How others stand to their new head, where somebody said it; else as it follows.
    said: RwSignal<BTreeMap<RecordId, Relation>>,
    into: RwSignal<Option<Named>>,
    area: RwSignal<Option<RecordId>>,
    house: RwSignal<String>,
    street: RwSignal<String>,
}

impl Typed {
    fn new(about: About, people: HouseholdPeople) -> Self {
        let which = if about.person.is_some() { Which::Join } else { Which::MoveAll };
        Self {
            person: StoredValue::new(about.person),
            people: StoredValue::new(people),
            which: RwSignal::new(which),
            on: RwSignal::new(today().to_string()),
            others: RwSignal::new(vec![]),
            relation: RwSignal::new(Relation::Other),
            next: RwSignal::new(None),
            said: RwSignal::default(),
            into: RwSignal::new(None),
            area: RwSignal::new(None),
            house: RwSignal::new(String::new()),
            street: RwSignal::new(String::new()),
        }
    }

    /// Everybody who lives there, but him.
    fn other_people(self) -> Vec<Inmate> {
        let himself = self.himself();
        let present = self.people.with_value(|people| people.present.clone());
        present.into_iter().filter(|one| Some(one.person) != himself).collect()
    }

    fn himself(self) -> Option<RecordId> {
        self.person.with_value(|inmate| inmate.as_ref().map(|inmate| inmate.person))
    }

    /// Who goes along with him.
    fn along(self) -> Vec<Inmate> {
        let takes = self.which.get().takes_others();
        let mut people = self.other_people();
        people.retain(|one| takes && self.others.with(|others| others.contains(&one.person)));
        people
    }

    /// Who stays, where those who go leave them without a head.
    fn left_behind(self) -> Vec<Inmate> {
        if !self.which.get().takes_away() {
            return vec![];
        }
        let along = self.along().into_iter().map(|inmate| inmate.person);
        let going: Vec<RecordId> = self.himself().into_iter().chain(along).collect();
        self.people.with_value(|people| people.left_without_head(&going))
    }

    /// Who is head of those who stay from now on, where that is asked.
    fn next_head(self) -> Option<RecordId> {
        if self.which.get() == Which::Head {
            return self.himself();
        }
        let next = self.next.get()?;
        self.left_behind().iter().any(|stays| stays.person == next).then_some(next)
    }

    /// Those who stay and stand to a new head.
    fn led(self) -> Vec<Inmate> {
        let Some(head) = self.next_head() else { return vec![] };
        let leads = self.which.get() == Which::Head;
        let mut stay = if leads { self.other_people() } else { self.left_behind() };
        stay.retain(|one| one.person != head);
        stay
    }

    /// How somebody stands to the head of those with whom he will live, as it was said or as it follows.
    fn stands(self, person: RecordId) -> Relation {
        if let Some(said) = self.said.with(|said| said.get(&person).copied()) {
            return said;
        }
        let to = |other| self.people.with_value(|people| people.between(person, other));
        let along = self.along().iter().any(|inmate| inmate.person == person);
        match (self.himself().filter(|_| along), self.next_head()) {
            (Some(mover), _) => to(mover).then(self.mover()),
            (None, Some(head)) => to(head),
            (None, None) => Relation::Other,
        }
    }

    /// How he himself stands to the head where he goes.
    fn mover(self) -> Relation {
        match self.which.get() {
            Which::Join => self.relation.get(),
            _ => Relation::Head,
        }
    }

    fn next(self) -> Option<NextHead> {
        let relations =
            self.led().iter().map(|one| (one.person, self.stands(one.person))).collect();
        self.next_head().map(|person| NextHead { person, relations })
    }

    /// What happens, as it was typed; or what is missing.
    async fn event(self) -> Result<Event, Label> {
        // Whoever closes the sheet meanwhile takes the fields along.
        let next = untrack(|| self.next());
        let on = Day::parse(&self.on.get_untracked());
        let day = || on.ok_or(text::NO_DAY);
        let door = || {
            Ok(Address {
                area: self.area.get_untracked().ok_or(text::CHOOSE_NEIGHBOURHOOD)?,
                house: self.house.get_untracked(),
                street: self.street.get_untracked(),
            })
        };
        let Some(person) = self.himself() else {
            return Ok(Event::MoveAll { to: door()?, on: day()? });
        };
        let people = untrack(|| {
            let along = self.along().into_iter().map(|one| one.person);
            let along = along.map(|person| Goer { person, relation: self.stands(person) });
            std::iter::once(Goer { person, relation: self.mover() }).chain(along).collect()
        });
        Ok(match self.which.get_untracked() {
            Which::Head => Event::Head(next.ok_or(text::NOT_HERE)?),
            Which::Died => Event::Died { person, on: day()?, next },
            Which::Leave => Event::Leave { person, on: day()?, next },
            Which::Found | Which::MoveAll => {
                Event::Move { people, to: Destination::New(door()?), on: day()?, next }
            }
            Which::Join => {
                let into = self.into.get_untracked().ok_or(text::CHOOSE_HOUSEHOLD)?;
                let on = day()?;
                let home = AskHome { kind: into.kind, id: into.id };
                let area = ask(home).await.ok().flatten().ok_or(text::HOUSEHOLD_HAS_NO_HOME)?;
                let to = Destination::Household { household: into.id, area };
                Event::Move { people, to, on, next }
            }
        })
    }
}

#[component]
pub fn HappensSheet(
    household: RecordId,
    people: Memo<HouseholdPeople>,
    about: RwSignal<Option<About>>,
) -> impl IntoView {
    let language = text::language();
    let title = move || {
        let of_all = about.with(|about| about.as_ref().is_some_and(|about| about.person.is_none()));
        let label = if of_all { text::HOME_MOVE_ALL } else { text::CHANGES };
        label.in_language(language.get())
    };
    view! {
        <Sheet
            label=title
            open=Signal::derive(move || about.with(Option::is_some))
            close=move || about.set(None)
        >
            {move || {
                let of = about.get()?;
                let typed = Typed::new(of, people.get_untracked());
                Some(view! { <HappensForm household typed about/> })
            }}
        </Sheet>
    }
}

#[component]
fn HappensForm(household: RecordId, typed: Typed, about: RwSignal<Option<About>>) -> impl IntoView {
    let language = text::language();
    let toast = Toast::here();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let form = new_form();
    let write = move |_| {
        if busy.get_untracked() {
            return; // a second tap means the first
        }
        busy.set(true);
        let spoken = language.get_untracked();
        spawn_local(async move {
            let say = |label: Label| {
                problem.try_set(Some(label.in_language(spoken).to_owned()));
                busy.try_set(false);
            };
            let event = match typed.event().await {
                Ok(event) => event,
                Err(missing) => return say(missing),
            };
            match ask(Happens { form, household, event }).await {
                Ok(Happened::Written) => {
                    about.try_set(None);
                    toast.say_saved(form);
                }
                Ok(Happened::Cannot(why)) => say(why.label()),
                Err(trouble) => {
                    problem.try_set(Some(text::trouble(&trouble, spoken)));
                    busy.try_set(false);
                }
            }
        });
    };
    let name = typed.person.with_value(|inmate| inmate.as_ref().map(|one| one.name.clone()));
    let of_one = name.is_some();
    let title = name
        .unwrap_or_else(|| text::HOME_MOVE_ALL.in_language(language.get_untracked()).to_owned());
    let is = move |has: fn(Which) -> bool| move || has(typed.which.get());
    let has_others = move || typed.which.get().takes_others() && !typed.other_people().is_empty();
    view! {
        <div class="sheet__head">
            <h2>{title}</h2>
        </div>
        <div class="sheet__body form">
            <Show when=move || of_one>
                <WhichField typed/>
            </Show>
            <Show when=is(|which| which == Which::Join)>
                <IntoField typed/>
                <RelationField
                    id="quan-he"
                    label=text::RELATION_THERE
                    relation=typed.relation
                    choose=move |relation| typed.relation.set(relation)
                />
            </Show>
            <Show when=is(Which::has_door)>
                <DoorFields typed/>
            </Show>
            <Show when=has_others>
                <OthersField typed/>
            </Show>
            <SuccessionFields typed/>
            <Show when=is(Which::has_day)>
                {move || {
                    let died = typed.which.get() == Which::Died;
                    let label = if died { text::DIED_ON } else { text::ON_DAY };
                    view! {
                        <TextField id="ngay-chuyen" label value=typed.on hint=text::DAY_HINT/>
                    }
                }}
            </Show>
            <Problem text=problem/>
        </div>
        <div class="sheet__foot">
            <button class="button" type="button" on:click=move |_| about.set(None)>
                {say(text::CANCEL)}
            </button>
            <button class="button button--main" type="button" on:click=write>
                {say(text::SAVE)}
            </button>
        </div>
    }
}

#[component]
fn WhichField(typed: Typed) -> impl IntoView {
    let leads = typed.people.with_value(|people| people.head) == typed.himself();
    // Who leads does not become head.
    let offered = Which::OF_ONE.into_iter().filter(move |one| !leads || *one != Which::Head);
    let listed = listed_choices(offered.map(|one| (one as i64, one.label())));
    let choose = move |value: String| {
        let chosen = Which::OF_ONE.into_iter().find(|one| (*one as i64).to_string() == value);
        typed.which.set(chosen.unwrap_or(Which::Join));
    };
    let chosen = Signal::derive(move || (typed.which.get() as i64).to_string());
    view! { <OptionsField id="chuyen-gi" label=text::WHAT_TO_DO listed chosen choose/> }
}

/// The household that they move into, found by its door or its head.
#[component]
fn IntoField(typed: Typed) -> impl IntoView {
    let search = RwSignal::new(String::new());
    view! {
        <div class="field">
            <label class="field__label" for="vao-ho">
                {say(text::INTO_HOUSEHOLD)}
            </label>
            {move || match typed.into.get() {
                Some(into) => view! {
                    <div class="picked">
                        <span class="picked__title">{title_and_note(&into)}</span>
                        <button
                            class="button button--small"
                            type="button"
                            on:click=move |_| typed.into.set(None)
                        >
                            {say(text::CHANGE_CHOICE)}
                        </button>
                    </div>
                }
                .into_any(),
                None => view! {
                    <FindRecord
                        id="vao-ho"
                        kinds=&["household"]
                        hint=text::SEARCH_FAMILIES_HINT
                        search
                        choose=move |named| typed.into.set(Some(named))
                    />
                }
                .into_any(),
            }}
        </div>
    }
}

/// How these stand to the head with whom they will live; each is suggested as it follows.
#[component]
fn Relations(typed: Typed, of: Signal<Vec<Inmate>>) -> impl IntoView {
    view! {
        <For each=move || of.get() key=|inmate| inmate.person let:inmate>
            {
                let person = inmate.person;
                let choose = move |relation| {
                    typed.said.update(|said| {
                        said.insert(person, relation);
                    });
                };
                view! {
                    <RelationField
                        id=format!("quan-he-{}", person.0)
                        label=inmate.name
                        relation=Signal::derive(move || typed.stands(person))
                        choose
                    />
                }
            }
        </For>
    }
}

/// Who leads those who stay, and how they stand to him.
#[component]
fn SuccessionFields(typed: Typed) -> impl IntoView {
    let left = Memo::new(move |_| typed.left_behind());
    let led = Memo::new(move |_| typed.led());
    let listed = Signal::derive(move || {
        let stay = left.get().into_iter();
        stay.map(|one| (one.person.0.to_string(), one.name)).collect()
    });
    let choose = move |value: String| typed.next.set(value.parse().ok().map(RecordId));
    let chosen = Signal::derive(move || {
        typed.next_head().map(|next| next.0.to_string()).unwrap_or_default()
    });
    view! {
        <Show when=move || !left.read().is_empty()>
            <OptionsField
                id="chu-ho-moi"
                label=text::NEXT_HEAD
                none=text::CHOOSE
                listed
                chosen
                choose
            />
        </Show>
        <Show when=move || !led.read().is_empty()>
            <fieldset class="field">
                <legend class="field__label">{say(text::RELATIONS_TO_NEXT)}</legend>
                <div class="form">
                    <Relations typed of=led.into()/>
                </div>
            </fieldset>
        </Show>
    }
}

#[component]
fn DoorFields(typed: Typed) -> impl IntoView {
    let areas = use_live(|| AskAreas);
    let listed = Signal::derive(move || listed_areas(areas.get().unwrap_or_default()));
    let chosen =
        Signal::derive(move || typed.area.get().map(|area| area.0.to_string()).unwrap_or_default());
    let choose = move |value: String| typed.area.set(value.parse().ok().map(RecordId));
    view! {
        <OptionsField
            id="kp-moi"
            label=text::NEIGHBOURHOOD
            none=text::CHOOSE
            listed
            chosen
            choose
        />
        <div class="pair">
            <TextField id="so-nha-moi" label=text::HOUSE_NUMBER value=typed.house optional=true/>
            <TextField id="duong-moi" label=text::STREET value=typed.street optional=true/>
        </div>
    }
}

/// Who of the household goes along, and how they stand to the head there.
#[component]
fn OthersField(typed: Typed) -> impl IntoView {
    let ticks = typed.other_people().into_iter().map(|inmate| {
        let person = inmate.person;
        let tick = move |_| {
            typed.others.update(|others| match others.iter().position(|one| *one == person) {
                Some(place) => drop(others.remove(place)),
                None => others.push(person),
            });
        };
        view! {
            <label class="choice">
                <input
                    type="checkbox"
                    prop:checked=move || typed.others.with(|others| others.contains(&person))
                    on:change=tick
                />
                <Icon name="check"/>
                <span class="choice__text">{inmate.name}</span>
            </label>
        }
    });
    let ticks: Vec<_> = ticks.collect();
    let along = Memo::new(move |_| typed.along());
    view! {
        <fieldset class="field choices">
            <legend class="field__label">{say(text::GOES_ALONG)}</legend>
            {ticks}
        </fieldset>
        <Show when=move || !along.read().is_empty()>
            <fieldset class="field">
                <legend class="field__label">{say(text::RELATIONS_TO_HEAD_THERE)}</legend>
                <div class="form">
                    <Relations typed of=along.into()/>
                </div>
            </fieldset>
        </Show>
    }
}
