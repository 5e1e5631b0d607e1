//! Whom somebody who is being typed may be: those who are on record already.

use domain::change::Fields;
use domain::kind::Record;
use domain::record::Person;
use domain::text::value;
use domain::view::duplicates::{Alike, TypedPerson};
use leptos::prelude::*;
use leptos_router::components::A;

use super::{Form, Icon, address_of, signs_words};
use crate::pages::use_live;
use crate::text::{self, say};
use letters::AskAlike;

/// The fields that tell one person from another.
const TELLING: &[&str] = &["name", "birth", "sex", "phone", "citizen_id", "old_id"];

/// What a form says of somebody whose fields stand under keys that begin so; what cannot be read yet
/// says nothing.
fn typed_person(form: Form, beginning: &str) -> TypedPerson {
    let mut fields = Fields::new();
    for name in TELLING {
        let Some(field) = Person::KIND.field(name) else { continue };
        if let Ok(value) = value::parse(field.ty, &form.get(&format!("{beginning}{name}")))
            && !value.is_null()
        {
            fields.insert((*name).to_owned(), value);
        }
    }
    TypedPerson {
        fields,
        house: form.get("house"),
        street: form.get("street"),
        area: form.get("kp").parse().ok().map(domain::id::RecordId),
        own: None,
    }
}

/// Says who he may be, as he is typed.
#[component]
pub fn AlikePeople(form: Form, #[prop(into)] beginning: String) -> impl IntoView {
    let typed = Memo::new(move |_| typed_person(form, &beginning));
    let found = use_live(move || AskAlike(typed.get()));
    let found = move || found.get().unwrap_or_default();
    let language = text::language();
    let line = move |alike: Alike| {
        let Alike { record, signs } = alike;
        let signs = move || signs_words(&signs, language.get());
        view! {
            <li>
                <A href=address_of(&record.kind, record.id)>
                    {record.title}
                    {(!record.note.is_empty()).then(|| format!(", {}", record.note))}
                </A>
                ": "
                {signs}
            </li>
        }
    };
    view! {
        <Show when=move || !found().is_empty()>
            <div class="notice" role="status">
                <Icon name="info"/>
                <div>
                    <p>{say(text::SIMILAR)}</p>
                    <ul>
                        <For each=found key=|alike| (alike.record.id, alike.signs.clone()) children=line/>
                    </ul>
                </div>
            </div>
        </Show>
    }
}
