//! The organisation's areas as a tree, through their successions.
//!
//! A neighbourhood lies in a ward of its own day. When wards are re-drawn, nothing about people is
//! rewritten: the former areas stay, and whoever holds a new area holds, by explicit choice or else
//! by the default successor, what went before it.

use std::collections::{BTreeMap, BTreeSet};

use crate::change::Fields;
use crate::id::RecordId;
use crate::kind::Record;
use crate::record::{Area, AreaLevel, Succession};
use crate::time::Day;

/// One area of the organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaNode {
    pub id: RecordId,
    pub name: String,
    pub level: AreaLevel,
    pub parent: Option<RecordId>,
    pub since: Option<Day>,
    pub until: Option<Day>,
}

impl AreaNode {
    /// Whether the area existed on that day.
    pub fn stood_on(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Heir {
    new: RecordId,
    default_successor: bool,
    effective_on: Day,
}

/// The areas of an organisation and their successions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AreaTree {
    nodes: BTreeMap<RecordId, AreaNode>,
    children: BTreeMap<RecordId, BTreeSet<RecordId>>,
    heirs: BTreeMap<RecordId, Vec<Heir>>,
    /// new area → the areas that it follows by default or by explicit choice
    follows: BTreeMap<RecordId, BTreeSet<RecordId>>,
}

impl AreaTree {
    /// Builds the tree from the fields of every [`Area`] (by id) and every [`Succession`].
    pub fn new<'a>(
        areas: impl IntoIterator<Item = (RecordId, &'a Fields)>,
        successions: impl IntoIterator<Item = &'a Fields>,
    ) -> Self {
        let mut tree = Self::default();
        for (id, fields) in areas {
            let area = Area::from_fields(fields);
            let node = AreaNode {
                id,
                name: area.name.map(|name| name.0).unwrap_or_default(),
                level: area.level.unwrap_or(AreaLevel::Group),
                parent: area.parent.map(|parent| parent.0),
                since: area.since,
                until: area.until,
            };
            if let Some(parent) = node.parent {
                tree.children.entry(parent).or_default().insert(id);
            }
            tree.nodes.insert(id, node);
        }
        for fields in successions {
            let succession = Succession::from_fields(fields);
            let (Some(old), Some(new), Some(effective_on)) =
                (succession.old, succession.new, succession.effective_on)
            else {
                continue;
            };
            let default_successor = succession.default_successor.unwrap_or(false);
            tree.heirs.entry(old.0).or_default().push(Heir {
                new: new.0,
                default_successor,
                effective_on,
            });
        }
        for (old, heirs) in &mut tree.heirs {
            // The default first, then by id: the order never depends on how records came.
            heirs.sort_by_key(|heir| (!heir.default_successor, heir.new));
            if let Some(heir) = heirs.first() {
                tree.follows.entry(heir.new).or_default().insert(*old);
            }
        }
        tree
    }

    pub fn get(&self, area: RecordId) -> Option<&AreaNode> {
        self.nodes.get(&area)
    }

    pub fn nodes(&self) -> impl Iterator<Item = &AreaNode> {
        self.nodes.values()
    }

    /// The areas directly below, in the order of their ids.
    pub fn children(&self, area: RecordId) -> impl Iterator<Item = &AreaNode> {
        self.children.get(&area).into_iter().flatten().filter_map(|child| self.nodes.get(child))
    }

    /// The areas that have no parent: the organisation's own.
    pub fn roots(&self) -> impl Iterator<Item = &AreaNode> {
        self.nodes
            .values()
            .filter(|node| node.parent.is_none_or(|parent| !self.nodes.contains_key(&parent)))
    }

    /// The area itself, all below it, and all that they follow; except what below a former area
    /// was given, by explicit choice, to another than the area that follows it here.
    ///
    /// An area that this tree does not know stands for itself (an event's list).
    pub fn below(&self, area: RecordId) -> BTreeSet<RecordId> {
        let mut visited = BTreeSet::new();
        // `via` is the new area through whose succession a former one was reached.
        let mut open = vec![(area, None)];
        while let Some((next, via)) = open.pop() {
            if !visited.insert((next, via)) {
                continue;
            }
            let stayed = |child: &RecordId| match (via, self.first_heir(*child)) {
                (Some(via), Some(heir)) => {
                    heir == via || self.ancestors(heir).any(|above| above == via)
                }
                _ => true,
            };
            let children = self.children.get(&next).into_iter().flatten().copied();
            open.extend(children.filter(stayed).map(|child| (child, via)));
            let former = self.follows.get(&next).into_iter().flatten().copied();
            open.extend(former.map(|former| (former, Some(next))));
        }
        visited.into_iter().map(|(area, _)| area).collect()
    }

    fn first_heir(&self, area: RecordId) -> Option<RecordId> {
        Some(self.heirs.get(&area)?.first()?.new)
    }

    /// The parents above an area, nearest first.
    pub fn ancestors(&self, area: RecordId) -> impl Iterator<Item = RecordId> + '_ {
        let mut steps = 0;
        let mut next = self.nodes.get(&area).and_then(|node| node.parent);
        std::iter::from_fn(move || {
            let here = next?;
            steps += 1;
            // Parents set in a ring by two officers at once must not hang a device.
            next =
                if steps > 16 { None } else { self.nodes.get(&here).and_then(|node| node.parent) };
            Some(here)
        })
    }

