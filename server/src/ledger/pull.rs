//! Pulling: what concerns a scope after a cursor, in log order, in bounded pages.

use std::collections::{BTreeMap, BTreeSet};

use domain::access::{Class, Scope};
use domain::id::{Position, RecordId};
use domain::kind::kind;
use domain::lineage::Lineage;
use domain::time::Moment;
use domain::wire::{Cursor, Item, Page, Response};
use rusqlite::{Connection, params};
use sha2::{Digest, Sha256};
use store::image::{Depth, read_at};
use store::row;

use super::log::{Log, OrganisationId, SqliteLog};
use super::organisation::{Organisation, Standing};
use super::route::RouteState;
use super::{Caller, LedgerError};

/// How many records a page holds at most, but for those that moved with one change.
pub(super) const PAGE_RECORDS: usize = 500;

/// A record's way into a scope.
struct Routed {
    kind: String,
    depth: Option<Depth>,
}

/// The ledger as it is read: by its writer, or by a reader beside it.
pub struct Reading<'a> {
    pub db: &'a Connection,
    pub lineage: &'a Lineage,
    pub organisation: &'a Organisation,
    /// How many records a page holds, but for those that moved with one change.
    pub page_records: usize,
}

/// What a device is told that may read nothing.
pub(super) fn reads_nothing(
    organisation: &Organisation,
    lineage: &Lineage,
    caller: &Caller,
) -> Option<Response> {
    let lineage = || lineage.clone();
    match organisation.standing(caller) {
        Standing::Good => None,
        Standing::Revoked => Some(Response::Revoked { lineage: lineage() }),
        Standing::Unknown => Some(Response::Unknown { lineage: lineage() }),
    }
}

