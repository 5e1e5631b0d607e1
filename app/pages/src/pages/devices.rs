//! Các máy: every device of an officer's areas, when it was last heard of, what it has not sent, and
//! what somebody should look after.

use std::collections::HashMap;

use domain::health::{Care, DeviceHealth};
use domain::id::RecordId;
use domain::record::DeviceRecord;
use domain::text::{Label, Language, name_order, whole};
use domain::time::Moment;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Confirm, Icon, NotAnswered, SearchField, Toast, when};
use crate::deed::{self, edit_as};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, AtRisk, megabytes, say};
use letters::{AskHealth, AskStatus, KnownHealth, Trouble};

/// What the server knows of the devices, asked when the page is opened and after each sync.
#[derive(Clone, Copy)]
pub struct KnownDevices {
    named: RwSignal<Option<Result<KnownHealth, Trouble>>>,
    /// Whether the server could be asked the last time.
    is_fresh: RwSignal<bool>,
    asked: StoredValue<u64>,
}

impl KnownDevices {
    pub fn ask() -> Self {
        let known = Self {
            named: RwSignal::new(None),
            is_fresh: RwSignal::new(false),
            asked: StoredValue::new(0),
        };
        let status = use_live(|| AskStatus);
        let synced = Memo::new(move |_| status.get().and_then(|status| status.last_sync));
        Effect::new(move || {
            synced.track();
            known.ask_again();
        });
        known
    }

    pub fn ask_again(self) {
        let Some(this) = self.asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        }) else {
            return;
        };
        spawn_local(async move {
            let named = ask(AskHealth).await;
            if self.asked.try_get_value() != Some(this) {
                return; // a later answer counts
            }
            self.is_fresh.try_set(named.is_ok());
            // What was named stays while nobody can be asked: the status line says so.
            let stays = self.named.try_with_untracked(|known| matches!(known, Some(Ok(_))));
            if named.is_ok() || stays != Some(true) {
                self.named.try_set(Some(named));
            }
        });
    }

    /// What is known now of such devices; `None`: the server did not say.
    pub fn of(self, such: impl Fn(&DeviceHealth) -> bool) -> Option<Vec<DeviceHealth>> {
        if !self.is_fresh.get_untracked() {
            return None;
        }
        let known = self.named.get_untracked()?.ok()?;
        Some(known.devices.into_iter().filter(such).collect())
    }

    /// What lies on the devices of an account before it reads less; `None`: it has none.
    pub fn at_risk_of(self, account: RecordId, language: Language) -> Option<String> {
        let found = self.of(|device| device.account == account);
        text::at_risk(found.as_deref(), AtRisk::Emptied, language)
    }

    /// What the server last named.
    fn listed(self) -> Vec<DeviceHealth> {
        let named = self.named.get().and_then(Result::ok);
        named.map(|named| named.devices).unwrap_or_default()
    }
}

#[component]
pub fn DevicesPage() -> impl IntoView {
    let known = KnownDevices::ask();
    // The list stays, with what is sought in it, while its devices say more.
    let asked = Memo::new(move |_| known.named.get().map(|known| known.map(|_| ())));
    view! {
        <Top title=title(text::DEVICES_PAGE) back="/cai-dat"/>
        <main id="main" class="page" tabindex="-1">
            {move || match asked.get() {
                None => view! { <p class="block field__hint" role="status">{say(text::ASKING)}</p> }.into_any(),
                Some(Err(trouble)) => {
                    view! { <NotAnswered trouble again=move || known.ask_again()/> }.into_any()
                }
                Some(Ok(())) => view! { <Tablets known/> }.into_any(),
            }}
        </main>
    }
}

/// The devices of one browser or tablet.
type Tablet = Vec<DeviceHealth>;

/// The tablets, those first that somebody should look after; within those by the first person's name.
fn tablets(devices: Vec<DeviceHealth>, now: Moment) -> Vec<Tablet> {
    let mut by_tablet: HashMap<String, Tablet> = HashMap::new();
    for device in devices {
        // One that never said on which tablet it is stands by itself.
        let tablet = match device.tablet.as_str() {
            "" => device.device.0.to_string(),
            tablet => tablet.to_owned(),
        };
        by_tablet.entry(tablet).or_default().push(device);
    }
    let mut tablets: Vec<Tablet> = by_tablet.into_values().collect();
    for tablet in &mut tablets {
        tablet.sort_by(|one, other| {
            one.revoked
                .is_some()
                .cmp(&other.revoked.is_some())
                .then(name_order(&one.name, &other.name))
        });
    }
    let gravest = |tablet: &Tablet| {
        let cares = tablet.iter().flat_map(|device| device.cares(now));
        (cares.min().map_or(usize::MAX, |care| care as usize), tablet[0].revoked.is_some())
    };
    tablets.sort_by(|one, other| {
        gravest(one).cmp(&gravest(other)).then_with(|| name_order(&one[0].name, &other[0].name))
    });
    tablets
}

