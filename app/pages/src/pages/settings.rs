//! Cài đặt: language, colours, the PIN, what this user may do, and the way to the officer's pages.

use domain::kind::{Kind, kind};
use domain::text::{Label, Language};
use gloo_storage::{LocalStorage, Storage};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Top, title};
use crate::components::{Icon, Problem, TextField, Toast, Way, icon_of};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::ChangePin;

const LANGUAGE: &str = "so-khuyen-hoc-language";
const THEME: &str = "so-khuyen-hoc-theme";

/// What an officer records by a form of its own kind, in the order in which it is asked for.
const RECORDED: &[&str] = &[
    "residence",
    "member",
    "office",
    "dues",
    "branch",
    "unit",
    "clan",
    "clan_area",
    "clan_family",
    "scholarship",
    "support",
    "award",
    "population",
    "target",
];

fn set_on_page(name: &str, value: &str) {
    if let Some(page) = document().document_element() {
        // A page without a root element cannot be.
        let _ = page.set_attribute(name, value);
    }
}

/// The language that this person chose, kept in this browser.
pub fn kept_language() -> RwSignal<Language> {
    let english = LocalStorage::get::<String>(LANGUAGE).is_ok_and(|language| language == "en");
    let language = RwSignal::new(if english { Language::English } else { Language::default() });
    Effect::new(move || {
        let code = match language.get() {
            Language::Vietnamese => "vi",
            Language::English => "en",
        };
        set_on_page("lang", code);
        // A browser that keeps nothing speaks Vietnamese next time.
        let _ = LocalStorage::set(LANGUAGE, code);
    });
    language
}

fn kept_theme() -> String {
    LocalStorage::get::<String>(THEME).unwrap_or_default()
}

/// The page wears the colours that were chosen; none chosen: the device's.
pub fn follow_theme() {
    let theme = kept_theme();
    if !theme.is_empty() {
        set_on_page("data-theme", &theme);
    }
}

fn choose_theme(theme: &str) {
    // A browser that keeps nothing follows the device next time.
    let _ = LocalStorage::set(THEME, theme);
    if theme.is_empty() {
        if let Some(page) = document().document_element() {
            let _ = page.remove_attribute("data-theme"); // one that is not there is removed
        }
    } else {
        set_on_page("data-theme", theme);
    }
}

#[component]
pub fn SettingsPage() -> impl IntoView {
    let language = text::language();
    let theme = RwSignal::new(kept_theme());
    view! {
        <Top title=title(text::SETTINGS) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <Roles/>
            <NewEntries/>
            <section class="section">
                <div class="block form">
                    <Choices
                        name="ngon-ngu"
                        label=text::LANGUAGE
                        choices=vec![("vi", text::VIETNAMESE), ("en", text::ENGLISH)]
                        chosen=Signal::derive(move || {
                            (if language.get() == Language::English { "en" } else { "vi" }).to_owned()
                        })
                        choose=move |code: &'static str| {
                            language.set(if code == "en" { Language::English } else { Language::Vietnamese });
                        }
                    />
                    <Choices
                        name="mau"
                        label=text::THEME
                        choices=vec![
                            ("", text::THEME_SYSTEM),
                            ("light", text::THEME_LIGHT),
                            ("dark", text::THEME_DARK),
                        ]
                        chosen=theme
                        choose=move |chosen: &'static str| {
                            theme.set(chosen.to_owned());
                            choose_theme(chosen);
                        }
                    />
                </div>
            </section>
            <PinForm/>
            <p class="block field__hint">
                {say(text::VERSION)} " " {env!("CARGO_PKG_VERSION")}
            </p>
        </main>
    }
}