impl Reading<'_> {
    pub fn pull(
        &self,
        caller: &Caller,
        cursor: Cursor,
        now: Moment,
    ) -> Result<Response, LedgerError> {
        if let Some(nothing) = reads_nothing(self.organisation, self.lineage, caller) {
            return Ok(nothing);
        }
        let scope = self.organisation.scope(caller.account, now);
        let here = cursor.epoch == self.lineage.present();
        if !here || cursor.scope != self.scope_name(&scope, cursor.position) {
            return Ok(Response::Image { lineage: self.lineage.clone() });
        }
        self.page(&scope, cursor).map(Response::Page)
    }

    /// The last place of the log.
    pub fn head(&self) -> Result<Position, LedgerError> {
        SqliteLog { db: self.db }.head(OrganisationId(1))
    }

    fn page(&self, scope: &Scope, from: Cursor) -> Result<Page, LedgerError> {
        let head = self.head()?;
        let mut places: BTreeMap<Position, BTreeSet<RecordId>> = BTreeMap::new();
        let mut statement = self.db.prepare_cached(
            "select record, position from route indexed by route_of_area
             where area = ?1 and position > ?2 order by position limit ?3",
        )?;
        // The last place up to which every area's rows were read, where some list was cut.
        let mut cut: Option<Position> = None;
        for (area, _) in scope.areas() {
            let limit = self.page_records as i64;
            let rows: Vec<(RecordId, Position)> = statement
                .query_map(params![area.0, from.position.0 as i64, limit], |row| {
                    Ok((RecordId(row.get(0)?), Position(row.get::<_, i64>(1)? as u64)))
                })?
                .collect::<rusqlite::Result<_>>()?;
            if rows.len() == self.page_records
                && let Some((_, last)) = rows.last()
            {
                cut = Some(cut.map_or(*last, |cut| cut.min(*last)));
            }
            for (record, position) in rows {
                places.entry(position).or_default().insert(record);
            }
        }
        let mut records: Vec<RecordId> = Vec::new();
        let mut upto = head;
        for (position, here) in places {
            let beyond = cut.is_some_and(|cut| position > cut);
            if beyond || (records.len() >= self.page_records && position <= head) {
                upto = Position(position.0 - 1).min(upto);
                break;
            }
            if cut == Some(position) {
                // The list may have been cut in the midst of this place: take it whole.
                records.extend(self.routed_at(scope, position)?);
                upto = position;
                break;
            }
            records.extend(here);
        }
        let mut taken = BTreeSet::new();
        let mut items = Vec::with_capacity(records.len());
        for record in records {
            if taken.insert(record) {
                items.extend(self.item(scope, record)?);
            }
        }
        let cursor = Cursor { position: upto, scope: self.scope_name(scope, upto), ..from };
        Ok(Page { from, items, cursor, more: upto < head })
    }

    /// All records that this one place brings to the scope.
    fn routed_at(&self, scope: &Scope, position: Position) -> Result<Vec<RecordId>, LedgerError> {
        let mut records = Vec::new();
        let mut statement =
            self.db.prepare_cached("select record from route where area = ?1 and position = ?2")?;
        for (area, _) in scope.areas() {
            let rows = statement
                .query_map(params![area.0, position.0 as i64], |row| Ok(RecordId(row.get(0)?)))?;
            for record in rows {
                records.push(record?);
            }
        }
        Ok(records)
    }

    /// The record as it concerns the scope; `None`: it never did.
    fn item(&self, scope: &Scope, record: RecordId) -> Result<Option<Item>, LedgerError> {
        let Some(routed) = self.routed(scope, record)? else { return Ok(None) };
        let state = row::read(self.db, &routed.kind, record)?;
        let (Some(mut state), Some(depth)) = (state, routed.depth) else {
            let position = self.head()?;
            return Ok(Some(Item::Gone { kind: routed.kind, id: record, position }));
        };
        state.fields = read_at(kind(&state.kind), &state.fields, depth);
        if depth == Depth::Card {
            return Ok(Some(Item::Card { state }));
        }
        let disputed =
            if depth == Depth::Full { row::read_disputed(self.db, record)? } else { vec![] };
        Ok(Some(Item::Record { state, disputed }))
    }

    /// How deep a scope reads a record; `None`: not at all.
    pub fn depth_of(&self, scope: &Scope, record: RecordId) -> Result<Option<Depth>, LedgerError> {
        Ok(self.routed(scope, record)?.and_then(|routed| routed.depth))
    }

    /// How the scope reads a record: the most that any of its areas gives.
    fn routed(&self, scope: &Scope, record: RecordId) -> Result<Option<Routed>, LedgerError> {
        let mut statement =
            self.db.prepare_cached("select area, kind, state from route where record = ?1")?;
        let mut rows = statement.query([record.0])?;
        let mut routed: Option<Routed> = None;
        while let Some(row) = rows.next()? {
            let (area, key) = (RecordId(row.get(0)?), row.get::<_, String>(1)?);
            let Some(class) = scope.class(area, &key) else { continue };
            let depth = depth(class, RouteState::of(row.get(2)?));
            let so_far = routed.get_or_insert(Routed { kind: key, depth: None });
            so_far.depth = so_far.depth.max(depth);
        }
        Ok(routed)
    }

    /// Names a scope as it was at a place in the log: an area made later has brought nothing
    /// before it, so it takes no image.
    pub fn scope_name(&self, scope: &Scope, position: Position) -> u64 {
        let mut hash = Sha256::new();
        for (area, class) in scope.areas() {
            let made = self.organisation.area_made.get(&area).copied().unwrap_or_default();
            if made <= position {
                hash.update(area.0.to_be_bytes());
                hash.update([class as u8]);
            }
        }
        let hash = hash.finalize();
        u64::from_be_bytes(hash[..8].try_into().expect("a SHA-256 has 32 bytes"))
    }
}

pub(super) fn depth(class: Class, state: RouteState) -> Option<Depth> {
    match (state, class) {
        (RouteState::Gone, _) | (_, Class::Organisation) => None,
        (RouteState::Card, _) => Some(Depth::Card),
        (RouteState::In, Class::Full) => Some(Depth::Full),
        (RouteState::In, Class::Figures) => Some(Depth::Figures),
    }
}
