//! What is done with people, one or many: chosen on a sheet that says first with whom something happens
//! and who is spared; done in parts, and taken back.

use domain::id::RecordId;
use domain::kind::Record;
use domain::membership::Deed;
use domain::record::{Dues, LeavingReason, Office};
use domain::text::{Label, Language, whole};
use domain::time::Day;
use domain::view::deed::{Choice, MOST_AT_ONCE, Preview, Progress, Whom};
use domain::view::form::FormId;
use domain::view::people::Listing;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::export::CardButton;
use crate::components::{
    Icon, OptionsField, Sheet, TextField, Toast, WriteWay, listed_areas, listed_choices,
};
use crate::deed::{new_form, today};
use crate::pages::use_live;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskListChoices, AskPreview, BeginDeed, GoOnWithDeed, TakeDeedBack, Trouble};

/// Which deed is chosen; what it lacks is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    Admit,
    Transfer,
    Leave,
    Register,
    Employ,
}

impl Which {
    const ALL: [Which; 5] =
        [Which::Admit, Which::Transfer, Which::Leave, Which::Register, Which::Employ];

    pub const fn label(self) -> Label {
        match self {
            Which::Admit => text::DEED_ADMIT,
            Which::Transfer => text::DEED_TRANSFER,
            Which::Leave => text::DEED_LEAVE,
            Which::Register => text::DEED_REGISTER,
            Which::Employ => text::DEED_EMPLOY,
        }
    }

    /// What was done, for the line that says so.
    const fn done(self) -> Label {
        match self {
            Which::Admit => text::DEED_ADMIT_DONE,
            Which::Transfer => text::DEED_TRANSFER_DONE,
            Which::Leave => text::DEED_LEAVE_DONE,
            Which::Register => text::DEED_REGISTER_DONE,
            Which::Employ => text::DEED_EMPLOY_DONE,
        }
    }

    /// Whether it is done in a branch or a unit.
    const fn has_place(self) -> bool {
        matches!(self, Which::Admit | Which::Transfer | Which::Employ)
    }
}

/// Where the sheet stands.
#[derive(Clone, Debug, PartialEq)]
enum State {
    Choosing,
    Doing(Progress),
    Done(Progress),
    TakingBack(Progress),
    Failed(Trouble),
}

/// The sheet; it is open while `which` is said.
#[component]
pub fn DeedSheet(
    which: RwSignal<Option<Which>>,
    #[prop(into)] whom: Signal<Whom>,
    /// Of how many it is.
    #[prop(into)]
    count: Signal<usize>,
) -> impl IntoView {
    let place = RwSignal::new(None::<i64>);
    let on = RwSignal::new(today().to_string());
    let why = RwSignal::new(LeavingReason::Left);
    let state = RwSignal::new(State::Choosing);
    Effect::new(move || {
        // What was typed last time says nothing of this time.
        if which.get().is_none() {
            state.set(State::Choosing);
            on.set(today().to_string());
            place.set(None);
        }
    });
    let deed = Memo::new(move |_| {
        let on = Day::parse(&on.get());
        let place = || place.get().map(RecordId);
        Some(match which.get()? {
            Which::Admit => Deed::Admit { branch: place()?, on: on? },
            Which::Transfer => Deed::Transfer { branch: place()?, on: on? },
            Which::Leave => Deed::Leave { on: on?, why: why.get() },
            Which::Register => Deed::Register { year: on?.year(), on: on? },
            Which::Employ => Deed::Employ { unit: place()? },
        })
    });
    // A unit is no branch: what was chosen of the one says nothing of the other.
    let of_unit = Memo::new(move |_| which.get() == Some(Which::Employ));
    Effect::new(move || {
        of_unit.get();
        place.set(None);
    });
    let has_place = Memo::new(move |_| which.get().filter(|which| which.has_place()));
    let preview = previewed(deed, whom);
    let language = text::language();
    let shut = move || which.set(None);
    view! {
        <Sheet
            label=move || which.get().map_or("", |which| which.label().in_language(language.get()))
            open=Signal::derive(move || which.get().is_some())
            close=shut
        >
            <div class="sheet__head">
                <h2>{move || which.get().map(|which| which.label().in_language(language.get()))}</h2>
            </div>
            <div class="sheet__body form">
                <Show when=move || state.get() == State::Choosing>
                    <WhichField which/>
                    {move || has_place.get().map(|which| view! { <WhereField which place/> })}
                    <Show when=move || !of_unit.get()>
                        <TextField
                            id="viec-ngay"
                            label=text::ON_DAY
                            value=on
                            hint=text::DAY_HINT
                            error=Signal::derive(move || {
                                Day::parse(&on.get()).is_none().then_some(text::NO_DAY)
                            })
                        />
                    </Show>
                    <Show when=move || which.get() == Some(Which::Leave)>
                        <WhyField why/>
                    </Show>
                    <Foreseen preview count/>
                </Show>
                <HowFar which state/>
            </div>
            <div class="sheet__foot">
                <Feet which state preview deed whom/>
            </div>
        </Sheet>
    }
}

