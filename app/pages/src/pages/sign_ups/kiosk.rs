//! Bàn ghi danh: a tablet that goes from hand to hand. Nothing of what is typed is kept until it is sent,
//! and nothing of it is shown afterwards; the rest of the app is behind the PIN.

use std::collections::BTreeMap;

use domain::field::FieldType;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::SignUp;
use domain::sign_up::{self, SaidAt};
use domain::text::Label;
use domain::view::form::FormId;
use gloo_storage::{SessionStorage, Storage};
use gloo_timers::future::TimeoutFuture;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;

use crate::components::{
    Confirm, Icon, OptionsField, TextField, Toast, Wrong, listed_areas, listed_choices,
};
use crate::deed::{self, new_form, now};
use crate::pages::{Session, use_live};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskAreas, Lock, Trouble};

/// What a tab keeps as long as it is a desk: nobody's data.
const KEPT: &str = "ban-ghi-danh";

/// After so long without a touch what was begun is let go of.
const IDLE_MS: u32 = 120_000;

/// For how long somebody is thanked.
const THANKS_MS: u32 = 8_000;

/// Whether this tab is a desk.
#[derive(Clone, Copy)]
pub struct Kiosk(RwSignal<bool>);

impl Kiosk {
    pub fn provide() -> Self {
        let kiosk = Self(RwSignal::new(SessionStorage::get::<bool>(KEPT).unwrap_or(false)));
        provide_context(kiosk);
        kiosk
    }

    fn here() -> Self {
        use_context().expect("the frame provides it")
    }

    pub fn is_on(self) -> bool {
        self.0.get()
    }

    fn set(self, on: bool) {
        // A browser that keeps nothing forgets the desk at a reload; the ledger is locked then.
        let _ = SessionStorage::set(KEPT, on);
        self.0.set(on);
    }
}

/// What leads to the desk.
#[component]
pub fn OpenKiosk() -> impl IntoView {
    let kiosk = Kiosk::here();
    let navigate = use_navigate();
    let open = move |_| {
        kiosk.set(true);
        // Nothing of what was looked at before stands behind it.
        navigate("/", leptos_router::NavigateOptions::default());
    };
    view! {
        <section class="section" aria-labelledby="ban">
            <div class="section__head">
                <h2 id="ban">{say(text::KIOSK)}</h2>
            </div>
            <div class="block form">
                <p class="field__hint">{say(text::KIOSK_MEANS)}</p>
                <div>
                    <button class="button" type="button" on:click=open>
                        <Icon name="device"/>
                        {say(text::OPEN_KIOSK)}
                    </button>
                </div>
            </div>
        </section>
    }
}

/// Where the desk stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stand {
    Asking,
    /// Whoever's form was before the one of this number.
    Thanking(FormId),
}

/// What somebody types of himself; it lives no longer than he stands here.
#[derive(Clone, Copy)]
struct Typed {
    texts: [RwSignal<String>; 6],
    area: RwSignal<String>,
    ticks: [RwSignal<bool>; 4],
    wrong: RwSignal<BTreeMap<&'static str, Label>>,
    failed: RwSignal<Option<Trouble>>,
    /// Counts the touches: who has gone touches nothing.
    touched: RwSignal<u32>,
    /// The form's number: one that is sent twice is one.
    form: RwSignal<FormId>,
    is_sent: RwSignal<bool>,
}

impl Typed {
    fn new() -> Self {
        Self {
            texts: [(); 6].map(|()| RwSignal::new(String::new())),
            area: RwSignal::default(),
            ticks: [(); 4].map(|()| RwSignal::new(false)),
            wrong: RwSignal::default(),
            failed: RwSignal::new(None),
            touched: RwSignal::new(0),
            form: RwSignal::new(new_form()),
            is_sent: RwSignal::new(false),
        }
    }

    fn clear(self) {
        self.texts.iter().for_each(|text| text.set(String::new()));
        self.ticks.iter().for_each(|tick| tick.set(false));
        self.area.set(String::new());
        self.wrong.set(BTreeMap::new());
        self.failed.set(None);
        self.form.set(new_form());
    }

