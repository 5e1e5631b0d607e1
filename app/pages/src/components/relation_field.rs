//! How somebody stands to the head of his household.

use domain::record::Relation;
use leptos::prelude::*;

use super::{Called, OptionsField, listed_choices};

#[component]
pub fn RelationField(
    #[prop(into)] id: String,
    #[prop(into)] label: Called,
    #[prop(into)] relation: Signal<Relation>,
    choose: impl Fn(Relation) + 'static,
) -> impl IntoView {
    let listed = listed_choices(Relation::of_others().map(|one| (one as i64, one.label())));
    let choose = move |value: String| {
        let chosen = Relation::of_others().find(|one| (*one as i64).to_string() == value);
        choose(chosen.unwrap_or(Relation::Other));
    };
    let chosen = Signal::derive(move || (relation.get() as i64).to_string());
    view! { <OptionsField id label listed chosen choose/> }
}
