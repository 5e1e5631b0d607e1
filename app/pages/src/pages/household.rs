//! A household's people on its page: who lives there and who has; moves, a household of one's own, a new
//! head, a death.

use domain::id::RecordId;
use domain::moving::{Address, Destination, Event};
use domain::record::Relation;
use domain::text::Label;
use domain::time::Day;
use domain::view::household::{Happened, HouseholdPeople, Inmate};
use domain::view::record::Named;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::people::PersonName;
use super::use_live;
use crate::components::{
    Icon, Matches, Problem, SelectField, Sheet, TextField, Toast, address_of, title_and_note,
};
use crate::deed::{new_form, today};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskAreas, AskHome, AskHouseholdPeople, AskRights, Happens, TakeHappeningBack};

/// What somebody is about to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    Join,
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
}

/// Whom the sheet is about: somebody of the household, or all of it.
#[derive(Clone, Debug, PartialEq)]
struct About {
    person: Option<Inmate>,
}

#[component]
pub fn HouseholdSection(household: RecordId) -> impl IntoView {
    let found = use_live(move || AskHouseholdPeople(household));
    let people = Memo::new(move |_| found.get().unwrap_or_default());
    let about = RwSignal::new(None::<About>);
    let rights = use_live(|| AskRights);
    let may = Memo::new(move |_| rights.get().is_some_and(|rights| rights.may_write("residence")));
    let former = move || people.with(|people| people.former.clone());
    view! {
        <section class="section" aria-labelledby="trong-ho">
            <div class="section__head">
                <h2 id="trong-ho">{say(text::IN_HOUSEHOLD)}</h2>
            </div>
            <ul>
                <For
                    each=move || people.with(|people| people.present.clone())
                    key=move |inmate| {
                        let relation = inmate.relation.map(|relation| relation as i64);
                        let leads = people.with_untracked(|people| people.head) == Some(inmate.person);
                        (inmate.residence, inmate.name.clone(), inmate.birth, relation, leads)
                    }
                    let:inmate
                >
                    <InmateLine people inmate about may/>
                </For>
            </ul>
            <Show when=move || people.with(|people| !people.former.is_empty())>
                <details class="block more">
                    <summary>{say(text::FORMER_INMATES)}</summary>
                    <ul>
                        <For each=former key=|inmate| (inmate.residence, inmate.until) let:inmate>
                            <FormerLine inmate/>
                        </For>
                    </ul>
                </details>
            </Show>
            <Show when=move || may.get()>
                <div class="block block--apart person__deeds">
                    <button
                        class="button button--small"
                        type="button"
                        on:click=move |_| about.set(Some(About { person: None }))
                    >
                        <Icon name="moved" small=true/>
                        {say(Which::MoveAll.label())}
                    </button>
                </div>
            </Show>
        </section>
        <HappensSheet household people about/>
    }
}

