//! Forms made from a kind's declaration: a new record, an edit of one, a refused change put right.

use std::collections::BTreeMap;

use domain::change::Fields;
use domain::kind::{Kind, Mark, kind};
use domain::text::value;
use domain::value::Value;
use domain::view::record::RecordView;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_navigate, use_params_map, use_query_map};

use super::frame::Top;
use super::record::named_in_address;
use crate::components::{Form, FormField, Problem, Toast, Versions, address_of};
use crate::deed;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskRecord, AskRefused, Save, SaveAct, Whose};

/// A form's name lives as long as the program: there are as many as kinds.
fn name_of(begin: &str, rest: &str) -> &'static str {
    Box::leak(format!("{begin} {rest}").into_boxed_str())
}

/// What stands in the fields of a record, as it is typed.
fn typed_of(declared: &Kind, fields: &Fields) -> BTreeMap<String, String> {
    let typed = declared.fields.iter().filter_map(|field| {
        Some((field.key.to_owned(), value::typed(field.ty, fields.get(field.key)?)))
    });
    typed.collect()
}

/// Ghi mục mới: a record of any kind that this user may write.
#[component]
pub fn NewPage() -> impl IntoView {
    let params = use_params_map();
    move || {
        let declared = params.get().get("kind").as_deref().and_then(kind);
        declared.map(|declared| view! { <NewForm declared/> })
    }
}

#[component]
fn NewForm(declared: &'static Kind) -> impl IntoView {
    let language = text::language();
    // What the address says already stands in the form: ?pupil=12.
    let query = use_query_map().get_untracked();
    let given = declared
        .fields
        .iter()
        .filter_map(|field| Some((field.key.to_owned(), query.get(field.key)?)));
    let mends: Vec<u64> =
        query.get("sua").and_then(|number| number.parse().ok()).into_iter().collect();
    let form = Form::begin(name_of("new", declared.key), given.collect());
    if let Some(number) = mends.first().copied() {
        fill_from_refused(form, declared, number);
    }
    let navigate = use_navigate();
    let toast = Toast::here();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let mut fields = Fields::new();
        for field in declared.fields {
            form.put(&mut fields, field.key, field.key, field.ty, field.has(Mark::Required));
        }
        let record = if declared.has_derived_id() { Whose::Fact } else { Whose::New(0) };
        let act = SaveAct { record, ..deed::make_of(declared.key, 0, fields, &[]) };
        let save =
            Save { form: deed::new_form(), acts: vec![act], mends: mends.clone(), reenters: None };
        let navigate = navigate.clone();
        form.save_as(save, move || {
            toast.say(text::SAVED);
            let list = if declared.key == "event" { "/su-kien" } else { "/" };
            navigate(list, leptos_router::NavigateOptions::default());
        });
    };
    let title = Signal::derive(move || declared.label.in_language(language.get()).to_owned());
    view! {
        <Top title back="/"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <form id="ghi" class="block form" on:submit=send>
                {declared
                    .fields
                    .iter()
                    .map(|field| {
                        view! {
                            <FormField
                                form
                                key=field.key
                                label=field.label
                                ty=field.ty
                                required=field.has(Mark::Required)
                            />
                        }
                    })
                    .collect_view()}
                <Problem text=form.problem()/>
            </form>
        </main>
        <SaveBar/>
    }
}

fn fill_from_refused(form: Form, declared: &'static Kind, number: u64) {
    spawn_local(async move {
        let refused = ask(AskRefused).await.unwrap_or_default();
        let Some(work) = refused.into_iter().find(|work| work.said.id.number == number) else {
            return;
        };
        for (key, text) in typed_of(declared, &work.said.fields) {
            form.set(&key, text);
        }
        if let Some(field) = work.field {
            form.blame(&field, domain::text::refusal(work.code));
        }
    });
}

#[component]
fn SaveBar() -> impl IntoView {
    view! {
        <section class="action">
            <button class="button button--main" type="submit" form="ghi">
                {say(text::SAVE)}
            </button>
        </section>
    }
}

/// Sửa: the fields of a record that can be changed.
#[component]
pub fn EditPage() -> impl IntoView {
    let of = named_in_address();
    let found = RwSignal::new(None::<Option<RecordView>>);
    Effect::new(move || {
        let (kind, id) = of();
        spawn_local(async move {
            // As it stood when the form was opened: what comes meanwhile is not written over unseen.
            let view = ask(AskRecord { kind, id }).await.unwrap_or_default();
            found.try_set(Some(view));
        });
    });
    move || match found.get() {
        None => ().into_any(),
        Some(None) => view! { <p class="block">{say(text::NOT_HERE)}</p> }.into_any(),
        Some(Some(view)) => view! { <EditForm view/> }.into_any(),
    }
}

#[component]
fn EditForm(view: RecordView) -> impl IntoView {
    let Some(declared) = kind(&view.state.kind) else { return ().into_any() };
    let before = view.state.fields.clone();
    let (id, seen, title) = (view.state.id, view.seen, view.title.clone());
    let name = name_of("edit", &format!("{}/{}", declared.key, id.0));
    let form = Form::begin(name, typed_of(declared, &before));
    let navigate = use_navigate();
    let toast = Toast::here();
    let back = address_of(declared.key, id);
    let there = back.clone();
    let changeable =
        declared.fields.iter().filter(|field| !field.has(Mark::Key) && !field.has(Mark::Once));
    let send = {
        let fields: Vec<_> = changeable.clone().collect();
        move |event: SubmitEvent| {
            event.prevent_default();
            let mut changed = Fields::new();
            for field in &fields {
                let value = form.value(field.key, field.ty, field.has(Mark::Required));
                if &value != before.get(field.key).unwrap_or(&Value::Null) {
                    changed.insert(field.key.to_owned(), value);
                }
            }
            if changed.is_empty() && !form.has_mistakes() {
                toast.say(text::NOTHING_CHANGED);
                return;
            }
            let (navigate, there) = (navigate.clone(), there.clone());
            let act = deed::edit(declared.key, id, changed, Some(seen));
            form.save(vec![act], move || {
                toast.say(text::SAVED);
                navigate(&there, leptos_router::NavigateOptions::default());
            });
        }
    };
    let versions = view.versions;
    view! {
        <Top title=Signal::derive(move || title.clone()) back/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <form id="ghi" class="block form" on:submit=send>
                {changeable
                    .map(|field| {
                        let of_field: Vec<_> = versions
                            .iter()
                            .filter(|version| version.disputed.field == field.key)
                            .cloned()
                            .collect();
                        view! {
                            <FormField
                                form
                                key=field.key
                                label=field.label
                                ty=field.ty
                                required=field.has(Mark::Required)
                            />
                            {(!of_field.is_empty())
                                .then(|| {
                                    view! {
                                        <Versions
                                            kind_key=declared.key.to_owned()
                                            record=id
                                            versions=of_field
                                        />
                                    }
                                })}
                        }
                    })
                    .collect_view()}
                <Problem text=form.problem()/>
            </form>
        </main>
        <SaveBar/>
    }
    .into_any()
}
