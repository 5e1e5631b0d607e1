//! Forms: begun ones lie here until they are saved, listed and resumable; a saved one is known by its
//! number, so that whoever did not hear the answer may send it again.

use domain::change::Act;
use domain::time::Moment;
use domain::view::form::{BegunForm, FormId, Origin, Typed};
use domain::wire;
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize};

use crate::error::{SaveError, StoreError};
use crate::replica::Replica;
use crate::save::{Draft, Saved};

/// For how long a saved form's number is remembered.
const REMEMBERED_DAYS: i64 = 7;

/// A begun form as it lies in the file.
#[derive(Default, Serialize, Deserialize)]
struct Body {
    typed: Typed,
    origin: Option<Origin>,
}

impl Replica {
    /// Keeps what was typed so far.
    pub fn keep_form(&mut self, form: &BegunForm) -> Result<(), StoreError> {
        if saved(&self.db, form.id)?.is_some() {
            return Ok(()); // typed before it was saved, and heard of after
        }
        let body = Body { typed: form.typed.clone(), origin: form.origin.clone() };
        self.db
            .prepare_cached(
                "insert or replace into draft (id, kind, saved_at, body) values (?1, ?2, ?3, ?4)",
            )?
            .execute(params![form.id.0, form.kind, form.at.0, wire::write(&body)])?;
        Ok(())
    }

    /// The forms that were begun, the latest first.
    pub fn begun_forms(&self) -> Result<Vec<BegunForm>, StoreError> {
        let forms = self
            .db
            .prepare_cached("select id, kind, saved_at, body from draft order by saved_at desc")?
            .query_map([], |row| {
                // What this version cannot read it shows as empty; it is still listed.
                let body: Body = wire::read(row.get_ref(3)?.as_blob()?).unwrap_or_default();
                Ok(BegunForm {
                    id: FormId(row.get(0)?),
                    kind: row.get(1)?,
                    at: Moment(row.get(2)?),
                    typed: body.typed,
                    origin: body.origin,
                })
            })?
            .collect::<rusqlite::Result<_>>()?;
        Ok(forms)
    }

    /// Throws a begun form away.
    pub fn drop_form(&mut self, form: FormId) -> Result<(), StoreError> {
        self.db.prepare_cached("delete from draft where id = ?1")?.execute([form.0])?;
        Ok(())
    }

    /// Saves what a form says, once however often it is sent, and lets go of what was typed; gives what
    /// takes it back (nothing for a form that was saved before, that deletes, or that says what can only
    /// be reversed).
    pub fn save_form(
        &mut self,
        form: FormId,
        drafts: Vec<Draft>,
        now: Moment,
    ) -> Result<(Saved, Vec<Draft>), SaveError> {
        if let Some(saved) = saved(&self.db, form)? {
            return Ok((saved, vec![]));
        }
        let transaction = self.db.unchecked_transaction()?;
        let saved = if drafts.iter().all(|draft| draft.act == Act::Set) {
            let (saved, backs) = self.save_with_back(drafts, now)?;
            let holds = |back: &Draft| back.act == Act::Set || !back.kind.forever;
            let can_go_back = backs.iter().all(holds);
            (saved, if can_go_back { backs } else { vec![] })
        } else {
            (self.save_within(drafts, now)?, vec![])
        };
        note_saved(&self.db, form, &saved.0, now)?;
        transaction.commit()?;
        Ok(saved)
    }
}

/// Notes what a form became, and lets go of what was typed into it.
pub(crate) fn note_saved(
    db: &Connection,
    form: FormId,
    saved: &Saved,
    now: Moment,
) -> rusqlite::Result<()> {
    let (first, last) = (*saved.numbers.start() as i64, *saved.numbers.end() as i64);
    db.execute(
        "insert into saved_form (form, saved_at, first, last) values (?1, ?2, ?3, ?4)",
        params![form.0, now.0, first, last],
    )?;
    db.execute("delete from draft where id = ?1", [form.0])?;
    let old = now.0 - REMEMBERED_DAYS * Moment::DAY_MS;
    db.execute("delete from saved_form where saved_at < ?1", [old])?;
    Ok(())
}

/// What a form became that was saved before.
pub(crate) fn saved(db: &Connection, form: FormId) -> rusqlite::Result<Option<Saved>> {
    // One that a former version saved did not write its numbers down: 1..=0 are none.
    db.prepare_cached(
        "select coalesce(first, 1), coalesce(last, 0) from saved_form where form = ?1",
    )?
    .query_row([form.0], |row| {
        let (first, last): (i64, i64) = (row.get(0)?, row.get(1)?);
        Ok(Saved { numbers: first as u64..=last as u64 })
    })
    .optional()
}