#[component]
fn Choices(
    name: &'static str,
    label: Label,
    choices: Vec<(&'static str, Label)>,
    #[prop(into)] chosen: Signal<String>,
    choose: impl Fn(&'static str) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <fieldset class="field">
            <legend class="field__label">{say(label)}</legend>
            <div class="segments">
                {choices
                    .into_iter()
                    .map(|(value, label)| {
                        view! {
                            <label class="segment">
                                <input
                                    type="radio"
                                    name=name
                                    value=value
                                    prop:checked=move || chosen.get() == value
                                    on:change=move |_| choose(value)
                                />
                                <span>
                                    <Icon name="check" small=true/>
                                    {say(label)}
                                </span>
                            </label>
                        }
                    })
                    .collect_view()}
            </div>
        </fieldset>
    }
}

/// What this user may do, and where; whoever grants rights goes on from here.
#[component]
fn Roles() -> impl IntoView {
    let rights = Rights::here();
    let language = text::language();
    let roles = move || rights.get().map(|rights| rights.roles).unwrap_or_default();
    let keeps_accounts = move || rights.get().is_some_and(|rights| !rights.grants.is_empty());
    let may_settle = move || rights.may_settle();
    let reads_exports = move || rights.get().is_some_and(|rights| rights.reads_exports());
    let draws_areas = move || rights.may_write("area");
    view! {
        <section class="section" aria-labelledby="vai-tro">
            <div class="section__head">
                <h2 id="vai-tro">{say(text::MY_ROLES)}</h2>
            </div>
            <div class="block">
                <dl class="record">
                    <For
                        each=roles
                        key=|held| (held.role, held.area, held.area_name.clone())
                        let:held
                    >
                        <div>
                            <dt>{held.area_name.clone()}</dt>
                            <dd>
                                {move || held.role().map(|role| role.label().in_language(language.get()))}
                            </dd>
                        </div>
                    </For>
                </dl>
                <Show when=move || roles().is_empty()>
                    <p class="field__hint">{say(text::NO_RIGHTS)}</p>
                </Show>
            </div>
            <ul>
                <Show when=keeps_accounts>
                    <Way href="/cai-dat/tai-khoan" icon="people" label=text::ACCOUNTS/>
                </Show>
                <Show when=may_settle>
                    <Way href="/cai-dat/may" icon="device" label=text::DEVICES_PAGE/>
                </Show>
                <Show when=reads_exports>
                    <Way href="/cai-dat/xuat" icon="download" label=text::EXPORTS_PAGE/>
                </Show>
                <Show when=draws_areas>
                    <Way href="/cai-dat/dia-ban" icon="homes" label=text::AREAS/>
                </Show>
                <Way href="/viec-gui" icon="sync" label=text::SENDING_PAGE/>
                <Way href="/hai-cach-ghi" icon="split" label=text::DECISIONS_PAGE/>
                <Way href="/can-xu-ly" icon="warn" label=text::PROBLEMS_PAGE/>
                <Way href="/ghi-trung" icon="people" label=text::DUPLICATES_PAGE/>
                <Way href="/da-xoa" icon="trash" label=text::DELETED_PAGE/>
            </ul>
        </section>
    }
}

/// The kinds that this user may record, each with its form.
#[component]
fn NewEntries() -> impl IntoView {
    let rights = Rights::here();
    let kinds = move || -> Vec<&'static Kind> {
        let Some(rights) = rights.get() else { return vec![] };
        let recorded = RECORDED.iter().filter(|key| rights.may_write(key));
        recorded.filter_map(|key| kind(key)).collect()
    };
    view! {
        <Show when=move || !kinds().is_empty()>
            <section class="section" aria-labelledby="ghi-moi">
                <div class="section__head">
                    <h2 id="ghi-moi">{say(text::NEW_ENTRY)}</h2>
                </div>
                <ul>
                    <For each=kinds key=|kind| kind.key let:kind>
                        <Way
                            href=format!("/ghi/{}", kind.key)
                            icon=icon_of(kind.key)
                            label=kind.label
                            end="plus"
                        />
                    </For>
                </ul>
            </section>
        </Show>
    }
}

#[component]
fn PinForm() -> impl IntoView {
    let (present, pin) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let problem = RwSignal::new(None);
    let language = text::language();
    let toast = Toast::here();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            let change = ChangePin { present: present.get_untracked(), pin: pin.get_untracked() };
            match ask(change).await {
                Ok(_) => {
                    problem.try_set(None);
                    present.try_set(String::new());
                    pin.try_set(String::new());
                    toast.say(text::PIN_CHANGED);
                }
                Err(trouble) => {
                    problem.try_set(Some(text::trouble(&trouble, language.get_untracked())));
                }
            }
        });
    };
    view! {
        <section class="section" aria-labelledby="doi-pin">
            <div class="section__head">
                <h2 id="doi-pin">{say(text::CHANGE_PIN)}</h2>
            </div>
            <form class="block form" on:submit=send>
                <TextField
                    id="pin-cu"
                    label=text::PRESENT_PIN
                    value=present
                    kind="password"
                    inputmode="numeric"
                    autocomplete="current-password"
                />
                <TextField
                    id="pin"
                    label=text::NEW_PIN
                    value=pin
                    kind="password"
                    inputmode="numeric"
                    autocomplete="new-password"
                />
                <Problem text=problem/>
                <button class="button" type="submit">
                    {say(text::CHANGE_PIN)}
                </button>
            </form>
        </section>
    }
}