    /// Who has gone away leaves nothing behind.
    fn goes_with_whoever_leaves(self) {
        Effect::new(move || {
            let touched = self.touched.get();
            spawn_local(async move {
                TimeoutFuture::new(IDLE_MS).await;
                if self.touched.try_get_untracked() == Some(touched) {
                    self.clear();
                }
            });
        });
    }

    fn said(self) -> BTreeMap<String, String> {
        let texts = sign_up::TYPED.iter().zip(self.texts);
        let texts = texts.map(|(name, text)| ((*name).to_owned(), text.get_untracked()));
        let ticked = sign_up::TICKS.iter().zip(self.ticks).filter(|(_, tick)| tick.get_untracked());
        let ticked = ticked.map(|((name, _), _)| ((*name).to_owned(), "1".to_owned()));
        let area = (sign_up::AREA.to_owned(), self.area.get_untracked());
        texts.chain(ticked).chain([area]).collect()
    }

    fn mistake(self, name: &'static str) -> Signal<Option<Label>> {
        Signal::derive(move || self.wrong.with(|wrong| wrong.get(name).copied()))
    }
}

/// The desk itself: there is nothing else on the screen.
#[component]
pub fn KioskPage() -> impl IntoView {
    let session = Session::here();
    let kiosk = Kiosk::here();
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let language = text::language();
    let (stand, typed) = (RwSignal::new(Stand::Asking), Typed::new());
    let areas = use_live(|| AskAreas);
    let organisation =
        move || session.opened().map(|opened| opened.who.organisation).unwrap_or_default();
    typed.goes_with_whoever_leaves();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if typed.is_sent.get_untracked() {
            return; // a second tap means the first
        }
        let known: Vec<RecordId> =
            areas.get_untracked().unwrap_or_default().into_iter().map(|area| area.id).collect();
        let form = format!("{:020x}", typed.form.get_untracked().0);
        let said = SaidAt { poster: None, areas: &known, at: now(), form: &form };
        match sign_up::read(&typed.said(), said) {
            Err(wrong) => typed.wrong.set(wrong),
            Ok(fields) => {
                typed.is_sent.set(true);
                spawn_local(async move {
                    let act = deed::fact(SignUp::from_fields(&fields), &[]);
                    let saved = deed::done(vec![act]).await;
                    typed.is_sent.try_set(false);
                    match saved {
                        Ok(_) => {
                            typed.clear();
                            let thanked = typed.form.get_untracked();
                            stand.try_set(Stand::Thanking(thanked));
                            TimeoutFuture::new(THANKS_MS).await;
                            // The next one may be thanked already.
                            if stand.try_get_untracked() == Some(Stand::Thanking(thanked)) {
                                stand.try_set(Stand::Asking);
                            }
                        }
                        Err(trouble) => drop(typed.failed.try_set(Some(trouble))),
                    }
                });
            }
        }
    };
    let end = move |_| {
        let means = text::END_KIOSK_MEANS.in_language(language.get_untracked()).to_owned();
        confirm.ask_with(
            String::new(),
            text::END_KIOSK_SURE,
            Some(means),
            text::END_KIOSK,
            move || {
                spawn_local(async move {
                    // The desk goes once the ledger is locked, and not before.
                    if ask(Lock).await.is_ok() {
                        kiosk.set(false);
                        session.ask_again();
                    } else {
                        toast.say(text::NOT_LOCKED);
                    }
                });
            },
        );
    };
    let touch = move |_| typed.touched.update(|touched| *touched += 1);
    view! {
        <main id="main" class="page page--narrow kiosk" tabindex="-1" on:input=touch>
            <header class="block kiosk__head">
                <p class="lead">{organisation}</p>
                <button class="button button--quiet button--small" type="button" on:click=end>
                    <Icon name="lock" small=true/>
                    {say(text::END_KIOSK)}
                </button>
            </header>
            <Show
                when=move || stand.get() == Stand::Asking
                fallback=move || view! { <Thanks stand/> }
            >
                <form class="block form" autocomplete="off" on:submit=send>
                    <h1>{say(text::KIOSK_HELLO)}</h1>
                    <Asked typed areas/>
                    <Show when=move || typed.failed.get().is_some()>
                        <p class="field__error" role="alert">
                            {move || {
                                typed.failed.get().map(|why| text::trouble(&why, language.get()))
                            }}
                        </p>
                    </Show>
                    <button class="button button--main" type="submit">
                        {say(text::SEND)}
                    </button>
                    <ClearButton typed/>
                </form>
            </Show>
        </main>
    }
}

