//! Cards: what a record of an area refers to outside of it comes along, at least by its name.

use domain::change::Fields;
use domain::field::FieldType;
use domain::id::{Position, RecordId};
use domain::kind::{AreaRule, Kind, Mark, kind};
use domain::record::KINDS;
use domain::value::Value;
use rusqlite::{OptionalExtension, params};
use store::row;

use super::LedgerError;
use super::commit::Writer;
use super::route::{RouteState, refers_to};

impl Writer<'_> {
    /// What a record refers to comes into its areas at least as a card; what it no longer refers
    /// to goes, unless something else there still does.
    pub fn deal_cards(
        &mut self,
        kind: &'static Kind,
        record: RecordId,
        before: Option<&Fields>,
        after: Option<&Fields>,
        position: Position,
    ) -> Result<(), LedgerError> {
        let rows = self.routes_of(record)?;
        for field in kind.fields.iter().filter(|field| brings_card(kind, field)) {
            let value = |fields: Option<&Fields>| {
                fields
                    .and_then(|fields| fields.get(field.key))
                    .and_then(Value::as_int)
                    .map(RecordId)
            };
            let (was, is) = (value(before), value(after));
            for (area, state) in &rows {
                if let (Some(target), RouteState::In) = (is, state) {
                    self.deal_card(target, *area, position)?;
                }
                let drops =
                    if *state == RouteState::In { was.filter(|was| Some(*was) != is) } else { was };
                if let Some(target) = drops {
                    self.take_card(target, *area, position)?;
                }
            }
        }
        Ok(())
    }

    fn deal_card(
        &self,
        target: RecordId,
        area: RecordId,
        position: Position,
    ) -> Result<(), LedgerError> {
        let Some(kind) = self.kind_of(target)?.and_then(|key| kind(&key)) else { return Ok(()) };
        if kind.area == AreaRule::Everywhere {
            return Ok(());
        }
        let there: Option<i64> = self
            .db
            .prepare_cached(
                "select state from route where record = ?1 and area = ?2 and state != 2",
            )?
            .query_row(params![target.0, area.0], |row| row.get(0))
            .optional()?;
        let exists =
            || -> Result<bool, LedgerError> { Ok(row::read(self.db, kind.key, target)?.is_some()) };
        if there.is_none() && exists()? {
            self.write_route(kind, target, area, RouteState::Card, position)?;
        }
        Ok(())
    }

    /// A deleted record is there again: it shows as a card wherever something refers to it.
    pub fn show_to_referrers(
        &self,
        target: &'static Kind,
        record: RecordId,
        position: Position,
    ) -> Result<(), LedgerError> {
        for (kind, field) in referring_fields(target) {
            let areas: Vec<RecordId> = self
                .db
                .prepare_cached(&format!(
                    "select distinct r.area from \"{kind}\" k join route r on r.record = k.id and r.state = 0
                     where k.\"{field}\" = ?1 and k.id != ?1"
                ))?
                .query_map([record.0], |row| Ok(RecordId(row.get(0)?)))?
                .collect::<rusqlite::Result<_>>()?;
            for area in areas {
                self.deal_card(record, area, position)?;
            }
        }
        Ok(())
    }

    fn take_card(
        &self,
        target: RecordId,
        area: RecordId,
        position: Position,
    ) -> Result<(), LedgerError> {
        let is_card: bool = self
            .db
            .prepare_cached(
                "select exists (select 1 from route where record = ?1 and area = ?2 and state = 1)",
            )?
            .query_row(params![target.0, area.0], |row| row.get(0))?;
        let Some(kind) = self.kind_of(target)?.and_then(|key| kind(&key)) else { return Ok(()) };
        if is_card && !self.is_referred_to_in(kind, target, area)? {
            self.write_route(kind, target, area, RouteState::Gone, position)?;
        }
        Ok(())
    }

    /// Whether a record that lies in the area refers to this one.
    pub fn is_referred_to_in(
        &self,
        target: &'static Kind,
        record: RecordId,
        area: RecordId,
    ) -> Result<bool, LedgerError> {
        for (kind, field) in referring_fields(target) {
            let refers: bool = self
                .db
                .prepare_cached(&format!(
                    "select exists (select 1 from \"{kind}\" k join route r on r.record = k.id and r.area = ?2 and r.state = 0
                     where k.\"{field}\" = ?1 and k.id != ?1)"
                ))?
                .query_row(params![record.0, area.0], |row| row.get(0))?;
            if refers {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// The fields, of any kind, that bring a card of such a record: (kind, field) each.
fn referring_fields(target: &'static Kind) -> impl Iterator<Item = (&'static str, &'static str)> {
    KINDS.iter().flat_map(move |kind| {
        let fields = kind.fields.iter().filter(move |field| {
            brings_card(kind, field) && refers_to(kind, field.key, target.key)
        });
        fields.map(|field| (kind.key, field.key))
    })
}

/// Whether a field brings a card of what it refers to.
pub fn brings_card(kind: &Kind, field: &domain::kind::Field) -> bool {
    let FieldType::Ref(kinds) = field.ty else { return false };
    let shared = |key: &&str| {
        matches!(domain::kind::kind(key).map(|kind| kind.area), Some(AreaRule::Everywhere))
    };
    kind.area != AreaRule::Everywhere
        && !kinds.is_empty()
        && !kinds.iter().all(shared)
        && !field.has(Mark::Personal)
}
