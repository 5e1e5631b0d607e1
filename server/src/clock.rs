//! The server's clock: the only place that reads it.

use std::time::{SystemTime, UNIX_EPOCH};

use domain::time::Moment;

pub fn now() -> Moment {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(since.as_millis() as i64)
}
