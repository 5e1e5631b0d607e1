//! Tài khoản và quyền: who works with the ledger, in which role and where; invitations; devices.

use domain::access::Role;
use domain::change::Fields;
use domain::field::{FieldValue, Name};
use domain::id::RecordId;
use domain::identity::Login;
use domain::kind::Record;
use domain::record::{Account, AreaLevel, Grant, GrantArea};
use domain::time::Day;
use domain::value::Value;
use domain::view::office::{AccountRow, DeviceRow, GrantPlace, HeldRole, RightsView};
use leptos::ev::SubmitEvent;
use leptos::html::Details;
use leptos::prelude::*;
use leptos::task::spawn_local;
use qrcode::QrCode;
use qrcode::render::svg;

use super::devices::{KnownDevices, RevokeButton};
use super::frame::{Top, title};
use super::use_live;
use crate::components::{Confirm, Icon, Problem, SelectField, TextField, Toast};
use crate::deed::{self, Once, fact, make};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskAccounts, AskDevices, Invite};

#[component]
pub fn AccountsPage() -> impl IntoView {
    let accounts = use_live(|| AskAccounts);
    let rights = Rights::here();
    let rights = Memo::new(move |_| rights.get().unwrap_or_default());
    provide_context(KnownDevices::ask());
    view! {
        <Top title=title(text::ACCOUNTS) back="/cai-dat"/>
        <main id="main" class="page" tabindex="-1">
            <NewAccount rights/>
            <For
                each=move || accounts.get().unwrap_or_default()
                key=|account| {
                    (account.id, account.name.clone(), account.roles.clone().len(), account.devices, account.closed_on)
                }
                let:account
            >
                <OneAccount account rights/>
            </For>
        </main>
    }
}

#[component]
fn OneAccount(account: AccountRow, rights: Memo<RightsView>) -> impl IntoView {
    let language = text::language();
    let (id, name) = (account.id, account.name.clone());
    let roles = account.roles.clone();
    view! {
        <details class="block account">
            <summary>
                <b>{account.name}</b>
                <span class="row__note">
                    {move || {
                        roles
                            .iter()
                            .map(|held| {
                                let role = held.role().map(|role| role.label().in_language(language.get()));
                                format!("{}, {}", role.unwrap_or_default(), held.area_name)
                            })
                            .collect::<Vec<_>>()
                            .join(" · ")
                    }}
                    {account
                        .closed_on
                        .map(|_| view! { " " <span class="badge">{say(text::CLOSED)}</span> })}
                </span>
            </summary>
            <p class="field__hint">{account.login}</p>
            <Invitation account=id/>
            <ul>
                {account
                    .roles
                    .into_iter()
                    .map(|held| view! { <RoleLine account=id name=name.clone() held rights/> })
                    .collect_view()}
            </ul>
            <GiveRole account=id rights/>
            <Devices account=id/>
            <Closing account=id name closed=account.closed_on.is_some() rights/>
        </details>
    }
}

/// A one-time address for an account, as text and as a code to scan.
#[component]
fn Invitation(account: RecordId) -> impl IntoView {
    let address = RwSignal::new(None::<String>);
    let problem = RwSignal::new(None);
    let language = text::language();
    let invite = move |_| {
        spawn_local(async move {
            match ask(Invite { account }).await {
                Ok(code) => {
                    let origin = window().location().origin().unwrap_or_default();
                    address.try_set(Some(format!("{origin}/moi#{code}")));
                    problem.try_set(None);
                }
                Err(trouble) => {
                    problem.try_set(Some(text::trouble(&trouble, language.get_untracked())));
                }
            }
        });
    };
    view! {
        <button class="button button--small" type="button" on:click=invite>
            {say(text::INVITE_AGAIN)}
        </button>
        <Problem text=problem/>
        {move || {
            address
                .get()
                .map(|address| {
                    view! {
                        <div class="invitation">
                            <p class="field__hint">{say(text::INVITATION_HINT)}</p>
                            <p class="address">{address.clone()}</p>
                            <div class="invitation__code" inner_html=code_of(&address)></div>
                        </div>
                    }
                })
        }}
    }
}

/// An address as a code to scan. Nothing of it comes from anywhere but the code itself.
fn code_of(address: &str) -> String {
    let code = QrCode::new(address.as_bytes())
        .map(|code| code.render::<svg::Color>().min_dimensions(200, 200).quiet_zone(true).build());
    code.unwrap_or_default()
}