/// What would come of the deed; asked again whenever it or the people change.
fn previewed(deed: Memo<Option<Deed>>, whom: Signal<Whom>) -> RwSignal<Option<Preview>> {
    let preview = RwSignal::new(None);
    Effect::new(move || {
        preview.set(None);
        let Some(deed_now) = deed.get() else { return };
        let question = AskPreview { whom: whom.get(), deed: deed_now };
        spawn_local(async move {
            let found = ask(question).await.ok();
            if deed.try_get_untracked() == Some(Some(deed_now)) {
                preview.try_set(found);
            }
        });
    });
    preview
}

#[component]
fn WhichField(which: RwSignal<Option<Which>>) -> impl IntoView {
    let listed = listed_choices(Which::ALL.into_iter().map(|one| (one as i64, one.label())));
    let choose = move |value: String| {
        let chosen = Which::ALL.into_iter().find(|one| (*one as i64).to_string() == value);
        which.set(chosen.or(which.get_untracked()));
    };
    let chosen = Signal::derive(move || {
        which.get().map(|which| (which as i64).to_string()).unwrap_or_default()
    });
    view! { <OptionsField id="viec" label=text::WHAT_TO_DO listed chosen choose/> }
}

/// The branch, or the unit.
#[component]
fn WhereField(which: Which, place: RwSignal<Option<i64>>) -> impl IntoView {
    let choices = use_live(|| AskListChoices);
    let label = if which == Which::Employ { text::WORKPLACE } else { text::BRANCH };
    let listed = Signal::derive(move || {
        let choices = choices.get().unwrap_or_default();
        listed_areas(if which == Which::Employ { choices.units } else { choices.branches })
    });
    let chosen =
        Signal::derive(move || place.get().map(|place| place.to_string()).unwrap_or_default());
    let choose = move |value: String| place.set(value.parse().ok());
    view! { <OptionsField id="viec-o" label none=text::CHOOSE listed chosen choose/> }
}

#[component]
fn WhyField(why: RwSignal<LeavingReason>) -> impl IntoView {
    let known = [LeavingReason::Left, LeavingReason::Died, LeavingReason::Mistake];
    let listed = listed_choices(known.into_iter().map(|one| (one as i64, one.label())));
    let choose = move |value: String| {
        let chosen = known.into_iter().find(|one| (*one as i64).to_string() == value);
        why.set(chosen.unwrap_or(LeavingReason::Left));
    };
    let chosen = Signal::derive(move || (why.get() as i64).to_string());
    view! { <OptionsField id="viec-vi" label=text::WHY listed chosen choose/> }
}

