//! How much is asked of the line at once, and when it is asked again: by how it has done so far. On a
//! good line a ledger comes in a few large pieces; on a bad one each try is small enough to end before
//! the line does.

use domain::wire::{IMAGE_PIECE, LARGEST_PUSH};

/// A question that took less than this is followed by a larger one.
const QUICK_MS: i64 = 1_000;

/// One that took less than this is followed by a much larger one: the line is good, whatever it was.
const VERY_QUICK_MS: i64 = 150;

/// A question that took more than this is followed by a smaller one: a line that breaks then takes
/// little with it.
const SLOW_MS: i64 = 5_000;

const FEWEST_CHANGES: usize = 10;
const SMALLEST_PIECE: usize = 8 * 1024;

/// The rest before a question that failed is asked again; twice as long after each further one.
const RETRY_MS: u32 = 10_000;

/// How often it is asked whether there is more, where nobody says so.
const POLL_MS: u32 = 60_000;

/// The same where the server says so, over a stream that may have broken unnoticed; and where the
/// device is to spare its battery or its data.
const SELDOM_MS: u32 = 5 * 60_000;

/// How the device hears that there is more.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Listening {
    /// By asking.
    #[default]
    Polling,
    /// The server says so.
    Stream,
    /// By asking, but seldom: the battery is low, or data are dear.
    Sparing,
}

/// How much of the line is asked for at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The most changes that go up together; a group goes whole.
    pub changes: usize,
    /// The most bytes of an image that come down together.
    pub bytes: usize,
    failures: u32,
}

impl Default for Pace {
    /// For a line of which nothing is known yet.
    fn default() -> Self {
        Self { changes: 100, bytes: IMAGE_PIECE / 8, failures: 0 }
    }
}

impl Pace {
    /// As much as the server takes and gives.
    pub const FULL: Self = Self { changes: LARGEST_PUSH, bytes: IMAGE_PIECE, failures: 0 };

    /// A question was answered, so many milliseconds after it was asked.
    pub fn answered_in(&mut self, ms: i64) {
        self.failures = 0;
        if ms < QUICK_MS {
            let times = if ms < VERY_QUICK_MS { 8 } else { 2 };
            self.changes = (self.changes * times).min(LARGEST_PUSH);
            self.bytes = (self.bytes * times).min(IMAGE_PIECE);
        } else if ms > SLOW_MS {
            self.shrink(2);
        }
    }

    /// A question got no answer.
    pub fn failed(&mut self) {
        self.failures += 1;
        self.shrink(4);
    }

    /// A question had no line to go by: that says nothing of how good the line is.
    pub fn had_no_line(&mut self) {
        self.failures += 1;
    }

    fn shrink(&mut self, by: usize) {
        self.changes = (self.changes / by).max(FEWEST_CHANGES);
        self.bytes = (self.bytes / by).max(SMALLEST_PIECE);
    }

    /// How long to rest, in milliseconds, when nobody wakes it. `chance`, from 0 to 1: where a crowd
    /// lost its server together, it comes back one by one.
    pub fn rest_ms(&self, listening: Listening, chance: f64) -> u32 {
        let longest = if listening == Listening::Sparing { SELDOM_MS } else { POLL_MS };
        let rest = match (self.failures, listening) {
            (0, Listening::Polling) => POLL_MS,
            (0, Listening::Stream | Listening::Sparing) => SELDOM_MS,
            (failures, _) => (RETRY_MS << (failures - 1).min(8)).min(longest),
        };
        rest - (f64::from(rest) * 0.25 * chance.clamp(0.0, 1.0)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_line_is_soon_asked_for_all_and_a_bad_one_for_little() {
        let mut pace = Pace::default();
        pace.answered_in(80);
        assert_eq!(pace, Pace::FULL);
        for _ in 0..4 {
            pace.failed();
        }
        assert_eq!((pace.changes, pace.bytes), (FEWEST_CHANGES, SMALLEST_PIECE));
        pace.answered_in(3_000);
        assert_eq!((pace.changes, pace.bytes), (FEWEST_CHANGES, SMALLEST_PIECE), "it just does");
        pace.answered_in(200);
        assert_eq!((pace.changes, pace.bytes), (2 * FEWEST_CHANGES, 2 * SMALLEST_PIECE));
        pace.answered_in(80);
        assert_eq!((pace.changes, pace.bytes), (16 * FEWEST_CHANGES, 16 * SMALLEST_PIECE));
    }

    #[test]
    fn a_line_that_was_away_is_the_line_it_was() {
        let mut pace = Pace::FULL;
        pace.had_no_line();
        assert_eq!((pace.changes, pace.bytes), (Pace::FULL.changes, Pace::FULL.bytes));
        assert_eq!(pace.rest_ms(Listening::Polling, 0.0), RETRY_MS);
    }

    #[test]
    fn it_rests_longer_while_nobody_answers_and_where_it_is_to_spare() {
        let mut pace = Pace::default();
        assert_eq!(pace.rest_ms(Listening::Polling, 0.0), POLL_MS);
        assert_eq!(pace.rest_ms(Listening::Stream, 0.0), SELDOM_MS);
        let mut rests = vec![];
        for _ in 0..6 {
            pace.failed();
            rests.push(pace.rest_ms(Listening::Polling, 0.0));
        }
        assert_eq!(rests, [10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
        assert_eq!(pace.rest_ms(Listening::Sparing, 0.0), SELDOM_MS);
        assert_eq!(pace.rest_ms(Listening::Polling, 1.0), 45_000);
        pace.answered_in(10_000);
        assert_eq!(pace.rest_ms(Listening::Polling, 0.0), POLL_MS);
    }
}
