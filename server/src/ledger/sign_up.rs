//! Citizens' own registrations: what a poster invites to, and what they said of themselves, emptied once
//! it is decided upon.

use domain::change::Fields;
use domain::check::derived_id;
use domain::id::{Position, RecordId};
use domain::kind::{Kind, Record};
use domain::record::{AreaLevel, Poster, SignUp};
use domain::sign_up::{Shut, is_open};
use domain::time::{Day, Moment};
use store::query::sign_ups::registered;
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
        let registered = registered(reading.db, state.id)?;
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
        Ok(Some(Invited { poster: state.id, said, registered, areas, organisation }))
    }
}

impl Invited {
    /// Whether one can still register.
    pub fn is_open(&self, today: Day) -> Result<(), Shut> {
        is_open(self.said.closes_on, self.registered, self.said.takes(), today)?;
        if self.areas.is_empty() { Err(Shut::Nowhere) } else { Ok(()) }
    }
}

impl Ledger {
    /// Records what a citizen said of himself, if his poster still takes him; a form that is sent again is
    /// recorded once.
    pub fn sign_up(
        &mut self,
        fields: &Fields,
        now: Moment,
    ) -> Result<Result<(), Shut>, LedgerError> {
        let record = derived_id(SignUp::KIND, fields).ok_or(LedgerError::BadRequest)?;
        if row::read(self.db(), SignUp::KIND.key, record)?.is_some() {
            return Ok(Ok(()));
        }
        let said = SignUp::from_fields(fields);
        let poster = said.poster.ok_or(LedgerError::BadRequest)?.0;
        let state = row::read(self.db(), Poster::KIND.key, poster)?;
        let invites = state.map(|state| Poster::from_fields(&state.fields)).unwrap_or_default();
        // Others may have come since he saw the page.
        let so_far = registered(self.db(), poster)?;
        if let Err(why) = is_open(invites.closes_on, so_far, invites.takes(), now.day()) {
            return Ok(Err(why));
        }
        // Nobody who has an account said it.
        self.record(RecordId::EVERYWHERE, vec![Act::make(said)], now)?;
        Ok(Ok(()))
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
