//! Routing: one row for (area, record) says whether the record is in that area's scope, there as a
//! card, or gone, and since which place in the log.
//!
//! A change that moves a record re-routes, in the same transaction, everything whose area goes
//! through it. Scopes are opened through the area tree when they are read, so that a split of
//! areas writes nothing here.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::Fields;
use domain::id::{Position, RecordId};
use domain::kind::{AreaRule, Kind, kind};
use domain::record::KINDS;
use domain::value::Value;
use rusqlite::{Connection, OptionalExtension, params};
use store::row;

use super::LedgerError;
use super::cards::brings_card;
use super::commit::Writer;

/// How a record concerns an area.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RouteState {
    In = 0,
    Card = 1,
    Gone = 2,
}

impl RouteState {
    pub fn of(number: i64) -> Self {
        match number {
            0 => RouteState::In,
            1 => RouteState::Card,
            _ => RouteState::Gone,
        }
    }
}

/// Areas in one of which a right is needed.
#[derive(Clone)]
pub enum Areas {
    These(BTreeSet<RecordId>),
    /// Nothing places the record yet; what comes with it in its group will.
    AnyOfTheAuthors,
}

impl Areas {
    pub fn and(self, more: BTreeSet<RecordId>) -> Self {
        match self {
            Areas::These(mut areas) => {
                areas.extend(more);
                Areas::These(areas)
            }
            any @ Areas::AnyOfTheAuthors => any,
        }
    }
}