/// With how many it is done, and who is spared.
#[component]
fn Foreseen(
    preview: RwSignal<Option<Preview>>,
    #[prop(into)] count: Signal<usize>,
) -> impl IntoView {
    let language = text::language();
    let many = move || count.get() > MOST_AT_ONCE;
    let spared = move || {
        let spared = preview.get().unwrap_or_default().spared;
        let lines = spared.into_iter().map(|those| {
            let more = if those.count > those.some.len() { ", …" } else { "" };
            let names = format!("{}{more}", those.some.join(", "));
            view! {
                <li>
                    <b>{whole(those.count as i64)}</b>
                    " "
                    {say(those.why.label())}
                    <span class="field__hint">{names}</span>
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <Show when=many>
            <p class="notice notice--warn">{say(text::MANY_AT_ONCE)}</p>
        </Show>
        <div role="status">
            {move || {
                let preview = preview.get()?;
                let words = text::will_be_done(preview.will, language.get());
                Some(
                    view! {
                        <p class="lead">{words}</p>
                        <Show when={
                            let any = !preview.spared.is_empty();
                            move || any
                        }>
                            <p class="field__label">{say(text::SPARED)}</p>
                        </Show>
                    },
                )
            }}
            <ul class="spared">{spared}</ul>
        </div>
    }
}

/// How far it has come, or what stopped it.
#[component]
fn HowFar(which: RwSignal<Option<Which>>, state: RwSignal<State>) -> impl IntoView {
    let language = text::language();
    let bar = |progress: Progress, words: Label| {
        view! {
            <p class="lead" role="status">
                {say(words)}
            </p>
            <progress
                class="progress"
                max=progress.all.to_string()
                value=progress.done.to_string()
            ></progress>
        }
        .into_any()
    };
    move || match state.get() {
        State::Choosing => ().into_any(),
        State::Doing(progress) => bar(progress, text::IS_DONE),
        State::TakingBack(progress) => bar(progress, text::IS_TAKEN_BACK),
        State::Done(progress) => {
            let words = move || {
                let done = which.get().map_or("", |which| which.done().in_language(language.get()));
                text::people_of(done, progress.changed, language.get())
            };
            view! {
                <p class="lead" role="status">
                    <Icon name="check"/>
                    {words}
                </p>
            }
            .into_any()
        }
        State::Failed(trouble) => {
            let words = move || text::trouble(&trouble, language.get());
            view! {
                <p class="notice notice--warn" role="alert">
                    {words}
                </p>
            }
            .into_any()
        }
    }
}

/// What can be tapped, where the sheet stands.
#[component]
fn Feet(
    which: RwSignal<Option<Which>>,
    state: RwSignal<State>,
    preview: RwSignal<Option<Preview>>,
    deed: Memo<Option<Deed>>,
    #[prop(into)] whom: Signal<Whom>,
) -> impl IntoView {
    let language = text::language();
    let toast = Toast::here();
    let will = move || preview.get().map_or(0, |preview| preview.will);
    let any = move || will() > 0;
    // The deed that was begun here.
    let begun = RwSignal::new(None::<FormId>);
    let go = move |_| {
        let Some(deed) = deed.get_untracked() else { return };
        let form = new_form();
        begun.set(Some(form));
        let begin = BeginDeed { form, whom: whom.get_untracked(), deed };
        spawn_local(async move {
            state.set(State::Doing(Progress::default()));
            let mut step = ask(begin).await;
            while let Ok(progress) = step
                && !progress.is_over()
            {
                state.try_set(State::Doing(progress));
                step = ask(GoOnWithDeed(form)).await;
            }
            state.try_set(step.map_or_else(State::Failed, State::Done));
        });
    };
    let back = move |_| {
        let Some(form) = begun.get_untracked() else { return };
        spawn_local(async move {
            loop {
                match ask(TakeDeedBack(form)).await {
                    Ok(progress) if progress.is_over() => break,
                    Ok(progress) => drop(state.try_set(State::TakingBack(progress))),
                    Err(trouble) => return drop(state.try_set(State::Failed(trouble))),
                }
            }
            which.try_set(None);
            toast.say(text::TAKEN_BACK);
        });
    };
    let shut = move |_| which.set(None);
    move || match state.get() {
        State::Choosing => view! {
            <button class="button" type="button" on:click=shut>
                {say(text::CANCEL)}
            </button>
            <Show when=any>
                <button class="button button--main" type="button" on:click=go>
                    {move || {
                        let verb = which.get().map_or("", |which| short(which, language.get()));
                        text::people_of(verb, will(), language.get())
                    }}
                </button>
            </Show>
        }
        .into_any(),
        State::Doing(_) | State::TakingBack(_) => ().into_any(),
        State::Done(_) | State::Failed(_) => view! {
            <button class="button" type="button" on:click=back>
                <Icon name="undo" small=true/>
                {say(text::UNDO)}
            </button>
            <button class="button button--main" type="button" on:click=shut>
                {say(text::CLOSE)}
            </button>
        }
        .into_any(),
    }
}

/// The verb of the button.
fn short(which: Which, language: Language) -> &'static str {
    let label = match which {
        Which::Admit => text::DEED_ADMIT_VERB,
        Which::Transfer => text::DEED_TRANSFER_VERB,
        Which::Leave => text::DEED_LEAVE_VERB,
        Which::Register => text::DEED_REGISTER_VERB,
        Which::Employ => text::DEED_EMPLOY_VERB,
    };
    label.in_language(language)
}

/// What is done with the membership of whoever's page it is. The sheet stands beside what the page shows:
/// a word that comes down draws that anew, and what was chosen stays.
#[derive(Clone, Copy)]
pub struct MembershipDeed(RwSignal<Option<Which>>);

impl MembershipDeed {
    pub fn provide() {
        provide_context(Self(RwSignal::new(None)));
    }

    fn here() -> Self {
        use_context().expect("the record's page provides it")
    }
}

/// On somebody's own page: opens the sheet.
#[component]
pub fn MembershipButton(is_member: bool) -> impl IntoView {
    let MembershipDeed(which) = MembershipDeed::here();
    let first = if is_member { Which::Transfer } else { Which::Admit };
    view! {
        <button
            class="button button--small"
            type="button"
            on:click=move |_| which.set(Some(first))
        >
            <Icon name="mark" small=true/>
            {say(text::MEMBERSHIP_DEED)}
        </button>
    }
}

#[component]
pub fn MembershipSheet(person: RecordId) -> impl IntoView {
    let MembershipDeed(which) = MembershipDeed::here();
    let whom = Whom { listing: Listing::default(), choice: Choice::These(vec![person]) };
    view! { <DeedSheet which whom=Signal::stored(whom) count=Signal::stored(1)/> }
}

/// On a member's own page: the office that he holds, the dues that he has paid.
#[component]
pub fn MemberWays(id: RecordId) -> impl IntoView {
    view! {
        <CardButton person=id/>
        <WriteWay kind=Office::KIND of=("person", id) label=text::GIVE_OFFICE/>
        <WriteWay kind=Dues::KIND of=("person", id) label=text::NOTE_DUES/>
    }
}
