//! Đăng ký: who has registered for a learning model in a year, and who has not; one tap registers.

use domain::id::RecordId;
use domain::record::LearningModel;
use domain::text::{Language, whole};
use domain::time::Year;
use domain::view::record::Named;
use domain::view::subjects::{Subjects, SubjectsOf};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::query_signal;

use super::families::registration;
use super::frame::{Top, title};
use super::use_live;
use crate::components::{
    Lines, NamedLine, NoneListed, SearchField, SelectField, SheetButton, SheetOf, Toast, Window,
};
use crate::deed::{self, today};
use crate::pages::Rights;
use crate::papers::PART;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskHome, AskSubjects, CellForm};

#[component]
pub fn SubjectsPage() -> impl IntoView {
    let (model, set_model) = query_signal::<i64>("mo-hinh");
    let (year, set_year) = query_signal::<i16>("nam");
    let (side, set_side) = query_signal::<String>("ben");
    provide_context(Tapped(StoredValue::new(0.0)));
    let rights = Rights::here();
    let registers = move || rights.may_write("registration");
    let search = RwSignal::new(String::new());
    let window = Window::new();
    let model = move || model.get().unwrap_or(LearningModel::Family as i64);
    let year = move || Year(year.get().unwrap_or(today().year().0));
    let registered = move || side.get().as_deref() != Some("chua");
    let of = move |offset, limit| SubjectsOf {
        model: model(),
        year: year(),
        registered: registered(),
        search: search.get(),
        offset,
        limit,
    };
    let found = use_live(move || AskSubjects(of(window.offset(), window.limit())));
    let language = text::language();
    let sheet = move || subjects_sheet(of(0, PART), language.get());
    let all = Signal::derive(move || found.get().map_or(0, |found| found.found));
    let rows = Signal::derive(move || found.get().unwrap_or_default().rows);
    let choose_side = move |registered: bool| {
        window.to_top();
        set_side.set((!registered).then(|| "chua".to_owned()));
    };
    view! {
        <Top title=title(text::SUBJECTS_PAGE) back="/"/>
        <main id="main" class="page" tabindex="-1">
            <form class="tools tools--ruled" role="search" on:submit=|event| event.prevent_default()>
                <div class="pair">
                    <ModelField
                        chosen=Signal::derive(model)
                        choose=move |model| {
                            window.to_top();
                            set_model.set(Some(model));
                        }
                    />
                    <YearField
                        chosen=Signal::derive(year)
                        choose=move |year: Year| {
                            window.to_top();
                            set_year.set(Some(year.0));
                        }
                    />
                </div>
                <Sides found registered=Signal::derive(registered) choose=choose_side/>
                <SearchField
                    label=text::SEARCH
                    hint=text::SEARCH
                    typed=search
                    write=move |typed| {
                        window.to_top();
                        search.set(typed);
                    }
                />
                <div class="chips">
                    <SheetButton file=text::SUBJECTS_FILE sheet/>
                </div>
            </form>
            <Lines
                window
                label=text::SUBJECTS_PAGE
                all
                rows
                line=move |number, named: Named| {
                    let subject = named.id;
                    let mark = number.to_string();
                    view! {
                        <NamedLine named mark>
                            {(!registered() && registers())
                                .then(|| view! { <RegisterButton model=model() subject year=year()/> })}
                        </NamedLine>
                    }
                }
            />
            <Show when=move || found.get().is_some_and(|found| found.found == 0)>
                <NoneListed words=text::NOBODY_LISTED/>
            </Show>
        </main>
    }
}

/// The list as a sheet: who has registered, or who is missing.
fn subjects_sheet(of: SubjectsOf, language: Language) -> SheetOf {
    let model = LearningModel::ALL.iter().find(|model| **model as i64 == of.model);
    let model = model.map_or("", |model| model.label().in_language(language));
    let side = if of.registered { text::REGISTERED } else { text::NOT_REGISTERED };
    let filters = format!("{model} {}, {}", of.year, side.in_language(language));
    let columns = vec![
        (text::RUNNING_NUMBER, CellForm::Number),
        (text::NAME, CellForm::Text),
        (text::NOTE_COLUMN, CellForm::Text),
    ];
    let lines = move |offset: usize| {
        let of = SubjectsOf { offset, ..of.clone() };
        async move {
            let rows = ask(AskSubjects(of)).await?.rows.into_iter().zip(offset + 1..);
            Ok(rows.map(|(row, number)| vec![number.to_string(), row.title, row.note]).collect())
        }
    };
    let title = format!("{filters} ({})", today());
    SheetOf::new(title, filters, columns, lines)
}

