//! One record, whatever its kind: its fields, what is disputed, what belongs to it, its history.

use domain::change::{Fields as FieldsOf, Seen};
use domain::field::{FieldType, FieldValue};
use domain::finding::Broken;
use domain::id::RecordId;
use domain::kind::{Kind, Mark, Record, kind};
use domain::record::{
    Clan, ClanArea, ClanFamily, Erasure, Household, Person, PersonId, PhotoOf, Reversal, SamePerson,
};
use domain::text::value::Digits;
use domain::text::{Label, Language, value};
use domain::value::Value;
use domain::view::photo::shown_person;
use domain::view::record::{MOST_RELATED, Named, RecordView, SameAs};
use domain::view::work::Found;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;

use super::clan::ClanSection;
use super::duplicates::compare_address;
use super::frame::Top;
use super::household::HouseholdSection;
use super::people::deeds::{MemberWays, MembershipButton, MembershipDeed, MembershipSheet};
use super::privacy::{Holder, PrivacySection, note_look};
use super::use_live;
use super::way_back::go_back;
use crate::components::{
    Confirm, History, Icon, NamedLine, NoneListed, Photos, Toast, Versions, Way, WriteWay,
    address_of, kind_name, title_and_note,
};
use crate::deed;
use crate::pages::Rights;
use crate::text::{self, say};
use letters::{AskRecord, SaveAct};

/// The kind and the id that the address names.
pub fn named_in_address() -> impl Fn() -> (String, RecordId) + Copy + Send + Sync {
    let params = use_params_map();
    move || {
        let params = params.get();
        let id = params.get("id").and_then(|id| id.parse().ok()).unwrap_or_default();
        (params.get("kind").unwrap_or_default(), RecordId(id))
    }
}

#[component]
pub fn RecordPage() -> impl IntoView {
    MembershipDeed::provide();
    let of = named_in_address();
    let found = use_live(move || {
        let (kind, id) = of();
        AskRecord { kind, id }
    });
    let language = text::language();
    let view = Memo::new(move |_| found.get().flatten());
    let whole = move || view.get().filter(|view| !view.card);
    let photographed = Memo::new(move |_| {
        let view = whole()?;
        // Who was erased is in no picture either.
        let shown = !is_erased(&view) && is_photographed(kind(&view.state.kind)?);
        shown.then(|| (view.state.id, shown_person(&view)))
    });
    let person = Memo::new(move |_| {
        let view = whole().filter(|view| view.state.kind == Person::KIND.key)?;
        Some(Holder::of(&view))
    });
    let looked_at = Memo::new(move |_| person.with(|person| person.is_some().then(|| of().1)));
    Effect::new(move || {
        if let Some(person) = looked_at.get() {
            note_look(person);
        }
    });
    let only = move |kind: &Kind| whole().filter(|view| view.state.kind == kind.key);
    let household = Memo::new(move |_| only(Household::KIND).map(|view| view.state.id));
    let clan = Memo::new(move |_| only(Clan::KIND).map(|view| view.state.id));
    let related = Memo::new(move |_| {
        view.get().map(|view| view.related).filter(|related| !related.is_empty())
    });
    let past =
        Memo::new(move |_| whole().map(|view| (view.state.kind, view.state.id, view.state.fields)));
    let gone = Memo::new(move |_| (found.get() == Some(None)).then(of));
    let label = Signal::derive(move || kind_name(&of().0, language.get()));
    // What is not here, or is called nothing, is called by its kind.
    let called = move || view.get().map(|view| view.title).filter(|title| !title.is_empty());
    let title = Signal::derive(move || match found.get() {
        None => String::new(),
        Some(_) => called().unwrap_or_else(|| label.get()),
    });
    let sub = Signal::derive(move || called().map(|_| label.get()).unwrap_or_default());
    view! {
        <Top title sub back="/"/>
        <main id="main" class="page" tabindex="-1">
            {move || {
                // One that was deleted is not here; whoever could read it sees who deleted it.
                let (key, id) = gone.get()?;
                let declared = kind(&key)?;
                Some(view! {
                    <NoneListed words=text::NOT_HERE/>
                    <History declared id present=None/>
                })
            }}
            {move || view.get().map(|view| view! { <Present view/> })}
            {move || looked_at.get().map(|person| view! { <MembershipSheet person/> })}
            {move || person.get().map(|holder| view! { <PrivacySection holder/> })}
            {move || household.get().map(|household| view! { <HouseholdSection household/> })}
            {move || clan.get().map(|clan| view! { <ClanSection clan/> })}
            // What somebody is in the midst of is not drawn anew with every word that comes down.
            {move || photographed.get().map(|(id, person)| view! { <Photos of=id person/> })}
            {move || related.get().map(|related| view! { <Related related/> })}
            {move || {
                let (key, id, present) = past.get()?;
                let declared = kind(&key)?;
                Some(view! { <History declared id present=Some(present)/> })
            }}
        </main>
    }
}

