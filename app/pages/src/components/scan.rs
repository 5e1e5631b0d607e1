//! Quét CCCD: the code on a citizen's card fills in a form. Nothing of it is kept, not as a draft either,
//! before the person has agreed.

use domain::field::{FieldType, FieldValue};
use domain::identity::{CitizenId, IdCard, NotACard};
use domain::kind::Record;
use domain::record::Person;
use domain::text::{Label, value};
use domain::value::Value;
use leptos::prelude::*;
use leptos::wasm_split::{SplitLoaderError, wasm_split};

use super::camera::{Camera, Look};
use super::{Form, Icon, Sheet};
use crate::text::{self, say};

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
                None => {
                    let reads = Callback::new(move |codes| found.reads(codes));
                    let look = Look { reads, trouble: found.trouble };
                    view! { <Camera look hint=text::HOLD_THE_CARD open/> }.into_any()
                }
                Some(card) => {
                    view! { <Agreed card target=target.get_value() found open/> }.into_any()
                }
            }}
        </Sheet>
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
