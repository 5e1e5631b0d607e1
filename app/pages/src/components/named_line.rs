//! A record in a list: its title opens it.

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::Person;
use domain::view::record::Named;
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Icon, kind_name};
use crate::text::{self, say};

/// The address of a record's page.
pub fn address_of(kind: &str, id: RecordId) -> String {
    match kind {
        "event" => format!("/su-kien/{}", id.0),
        kind => format!("/muc/{kind}/{}", id.0),
    }
}

/// The icon of a kind.
pub fn icon_of(kind: &str) -> &'static str {
    match kind {
        "person" | "member" | "office" | "sign_up" => "person",
        "household" | "residence" => "house",
        "clan" | "clan_area" | "clan_family" => "tree",
        "area" => "homes",
        "unit" | "branch" => "building",
        "event" | "attendance" => "calendar",
        "scholarship" => "cap",
        "support" | "dues" => "bag",
        "award" => "award",
        "registration" => "stamp",
        _ => "list",
    }
}

/// What stands in a line.
#[component]
pub fn NamedLine(
    named: Named,
    #[prop(optional, into)] mark: Option<String>,
    /// The list is of several kinds: each line says of which it is.
    #[prop(optional)]
    of_kinds: bool,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let mark = match mark {
        Some(mark) => mark.into_any(),
        None => view! { <Icon name=icon_of(&named.kind)/> }.into_any(),
    };
    let language = text::language();
    let kind_key = named.kind.clone();
    // What is called nothing is called by its kind already.
    let of_kind = (of_kinds && !named.title.is_empty()).then(|| {
        let rest = if named.note.is_empty() { "" } else { " · " };
        move || format!("{}{rest}", kind_name(&kind_key, language.get()))
    });
    // Who was erased has no name left; what is called nothing is called by its kind.
    let title_kind = named.kind.clone();
    let title = move || match named.title.as_str() {
        "" if title_kind == Person::KIND.key => {
            text::NAME_ERASED.in_language(language.get()).to_owned()
        }
        "" => kind_name(&title_kind, language.get()),
        title => title.to_owned(),
    };
    view! {
        <span class="row__mark">{mark}</span>
        <span class="row__main">
            <A href=address_of(&named.kind, named.id) attr:class="row__title row__link">
                {title}
            </A>
            <span class="row__note">{of_kind} {named.note}</span>
        </span>
        <span class="row__end">
            {named.disputed.then(|| view! { <Disputed/> })} {children.map(|children| children())}
        </span>
    }
}

/// A field of the record is written in two ways.
#[component]
pub fn Disputed() -> impl IntoView {
    view! {
        <span class="state state--danger">
            <Icon name="split" small=true/>
            <span class="hidden-text">{say(text::DISPUTED)}</span>
        </span>
    }
}
