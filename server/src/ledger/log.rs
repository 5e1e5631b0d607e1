//! The log: one totally ordered list of accepted changes an organisation, behind a small trait, so
//! that another engine can hold it when one machine is outgrown. Nothing else here knows which.

use std::collections::BTreeSet;

use domain::change::{Answered, Change, Entry, Fields};
use domain::id::{ChangeId, DeviceId, Position, RecordId};
use domain::kind::{PersonRule, kind};
use domain::time::Moment;
use domain::wire;
use rusqlite::{Connection, OptionalExtension, Row, params};

use super::LedgerError;

/// Whose log: one installation may hold many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrganisationId(pub u64);

/// An entry on its way into the log, with the keyed hash of what the device sent.
pub struct NewEntry {
    pub entry: Entry,
    pub digest: [u8; 16],
}

/// Where a change stands in the log, and the hash of its content while that is kept.
pub struct Found {
    pub position: Position,
    pub digest: Option<Vec<u8>>,
}

/// A totally ordered log. No reader sees n + 1 before n.
pub trait Log {
    fn head(&self, organisation: OrganisationId) -> Result<Position, LedgerError>;

    /// Appends entries after `expected`; fails if the head has moved.
    fn append(
        &self,
        organisation: OrganisationId,
        expected: Position,
        entries: &[NewEntry],
    ) -> Result<(), LedgerError>;

    /// A record's changes, in order.
    fn history(
        &self,
        organisation: OrganisationId,
        record: RecordId,
    ) -> Result<Vec<Entry>, LedgerError>;

    fn find(
        &self,
        organisation: OrganisationId,
        change: ChangeId,
    ) -> Result<Option<Found>, LedgerError>;

    /// The highest number that a device's changes have in the log; 0: none.
    fn highest(&self, organisation: OrganisationId, device: DeviceId) -> Result<u64, LedgerError>;

    /// Whose personal data a change says; `None`: nobody's.
    fn person_of(
        &self,
        organisation: OrganisationId,
        change: &Change,
    ) -> Result<Option<RecordId>, LedgerError>;

    /// Empties the personal values of a person in every entry, and gives the records that had any.
    /// What figures count by stays.
    fn erase(
        &self,
        organisation: OrganisationId,
        person: RecordId,
    ) -> Result<BTreeSet<RecordId>, LedgerError>;

    /// Lets go of the hashes of changes received before this moment.
    fn forget_digests(
        &self,
        organisation: OrganisationId,
        before: Moment,
    ) -> Result<(), LedgerError>;
}

/// The log of one organisation in the table `log` of its database.
pub struct SqliteLog<'a> {
    pub db: &'a Connection,
}

const COLUMNS: &str = "position, received, change, personal, earlier";

