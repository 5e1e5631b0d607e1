//! Where somebody, or a household, lives now: it tells people of one name apart.

use domain::id::RecordId;
use rusqlite::{Connection, OptionalExtension};

use super::record::ITS_RECORDS;
use crate::error::StoreError;

/// A place to live in.
pub(super) struct Home {
    /// House and street; empty if they are not known.
    pub address: String,
    /// The area; a neighbourhood with its ward, since each ward has one of its name.
    pub area: String,
}

impl Home {
    /// Both in one line.
    pub fn line(&self) -> String {
        let parts = [&self.address, &self.area].into_iter().filter(|part| !part.is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    }
}

/// The home of a person or a household; whoever is on record twice lives where he moved to last.
/// Index: `residence_by_subject`.
pub(super) fn home(db: &Connection, subject: RecordId) -> Result<Option<Home>, StoreError> {
    let home = db
        .prepare_cached(&format!(
            "select trim(coalesce(house, '') || ' ' || coalesce(street, '')),
               area.name || coalesce(', ' || ward.name, '')
             from residence join area on area.id = residence.area
             left join area ward on ward.id = area.parent and area.level = 4
             left join household on household.id = coalesce(residence.household, residence.subject)
             where subject in ({ITS_RECORDS})
               and residence.until is null order by residence.since desc limit 1",
        ))?
        .query_row([subject.0], |row| Ok(Home { address: row.get(0)?, area: row.get(1)? }))
        .optional()?;
    Ok(home)
}
