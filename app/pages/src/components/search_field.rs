//! A search that answers as one types.

use domain::text::Label;
use leptos::prelude::*;
use leptos_router::hooks::query_signal;

use super::Icon;
use crate::text::say;

#[component]
pub fn SearchField(
    /// Where no label stands beside it.
    #[prop(optional)]
    label: Option<Label>,
    #[prop(optional)] id: Option<&'static str>,
    hint: Label,
    #[prop(into)] typed: Signal<String>,
    write: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <div class="search">
            <Icon name="search"/>
            <input
                class="field__input"
                type="search"
                id=id
                aria-label=label.map(say)
                placeholder=say(hint)
                autocomplete="off"
                prop:value=move || typed.get()
                on:input=move |event| write(event_target_value(&event))
            />
        </div>
    }
}

/// What is sought on a page whose address keeps it. The page answers at once; the address follows a
/// frame later, and leads when somebody goes back.
#[derive(Clone, Copy)]
pub struct Sought {
    typed: RwSignal<String>,
    query: Memo<Option<String>>,
    set_query: SignalSetter<Option<String>>,
    /// Whether the address still has to follow.
    follows: StoredValue<bool>,
}

impl Sought {
    pub fn in_address() -> Self {
        let (query, set_query) = query_signal::<String>("tim");
        let typed = RwSignal::new(query.get_untracked().unwrap_or_default());
        let follows = StoredValue::new(false);
        Effect::new(move || {
            let query = query.get().unwrap_or_default();
            if query == typed.get_untracked() {
                follows.set_value(false);
            } else if !follows.get_value() {
                typed.set(query);
            }
        });
        Self { typed, query, set_query, follows }
    }

    pub fn get(self) -> String {
        self.typed.get()
    }

    /// Somebody types.
    pub fn set(self, typed: String) {
        self.follows.set_value(typed != self.query.get_untracked().unwrap_or_default());
        self.set_query.set((!typed.is_empty()).then(|| typed.clone()));
        self.typed.set(typed);
    }
}
