//! Merging: a record's changes, in the order of the log, folded into one state.
//!
//! The server alone merges. The fold keeps for each field the values that are *live*: set, and not
//! replaced since by somebody who had seen them. One live value is the field's value; several that
//! differ are a conflict: the one made last is shown, the others are kept beside the record until
//! a person chooses.
//!
//! A record's being there is merged like a field ([`PRESENCE`]): every edit says "it is there", a
//! deletion says "it is not". While that is disputed the record stays in sight, so that the
//! choice can be shown at it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::change::{Act, Entry, Fields, PRESENCE, RecordState};
use crate::field::FieldType;
use crate::id::{ChangeId, Position, RecordId};
use crate::kind::{Kind, kind};
use crate::lineage::Lineage;
use crate::time::Moment;
use crate::value::Value;

/// A value somebody set that nobody who had seen it has replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Live {
    value: Value,
    /// Who wrote it, and when.
    entry: usize,
    /// By which entry it stands: the same, or one that took its replacement back.
    by: usize,
}

/// The live values of each field.
type LiveValues<'a> = BTreeMap<&'a str, Vec<Live>>;

/// A value of a disputed field, as it comes down beside the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Disputed {
    pub field: String,
    pub value: Value,
    /// What its author saw there when he wrote it.
    #[serde(default)]
    pub saw: Value,
    pub change: ChangeId,
    pub author: RecordId,
    pub made: Moment,
    pub position: Position,
    /// Whether this is the value shown in the record.
    pub shown: bool,
}

/// What a record's changes come to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merged {
    /// The fields as they show, or as they were when the record was deleted.
    pub state: RecordState,
    /// Whether the record is there.
    pub present: bool,
    /// All values of every field in conflict, the shown ones among them.
    pub disputed: Vec<Disputed>,
}

/// Folds the history of one record, in log order, into its state. `None` of an empty history.
pub fn merge(history: &[Entry], lineage: &Lineage) -> Option<Merged> {
    let (first, last) = (history.first()?, history.last()?);
    let declared = kind(&first.change.kind);
    let mut fields = Fields::new();
    let mut disputed = Vec::new();
    let mut present = true;
    for (field, values) in live_values(history, lineage, |_| true) {
        let same = Sameness::of(declared, field);
        let shown = shown(&values, history);
        let in_conflict = values.iter().any(|one| !same.same(&one.value, &shown.value));
        if in_conflict {
            disputed.extend(values.iter().map(|one| {
                let entry = &history[one.entry];
                let saw = seen_by(history, lineage, entry).remove(field).unwrap_or_default();
                Disputed {
                    field: field.to_owned(),
                    value: one.value.clone(),
                    saw,
                    change: entry.change.id,
                    author: entry.change.author,
                    made: entry.made(),
                    position: entry.position,
                    shown: one == shown,
                }
            }));
        }
        if field == PRESENCE {
            present = in_conflict || shown.value == Value::Int(1);
        } else if !shown.value.is_null() {
            fields.insert(field.to_owned(), shown.value.clone());
        }
    }
    let state = RecordState {
        kind: first.change.kind.clone(),
        id: first.change.record,
        first: first.position,
        last: last.position,
        fields,
    };
    Some(Merged { state, present, disputed })
}

/// What the author of an entry saw in each field when he made it: what all that he had seen comes to.
pub fn seen_by(history: &[Entry], lineage: &Lineage, entry: &Entry) -> Fields {
    live_values(history, lineage, |other| had_seen(lineage, entry, other))
        .into_iter()
        .map(|(field, values)| (field.to_owned(), shown(&values, history).value.clone()))
        .collect()
}

