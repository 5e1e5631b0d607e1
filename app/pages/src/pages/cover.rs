//! The cover: setting up, accepting an invitation, signing in, unlocking.

use domain::account::UnitChoice;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Session;
use crate::components::{Icon, Problem, SelectField, TextField};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{
    ForgotPin, KnownAccount, Opened, Redeem, SetUp, SignIn, State, Trouble, Units, Unlock,
};

/// What the cover asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Label {
    SetUp,
    Redeem,
    SignIn,
    Unlock,
    ForgotPin,
}

/// The part of the address after `#`: a one-time code, never sent to a server by the browser.
fn code() -> String {
    let hash = window().location().hash().unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

fn at(path: &str) -> bool {
    window().location().pathname().is_ok_and(|here| here == path) && !code().is_empty()
}

/// What has become of the ledger on this device.
#[component]
fn Told(words: domain::text::Label, when: bool) -> impl IntoView {
    when.then(|| view! { <p class="notice notice--warn" role="status">{say(words)}</p> })
}

#[component]
pub fn Cover(state: State) -> impl IntoView {
    let first = if at("/thiet-lap") && state.set_up != Some(true) {
        Label::SetUp
    } else if at("/moi") {
        Label::Redeem
    } else if state.accounts.is_empty() {
        Label::SignIn
    } else {
        Label::Unlock
    };
    let shown = RwSignal::new(first);
    let accounts = state.accounts;
    let may_unlock = !accounts.is_empty();
    let first_file = accounts.first().map(|account| account.file.clone());
    let chosen = RwSignal::new(first_file.unwrap_or_default());
    let title = move || match shown.get() {
        Label::SetUp => text::SET_UP_TITLE,
        Label::Redeem => text::REDEEM_TITLE,
        Label::SignIn => text::SIGN_IN_TITLE,
        Label::Unlock => text::UNLOCK_TITLE,
        Label::ForgotPin => text::FORGOT_TITLE,
    };
    let language = text::language();
    view! {
        <div class="cover">
            <header class="cover__head">
                <Icon name="book"/>
                <h1>{say(text::PRODUCT)}</h1>
            </header>
            <main class="cover__label">
                <div class="cover__inner">
                    <h2>{move || title().in_language(language.get())}</h2>
                    <Told words=text::LOST when=state.lost/>
                    <Told words=text::WIPED when=state.wiped/>
                    {move || match shown.get() {
                        Label::SetUp => view! { <SetUpForm/> }.into_any(),
                        Label::Redeem => view! { <RedeemForm/> }.into_any(),
                        Label::SignIn => view! { <SignInForm/> }.into_any(),
                        Label::ForgotPin => {
                            view! { <ForgotForm file=chosen.get_untracked()/> }.into_any()
                        }
                        Label::Unlock => {
                            let accounts = accounts.clone();
                            view! {
                                <UnlockForm accounts file=chosen/>
                                <button
                                    class="button button--quiet"
                                    type="button"
                                    on:click=move |_| shown.set(Label::ForgotPin)
                                >
                                    {say(text::FORGOT_PIN)}
                                </button>
                                <button
                                    class="button button--quiet"
                                    type="button"
                                    on:click=move |_| shown.set(Label::SignIn)
                                >
                                    {say(text::ANOTHER_ACCOUNT)}
                                </button>
                            }
                                .into_any()
                        }
                    }}
                    <Show when=move || may_unlock && shown.get() != Label::Unlock>
                        <button
                            class="button button--quiet"
                            type="button"
                            on:click=move |_| shown.set(Label::Unlock)
                        >
                            {say(text::BACK)}
                        </button>
                    </Show>
                </div>
            </main>
            <footer class="cover__foot">
                <p>{say(text::FIRST_TIME_NETWORK)}</p>
                <p>
                    <button
                        class="button button--quiet cover__language"
                        type="button"
                        on:click=move |_| language.update(super::frame::other)
                    >
                        {say(text::OTHER_LANGUAGE)}
                    </button>
                </p>
            </footer>
        </div>
    }
}

/// Sends a form, and tells what became of it.
fn submit<F>(problem: RwSignal<Option<String>>, busy: RwSignal<bool>, answer: F)
where
    F: Future<Output = Result<Opened, Trouble>> + 'static,
{
    if busy.get_untracked() {
        return;
    }
    let (language, session) = (text::language(), Session::here());
    busy.set(true);
    problem.set(None);
    spawn_local(async move {
        match answer.await {
            Ok(opened) => {
                if !code().is_empty() {
                    let home = window().history().and_then(|history| {
                        history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some("/"))
                    });
                    // The code stays out of the history; where that fails it is used up anyway.
                    let _ = home;
                }
                session.open(opened);
            }
            Err(trouble) => {
                problem.try_set(Some(text::trouble(&trouble, language.get_untracked())));
                busy.try_set(false);
            }
        }
    });
}

#[component]
fn SignInForm() -> impl IntoView {
    let (login, password, pin) = (RwSignal::default(), RwSignal::default(), RwSignal::default());
    let (problem, busy) = (RwSignal::new(None), RwSignal::new(false));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let call = SignIn {
            login: login.get_untracked(),
            password: password.get_untracked(),
            pin: pin.get_untracked(),
        };
        submit(problem, busy, ask(call));
    };
    view! {
        <form class="form" on:submit=send>
            <TextField id="ten" label=text::LOGIN value=login autocomplete="username"/>
            <TextField
                id="mk"
                label=text::PASSWORD
                value=password
                kind="password"
                autocomplete="current-password"
            />
            <NewPin pin/>
            <Problem text=problem/>
            <Submit busy label=text::OPEN/>
        </form>
    }
}

