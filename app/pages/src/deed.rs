//! Deeds: what a page asks to be saved, as the acts of one group.

use std::cell::Cell;

use domain::access::Role;
use domain::change::{Act, Fields, PRESENCE, Seen};
use domain::check::derived_id;
use domain::id::{ChangeId, RecordId};
use domain::kind::{Field, Record};
use domain::record::{AccountId, Grant, GrantArea};
use domain::text::Language;
use domain::time::{Day, Moment};
use domain::value::Value;
use domain::view::form::FormId;
use domain::view::record::Version;

use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::Toast;
use crate::store_client::ask;
use crate::text;
use letters::{AskRecord, Save, SaveAct, Saved, Trouble, Whose};

/// Within this time a second tap means the first.
pub const TAPS_MS: u32 = 400;

/// The number of a form that is begun.
pub fn new_form() -> FormId {
    // 2^53: as many as a number of JavaScript's can tell apart.
    FormId((js_sys::Math::random() * 9_007_199_254_740_992.0) as i64)
}

thread_local! {
    static CLOCK_OFF: Cell<i64> = const { Cell::new(0) };
}

/// The store says by how much this device's clock is off, in milliseconds.
pub fn correct_clock(off: i64) {
    CLOCK_OFF.set(off);
}

/// The time, by the server's clock as far as it is known.
pub fn now() -> Moment {
    Moment(js_sys::Date::now() as i64 + CLOCK_OFF.get())
}

pub fn today() -> Day {
    now().day()
}

fn set(kind: &str, record: Whose, fields: Fields) -> SaveAct {
    SaveAct {
        kind: kind.to_owned(),
        record,
        act: Act::Set,
        fields,
        refers: vec![],
        settles: vec![],
        undoes: None,
        seen: None,
    }
}

/// Makes the group's new record of this number; `refers`: fields that name others of the group.
pub fn make<R: Record>(number: u32, view: R, refers: &[(&str, u32)]) -> SaveAct {
    make_of(R::KIND.key, number, view.into_fields(), refers)
}

/// As [`make`], of fields.
pub fn make_of(kind: &str, number: u32, fields: Fields, refers: &[(&str, u32)]) -> SaveAct {
    let refers = refers.iter().map(|(field, number)| ((*field).to_owned(), *number)).collect();
    SaveAct { refers, ..set(kind, Whose::New(number), fields) }
}

/// Records a fact, whose id follows from its key facts.
pub fn fact<R: Record>(view: R, refers: &[(&str, u32)]) -> SaveAct {
    let refers = refers.iter().map(|(field, number)| ((*field).to_owned(), *number)).collect();
    SaveAct { refers, ..set(R::KIND.key, Whose::Fact, view.into_fields()) }
}

/// Records a fact, and gives what takes that back: it may have been said before, otherwise.
///
/// # Errors
/// What was said before could not be asked, so that it could not be taken back.
pub async fn fact_and_back<R: Record>(view: R) -> Result<Undoable, Trouble> {
    let fields = view.into_fields();
    let kind = R::KIND.key;
    let id = derived_id(R::KIND, &fields).ok_or_else(|| Trouble::Failed(kind.to_owned()))?;
    let before = ask(AskRecord { kind: kind.to_owned(), id }).await?;
    let back = match before {
        Some(before) => {
            let mut said = before.state.fields;
            for field in fields.keys() {
                said.entry(field.clone()).or_insert(Value::Null);
            }
            said.retain(|field, _| R::KIND.field(field).is_some_and(Field::may_change));
            edit(kind, id, said, None)
        }
        None => delete(kind, id),
    };
    Ok(Undoable { act: set(kind, Whose::Fact, fields), back })
}

/// Records a fact; gives what takes it back.
///
/// # Errors
/// As [`fact_and_back`], and where it could not be saved.
pub async fn fact_done<R: Record>(view: R) -> Result<Vec<SaveAct>, Trouble> {
    done_and_back(vec![fact_and_back(view).await?]).await
}

/// Does what can be taken back, as a whole; gives what takes it back.
pub async fn done_and_back(deeds: Vec<Undoable>) -> Result<Vec<SaveAct>, Trouble> {
    let (acts, backs): (Vec<_>, Vec<_>) =
        deeds.into_iter().map(|deed| (deed.act, deed.back)).unzip();
    let ids = done(acts).await?;
    let backs = backs.into_iter().zip(ids).rev(); // as they were done, the other way round
    // What was made is deleted; what was said over something else is taken back.
    let undoes = |back: &SaveAct, id| (back.act == Act::Set).then_some(id);
    Ok(backs.map(|(back, id)| SaveAct { undoes: undoes(&back, id), ..back }).collect())
}