/// Those who have registered, or those who have not; each with its number.
#[component]
fn Sides(
    found: RwSignal<Option<Subjects>>,
    registered: Signal<bool>,
    choose: impl Fn(bool) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let side = move |of: bool, words| {
        let count = move || {
            found.get().map(|found| whole(if of { found.registered } else { found.missing } as i64))
        };
        view! {
            <button
                class="chip"
                type="button"
                aria-pressed=move || (registered.get() == of).to_string()
                on:click=move |_| choose(of)
            >
                <b>{count}</b>
                " "
                {say(words)}
            </button>
        }
    };
    view! {
        <div class="chips">
            {side(true, text::REGISTERED)} {side(false, text::NOT_REGISTERED)}
        </div>
    }
}

/// After a tap the list moves up: for a moment no other tap counts.
#[derive(Clone, Copy)]
struct Tapped(StoredValue<f64>);

impl Tapped {
    const REST_MS: f64 = 700.0;

    fn here() -> Self {
        use_context().expect("the page provides it")
    }

    fn takes(self) -> bool {
        let now = js_sys::Date::now();
        let takes = now - self.0.get_value() > Self::REST_MS;
        if takes {
            self.0.set_value(now);
        }
        takes
    }
}

#[component]
fn RegisterButton(model: i64, subject: RecordId, year: Year) -> impl IntoView {
    let toast = Toast::here();
    let tapped = Tapped::here();
    let register = move |_| {
        if !tapped.takes() {
            return; // the list has just moved under the finger
        }
        let model = LearningModel::ALL.iter().copied().find(|known| *known as i64 == model);
        spawn_local(async move {
            let Some(model) = model else { return };
            let kind = model.subject_kind().to_owned();
            let home = ask(AskHome { kind, id: subject }).await;
            let Ok(Some(area)) = home else {
                toast.say(text::NOT_HERE);
                return;
            };
            let act = deed::fact(registration(model, subject, area, year), &[]);
            if deed::done(vec![act.clone()]).await.is_ok() {
                toast.say_undo(text::REGISTERED_NOW, move || {
                    let fields = act.fields.clone();
                    spawn_local(async move { undo(fields).await });
                });
            }
        });
    };
    view! {
        <button class="button button--small" type="button" on:click=register>
            {say(text::REGISTER_NOW)}
        </button>
    }
}

/// Takes a registration back that was just recorded.
async fn undo(fields: domain::change::Fields) {
    use domain::kind::Record;
    use domain::record::Registration;
    if let Some(id) = domain::check::derived_id(Registration::KIND, &fields) {
        // What cannot be taken back stays in the list.
        let _ = deed::done(vec![deed::delete(Registration::KIND.key, id)]).await;
    }
}

#[component]
pub fn ModelField(
    chosen: Signal<i64>,
    choose: impl Fn(i64) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <div class="field">
            <SelectField
                id="mo-hinh"
                label=text::MODEL
                choose=move |value: String| {
                    if let Ok(model) = value.parse() {
                        choose(model);
                    }
                }
            >
                {LearningModel::ALL
                    .iter()
                    .map(|model| {
                        let number = *model as i64;
                        view! {
                            <option value=number.to_string() selected=move || chosen.get() == number>
                                {say(model.label())}
                            </option>
                        }
                    })
                    .collect_view()}
            </SelectField>
        </div>
    }
}

#[component]
fn YearField(
    chosen: Signal<Year>,
    choose: impl Fn(Year) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let this = today().year().0;
    view! {
        <div class="field">
            <SelectField
                id="nam"
                label=text::YEAR
                choose=move |value: String| {
                    if let Ok(year) = value.parse() {
                        choose(Year(year));
                    }
                }
            >
                {(this - 6..=this + 1)
                    .rev()
                    .map(|year| {
                        view! {
                            <option value=year.to_string() selected=move || chosen.get().0 == year>
                                {year.to_string()}
                            </option>
                        }
                    })
                    .collect_view()}
            </SelectField>
        </div>
    }
}