/// What the record is now, and what can be done with it.
#[component]
fn Present(view: RecordView) -> impl IntoView {
    let Some(declared) = kind(&view.state.kind) else { return ().into_any() };
    let (key, id, seen) = (declared.key, view.state.id, view.seen);
    let (title, fields) = (view.title.clone(), view.state.fields.clone());
    let about = view.related.clone();
    let is_member = view.is_member;
    let (card, has_versions) = (view.card, !view.versions.is_empty());
    let versions = view.versions.clone();
    let erased = is_erased(&view);
    view! {
        <Show when=move || card>
            <div class="block">
                <div class="notice">
                    <Icon name="info"/>
                    <p>{say(text::ONLY_A_CARD)}</p>
                </div>
            </div>
        </Show>
        {has_versions
            .then(|| {
                view! {
                    <section class="section" aria-labelledby="hai-cach">
                        <div class="section__head">
                            <h2 id="hai-cach">{say(text::CONFLICTS_PAGE)}</h2>
                        </div>
                        <Versions kind_key=key.to_owned() record=id versions seen/>
                    </section>
                }
            })}
        <SamePeople view=view.clone()/>
        <Breaks found=view.findings.clone() of=id/>
        <div class="block">
            <Fields declared view/>
        </div>
        {who_belongs(declared.key, id)
            .map(|(href, label)| view! { <ul><Way href icon="people" label/></ul> })}
        {(!card && !erased).then(|| view! { <Deeds declared id title seen fields about is_member/> })}
    }
    .into_any()
}

/// The list of those who live in an area, are members of a branch, work at a unit, are of a clan; and what
/// it is called.
fn who_belongs(kind: &str, id: RecordId) -> Option<(String, Label)> {
    let (part, label) = match kind {
        "area" => ("dia-ban", text::PEOPLE_OF_AREA),
        "branch" => ("chi-hoi", text::MEMBERS_OF_BRANCH),
        "unit" => ("don-vi", text::PEOPLE_OF_UNIT),
        "clan" => ("dong-ho", text::PEOPLE_OF_CLAN),
        _ => return None,
    };
    Some((format!("/nguoi?{part}={}", id.0), label))
}

/// The other records of the same person.
#[component]
fn SamePeople(view: RecordView) -> impl IntoView {
    let toast = Toast::here();
    let rights = Rights::here();
    let may = move || rights.may_write(SamePerson::KIND.key);
    let link = |named: Named| {
        view! { <A href=address_of(&named.kind, named.id)>{title_and_note(&named)}</A> }
    };
    let stands = view.stands.map(|stands| {
        view! {
            <div class="notice">
                <Icon name="people"/>
                <p>{say(text::STANDS_ELSEWHERE)} " " {link(stands)}</p>
            </div>
        }
    });
    let of = PersonId(view.state.id);
    let same = view.same.into_iter().map(|SameAs { record, pair }| {
        let other = PersonId(record.id);
        let split = move |_| {
            spawn_local(async move {
                let key = SamePerson::KIND.key;
                if deed::done(vec![deed::delete(key, pair)]).await.is_err() {
                    toast.say(text::NOT_SAVED);
                    return;
                }
                toast.say_undo(text::SPLIT_NOW, move || {
                    let again = deed::fact(SamePerson::are_one(of, other), &[]);
                    deed::take_back(toast, vec![vec![again]]);
                });
            });
        };
        view! {
            <div class="notice">
                <Icon name="people"/>
                <div>
                    <p>{say(text::ALSO_RECORDED)} " " {link(record)}</p>
                    <Show when=may>
                        <button class="button button--small" type="button" on:click=split>
                            {say(text::SPLIT_AGAIN)}
                        </button>
                    </Show>
                </div>
            </div>
        }
    });
    let notices: Vec<_> = same.collect();
    let any = stands.is_some() || !notices.is_empty();
    any.then(|| view! { <div class="block notices">{stands} {notices}</div> })
}

