//! Long lists: the sheet is as high as all lines, and only those in sight are there.

use leptos::html::Div;
use leptos::prelude::*;

/// The height of a line, in pixels; every line of a list has the same.
const LINE: usize = 61;

/// How much higher it is for each row of its note beyond the first.
const NOTE_ROW: usize = 21;

/// How many lines are kept above and below those in sight.
const BEYOND: usize = 8;

/// Which part of a long list is in sight.
#[derive(Clone, Copy)]
pub struct Window {
    top: RwSignal<usize>,
    list: NodeRef<Div>,
    /// How many rows the note of a line has.
    note_rows: Signal<usize>,
}

impl Window {
    pub fn new() -> Self {
        Self::of_lines(Signal::stored(1))
    }

    /// Of lines whose notes have so many rows.
    pub fn of_lines(note_rows: Signal<usize>) -> Self {
        let window = Self { top: RwSignal::new(0), list: NodeRef::new(), note_rows };
        let listening = window_event_listener(leptos::ev::scroll, move |_| window.follow());
        on_cleanup(move || listening.remove());
        window
    }

    fn follow(self) {
        if let Some(list) = self.list.get_untracked() {
            let above = -list.get_bounding_client_rect().top();
            let line = above.max(0.0) as usize / untrack(|| self.line());
            if line.abs_diff(self.top.get_untracked()) >= BEYOND / 2 {
                self.top.set(line);
            }
        }
    }

    /// The height of a line, in pixels.
    fn line(self) -> usize {
        LINE + NOTE_ROW * (self.note_rows.get() - 1)
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
        height.map_or(20, |height| height as usize / self.line() + 1) + above + BEYOND
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
    let height = move || format!("{}px", all.get() * window.line());
    let shift = move || format!("{}px", window.offset() * window.line());
    let line_height = move || format!("{}px", window.line());
    let note_rows = move || window.note_rows.get().to_string();
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
        <div
            class="people"
            node_ref=window.list
            style:height=height
            style=("--line", line_height)
            style=("--note-rows", note_rows)
        >
            <ul class="people__window" aria-label=crate::text::say(label) style:top=shift>
                {drawn}
            </ul>
        </div>
    }
}
