//! What merging promises: nothing that somebody set is lost unseen.

use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::change::{Base, Change};
use crate::id::{DeviceId, Epoch};
use crate::lineage::Life;

const EPOCH: Epoch = Epoch(1);

fn lineage() -> Lineage {
    Lineage::new(vec![Life { epoch: EPOCH, parent: None, forked_at: Position(0) }])
}

/// One act of the history: who, how much of it he had seen, what he set.
#[derive(Clone, Debug)]
struct Step {
    device: u64,
    /// How many of the entries before it the author had not seen.
    behind: u64,
    act: Act,
    phone: Option<i64>,
    name: Option<i64>,
    settles: bool,
    /// How many entries before it the one stands that it takes back.
    undoes: Option<usize>,
    made: i64,
}

fn step() -> impl Strategy<Value = Step> {
    (
        1..4_u64,
        0..5_u64,
        0..8,
        prop::option::of(0..4_i64),
        prop::option::of(0..3_i64),
        0..6,
        prop::option::weighted(0.2, 1..4_usize),
        0..50_i64,
    )
        .prop_map(|(device, behind, act, phone, name, settles, undoes, made)| {
            let act = if act == 0 { Act::Delete } else { Act::Set };
            let set = act == Act::Set;
            Step {
                device,
                behind,
                act,
                phone: phone.filter(|_| set),
                name: name.filter(|_| set),
                settles: settles == 0,
                undoes,
                made,
            }
        })
}

fn history(steps: &[Step]) -> Vec<Entry> {
    let mut numbers = BTreeMap::new();
    let mut ids: Vec<ChangeId> = Vec::new();
    let entries = steps.iter().zip(1_u64..).map(|(step, position)| {
        let number = numbers.entry(step.device).or_insert(0_u64);
        *number += 1;
        let id = ChangeId { device: DeviceId(step.device), number: *number };
        let undoes = step.undoes.and_then(|back| Some(ids[ids.len().checked_sub(back)?]));
        ids.push(id);
        let mut fields = Fields::new();
        if let Some(phone) = step.phone {
            fields.insert("phone".into(), format!("090000000{phone}").into());
        }
        if let Some(name) = step.name {
            // Two ways of typing one name are one value.
            fields.insert("name".into(), ["Lê An", " Lê  An", "Lê Ân"][name as usize].into());
        }
        Entry {
            position: Position(position),
            received: Moment(1000 + position as i64),
            change: Change {
                id,
                made: Moment(step.made),
                author: RecordId(step.device as i64),
                kind: "person".into(),
                record: RecordId(9),
                act: step.act,
                settles: if step.settles { fields.keys().cloned().collect() } else { vec![] },
                undoes,
                fields,
                base: Base {
                    epoch: EPOCH,
                    position: Position((position - 1).saturating_sub(step.behind)),
                    also: vec![],
                    screens: vec![],
                },
                group: None,
            },
            earlier: vec![],
        }
    });
    entries.collect()
}

fn had_seen(one: &Entry, other: &Entry) -> bool {
    other.position < one.position
        && (other.change.id.device == one.change.id.device
            || other.position <= one.change.base.position)
}

proptest! {
    /// The promise, said without the fold's own words: a value that somebody set is shown, or is
    /// among the disputed ones, or a later change of that field had seen it.
    #[test]
    fn every_value_set_is_shown_or_disputed_or_was_seen_when_replaced(steps in vec(step(), 1..12)) {
        let history = history(&steps);
        let merged = merge(&history, &lineage()).unwrap();
        for entry in &history {
            for (field, value) in &entry.change.fields {
                let replaced = history.iter().any(|later| {
                    later.change.fields.contains_key(field) && had_seen(later, entry)
                });
                let ty = kind("person").unwrap().field(field).unwrap().ty;
                let disputed = merged.disputed.iter()
                    .any(|one| one.field == *field && ty.same(&one.value, value));
                let shown = merged.state.fields.get(field).is_some_and(|shown| ty.same(shown, value));
                prop_assert!(replaced || disputed || shown, "{field} {value:?}");
            }
        }
    }

    /// A record vanishes only when whoever deleted it had seen every edit, or nobody edited since.
    #[test]
    fn nothing_vanishes_under_an_edit_that_the_deleter_had_not_seen(steps in vec(step(), 1..12)) {
        let history = history(&steps);
        let merged = merge(&history, &lineage()).unwrap();
        if !merged.present {
            let edits = history.iter().filter(|entry| entry.change.act == Act::Set);
            for edit in edits.filter(|entry| entry.change.undoes.is_none()) {
                prop_assert!(history.iter().any(|later| had_seen(later, edit)));
            }
        }
    }

    /// Of the disputed values of a field exactly one is shown, and it is the one made last.
    #[test]
    fn the_value_made_last_is_shown(steps in vec(step(), 1..12)) {
        let history = history(&steps);
        let merged = merge(&history, &lineage()).unwrap();
        let fields: std::collections::BTreeSet<_> = merged.disputed.iter().map(|one| &one.field).collect();
        for field in fields {
            let values: Vec<_> = merged.disputed.iter().filter(|one| one.field == *field).collect();
            let shown: Vec<_> = values.iter().filter(|one| one.shown).collect();
            prop_assert_eq!(shown.len(), 1);
            let last = values.iter().max_by_key(|one| (one.made, one.position)).unwrap();
            prop_assert_eq!(last.position, shown[0].position);
        }
    }

    /// A chain of edits of one device makes no conflict, however far behind the others it stood.
    #[test]
    fn one_device_never_disputes_with_itself(mut steps in vec(step(), 1..12)) {
        for step in &mut steps {
            step.device = 1;
        }
        prop_assert!(merge(&history(&steps), &lineage()).unwrap().disputed.is_empty());
    }

    /// Who has seen everything and settles a field ends its dispute.
    #[test]
    fn a_choice_ends_the_dispute(steps in vec(step(), 1..12)) {
        let mut steps = steps;
        steps.push(Step {
            device: 4, behind: 0, act: Act::Set, phone: Some(1), name: Some(0), settles: true, undoes: None, made: 0,
        });
        let merged = merge(&history(&steps), &lineage()).unwrap();
        prop_assert!(merged.disputed.iter().all(|one| one.field == PRESENCE));
        prop_assert_eq!(&merged.state.fields["phone"], &Value::from("0900000001"));
    }
}

