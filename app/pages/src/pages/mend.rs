//! Sửa rồi gửi lại: work that the server did not take, a change or a group as a whole, in a form of
//! what it said. Saved by its author it goes up anew in the place of what was refused; saved by the
//! officer to whom it was handed over it is his own record, and its author is told.

use std::collections::{BTreeMap, BTreeSet};

use domain::answer::{HeldFor, Refusal};
use domain::change::{Act, Fields};
use domain::field::FieldType;
use domain::id::{ChangeId, DeviceId, RecordId};
use domain::kind::{Field, Kind, Mark, kind};
use domain::text::value;
use domain::value::Value;
use domain::view::form::Typed;
use domain::view::work::{HandedOver, HeldWork, RefusedWork, Said, Whereabouts};
use domain::wire::Word;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::frame::{Top, title};
use super::record_form::SaveBar;
use crate::components::{Form, FormField, Icon, Problem, Toast, kind_name};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskHeld, AskRefused, Decide, Save, SaveAct, Whose};

/// A change of the work with the fields that can be put right in it.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    said: Said,
    /// The record as it is called here, or was called when it was last here.
    called: String,
    stands: Whereabouts,
    /// The field that was not taken, and why.
    blamed: Option<(String, Refusal)>,
}

/// Work to be put right.
#[derive(Clone, Debug, PartialEq)]
struct Work {
    parts: Vec<Part>,
    reason: Option<Refusal>,
    /// An officer's own words on it.
    why: Option<String>,
    by: By,
}

/// Who puts it right.
#[derive(Clone, Debug, PartialEq)]
enum By {
    /// Its author; the numbers of what was refused.
    Author(Vec<u64>),
    /// The officer who looks at it under this name.
    Officer(ChangeId),
}

/// The work that the address names.
#[derive(Clone, Debug, PartialEq)]
enum Named {
    /// It is being asked for.
    Asked,
    Nowhere,
    Here(Work),
}

impl From<Option<Work>> for Named {
    fn from(found: Option<Work>) -> Self {
        found.map_or(Named::Nowhere, Named::Here)
    }
}

impl From<RefusedWork> for Work {
    fn from(work: RefusedWork) -> Self {
        let by = By::Author(work.numbers());
        let culprit = work.culprit();
        let reason = culprit.map(|culprit| culprit.code);
        let why = culprit.and_then(|culprit| culprit.why.clone());
        let parts = work.changes.into_iter().map(|change| Part {
            said: change.said,
            called: change.record.title,
            stands: change.stands,
            blamed: change.field.map(|field| (field, change.code)),
        });
        Self { parts: parts.collect(), reason, why, by }
    }
}

impl Work {
    /// Held work as an officer puts it right; `None` of none.
    fn held(work: HeldWork) -> Option<Self> {
        let culprit = work.culprit()?;
        let by = By::Officer(culprit.said.id);
        let reason = match culprit.reason {
            HeldFor::HandedOver(code) => Some(code),
            _ => None,
        };
        let parts = work.changes.into_iter().map(|part| Part {
            said: part.said,
            called: part.record.title,
            stands: part.stands,
            blamed: None,
        });
        Some(Self { parts: parts.collect(), reason, why: None, by })
    }

    /// The name of a part's field in the form. Where new parts of a kind say the same of the place or
    /// the first day, as a family's people of their neighbourhood, one field stands for all.
    fn key(&self, part: &Part, field: &Field) -> String {
        let value = part.said.fields.get(field.key);
        let since = part.declared().and_then(|kind| kind.episode).map(|episode| episode.since);
        let is_shared = matches!(field.ty, FieldType::Ref(_)) || since == Some(field.key);
        let says_same = |other: &&Part| {
            other.stands == Whereabouts::New
                && other.said.kind == part.said.kind
                && other.said.fields.get(field.key) == value
        };
        let shares = is_shared && value.is_some() && part.stands == Whereabouts::New;
        let first = self.parts.iter().find(says_same).filter(|_| shares).unwrap_or(part);
        format!("{}-{}", first.said.id.number, field.key)
    }

    /// The fields of a part as the form shows them, each under its name; what an earlier part shows
    /// for all is shown there.
    fn shown(&self, part: &Part) -> Vec<(String, &'static Field)> {
        let own = format!("{}-", part.said.id.number);
        let fields = part.fields(&self.own()).into_iter();
        let named = fields.map(|field| (self.key(part, field), field));
        named.filter(|(key, _)| key.starts_with(&own)).collect()
    }

    /// The records of the work; the new ones by the number that each has in a saving.
    fn own(&self) -> BTreeMap<RecordId, u32> {
        (0..).zip(&self.parts).map(|(number, part)| (part.said.record, number)).collect()
    }
}

