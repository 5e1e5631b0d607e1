//! What happens to a household's people: somebody moves to another household or founds his own, becomes
//! head, dies, goes away; all of it moves.

use std::collections::BTreeMap;

use domain::id::RecordId;
use domain::moving::{Address, Destination, Event, Goer, NextHead};
use domain::record::Relation;
use domain::text::{Label, Language};
use domain::time::Day;
use domain::view::form::FormId;
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

/// What is written of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// He moves into a household that is there.
    Join,
    /// He founds one.
    Found,
    Head,
    Died,
    Leave,
}

impl Which {
    const ALL: [Which; 5] = [Which::Join, Which::Found, Which::Head, Which::Died, Which::Leave];

    const fn label(self) -> Label {
        match self {
            Which::Join => text::HOME_JOIN,
            Which::Found => text::HOME_FOUND,
            Which::Head => text::HOME_HEAD,
            Which::Died => text::HOME_DIED,
            Which::Leave => text::HOME_LEAVE,
        }
    }

    const fn takes_others(self) -> bool {
        matches!(self, Which::Join | Which::Found)
    }
}

/// A door that is typed.
#[derive(Clone, Copy)]
struct DoorTyped {
    area: RwSignal<Option<RecordId>>,
    house: RwSignal<String>,
    street: RwSignal<String>,
}

impl DoorTyped {
    fn new() -> Self {
        Self {
            area: RwSignal::new(None),
            house: RwSignal::new(String::new()),
            street: RwSignal::new(String::new()),
        }
    }

    fn address(self) -> Result<Address, Label> {
        Ok(Address {
            area: self.area.get_untracked().ok_or(text::CHOOSE_NEIGHBOURHOOD)?,
            house: self.house.get_untracked(),
            street: self.street.get_untracked(),
        })
    }
}

/// A day that is typed.
fn typed_day(on: RwSignal<String>) -> Result<Day, Label> {
    Day::parse(&on.get_untracked()).ok_or(text::NO_DAY)
}

/// What was typed of one person.
#[derive(Clone, Copy)]
struct Typed {
    person: StoredValue<Inmate>,
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
    /// How somebody stands to a head, where it was said; else as it follows.
    said: RwSignal<BTreeMap<Pair, Relation>>,
    into: RwSignal<Option<Named>>,
    door: DoorTyped,
}

/// Somebody, and the head to whom he will stand: of another head nothing was said. `None`: the head of
/// the household into which they move.
type Pair = (RecordId, Option<RecordId>);

impl Typed {
    fn new(person: Inmate, people: HouseholdPeople) -> Self {
        Self {
            person: StoredValue::new(person),
            people: StoredValue::new(people),
            which: RwSignal::new(Which::Join),
            on: RwSignal::new(today().to_string()),
            others: RwSignal::new(vec![]),
            relation: RwSignal::new(Relation::Other),
            next: RwSignal::new(None),
            said: RwSignal::default(),
            into: RwSignal::new(None),
            door: DoorTyped::new(),
        }
    }

    fn himself(self) -> RecordId {
        self.person.with_value(|inmate| inmate.person)
    }

    /// Everybody who lives there, but him.
    fn other_people(self) -> Vec<Inmate> {
        let himself = self.himself();
        let present = self.people.with_value(|people| people.present.clone());
        present.into_iter().filter(|one| one.person != himself).collect()
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
        if self.which.get() == Which::Head {
            return vec![];
        }
        let along = self.along().into_iter().map(|inmate| inmate.person);
        let going: Vec<RecordId> = std::iter::once(self.himself()).chain(along).collect();
        self.people.with_value(|people| people.left_without_head(&going))
    }

