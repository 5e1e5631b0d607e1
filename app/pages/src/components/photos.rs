//! The photos of a record: thumbnails, the photo itself when one is opened, and new ones.

use domain::field::{Count, Text};
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{PersonId, Photo, PhotoOf};
use domain::view::photo::PhotoRow;
use gloo_timers::future::TimeoutFuture;
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::{File, HtmlInputElement};

use super::form::{hold, release};
use super::{Confirm, Icon, Problem, Sheet, TextField, Toast};
use crate::deed::{self, Once, make};
use crate::pages::{Rights, Session, Version, use_live};
use crate::photo::{self, Shrunk};
use crate::store_client::ask;
use crate::text::{self, say};
use letters::{AskFile, AskPhotos, AskRecord, KeepFile, Trouble};

/// The photos of a record. `person`: whom they show, where that is clear: they go with him if he asks to
/// be forgotten.
#[component]
pub fn Photos(of: RecordId, person: Option<RecordId>) -> impl IntoView {
    let photos = use_live(move || AskPhotos { of });
    let rights = Rights::here();
    let may_write = Memo::new(move |_| rights.may_write(Photo::KIND.key));
    let opened = RwSignal::new(None::<PhotoRow>);
    let none = move || photos.get().is_some_and(|photos| photos.is_empty());
    view! {
        <section class="section" aria-labelledby="anh">
            <div class="section__head">
                <h2 id="anh">{say(text::PHOTOS)}</h2>
            </div>
            <ul class="photos">
                <For
                    each=move || photos.get().unwrap_or_default()
                    key=|photo| (photo.id, photo.thumb.clone(), photo.caption.clone())
                    let:photo
                >
                    <li>
                        <button
                            class="photos__one"
                            type="button"
                            on:click={
                                let photo = photo.clone();
                                move |_| opened.set(Some(photo.clone()))
                            }
                        >
                            <Picture name=photo.thumb.clone() alt=told(&photo)/>
                        </button>
                    </li>
                </For>
            </ul>
            <Show when=none>
                <p class="block empty__text">{say(text::NO_PHOTOS)}</p>
            </Show>
            <Show when=move || may_write.get()>
                <NewPhotos of person/>
            </Show>
            <Opened photo=opened may_write/>
        </section>
    }
}

/// What a photo is for whoever does not see it.
fn told(photo: &PhotoRow) -> String {
    let day = photo.taken_on.map(|day| day.to_string()).unwrap_or_default();
    if photo.caption.is_empty() {
        format!("{} {day}", text::PHOTO.in_language(text::language().get_untracked()))
    } else {
        format!("{} {day}", photo.caption)
    }
}

/// A picture that has not come is asked for again after so long.
const AGAIN_MS: u32 = 20_000;

/// A picture by the name of its file. Where it is not here and cannot be fetched, its place is kept, and
/// it is asked for again when something has come, and after a while.
#[component]
fn Picture(
    name: String,
    #[prop(into)] alt: String,
    #[prop(optional)] trouble: Option<RwSignal<Option<Trouble>>>,
) -> impl IntoView {
    let address = RwSignal::new(None::<String>);
    let version = use_context::<Version>();
    let again = RwSignal::new(0_u32);
    let waits = StoredValue::new(false);
    Effect::new(move || {
        if let Some(version) = version {
            version.track();
        }
        again.track();
        if address.get_untracked().is_some() {
            return;
        }
        let name = name.clone();
        spawn_local(async move {
            let found = ask(AskFile { name }).await;
            if let Some(trouble) = trouble {
                trouble.try_set(found.as_ref().err().cloned());
            }
            let has_come = found.is_ok();
            let Some(made) = found.ok().and_then(|bytes| photo::address_of(&bytes)) else {
                if has_come {
                    return; // it is no picture that this browser can show
                }
                if waits.try_update_value(|waits| std::mem::replace(waits, true)) == Some(false) {
                    // Nobody says when a file has come to the server.
                    TimeoutFuture::new(AGAIN_MS).await;
                    waits.try_update_value(|waits| *waits = false);
                    again.try_update(|again| *again += 1);
                }
                return;
            };
            let shown = address.try_update(|address| {
                let is_first = address.is_none();
                address.get_or_insert(made.clone());
                is_first
            });
            if shown != Some(true) {
                photo::let_go(&made); // nobody looks any more, or it is shown already
            }
        });
    });
    on_cleanup(move || {
        if let Some(Some(address)) = address.try_get_untracked() {
            photo::let_go(&address);
        }
    });
    view! {
        {move || match address.get() {
            Some(address) => view! { <img class="picture" src=address alt=alt.clone()/> }.into_any(),
            None => {
                view! {
                    <span class="picture picture--awaited" role="img" aria-label=alt.clone()>
                        <Icon name="camera"/>
                    </span>
                }
                    .into_any()
            }
        }}
    }
}

