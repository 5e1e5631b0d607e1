//! What somebody has set for himself on this device.

use domain::view::people::ListHabits;
use domain::wire;

use crate::error::StoreError;
use crate::meta;
use crate::replica::Replica;

const LISTS: &str = "list_habits";

impl Replica {
    /// What somebody has set for his lists.
    pub fn list_habits(&self) -> Result<ListHabits, StoreError> {
        let kept = meta::get::<Vec<u8>>(&self.db, LISTS)?;
        // What this version cannot read counts as not set.
        Ok(kept.and_then(|kept| wire::read(&kept).ok()).unwrap_or_default())
    }

    pub fn keep_list_habits(&mut self, habits: &ListHabits) -> Result<(), StoreError> {
        Ok(meta::set(&self.db, LISTS, wire::write(habits))?)
    }
}