    /// Who is head of those who stay from now on, where that is asked.
    fn next_head(self) -> Option<RecordId> {
        if self.which.get() == Which::Head {
            return Some(self.himself());
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

    /// To which head somebody will stand.
    fn pair(self, person: RecordId) -> Pair {
        let goes = self.along().iter().any(|inmate| inmate.person == person);
        let head = match self.which.get() {
            Which::Join if goes => None,
            Which::Found if goes => Some(self.himself()),
            _ => self.next_head(),
        };
        (person, head)
    }

    /// How somebody stands to the head of those with whom he will live, as it was said or as it follows.
    fn stands(self, person: RecordId) -> Relation {
        let pair = self.pair(person);
        if let Some(said) = self.said.with(|said| said.get(&pair).copied()) {
            return said;
        }
        let to = |other| self.people.with_value(|people| people.between(person, other));
        match pair.1 {
            Some(head) => to(head),
            None if self.which.get() == Which::Join => to(self.himself()).then(self.relation.get()),
            None => Relation::Other,
        }
    }

    fn next(self) -> Option<NextHead> {
        let relations =
            self.led().iter().map(|one| (one.person, self.stands(one.person))).collect();
        self.next_head().map(|person| NextHead { person, relations })
    }

    /// Who goes, each with how he will stand; `leads`: how he himself does.
    fn goers(self, leads: Relation) -> Vec<Goer> {
        let along = self.along().into_iter().map(|one| one.person);
        let along = along.map(|person| Goer { person, relation: self.stands(person) });
        std::iter::once(Goer { person: self.himself(), relation: leads }).chain(along).collect()
    }

    /// What happens, as it was typed; or what is missing.
    async fn event(self) -> Result<Event, Label> {
        // Whoever closes the sheet meanwhile takes the fields along.
        let (person, next) = (self.himself(), untrack(|| self.next()));
        let day = || typed_day(self.on);
        Ok(match self.which.get_untracked() {
            Which::Head => Event::Head(next.ok_or(text::NOT_HERE)?),
            Which::Died => Event::Died { person, on: day()?, next },
            Which::Leave => Event::Leave { person, on: day()?, next },
            Which::Found => {
                let people = untrack(|| self.goers(Relation::Head));
                let to = Destination::New(self.door.address()?);
                Event::Move { people, to, on: day()?, next }
            }
            Which::Join => {
                let people = untrack(|| self.goers(self.relation.get()));
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
        let of_all = about.with(|about| *about == Some(About::All));
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
                let writing = Writing::new(household, about);
                Some(match of {
                    About::All => view! { <AllForm writing/> }.into_any(),
                    About::One(person) => {
                        let typed = Typed::new(person, people.get_untracked());
                        view! { <OneForm writing typed/> }.into_any()
                    }
                })
            }}
        </Sheet>
    }
}

/// What happens is written once, however often the button is tapped, and closes the sheet.
#[derive(Clone, Copy)]
struct Writing {
    household: RecordId,
    about: RwSignal<Option<About>>,
    form: FormId,
    problem: RwSignal<Option<String>>,
    busy: RwSignal<bool>,
    toast: Toast,
    language: RwSignal<Language>,
}

impl Writing {
    fn new(household: RecordId, about: RwSignal<Option<About>>) -> Self {
        Self {
            household,
            about,
            form: new_form(),
            problem: RwSignal::new(None),
            busy: RwSignal::new(false),
            toast: Toast::here(),
            language: text::language(),
        }
    }

    fn write(self, event: impl Future<Output = Result<Event, Label>> + 'static) {
        if self.busy.get_untracked() {
            return; // a second tap means the first
        }
        self.busy.set(true);
        spawn_local(async move {
            if let Err(problem) = self.written(event).await {
                self.problem.try_set(Some(problem));
                self.busy.try_set(false);
            }
        });
    }

    async fn written(
        self,
        event: impl Future<Output = Result<Event, Label>>,
    ) -> Result<(), String> {
        let spoken = self.language.get_untracked();
        let say = |label: Label| label.in_language(spoken).to_owned();
        let event = event.await.map_err(say)?;
        let Self { form, household, .. } = self;
        match ask(Happens { form, household, event }).await {
            Ok(Happened::Written) => {
                self.about.try_set(None);
                self.toast.say_saved(Some(form));
                Ok(())
            }
            Ok(Happened::Cannot(why)) => Err(say(why.label())),
            Err(trouble) => Err(text::trouble(&trouble, spoken)),
        }
    }
}

/// The sheet's foot.
#[component]
fn Foot(writing: Writing, write: impl Fn() + 'static) -> impl IntoView {
    view! {
        <div class="sheet__foot">
            <button class="button" type="button" on:click=move |_| writing.about.set(None)>
                {say(text::CANCEL)}
            </button>
            <button class="button button--main" type="button" on:click=move |_| write()>
                {say(text::SAVE)}
            </button>
        </div>
    }
}

/// All of the household move to another door.
#[component]
fn AllForm(writing: Writing) -> impl IntoView {
    let door = DoorTyped::new();
    let on = RwSignal::new(today().to_string());
    let write = move || {
        let typed = || Ok(Event::MoveAll { to: door.address()?, on: typed_day(on)? });
        writing.write(std::future::ready(typed()));
    };
    view! {
        <div class="sheet__head">
            <h2>{say(text::HOME_MOVE_ALL)}</h2>
        </div>
        <div class="sheet__body form">
            <DoorFields door/>
            <TextField id="ngay-chuyen" label=text::ON_DAY value=on hint=text::DAY_HINT/>
            <Problem text=writing.problem/>
        </div>
        <Foot writing write/>
    }
}

#[component]
fn OneForm(writing: Writing, typed: Typed) -> impl IntoView {
    let name = typed.person.with_value(|inmate| inmate.name.clone());
    let is = move |which: Which| move || typed.which.get() == which;
    let has_others = move || typed.which.get().takes_others() && !typed.other_people().is_empty();
    view! {
        <div class="sheet__head">
            <h2>{name}</h2>
        </div>
        <div class="sheet__body form">
            <WhichField typed/>
            <Show when=is(Which::Join)>
                <IntoField typed/>
                <RelationField
                    id="quan-he"
                    label=text::RELATION_THERE
                    relation=typed.relation
                    choose=move |relation| typed.relation.set(relation)
                />
            </Show>
            <Show when=is(Which::Found)>
                <DoorFields door=typed.door/>
            </Show>
            <Show when=has_others>
                <OthersField typed/>
            </Show>
            <SuccessionFields typed/>
            <Show when=move || typed.which.get() != Which::Head>
                {move || {
                    let died = typed.which.get() == Which::Died;
                    let label = if died { text::DIED_ON } else { text::ON_DAY };
                    view! {
                        <TextField id="ngay-chuyen" label value=typed.on hint=text::DAY_HINT/>
                    }
                }}
            </Show>
            <Problem text=writing.problem/>
        </div>
        <Foot writing write=move || writing.write(typed.event())/>
    }
}

#[component]
fn WhichField(typed: Typed) -> impl IntoView {
    let leads = typed.people.with_value(|people| people.head) == Some(typed.himself());
    // Who leads does not become head.
    let offered = Which::ALL.into_iter().filter(move |one| !leads || *one != Which::Head);
    let listed = listed_choices(offered.map(|one| (one as i64, one.label())));
    let choose = move |value: String| {
        let chosen = Which::ALL.into_iter().find(|one| (*one as i64).to_string() == value);
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
                        said.insert(untrack(|| typed.pair(person)), relation);
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
fn DoorFields(door: DoorTyped) -> impl IntoView {
    let areas = use_live(|| AskAreas);
    let listed = Signal::derive(move || listed_areas(areas.get().unwrap_or_default()));
    let chosen =
        Signal::derive(move || door.area.get().map(|area| area.0.to_string()).unwrap_or_default());
    let choose = move |value: String| door.area.set(value.parse().ok().map(RecordId));
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
            <TextField id="so-nha-moi" label=text::HOUSE_NUMBER value=door.house optional=true/>
            <TextField id="duong-moi" label=text::STREET value=door.street optional=true/>
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
