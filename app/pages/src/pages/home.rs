//! Trang đầu: how many people the ledger holds, what waits, and the way to the other pages.

use domain::health::Care;
use domain::text::{Label, whole};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::use_live;
use crate::components::{Icon, Way, address_of};
use crate::deed::{self, today};
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{
    AskEvents, AskFindings, AskForms, AskHealth, AskHeld, AskSignUps, AskStatus, CountPeople,
    Status,
};

#[component]
pub fn Home() -> impl IntoView {
    let people = use_live(|| CountPeople);
    let status = use_live(|| AskStatus);
    let rights = Rights::here();
    let registers = move || rights.may_write("residence");
    let has_no_area = move || {
        let has_come = status.get().is_some_and(|status| status.last_sync.is_some());
        has_come && rights.get().is_some_and(|rights| rights.roles.is_empty())
    };
    let count = move || {
        // A ledger that has not come yet is not an empty one.
        let fetched = status.get().is_some_and(|status| status.last_sync.is_some());
        let all = people.get().filter(|all| *all > 0 || fetched);
        all.map_or_else(|| "…".to_owned(), |all| whole(all as i64))
    };
    view! {
        <Top title=title(text::HOME)/>
        <main id="main" class="spread" tabindex="-1">
            <div class="page">
                <A href="/nguoi" attr:class="figure figure--hero">
                    <span class="figure__value">{count}</span>
                    <span class="figure__label">{say(text::PEOPLE_HERE)}</span>
                    <span class="figure__go">
                        <Icon name="right" small=true/>
                    </span>
                </A>
                <Show when=has_no_area>
                    <div class="block block--apart">
                        <div class="notice notice--warn" role="status">
                            <Icon name="lock"/>
                            <p>{say(text::NO_AREA)}</p>
                        </div>
                    </div>
                </Show>
                <Waiting/>
            </div>
            <div class="page">
                <section class="section" aria-labelledby="so-sach">
                    <div class="section__head">
                        <h2 id="so-sach">{say(text::ENTRIES)}</h2>
                    </div>
                    <ul>
                        <Way href="/gia-dinh" icon="house" label=text::FAMILIES_PAGE/>
                        <Show when=registers>
                            <Way href="/di-tung-nha" icon="door" label=text::WALK_PAGE/>
                        </Show>
                        <Way href="/dang-ky" icon="stamp" label=text::SUBJECTS_PAGE/>
                        <Way href="/to-chuc" icon="tree" label=text::PLACES_PAGE/>
                        <Way href="/su-kien" icon="calendar" label=text::EVENTS_PAGE/>
                        <Way href="/tu-ghi" icon="person" label=text::SIGN_UPS_PAGE/>
                        <Way href="/giao-ban" icon="report" label=text::THIS_QUARTER/>
                        <Way href="/cai-dat" icon="more" label=text::SETTINGS/>
                    </ul>
                </section>
            </div>
        </main>
        <Show when=registers>
            <section class="action">
                <A href="/dang-ky" attr:class="button">
                    {say(text::SUBJECTS_PAGE)}
                </A>
                <A href="/ghi-danh" attr:class="button button--main">
                    <Icon name="plus"/>
                    {say(text::REGISTER_FAMILY)}
                </A>
            </section>
        </Show>
    }
}

