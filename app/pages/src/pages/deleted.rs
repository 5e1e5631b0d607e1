//! Mục đã xoá: what was deleted of what this user reads. The server is asked; each entry leads to its
//! history, where it can be taken back.

use domain::view::record::Named;
use domain::view::work::Deleted;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::frame::{Top, title};
use crate::components::{NamedLine, NotAnswered, kind_name, when};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskDeleted, Trouble};

#[component]
pub fn DeletedPage() -> impl IntoView {
    let deleted = RwSignal::new(None::<Result<Vec<Deleted>, Trouble>>);
    let look = move || {
        deleted.set(None);
        spawn_local(async move {
            deleted.try_set(Some(ask(AskDeleted).await));
        });
    };
    look();
    view! {
        <Top title=title(text::DELETED_PAGE) back="/cai-dat"/>
        <main id="main" class="page" tabindex="-1">
            {move || match deleted.get() {
                None => {
                    view! { <p class="block field__hint" role="status">{say(text::ASKING)}</p> }.into_any()
                }
                Some(Err(trouble)) => {
                    view! { <NotAnswered trouble again=look/> }.into_any()
                }
                Some(Ok(deleted)) if deleted.is_empty() => {
                    view! { <p class="block empty__text">{say(text::DELETED_NONE)}</p> }.into_any()
                }
                Some(Ok(deleted)) => view! { <Entries deleted/> }.into_any(),
            }}
        </main>
    }
}

#[component]
fn Entries(deleted: Vec<Deleted>) -> impl IntoView {
    let language = text::language();
    let lines = move || {
        let line = |deleted: &Deleted| {
            let Deleted { record, made, author, device } = deleted.clone();
            let title = match record.title.as_str() {
                "" => kind_name(&record.kind, language.get()),
                _ => record.title,
            };
            let deleted =
                format!("{} {}", text::DELETED_WORD.in_language(language.get()), when(made));
            let parts = [record.note, deleted, author, device];
            let said: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            let named = Named { title, note: said.join(" · "), ..record };
            view! {
                <li class="row">
                    <NamedLine named of_kinds=true/>
                </li>
            }
        };
        deleted.iter().map(line).collect_view()
    };
    view! {
        <p class="block block--apart field__hint">{say(text::DELETED_MEANS)}</p>
        <ul>{lines}</ul>
    }
}
