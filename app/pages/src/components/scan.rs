//! Quét CCCD: the code on a citizen's card fills in a form. Nothing of it is kept, not as a draft either,
//! before the person has agreed.

use domain::field::{FieldType, FieldValue};
use domain::identity::{CitizenId, IdCard, NotACard};
use domain::kind::Record;
use domain::record::Person;
use domain::text::{Label, value};
use domain::value::Value;
use gloo_timers::future::TimeoutFuture;
use leptos::html::{Input, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::{Form, Icon, Sheet};
use crate::scan;
use crate::text::{self, say};

/// How often it is looked for a code.
const LOOK_MS: u32 = 150;

/// As long as the longer side of a picture is at most that is looked through, in points.
const LONGEST_SEEN: u32 = 960;

/// A picture from a file is looked through in these sizes: a code may be small in a large one, and is
/// found sooner in a small one.
const LONGEST_PICTURED: [u32; 3] = [1000, 1800, 3000];

/// Where what a card says is filled in.
#[derive(Clone)]
pub struct Target {
    pub form: Form,
    /// What the keys of the person's fields begin with.
    pub person: String,
    /// Whether the form has the person's home, which may be filled in too.
    pub has_home: bool,
}

/// The button that opens the sheet; the sheet is a part of the program that comes when it is asked for.
#[component]
pub fn ScanCard(target: Target) -> impl IntoView {
    let open = RwSignal::new(false);
    view! {
        <button class="button button--small" type="button" on:click=move |_| open.set(true)>
            <Icon name="scan" small=true/>
            {say(text::SCAN_CARD)}
        </button>
        {move || {
            let target = open.get().then(|| target.clone())?;
            let sheet = move || {
                let target = target.clone();
                Suspend::new(async move {
                    match sheet(target, open).await {
                        Ok(sheet) => sheet,
                        Err(_) => view! { <p class="field__hint">{say(text::PAGE_NOT_HERE_MEANS)}</p> }.into_any(),
                    }
                })
            };
            Some(view! { <Suspense>{sheet}</Suspense> })
        }}
    }
}

#[allow(clippy::unnecessary_wraps, reason = "a part that has not come is an error of its wrapper")]
#[wasm_split(card_sheet, wasm_split_path = ::leptos::wasm_split, fallible)]
fn sheet(target: Target, open: RwSignal<bool>) -> Result<AnyView, SplitLoaderError> {
    Ok(view! { <ScanSheet target open/> }.into_any())
}

/// What the sheet has found so far.
#[derive(Clone, Copy)]
struct Found {
    card: RwSignal<Option<IdCard>>,
    /// Why it looks on, or cannot.
    trouble: RwSignal<Option<Label>>,
}

impl Found {
    /// Reads the codes; whether one of them is a card.
    fn reads(self, codes: Vec<String>) -> bool {
        // One who is being asked is not exchanged for another.
        if self.card.try_get_untracked() != Some(None) {
            return true;
        }
        for code in codes {
            match IdCard::parse(&code) {
                Ok(card) => {
                    self.trouble.try_set(None);
                    self.card.try_set(Some(card));
                    return true;
                }
                Err(why) => {
                    self.trouble.try_set(Some(words(why)));
                }
            }
        }
        false
    }
}

fn words(why: NotACard) -> Label {
    match why {
        NotACard::OtherCode => text::OTHER_CODE,
        NotACard::Number => text::NO_NUMBER_IN_CODE,
    }
}

#[component]
fn ScanSheet(target: Target, open: RwSignal<bool>) -> impl IntoView {
    let found = Found { card: RwSignal::new(None), trouble: RwSignal::new(None) };
    let target = StoredValue::new(target);
    view! {
        <Sheet label=say(text::SCAN_CARD) open close=move || open.set(false)>
            {move || match found.card.get() {
                None => view! { <Looking found open/> }.into_any(),
                Some(card) => {
                    view! { <Agreed card target=target.get_value() found open/> }.into_any()
                }
            }}
        </Sheet>
    }
}

/// The camera's picture, and the way in for a photo of the card.
#[component]
fn Looking(found: Found, open: RwSignal<bool>) -> impl IntoView {
    let video = NodeRef::<Video>::new();
    let (torch, zoom) = (RwSignal::new(None::<bool>), RwSignal::new(1.0));
    let input = NodeRef::<Input>::new();
    let has_camera = RwSignal::new(true);
    on_cleanup(scan::close);
    Effect::new(move || {
        let Some(video) = video.get() else { return };
        spawn_local(async move {
            let Ok(camera) = scan::open(&video).await else {
                found.trouble.try_set(Some(text::NO_CAMERA));
                has_camera.try_set(false);
                return;
            };
            torch.try_set(camera.torch().then_some(false));
            zoom.try_set(camera.zoom());
            // As long as this is shown; what shows next has its own camera.
            while has_camera.try_get_untracked() == Some(true) {
                TimeoutFuture::new(LOOK_MS).await;
                let seen = scan::seen(LONGEST_SEEN);
                if seen.is_some_and(|seen| found.reads(scan::codes(&seen))) {
                    break;
                }
            }
        });
    });
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value(""); // the same one may be chosen again
        let Some(file) = file else { return };
        spawn_local(async move {
            for longest in LONGEST_PICTURED {
                let Ok(points) = scan::pictured(&file, longest).await else { break };
                if found.reads(scan::codes(&points)) {
                    return;
                }
            }
            if found.trouble.try_get_untracked() != Some(Some(text::OTHER_CODE)) {
                found.trouble.try_set(Some(text::NO_CODE_IN_PICTURE));
            }
        });
    };
    view! {
        <div class="sheet__body scan">
            <Show when=move || has_camera.get()>
                <p class="lead">{say(text::HOLD_THE_CARD)}</p>
                <video class="scan__picture" node_ref=video muted playsinline></video>
            </Show>
            {move || found.trouble.get().map(|trouble| view! { <p class="notice notice--warn" role="status">{say(trouble)}</p> })}
            <div class="person__deeds">
                {move || {
                    torch
                        .get()
                        .map(|on| {
                            let press = move |_| {
                                scan::light(!on);
                                torch.set(Some(!on));
                            };
                            view! {
                                <button class="button button--small" type="button" aria-pressed=on.to_string() on:click=press>
                                    {say(text::TORCH)}
                                </button>
                            }
                        })
                }}
                <Show when=move || { zoom.get() > 1.0 }>
                    <label class="scan__zoom">
                        {say(text::NEARER)}
                        <input
                            type="range"
                            min="1"
                            max=zoom.get_untracked().min(5.0).to_string()
                            step="0.1"
                            value="1"
                            on:input=move |event| {
                                scan::bring_nearer(event_target_value(&event).parse().unwrap_or(1.0));
                            }
                        />
                    </label>
                </Show>
                <label class="button button--small">
                    <Icon name="camera" small=true/>
                    {say(text::CARD_FROM_PHOTO)}
                    <input
                        id="anh-the"
                        class="hidden-text"
                        type="file"
                        accept="image/*"
                        node_ref=input
                        on:change=choose
                    />
                </label>
            </div>
        </div>
        <div class="sheet__foot">
            <button class="button" type="button" on:click=move |_| open.set(false)>
                {say(text::CANCEL)}
            </button>
        </div>
    }
}

