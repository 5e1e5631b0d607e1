//! Forms made from a kind's declaration: a new record, an edit of one, a refused change put right.

use std::collections::BTreeSet;

use domain::change::Fields;
use domain::field::FieldType;
use domain::id::RecordId;
use domain::kind::{Field, Kind, Record, kind};
use domain::record::{Clan, ClanId};
use domain::text::value;
use domain::value::Value;
use domain::view::form::{Origin, Typed};
use domain::view::record::RecordView;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_params_map, use_query_map};

use super::frame::Top;
use super::record::named_in_address;
use super::way_back::go_back;
use crate::components::{Form, FormField, Icon, NoneListed, Problem, Toast, Versions, address_of};
use crate::deed;
use crate::pages::Rights;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskRecord, SaveAct, Whose};

/// The fields of a kind that people say.
fn said_by_people(declared: &'static Kind) -> impl Iterator<Item = &'static Field> + Clone {
    declared.fields.iter().filter(|field| field.is_said_by_people())
}

/// What ends before it begins is said to, at its end.
fn look_at_days(form: Form, declared: &Kind, fields: &Fields) {
    if let Some(end) = declared.ends_too_early(fields) {
        form.blame(end, text::ENDS_TOO_EARLY);
    }
}

/// The number of the group's new record.
const NEW: u32 = 0;

/// What is said with a clan: where it lies. `clan`: the one that is edited; `None`: the group's new one.
fn counted_in(declared: &Kind, fields: &Fields, clan: Option<RecordId>) -> Option<SaveAct> {
    if declared.key != Clan::KIND.key {
        return None;
    }
    let counted = Clan::from_fields(fields).counted_in(clan.map(ClanId))?;
    let refers: &[_] = if clan.is_some() { &[] } else { &[("clan", NEW)] };
    Some(deed::fact(counted, refers))
}

/// What stands in the fields of a record, as it is typed. A citizen's number does not stand there whole:
/// it is typed anew, or stays ([`KeptNumber`]).
fn typed_of(declared: &Kind, fields: &Fields) -> Typed {
    let open = declared.fields.iter().filter(|field| field.ty != FieldType::CitizenId);
    let typed = open.filter_map(|field| {
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
    let form = Form::begin(format!("new {}", declared.key), given.collect());
    let toast = Toast::here();
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        form.look_anew();
        let mut fields = Fields::new();
        for field in said_by_people(declared) {
            form.put(&mut fields, field.key, field);
        }
        look_at_days(form, declared, &fields);
        let record = if declared.has_derived_id() { Whose::Fact } else { Whose::New(NEW) };
        let act = SaveAct { record, ..deed::make_of(declared.key, NEW, fields, &[]) };
        let counted = counted_in(declared, &act.fields, None);
        form.save(std::iter::once(act).chain(counted).collect(), move |saved| {
            toast.say_saved(saved.back);
            go_back();
        });
    };
    let title = Signal::derive(move || declared.label.in_language(language.get()).to_owned());
    let rights = Rights::here();
    let may = move || rights.get().is_none_or(|rights| rights.may_write(declared.key));
    view! {
        <Top title back="/"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <Show when=move || !may()>
                <div class="block block--apart">
                    <div class="notice notice--warn">
                        <Icon name="lock"/>
                        <p>{say(text::ROLE_MAY_NOT_WRITE)}</p>
                    </div>
                </div>
            </Show>
            <form id="ghi" class="block form" on:submit=send>
                {said_by_people(declared)
                    .map(|field| view! { <FormField form key=field.key field/> })
                    .collect_view()}
                <Problem text=form.problem()/>
            </form>
        </main>
        <Show when=may>
            <SaveBar/>
        </Show>
    }
}

/// Under which key a form says that a number is taken out.
fn dropped(key: &str) -> String {
    format!("{key}-bo")
}

/// The citizen's number that is on record: recognised, not read; it stays, unless another is typed or it
/// is taken out.
#[component]
fn KeptNumber(form: Form, key: &'static str, number: Value) -> impl IntoView {
    let language = text::language();
    let shown = move || value::shown(FieldType::CitizenId, &number, language.get());
    let drops = move || !form.get(&dropped(key)).is_empty();
    let turn = move |_| {
        let now = if drops() { String::new() } else { "1".to_owned() };
        form.set(&dropped(key), now);
    };
    view! {
        <div class="field kept-number">
            <p class="field__hint">
                {say(text::NUMBER_ON_RECORD)} " " <b>{shown}</b> ". "
                {move || {
                    let words = if drops() { text::NUMBER_GOES } else { text::NUMBER_STAYS };
                    words.in_language(language.get())
                }}
            </p>
            <button
                class="button button--small"
                type="button"
                aria-pressed=move || drops().to_string()
                on:click=turn
            >
                {say(text::DROP_NUMBER)}
            </button>
        </div>
    }
}

#[component]
pub fn SaveBar() -> impl IntoView {
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
        Some(None) => view! { <NoneListed words=text::NOT_HERE/> }.into_any(),
        Some(Some(view)) => view! { <EditForm view/> }.into_any(),
    }
}

#[component]
fn EditForm(view: RecordView) -> impl IntoView {
    let Some(declared) = kind(&view.state.kind) else { return ().into_any() };
    let (id, seen, title) = (view.state.id, view.seen, view.title.clone());
    let name = format!("edit {}/{}", declared.key, id.0);
    let typed = typed_of(declared, &view.state.fields);
    let form = Form::begin_edit(name, typed, Origin { fields: view.state.fields, seen });
    let toast = Toast::here();
    let back = address_of(declared.key, id);
    let changeable = declared.fields.iter().filter(|field| field.may_change());
    let rights = Rights::here();
    let may_settle = Memo::new(move |_| rights.may_settle());
    let versions = view.versions;
    let disputed: BTreeSet<String> =
        versions.iter().map(|version| version.disputed.field.clone()).collect();
    let send = {
        let fields: Vec<_> = changeable.clone().collect();
        move |event: SubmitEvent| {
            event.prevent_default();
            form.look_anew();
            // What the edit began from: others may have written since.
            let Some(origin) = form.origin() else { return };
            let mut changed = Fields::new();
            for field in &fields {
                let value = form.value(field.key, field);
                let stays = field.ty == FieldType::CitizenId && value.is_null();
                if stays && form.get_untracked(&dropped(field.key)).is_empty() {
                    continue;
                }
                if &value != origin.fields.get(field.key).unwrap_or(&Value::Null) {
                    changed.insert(field.key.to_owned(), value);
                }
            }
            let mut whole = origin.fields.clone();
            whole.extend(changed.clone());
            look_at_days(form, declared, &whole);
            if changed.is_empty() && !form.has_mistakes() {
                toast.say(text::NOTHING_CHANGED);
                return;
            }
            // An officer who writes it in a third way has chosen against the two.
            let in_dispute =
                |field: &&String| may_settle.get_untracked() && disputed.contains(*field);
            let settles = changed.keys().filter(in_dispute).cloned().collect();
            let act = deed::edit(declared.key, id, changed, Some(origin.seen));
            let act = SaveAct { settles, ..act };
            let counted = counted_in(declared, &act.fields, Some(id));
            form.save(std::iter::once(act).chain(counted).collect(), move |saved| {
                toast.say_saved(saved.back);
                go_back();
            });
        }
    };
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
                        let number = form
                            .origin()
                            .and_then(|origin| origin.fields.get(field.key).cloned())
                            .filter(|_| field.ty == FieldType::CitizenId);
                        view! {
                            <FormField form key=field.key field/>
                            {number
                                .map(|number| view! { <KeptNumber form key=field.key number/> })}
                            {(!of_field.is_empty())
                                .then(|| {
                                    view! {
                                        <Versions
                                            kind_key=declared.key.to_owned()
                                            record=id
                                            versions=of_field
                                            seen
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
