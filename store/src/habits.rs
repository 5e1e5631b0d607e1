//! What somebody has set for himself on this device.

use domain::import::Means;
use domain::view::people::ListHabits;
use domain::wire;

use crate::error::StoreError;
use crate::meta;
use crate::replica::Replica;

const LISTS: &str = "list_habits";
const MATCHINGS: &str = "sheet_matchings";

/// Of how many sheets it is remembered what their columns mean.
const MOST_MATCHINGS: usize = 20;

/// The heads of a sheet, and what its columns mean.
type Matching = (String, Vec<Option<Means>>);

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

    /// What the columns of a sheet with these heads were last said to mean.
    pub fn matching(&self, heads: &str) -> Result<Option<Vec<Option<Means>>>, StoreError> {
        let known = self.matchings()?.into_iter().find(|(known, _)| known == heads);
        Ok(known.map(|(_, columns)| columns))
    }

    pub fn keep_matching(
        &mut self,
        heads: String,
        columns: Vec<Option<Means>>,
    ) -> Result<(), StoreError> {
        let mut matchings = self.matchings()?;
        matchings.retain(|(known, _)| *known != heads);
        matchings.insert(0, (heads, columns));
        matchings.truncate(MOST_MATCHINGS);
        Ok(meta::set(&self.db, MATCHINGS, wire::write(&matchings))?)
    }

    fn matchings(&self) -> Result<Vec<Matching>, StoreError> {
        let kept = meta::get::<Vec<u8>>(&self.db, MATCHINGS)?;
        Ok(kept.and_then(|kept| wire::read(&kept).ok()).unwrap_or_default())
    }
}