impl Log for SqliteLog<'_> {
    fn head(&self, _: OrganisationId) -> Result<Position, LedgerError> {
        let head: i64 = self
            .db
            .prepare_cached("select coalesce(max(position), 0) from log")?
            .query_row([], |row| row.get(0))?;
        Ok(Position(head as u64))
    }

    fn append(
        &self,
        organisation: OrganisationId,
        expected: Position,
        entries: &[NewEntry],
    ) -> Result<(), LedgerError> {
        if self.head(organisation)? != expected {
            return Err(LedgerError::HeadMoved);
        }
        let mut insert = self.db.prepare_cached(
            "insert into log (position, device, number, author, kind, record, made, received,
                              change, personal, person, earlier, digest)
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?;
        for NewEntry { entry, digest } in entries {
            let (change, personal) = parted(&entry.change);
            let person = match &personal {
                Some(_) => self.person_of(organisation, &entry.change)?,
                None => None,
            };
            insert.execute(params![
                entry.position.0 as i64,
                change.id.device.0 as i64,
                change.id.number as i64,
                change.author.0,
                change.kind,
                change.record.0,
                change.made.0,
                entry.received.0,
                wire::write(&change),
                personal.as_ref().map(wire::write),
                person.map(|person| person.0),
                (!entry.earlier.is_empty()).then(|| wire::write(&entry.earlier)),
                digest.as_slice(),
            ])?;
        }
        Ok(())
    }

    fn history(&self, _: OrganisationId, record: RecordId) -> Result<Vec<Entry>, LedgerError> {
        let mut statement = self.db.prepare_cached(&format!(
            "select {COLUMNS} from log where record = ?1 order by position"
        ))?;
        let mut rows = statement.query([record.0])?;
        let mut history = Vec::new();
        while let Some(row) = rows.next()? {
            history.push(entry_of(row)?);
        }
        Ok(history)
    }

    fn find(&self, _: OrganisationId, change: ChangeId) -> Result<Option<Found>, LedgerError> {
        Ok(self
            .db
            .prepare_cached("select position, digest from log where device = ?1 and number = ?2")?
            .query_row(params![change.device.0 as i64, change.number as i64], |row| {
                Ok(Found { position: Position(row.get::<_, i64>(0)? as u64), digest: row.get(1)? })
            })
            .optional()?)
    }

    fn highest(&self, _: OrganisationId, device: DeviceId) -> Result<u64, LedgerError> {
        let highest: i64 = self
            .db
            .prepare_cached("select coalesce(max(number), 0) from log where device = ?1")?
            .query_row([device.0 as i64], |row| row.get(0))?;
        Ok(highest as u64)
    }

    fn person_of(
        &self,
        _: OrganisationId,
        change: &Change,
    ) -> Result<Option<RecordId>, LedgerError> {
        let fields = match kind(&change.kind).map_or(PersonRule::Nobody, |kind| kind.person) {
            PersonRule::Nobody => return Ok(None),
            PersonRule::Itself => return Ok(Some(change.record)),
            PersonRule::Fields(fields) => fields,
        };
        let said = fields.iter().find_map(|field| change.fields.get(*field)?.as_int());
        if let Some(person) = said {
            return Ok(Some(RecordId(person)));
        }
        // It was said when the record was made.
        let person: Option<i64> = self
            .db
            .prepare_cached("select person from log where record = ?1 and person is not null")?
            .query_row([change.record.0], |row| row.get(0))
            .optional()?;
        Ok(person.map(RecordId))
    }

    fn erase(
        &self,
        _: OrganisationId,
        person: RecordId,
    ) -> Result<BTreeSet<RecordId>, LedgerError> {
        let mut records = BTreeSet::new();
        let entries: Vec<(i64, Vec<u8>, Vec<u8>)> = self
            .db
            .prepare_cached("select position, change, personal from log where person = ?1 and personal is not null")?
            .query_map([person.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for (position, change, personal) in entries {
            let mut change: Change = wire::read(&change)?;
            records.insert(change.record);
            let mut personal: Fields = wire::read(&personal)?;
            if let Some(kind) = kind(&change.kind) {
                store::strip(kind, &mut personal);
            } else {
                personal.clear();
            }
            // What stays is no longer personal: it stands with the rest. A null that stays says
            // that the entry set the field.
            change.fields.extend(personal);
            self.db
                .prepare_cached("update log set change = ?2, personal = null, digest = null where position = ?1")?
                .execute(params![position, wire::write(&change)])?;
        }
        Ok(records)
    }

    fn forget_digests(&self, _: OrganisationId, before: Moment) -> Result<(), LedgerError> {
        self.db
            .prepare_cached(
                "update log set digest = null where received < ?1 and digest is not null",
            )?
            .execute([before.0])?;
        Ok(())
    }
}

/// A change without its personal values, and those.
fn parted(change: &Change) -> (Change, Option<Fields>) {
    let mut change = change.clone();
    let declared = kind(&change.kind);
    let is_personal = |name: &str| declared.is_none_or(|kind| kind.is_personal(name));
    let (personal, rest): (Fields, Fields) =
        std::mem::take(&mut change.fields).into_iter().partition(|(name, _)| is_personal(name));
    change.fields = rest;
    (change, (!personal.is_empty()).then_some(personal))
}

/// Reads a row of [`COLUMNS`].
fn entry_of(row: &Row) -> Result<Entry, LedgerError> {
    let blob = |column| -> rusqlite::Result<Option<Vec<u8>>> { row.get(column) };
    let mut change: Change = wire::read(&blob(2)?.unwrap_or_default())?;
    if let Some(personal) = blob(3)? {
        change.fields.extend(wire::read::<Fields>(&personal)?);
    }
    let earlier: Vec<Answered> = match blob(4)? {
        Some(earlier) => wire::read(&earlier)?,
        None => vec![],
    };
    Ok(Entry {
        position: Position(row.get::<_, i64>(0)? as u64),
        received: Moment(row.get(1)?),
        change,
        earlier,
    })
}

/// The kinds that keep the organisation running, as the index `log_of_organisation` names them.
const OF_ORGANISATION: &str =
    "kind in ('account', 'area', 'device', 'erasure', 'grant', 'succession')";

/// All entries of some of the organisation's kinds, in order: rights and the journal are read so.
/// Index: `log_of_organisation`.
pub fn entries_of_kinds(
    db: &Connection,
    kinds: &[&str],
    after: Position,
) -> Result<Vec<Entry>, LedgerError> {
    let holes = vec!["?"; kinds.len()].join(", ");
    let mut statement = db.prepare_cached(&format!(
        "select {COLUMNS} from log
         where {OF_ORGANISATION} and kind in ({holes}) and position > {} order by position",
        after.0
    ))?;
    let mut rows = statement.query(rusqlite::params_from_iter(kinds))?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push(entry_of(row)?);
    }
    Ok(entries)
}
