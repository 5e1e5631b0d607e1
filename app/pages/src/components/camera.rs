//! What a camera sees, looked through for codes.

use domain::text::Label;
use gloo_timers::future::TimeoutFuture;
use leptos::html::{Input, Video};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Icon;
use crate::scan;
use crate::text::{self, say};

/// How often it is looked for a code.
const LOOK_MS: u32 = 150;

/// As long as the longer side of a picture is at most that is looked through, in points.
const LONGEST_SEEN: u32 = 960;

/// A picture from a file is looked through in these sizes: a code may be small in a large one, and is
/// found sooner in a small one.
const LONGEST_PICTURED: [u32; 3] = [1000, 1800, 3000];

/// What becomes of the codes that are seen.
#[derive(Clone, Copy)]
pub struct Look {
    /// Reads the codes of a picture; says whether nothing more is looked for.
    pub reads: Callback<Vec<String>, bool>,
    /// Why it looks on, or cannot.
    pub trouble: RwSignal<Option<Label>>,
}

/// The camera's picture in a sheet, and the way in for a photo of the code; `hint` says what to hold
/// before it.
#[component]
pub fn Camera(look: Look, hint: Label, open: RwSignal<bool>) -> impl IntoView {
    let video = NodeRef::<Video>::new();
    let (torch, zoom) = (RwSignal::new(None::<bool>), RwSignal::new(1.0));
    let input = NodeRef::<Input>::new();
    let has_camera = RwSignal::new(true);
    on_cleanup(scan::close);
    Effect::new(move || {
        let Some(video) = video.get() else { return };
        spawn_local(async move {
            let Ok(camera) = scan::open(&video).await else {
                look.trouble.try_set(Some(text::NO_CAMERA));
                has_camera.try_set(false);
                return;
            };
            torch.try_set(camera.torch().then_some(false));
            zoom.try_set(camera.zoom());
            // As long as this is shown; what shows next has its own camera.
            while has_camera.try_get_untracked() == Some(true) {
                TimeoutFuture::new(LOOK_MS).await;
                let seen = scan::seen(LONGEST_SEEN);
                if seen.is_some_and(|seen| look.reads.run(scan::codes(&seen))) {
                    break;
                }
            }
        });
    });
    let choose = move |_| {
        let Some(input) = input.get_untracked() else { return };
        let file = input.files().and_then(|files| files.get(0));
        input.set_value(""); // the same one may be chosen again
        let Some(file) = file else { return };
        spawn_local(async move {
            // Of a code that was seen it has been said what it is.
            let mut seen = false;
            for longest in LONGEST_PICTURED {
                let Ok(points) = scan::pictured(&file, longest).await else { break };
                let codes = scan::codes(&points);
                seen |= !codes.is_empty();
                if look.reads.run(codes) {
                    return;
                }
            }
            if !seen {
                look.trouble.try_set(Some(text::NO_CODE_IN_PICTURE));
            }
        });
    };
    view! {
        <div class="sheet__body scan">
            <Show when=move || has_camera.get()>
                <p class="lead">{say(hint)}</p>
                <video class="scan__picture" node_ref=video muted playsinline></video>
            </Show>
            {move || look.trouble.get().map(|trouble| view! { <p class="notice notice--warn" role="status">{say(trouble)}</p> })}
            <div class="person__deeds">
                {move || {
                    torch
                        .get()
                        .map(|on| {
                            let press = move |_| {
                                scan::light(!on);
                                torch.set(Some(!on));
                            };
                            view! {
                                <button class="button button--small" type="button" aria-pressed=on.to_string() on:click=press>
                                    {say(text::TORCH)}
                                </button>
                            }
                        })
                }}
                <Show when=move || { zoom.get() > 1.0 }>
                    <label class="scan__zoom">
                        {say(text::NEARER)}
                        <input
                            type="range"
                            min="1"
                            max=zoom.get_untracked().min(5.0).to_string()
                            step="0.1"
                            value="1"
                            on:input=move |event| {
                                scan::bring_nearer(event_target_value(&event).parse().unwrap_or(1.0));
                            }
                        />
                    </label>
                </Show>
                <label class="button button--small">
                    <Icon name="camera" small=true/>
                    {say(text::CARD_FROM_PHOTO)}
                    <input
                        id="anh-the"
                        class="hidden-text"
                        type="file"
                        accept="image/*"
                        node_ref=input
                        on:change=choose
                    />
                </label>
            </div>
        </div>
        <div class="sheet__foot">
            <button class="button" type="button" on:click=move |_| open.set(false)>
                {say(text::CLOSE)}
            </button>
        </div>
    }
}
