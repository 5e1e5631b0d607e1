//! Việc gửi: what is unsent and since when, when it last synced, and whether the browser keeps it.

use domain::health::LONG_UNSENT_DAYS;
use domain::text::{Label, whole};
use domain::time::Moment;
use domain::view::work::Waiting;
use gloo_timers::future::TimeoutFuture;
use js_sys::Reflect;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

use super::frame::{Top, title};
use super::problems::Called;
use super::use_live;
use crate::components::{Icon, Toast, kind_name, said_line, when};
use crate::deed::now;
use crate::store_client::ask;
use crate::text::{self, megabytes, say};
use letters::{AskStatus, AskWaiting, Status, SyncNow};

/// How much of what waits is listed.
const MOST_WAITING: usize = 100;

/// How often, and after how long each time, is looked whether sending is done.
const LOOKS: usize = 20;
const LOOK_MS: u32 = 500;
/// After so many looks it was tried.
const TRIED: usize = 4;

/// A clock that is off by more is wrong.
const CLOCK_OFF_MS: i64 = 2 * 60 * 1000;

#[component]
pub fn SendingPage() -> impl IntoView {
    let status = use_live(|| AskStatus);
    let language = text::language();
    let oldest = move || status.get().and_then(|status| status.oldest_unsent);
    let late =
        move || oldest().is_some_and(|oldest| Moment(oldest) < now().plus_days(-LONG_UNSENT_DAYS));
    let clock_wrong =
        move || status.get().is_some_and(|status| status.clock_off.abs() > CLOCK_OFF_MS);
    let last = move || {
        let last = status.get().and_then(|status| status.last_sync);
        let at = last.map(|at| when(Moment(at)));
        at.unwrap_or_else(|| text::NEVER.in_language(language.get()).to_owned())
    };
    let trouble = move || status.get().and_then(|status| status.trouble);
    view! {
        <Top title=title(text::SENDING_PAGE) back="/"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <p class="figure figure--hero">
                <span class="figure__value">
                    {move || status.get().map(|status| whole(status.unsent as i64))}
                </span>
                <span class="figure__label">{say(text::UNSENT_WAIT)}</span>
            </p>
            <div class="block">
                <dl class="record">
                    <div>
                        <dt>{say(text::LAST_SYNC)}</dt>
                        <dd>{last}</dd>
                    </div>
                    {move || {
                        oldest()
                            .map(|oldest| {
                                view! {
                                    <div>
                                        <dt>{say(text::OLDEST_UNSENT)}</dt>
                                        <dd>{when(Moment(oldest))}</dd>
                                    </div>
                                }
                            })
                    }}
                    <PhotosWaiting status/>
                    <div>
                        <dt>{say(text::HELD_BACK)}</dt>
                        <dd>{move || status.get().map(|status| whole(status.held as i64))}</dd>
                    </div>
                </dl>
            </div>
            <div class="block notices">
                <Show when=move || status.get().is_some_and(|status| status.revoked)>
                    <div class="notice notice--danger">
                        <Icon name="lock"/>
                        <p>{say(text::REVOKED)}</p>
                    </div>
                </Show>
                <Show when=late>
                    <div class="notice notice--warn">
                        <Icon name="warn"/>
                        <p>{say(text::DAY_UNSENT)}</p>
                    </div>
                </Show>
                <Show when=clock_wrong>
                    <div class="notice notice--warn">
                        <Icon name="clock"/>
                        <p>{say(text::CLOCK_WRONG)}</p>
                    </div>
                </Show>
                {move || {
                    trouble()
                        .map(|trouble| {
                            view! {
                                <div class="notice notice--danger">
                                    <Icon name="warn"/>
                                    <p>{text::trouble(&trouble, language.get())}</p>
                                </div>
                            }
                        })
                }}
            </div>
            <WaitingWork/>
            <Storage/>
        </main>
        <section class="action">
            <SyncButton/>
        </section>
    }
}

#[component]
fn SyncButton() -> impl IntoView {
    let toast = Toast::here();
    let busy = RwSignal::new(false);
    let sync = move |_| {
        busy.set(true);
        spawn_local(async move {
            let words = synced().await;
            busy.try_set(false);
            toast.say(words);
        });
    };
    view! {
        <button
            class="button button--main"
            type="button"
            disabled=move || busy.get()
            on:click=sync
        >
            <Icon name="sync"/>
            {move || say(if busy.get() { text::SYNCING } else { text::SYNC_NOW })}
        </button>
    }
}

