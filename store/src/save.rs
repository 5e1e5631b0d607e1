//! Saving: a change is laid on and put into the outbox in one transaction.

use domain::answer::{Refusal, Refused};
use domain::change::{Act, Base, Change, Fields, Group, RecordState, Seen};
use domain::check::{Sight, check, derived_id, normalised};
use domain::id::{ChangeId, Position, RecordId};
use domain::kind::{AreaRule, Field, Kind, Record};
use domain::time::Moment;
use domain::value::Value;

use crate::error::{SaveError, StoreError};
use crate::outbox::Of;
use crate::query::record::title;
use crate::replica::Replica;
use crate::{lay_on, meta, outbox, row, take};

/// An act that somebody is about to do to one record.
#[derive(Clone, Debug)]
pub struct Draft {
    pub kind: &'static Kind,
    pub record: RecordId,
    pub act: Act,
    pub fields: Fields,
    pub settles: Vec<String>,
    /// The change of the record that this takes back.
    pub undoes: Option<ChangeId>,
    /// Where the author's screen stood; `None`: at the replica's present place.
    pub seen: Option<Seen>,
}

impl Draft {
    /// Sets fields of a record, or makes it.
    pub fn set<R: Record>(record: RecordId, view: R) -> Self {
        Self {
            kind: R::KIND,
            record,
            act: Act::Set,
            fields: view.into_fields(),
            settles: vec![],
            undoes: None,
            seen: None,
        }
    }

    /// Records a fact whose id follows from its key facts.
    pub fn fact<R: Record>(view: R) -> Self {
        let fields = view.into_fields();
        let record = derived_id(R::KIND, &fields).expect("a fact's kind has key facts");
        Self { fields, ..Self::set(record, R::default()) }
    }

    pub fn delete(kind: &'static Kind, record: RecordId) -> Self {
        Self {
            kind,
            record,
            act: Act::Delete,
            fields: Fields::new(),
            settles: vec![],
            undoes: None,
            seen: None,
        }
    }

    /// Settles the conflict of a field by choosing this value.
    pub fn settling(mut self, field: &str) -> Self {
        self.settles.push(field.to_owned());
        self
    }

    /// Takes back a change of the record: the fields say what then shows.
    pub fn taking_back(mut self, change: ChangeId) -> Self {
        self.undoes = Some(change);
        self
    }

    /// Made on a screen that stood there.
    pub fn seen_at(mut self, seen: Seen) -> Self {
        self.seen = Some(seen);
        self
    }
}

/// What was saved: the numbers of the changes, durable on this device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    pub numbers: std::ops::RangeInclusive<u64>,
}

impl Replica {
    /// Saves one act, or several that are answered as a whole. `now` is the device's clock as
    /// corrected by the server's.
    pub fn save(&mut self, drafts: Vec<Draft>, now: Moment) -> Result<Saved, SaveError> {
        let transaction = self.db.unchecked_transaction()?;
        let saved = self.save_within(drafts, now)?;
        transaction.commit()?;
        Ok(saved)
    }

    /// As [`Replica::save`], within a transaction that its caller began.
    pub(crate) fn save_within(&self, drafts: Vec<Draft>, now: Moment) -> Result<Saved, SaveError> {
        let identity = self.identity()?.ok_or(SaveError::NoDevice)?;
        if drafts.len() as u64 > Group::LONGEST {
            // A group goes up whole, in one push.
            let refused = Refused::because(Refusal::TooLarge);
            return Err(SaveError::Refused { index: Group::LONGEST as usize, refused });
        }
        let first = meta::get::<i64>(&self.db, "next_change")?.unwrap_or(0) as u64 + 1;
        let last = first + drafts.len() as u64 - 1;
        let group = (last > first).then_some(Group { first, last });
        for (index, draft) in drafts.into_iter().enumerate() {
            let present = row::read(&self.db, draft.kind.key, draft.record)?;
            // What came down with a record is seen, even where the cursor stands behind it.
            let last = present.as_ref().map_or(Position(0), |state| state.last);
            let number = meta::next_number(&self.db, "next_change")?;
            let seen = draft.seen.map_or_else(|| meta::seen(&self.db, last), Ok)?;
            let base = self.base_of(&draft, seen)?;
            let of = self.made_of(&draft, present.as_ref())?;
            let change = Change {
                id: ChangeId { device: identity.device(), number },
                made: now,
                author: identity.account,
                kind: draft.kind.key.to_owned(),
                record: draft.record,
                act: draft.act,
                fields: self.keepable(draft.kind, draft.record, draft.fields)?,
                settles: draft.settles,
                undoes: draft.undoes,
                base,
                group,
            };
            // What a record says that has left is not known here: the server looks.
            let left = (of != Of::Nothing).then(Fields::new);
            let present = present.map(|state| state.fields).or(left);
            check(&change, draft.kind, present.as_ref(), Sight::Seen)
                .map_err(|refused| SaveError::Refused { index, refused })?;
            self.lay_on(&change, &of)?;
        }
        Ok(Saved { numbers: first..=last })
    }

