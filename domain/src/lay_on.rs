//! Laying on: a device's own unanswered changes on top of the record as the server last sent it.

use crate::change::{Act, Change, Fields};

/// What a record shows: its confirmed fields (`None`: it is not there) under the changes that the
/// server has not answered for good, in the order in which they were made.
///
/// A pure function of both, so it does not matter in which order answers and records come.
pub fn lay_on<'a>(
    confirmed: Option<&Fields>,
    unanswered: impl IntoIterator<Item = &'a Change>,
) -> Option<Fields> {
    let mut there = confirmed.is_some();
    let mut laid = confirmed.cloned().unwrap_or_default();
    for change in unanswered {
        there = change.act == Act::Set;
        for (field, value) in &change.fields {
            if value.is_null() {
                laid.remove(field);
            } else {
                laid.insert(field.clone(), value.clone());
            }
        }
    }
    there.then_some(laid)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::change::Base;
    use crate::id::{ChangeId, DeviceId, RecordId};
    use crate::time::Moment;
    use crate::value::Value;

    fn change(number: u64, act: Act, fields: &[(&str, Value)]) -> Change {
        Change {
            id: ChangeId { device: DeviceId(1), number },
            made: Moment(0),
            author: RecordId(1),
            kind: "person".into(),
            record: RecordId(5),
            act,
            fields: fields.iter().map(|(field, value)| ((*field).into(), value.clone())).collect(),
            settles: vec![],
            undoes: None,
            base: Base::default(),
            group: None,
        }
    }

    #[test]
    fn ones_own_changes_stand_over_what_the_server_sent() {
        let confirmed = Fields::from([("name".into(), "An".into()), ("phone".into(), "09".into())]);
        let mine = [
            change(1, Act::Set, &[("name", "Ánh".into())]),
            change(2, Act::Set, &[("phone", Value::Null)]),
        ];
        let laid = lay_on(Some(&confirmed), &mine).unwrap();
        assert_eq!(laid, Fields::from([("name".into(), "Ánh".into())]));
        assert_eq!(lay_on(Some(&laid), &mine).unwrap(), laid, "laying on twice changes nothing");
    }

    #[test]
    fn a_deleted_record_can_be_recorded_again() {
        let mine = [change(1, Act::Delete, &[]), change(2, Act::Set, &[("name", "An".into())])];
        let confirmed = Fields::from([("name".into(), "Ba".into()), ("sex".into(), Value::Int(1))]);
        assert_eq!(lay_on(Some(&confirmed), &mine[..1]), None);
        let restored = Fields::from([("name".into(), "An".into()), ("sex".into(), Value::Int(1))]);
        assert_eq!(lay_on(Some(&confirmed), &mine), Some(restored), "as the server restores it");
    }
}
