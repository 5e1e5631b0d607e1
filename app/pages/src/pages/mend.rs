//! Sửa rồi gửi lại: work that the server did not take, a change or a group as a whole, in a form of
//! what it said. Saved, it goes up anew in the place of what was refused.

use std::collections::BTreeSet;

use domain::answer::Refusal;
use domain::change::{Act, Fields};
use domain::field::FieldType;
use domain::kind::{Field, Kind, Mark, kind};
use domain::text::value;
use domain::view::form::Typed;
use domain::view::work::{RefusedChange, RefusedWork};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map};

use super::frame::{Top, title};
use super::record_form::SaveBar;
use crate::components::{Form, FormField, Icon, Problem, Toast, kind_name};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskRefused, Save, SaveAct, Whose};

#[component]
pub fn MendPage() -> impl IntoView {
    let params = use_params_map();
    let work = RwSignal::new(None::<Option<RefusedWork>>);
    Effect::new(move || {
        let number = params.get().get("number").and_then(|number| number.parse::<u64>().ok());
        spawn_local(async move {
            let all = ask(AskRefused).await.unwrap_or_default();
            let found = all.into_iter().find(|work| work.numbers().first().copied() == number);
            work.try_set(Some(found));
        });
    });
    move || match work.get() {
        None => ().into_any(),
        Some(None) => view! {
            <Top title=title(text::MEND) back="/can-xu-ly"/>
            <main id="main" class="page page--narrow" tabindex="-1">
                <p class="block empty__text">{say(text::PROBLEMS_EMPTY)}</p>
            </main>
        }
        .into_any(),
        Some(Some(work)) => view! { <MendForm work/> }.into_any(),
    }
}

/// A change of the work with the fields that can be put right in it.
#[derive(Clone)]
struct Part {
    change: RefusedChange,
    declared: &'static Kind,
    fields: Vec<&'static Field>,
}

impl Part {
    fn key(&self, field: &str) -> String {
        format!("{}-{field}", self.change.said.id.number)
    }

    /// The act that says it anew, with what stands in the form.
    fn act(&self, form: Form) -> SaveAct {
        let said = &self.change.said;
        let mut fields = said.fields.clone();
        for field in &self.fields {
            let value = form.value(&self.key(field.key), field);
            if value.is_null() && self.change.stands.is_none() {
                fields.remove(field.key);
            } else {
                fields.insert(field.key.to_owned(), value);
            }
        }
        let derived = self.declared.has_derived_id() && said.act == Act::Set;
        SaveAct {
            kind: said.kind.clone(),
            record: if derived { Whose::Fact } else { Whose::Known(said.record) },
            act: said.act,
            fields: if said.act == Act::Set { fields } else { Fields::new() },
            refers: vec![],
            settles: vec![],
            undoes: None,
            seen: self.change.stands,
        }
    }
}

/// The parts of the work; what refers to another record of it stays as it is.
fn parts(work: &RefusedWork) -> Vec<Part> {
    let own: BTreeSet<i64> = work.changes.iter().map(|change| change.said.record.0).collect();
    let part = |change: &RefusedChange| {
        let declared = kind(&change.said.kind)?;
        let is_new = change.stands.is_none();
        let said = |field: &Field| change.said.fields.get(field.key);
        let within = |field: &Field| {
            let to = said(field).and_then(domain::value::Value::as_int);
            matches!(field.ty, FieldType::Ref(_)) && to.is_some_and(|to| own.contains(&to))
        };
        let fields = declared.fields.iter().filter(|field| {
            let fixed = field.has(Mark::Server)
                || !is_new && (field.has(Mark::Key) || field.has(Mark::Once));
            let blamed = change.field.as_deref() == Some(field.key);
            !fixed && !within(field) && (is_new || blamed || said(field).is_some())
        });
        let fields = if change.said.act == Act::Set { fields.collect() } else { vec![] };
        Some(Part { change: change.clone(), declared, fields })
    };
    work.changes.iter().filter_map(part).collect()
}

#[component]
fn MendForm(work: RefusedWork) -> impl IntoView {
    let parts = parts(&work);
    let mut first = Typed::new();
    for part in &parts {
        for field in &part.fields {
            if let Some(value) = part.change.said.fields.get(field.key) {
                first.insert(part.key(field.key), value::typed(field.ty, value));
            }
        }
    }
    let numbers = work.numbers();
    let name = format!("mend {}", numbers.first().copied().unwrap_or_default());
    let form = Form::begin(name, first);
    for part in &parts {
        let Some(field) = &part.change.field else { continue };
        if part.fields.iter().any(|shown| shown.key == field) {
            form.blame(&part.key(field), domain::text::refusal(part.change.code));
        }
    }
    let language = text::language();
    let reason = work.culprit().map(|culprit| culprit.code);
    let navigate = use_navigate();
    let toast = Toast::here();
    let send = {
        let parts = parts.clone();
        move |event: SubmitEvent| {
            event.prevent_default();
            form.look_anew();
            let acts = parts.iter().map(|part| part.act(form)).collect();
            let navigate = navigate.clone();
            form.save_as(Save { acts, mends: numbers.clone(), ..form.nothing() }, move || {
                toast.say(text::SAVED);
                navigate("/can-xu-ly", leptos_router::NavigateOptions::default());
            });
        }
    };
    view! {
        <Top title=title(text::MEND) back="/can-xu-ly"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            {reason
                .map(|code| {
                    view! {
                        <div class="block">
                            <div class="notice notice--danger">
                                <Icon name="refused"/>
                                <p>{say(domain::text::refusal(code))}</p>
                            </div>
                        </div>
                    }
                })}
            <form id="ghi" class="block form" on:submit=send>
                {parts
                    .into_iter()
                    .filter(|part| !part.fields.is_empty())
                    .map(|part| {
                        let kind_key = part.change.said.kind.clone();
                        let called = part.change.record.title.clone();
                        view! {
                            <fieldset class="form person-part">
                                <legend>
                                    <h2>
                                        {move || kind_name(&kind_key, language.get())}
                                        {(!called.is_empty()).then(|| format!(" · {called}"))}
                                    </h2>
                                </legend>
                                {part
                                    .fields
                                    .iter()
                                    .map(|field| {
                                        view! { <FormField form key=part.key(field.key) field=*field/> }
                                    })
                                    .collect_view()}
                            </fieldset>
                        }
                    })
                    .collect_view()}
                <Problem text=form.problem()/>
            </form>
        </main>
        <SaveBar/>
    }
}

/// Why the work as a whole was not taken.
pub fn reason(work: &RefusedWork) -> Option<(Refusal, Option<&'static Field>)> {
    let culprit = work.culprit()?;
    let field = culprit.field.as_deref().and_then(|field| kind(&culprit.said.kind)?.field(field));
    Some((culprit.code, field))
}