/// Sets fields of a record that is there; `seen`: where the screen stood.
pub fn edit(kind: &str, record: RecordId, fields: Fields, seen: Option<Seen>) -> SaveAct {
    SaveAct { seen, ..set(kind, Whose::Known(record), fields) }
}

/// As [`edit`], of a view.
pub fn edit_as<R: Record>(record: RecordId, view: R) -> SaveAct {
    edit(R::KIND.key, record, view.into_fields(), None)
}

pub fn delete(kind: &str, record: RecordId) -> SaveAct {
    SaveAct { act: Act::Delete, ..set(kind, Whose::Known(record), Fields::new()) }
}

fn grant(account: RecordId, role: Role, area: RecordId) -> Grant {
    Grant {
        account: Some(AccountId(account)),
        role: Some(role),
        area: Some(GrantArea(area)),
        ..Grant::default()
    }
}

/// Gives an account a role in an area, or the list of an event.
pub fn give_role(account: RecordId, role: Role, area: RecordId) -> SaveAct {
    fact(grant(account, role, area), &[])
}

/// Takes it again.
pub fn take_role(account: RecordId, role: Role, area: RecordId) -> SaveAct {
    let id = derived_id(Grant::KIND, &grant(account, role, area).into_fields());
    delete(Grant::KIND.key, id.expect("a grant is its account, role and area"))
}

/// A small form that is saved once, however often its button is tapped; then it is a new one.
#[derive(Clone, Copy)]
pub struct Once {
    form: StoredValue<FormId>,
    /// In which what went wrong is said.
    language: RwSignal<Language>,
}

impl Once {
    pub fn new() -> Self {
        Self { form: StoredValue::new(new_form()), language: text::language() }
    }

    pub async fn save(self, acts: Vec<SaveAct>) -> Result<(), Trouble> {
        let Some(form) = self.form.try_get_value() else { return Ok(()) };
        ask(Save { form, acts, mends: vec![], reenters: None }).await?;
        // A tap that was on its way still means the form that was saved.
        TimeoutFuture::new(TAPS_MS).await;
        self.form.try_set_value(new_form());
        Ok(())
    }

    /// Saves it; what went wrong is said at the form, and `then` follows once it is saved.
    pub fn send(
        self,
        acts: Vec<SaveAct>,
        problem: RwSignal<Option<String>>,
        then: impl FnOnce() + 'static,
    ) {
        spawn_local(async move {
            match self.save(acts).await {
                Ok(()) => {
                    problem.try_set(None);
                    then();
                }
                Err(trouble) => {
                    let words = text::trouble(&trouble, self.language.get_untracked());
                    problem.try_set(Some(words));
                }
            }
        });
    }
}

/// Saves a deed that no form asked for; names the change that each act became.
pub async fn done(acts: Vec<SaveAct>) -> Result<Vec<ChangeId>, Trouble> {
    Ok(saved(acts).await?.changes)
}

/// Saves a deed that no form asked for.
pub async fn saved(acts: Vec<SaveAct>) -> Result<Saved, Trouble> {
    ask(Save { form: new_form(), acts, mends: vec![], reenters: None }).await
}

/// An act, and what takes it back.
pub struct Undoable {
    pub act: SaveAct,
    pub back: SaveAct,
}

impl Undoable {
    /// Chooses one of the ways in which a record's field was written, on a screen that stood at
    /// `seen`: what came down since is not settled unseen. `shown` is the way that was in use.
    pub async fn choice(
        kind_key: &str,
        record: RecordId,
        version: &Version,
        shown: &Version,
        seen: Seen,
    ) -> Self {
        let field = version.disputed.field.clone();
        let value =
            |version: &Version| Fields::from([(field.clone(), version.disputed.value.clone())]);
        let (act, back) = if field != PRESENCE {
            (edit(kind_key, record, value(version), Some(seen)), value(shown))
        } else if version.disputed.value == Value::Int(1) {
            (edit(kind_key, record, Fields::new(), Some(seen)), Fields::new())
        } else {
            // It comes back as it stood.
            let stood = ask(AskRecord { kind: kind_key.to_owned(), id: record }).await;
            let stood = stood.ok().flatten().map(|view| view.state.fields).unwrap_or_default();
            (delete(kind_key, record), stood)
        };
        Self {
            act: SaveAct { settles: vec![field], seen: Some(seen), ..act },
            back: edit(kind_key, record, back, None),
        }
    }
}

/// Takes deeds back, each group of acts as a whole, and says so.
pub fn take_back(toast: Toast, backs: Vec<Vec<SaveAct>>) {
    spawn_local(async move {
        let mut whole = true;
        for back in backs {
            whole &= done(back).await.is_ok();
        }
        toast.say(if whole { text::TAKEN_BACK } else { text::NOT_TAKEN_BACK });
    });
}