/// The areas that a record is in now.
pub fn areas_in<C: FromIterator<RecordId>>(
    db: &Connection,
    record: RecordId,
) -> Result<C, LedgerError> {
    Ok(db
        .prepare_cached("select area from route where record = ?1 and state = 0")?
        .query_map([record.0], |row| Ok(RecordId(row.get(0)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

/// The areas that a record left last, each with its kind: of one that was deleted, where it lay.
pub fn left_last(
    db: &Connection,
    record: RecordId,
) -> Result<Vec<(RecordId, String)>, LedgerError> {
    Ok(db
        .prepare_cached(
            "select area, kind from route where record = ?1
               and left_at = (select max(left_at) from route where record = ?1)",
        )?
        .query_map([record.0], |row| Ok((RecordId(row.get(0)?), row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?)
}

impl Writer<'_> {
    /// The areas that a record is in now.
    pub fn areas_in(&self, record: RecordId) -> Result<BTreeSet<RecordId>, LedgerError> {
        areas_in(self.db, record)
    }

    /// The areas that a record is in, or was in until it was deleted.
    pub fn areas_in_or_left(&self, record: RecordId) -> Result<BTreeSet<RecordId>, LedgerError> {
        let areas = self.areas_in(record)?;
        if !areas.is_empty() {
            return Ok(areas);
        }
        Ok(left_last(self.db, record)?.into_iter().map(|(area, _)| area).collect())
    }

    /// The areas that a record was in at a place in the log.
    pub fn areas_at(
        &self,
        record: RecordId,
        place: Position,
    ) -> Result<BTreeSet<RecordId>, LedgerError> {
        Ok(self
            .db
            .prepare_cached(
                "select area from route where record = ?1 and state = 0 and came_at <= ?2
                 union
                 select area from stay where record = ?1 and came_at <= ?2 and left_at > ?2",
            )?
            .query_map(params![record.0, place.0 as i64], |row| Ok(RecordId(row.get(0)?)))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// The kind of a record that is or was there.
    pub fn kind_of(&self, record: RecordId) -> Result<Option<String>, LedgerError> {
        Ok(self
            .db
            .prepare_cached("select kind from route where record = ?1 limit 1")?
            .query_row([record.0], |row| row.get(0))
            .optional()?)
    }

    /// Routes a record after a change of its own at `position`, and all whose area goes through it.
    pub fn route(
        &mut self,
        kind: &'static Kind,
        record: RecordId,
        before: Option<&Fields>,
        after: Option<&Fields>,
        position: Position,
    ) -> Result<(), LedgerError> {
        let restored = before.is_none() && after.is_some() && self.kind_of(record)?.is_some();
        let moved = self.place(kind, record, after, position, true)?;
        if restored {
            self.show_to_referrers(kind, record, position)?;
        }
        self.deal_cards(kind, record, before, after, position)?;
        for target in carried_targets(kind, before, after) {
            self.place_again(target, position)?;
        }
        if moved {
            self.place_dependents(kind, record, position)?;
        }
        Ok(())
    }

    /// Places a record whose own fields did not change.
    fn place_again(&mut self, record: RecordId, position: Position) -> Result<(), LedgerError> {
        let Some(kind) = self.kind_of(record)?.and_then(|key| kind(&key)) else { return Ok(()) };
        let fields = row::read(self.db, kind.key, record)?.map(|state| state.fields);
        if self.place(kind, record, fields.as_ref(), position, false)? {
            self.deal_cards(kind, record, fields.as_ref(), fields.as_ref(), position)?;
            self.place_dependents(kind, record, position)?;
        }
        Ok(())
    }

    /// How a record concerns each area that has heard of it.
    pub fn routes_of(
        &self,
        record: RecordId,
    ) -> Result<BTreeMap<RecordId, RouteState>, LedgerError> {
        Ok(self
            .db
            .prepare_cached("select area, state from route where record = ?1")?
            .query_map([record.0], |row| Ok((RecordId(row.get(0)?), RouteState::of(row.get(1)?))))?
            .collect::<rusqlite::Result<_>>()?)
    }

    /// Writes the record's rows; says whether the set of areas that it is in has changed.
    /// `touched`: the record itself changed, so every row that shows it does.
    fn place(
        &mut self,
        kind: &'static Kind,
        record: RecordId,
        fields: Option<&Fields>,
        position: Position,
        touched: bool,
    ) -> Result<bool, LedgerError> {
        let wanted = match fields {
            Some(fields) => self.areas_of(kind, record, fields)?,
            None => BTreeSet::new(),
        };
        let mut rows = self.routes_of(record)?;
        let mut moved = false;
        for area in &wanted {
            let was = rows.remove(area);
            if was != Some(RouteState::In) {
                moved = true;
            }
            if was != Some(RouteState::In) || touched {
                self.write_route(kind, record, *area, RouteState::In, position)?;
            }
        }
        for (area, was) in rows {
            match was {
                // It was there only until the rest of its group placed it; nobody has seen it.
                RouteState::In if self.made.contains(&record) => {
                    moved = true;
                    self.db
                        .prepare_cached("delete from route where record = ?1 and area = ?2")?
                        .execute([record.0, area.0])?;
                }
                RouteState::In => {
                    moved = true;
                    let still = fields.is_some() && self.is_referred_to_in(kind, record, area)?;
                    let state = if still { RouteState::Card } else { RouteState::Gone };
                    self.write_route(kind, record, area, state, position)?;
                    self.mark_left(record, area, position)?;
                }
                RouteState::Card if fields.is_none() => {
                    self.write_route(kind, record, area, RouteState::Gone, position)?;
                }
                RouteState::Card if touched => {
                    self.write_route(kind, record, area, RouteState::Card, position)?;
                }
                _ => {}
            }
        }
        Ok(moved)
    }

    pub fn write_route(
        &self,
        kind: &Kind,
        record: RecordId,
        area: RecordId,
        state: RouteState,
        position: Position,
    ) -> Result<(), LedgerError> {
        self.db
            .prepare_cached(
                "insert into route (record, area, kind, state, position, came_at)
                 values (?1, ?2, ?3, ?4, ?5, ?5)
                 on conflict do update set
                   came_at = iif(excluded.state = 0 and state != 0, excluded.came_at, came_at),
                   state = excluded.state, position = excluded.position",
            )?
            .execute(params![record.0, area.0, kind.key, state as i64, position.0 as i64])?;
        Ok(())
    }

    fn mark_left(
        &self,
        record: RecordId,
        area: RecordId,
        position: Position,
    ) -> Result<(), LedgerError> {
        let here = params![record.0, area.0, position.0 as i64];
        self.db
            .prepare_cached("update route set left_at = ?3 where record = ?1 and area = ?2")?
            .execute(here)?;
        self.db
            .prepare_cached(
                "insert into stay (record, area, came_at, left_at)
                 select record, area, came_at, left_at from route
                 where record = ?1 and area = ?2 and came_at < ?3",
            )?
            .execute(here)?;
        Ok(())
    }

    /// The areas that a record lies in, by its kind's rule. A disputed area counts with every
    /// candidate. What nothing places lies with the organisation's own area.
    pub fn areas_of(
        &self,
        kind: &'static Kind,
        record: RecordId,
        fields: &Fields,
    ) -> Result<BTreeSet<RecordId>, LedgerError> {
        let mut areas = match kind.area {
            AreaRule::Everywhere => [RecordId::EVERYWHERE].into(),
            AreaRule::Field(field) => self.with_lists(self.candidates(record, field, fields)?)?,
            AreaRule::Through(through) => {
                let mut areas = BTreeSet::new();
                for field in through {
                    for target in self.candidates(record, field, fields)? {
                        areas.extend(self.areas_in(target)?);
                    }
                }
                areas
            }
            AreaRule::Carried(carriers) => self.carried_areas(carriers, record)?,
        };
        if areas.is_empty() {
            areas.insert(self.organisation.root());
        }
        if kind.gives_scope {
            areas.insert(record);
        }
        Ok(areas)
    }

    /// Of areas that are themselves records, an event's list, also those that these lie in.
    pub fn with_lists(
        &self,
        mut areas: BTreeSet<RecordId>,
    ) -> Result<BTreeSet<RecordId>, LedgerError> {
        let is_list = |area: &&RecordId| self.organisation.tree.get(**area).is_none();
        let lists: Vec<RecordId> = areas.iter().filter(is_list).copied().collect();
        for list in lists {
            areas.extend(self.areas_in(list)?);
        }
        Ok(areas)
    }

    /// The value of a field, and what stands against it.
    fn candidates(
        &self,
        record: RecordId,
        field: &str,
        fields: &Fields,
    ) -> Result<BTreeSet<RecordId>, LedgerError> {
        let mut candidates: BTreeSet<RecordId> = self
            .db
            .prepare_cached(
                "select value from conflict where record = ?1 and field = ?2 and value is not null",
            )?
            .query_map(params![record.0, field], |row| Ok(RecordId(row.get(0)?)))?
            .collect::<rusqlite::Result<_>>()?;
        candidates.extend(fields.get(field).and_then(Value::as_int).map(RecordId));
        Ok(candidates)
    }

    /// The areas of the open episodes that refer to a record; where none is open, of the one that
    /// ended last.
    pub fn carried_areas(
        &self,
        carriers: &[(&str, &str)],
        record: RecordId,
    ) -> Result<BTreeSet<RecordId>, LedgerError> {
        let mut open = BTreeSet::new();
        let mut last: Option<(i64, RecordId)> = None;
        for (carrier, field) in carriers {
            let until =
                kind(carrier).and_then(|kind| kind.episode).map_or("null", |episode| episode.until);
            let until = if until == "null" { "null".to_owned() } else { format!("\"{until}\"") };
            let mut statement = self.db.prepare_cached(&format!(
                "select id, {until} from \"{carrier}\" where \"{field}\" = ?1"
            ))?;
            let episodes: Vec<(RecordId, Option<i64>)> = statement
                .query_map([record.0], |row| Ok((RecordId(row.get(0)?), row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for (episode, ended) in episodes {
                match ended {
                    None => open.extend(self.areas_in(episode)?),
                    Some(day) if last.is_none_or(|last| last < (day, episode)) => {
                        last = Some((day, episode));
                    }
                    Some(_) => {}
                }
            }
        }
        match last {
            Some((_, episode)) if open.is_empty() => self.areas_in(episode),
            _ => Ok(open),
        }
    }

    /// One of the records whose area goes through this one.
    pub fn first_through(
        &self,
        kind: &'static Kind,
        record: RecordId,
    ) -> Result<Option<RecordId>, LedgerError> {
        for (through, field) in kinds_through(kind) {
            let first: Option<i64> = self
                .db
                .prepare_cached(&format!(
                    "select id from \"{}\" where \"{field}\" = ?1 limit 1",
                    through.key
                ))?
                .query_row([record.0], |row| row.get(0))
                .optional()?;
            if first.is_some() {
                return Ok(first.map(RecordId));
            }
        }
        Ok(None)
    }

    /// Everything whose area goes through a record that has moved.
    fn place_dependents(
        &mut self,
        moved: &'static Kind,
        record: RecordId,
        position: Position,
    ) -> Result<(), LedgerError> {
        for (through, field) in kinds_through(moved) {
            let dependents: Vec<RecordId> = self
                .db
                .prepare_cached(&format!(
                    "select id from \"{}\" where \"{field}\" = ?1",
                    through.key
                ))?
                .query_map([record.0], |row| Ok(RecordId(row.get(0)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for dependent in dependents {
                self.place_again(dependent, position)?;
            }
        }
        let fields = row::read(self.db, moved.key, record)?.map(|state| state.fields);
        for target in carried_targets(moved, fields.as_ref(), None) {
            self.place_again(target, position)?;
        }
        Ok(())
    }
}

/// The records whose area this one carries, before and after a change.
fn carried_targets(
    carrier: &Kind,
    before: Option<&Fields>,
    after: Option<&Fields>,
) -> BTreeSet<RecordId> {
    let fields = KINDS.iter().flat_map(|kind| match kind.area {
        AreaRule::Carried(carriers) => carriers,
        _ => &[],
    });
    fields
        .filter(|(key, _)| *key == carrier.key)
        .flat_map(|(_, field)| {
            [before, after].into_iter().flatten().filter_map(|fields| fields.get(*field))
        })
        .filter_map(Value::as_int)
        .map(RecordId)
        .collect()
}

/// Indexes from every record to those that refer to it: a move asks who still does.
pub fn index_references(db: &Connection) -> rusqlite::Result<()> {
    for kind in KINDS {
        for field in kind.fields.iter().filter(|field| brings_card(kind, field)) {
            let (table, column) = (kind.key, field.key);
            db.execute_batch(&format!(
                "create index if not exists \"{table}_refers_by_{column}\" on \"{table}\" (\"{column}\")
                 where \"{column}\" is not null"
            ))?;
        }
    }
    Ok(())
}

/// The kinds whose records have their area through one of this kind, and by which field.
fn kinds_through(to: &'static Kind) -> impl Iterator<Item = (&'static Kind, &'static str)> {
    KINDS.iter().flat_map(move |kind| {
        let fields: Vec<&'static str> = match kind.area {
            AreaRule::Through(fields) => fields.to_vec(),
            AreaRule::Field(field) if to.gives_scope => vec![field],
            _ => vec![],
        };
        let fitting = fields.into_iter().filter(move |field| refers_to(kind, field, to.key));
        fitting.map(move |field| (*kind, field))
    })
}

pub fn refers_to(kind: &Kind, field: &str, target: &str) -> bool {
    use domain::field::FieldType;
    matches!(kind.field(field).map(|field| field.ty), Some(FieldType::Ref(kinds)) if kinds.contains(&target))
}