proptest! {
    /// Whoever takes a choice back finds the dispute as it was, whatever was disputed before.
    #[test]
    fn a_choice_that_is_taken_back_leaves_the_dispute_as_it_was(steps in vec(step(), 1..12)) {
        let before = merge(&history(&steps), &lineage()).unwrap();
        let shown = |field: &str| before.state.fields.get(field).cloned();
        let choice = Step {
            device: 4, behind: 0, act: Act::Set, phone: Some(1), name: Some(0), settles: true, undoes: None, made: 0,
        };
        let back = Step { settles: false, undoes: Some(1), ..choice.clone() };
        let mut history = history(&[steps, vec![choice, back]].concat());
        let taken_back = &mut history.last_mut().unwrap().change.fields;
        for field in ["phone", "name"] {
            taken_back.insert(field.into(), shown(field).unwrap_or_default());
        }
        let after = merge(&history, &lineage()).unwrap();
        prop_assert_eq!(after.disputed, before.disputed);
        prop_assert_eq!(after.state.fields, before.state.fields);
        prop_assert_eq!(after.present, before.present);
    }
}

fn set(device: u64, behind: u64, phone: i64, made: i64) -> Step {
    Step {
        device,
        behind,
        act: Act::Set,
        phone: Some(phone),
        name: None,
        settles: false,
        undoes: None,
        made,
    }
}

#[test]
fn two_hands_that_did_not_know_of_each_other_are_a_conflict() {
    let merged =
        merge(&history(&[set(1, 0, 0, 1), set(2, 0, 1, 9), set(3, 1, 2, 5)]), &lineage()).unwrap();
    assert_eq!(merged.state.fields["phone"], "0900000001".into(), "made last");
    let values: Vec<_> = merged.disputed.iter().map(|one| (one.value.clone(), one.shown)).collect();
    assert_eq!(values, [("0900000001".into(), true), ("0900000002".into(), false)]);
}

#[test]
fn each_of_two_ways_says_what_its_author_saw() {
    let merged =
        merge(&history(&[set(1, 0, 0, 1), set(2, 0, 1, 9), set(3, 1, 2, 5)]), &lineage()).unwrap();
    let saw: Vec<_> = merged.disputed.iter().map(|one| one.saw.clone()).collect();
    assert_eq!(saw, ["0900000000".into(), "0900000000".into()], "both saw the first one");
}

#[test]
fn what_was_written_since_stands_against_what_is_taken_back() {
    let back = Step { undoes: Some(2), ..set(1, 1, 0, 20) };
    let merged =
        merge(&history(&[set(1, 0, 0, 1), set(1, 0, 1, 9), set(2, 0, 2, 10), back]), &lineage())
            .unwrap();
    let values: Vec<_> = merged.disputed.iter().map(|one| one.value.clone()).collect();
    assert_eq!(values, ["0900000002".into(), "0900000000".into()]);
}

#[test]
fn an_ordinary_edit_of_another_field_settles_nothing() {
    let mut steps = vec![set(1, 0, 0, 1), set(2, 0, 1, 9), set(3, 1, 2, 5)];
    steps.push(Step { phone: None, name: Some(2), ..set(1, 0, 0, 20) });
    assert_eq!(merge(&history(&steps), &lineage()).unwrap().disputed.len(), 2);
}

#[test]
fn a_deletion_against_an_edit_keeps_the_record_in_sight() {
    let delete = Step { act: Act::Delete, phone: None, ..set(1, 1, 0, 30) };
    let merged = merge(&history(&[set(1, 0, 0, 1), set(2, 0, 1, 9), delete]), &lineage()).unwrap();
    assert!(merged.present);
    assert_eq!(merged.disputed.iter().filter(|one| one.field == PRESENCE).count(), 2);
}

#[test]
fn a_clock_that_runs_ahead_wins_nothing() {
    let mut history = history(&[set(1, 0, 0, 1), set(2, 1, 1, i64::MAX), set(3, 2, 2, 1003)]);
    history[1].received = Moment(1002);
    let merged = merge(&history, &lineage()).unwrap();
    assert_eq!(merged.state.fields["phone"], "0900000002".into());
}

#[test]
fn a_devices_earlier_change_that_arrives_later_replaces_nothing() {
    let mut history = history(&[set(1, 0, 0, 1), set(1, 0, 1, 2), set(1, 0, 2, 3)]);
    history.swap(1, 2);
    history[1].position = Position(2);
    history[2].position = Position(3);
    let merged = merge(&history, &lineage()).unwrap();
    assert_eq!(merged.state.fields["phone"], "0900000002".into());
    assert!(merged.disputed.is_empty());
}
