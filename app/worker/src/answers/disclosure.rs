//! Who looked at people's data, what left the app, and a person's own data.

use domain::view::disclosure::{OwnField, Seen};
use store::disclosure::Exported;
use store::query::disclosure as seen;

use crate::told::Told;
use crate::{desk, mail};
use letters::{AskExports, AskOwnData, AskSeen, NoteExport, NoteLook, Trouble};

pub async fn note_look(ask: NoteLook) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let now = open.now();
        // It goes up with what is sent next.
        open.replica.note_look(ask.0, now).told()
    })
}

pub async fn note_export(ask: NoteExport) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let now = open.now();
        let NoteExport { form, count, of, person } = ask;
        open.replica.note_export(&Exported { form, count, of, person }, now).told()
    })?;
    mail::tell_changed();
    desk::wake();
    Ok(())
}

pub async fn seen_of(ask: AskSeen) -> Result<Vec<Seen>, Trouble> {
    desk::with_present(|open| seen::seen_of(open.replica.db(), ask.person, ask.language).told())
}

pub async fn exports(ask: AskExports) -> Result<Vec<Seen>, Trouble> {
    desk::with_present(|open| seen::exports(open.replica.db(), ask.0).told())
}

pub async fn own_data(ask: AskOwnData) -> Result<Vec<OwnField>, Trouble> {
    desk::with_present(|open| seen::own_data(open.replica.db(), ask.person, ask.language).told())
}