/// Whoever has second thoughts, or begins for somebody else, leaves nothing on the sheet.
#[component]
fn ClearButton(typed: Typed) -> impl IntoView {
    let confirm = Confirm::here();
    let clear = move |_| {
        confirm.ask(text::CLEAR_KIOSK_SURE, text::CLEAR_KIOSK, move || typed.clear());
    };
    view! {
        <button class="button button--quiet" type="button" on:click=clear>
            <Icon name="trash" small=true/>
            {say(text::CLEAR_KIOSK)}
        </button>
    }
}

#[component]
fn Thanks(stand: RwSignal<Stand>) -> impl IntoView {
    view! {
        <div class="block form" role="status">
            <h1 class="import__named">
                <Icon name="check"/>
                {say(text::KIOSK_THANKS)}
            </h1>
            <p class="lead">{say(text::KIOSK_THANKS_MEAN)}</p>
            <div>
                <button
                    class="button button--main"
                    type="button"
                    on:click=move |_| stand.set(Stand::Asking)
                >
                    {say(text::NEXT_PERSON)}
                </button>
            </div>
        </div>
    }
}

/// What is asked: as on the page of a poster.
#[component]
fn Asked(typed: Typed, areas: RwSignal<Option<Vec<letters::AreaRow>>>) -> impl IntoView {
    let listed = Signal::derive(move || listed_areas(areas.get().unwrap_or_default()));
    let several = move || areas.get().is_some_and(|areas| areas.len() > 1);
    let field = move |place: usize, id: &'static str| {
        let name = sign_up::TYPED[place];
        let known = SignUp::KIND.field(name).expect("a sign-up is declared with it");
        let value = typed.texts[place];
        let FieldType::Choice(choices) = known.ty else {
            let optional = name != "name";
            let inputmode = if name == "phone" { "tel" } else { "text" };
            let error = typed.mistake(name);
            if name == "birth" {
                let hint = text::BORN_HINT;
                return view! { <TextField id label=known.label value hint optional error/> }
                    .into_any();
            }
            return view! { <TextField id label=known.label value inputmode optional error/> }
                .into_any();
        };
        let listed = listed_choices(choices.iter().map(|choice| (choice.value, choice.label)));
        let choose = move |chosen| value.set(chosen);
        view! { <OptionsField id label=known.label none=text::CHOOSE listed chosen=value choose optional=true/> }
            .into_any()
    };
    let tick = move |place: usize, id: &'static str| {
        let (name, label) = sign_up::TICKS[place];
        let ticked = typed.ticks[place];
        let wrong = typed.mistake(name);
        view! {
            <div class="field">
                <label class="choice">
                    <input
                        id=id
                        type="checkbox"
                        prop:checked=move || ticked.get()
                        on:change=move |event| ticked.set(event_target_checked(&event))
                    />
                    <Icon name="check"/>
                    <span class="choice__text">{say(label)}</span>
                </label>
                <Wrong label=wrong/>
            </div>
        }
    };
    view! {
        {field(0, "tu-ten")}
        <div class="pair">{field(1, "tu-sinh")} {field(2, "tu-gioi")}</div>
        {field(3, "tu-dt")}
        <Show when=several>
            <OptionsField
                id="tu-kp"
                label=text::NEIGHBOURHOOD
                none=text::CHOOSE
                listed
                chosen=typed.area
                choose=move |value| typed.area.set(value)
                error=typed.mistake(sign_up::AREA)
            />
        </Show>
        <Show when=move || areas.get().is_some_and(|areas| areas.is_empty())>
            <p class="notice notice--warn">{say(text::NO_NEIGHBOURHOODS)}</p>
        </Show>
        <div class="pair">{field(4, "tu-nha")} {field(5, "tu-duong")}</div>
        {tick(0, "tu-hoc")}
        {tick(1, "tu-vao")}
        {tick(2, "tu-dong-y")}
        {tick(3, "tu-cha-me")}
    }
}