/// What the card says, and what of it may be kept.
#[component]
fn Agreed(card: IdCard, target: Target, found: Found, open: RwSignal<bool>) -> impl IntoView {
    let language = text::language();
    let agreed = RwSignal::new(false);
    // Each by itself: least data.
    let (with_number, with_home) = (RwSignal::new(true), RwSignal::new(target.has_home));
    let (house, street) = card.house_and_street();
    let birth = card.birth.map(FieldValue::to_value).unwrap_or_default();
    let sex = card.sex.map(FieldValue::to_value).unwrap_or_default();
    let shown = {
        let (birth, sex) = (birth.clone(), sex.clone());
        move |name: &str| {
            let ty = Person::KIND.field(name).map(|field| field.ty);
            let value = if name == "birth" { &birth } else { &sex };
            ty.map(|ty| value::shown(ty, value, language.get())).unwrap_or_default()
        }
    };
    let home = format!("{house} {street}").trim().to_owned();
    let has_home = target.has_home && !home.is_empty();
    let fill = {
        let card = card.clone();
        move |_| {
            let Target { form, person, .. } = target.clone();
            let set = |name: &str, value: &Value| {
                let ty = Person::KIND.field(name).map_or(FieldType::Name, |field| field.ty);
                // What the card does not say, or may not be kept, is not left of another one.
                form.set(&format!("{person}{name}"), value::typed(ty, value));
            };
            set("name", &Value::Text(card.name.clone()));
            set("birth", &birth);
            set("sex", &sex);
            let kept = |number: Option<CitizenId>| {
                let number = number.filter(|_| with_number.get_untracked());
                number.map(FieldValue::to_value).unwrap_or_default()
            };
            set("citizen_id", &kept(Some(card.citizen_id.clone())));
            set("old_id", &kept(card.old_id.clone()));
            if has_home && with_home.get_untracked() {
                form.set("house", house.clone());
                form.set("street", street.clone());
            }
            open.set(false);
        }
    };
    let tick = move |ticked: RwSignal<bool>, id: &'static str, label: Label| {
        view! {
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
        }
    };
    view! {
        <div class="sheet__body">
            <p class="lead">{card.name.clone()}</p>
            <p>
                {
                    let shown = shown.clone();
                    move || shown("birth")
                } " · " {move || shown("sex")} " · " {card.citizen_id.to_string()}
                {has_home.then(|| view! { <br/> {home.clone()} })}
            </p>
            <div class="form">
                {tick(agreed, "the-dong-y", text::CARD_AGREED)}
                {tick(with_number, "the-so", text::WITH_NUMBER)}
                {has_home.then(|| tick(with_home, "the-nha", text::WITH_HOME))}
            </div>
        </div>
        <div class="sheet__foot">
            <button class="button" type="button" on:click=move |_| found.card.set(None)>
                {say(text::SCAN_AGAIN)}
            </button>
            <button
                class="button button--main"
                type="button"
                disabled=move || !agreed.get()
                on:click=fill
            >
                {say(text::FILL_IN)}
            </button>
        </div>
    }
}