/// Sends and fetches, and says what has become of it.
async fn synced() -> Label {
    let last = async || ask(AskStatus).await.ok().map(|status| (status.last_sync, status.online));
    let before = last().await;
    if ask(SyncNow).await.is_err() {
        return text::SYNC_FAILED;
    }
    for look in 1..=LOOKS {
        TimeoutFuture::new(LOOK_MS).await;
        let now = last().await;
        match (now.zip(before), now) {
            (Some(((at, _), (was, _))), _) if at != was => return text::SYNCED,
            // What was known before it was tried proves nothing.
            (_, Some((_, Some(false)))) if look >= TRIED => return text::SYNC_OFFLINE,
            _ => {}
        }
    }
    text::SYNC_GOES_ON
}

/// What waits, the oldest first: for the line, or for an officer.
#[component]
fn WaitingWork() -> impl IntoView {
    let waiting = use_live(|| AskWaiting { most: MOST_WAITING + 1 });
    let listed = move || {
        let mut waiting = waiting.get().unwrap_or_default();
        waiting.truncate(MOST_WAITING);
        waiting
    };
    let language = text::language();
    let is_full = move || waiting.get().is_some_and(|waiting| waiting.len() > MOST_WAITING);
    let line = move |work: Waiting| {
        let Waiting { said, record, stands, refers, held } = work;
        let (kind_key, made) = (said.kind.clone(), when(said.made));
        let words = held.map_or(text::WAITS_TO_BE_SENT, text::waits_for);
        view! {
            <li class="block problem">
                <h3>{move || kind_name(&kind_key, language.get())}</h3>
                <p>
                    <Called record stands/>
                    {move || said_line(&said, &refers, language.get())}
                </p>
                <p class="field__hint">{made} " · " {say(words)}</p>
            </li>
        }
    };
    view! {
        <section class="section" aria-labelledby="dang-cho">
            <div class="section__head">
                <h2 id="dang-cho">{say(text::WAITING_TITLE)}</h2>
            </div>
            <ul>
                <For
                    each=listed
                    key=|work| (work.said.id, work.held, work.stands.is_here())
                    children=line
                />
            </ul>
            <Show when=move || waiting.get().is_some_and(|waiting| waiting.is_empty())>
                <p class="block empty__text">{say(text::WAITING_EMPTY)}</p>
            </Show>
            <Show when=is_full>
                <p class="block field__hint">{say(text::WAITING_MORE)}</p>
            </Show>
        </section>
    }
}

/// Photos that have not gone up, where there are any.
#[component]
fn PhotosWaiting(status: RwSignal<Option<Status>>) -> impl IntoView {
    move || {
        let waiting = status.get().filter(|status| status.photos > 0);
        waiting.map(|status| {
            view! {
                <div>
                    <dt>{say(text::PHOTOS)}</dt>
                    <dd>
                        {whole(status.photos as i64)} " " {say(text::PHOTOS_UNSENT)} ", "
                        {megabytes(status.photo_bytes)}
                    </dd>
                </div>
            }
        })
    }
}

/// Asks the browser to keep what is ours; whether it promises. Asking again does no harm.
pub async fn ask_to_keep() -> Option<bool> {
    let asked = window().navigator().storage().persist().ok()?;
    Some(JsFuture::from(asked).await.ok()?.is_truthy())
}

/// What the browser keeps of ours, of how much, and whether for good.
async fn storage() -> Option<(bool, u64, u64)> {
    let kept = ask_to_keep().await?;
    let manager = window().navigator().storage();
    let estimate = JsFuture::from(manager.estimate().ok()?).await.ok()?;
    let number = |name: &str| Reflect::get(&estimate, &name.into()).ok()?.as_f64();
    Some((kept, number("usage")? as u64, number("quota")? as u64))
}

#[component]
fn Storage() -> impl IntoView {
    let found = RwSignal::new(None::<(bool, u64, u64)>);
    spawn_local(async move {
        found.try_set(storage().await);
    });
    view! {
        <section class="section" aria-labelledby="cho-chua">
            <div class="section__head">
                <h2 id="cho-chua">{say(text::STORAGE)}</h2>
            </div>
            {move || {
                found
                    .get()
                    .map(|(kept, used, quota)| {
                        let words = if kept { text::STORAGE_KEPT } else { text::STORAGE_NOT_KEPT };
                        view! {
                            <div class="block">
                                <p>
                                    {megabytes(used)}
                                    " "
                                    {say(text::STORAGE_USED)}
                                    " "
                                    {say(text::STORAGE_OF)}
                                    " "
                                    {megabytes(quota)}
                                </p>
                                <p class="field__hint">{say(words)}</p>
                            </div>
                        }
                    })
            }}
        </section>
    }
}