#[component]
fn RoleLine(
    account: RecordId,
    name: String,
    held: HeldRole,
    rights: Memo<RightsView>,
) -> impl IntoView {
    let language = text::language();
    let confirm = Confirm::here();
    let role = held.role();
    let (area, area_name) = (held.area, held.area_name.clone());
    let may = move || {
        let rights = rights.get();
        rights.grants.contains(&held.role) && rights.places.iter().any(|place| place.id == area)
    };
    let known = expect_context::<KnownDevices>();
    let take = move |_| {
        let Some(role) = role else { return };
        let shown = role.label().in_language(language.get_untracked());
        let about = format!("{name} · {shown}, {area_name}");
        let note = known.at_risk_of(account, language.get_untracked());
        confirm.ask_with(about, text::TAKE_ROLE_SURE, note, text::TAKE_ROLE, move || {
            spawn_local(async move {
                // What was not ended stays in the list.
                let _ = deed::done(vec![deed::take_role(account, role, area)]).await;
            });
        });
    };
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="stamp"/>
            </span>
            <span class="row__main">
                <span class="row__title">
                    {move || role.map(|role| role.label().in_language(language.get()))}
                </span>
                <span class="row__note">{held.area_name}</span>
            </span>
            <span class="row__end">
                <Show when=may>
                    <button class="button button--small" type="button" on:click=take.clone()>
                        {say(text::TAKE_ROLE)}
                    </button>
                </Show>
            </span>
        </li>
    }
}

/// A role and an area, chosen among those that this user may grant.
#[component]
fn RoleFields(
    id: String,
    rights: Memo<RightsView>,
    role: RwSignal<Option<Role>>,
    area: RwSignal<Option<RecordId>>,
) -> impl IntoView {
    let may_grant = move || {
        let grants = rights.get().grants;
        Role::ALL
            .iter()
            .copied()
            .filter(move |role| grants.contains(&(*role as i64)) && role.is_of_areas())
            .collect::<Vec<_>>()
    };
    let places = move || {
        let fits = |place: &GrantPlace| {
            let level = AreaLevel::ALL.iter().find(|level| **level as i64 == place.level);
            role.get().zip(level).is_some_and(|(role, level)| role.stands_in(*level))
        };
        rights.get().places.into_iter().filter(fits).collect::<Vec<_>>()
    };
    let (of_role, of_area) = (format!("{id}-vai-tro"), format!("{id}-dia-ban"));
    view! {
        <div class="pair">
            <div class="field">
                <SelectField
                    id=of_role
                    label=text::ROLE
                    choose=move |value: String| {
                        let chosen = value.parse::<i64>().ok();
                        role.set(Role::ALL.iter().copied().find(|role| Some(*role as i64) == chosen));
                        // The places of another role may be others.
                        if !places().iter().any(|place| Some(place.id) == area.get_untracked()) {
                            area.set(None);
                        }
                    }
                >
                    <option value="">{say(text::CHOOSE)}</option>
                    <For each=may_grant key=|role| *role as i64 let:role>
                        <option value=(role as i64).to_string()>{say(role.label())}</option>
                    </For>
                </SelectField>
            </div>
            <div class="field">
                <SelectField
                    id=of_area
                    label=text::AREAS
                    choose=move |value: String| {
                        area.set(value.parse().ok().map(RecordId));
                    }
                    chosen=Signal::derive(move || {
                        area.get().map(|area| area.0.to_string()).unwrap_or_default()
                    })
                >
                    <option value="">{say(text::CHOOSE)}</option>
                    <For
                        each=places
                        key=|place| (place.id, place.name.clone())
                        let:place
                    >
                        <option value=place.id.0.to_string()>{place.name.clone()}</option>
                    </For>
                </SelectField>
            </div>
        </div>
    }
}

#[component]
fn GiveRole(account: RecordId, rights: Memo<RightsView>) -> impl IntoView {
    let (role, area) = (RwSignal::new(None), RwSignal::new(None));
    let toast = Toast::here();
    let give = move |_| {
        let (Some(role), Some(area)) = (role.get_untracked(), area.get_untracked()) else {
            toast.say(text::ROLE_AND_AREA);
            return;
        };
        spawn_local(async move {
            if deed::done(vec![deed::give_role(account, role, area)]).await.is_ok() {
                toast.say(text::SAVED);
            }
        });
    };
    view! {
        <div class="form">
            <RoleFields id=account.0.to_string() rights role area/>
            <button class="button button--small" type="button" on:click=give>
                {say(text::GIVE_ROLE)}
            </button>
        </div>
    }
}

