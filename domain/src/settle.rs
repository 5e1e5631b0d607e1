//! Choosing by a rule between ways in which a field was written, where there are many of them.

use crate::field::choice;
use crate::view::record::Version;

choice! {
    /// By what many conflicts are settled at once.
    SettleRule {
        /// The way that is shown: the one written last.
        Last = 1 ("Cách ghi sau", "What was written last"),
        First = 2 ("Cách ghi trước", "What was written first"),
        /// What an officer wrote over what others wrote.
        Officer = 3 ("Cách của cán bộ", "What an officer wrote"),
        /// What is written over what was left empty.
        Filled = 4 ("Cách có ghi, không để trống", "What is written, not left empty"),
    }
}

impl SettleRule {
    /// The way that the rule takes, of all ways of one field; `None`: it does not decide here, and a
    /// person chooses.
    pub fn choose(self, versions: &[Version]) -> Option<&Version> {
        let written = |version: &&Version| (version.disputed.made, version.disputed.position);
        match self {
            SettleRule::Last => versions.iter().find(|version| version.disputed.shown),
            SettleRule::First => versions.iter().min_by_key(written),
            SettleRule::Officer => only(versions, |version| version.by_officer),
            SettleRule::Filled => only(versions, |version| !version.disputed.value.is_null()),
        }
    }
}

/// The one way that is such; of several that are, none.
fn only(versions: &[Version], such: impl Fn(&Version) -> bool) -> Option<&Version> {
    let mut those = versions.iter().filter(|version| such(version));
    let first = those.next()?;
    those.all(|other| other.disputed.value == first.disputed.value).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{ChangeId, DeviceId, Position, RecordId};
    use crate::merge::Disputed;
    use crate::time::Moment;
    use crate::value::Value;
    use crate::view::record::Refers;

    fn version(value: Value, made: i64, by_officer: bool, shown: bool) -> Version {
        Version {
            disputed: Disputed {
                field: "phone".into(),
                value,
                saw: Value::Null,
                change: ChangeId { device: DeviceId(1), number: made as u64 },
                author: RecordId(1),
                made: Moment(made),
                position: Position(made as u64),
                shown,
            },
            author: String::new(),
            by_officer,
            device: String::new(),
            refers: Refers::new(),
        }
    }

    #[test]
    fn a_rule_chooses_where_it_decides_and_leaves_the_rest_to_a_person() {
        use SettleRule::*;
        let old = version("0901".into(), 1, true, false);
        let new = version("0902".into(), 2, false, true);
        let empty = version(Value::Null, 3, true, true);
        for (rule, versions, chosen) in [
            (Last, vec![old.clone(), new.clone()], Some("0902")),
            (First, vec![new.clone(), old.clone()], Some("0901")),
            (Officer, vec![old.clone(), new.clone()], Some("0901")),
            (Officer, vec![old.clone(), empty.clone()], None), // two officers differ
            (Officer, vec![new.clone(), new.clone()], None),
            (Filled, vec![old.clone(), empty], Some("0901")),
            (Filled, vec![old, new], None), // both say something
        ] {
            let value = rule.choose(&versions).and_then(|one| one.disputed.value.as_text());
            assert_eq!(value, chosen, "{rule:?}");
        }
    }
}
