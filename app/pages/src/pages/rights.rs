//! What whoever works here may do, as far as this device knows: asked once for all pages.

use domain::view::office::RightsView;
use leptos::prelude::*;

use super::use_live;
use letters::AskRights;

#[derive(Clone, Copy)]
pub struct Rights(Memo<Option<RightsView>>);

impl Rights {
    /// Called once, where the frame of all pages is made.
    pub fn provide() {
        let asked = use_live(|| AskRights);
        provide_context(Self(Memo::new(move |_| asked.get())));
    }

    pub fn here() -> Self {
        use_context().expect("the frame provides what its user may do")
    }

    /// `None`: the store has not answered yet.
    pub fn get(self) -> Option<RightsView> {
        self.0.get()
    }

    /// Whether he may write records of this kind somewhere; not before it is known.
    pub fn may_write(self, kind: &str) -> bool {
        self.0.with(|rights| rights.as_ref().is_some_and(|rights| rights.may_write(kind)))
    }

    /// Whether he decides what others are at odds about; not before it is known.
    pub fn may_settle(self) -> bool {
        self.0.with(|rights| rights.as_ref().is_some_and(|rights| rights.may_settle))
    }
}
