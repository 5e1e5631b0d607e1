//! Địa bàn: the areas that this user keeps, and drawing another below one of them.

use domain::field::Name;
use domain::id::RecordId;
use domain::record::{Area, AreaId, AreaLevel};
use domain::view::office::GrantPlace;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::components::A;

use super::frame::{Top, title};
use crate::components::{Icon, Problem, SelectField, TextField, Toast, address_of};
use crate::deed::{Once, make, today};
use crate::pages::Rights;
use crate::text::{self, say};

fn level_of(place: &GrantPlace) -> Option<AreaLevel> {
    AreaLevel::ALL.iter().copied().find(|level| *level as i64 == place.level)
}

#[component]
pub fn AreasPage() -> impl IntoView {
    let rights = Rights::here();
    let places = Memo::new(move |_| rights.get().map(|rights| rights.places).unwrap_or_default());
    view! {
        <Top title=title(text::AREAS) back="/cai-dat"/>
        <main id="main" class="page" tabindex="-1">
            <NewArea places/>
            <ul>
                <For each=move || places.get() key=|place| (place.id, place.name.clone()) let:place>
                    <PlaceLine place/>
                </For>
            </ul>
        </main>
    }
}

#[component]
fn PlaceLine(place: GrantPlace) -> impl IntoView {
    let language = text::language();
    let level = level_of(&place);
    view! {
        <li class="row">
            <span class="row__mark">
                <Icon name="homes"/>
            </span>
            <span class="row__main">
                <A href=address_of("area", place.id) attr:class="row__title row__link">
                    {place.name}
                </A>
                <span class="row__note">
                    {move || level.map(|level| level.label().in_language(language.get()))}
                </span>
            </span>
            <span class="row__end">
                <Icon name="right" small=true/>
            </span>
        </li>
    }
}

#[component]
fn NewArea(places: Memo<Vec<GrantPlace>>) -> impl IntoView {
    let name = RwSignal::new(String::new());
    let parent = RwSignal::new(None::<RecordId>);
    let problem = RwSignal::new(None);
    let language = text::language();
    let toast = Toast::here();
    let once = Once::new();
    let above = move || {
        // What people draw themselves: neighbourhoods of a ward, groups of a neighbourhood.
        let places = places.get();
        let draws = |place: &GrantPlace| {
            level_of(place)
                .is_some_and(|level| matches!(level, AreaLevel::Ward | AreaLevel::Neighbourhood))
        };
        places.into_iter().filter(draws).collect::<Vec<_>>()
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let chosen = parent.get_untracked();
        let chosen = places.get_untracked().into_iter().find(|place| Some(place.id) == chosen);
        let level = chosen.as_ref().and_then(level_of);
        let (Some(place), Some(level)) = (chosen, level) else {
            let missing = domain::text::bad_value(domain::field::BadValue::Empty);
            problem.set(Some(missing.in_language(language.get_untracked()).to_owned()));
            return;
        };
        let level =
            if level == AreaLevel::Ward { AreaLevel::Neighbourhood } else { AreaLevel::Group };
        let area = Area {
            name: Some(Name(name.get_untracked())),
            level: Some(level),
            parent: Some(AreaId(place.id)),
            since: Some(today()),
            ..Area::default()
        };
        once.send(vec![make(0, area, &[])], problem, move || {
            name.try_set(String::new());
            toast.say(text::AREA_ADDED);
        });
    };
    view! {
        <form class="block form" on:submit=send>
            <h2>{say(text::ADD_AREA)}</h2>
            <TextField id="ten" label=text::AREA_NAME value=name/>
            <div class="field">
                <SelectField
                    id="thuoc"
                    label=text::AREA_PARENT
                    choose=move |value: String| {
                        parent.set(value.parse().ok().map(RecordId));
                    }
                >
                    <option value="">{say(text::CHOOSE)}</option>
                    <For each=above key=|place| (place.id, place.name.clone()) let:place>
                        <option value=place.id.0.to_string()>{place.name.clone()}</option>
                    </For>
                </SelectField>
            </div>
            <Problem text=problem/>
            <button class="button" type="submit">
                {say(text::SAVE)}
            </button>
        </form>
    }
}
