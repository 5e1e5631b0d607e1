//! What the log tells of the past: a record's history, and what was deleted.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use domain::access::{Class, Scope};
use domain::change::{Act, Entry, PRESENCE};
use domain::id::{DeviceId, RecordId};
use domain::merge::seen_by;
use domain::time::Moment;
use domain::wire::PastChange;
use store::image::Depth;
use store::query::office::device_names;
use store::row;

use super::log::{Log, OrganisationId, SqliteLog};
use super::officer::name_of;
use super::pull::Reading;
use super::route::{areas_in, left_last};
use super::{Caller, LedgerError};

/// How many deleted records are told of.
const MOST_DELETED: usize = 100;

impl Reading<'_> {
    /// The areas in which a record lies now.
    pub(super) fn areas_in(&self, record: RecordId) -> Result<Vec<RecordId>, LedgerError> {
        areas_in(self.db, record)
    }

    fn scope_of(&self, caller: &Caller, now: Moment) -> Result<Scope, LedgerError> {
        let rights = self.organisation.rights_of(caller, now)?;
        Ok(Scope::of(rights, &self.organisation.tree))
    }

    /// A record's changes, to whoever reads all of it, or did until it was deleted; `None` to others.
    pub fn history_for(
        &self,
        caller: &Caller,
        record: RecordId,
        now: Moment,
    ) -> Result<Option<Vec<PastChange>>, LedgerError> {
        let scope = self.scope_of(caller, now)?;
        if self.depth_of(&scope, record)? != Some(Depth::Full)
            && !self.was_read_until_deleted(&scope, record)?
        {
            return Ok(None);
        }
        let history = SqliteLog { db: self.db }.history(OrganisationId(1), record)?;
        let devices = device_names(self.db)?;
        let past = history.iter().map(|entry| self.past_change(&history, entry, &devices));
        past.collect::<Result<_, LedgerError>>().map(Some)
    }

    /// The deletions of what is deleted now, to whoever reads all of it where it lay, the latest
    /// first; a right brings the past with it. What was of somebody who was erased is not among
    /// them: nothing of it can be taken back.
    pub fn deleted_for(
        &self,
        caller: &Caller,
        now: Moment,
    ) -> Result<Vec<PastChange>, LedgerError> {
        let scope = self.scope_of(caller, now)?;
        let devices = device_names(self.db)?;
        let mut deleted = Vec::new();
        for record in self.gone_from(&scope)? {
            if deleted.len() == MOST_DELETED {
                break;
            }
            if !self.was_read_until_deleted(&scope, record)? {
                continue;
            }
            let log = SqliteLog { db: self.db };
            let history = log.history(OrganisationId(1), record)?;
            let deletion = history.iter().rfind(|entry| entry.change.act == Act::Delete);
            let Some(entry) = deletion else { continue };
            let person = log.person_of(OrganisationId(1), &entry.change)?;
            if person.is_none_or(|person| !self.organisation.erased.contains(&person)) {
                deleted.push(self.past_change(&history, entry, &devices)?);
            }
        }
        Ok(deleted)
    }

    fn past_change(
        &self,
        history: &[Entry],
        entry: &Entry,
        devices: &HashMap<DeviceId, String>,
    ) -> Result<PastChange, LedgerError> {
        let change = entry.change.clone();
        let mut saw = seen_by(history, self.lineage, entry);
        saw.remove(PRESENCE); // that it was there is no field that can be written again
        if change.act == Act::Set {
            saw.retain(|field, _| change.fields.contains_key(field));
        }
        Ok(PastChange {
            position: entry.position,
            received: entry.received,
            author: name_of(self.db, change.author)?,
            device: devices.get(&change.id.device).cloned().unwrap_or_default(),
            saw,
            change,
        })
    }

    /// What is gone from the areas where the scope reads all of its kind, moved or deleted, the
    /// latest first.
    fn gone_from(&self, scope: &Scope) -> Result<Vec<RecordId>, LedgerError> {
        let mut statement = self.db.prepare_cached(
            "select position, record, kind from route indexed by route_of_gone
             where area = ?1 and state = 2",
        )?;
        let mut gone = BTreeSet::new();
        for (area, _) in scope.areas() {
            let mut rows = statement.query([area.0])?;
            while let Some(row) = rows.next()? {
                let kind = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
                if scope.class(area, kind) == Some(Class::Full) {
                    gone.insert((Reverse(row.get::<_, i64>(0)?), RecordId(row.get(1)?)));
                }
            }
        }
        let mut told = BTreeSet::new();
        let latest = gone.into_iter().map(|(_, record)| record);
        Ok(latest.filter(|record| told.insert(*record)).collect())
    }

    /// Whether the scope read all of a record until it was deleted.
    fn was_read_until_deleted(&self, scope: &Scope, record: RecordId) -> Result<bool, LedgerError> {
        for (area, kind) in left_last(self.db, record)? {
            let read = scope.class(area, &kind) == Some(Class::Full);
            if read && row::read(self.db, &kind, record)?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