impl Part {
    fn declared(&self) -> Option<&'static Kind> {
        kind(&self.said.kind)
    }

    /// The fields that can be put right: what was said, was not taken, or must be said; what refers to
    /// another record of the work stays as it is.
    fn fields(&self, own: &BTreeMap<RecordId, u32>) -> Vec<&'static Field> {
        let Some(declared) = self.declared().filter(|_| self.said.act == Act::Set) else {
            return vec![];
        };
        let is_new = self.stands == Whereabouts::New;
        let said = |field: &Field| self.said.fields.get(field.key);
        let within = |field: &Field| {
            let to = said(field).and_then(Value::as_int).map(RecordId);
            matches!(field.ty, FieldType::Ref(_)) && to.is_some_and(|to| own.contains_key(&to))
        };
        let fields = declared.fields.iter().filter(|field| {
            let open = if is_new { field.is_said_by_people() } else { field.may_change() };
            let blamed = self.blamed.as_ref().is_some_and(|(blamed, _)| blamed == field.key);
            let must = is_new && field.has(Mark::Required);
            open && !within(field) && (must || blamed || said(field).is_some())
        });
        fields.collect()
    }

    /// The act that says it anew, with what stands in the form. An officer's new records are his own.
    /// `None` of a kind that this version does not know.
    fn act(&self, form: Form, work: &Work) -> Option<SaveAct> {
        let own = work.own();
        let declared = self.declared()?;
        let mut fields = self.said.fields.clone();
        for field in self.fields(&own) {
            let value = form.value(&work.key(self, field), field);
            if value.is_null() && self.stands == Whereabouts::New {
                fields.remove(field.key);
            } else {
                fields.insert(field.key.to_owned(), value);
            }
        }
        let by_officer = matches!(work.by, By::Officer(_));
        let made_anew: BTreeSet<RecordId> = work
            .parts
            .iter()
            .filter(|part| by_officer && part.stands == Whereabouts::New)
            .map(|part| part.said.record)
            .collect();
        let mut refers = Vec::new();
        for field in declared.fields.iter().filter(|field| matches!(field.ty, FieldType::Ref(_))) {
            let to = fields.get(field.key).and_then(Value::as_int).map(RecordId);
            if let Some(number) = to.filter(|to| made_anew.contains(to)).and_then(|to| own.get(&to))
            {
                fields.remove(field.key);
                refers.push((field.key.to_owned(), *number));
            }
        }
        let derived = declared.has_derived_id() && self.said.act == Act::Set;
        let record = match own.get(&self.said.record) {
            _ if derived && self.stands == Whereabouts::New => Whose::Fact,
            Some(number) if made_anew.contains(&self.said.record) => Whose::New(*number),
            _ => Whose::Known(self.said.record),
        };
        Some(SaveAct {
            kind: self.said.kind.clone(),
            record,
            act: self.said.act,
            fields: if self.said.act == Act::Set { fields } else { Fields::new() },
            refers,
            settles: self.said.settles.clone(),
            undoes: self.said.undoes,
            seen: self.stands.seen(),
        })
    }
}

/// One's own refused work, named by the number of its first change.
#[component]
pub fn MendPage() -> impl IntoView {
    let params = use_params_map();
    let work = RwSignal::new(Named::Asked);
    Effect::new(move || {
        let number = params.get().get("number").and_then(|number| number.parse::<u64>().ok());
        spawn_local(async move {
            let all = ask(AskRefused).await.unwrap_or_default();
            let mut mine = all.into_iter().filter(|work| work.handed == HandedOver::No);
            let found = mine.find(|work| work.numbers().first().copied() == number);
            work.try_set(found.map(Work::from).into());
        });
    });
    view! { <Found work back="/can-xu-ly" title=text::MEND none=text::PROBLEMS_EMPTY/> }
}

/// Work that was handed over to an officer, or is held for him, named by one of its changes.
#[component]
pub fn EnterPage() -> impl IntoView {
    let params = use_params_map();
    let work = RwSignal::new(Named::Asked);
    Effect::new(move || {
        let params = params.get();
        let number = |name: &str| params.get(name).and_then(|number| number.parse::<u64>().ok());
        let (device, number) = (number("device").map(DeviceId), number("number"));
        let id = device.zip(number).map(|(device, number)| ChangeId { device, number });
        spawn_local(async move {
            let all = ask(AskHeld).await.unwrap_or_default();
            let names = |work: &HeldWork| work.changes.iter().any(|part| Some(part.said.id) == id);
            let found = all.into_iter().find(names);
            work.try_set(found.and_then(Work::held).into());
        });
    });
    view! { <Found work back="/hai-cach-ghi" title=text::ENTER_MYSELF none=text::HELD_EMPTY/> }
}

