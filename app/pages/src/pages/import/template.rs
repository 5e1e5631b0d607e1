//! A sheet to be filled in: its heads are those that need no matching.

use domain::import::Means;
use domain::record::{Hardship, Occupation, Relation, Sex};
use domain::text::{Label, Language};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::{FileForm, Icon, download_file};
use crate::papers::Papers;
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskImportPlaces, CellForm, TemplateColumn, ToPapers, Trouble};

/// What a template asks for, in the order in which people are asked.
const ASKED: [Means; 21] = [
    Means::Household,
    Means::Name,
    Means::Birth,
    Means::Sex,
    Means::Relation,
    Means::House,
    Means::Street,
    Means::Area,
    Means::Phone,
    Means::CitizenId,
    Means::Occupation,
    Means::Cadre,
    Means::School,
    Means::Class,
    Means::Hardship,
    Means::Branch,
    Means::JoinedOn,
    Means::CardNumber,
    Means::Registers,
    Means::FamilyRegisters,
    Means::Consent,
];

/// What can stand in a column, where it is one of few.
fn choices(means: Means, language: Language) -> Vec<String> {
    // "Vợ, chồng" are two words for one; a list of choices knows no commas.
    let each = |label: Label| {
        let words = label.in_language(language).split(',');
        words.map(|word| word.trim().to_owned()).collect::<Vec<_>>()
    };
    let first = |label: Label| each(label).into_iter().take(1);
    match means {
        Means::Sex => Sex::ALL.iter().flat_map(|sex| each(sex.label())).collect(),
        Means::Relation => Relation::ALL.iter().flat_map(|one| each(one.label())).collect(),
        Means::Occupation => Occupation::ALL.iter().flat_map(|one| first(one.label())).collect(),
        Means::Hardship => Hardship::ALL.iter().flat_map(|one| first(one.label())).collect(),
        Means::Cadre | Means::Registers | Means::FamilyRegisters | Means::Consent => {
            vec!["x".into()]
        }
        _ => vec![],
    }
}

async fn template(language: Language) -> Result<Vec<u8>, Trouble> {
    let places = ask(AskImportPlaces).await?;
    let areas: Vec<String> =
        places.areas.iter().map(|area| area.name.replace(", ", " - ")).collect();
    let columns = ASKED.into_iter().map(|means| TemplateColumn {
        head: means.head().in_language(language).to_owned(),
        form: CellForm::Text,
        hint: means.label().in_language(language).to_owned(),
        choices: if means == Means::Area { areas.clone() } else { choices(means, language) },
    });
    let title = text::TEMPLATE_TITLE.in_language(language).to_owned();
    let columns = columns.collect();
    Papers::start().await?.file(ToPapers::Template { title, columns }).await
}

#[component]
pub fn TemplateButton() -> impl IntoView {
    let language = text::language();
    let failed = RwSignal::new(None::<Trouble>);
    let get = move |_| {
        let language = language.get_untracked();
        spawn_local(async move {
            let given = template(language).await.and_then(|file| {
                let name = text::TEMPLATE_FILE.in_language(language);
                download_file(name, FileForm::Xlsx, &file)
            });
            failed.try_set(given.err());
        });
    };
    view! {
        <button class="button" type="button" on:click=get>
            <Icon name="download"/>
            {say(text::TEMPLATE)}
        </button>
        <Show when=move || failed.get().is_some()>
            <p class="field__error" role="alert">
                {move || failed.get().map(|trouble| text::trouble(&trouble, language.get()))}
            </p>
        </Show>
    }
}
