//! What was found as the lines were looked through: how many are new, who may be on record, and which
//! cells could not be read. Whoever looks decides what becomes of them.

use domain::import::{Decision, Fault};
use domain::text::{Label, Language, whole};
use domain::view::import::{Remark, Twin, TwinOf};
use leptos::prelude::*;
use leptos_router::components::A;

use super::column_name;
use super::desk::{Desk, Step};
use crate::components::{Icon, OptionsField, address_of, listed_choices, signs_words};
use crate::text::{self, say};

/// How many lines are listed at once.
const SHOWN: usize = 50;

#[component]
pub fn CheckedPart(desk: Desk) -> impl IntoView {
    let checked = move || desk.checked.get();
    let counted = move |label: Label, count: u32| {
        view! {
            <li>
                <span></span>
                <span>{say(label)}</span>
                <b>{whole(i64::from(count))}</b>
            </li>
        }
    };
    let counts = move || {
        let checked = checked();
        [
            (text::LINES_NEW, checked.new),
            (text::LINES_CERTAIN, checked.certain),
            (text::LINES_LIKELY, checked.likely),
            (text::LINES_FAULTY, checked.faulty),
            (text::LINES_NOT, checked.not),
        ]
        .map(|(label, count)| counted(label, count))
    };
    view! {
        <div class="block form">
            <h2>{say(text::LOOKED_THROUGH)}</h2>
            <p class="field__hint">{desk.file}</p>
            <ul class="tally">
                {counts}
                <li class="tally__sum">
                    <span></span>
                    <span>{say(text::LINES_WITH_PEOPLE)}</span>
                    <b>{move || whole(i64::from(checked().people))}</b>
                </li>
            </ul>
            <ByRule desk/>
            <Go desk/>
        </div>
        <Remarks desk/>
    }
}

/// What becomes of whom, by a rule for all.
#[component]
fn ByRule(desk: Desk) -> impl IntoView {
    let checked = move || desk.checked.get();
    let of_certain = move |decision: Option<Decision>| {
        desk.rules.update(|rules| rules.certain = decision.unwrap_or(rules.certain));
    };
    let of_likely = move |decision: Option<Decision>| {
        desk.rules.update(|rules| rules.likely = decision.unwrap_or(rules.likely));
    };
    view! {
        <Show when=move || { checked().certain > 0 }>
            <DecisionField
                id="voi-chac"
                label=text::WITH_CERTAIN
                chosen=Signal::derive(move || Some(desk.rules.get().certain))
                choose=of_certain
            />
        </Show>
        <Show when=move || { checked().likely > 0 }>
            <DecisionField
                id="voi-co-the"
                label=text::WITH_LIKELY
                chosen=Signal::derive(move || Some(desk.rules.get().likely))
                choose=of_likely
            />
        </Show>
        <Show when=move || { checked().faulty > 0 }>
            <label class="choice">
                <input
                    id="bo-o-sai"
                    type="checkbox"
                    prop:checked=move || desk.rules.get().without_faults
                    on:change=move |event| {
                        let ticked = event_target_checked(&event);
                        desk.rules.update(|rules| rules.without_faults = ticked);
                    }
                />
                <Icon name="check"/>
                <span class="choice__text">{say(text::WITHOUT_FAULTS)}</span>
            </label>
        </Show>
    }
}

/// A decision; where it is of one line, `none` leaves it to the rule.
#[component]
fn DecisionField(
    #[prop(into)] id: String,
    label: Label,
    #[prop(into)] chosen: Signal<Option<Decision>>,
    choose: impl Fn(Option<Decision>) + 'static,
    #[prop(optional)] none: Option<Label>,
) -> impl IntoView {
    let listed = listed_choices(Decision::ALL.iter().map(|one| (*one as i64, one.label())));
    let number = |decision: Decision| (decision as i64).to_string();
    let shown = Signal::derive(move || chosen.get().map(number).unwrap_or_default());
    let read = move |value: String| {
        choose(Decision::ALL.iter().copied().find(|decision| number(*decision) == value));
    };
    match none {
        Some(none) => {
            view! { <OptionsField id label none listed chosen=shown choose=read/> }.into_any()
        }
        None => view! { <OptionsField id label listed chosen=shown choose=read/> }.into_any(),
    }
}