/// Whoever knows that somebody is on record twice says with whom.
#[component]
fn SameAsButton(id: RecordId) -> impl IntoView {
    let rights = Rights::here();
    let may = move || rights.may_write(SamePerson::KIND.key);
    view! {
        <Show when=may>
            <A href=format!("/ghi-trung?nguoi={}", id.0) attr:class="button button--small">
                <Icon name="people" small=true/>
                {say(text::IS_RECORDED_TWICE)}
            </A>
        </Show>
    }
}

/// The rules that the record breaks, each with what it stands against.
#[component]
fn Breaks(found: Vec<Found>, of: RecordId) -> impl IntoView {
    let notices = found.into_iter().map(|Found { record, broken, others }| {
        let others = std::iter::once(record).chain(others).filter(|named| named.id != of);
        let others = others.map(|named| {
            let other = named.id;
            view! {
                <br/>
                <A href=address_of(&named.kind, named.id)>{title_and_note(&named)}</A>
                {(broken == Broken::IdTwice)
                    .then(|| {
                        view! {
                            " · "
                            <A href=compare_address(of, other)>{say(text::COMPARE)}</A>
                        }
                    })}
            }
        });
        view! {
            <div class="notice notice--warn">
                <Icon name="warn"/>
                <p>{say(broken.label())} "." {others.collect_view()}</p>
            </div>
        }
    });
    let notices: Vec<_> = notices.collect();
    (!notices.is_empty()).then(|| view! { <div class="block notices">{notices}</div> })
}

/// The records that say something of this one.
#[component]
fn Related(related: Vec<Named>) -> impl IntoView {
    let lines = related.into_iter().map(|named| {
        view! {
            <li class="row">
                <NamedLine named of_kinds=true/>
            </li>
        }
    });
    view! {
        <section class="section" aria-labelledby="lien-quan">
            <div class="section__head">
                <h2 id="lien-quan">{say(text::RELATED)}</h2>
            </div>
            <ul>{lines.collect_view()}</ul>
        </section>
    }
}

/// The fields that are there, as the declaration calls them.
#[component]
fn Fields(declared: &'static Kind, view: RecordView) -> impl IntoView {
    let language = text::language();
    let fields = declared.fields.iter().filter_map(move |field| {
        let value = view.state.fields.get(field.key).filter(|_| !field.has(Mark::Machine))?.clone();
        let shown = match view.refers.get(field.key) {
            Some(named) => {
                let (address, title) = (address_of(&named.kind, named.id), named.title.clone());
                view! { <A href=address>{title}</A> }.into_any()
            }
            None if matches!(field.ty, FieldType::Ref(_)) => view! { "–" }.into_any(),
            None if field.ty == FieldType::CitizenId => view! { <Number value/> }.into_any(),
            None => {
                let ty = field.ty;
                view! { {move || value::shown(ty, &value, language.get())} }.into_any()
            }
        };
        Some(view! {
            <div>
                <dt>{say(field.label)}</dt>
                <dd>{shown}</dd>
            </div>
        })
    });
    view! { <dl class="record">{fields.collect_view()}</dl> }
}

/// A citizen's number: to be recognised; whoever answers for what is recorded can read it whole. That the
/// page was opened is noted.
#[component]
fn Number(value: Value) -> impl IntoView {
    let language = text::language();
    let rights = Rights::here();
    let may = move || rights.may_settle();
    let whole = RwSignal::new(false);
    let shown = move || {
        let digits = if whole.get() { Digits::All } else { Digits::Masked };
        value::shown_with(digits, FieldType::CitizenId, &value, language.get())
    };
    view! {
        {shown}
        <Show when=may>
            " "
            <button
                class="button button--small"
                type="button"
                aria-pressed=move || whole.get().to_string()
                on:click=move |_| whole.update(|whole| *whole = !*whole)
            >
                <Icon name="eye" small=true/>
                {move || {
                    let label = if whole.get() { text::LESS_OF_NUMBER } else { text::WHOLE_NUMBER };
                    label.in_language(language.get())
                }}
            </button>
        </Show>
    }
}