#[component]
fn RedeemForm() -> impl IntoView {
    let (password, pin) = (RwSignal::default(), RwSignal::default());
    let (problem, busy) = (RwSignal::new(None), RwSignal::new(false));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let call =
            Redeem { code: code(), password: password.get_untracked(), pin: pin.get_untracked() };
        submit(problem, busy, ask(call));
    };
    view! {
        <form class="form" on:submit=send>
            <TextField
                id="mk"
                label=text::NEW_PASSWORD
                value=password
                kind="password"
                autocomplete="new-password"
            />
            <NewPin pin/>
            <Problem text=problem/>
            <Submit busy label=text::OPEN/>
        </form>
    }
}

#[component]
fn UnlockForm(accounts: Vec<KnownAccount>, file: RwSignal<String>) -> impl IntoView {
    let pin = RwSignal::default();
    let (problem, busy) = (RwSignal::new(None), RwSignal::new(false));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let call = Unlock { file: file.get_untracked(), pin: pin.get_untracked() };
        submit(problem, busy, ask(call));
    };
    view! {
        <form class="form" on:submit=send>
            <div class="field">
                <SelectField
                    id="ai"
                    label=text::WHO
                    choose=move |value: String| file.set(value)
                >
                    {accounts
                        .into_iter()
                        .map(|account| view! { <option value=account.file>{account.name}</option> })
                        .collect_view()}
                </SelectField>
            </div>
            <TextField
                id="pin"
                label=text::PIN
                value=pin
                kind="password"
                inputmode="numeric"
                autocomplete="current-password"
            />
            <Problem text=problem/>
            <Submit busy label=text::OPEN/>
        </form>
    }
}

/// The server opens what the PIN no longer does, for the account's password.
#[component]
fn ForgotForm(file: String) -> impl IntoView {
    let (password, pin) = (RwSignal::default(), RwSignal::default());
    let (problem, busy) = (RwSignal::new(None), RwSignal::new(false));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let call = ForgotPin {
            file: file.clone(),
            password: password.get_untracked(),
            pin: pin.get_untracked(),
        };
        submit(problem, busy, ask(call));
    };
    view! {
        <form class="form" on:submit=send>
            <p class="field__hint">{say(text::FORGOT_HINT)}</p>
            <TextField
                id="mk"
                label=text::PASSWORD
                value=password
                kind="password"
                autocomplete="current-password"
            />
            <NewPin pin/>
            <Problem text=problem/>
            <Submit busy label=text::OPEN/>
        </form>
    }
}

#[component]
fn SetUpForm() -> impl IntoView {
    let organisation = RwSignal::<String>::default();
    let (name, login) = (RwSignal::<String>::default(), RwSignal::<String>::default());
    let (password, pin) = (RwSignal::<String>::default(), RwSignal::<String>::default());
    let (province, ward) = (RwSignal::<String>::default(), RwSignal::<String>::default());
    let (problem, busy) = (RwSignal::new(None), RwSignal::new(false));
    let (provinces, wards) = (RwSignal::new(vec![]), RwSignal::new(vec![]));
    spawn_local(async move {
        provinces.try_set(ask(Units { below: None }).await.unwrap_or_default());
    });
    Effect::new(move || {
        let below = province.get();
        spawn_local(async move {
            let found = if below.is_empty() {
                vec![]
            } else {
                ask(Units { below: Some(below) }).await.unwrap_or_default()
            };
            wards.try_set(found);
        });
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let unit = if ward.get_untracked().is_empty() { province } else { ward };
        let call = SetUp {
            code: code(),
            organisation: organisation.get_untracked(),
            unit: unit.get_untracked(),
            name: name.get_untracked(),
            login: login.get_untracked(),
            password: password.get_untracked(),
            pin: pin.get_untracked(),
        };
        submit(problem, busy, ask(call));
    };
    view! {
        <form class="form" on:submit=send>
            <TextField id="hoi" label=text::ORGANISATION value=organisation/>
            <UnitField id="tinh" label=text::PROVINCE empty=text::CHOOSE units=provinces chosen=province/>
            <UnitField id="phuong" label=text::WARD empty=text::WHOLE_PROVINCE units=wards chosen=ward/>
            <TextField id="ten" label=text::YOUR_NAME value=name autocomplete="name"/>
            <TextField id="dn" label=text::LOGIN value=login autocomplete="username"/>
            <TextField
                id="mk"
                label=text::NEW_PASSWORD
                value=password
                kind="password"
                autocomplete="new-password"
            />
            <NewPin pin/>
            <Problem text=problem/>
            <Submit busy label=text::SET_UP/>
        </form>
    }
}

#[component]
fn UnitField(
    id: &'static str,
    label: domain::text::Label,
    empty: domain::text::Label,
    units: RwSignal<Vec<UnitChoice>>,
    chosen: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <SelectField
                id=id
                label=label
                choose=move |value: String| chosen.set(value)
            >
                <option value="">{say(empty)}</option>
                <For each=move || units.get() key=|unit| unit.id.clone() let:unit>
                    <option value=unit.id.clone()>{unit.name.clone()}</option>
                </For>
            </SelectField>
        </div>
    }
}

#[component]
fn NewPin(pin: RwSignal<String>) -> impl IntoView {
    view! {
        <TextField
            id="pin"
            label=text::NEW_PIN
            hint=text::PIN_HINT
            value=pin
            kind="password"
            inputmode="numeric"
            autocomplete="new-password"
        />
    }
}

#[component]
fn Submit(busy: RwSignal<bool>, label: domain::text::Label) -> impl IntoView {
    view! {
        <button class="button button--main" type="submit" aria-disabled=move || busy.get().to_string()>
            {say(label)}
        </button>
    }
}