/// The photo that was opened, over the page.
#[component]
fn Opened(photo: RwSignal<Option<PhotoRow>>, may_write: Memo<bool>) -> impl IntoView {
    let trouble = RwSignal::new(None::<Trouble>);
    let language = text::language();
    let (confirm, toast) = (Confirm::here(), Toast::here());
    Effect::new(move || {
        if photo.with(Option::is_some) {
            trouble.set(None);
        }
    });
    let delete = move |_| {
        let Some(gone) = photo.get_untracked() else { return };
        // The question stands over the photo that it is about.
        confirm.ask(text::DELETE_PHOTO_SURE, text::DELETE, move || {
            let id = gone.id;
            photo.set(None);
            spawn_local(async move {
                let record = ask(AskRecord { kind: Photo::KIND.key.to_owned(), id }).await;
                let Ok(Some(record)) = record else { return };
                // What was not deleted is still in the list.
                if deed::done(vec![deed::delete(Photo::KIND.key, id)]).await.is_ok() {
                    toast.say_undo(text::PHOTO_DELETED, move || {
                        let again =
                            deed::edit(Photo::KIND.key, id, record.state.fields.clone(), None);
                        spawn_local(async move {
                            // Where it cannot be saved, that is said.
                            let _ = deed::done(vec![again]).await;
                        });
                    });
                }
            });
        });
    };
    let words = move |photo: &PhotoRow| {
        let day = photo.taken_on.map(|day| day.to_string());
        let credit = (!photo.credit.is_empty())
            .then(|| format!("{} {}", text::PHOTO_BY.in_language(language.get()), photo.credit));
        [day, credit].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    view! {
        <Sheet
            label=say(text::PHOTO)
            class="sheet--photo"
            open=Signal::derive(move || photo.with(Option::is_some))
            close=move || photo.set(None)
        >
            {move || {
                photo
                    .get()
                    .map(|photo| {
                        let small = photo.thumb.clone();
                        let alt = told(&photo);
                        view! {
                            <div class="sheet__body photo">
                                <div class="photo__frame">
                                    <Picture name=photo.file.clone() alt=alt.clone() trouble/>
                                    <Show when=move || trouble.get().is_some()>
                                        <Picture name=small.clone() alt=alt.clone()/>
                                    </Show>
                                </div>
                                <p class="lead">{photo.caption.clone()}</p>
                                <p class="field__hint">{words(&photo)}</p>
                                {move || {
                                    trouble
                                        .get()
                                        .map(|trouble| {
                                            let words = text::trouble(&trouble, language.get());
                                            view! { <p class="notice notice--warn">{words}</p> }
                                        })
                                }}
                            </div>
                        }
                    })
            }}
            <Show when=move || photo.with(Option::is_some)>
                <div class="sheet__foot">
                    <Show when=move || may_write.get()>
                        <button class="button button--danger" type="button" on:click=delete>
                            {say(text::DELETE)}
                        </button>
                    </Show>
                    <button class="button" type="button" on:click=move |_| photo.set(None)>
                        {say(text::CLOSE)}
                    </button>
                </div>
            </Show>
        </Sheet>
    }
}

/// Chooses or takes photos; they are made smaller, and saved once somebody has said that those shown
/// agree.
#[component]
fn NewPhotos(of: RecordId, person: Option<RecordId>) -> impl IntoView {
    let chosen = RwSignal::new(Vec::<Shrunk>::new());
    let busy = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let language = text::language();
    let input = NodeRef::<Input>::new();
    // A new build waits until what was chosen is saved, or left out.
    Effect::new(move || if chosen.with(Vec::is_empty) { release() } else { hold() });
    on_cleanup(release);
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let files = files_of(&input);
        input.set_value(""); // the same one may be chosen again
        busy.set(true);
        problem.set(None);
        spawn_local(async move {
            for file in files {
                if let Ok(photo) = photo::shrink(&file).await {
                    chosen.try_update(|chosen| chosen.push(photo));
                } else {
                    let words = text::NO_PICTURE.in_language(language.get_untracked());
                    problem.try_set(Some(words.to_owned()));
                }
            }
            busy.try_set(false);
        });
    };
    view! {
        <div class="block photos__new">
            <label class="button button--small">
                <Icon name="camera" small=true/>
                {say(text::ADD_PHOTOS)}
                <input
                    id="anh-moi"
                    class="hidden-text"
                    type="file"
                    accept="image/*"
                    multiple
                    node_ref=input
                    on:change=choose
                />
            </label>
            <Show when=move || busy.get()>
                <p class="field__hint" role="status">{say(text::SHRINKING)}</p>
            </Show>
            <Problem text=problem/>
            <Show when=move || chosen.with(|chosen| !chosen.is_empty())>
                <ChosenPhotos of person chosen/>
            </Show>
        </div>
    }
}