/// What can be done with the record: edited, deleted; money is reversed.
#[component]
fn Deeds(
    declared: &'static Kind,
    id: RecordId,
    title: String,
    seen: Seen,
    fields: FieldsOf,
    /// The records that say something of this one.
    about: Vec<Named>,
    /// Whether he is a member now.
    is_member: bool,
) -> impl IntoView {
    let language = text::language();
    let rights = Rights::here();
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let may = move || rights.may_write(declared.key);
    let delete = move |_| {
        let fields = fields.clone();
        let note = still_referred(&about, language.get_untracked());
        confirm.ask_with(title.clone(), text::DELETE_SURE, note, text::DELETE, move || {
            let fields = fields.clone();
            spawn_local(async move {
                let delete = SaveAct { seen: Some(seen), ..deed::delete(declared.key, id) };
                match deed::done(vec![delete]).await {
                    Ok(_) => {
                        toast.say_undo(text::DELETED, move || {
                            restore(toast, declared, id, fields.clone());
                        });
                        go_back();
                    }
                    Err(_) => toast.say(text::NOT_DELETED),
                }
            });
        });
    };
    let reversible = Reversal::KIND.field("of");
    let reversible = reversible
        .is_some_and(|of| matches!(of.ty, FieldType::Ref(kinds) if kinds.contains(&declared.key)));
    view! {
        <Show when=may>
            <div class="block person__deeds">
                <A
                    href=format!("/muc/{}/{}/sua", declared.key, id.0)
                    attr:class="button button--small"
                >
                    <Icon name="pencil" small=true/>
                    {say(text::EDIT)}
                </A>
                {(declared.key == "household")
                    .then(|| {
                        view! {
                            <A href=format!("/ghi-danh?ho={}", id.0) attr:class="button button--small">
                                <Icon name="plus" small=true/>
                                {say(text::ADD_TO_HOUSEHOLD)}
                            </A>
                        }
                    })}
                {(declared.key == Clan::KIND.key)
                    .then(|| {
                        view! {
                            <WriteWay
                                kind=ClanArea::KIND
                                of=("clan", id)
                                label=text::ADD_CLAN_AREA
                            />
                        }
                    })}
                {(declared.key == Household::KIND.key)
                    .then(|| view! { <WriteWay kind=ClanFamily::KIND of=("household", id) label=text::ADD_TO_CLAN/> })}
                {(declared.key == Person::KIND.key)
                    .then(|| view! { <SameAsButton id/> })}
                {(declared.key == Person::KIND.key)
                    .then(|| view! { <MembershipButton is_member/> })}
                {is_member.then(|| view! { <MemberWays id/> })}
                {reversible
                    .then(|| {
                        view! {
                            <WriteWay
                                kind=Reversal::KIND
                                of=("of", id)
                                label=text::REVERSE
                                icon="undo"
                            />
                        }
                    })}
                {(!declared.forever)
                    .then(|| {
                        view! {
                            <button
                                class="button button--small"
                                type="button"
                                on:click=delete.clone()
                            >
                                <Icon name="trash" small=true/>
                                {say(text::DELETE)}
                            </button>
                        }
                    })}
            </div>
        </Show>
    }
}

/// What speaks of a record that is to be deleted, counted by kind; `None`: nothing.
fn still_referred(about: &[Named], language: Language) -> Option<String> {
    let more = &format!(" {}", text::OR_MORE.in_language(language));
    let counts: Vec<String> = about
        .chunk_by(|one, next| one.kind == next.kind)
        .map(|kin| {
            let kind = kind_name(&kin[0].kind, language).to_lowercase();
            // No more of a kind are listed.
            let more = if kin.len() < MOST_RELATED { "" } else { more };
            format!("{kind} {}{more}", kin.len())
        })
        .collect();
    let still = text::STILL_REFERRED.in_language(language);
    (!counts.is_empty()).then(|| format!("{still} {}.", counts.join(", ")))
}

/// A record that was deleted is there again as it was.
fn restore(toast: Toast, declared: &'static Kind, id: RecordId, fields: FieldsOf) {
    spawn_local(async move {
        let restored = deed::done(vec![deed::edit(declared.key, id, fields, None)]).await;
        toast.say(if restored.is_ok() { text::RESTORED } else { text::NOT_RESTORED });
    });
}

/// Whether photos are kept of records of this kind.
/// Whether somebody has asked to be forgotten.
pub fn is_erased(view: &RecordView) -> bool {
    view.related.iter().any(|named| named.kind == Erasure::KIND.key)
}

fn is_photographed(declared: &Kind) -> bool {
    matches!(PhotoOf::TYPE, FieldType::Ref(kinds) if kinds.contains(&declared.key))
}