#[component]
fn InmateLine(
    people: Memo<HouseholdPeople>,
    inmate: Inmate,
    about: RwSignal<Option<About>>,
    may: Memo<bool>,
) -> impl IntoView {
    let language = text::language();
    let is_head = people.with_untracked(|people| people.head == Some(inmate.person));
    let relation = if is_head { Some(Relation::Head) } else { inmate.relation };
    let birth = inmate.birth.map(|birth| birth.to_string());
    let note = move || {
        let relation =
            relation.map(|relation| relation.label().in_language(language.get()).to_owned());
        let parts = [relation, birth.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let (whose, called) = (inmate.clone(), inmate.name.clone());
    let open = move |_| about.set(Some(About { person: Some(whose.clone()) }));
    let changes = move || format!("{}: {called}", text::CHANGES.in_language(language.get()));
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="person"/>
            </span>
            <span class="row__main">
                <A href=address_of("person", inmate.person) attr:class="row__title row__link">
                    <PersonName name=inmate.name/>
                </A>
                <span class="row__note">{note}</span>
            </span>
            <span class="row__end">
                <Show when=move || may.get()>
                    <button
                        class="button button--small"
                        type="button"
                        aria-label=changes.clone()
                        on:click=open.clone()
                    >
                        {say(text::CHANGES)}
                    </button>
                </Show>
            </span>
        </li>
    }
}

#[component]
fn FormerLine(inmate: Inmate) -> impl IntoView {
    let language = text::language();
    let day = |day: Option<Day>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
    let lived = format!("{} – {}", day(inmate.since), day(inmate.until));
    let ended = inmate.ended;
    let note = move || {
        let why = ended.map(|why| why.label().in_language(language.get()));
        format!("{lived} {}", why.unwrap_or_default())
    };
    view! {
        <li class="row">
            <span class="row__mark"></span>
            <span class="row__main">
                <A href=address_of("person", inmate.person) attr:class="row__title row__link">
                    <PersonName name=inmate.name/>
                </A>
                <span class="row__note">{note}</span>
            </span>
        </li>
    }
}

/// What was typed into the sheet.
#[derive(Clone, Copy)]
struct Typed {
    which: RwSignal<Which>,
    on: RwSignal<String>,
    /// Who goes along with him.
    others: RwSignal<Vec<RecordId>>,
    relation: RwSignal<Relation>,
    into: RwSignal<Option<Named>>,
    area: RwSignal<Option<RecordId>>,
    house: RwSignal<String>,
    street: RwSignal<String>,
}

impl Typed {
    fn new() -> Self {
        Self {
            which: RwSignal::new(Which::Join),
            on: RwSignal::new(today().to_string()),
            others: RwSignal::new(vec![]),
            relation: RwSignal::new(Relation::Other),
            into: RwSignal::new(None),
            area: RwSignal::new(None),
            house: RwSignal::new(String::new()),
            street: RwSignal::new(String::new()),
        }
    }

    /// What happens, as it was typed; or what is missing.
    async fn event(self, about: &About) -> Result<Event, Label> {
        // Whoever closes the sheet meanwhile takes the fields along.
        let (others, relation) = (self.others.get_untracked(), self.relation.get_untracked());
        let on = Day::parse(&self.on.get_untracked());
        let day = || on.ok_or(text::NO_DAY);
        let door = || {
            Ok(Address {
                area: self.area.get_untracked().ok_or(text::CHOOSE_NEIGHBOURHOOD)?,
                house: self.house.get_untracked(),
                street: self.street.get_untracked(),
            })
        };
        let Some(person) = about.person.as_ref().map(|inmate| inmate.person) else {
            return Ok(Event::MoveAll { to: door()?, on: day()? });
        };
        let people = || std::iter::once(person).chain(others.clone()).collect();
        Ok(match self.which.get_untracked() {
            Which::Head => Event::Head { person },
            Which::Died => Event::Died { person, on: day()? },
            Which::Leave => Event::Leave { person, on: day()? },
            Which::Found | Which::MoveAll => Event::Move {
                people: people(),
                to: Destination::New(door()?),
                on: day()?,
                relation: Relation::Other,
            },
            Which::Join => {
                let into = self.into.get_untracked().ok_or(text::CHOOSE_HOUSEHOLD)?;
                let home = AskHome { kind: into.kind, id: into.id };
                let area = ask(home).await.ok().flatten().ok_or(text::HOUSEHOLD_HAS_NO_HOME)?;
                Event::Move {
                    people: people(),
                    to: Destination::Household { household: into.id, area },
                    on: day()?,
                    relation,
                }
            }
        })
    }
}

#[component]
fn HappensSheet(
    household: RecordId,
    people: Memo<HouseholdPeople>,
    about: RwSignal<Option<About>>,
) -> impl IntoView {
    let language = text::language();
    let title = move || {
        let of_all = about.with(|about| about.as_ref().is_some_and(|about| about.person.is_none()));
        let label = if of_all { Which::MoveAll.label() } else { text::CHANGES };
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
                Some(view! { <HappensForm household people of about/> })
            }}
        </Sheet>
    }
}

