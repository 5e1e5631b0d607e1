//! Choosing people of the list, and the bar that says how many are chosen and what can be done.

use domain::text::whole;
use domain::view::deed::{Choice, Whom};
use domain::view::people::Listing;
use leptos::prelude::*;
use leptos_router::components::A;

use super::deeds::{DeedSheet, Which};
use crate::components::{Icon, Toast};
use crate::pages::Rights;
use crate::text::{self, say};

/// Who is chosen; `None`: nobody is being chosen.
#[derive(Clone, Copy)]
pub struct Chosen(pub RwSignal<Option<Choice>>);

impl Chosen {
    pub fn is_on(self) -> bool {
        self.0.with(Option::is_some)
    }

    pub fn has(self, person: domain::id::RecordId) -> bool {
        self.0.with(|choice| choice.as_ref().is_some_and(|choice| choice.has(person)))
    }

    pub fn turn(self, person: domain::id::RecordId) {
        self.0.update(|choice| {
            if let Some(choice) = choice {
                choice.turn(person);
            }
        });
    }
}

/// Begins and ends the choosing.
#[component]
pub fn ChooseChip(chosen: Chosen) -> impl IntoView {
    let turn = move |_| {
        chosen.0.update(|choice| {
            *choice = if choice.is_some() { None } else { Some(Choice::These(vec![])) };
        });
    };
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=move || chosen.is_on().to_string()
            on:click=turn
        >
            <Icon name="check" small=true/>
            {say(text::CHOOSE_PEOPLE)}
        </button>
    }
}

/// Turns one line's choice.
#[component]
pub fn Pick(chosen: Chosen, person: domain::id::RecordId, name: String) -> impl IntoView {
    view! {
        <label class="row__mark row__pick">
            <input
                type="checkbox"
                aria-label=name
                prop:checked=move || chosen.has(person)
                on:change=move |_| chosen.turn(person)
            />
        </label>
    }
}

/// The bar at the foot: a new person; while people are chosen, what can be done with them.
#[component]
pub fn Bar(
    chosen: Chosen,
    #[prop(into)] listing: Signal<Listing>,
    #[prop(into)] all: Signal<usize>,
) -> impl IntoView {
    let which = RwSignal::new(None::<Which>);
    let rights = Rights::here();
    let (may, may_add) = (move || rights.may_write("member"), move || rights.may_write("person"));
    let toast = Toast::here();
    let choice = move || chosen.0.get().unwrap_or(Choice::These(vec![]));
    let count = Signal::derive(move || choice().count(all.get()));
    let whom = Signal::derive(move || Whom { listing: listing.get(), choice: choice() });
    let language = text::language();
    let act = move |_| {
        if count.get_untracked() == 0 {
            toast.say(text::CHOOSE_FIRST);
        } else {
            which.set(Some(Which::Admit));
        }
    };
    let everybody = move |_| {
        chosen.0.set(Some(if count.get_untracked() == all.get_untracked() {
            Choice::These(vec![])
        } else {
            Choice::AllBut(vec![])
        }));
    };
    view! {
        <Show
            when=move || chosen.is_on()
            fallback=move || {
                view! {
                    <Show when=may_add>
                        <section class="action">
                            <A href="/ghi-danh" attr:class="button button--main">
                                <Icon name="plus"/>
                                {say(text::ADD_PERSON)}
                            </A>
                        </section>
                    </Show>
                }
            }
        >
            <section class="action" aria-label=say(text::CHOOSE_PEOPLE)>
                <button class="button" type="button" on:click=everybody>
                    {move || {
                        if count.get() == all.get() {
                            text::CHOOSE_NONE.in_language(language.get()).to_owned()
                        } else {
                            format!(
                                "{} {}",
                                text::CHOOSE_ALL.in_language(language.get()),
                                whole(all.get() as i64),
                            )
                        }
                    }}
                </button>
                <Show when=may>
                    <button class="button button--main" type="button" on:click=act>
                        {move || text::with_people(count.get(), language.get())}
                    </button>
                </Show>
            </section>
        </Show>
        <DeedSheet which whom count/>
    }
}
