//! Long lists: the sheet is as high as all lines, and only those in sight are there.

use leptos::html::Div;
use leptos::prelude::*;

/// The height of a line, in pixels; every line has it.
const LINE: usize = 61;

/// How many lines are kept above and below those in sight.
const BEYOND: usize = 8;

/// Which part of a long list is in sight.
#[derive(Clone, Copy)]
pub struct Window {
    top: RwSignal<usize>,
    list: NodeRef<Div>,
}

impl Window {
    pub fn new() -> Self {
        let window = Self { top: RwSignal::new(0), list: NodeRef::new() };
        let listening = window_event_listener(leptos::ev::scroll, move |_| window.follow());
        on_cleanup(move || listening.remove());
        window
    }

    fn follow(self) {
        if let Some(list) = self.list.get_untracked() {
            let above = -list.get_bounding_client_rect().top();
            let line = above.max(0.0) as usize / LINE;
            if line.abs_diff(self.top.get_untracked()) >= BEYOND / 2 {
                self.top.set(line);
            }
        }
    }

    /// Back to the first line: another list stands there now.
    pub fn to_top(self) {
        self.top.set(0);
    }

    /// The number of the first line to ask for.
    pub fn offset(self) -> usize {
        self.top.get().saturating_sub(BEYOND)
    }

    /// How many lines to ask for: those that fit on this screen, and some beyond, above and below.
    pub fn limit(self) -> usize {
        let height = window().inner_height().ok().and_then(|height| height.as_f64());
        let above = self.top.get().min(BEYOND);
        height.map_or(20, |height| height as usize / LINE + 1) + above + BEYOND
    }
}

/// The lines in sight of a long list. `rows`: those from [`Window::offset`] on; `all`: how many there
/// are; `line` draws one with its number, counted from 1.
#[component]
pub fn Lines<T, V>(
    window: Window,
    label: domain::text::Label,
    #[prop(into)] all: Signal<usize>,
    #[prop(into)] rows: Signal<Vec<T>>,
    line: impl Fn(usize, T) -> V + Copy + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
    V: IntoView + 'static,
{
    let height = move || format!("{}px", all.get() * LINE);
    let shift = move || format!("{}px", window.offset() * LINE);
    let drawn = move || {
        let (offset, all) = (window.offset(), all.get());
        rows.get()
            .into_iter()
            .enumerate()
            .map(|(at, row)| {
                let number = offset + at + 1;
                view! {
                    <li
                        class="row"
                        aria-setsize=all.to_string()
                        aria-posinset=number.to_string()
                    >
                        {line(number, row)}
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="people" node_ref=window.list style:height=height>
            <ul class="people__window" aria-label=crate::text::say(label) style:top=shift>
                {drawn}
            </ul>
        </div>
    }
}
