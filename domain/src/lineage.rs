//! The lives of the server's database, and what a base of a former life had seen.
//!
//! A restore from a backup forks the log: up to the backup's head both lives share their
//! positions; after it the same positions mean other changes.

use serde::{Deserialize, Serialize};

use crate::change::{Base, Entry};
use crate::id::{Epoch, Position};

/// One life: where it came from, and the last position that it shares with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Life {
    pub epoch: Epoch,
    pub parent: Option<Epoch>,
    pub forked_at: Position,
}

/// All lives that are known of, the present one last.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage(Vec<Life>);

impl Lineage {
    /// `lives` ends with the present one.
    pub fn new(lives: Vec<Life>) -> Self {
        debug_assert!(!lives.is_empty(), "a ledger has at least its present life");
        Self(lives)
    }

    pub fn present(&self) -> Epoch {
        self.0.last().map_or(Epoch(0), |life| life.epoch)
    }

    pub fn lives(&self) -> &[Life] {
        &self.0
    }

    fn life(&self, epoch: Epoch) -> Option<&Life> {
        self.0.iter().find(|life| life.epoch == epoch)
    }

    /// The last position up to which `epoch`'s log is also ours; 0 for a life never heard of.
    pub fn shared_with(&self, epoch: Epoch) -> Position {
        let mut shared_by_ours = Position(u64::MAX);
        let mut ours = Some(self.present());
        while let Some(our_life) = ours.and_then(|ours| self.life(ours)) {
            let mut shared_by_theirs = Position(u64::MAX);
            let mut theirs = Some(epoch);
            while let Some(their_life) = theirs.and_then(|theirs| self.life(theirs)) {
                if their_life.epoch == our_life.epoch {
                    return shared_by_ours.min(shared_by_theirs);
                }
                shared_by_theirs = shared_by_theirs.min(their_life.forked_at);
                theirs = their_life.parent;
            }
            shared_by_ours = shared_by_ours.min(our_life.forked_at);
            ours = our_life.parent;
        }
        Position(0)
    }

    /// The last of our positions that whoever stood there had surely seen.
    pub fn seen_up_to(&self, epoch: Epoch, position: Position) -> Position {
        position.min(self.shared_with(epoch))
    }

    /// Whether whoever stood at `base` had seen the entry.
    pub fn had_seen(&self, base: &Base, entry: &Entry) -> bool {
        entry.position <= self.seen_up_to(base.epoch, base.position)
            || entry
                .earlier
                .iter()
                .any(|then| then.epoch == base.epoch && then.position <= base.position)
            || base.also.contains(&entry.change.id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn life(epoch: u64, parent: Option<u64>, forked_at: u64) -> Life {
        Life { epoch: Epoch(epoch), parent: parent.map(Epoch), forked_at: Position(forked_at) }
    }

    #[test]
    fn a_restored_log_shares_what_the_backup_held() {
        let lineage = Lineage::new(vec![life(1, None, 0), life(2, Some(1), 90)]);
        assert_eq!(lineage.shared_with(Epoch(2)), Position(u64::MAX));
        assert_eq!(lineage.shared_with(Epoch(1)), Position(90));
        assert_eq!(lineage.shared_with(Epoch(7)), Position(0));
    }

    #[test]
    fn two_restores_from_one_backup_share_only_the_backup() {
        // 1 ran to 100; restored at 90 it became 2, which ran to 120; restored at 80 it became 3.
        let lineage =
            Lineage::new(vec![life(1, None, 0), life(2, Some(1), 90), life(3, Some(1), 80)]);
        assert_eq!(lineage.shared_with(Epoch(1)), Position(80));
        assert_eq!(lineage.shared_with(Epoch(2)), Position(80));
        // A restore of a backup that 2 had made at 95.
        let lineage =
            Lineage::new(vec![life(1, None, 0), life(2, Some(1), 90), life(4, Some(2), 95)]);
        assert_eq!(lineage.shared_with(Epoch(1)), Position(90));
        assert_eq!(lineage.shared_with(Epoch(2)), Position(95));
    }
}
