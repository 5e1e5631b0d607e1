//! Rate limits: so many tries of a login, and so many of a code, in a while.

use std::num::NonZeroU32;
use std::time::Duration;

use domain::id::RecordId;
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use super::Refused;

/// Counts tries.
pub struct Guard {
    by_login: DefaultKeyedRateLimiter<String>,
    codes: DefaultKeyedRateLimiter<String>,
    sign_ups: DefaultKeyedRateLimiter<RecordId>,
}

impl Guard {
    pub fn new() -> Self {
        let burst = |tries| NonZeroU32::new(tries).expect("a number of tries above nothing");
        // Ten at once, then one every half minute: a person who mistypes is not kept out, and a
        // machine that guesses gets nowhere.
        let logins =
            Quota::with_period(Duration::from_secs(30)).expect("a period").allow_burst(burst(10));
        let codes =
            Quota::with_period(Duration::from_secs(2)).expect("a period").allow_burst(burst(60));
        // A hall full of people at once, then a form every half second for each poster.
        let sign_ups = Quota::with_period(Duration::from_millis(500))
            .expect("a period")
            .allow_burst(burst(400));
        Self {
            by_login: RateLimiter::keyed(logins),
            codes: RateLimiter::keyed(codes),
            sign_ups: RateLimiter::keyed(sign_ups),
        }
    }

    /// A try to sign in as somebody.
    pub fn login(&self, login: &str) -> Result<(), Refused> {
        self.by_login.retain_recent();
        self.by_login.check_key(&login.to_owned()).map_err(|_| Refused::TooMany)
    }

    /// Somebody registers himself by this poster: there are few.
    pub fn sign_up(&self, poster: RecordId) -> Result<(), Refused> {
        self.sign_ups.check_key(&poster).map_err(|_| Refused::TooMany)
    }

    /// A try of a one-time code.
    pub fn code(&self, code: &str) -> Result<(), Refused> {
        self.codes.retain_recent();
        self.codes.check_key(&code.to_owned()).map_err(|_| Refused::TooMany)
    }
}