    /// Does something within a transaction that its caller began; `None`: the server would refuse it, and
    /// nothing of it was saved.
    pub(crate) fn attempt<T>(
        &self,
        act: impl FnOnce() -> Result<T, SaveError>,
    ) -> Result<Option<T>, SaveError> {
        self.db.prepare_cached("savepoint attempt")?.execute([])?;
        let done = match act() {
            Ok(done) => Some(done),
            Err(SaveError::Refused { .. }) => {
                self.db.prepare_cached("rollback to attempt")?.execute([])?;
                None
            }
            Err(error) => return Err(error),
        };
        self.db.prepare_cached("release attempt")?.execute([])?;
        Ok(done)
    }

    /// As [`Replica::save_within`]; gives what takes it back, as a group too.
    pub(crate) fn save_with_back(
        &self,
        drafts: Vec<Draft>,
        now: Moment,
    ) -> Result<(Saved, Vec<Draft>), SaveError> {
        let device = self.device()?;
        let backs: Vec<Draft> =
            drafts.iter().map(|draft| self.back_of(draft)).collect::<Result<_, _>>()?;
        let saved = self.save_within(drafts, now)?;
        let mut backs: Vec<Draft> = backs
            .into_iter()
            .zip(saved.numbers.clone())
            .map(|(back, number)| match back.act {
                // What was made is deleted; what was said over something else is taken back.
                Act::Delete => back,
                Act::Set => back.taking_back(ChangeId { device, number }),
            })
            .collect();
        backs.reverse();
        put_in_order(&mut backs);
        Ok((saved, backs))
    }

    /// What takes a draft back that sets fields.
    fn back_of(&self, draft: &Draft) -> Result<Draft, StoreError> {
        let Some(present) = row::read(&self.db, draft.kind.key, draft.record)? else {
            return Ok(Draft::delete(draft.kind, draft.record));
        };
        let stood = |field: &String| {
            (field.clone(), present.fields.get(field).cloned().unwrap_or(Value::Null))
        };
        let ends = draft.kind.emptied_by.is_some_and(|field| draft.fields.contains_key(field));
        let mut fields: Fields = draft.fields.keys().map(stood).collect();
        if ends {
            // What ends is emptied of what is personal: all of it is said again.
            let may_change =
                |field: &&String| draft.kind.field(field).is_some_and(Field::may_change);
            fields.extend(present.fields.keys().filter(may_change).map(stood));
        }
        Ok(Draft { fields, act: Act::Set, ..Draft::delete(draft.kind, draft.record) })
    }

    /// What the author had seen. Where a word of his own that is not answered yet says the same fields,
    /// what has come down since lies under that word, and was seen by nobody.
    fn base_of(&self, draft: &Draft, seen: Seen) -> Result<Base, StoreError> {
        let says_again = |change: &Change| {
            let again =
                |field: &String| draft.fields.contains_key(field) && !draft.settles.contains(field);
            draft.act == Act::Delete || change.fields.keys().any(again)
        };
        let own = outbox::of_record(&self.db, draft.record)?;
        let Some(own) = own.into_iter().find(says_again).map(|change| change.base) else {
            return Ok(Base::from(seen));
        };
        // The older of the two; of two lives of the ledger the present one is the newer.
        let own_is_older = if own.epoch == seen.epoch {
            own.position < seen.position
        } else {
            seen.epoch == meta::cursor(&self.db)?.epoch
        };
        Ok(if own_is_older { own.again_on(seen) } else { Base::from(seen) })
    }

    /// What a draft is made of: a record that is here, or one that its author saw and that has left
    /// since. What takes a deletion back makes its record again.
    fn made_of(&self, draft: &Draft, present: Option<&RecordState>) -> Result<Of, StoreError> {
        if let Some(present) = present {
            return Ok(Of::Record(title(&self.db, draft.kind.key, &present.fields)?));
        }
        if draft.seen.is_none() || draft.undoes.is_some() {
            return Ok(Of::Nothing);
        }
        Ok(Of::Record(outbox::called(&self.db, draft.record)?.unwrap_or_default()))
    }

    /// The fields as they are kept: of somebody who asked to be forgotten nothing personal.
    fn keepable(
        &self,
        kind: &'static Kind,
        record: RecordId,
        fields: Fields,
    ) -> Result<Fields, StoreError> {
        let mut fields = normalised(kind, fields);
        if take::is_of_erased(&self.db, kind, record, &fields)? {
            take::strip(kind, &mut fields);
        }
        Ok(fields)
    }

    fn lay_on(&self, change: &Change, of: &Of) -> Result<(), StoreError> {
        lay_on::keep_confirmed(&self.db, &change.kind, change.record)?;
        outbox::add(&self.db, change, of)?;
        lay_on::relay(&self.db, &change.kind, change.record)
    }
}

/// Puts what takes a group back in the order in which it can be judged: who is deleted lies somewhere until
/// then. What lies where others lie goes before them, and they before the episodes that place them.
pub(crate) fn put_in_order(backs: &mut [Draft]) {
    backs.sort_by_key(|back| match (back.act, back.kind.area) {
        (Act::Delete, AreaRule::Through(_)) => 0,
        (Act::Delete, AreaRule::Carried(_)) => 1,
        _ => 2,
    });
}
