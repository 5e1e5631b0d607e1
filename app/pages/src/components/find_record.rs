//! A record is found by its name, its door or its number, and taken by a tap.

use domain::text::Label;
use domain::view::record::Named;
use leptos::prelude::*;

use super::{Matches, SearchField};

/// The field with what is sought in it, and what fits; `choose` hears which is tapped.
#[component]
pub fn FindRecord(
    id: &'static str,
    kinds: &'static [&'static str],
    hint: Label,
    search: RwSignal<String>,
    choose: impl Fn(Named) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    view! {
        <SearchField id hint typed=search write=move |typed| search.set(typed)/>
        <Matches kinds search choose/>
    }
}
