//! A person's rights to his data, on his page: consent and its withdrawal, his data as a file, erasure, who
//! has looked; and what has left the app.

use domain::change::Fields;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{ConsentForm, Erasure, ExportForm, Person, PersonId};
use domain::view::disclosure::Seen;
use domain::view::record::RecordView;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::components::A;

use super::frame::{Top, title};
use super::record::is_erased;
use super::use_live;
use crate::components::{Confirm, FileForm, Icon, Toast, download_file};
use crate::deed::{self, Undoable, today};
use crate::pages::Rights;
use crate::papers::Papers;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{
    AskExports, AskOwnData, AskSeen, CellForm, NoteExport, NoteLook, SheetColumn, ToPapers, Trouble,
};

/// Whose rights they are.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    id: RecordId,
    name: String,
    /// All his records, if he is on record twice.
    records: Vec<RecordId>,
    consent: Option<ConsentForm>,
    /// What of consent is said now.
    stood: Fields,
    /// Whether he has asked to be forgotten.
    is_erased: bool,
}

impl Holder {
    pub fn of(view: &RecordView) -> Self {
        let others = view.same.iter().map(|same| same.record.id);
        let stands = view.stands.iter().map(|stands| stands.id);
        let mut records: Vec<RecordId> =
            std::iter::once(view.state.id).chain(others).chain(stands).collect();
        records.sort_unstable();
        records.dedup();
        let stood = ["consent", "withdrawn_on"].map(|field| {
            (field.to_owned(), view.state.fields.get(field).cloned().unwrap_or_default())
        });
        Self {
            id: view.state.id,
            name: view.title.clone(),
            records,
            consent: Person::from_fields(&view.state.fields).consent,
            stood: stood.into(),
            is_erased: is_erased(view),
        }
    }
}

/// Notes that somebody's page is looked at.
pub fn note_look(person: RecordId) {
    spawn_local(async move {
        // Without a right to write nothing is noted; he sees no more than a card.
        let _ = ask(NoteLook(person)).await;
    });
}

#[component]
pub fn PrivacySection(holder: Holder) -> impl IntoView {
    let (id, consent) = (holder.id, holder.consent);
    let (name, called) = (holder.name.clone(), holder.name.clone());
    let records = holder.records.clone();
    let rights = Rights::here();
    let may = move |kind: &'static str| move || rights.may_write(kind);
    let sees = move || rights.may_settle();
    let any = move || may(Person::KIND.key)() || may(Erasure::KIND.key)() || sees();
    if holder.is_erased {
        return view! {
            <div class="block">
                <div class="notice">
                    <Icon name="info"/>
                    <p>{say(text::HAS_BEEN_ERASED)}</p>
                </div>
            </div>
        }
        .into_any();
    }
    view! {
        <section class="section" aria-labelledby="rieng-tu" hidden=move || !any()>
            <div class="section__head">
                <h2 id="rieng-tu">{say(text::PRIVACY)}</h2>
            </div>
            <Consent consent/>
            <div class="block person__deeds">
                <Show when=may(Person::KIND.key)>
                    <WithdrawButton id consent stood=holder.stood.clone()/>
                    <OwnDataButton id name=name.clone()/>
                </Show>
                <Show when=may(Erasure::KIND.key)>
                    <EraseButton records=records.clone() name=called.clone()/>
                </Show>
            </div>
            <Show when=sees>
                <WhoLooked id/>
            </Show>
        </section>
    }
    .into_any()
}