/// Folds those entries of a history that count.
fn live_values<'a>(
    history: &'a [Entry],
    lineage: &Lineage,
    counts: impl Fn(&Entry) -> bool,
) -> LiveValues<'a> {
    let declared = history.first().and_then(|first| kind(&first.change.kind));
    let mut live = LiveValues::new();
    // What each entry took away, field by field, for those that are taken back themselves.
    let mut taken: BTreeMap<(usize, &str), Vec<Live>> = BTreeMap::new();
    for (at, entry) in history.iter().enumerate().filter(|(_, entry)| counts(entry)) {
        let undone = undone(history, lineage, entry);
        let there = Value::Int(i64::from(entry.change.act == Act::Set));
        let sets = entry.change.fields.iter().map(|(field, value)| (field.as_str(), value));
        for (field, value) in sets.chain([(PRESENCE, &there)]) {
            let same = Sameness::of(declared, field);
            let values = live.entry(field).or_default();
            if values.iter().any(|one| comes_after(&history[one.by], entry)) {
                continue; // its own device has set the field again; it only arrived later
            }
            let stands = |undone: &usize| values.iter().any(|one| one.by == *undone);
            let back = undone.filter(stands).and_then(|undone| taken.get(&(undone, field)));
            // That it is there need not be said by what takes a word on it back.
            let as_it_was = |back: &&Vec<Live>| {
                field == PRESENCE || back.iter().any(|one| same.same(&one.value, value))
            };
            if let Some(back) = back.filter(as_it_was).cloned() {
                let gone = values.extract_if(.., |one| Some(one.by) == undone).collect();
                taken.insert((at, field), gone);
                values.extend(back.into_iter().map(|one| Live { by: at, ..one }));
                values.sort_by_key(|one| one.entry);
                continue;
            }
            let gone = replace(values, history, lineage, at, same);
            if !gone.is_empty() {
                taken.insert((at, field), gone);
            }
            values.push(Live { value: value.clone(), entry: at, by: at });
        }
    }
    live
}

/// The entry that this one takes back, if its author had seen it.
fn undone(history: &[Entry], lineage: &Lineage, entry: &Entry) -> Option<usize> {
    let id = entry.change.undoes?;
    let undone = history.iter().position(|other| other.change.id == id)?;
    had_seen(lineage, entry, &history[undone]).then_some(undone)
}

/// Takes away, and gives, the live values that the entry replaces: of those that its author had seen,
/// the one that was shown to him; all of them where he settled the conflict.
fn replace(
    values: &mut Vec<Live>,
    history: &[Entry],
    lineage: &Lineage,
    at: usize,
    same: Sameness,
) -> Vec<Live> {
    let entry = &history[at];
    let had_seen = |one: &Live| had_seen(lineage, entry, &history[one.by]);
    if entry.change.settles.iter().any(|field| same.field == field) {
        return values.extract_if(.., |one| had_seen(one)).collect();
    }
    let seen: Vec<&Live> = values.iter().filter(|one| had_seen(one)).collect();
    let Some(was_shown) = seen.iter().max_by_key(|one| rank(one, history)) else { return vec![] };
    let was_shown = was_shown.value.clone();
    values.extract_if(.., |one| had_seen(one) && same.same(&one.value, &was_shown)).collect()
}

/// Whether the author of an entry had seen another when he made it.
fn had_seen(lineage: &Lineage, entry: &Entry, other: &Entry) -> bool {
    comes_after(entry, other) || lineage.had_seen(&entry.change.base, other)
}

/// Whether one device made `entry` after `other`. The log may have them the other way round, where a
/// restored ledger got the later one first.
fn comes_after(entry: &Entry, other: &Entry) -> bool {
    let (entry, other) = (entry.change.id, other.change.id);
    entry.device == other.device && entry.number > other.number
}

/// Of the live values the one made last; of those made at once the one that came last.
fn shown<'a>(values: &'a [Live], history: &[Entry]) -> &'a Live {
    values
        .iter()
        .max_by_key(|one| rank(one, history))
        .expect("a field that was set has at least its last value")
}

fn rank(one: &Live, history: &[Entry]) -> (Moment, Position) {
    let entry = &history[one.entry];
    (entry.made(), entry.position)
}

/// How two values of a field are compared.
#[derive(Clone, Copy)]
struct Sameness<'a> {
    field: &'a str,
    ty: Option<FieldType>,
}

impl<'a> Sameness<'a> {
    fn of(declared: Option<&'static Kind>, field: &'a str) -> Self {
        let ty = declared.and_then(|kind| kind.field(field)).map(|field| field.ty);
        Self { field, ty }
    }

    fn same(self, one: &Value, other: &Value) -> bool {
        self.ty.map_or_else(|| one == other, |ty| ty.same(one, other))
    }
}

#[cfg(test)]
mod tests;