/// What waits for a person, each thing a line.
#[component]
fn Waiting() -> impl IntoView {
    let status = use_live(|| AskStatus);
    let forms = use_live(|| AskForms);
    let events = use_live(|| AskEvents);
    let counted = |count: fn(&Status) -> u64| {
        Signal::derive(move || status.get().map_or(0, |status| count(&status)))
    };
    let rescued = counted(|status| status.rescued);
    let (held, findings) = (RwSignal::new(0_u64), RwSignal::new(0_u64));
    let devices = RwSignal::new(0_u64);
    let knows_all = RwSignal::new(false);
    let rights = Rights::here();
    let may_settle = Memo::new(move |_| rights.may_settle());
    Effect::new(move || {
        if rights.get().is_some_and(|rights| !rights.may_settle) {
            knows_all.set(true);
        }
        if may_settle.get() {
            // Asked when the page is opened: one needs a network, the other a look at everything.
            spawn_local(async move {
                let waiting = ask(AskHeld).await;
                held.try_set(waiting.as_ref().map_or(0, Vec::len) as u64);
                let known = ask(AskHealth).await;
                let asked = waiting.is_ok() && known.is_ok();
                let known = known.map(|known| known.devices).unwrap_or_default();
                let in_need = known
                    .iter()
                    .filter(|device| device.cares(deed::now()).into_iter().any(Care::is_grave))
                    .count();
                devices.try_set(in_need as u64);
                let found = ask(AskFindings).await.map_or(0, |found| found.len());
                findings.try_set(found as u64);
                knows_all.try_set(asked);
            });
        }
    });
    // What is held today or lies ahead waits; what is past is in the list of events.
    let sign_ups = use_live(|| AskSignUps);
    let sign_ups = Signal::derive(move || {
        let waiting = sign_ups.get().filter(|_| may_settle.get());
        waiting.map_or(0, |waiting| waiting.len() as u64)
    });
    let latest_event = move || {
        let events = events.get().unwrap_or_default();
        events
            .into_iter()
            .filter(|event| event.held_on >= today())
            .min_by_key(|event| event.held_on)
    };
    let has_come = move || status.get().is_some_and(|status| status.last_sync.is_some());
    let nothing = move || {
        if !has_come()
            || !knows_all.get()
            || held.get() + findings.get() + devices.get() + sign_ups.get() > 0
        {
            return false;
        }
        let quiet = status.get().is_some_and(|status| {
            status.conflicts + status.refused + status.held + status.unsent + status.rescued == 0
        });
        quiet && latest_event().is_none() && forms.get().is_some_and(|forms| forms.is_empty())
    };
    view! {
        <section class="section" aria-labelledby="viec">
            <div class="section__head">
                <h2 id="viec">{say(text::WAITING)}</h2>
            </div>
            <ul>
                <Count href="/hai-cach-ghi" icon="split" danger=true label=text::CONFLICTS_WAIT count=counted(|status| status.conflicts)/>
                <Count href="/can-xu-ly" icon="warn" danger=true label=text::REFUSED_WAIT count=counted(|status| status.refused)/>
                <Count href="/can-xu-ly" icon="warn" danger=true label=text::RESCUED_WAIT count=rescued/>
                <Count href="/hai-cach-ghi" icon="clock" label=text::HELD_HERE_WAIT count=held/>
                <Count href="/tu-ghi" icon="person" label=text::SIGN_UPS_WAIT count=sign_ups/>
                <Count href="/hai-cach-ghi" icon="warn" label=text::FINDINGS_WAIT count=findings/>
                <Count href="/cai-dat/may" icon="device" label=text::DEVICES_CARE count=devices/>
                <Count href="/viec-gui" icon="clock" label=text::HELD_WAIT count=counted(|status| status.held)/>
                <Count href="/viec-gui" icon="unsent" label=text::UNSENT_WAIT count=counted(|status| status.unsent)/>
                <For
                    each=move || forms.get().unwrap_or_default()
                    key=|form| (form.id, form.at.0)
                    let:form
                >
                    <BegunLine form/>
                </For>
                {move || {
                    latest_event()
                        .map(|event| {
                            view! {
                                <li class="row">
                                    <span class="row__mark">
                                        <Icon name="calendar"/>
                                    </span>
                                    <span class="row__main">
                                        <A
                                            href=address_of("event", event.id)
                                            attr:class="row__title row__link"
                                        >
                                            {event.name}
                                        </A>
                                        <span class="row__note">{event.held_on.to_string()}</span>
                                    </span>
                                    <span class="row__end">
                                        <Icon name="right" small=true/>
                                    </span>
                                </li>
                            }
                        })
                }}
            </ul>
            <Show when=nothing>
                <p class="block empty__text">{say(text::NOTHING_WAITS)}</p>
            </Show>
        </section>
    }
}

#[component]
fn Count(
    href: &'static str,
    icon: &'static str,
    label: Label,
    #[prop(into)] count: Signal<u64>,
    #[prop(optional)] danger: bool,
) -> impl IntoView {
    view! {
        <Show when=move || { count.get() > 0 }>
            <li class="row">
                <span class="row__mark" class:state--danger=danger>
                    <Icon name=icon/>
                </span>
                <span class="row__main">
                    <A href=href attr:class="row__title row__link">
                        {move || whole(count.get() as i64)}
                        " "
                        {say(label)}
                    </A>
                </span>
                <span class="row__end">
                    <Icon name="right" small=true/>
                </span>
            </li>
        </Show>
    }
}

/// A form that was begun; what was typed into it says which.
#[component]
fn BegunLine(form: domain::view::form::BegunForm) -> impl IntoView {
    // Whom it is about: the first name in it, else the longest of what was typed; ids say nothing.
    let words = form.typed.iter().filter(|(_, text)| text.chars().any(char::is_alphabetic));
    let name = words.clone().find(|(key, _)| key.ends_with("name"));
    let longest = words.max_by_key(|(_, text)| text.chars().count());
    let note = name.or(longest).map(|(_, text)| text.clone()).unwrap_or_default();
    let path = match form.kind.split_once(' ') {
        Some(("new", kind)) => format!("/ghi/{kind}"),
        Some(("edit", of)) => format!("/muc/{of}/sua"),
        Some(("mend", number)) => format!("/sua/{number}"),
        Some(("enter", change)) => format!("/xet/{change}"),
        Some(("sign-up", id)) => format!("/tu-ghi/{id}"),
        Some(("poster", _)) => "/tu-ghi".to_owned(),
        Some(("join", house)) => format!("/ghi-danh?ho={house}"),
        _ => "/ghi-danh".to_owned(),
    };
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="pencil"/>
            </span>
            <span class="row__main">
                <A
                    href=format!("{path}{}phieu={}", if path.contains('?') { '&' } else { '?' }, form.id.0)
                    attr:class="row__title row__link"
                >
                    {say(text::BEGUN_FORM)}
                </A>
                <span class="row__note">{note}</span>
            </span>
            <span class="row__end">
                <Icon name="right" small=true/>
            </span>
        </li>
    }
}