/// Whether he has agreed.
#[component]
fn Consent(consent: Option<ConsentForm>) -> impl IntoView {
    let words = match consent {
        None => text::NO_CONSENT,
        Some(ConsentForm::Withdrawn) => text::CONSENT_WITHDRAWN,
        Some(_) => return ().into_any(),
    };
    view! {
        <div class="block">
            <div class="notice notice--warn">
                <Icon name="warn"/>
                <p>{say(words)}</p>
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn WithdrawButton(id: RecordId, consent: Option<ConsentForm>, stood: Fields) -> impl IntoView {
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let withdraw = move |_| {
        let stood = stood.clone();
        confirm.ask(text::WITHDRAW_SURE, text::WITHDRAW, move || {
            let withdrawn = Person {
                consent: Some(ConsentForm::Withdrawn),
                withdrawn_on: Some(today()),
                ..Person::default()
            };
            let act = deed::edit_as(id, withdrawn);
            let back = deed::edit(Person::KIND.key, id, stood.clone(), None);
            spawn_local(async move {
                match deed::done_and_back(vec![Undoable { act, back }]).await {
                    Ok(back) => toast.say_undo(text::WITHDRAWN_NOW, move || {
                        deed::take_back(toast, vec![back.clone()]);
                    }),
                    Err(_) => toast.say(text::NOT_SAVED),
                }
            });
        });
    };
    let given = consent.is_some_and(|consent| consent != ConsentForm::Withdrawn);
    given.then(|| {
        view! {
            <button class="button button--small" type="button" on:click=withdraw>
                <Icon name="undo" small=true/>
                {say(text::WITHDRAW)}
            </button>
        }
    })
}

/// His data as a file for himself.
#[component]
fn OwnDataButton(id: RecordId, name: String) -> impl IntoView {
    let toast = Toast::here();
    let language = text::language();
    let make = move |_| {
        let name = name.clone();
        spawn_local(async move {
            let language = language.get_untracked();
            let made = own_data(id, name, language).await;
            match made.map(|file| {
                download_file(text::OWN_DATA_FILE.in_language(language), FileForm::Xlsx, &file)
            }) {
                Ok(Ok(())) => {
                    let (form, person) = (ExportForm::OwnData, Some(id));
                    let noted = ask(NoteExport { form, count: 1, of: String::new(), person });
                    // What cannot be noted has left all the same.
                    let _ = noted.await;
                }
                _ => toast.say(text::NOT_MADE),
            }
        });
    };
    view! {
        <button class="button button--small" type="button" on:click=make>
            <Icon name="download" small=true/>
            {say(text::OWN_DATA)}
        </button>
    }
}

async fn own_data(
    person: RecordId,
    name: String,
    language: domain::text::Language,
) -> Result<Vec<u8>, Trouble> {
    let fields = ask(AskOwnData { person, language }).await?;
    let papers = Papers::start().await?;
    let heads = [text::RECORD, text::FIELD, text::SAID];
    let columns = heads.map(|head| SheetColumn {
        head: head.in_language(language).to_owned(),
        form: CellForm::Text,
    });
    let title = format!("{}: {name} ({})", text::OWN_DATA.in_language(language), today());
    papers.give(ToPapers::Sheet { title, columns: columns.to_vec() }).await?;
    let rows = fields.into_iter().map(|field| vec![field.record, field.field, field.value]);
    papers.give(ToPapers::Rows(rows.collect())).await?;
    papers.file(ToPapers::FinishSheet).await
}

#[component]
fn EraseButton(records: Vec<RecordId>, name: String) -> impl IntoView {
    let (confirm, toast) = (Confirm::here(), Toast::here());
    let language = text::language();
    let erase = move |_| {
        let note = Some(text::ERASE_MEANS.in_language(language.get_untracked()).to_owned());
        let records = records.clone();
        confirm.ask_with(name.clone(), text::ERASE_SURE, note, text::ERASE, move || {
            let erasures = records.iter().map(|record| {
                let person = Some(PersonId(*record));
                deed::fact(Erasure { person, asked_on: Some(today()) }, &[])
            });
            let acts: Vec<_> = erasures.collect();
            spawn_local(async move {
                let saved = deed::done(acts).await;
                toast.say(if saved.is_ok() { text::ERASED } else { text::NOT_SAVED });
            });
        });
    };
    view! {
        <button class="button button--small" type="button" on:click=erase>
            <Icon name="trash" small=true/>
            {say(text::ERASE)}
        </button>
    }
}

#[component]
fn WhoLooked(id: RecordId) -> impl IntoView {
    let language = text::language();
    let seen = use_live(move || AskSeen { person: id, language: language.get() });
    view! {
        <details class="block more">
            <summary>{say(text::WHO_LOOKED)}</summary>
            <SeenList seen/>
            <p class="block field__hint">
                {say(text::LISTS_STAND_ELSEWHERE)} " "
                <A href="/cai-dat/xuat">{say(text::EXPORTS_PAGE)}</A>
            </p>
        </details>
    }
}

#[component]
fn SeenList(seen: RwSignal<Option<Vec<Seen>>>) -> impl IntoView {
    let none = move || seen.get().is_some_and(|seen| seen.is_empty());
    let lines = move || {
        let lines = seen.get().unwrap_or_default().into_iter().map(|seen| {
            let note = [seen.what, seen.when];
            let note = note.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
            view! {
                <li class="row">
                    <span class="row__mark">
                        <Icon name="eye"/>
                    </span>
                    <span class="row__main">
                        <span class="row__title">{seen.who}</span>
                        <span class="row__note">{note.join(" · ")}</span>
                    </span>
                    <span class="row__end">{seen.count}</span>
                </li>
            }
        });
        lines.collect_view()
    };
    view! {
        <ul>{lines}</ul>
        <Show when=none>
            <p class="block empty__text">{say(text::NOBODY_LOOKED)}</p>
        </Show>
    }
}

/// Nhật ký xuất: what has left the app.
#[component]
pub fn ExportsPage() -> impl IntoView {
    let language = text::language();
    let seen = use_live(move || AskExports(language.get()));
    let rights = Rights::here();
    let reads = move || rights.get().is_none_or(|rights| rights.reads_exports());
    view! {
        <Top title=title(text::EXPORTS_PAGE) back="/cai-dat"/>
        <main id="main" class="page page--narrow" tabindex="-1">
            <Show
                when=reads
                fallback=|| view! { <p class="block lead">{say(text::ROLE_MAY_NOT_READ)}</p> }
            >
                <p class="block lead">{say(text::EXPORTS_MEAN)}</p>
                <SeenList seen/>
            </Show>
        </main>
    }
}