#[component]
fn Tablets(known: KnownDevices) -> impl IntoView {
    let search = RwSignal::new(String::new());
    let only = RwSignal::new(None::<Care>);
    let counts = move || {
        let (devices, now) = (known.listed(), deed::now());
        let of = |care| devices.iter().filter(move |device| device.cares(now).contains(care));
        let counts = Care::ALL.iter().map(|care| (*care, of(care).count()));
        // One that is pressed can be pressed again.
        let listed = counts.filter(|(care, count)| *count > 0 || only.get() == Some(*care));
        listed.collect::<Vec<_>>()
    };
    let shown = Memo::new(move |_| {
        let (sought, now) = (domain::text::fold(&search.get()), deed::now());
        let devices = known.listed().into_iter().filter(|device| {
            let cares = only.get().is_none_or(|care| device.cares(now).contains(&care));
            let text = domain::text::fold(&format!("{} {}", device.name, device.label));
            cares && text.contains(&sought)
        });
        tablets(devices.collect(), now)
    });
    let none = move || shown.get().is_empty();
    let own = Memo::new(move |_| known.named.get()?.ok().map(|known| known.own));
    let rights = Rights::here();
    let may_settle = Memo::new(move |_| rights.may_settle());
    view! {
        <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
            <SearchField
                label=text::SEARCH_DEVICES
                hint=text::SEARCH_DEVICES_HINT
                typed=search
                write=move |typed| search.set(typed)
            />
            <div class="chips">
                <For each=counts key=|count| *count let:count>
                    <CareChip care=count.0 count=count.1 only/>
                </For>
            </div>
        </form>
        {move || {
            let now = deed::now();
            let tablets = shown.get().into_iter();
            tablets.map(|tablet| view! { <TabletPart tablet now known own may_settle/> }).collect_view()
        }}
        <Show when=none>
            <p class="block empty__text">{say(text::NO_SUCH_DEVICES)}</p>
        </Show>
    }
}

/// Of how many devices somebody should look after this; pressed, only they are listed.
#[component]
fn CareChip(care: Care, count: usize, only: RwSignal<Option<Care>>) -> impl IntoView {
    let press = move |_| only.update(|only| *only = Some(care).filter(|care| *only != Some(*care)));
    view! {
        <button
            class="chip"
            type="button"
            aria-pressed=move || (only.get() == Some(care)).to_string()
            on:click=press
        >
            <b>{whole(count as i64)}</b>
            " "
            {say(text::care(care))}
        </button>
    }
}