/// Closes an account, after its officer was told what lies on its devices; or opens it again.
#[component]
fn Closing(
    account: RecordId,
    name: String,
    closed: bool,
    rights: Memo<RightsView>,
) -> impl IntoView {
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let language = text::language();
    let known = expect_context::<KnownDevices>();
    let say_so = move |closed_on: Option<Day>| {
        let day = closed_on.map_or(Value::Null, FieldValue::to_value);
        let fields = Fields::from([("closed_on".to_owned(), day)]);
        spawn_local(async move {
            // What was not saved stays as it is in the list.
            if deed::done(vec![deed::edit(Account::KIND.key, account, fields, None)]).await.is_ok()
            {
                toast.say(text::SAVED);
            }
        });
    };
    let close = move |_| {
        let note = known.at_risk_of(account, language.get_untracked());
        confirm.ask_with(
            name.clone(),
            text::CLOSE_ACCOUNT_SURE,
            note,
            text::CLOSE_ACCOUNT,
            move || {
                say_so(Some(deed::today()));
            },
        );
    };
    view! {
        <Show when=move || rights.get().may_write("account")>
            {if closed {
                view! {
                    <button class="button button--small closing" type="button" on:click=move |_| say_so(None)>
                        {say(text::OPEN_ACCOUNT)}
                    </button>
                }
                    .into_any()
            } else {
                view! {
                    <button class="button button--small closing" type="button" on:click=close.clone()>
                        {say(text::CLOSE_ACCOUNT)}
                    </button>
                }
                    .into_any()
            }}
        </Show>
    }
}

#[component]
fn Devices(account: RecordId) -> impl IntoView {
    let devices = use_live(move || AskDevices { account });
    view! {
        <h3>{say(text::DEVICES)}</h3>
        <ul>
            <For
                each=move || devices.get().unwrap_or_default()
                key=|device| (device.id, device.revoked_at)
                let:device
            >
                <DeviceLine device/>
            </For>
        </ul>
        <Show when=move || devices.get().is_some_and(|devices| devices.is_empty())>
            <p class="field__hint">{say(text::NO_DEVICES)}</p>
        </Show>
    }
}

#[component]
fn DeviceLine(device: DeviceRow) -> impl IntoView {
    let known = expect_context::<KnownDevices>();
    let id = device.id;
    let revoked = device.revoked_at.is_some();
    let name = if device.label.is_empty() { device.tablet } else { device.label };
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="device"/>
            </span>
            <span class="row__main">
                <span class="row__title">{name.clone()}</span>
                <span class="row__note">
                    {say(text::SINCE_WORD)} " "
                    {device.certified_at.map(|at| at.day().to_string())}
                </span>
            </span>
            <span class="row__end">
                {if revoked {
                    view! { <span class="badge badge--danger">{say(text::REVOKED_WORD)}</span> }
                        .into_any()
                } else {
                    view! { <RevokeButton device=id about=name known/> }.into_any()
                }}
            </span>
        </li>
    }
}

#[component]
fn NewAccount(rights: Memo<RightsView>) -> impl IntoView {
    let (name, login) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (role, area) = (RwSignal::new(None), RwSignal::new(None));
    let problem = RwSignal::new(None);
    let language = text::language();
    let toast = Toast::here();
    let once = Once::new();
    let details = NodeRef::<Details>::new();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let (Some(role), Some(area)) = (role.get_untracked(), area.get_untracked()) else {
            let missing = domain::text::bad_value(domain::field::BadValue::Empty);
            problem.set(Some(missing.in_language(language.get_untracked()).to_owned()));
            return;
        };
        let account = Account {
            name: Some(Name(name.get_untracked())),
            login: Login::parse(&login.get_untracked()),
            ..Account::default()
        };
        let grant = Grant { role: Some(role), area: Some(GrantArea(area)), ..Grant::default() };
        once.send(
            vec![make(0, account, &[]), fact(grant, &[("account", 0)])],
            problem,
            move || {
                name.try_set(String::new());
                login.try_set(String::new());
                if let Some(details) = details.get_untracked() {
                    details.set_open(false);
                }
                toast.say(text::SAVED);
            },
        );
    };
    view! {
        <details id="them" class="block account" node_ref=details>
            <summary>
                <b>
                    <Icon name="plus" small=true/>
                    " "
                    {say(text::ADD_ACCOUNT)}
                </b>
            </summary>
            <form class="form" on:submit=send>
                <TextField id="ten" label=text::ACCOUNT_NAME value=name/>
                <TextField id="dn" label=text::LOGIN value=login/>
                <RoleFields id="moi".to_owned() rights role area/>
                <Problem text=problem/>
                <button class="button" type="submit">
                    {say(text::SAVE)}
                </button>
            </form>
        </details>
    }
}