#[component]
fn HappensForm(
    household: RecordId,
    people: Memo<HouseholdPeople>,
    of: About,
    about: RwSignal<Option<About>>,
) -> impl IntoView {
    let typed = Typed::new();
    let language = text::language();
    let toast = Toast::here();
    let problem = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let form = new_form();
    if of.person.is_none() {
        typed.which.set(Which::MoveAll);
    }
    let person = of.person.clone();
    let name = person.as_ref().map(|inmate| inmate.name.clone());
    let others: Vec<Inmate> = people.with_untracked(|people| {
        let himself = person.as_ref().map(|inmate| inmate.person);
        people.present.iter().filter(|one| Some(one.person) != himself).cloned().collect()
    });
    let others = StoredValue::new(others);
    let write = move |_| {
        let of = of.clone();
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
            let event = match typed.event(&of).await {
                Ok(event) => event,
                Err(missing) => return say(missing),
            };
            match ask(Happens { form, household, event }).await {
                Ok(Happened::Written) => {
                    about.try_set(None);
                    toast.say_undo(text::SAVED, move || {
                        spawn_local(async move {
                            let back = ask(TakeHappeningBack(form)).await.is_ok();
                            toast.say(if back { text::TAKEN_BACK } else { text::NOT_TAKEN_BACK });
                        });
                    });
                }
                Ok(Happened::Cannot(why)) => say(why.label()),
                Err(trouble) => {
                    problem.try_set(Some(text::trouble(&trouble, spoken)));
                    busy.try_set(false);
                }
            }
        });
    };
    let of_one = person.is_some();
    let is = move |has: fn(Which) -> bool| move || has(typed.which.get());
    let has_others =
        move || typed.which.get().takes_others() && others.with_value(|others| !others.is_empty());
    view! {
        <div class="sheet__head">
            <h2>{name.unwrap_or_else(|| Which::MoveAll.label().in_language(language.get_untracked()).to_owned())}</h2>
        </div>
        <div class="sheet__body form">
            <Show when=move || of_one>
                <WhichField typed/>
            </Show>
            <Show when=is(|which| which == Which::Join)>
                <IntoField typed/>
                <RelationField typed/>
            </Show>
            <Show when=is(Which::has_door)>
                <DoorFields typed/>
            </Show>
            <Show when=has_others>
                <OthersField typed others/>
            </Show>
            <Show when=is(Which::has_day)>
                <TextField id="ngay-chuyen" label=text::ON_DAY value=typed.on hint=text::DAY_HINT/>
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
    let choose = move |value: String| {
        let chosen = Which::OF_ONE.into_iter().find(|one| format!("{one:?}") == value);
        typed.which.set(chosen.unwrap_or(Which::Join));
    };
    let options = Which::OF_ONE.map(|one| {
        view! {
            <option value=format!("{one:?}") selected=move || typed.which.get() == one>
                {say(one.label())}
            </option>
        }
    });
    view! {
        <div class="field">
            <SelectField id="chuyen-gi" label=text::WHAT_TO_DO choose>
                {options}
            </SelectField>
        </div>
    }
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
                    <div class="search">
                        <Icon name="search"/>
                        <input
                            class="field__input"
                            id="vao-ho"
                            type="search"
                            autocomplete="off"
                            placeholder=say(text::SEARCH_FAMILIES_HINT)
                            prop:value=move || search.get()
                            on:input=move |event| search.set(event_target_value(&event))
                        />
                    </div>
                    <Matches
                        kinds=&["household"]
                        search
                        choose=move |named| typed.into.set(Some(named))
                    />
                }
                .into_any(),
            }}
        </div>
    }
}

#[component]
fn RelationField(typed: Typed) -> impl IntoView {
    let known = Relation::ALL.iter().copied().filter(|one| *one != Relation::Head);
    let options = known.map(|one| {
        view! {
            <option value=(one as i64).to_string() selected=move || typed.relation.get() == one>
                {say(one.label())}
            </option>
        }
    });
    let choose = move |value: String| {
        let chosen = Relation::ALL.iter().find(|one| (**one as i64).to_string() == value);
        typed.relation.set(chosen.copied().unwrap_or(Relation::Other));
    };
    let options: Vec<_> = options.collect();
    view! {
        <div class="field">
            <SelectField id="quan-he" label=text::RELATION_THERE choose>
                {options}
            </SelectField>
        </div>
    }
}

#[component]
fn DoorFields(typed: Typed) -> impl IntoView {
    let areas = use_live(|| AskAreas);
    view! {
        <div class="field">
            <SelectField
                id="kp-moi"
                label=text::NEIGHBOURHOOD
                choose=move |value: String| typed.area.set(value.parse().ok().map(RecordId))
            >
                <option value="">{say(text::CHOOSE)}</option>
                <For
                    each=move || areas.get().unwrap_or_default()
                    key=|area| (area.id, area.name.clone())
                    let:one
                >
                    <option
                        value=one.id.0.to_string()
                        selected=move || typed.area.get() == Some(one.id)
                    >
                        {one.name.clone()}
                    </option>
                </For>
            </SelectField>
        </div>
        <div class="pair">
            <TextField id="so-nha-moi" label=text::HOUSE_NUMBER value=typed.house optional=true/>
            <TextField id="duong-moi" label=text::STREET value=typed.street optional=true/>
        </div>
    }
}

/// Who of the household goes along.
#[component]
fn OthersField(typed: Typed, others: StoredValue<Vec<Inmate>>) -> impl IntoView {
    let ticks = others.get_value().into_iter().map(|inmate| {
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
    view! {
        <fieldset class="field choices">
            <legend class="field__label">{say(text::GOES_ALONG)}</legend>
            {ticks}
        </fieldset>
    }
}
