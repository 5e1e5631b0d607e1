//! Citizens' own registrations: what a poster invites to, and what they said of themselves, emptied once
//! it is decided upon.

use domain::change::Fields;
use domain::id::{Position, RecordId};
use domain::kind::{Kind, Record};
use domain::record::{AreaLevel, Poster, SignUp};
use domain::time::Moment;
use store::row;

use super::commit::Writer;
use super::log::Log;
use super::own::Act;
use super::{Ledger, LedgerError, Reader};

/// What a poster invites to.
pub struct Invited {
    pub poster: RecordId,
    pub said: Poster,
    /// How many have registered by it.
    pub registered: u64,
    /// The neighbourhoods in which one can, each with its name.
    pub areas: Vec<(RecordId, String)>,
    pub organisation: String,
}

impl Reader {
    /// The poster that has this code.
    pub fn invited(&mut self, code: &str) -> Result<Option<Invited>, LedgerError> {
        let reading = self.reading()?;
        let posters = row::read_all(reading.db, Poster::KIND, "code = ?1", &[&code])?;
        let Some(state) = posters.into_iter().next() else { return Ok(None) };
        let said = Poster::from_fields(&state.fields);
        // Index: `sign_up_by_poster`.
        let registered: i64 = reading
            .db
            .prepare_cached("select count(*) from sign_up where poster = ?1")?
            .query_row([state.id.0], |row| row.get(0))?;
        let tree = &reading.organisation.tree;
        let below = said.area.map(|area| tree.below(area.0)).unwrap_or_default();
        let mut areas: Vec<(RecordId, String)> = below
            .into_iter()
            .filter_map(|area| tree.get(area))
            .filter(|area| area.level == AreaLevel::Neighbourhood && area.until.is_none())
            .map(|area| (area.id, area.name.clone()))
            .collect();
        areas.sort_by_cached_key(|(_, name)| store::query::review::natural(name));
        let organisation = reading.organisation.name();
        Ok(Some(Invited {
            poster: state.id,
            said,
            registered: registered as u64,
            areas,
            organisation,
        }))
    }
}

impl Ledger {
    /// Records what a citizen said of himself; a form that is sent again is recorded once.
    pub fn sign_up(&mut self, fields: Fields, now: Moment) -> Result<(), LedgerError> {
        let record =
            domain::check::derived_id(SignUp::KIND, &fields).ok_or(LedgerError::BadRequest)?;
        if row::read(self.db(), SignUp::KIND.key, record)?.is_some() {
            return Ok(());
        }
        // Nobody who has an account said it.
        self.record(RecordId::EVERYWHERE, vec![Act::make(SignUp::from_fields(&fields))], now)?;
        Ok(())
    }
}

/// Whether something has ended a record of which then nothing personal is kept.
pub fn is_ended(kind: &Kind, fields: &Fields) -> bool {
    let ends = kind.emptied_by.and_then(|field| fields.get(field));
    ends.is_some_and(|value| !value.is_null())
}

impl Writer<'_> {
    /// Empties what is personal of a record that has ended.
    pub fn empty_ended(&mut self, record: RecordId, position: Position) -> Result<(), LedgerError> {
        for record in self.log().erase(self.id, record)? {
            self.fold_emptied(record, position)?;
        }
        self.erase_held(record)
    }
}