fn files_of(input: &HtmlInputElement) -> Vec<File> {
    let Some(list) = input.files() else { return vec![] };
    (0..list.length()).filter_map(|at| list.get(at)).collect()
}

/// What is said of the photos that were chosen, and whether they are saved.
#[component]
fn ChosenPhotos(
    of: RecordId,
    person: Option<RecordId>,
    chosen: RwSignal<Vec<Shrunk>>,
) -> impl IntoView {
    let me = Session::here().opened().map(|opened| opened.who.name).unwrap_or_default();
    let (caption, credit) = (RwSignal::new(String::new()), RwSignal::new(me));
    let agreed = RwSignal::new(false);
    let problem = RwSignal::new(None::<String>);
    let language = text::language();
    let toast = Toast::here();
    let once = Once::new();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if !agreed.get_untracked() {
            problem.set(Some(text::AGREE_FIRST.in_language(language.get_untracked()).to_owned()));
            return;
        }
        spawn_local(async move {
            let said = Said {
                of,
                person,
                caption: caption.get_untracked(),
                credit: credit.get_untracked(),
            };
            let photos = chosen.get_untracked();
            let numbers: Vec<u64> = photos.iter().map(|photo| photo.number).collect();
            let saved = said.save(once, photos).await;
            match saved {
                Ok(()) => {
                    toast.say(text::PHOTOS_SAVED);
                    // Others may have been chosen meanwhile.
                    chosen.try_update(|chosen| {
                        chosen.retain(|photo| !numbers.contains(&photo.number));
                    });
                }
                Err(trouble) => {
                    problem.try_set(Some(text::trouble(&trouble, language.get_untracked())));
                }
            }
        });
    };
    view! {
        <form class="form" on:submit=save>
            <ul class="photos">
                <For
                    each=move || chosen.get()
                    key=|photo| photo.number
                    let:photo
                >
                    <ChosenPhoto photo chosen/>
                </For>
            </ul>
            <TextField id="anh-chu-thich" label=text::CAPTION value=caption/>
            <TextField id="anh-nguoi-chup" label=text::PHOTOGRAPHER value=credit/>
            <label class="choice">
                <input
                    id="anh-dong-y"
                    type="checkbox"
                    prop:checked=move || agreed.get()
                    on:change=move |event| agreed.set(event_target_checked(&event))
                />
                <span class="choice__text">{say(text::SHOWN_AGREE)}</span>
            </label>
            <Problem text=problem/>
            <div class="pair">
                <button class="button" type="button" on:click=move |_| chosen.set(vec![])>
                    {say(text::CANCEL)}
                </button>
                <button class="button button--main" type="submit">
                    {say(text::SAVE_PHOTOS)}
                </button>
            </div>
        </form>
    }
}

#[component]
fn ChosenPhoto(photo: Shrunk, chosen: RwSignal<Vec<Shrunk>>) -> impl IntoView {
    let number = photo.number;
    let address = photo::address_of(&photo.thumb);
    on_cleanup({
        let address = address.clone();
        move || {
            if let Some(address) = &address {
                photo::let_go(address);
            }
        }
    });
    let leave_out = move |_| {
        chosen.update(|chosen| chosen.retain(|photo| photo.number != number));
    };
    view! {
        <li class="photos__chosen">
            <img class="picture" src=address alt=say(text::PHOTO)/>
            <button
                class="icon-button"
                type="button"
                aria-label=say(text::LEAVE_OUT)
                on:click=leave_out
            >
                <Icon name="close"/>
            </button>
        </li>
    }
}

/// What is said of photos that are saved together.
struct Said {
    of: RecordId,
    person: Option<RecordId>,
    caption: String,
    credit: String,
}

impl Said {
    /// Keeps the files, then the records that name them, all or none.
    async fn save(self, once: Once, photos: Vec<Shrunk>) -> Result<(), Trouble> {
        let text = |text: &String| (!text.trim().is_empty()).then(|| text.trim().to_owned());
        let mut acts = Vec::with_capacity(photos.len());
        for (number, photo) in (0..).zip(photos) {
            let file = ask(KeepFile { bytes: photo.bytes, is_thumb: false }).await?;
            let thumb = ask(KeepFile { bytes: photo.thumb, is_thumb: true }).await?;
            let record = Photo {
                of: Some(PhotoOf(self.of)),
                person: self.person.map(PersonId),
                file: Some(Text(file)),
                thumb: Some(Text(thumb)),
                width: Some(Count(i64::from(photo.width))),
                height: Some(Count(i64::from(photo.height))),
                taken_on: Some(photo.taken_on),
                caption: text(&self.caption).map(Text),
                credit: text(&self.credit).map(Text),
                agreed: Some(true),
            };
            acts.push(make(number, record, &[]));
        }
        once.save(acts).await
    }
}