#[component]
fn Found(
    work: RwSignal<Named>,
    back: &'static str,
    #[prop(name = "title")] heading: domain::text::Label,
    none: domain::text::Label,
) -> impl IntoView {
    view! {
        <Top title=title(heading) back/>
        <main id="main" class="page page--narrow" tabindex="-1">
            {move || match work.get() {
                Named::Asked => ().into_any(),
                Named::Nowhere => view! { <p class="block empty__text">{say(none)}</p> }.into_any(),
                Named::Here(work) => view! { <MendForm work back/> }.into_any(),
            }}
        </main>
        <Show when=move || matches!(work.get(), Named::Here(_))>
            <SaveBar/>
        </Show>
    }
}

#[component]
fn MendForm(work: Work, back: &'static str) -> impl IntoView {
    let own = work.own();
    let mut first = Typed::new();
    for part in &work.parts {
        for field in part.fields(&own) {
            if let Some(value) = part.said.fields.get(field.key) {
                first.insert(work.key(part, field), value::typed(field.ty, value));
            }
        }
    }
    let number = work.parts.first().map_or(0, |part| part.said.id.number);
    let name = match &work.by {
        By::Author(_) => format!("mend {number}"),
        By::Officer(change) => format!("enter {}/{}", change.device.0, change.number),
    };
    let form = Form::begin(name, first);
    for part in &work.parts {
        let Some((field, code)) = &part.blamed else { continue };
        if let Some(shown) = part.fields(&own).into_iter().find(|shown| shown.key == field) {
            form.blame(&work.key(part, shown), domain::text::refusal(*code));
        }
    }
    let language = text::language();
    let navigate = use_navigate();
    let toast = Toast::here();
    let send = {
        let work = work.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            form.look_anew();
            // As a whole or not at all.
            let acts: Option<Vec<SaveAct>> =
                work.parts.iter().map(|part| part.act(form, &work)).collect();
            let Some(acts) = acts else {
                form.problem().set(Some(
                    text::NEEDS_NEWER_VERSION.in_language(language.get_untracked()).to_owned(),
                ));
                return;
            };
            let mends = match &work.by {
                By::Author(numbers) => numbers.clone(),
                By::Officer(_) => vec![],
            };
            let (navigate, by) = (navigate.clone(), work.by.clone());
            form.save_as(Save { acts, mends, ..form.nothing() }, move |_| {
                if let By::Officer(change) = by {
                    tell_author(change, toast);
                } else {
                    toast.say(text::SAVED);
                }
                navigate(back, leptos_router::NavigateOptions::default());
            });
        }
    };
    let shown: Vec<_> = work.parts.iter().map(|part| (part.clone(), work.shown(part))).collect();
    let deleted = work.parts.clone().into_iter().filter(|part| part.said.act == Act::Delete);
    view! {
        {work
            .reason
            .map(|code| {
                view! {
                    <div class="block">
                        <div class="notice notice--danger">
                            <Icon name="refused"/>
                            <p>
                                {say(domain::text::refusal(code))}
                                {work
                                    .why
                                    .map(|why| view! { " " {say(text::OFFICER_SAYS)} " " {why} })}
                            </p>
                        </div>
                    </div>
                }
            })}
        <form id="ghi" class="block form" on:submit=send>
            {deleted
                .map(|part| {
                    let (kind_key, called) = (part.said.kind, part.called);
                    view! {
                        <p>
                            {move || kind_name(&kind_key, language.get())}
                            {(!called.is_empty()).then(|| format!(" · {called}"))}
                            ": "
                            {say(text::DELETED_WORD)}
                        </p>
                    }
                })
                .collect_view()}
            {shown
                .into_iter()
                .filter(|(_, fields)| !fields.is_empty())
                .map(|(part, fields)| {
                    let kind_key = part.said.kind.clone();
                    let own = part.said.fields.get("name").and_then(Value::as_text);
                    let own = own.filter(|_| part.called.is_empty()).map(str::to_owned);
                    let called = own.unwrap_or(part.called);
                    view! {
                        <fieldset class="form person-part">
                            <legend>
                                <h2>
                                    {move || kind_name(&kind_key, language.get())}
                                    {(!called.is_empty()).then(|| format!(" · {called}"))}
                                </h2>
                            </legend>
                            {fields
                                .into_iter()
                                .map(|(key, field)| view! { <FormField form key field=field/> })
                                .collect_view()}
                        </fieldset>
                    }
                })
                .collect_view()}
            <Problem text=form.problem()/>
        </form>
    }
}

/// The officer has recorded it himself: the server tells its author.
fn tell_author(change: ChangeId, toast: Toast) {
    spawn_local(async move {
        let told = ask(Decide { change, word: Word::Entered, why: String::new() }).await;
        toast.say(if told.is_ok() { text::ENTERED } else { text::ENTERED_UNTOLD });
    });
}

/// Why the work as a whole was not taken.
pub fn reason(work: &RefusedWork) -> Option<(Refusal, Option<&'static Field>)> {
    let culprit = work.culprit()?;
    let field = culprit.field.as_deref().and_then(|field| kind(&culprit.said.kind)?.field(field));
    Some((culprit.code, field))
}