    /// The area of `level` that `area` belongs to when read by the boundaries of a day: itself or a
    /// parent that stood then; else through the succession, onwards or back.
    ///
    /// `None` where the records do not say (a neighbourhood drawn later than that day).
    pub fn rolled_up(&self, area: RecordId, level: AreaLevel, day: Day) -> Option<RecordId> {
        let mut chain = vec![area];
        chain.extend(self.ancestors(area));
        for here in &chain {
            let node = self.nodes.get(here)?;
            if node.level == level && node.stood_on(day) {
                return Some(*here);
            }
        }
        // Onwards: the nearest that has an heir says where it went.
        for here in &chain {
            let heir = self
                .heirs
                .get(here)
                .and_then(|heirs| heirs.iter().find(|heir| heir.effective_on <= day));
            if let Some(heir) = heir {
                return self.rolled_up_from_heir(heir.new, level, day);
            }
        }
        // Back: a new area that follows just one former area was that one.
        for here in &chain {
            if let Some(former) = self.follows.get(here).filter(|former| former.len() == 1) {
                let former = *former.first()?;
                let node = self.nodes.get(&former)?;
                if node.level == level && node.stood_on(day) {
                    return Some(former);
                }
            }
        }
        None
    }

    fn rolled_up_from_heir(&self, heir: RecordId, level: AreaLevel, day: Day) -> Option<RecordId> {
        std::iter::once(heir).chain(self.ancestors(heir)).find(|here| {
            self.nodes.get(here).is_some_and(|node| node.level == level && node.stood_on(day))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::AreaId;

    const DISTRICT: i64 = 1;
    const WARD_14: i64 = 14;
    const WARD_15: i64 = 15;
    const NEW_TAN_BINH: i64 = 101;
    const NEW_TAN_SON: i64 = 102;

    fn cut() -> Day {
        Day::parse("1/7/2025").unwrap()
    }

    fn area(level: AreaLevel, parent: Option<i64>, today: bool) -> Fields {
        Area {
            name: Some("x".into()),
            level: Some(level),
            parent: parent.map(|id| AreaId(RecordId(id))),
            since: today.then(cut),
            until: (!today && level != AreaLevel::Neighbourhood).then(|| Day(cut().0 - 1)),
            ..Area::default()
        }
        .into_fields()
    }

    fn follows(old: i64, new: i64, default_successor: bool) -> Fields {
        Succession {
            old: Some(AreaId(RecordId(old))),
            new: Some(AreaId(RecordId(new))),
            default_successor: Some(default_successor),
            effective_on: Some(cut()),
        }
        .into_fields()
    }

    /// Wards 14 and 15 of a district; 14 and most of 15 became Tân Bình, neighbourhood 152 Tân Sơn.
    fn tan_binh() -> AreaTree {
        let areas = [
            (DISTRICT, area(AreaLevel::District, None, false)),
            (WARD_14, area(AreaLevel::Ward, Some(DISTRICT), false)),
            (WARD_15, area(AreaLevel::Ward, Some(DISTRICT), false)),
            (151, area(AreaLevel::Neighbourhood, Some(WARD_15), false)),
            (152, area(AreaLevel::Neighbourhood, Some(WARD_15), false)),
            (NEW_TAN_BINH, area(AreaLevel::Ward, None, true)),
            (NEW_TAN_SON, area(AreaLevel::Ward, None, true)),
        ];
        let successions = [
            follows(WARD_14, NEW_TAN_BINH, true),
            follows(WARD_15, NEW_TAN_BINH, true),
            follows(WARD_15, NEW_TAN_SON, false),
            follows(152, NEW_TAN_SON, true),
        ];
        AreaTree::new(areas.iter().map(|(id, fields)| (RecordId(*id), fields)), &successions)
    }

    fn ids(ids: &[i64]) -> BTreeSet<RecordId> {
        ids.iter().copied().map(RecordId).collect()
    }

    #[test]
    fn who_holds_an_area_of_today_holds_what_went_before_it() {
        let tree = tan_binh();
        assert_eq!(tree.below(RecordId(NEW_TAN_BINH)), ids(&[NEW_TAN_BINH, 14, 15, 151]));
        assert_eq!(tree.below(RecordId(NEW_TAN_SON)), ids(&[NEW_TAN_SON, 152]));
        assert_eq!(tree.below(RecordId(DISTRICT)), ids(&[1, 14, 15, 151, 152]));
        assert_eq!(tree.below(RecordId(WARD_15)), ids(&[15, 151, 152]));
    }

    #[test]
    fn a_report_reads_by_the_areas_of_any_day() {
        let tree = tan_binh();
        let ward_on = |area, day: &str| {
            tree.rolled_up(RecordId(area), AreaLevel::Ward, Day::parse(day).unwrap())
        };
        assert_eq!(ward_on(151, "30/9/2022"), Some(RecordId(WARD_15)));
        assert_eq!(ward_on(151, "1/7/2025"), Some(RecordId(NEW_TAN_BINH)));
        assert_eq!(ward_on(152, "1/7/2025"), Some(RecordId(NEW_TAN_SON)));
        assert_eq!(ward_on(WARD_14, "1/1/2026"), Some(RecordId(NEW_TAN_BINH)));
        // Tân Sơn follows only neighbourhood 152: no ward of 2022 can be named for it.
        assert_eq!(ward_on(NEW_TAN_BINH, "30/9/2022"), None);
    }

    #[test]
    fn parents_set_in_a_ring_do_not_hang() {
        let ring =
            [(1, area(AreaLevel::Ward, Some(2), true)), (2, area(AreaLevel::Ward, Some(1), true))];
        let tree = AreaTree::new(ring.iter().map(|(id, fields)| (RecordId(*id), fields)), []);
        assert_eq!(tree.below(RecordId(1)), ids(&[1, 2]));
        assert!(tree.ancestors(RecordId(1)).count() < 20);
    }

    #[test]
    fn an_unknown_area_stands_for_itself() {
        assert_eq!(tan_binh().below(RecordId(-77)), ids(&[-77]));
    }
}