#[component]
fn Go(desk: Desk) -> impl IntoView {
    let language = text::language();
    let verb = move || text::IMPORT_VERB.in_language(language.get());
    view! {
        <Show when=move || desk.will() == 0>
            <p class="notice notice--warn" role="status">
                {say(text::NOTHING_TO_TAKE)}
            </p>
        </Show>
        <div class="person__deeds">
            <button
                class="button"
                type="button"
                on:click=move |_| desk.step.set(Step::Matching)
            >
                {say(text::BACK_TO_MATCHING)}
            </button>
            <button
                class="button button--main"
                type="button"
                disabled=move || desk.will() == 0
                on:click=move |_| desk.write()
            >
                {move || text::people_of(verb(), desk.will() as usize, language.get())}
            </button>
        </div>
    }
}

#[component]
fn Remarks(desk: Desk) -> impl IntoView {
    let shown = RwSignal::new(SHOWN);
    let all = move || desk.remarks.with(Vec::len);
    let checked = desk.checked.get_untracked();
    let counted = checked.certain + checked.likely + checked.faulty + checked.not;
    let is_cut = counted as usize > desk.remarks.with_untracked(Vec::len);
    let listed = move || {
        desk.remarks.with(|remarks| remarks.iter().take(shown.get()).cloned().collect::<Vec<_>>())
    };
    view! {
        <Show when=move || { all() > 0 }>
            <h2 class="block import__part">{say(text::LINES_TO_LOOK_AT)}</h2>
            <ul class="block">
                <For each=listed key=|remark| remark.line let:remark>
                    <RemarkLine desk remark/>
                </For>
            </ul>
            <div class="block form">
                <Show when=move || { all() > shown.get() }>
                    <button
                        class="button"
                        type="button"
                        on:click=move |_| shown.update(|shown| *shown += SHOWN)
                    >
                        {say(text::MORE_LINES)}
                    </button>
                </Show>
                {is_cut.then(|| view! { <p class="field__hint">{say(text::MANY_REMARKS)}</p> })}
            </div>
        </Show>
    }
}

/// A fault in the file's own coordinates.
pub fn fault_words(fault: &Fault, line: u32, language: Language) -> String {
    let cell = match fault.column {
        Some(column) => format!("{}{line}", column_name(usize::from(column))),
        None => text::NO_CELL.in_language(language).to_owned(),
    };
    let column = fault.means.head().in_language(language);
    text::fault(&cell, column, &fault.said, fault.why, language)
}

#[component]
fn RemarkLine(desk: Desk, remark: Remark) -> impl IntoView {
    let language = text::language();
    let line = remark.line;
    let faults = remark.faults.into_iter().map(move |fault| {
        view! { <p class="import__fault">{move || fault_words(&fault, line, language.get())}</p> }
    });
    let decide = move |decision: Option<Decision>| {
        desk.rules.update(|rules| {
            match decision {
                Some(decision) => rules.of_line.insert(line, decision),
                None => rules.of_line.remove(&line),
            };
        });
    };
    let twin = remark.twin.map(|twin| {
        view! {
            <TwinWords twin/>
            <DecisionField
                id=format!("dong-{line}")
                label=text::WHAT_TO_DO
                none=text::AS_ABOVE
                chosen=Signal::derive(move || desk.rules.get().of_line.get(&line).copied())
                choose=decide
            />
        }
    });
    view! {
        <li class="problem">
            <p>
                <span class="field__hint">{say(text::LINE)} " " {line}</span>
                " "
                <b>{remark.name}</b>
            </p>
            {faults.collect_view()}
            {twin}
        </li>
    }
}

/// Whom the person of a line may be, and by what.
#[component]
fn TwinWords(twin: Twin) -> impl IntoView {
    let language = text::language();
    let signs = move || signs_words(&twin.signs, language.get());
    let who = match twin.who {
        TwinOf::Record(record) => view! {
            {say(text::MAY_BE)}
            " "
            <A href=address_of(&record.kind, record.id) attr:target="_blank">
                {record.title}
            </A>
            " "
            <span class="field__hint">{record.note}</span>
        }
        .into_any(),
        TwinOf::Line(line) => view! { {say(text::SAME_AS_LINE)} " " {line} }.into_any(),
    };
    view! {
        <p>{who}</p>
        <p class="field__hint">{signs}</p>
    }
}