#[component]
fn TabletPart(
    tablet: Tablet,
    now: Moment,
    known: KnownDevices,
    own: Memo<Option<RecordId>>,
    may_settle: Memo<bool>,
) -> impl IntoView {
    let language = text::language();
    let label = tablet.iter().map(|device| device.label.clone()).find(|label| !label.is_empty());
    let room = tablet.iter().filter_map(|device| device.health.as_ref()?.free).max();
    let id = format!("may-{}", tablet[0].device.0);
    let heading = id.clone();
    view! {
        <section class="section" aria-labelledby=id>
            <div class="section__head">
                <h2 id=heading>
                    {move || {
                        let unnamed = text::UNNAMED_DEVICE.in_language(language.get()).to_owned();
                        label.clone().unwrap_or(unnamed)
                    }}
                </h2>
                <span class="section__note">
                    {room.map(|room| view! { {say(text::ROOM_LEFT)} " " {megabytes(room)} })}
                </span>
            </div>
            <ul>
                {tablet
                    .into_iter()
                    .map(|device| view! { <DeviceLine device now known own may_settle/> })
                    .collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn DeviceLine(
    device: DeviceHealth,
    now: Moment,
    known: KnownDevices,
    own: Memo<Option<RecordId>>,
    may_settle: Memo<bool>,
) -> impl IntoView {
    let language = text::language();
    let cares = device.cares(now);
    let health = device.health.clone().unwrap_or_default();
    let heard = device.seen;
    let count = move |count: u64, words: Label| {
        (count > 0).then(|| view! { <li>{whole(count as i64)} " " {say(words)}</li> })
    };
    let oldest = health.oldest;
    let about = [device.name.as_str(), &device.label].join(" · ");
    let about = about.trim_end_matches(" · ").to_owned();
    let (id, revoked, held) = (device.device, device.revoked.is_some(), device.held);
    view! {
        <li class="row device">
            <span class="row__mark">
                <Icon name=if health.locked { "lock" } else { "device" }/>
            </span>
            <span class="row__main">
                <span class="row__title">
                    {device.name.clone()}
                    <Show when=move || own.get() == Some(id)>
                        " "
                        <span class="badge">{say(text::THIS_DEVICE)}</span>
                    </Show>
                </span>
                <span class="row__note">
                    {move || match heard {
                        Some(heard) => format!("{} {}", text::HEARD.in_language(language.get()), when(heard)),
                        None => text::NEVER_HEARD.in_language(language.get()).to_owned(),
                    }}
                    {(!health.version.is_empty())
                        .then(|| view! { " · " {say(text::VERSION_WORD)} " " {health.version.clone()} })}
                </span>
                <ul class="device__work">
                    {(health.waiting > 0)
                        .then(|| {
                            view! {
                                <li>
                                    {whole(health.waiting as i64)}
                                    " "
                                    {say(text::CHANGES_UNSENT)}
                                    {oldest
                                        .map(|oldest| {
                                            view! { ", " {say(text::OLDEST_FROM)} " " {when(oldest)} }
                                        })}
                                </li>
                            }
                        })}
                    {count(health.begun, text::BEGUN_THERE)}
                    {count(health.photos, text::PHOTOS_UNSENT)}
                    {(held > 0)
                        .then(|| {
                            view! {
                                <li>
                                    <Show
                                        when=move || may_settle.get()
                                        fallback=move || view! { {whole(held as i64)} " " {say(text::HELD_FOR_OFFICER)} }
                                    >
                                        <A href="/hai-cach-ghi">{whole(held as i64)} " " {say(text::HELD_HERE_WAIT)}</A>
                                    </Show>
                                </li>
                            }
                        })}
                </ul>
                <span class="device__cares">
                    {cares
                        .into_iter()
                        .map(|care| {
                            let class = if care.is_grave() {
                                "badge badge--danger"
                            } else {
                                "badge badge--warn"
                            };
                            let words = match care {
                                Care::Refused => {
                                    let refused = whole(health.refused as i64);
                                    view! { {refused} " " {say(text::REFUSED_THERE)} }.into_any()
                                }
                                care => say(text::care(care)).into_any(),
                            };
                            view! { <span class=class>{words}</span> }
                        })
                        .collect_view()}
                    {revoked
                        .then(|| {
                            let words = if health.wiped { text::WIPED_WORD } else { text::REVOKED_WORD };
                            view! { <span class="badge">{say(words)}</span> }
                        })}
                </span>
            </span>
            <span class="row__end">
                {(!revoked).then(|| view! { <RevokeButton device=id about known/> })}
            </span>
        </li>
    }
}

/// Revokes a device after its officer was told what lies on it.
#[component]
pub fn RevokeButton(
    device: RecordId,
    /// Whose it is, and what it is called.
    about: String,
    known: KnownDevices,
) -> impl IntoView {
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let language = text::language();
    let revoke = move |_| {
        // One that the server did not name when it was asked may be younger than its answer.
        let found = known.of(|found| found.device == device).filter(|found| !found.is_empty());
        let note = text::at_risk(found.as_deref(), AtRisk::Wiped, language.get_untracked());
        confirm.ask_with(about.clone(), text::REVOKE_SURE, note, text::REVOKE, move || {
            spawn_local(async move {
                let revoked =
                    DeviceRecord { revoked_at: Some(deed::now()), ..DeviceRecord::default() };
                // What was not revoked stays as it is in the list.
                if deed::done(vec![edit_as(device, revoked)]).await.is_ok() {
                    // The list says so after the next sync.
                    toast.say(text::REVOKED_NOW);
                }
            });
        });
    };
    view! {
        <button class="button button--small" type="button" on:click=revoke>
            {say(text::REVOKE)}
        </button>
    }
}
