//! The organisation as rights are judged by: its areas, who was granted what and when, and which
//! devices sign for whom. Read from the records; read anew when one of them changes.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::access::{Rights, Role, Scope};
use domain::area::AreaTree;
use domain::change::{Base, Entry, Seen};
use domain::id::{DeviceId, Position, RecordId};
use domain::kind::Record;
use domain::lineage::Lineage;
use domain::merge::merge;
use domain::record::{Account, Area, DeviceRecord, Erasure, Event, Grant, Succession};
use domain::time::{Day, Moment};
use domain::value::Value;
use rusqlite::Connection;
use store::row;

use super::log::entries_of_kinds;
use super::{Caller, LedgerError};

/// What the ledger knows of who may do what.
#[derive(Clone, Debug)]
pub struct Organisation {
    pub tree: AreaTree,
    /// The place at which each area was made, for the scope's name.
    pub area_made: HashMap<RecordId, Position>,
    pub devices: HashMap<DeviceId, DeviceInfo>,
    pub erased: BTreeSet<RecordId>,
    grants: HashMap<RecordId, Vec<GrantHistory>>,
    closed: HashMap<RecordId, Day>,
    /// Every area in which something was granted, with all below it.
    opened: HashMap<RecordId, BTreeSet<RecordId>>,
    /// The lists that somebody was given: each event with helpers.
    lent: HashMap<RecordId, Lent>,
}

#[derive(Clone, Debug)]
pub struct DeviceInfo {
    pub account: RecordId,
    pub revoked: bool,
}

/// A grant after each of its changes.
#[derive(Clone, Debug)]
struct GrantHistory {
    role: Role,
    area: RecordId,
    states: Vec<(Entry, Option<Span>)>,
}

/// A record whose list is a scope: where it lies, and the days for which it is lent.
#[derive(Clone, Copy, Debug)]
struct Lent {
    area: Option<RecordId>,
    days: Option<(Day, Day)>,
}

/// The days from and to which a grant holds.
#[derive(Clone, Copy, Debug)]
struct Span {
    since: Option<Day>,
    until: Option<Day>,
}

impl Span {
    fn holds_on(self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| day <= until)
    }
}

/// How a certified device stands with the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Good,
    /// It may only hand in what was made on it.
    Revoked,
    /// The ledger was restored to before the device came.
    Unknown,
}

/// A right: a role in an area.
pub type Right = (Role, RecordId);

impl Organisation {
    pub fn load(db: &Connection, lineage: &Lineage) -> Result<Self, LedgerError> {
        let areas = row::read_all(db, Area::KIND, "1", &[])?;
        let successions = row::read_all(db, Succession::KIND, "1", &[])?;
        let tree = AreaTree::new(
            areas.iter().map(|area| (area.id, &area.fields)),
            successions.iter().map(|succession| &succession.fields),
        );
        let area_made = areas.iter().map(|area| (area.id, area.first)).collect();
        let mut devices = HashMap::new();
        for state in row::read_all(db, DeviceRecord::KIND, "1", &[])? {
            let record = DeviceRecord::from_fields(&state.fields);
            if let Some((device, account)) = record.device().zip(record.account) {
                let info = DeviceInfo { account: account.0, revoked: record.revoked_at.is_some() };
                devices.insert(device, info);
            }
        }
        let erased = row::read_all(db, Erasure::KIND, "1", &[])?
            .iter()
            .filter_map(|state| state.fields.get("person").and_then(Value::as_int).map(RecordId))
            .collect();
        let closed = row::read_all(db, Account::KIND, "closed_on is not null", &[])?
            .iter()
            .filter_map(|state| Some((state.id, Account::from_fields(&state.fields).closed_on?)))
            .collect();
        let grants = grants(db, lineage)?;
        let granted = || grants.values().flatten().map(|grant| grant.area);
        let opened = granted().map(|area| (area, tree.below(area))).collect();
        let mut lent = HashMap::new();
        for list in granted().filter(|area| tree.get(*area).is_none()) {
            if let Some(state) = row::read(db, Event::KIND.key, list)? {
                let event = Event::from_fields(&state.fields);
                let (area, days) = (event.area.map(|area| area.0), event.days_of_help());
                lent.insert(list, Lent { area, days });
            }
        }
        Ok(Self { tree, area_made, devices, erased, grants, closed, opened, lent })
    }

    /// The organisation's own area, where what has no other place is kept.
    pub fn root(&self) -> RecordId {
        self.tree.roots().next().map_or(RecordId::EVERYWHERE, |root| root.id)
    }

    /// What the organisation is called.
    pub fn name(&self) -> String {
        self.tree.get(self.root()).map(|area| area.name.clone()).unwrap_or_default()
    }

    /// The rights that an account holds now.
    pub fn rights_now(&self, account: RecordId, now: Moment) -> Vec<Right> {
        if self.is_closed(account, now) {
            return vec![];
        }
        let lasts = |grant: &GrantHistory| self.lasts(grant.area, now);
        self.held(account, |grant| grant.states.last().filter(|_| lasts(grant)), now)
    }

    /// The rights that nobody has taken from an account, though the days of some may be over.
    pub fn rights_not_taken(&self, account: RecordId, now: Moment) -> Vec<Right> {
        if self.is_closed(account, now) {
            return vec![];
        }
        self.held(account, |grant| grant.states.last(), now)
    }

    /// Whether the days are not over for which a list is lent; an area is lent to nobody.
    fn lasts(&self, area: RecordId, when: Moment) -> bool {
        let days = self.lent.get(&area).and_then(|lent| lent.days);
        days.is_none_or(|(first, last)| first <= when.day() && when.day() <= last)
    }

    /// Whether somebody was given the list of this record.
    pub fn lends(&self, record: RecordId) -> bool {
        self.lent.contains_key(&record)
    }

    pub fn is_closed(&self, account: RecordId, now: Moment) -> bool {
        self.closed.get(&account).is_some_and(|closed| *closed <= now.day())
    }

    /// The rights by which a screen was drawn for an account, in a change made on it.
    pub fn rights_at(
        &self,
        account: RecordId,
        screen: Seen,
        made: Moment,
        lineage: &Lineage,
    ) -> Vec<Right> {
        let base = Base::from(Seen { position: screen.read_at, ..screen });
        let seen = |grant: &GrantHistory| {
            grant.states.iter().rposition(|(entry, _)| lineage.had_seen(&base, entry))
        };
        let lasts = |grant: &GrantHistory| self.lasts(grant.area, made);
        let state = |grant: &'_ GrantHistory| seen(grant).filter(|_| lasts(grant));
        self.held(account, |grant| state(grant).map(|at| &grant.states[at]), made)
    }

    fn held<'a>(
        &'a self,
        account: RecordId,
        state: impl Fn(&'a GrantHistory) -> Option<&'a (Entry, Option<Span>)>,
        when: Moment,
    ) -> Vec<Right> {
        self.grants
            .get(&account)
            .into_iter()
            .flatten()
            .filter(|grant| {
                state(grant)
                    .and_then(|(_, span)| *span)
                    .is_some_and(|span| span.holds_on(when.day()))
            })
            .map(|grant| (grant.role, grant.area))
            .collect()
    }

    /// Every area in which an account has ever had a right.
    pub fn areas_ever(&self, account: RecordId) -> impl Iterator<Item = RecordId> + '_ {
        self.grants.get(&account).into_iter().flatten().map(|grant| grant.area)
    }

    /// What an account may read now.
    pub fn scope(&self, account: RecordId, now: Moment) -> Scope {
        Scope::of(self.rights_now(account, now), &self.tree)
    }

    /// The rights, opened through the tree.
    pub fn open(&self, rights: &[Right]) -> Rights<'_> {
        Rights::new(rights.iter().map(|(role, area)| {
            let below = self.opened.get(area).map(Cow::Borrowed);
            (*role, below.unwrap_or_else(|| Cow::Owned(self.tree.below(*area))))
        }))
    }

    /// What the ledger knows of a device; `None`: it was restored to before the device came.
    pub fn knows_device(&self, device: DeviceId) -> Option<&DeviceInfo> {
        self.devices.get(&device)
    }

    /// Whether a device of these five signs is there.
    pub fn has_short(&self, short: &str) -> bool {
        self.devices.keys().any(|device| device.short() == short)
    }

    /// How a certified device stands.
    pub fn standing(&self, caller: &Caller) -> Standing {
        match self.knows_device(caller.device) {
            None => Standing::Unknown,
            Some(device) if device.revoked || device.account != caller.account => Standing::Revoked,
            Some(_) => Standing::Good,
        }
    }

    /// The rights by which a caller asks for something beside the sync.
    ///
    /// # Errors
    /// `NoStanding` if his device is revoked, or not known.
    pub fn rights_of(&self, caller: &Caller, now: Moment) -> Result<Vec<Right>, LedgerError> {
        match self.standing(caller) {
            Standing::Good => Ok(self.rights_now(caller.account, now)),
            Standing::Revoked | Standing::Unknown => Err(LedgerError::NoStanding),
        }
    }

    /// Who keeps the organisation, and where each was made administrator.
    pub fn administrators(&self, now: Moment) -> Vec<(RecordId, RecordId)> {
        let held = self.grants.keys().flat_map(|account| {
            let rights = self.rights_now(*account, now).into_iter();
            rights.map(move |(role, area)| (*account, role, area))
        });
        held.filter(|(_, role, _)| *role == Role::Administrator)
            .map(|(account, _, area)| (account, area))
            .collect()
    }

    /// Whether somebody with these rights could grant every role that an account holds: then its
    /// invitations, its name and its devices are his to keep.
    pub fn governs(&self, rights: &[Right], account: RecordId, now: Moment) -> bool {
        let theirs = self.rights_now(account, now);
        let mine = self.open(rights);
        theirs.iter().all(|(role, area)| {
            let around = self.lent.get(area).and_then(|lent| lent.area);
            let areas: Vec<RecordId> = std::iter::once(*area).chain(around).collect();
            mine.roles_over(&areas, self.root()).any(|mine| mine.may_grant(*role))
        })
    }
}

fn grants(
    db: &Connection,
    lineage: &Lineage,
) -> Result<HashMap<RecordId, Vec<GrantHistory>>, LedgerError> {
    let mut histories: BTreeMap<RecordId, Vec<Entry>> = BTreeMap::new();
    for entry in entries_of_kinds(db, &[Grant::KIND.key], Position(0))? {
        histories.entry(entry.change.record).or_default().push(entry);
    }
    let mut grants: HashMap<RecordId, Vec<GrantHistory>> = HashMap::new();
    for history in histories.values() {
        let mut states = Vec::with_capacity(history.len());
        let mut key_facts = None;
        for upto in 1..=history.len() {
            let Some(merged) = merge(&history[..upto], lineage) else { continue };
            let grant = Grant::from_fields(&merged.state.fields);
            let span = merged.present.then_some(Span { since: grant.since, until: grant.until });
            states.push((history[upto - 1].clone(), span));
            if let (Some(account), Some(role), Some(area)) = (grant.account, grant.role, grant.area)
            {
                key_facts = Some((account.0, role, area.0));
            }
        }
        if let Some((account, role, area)) = key_facts {
            grants.entry(account).or_default().push(GrantHistory { role, area, states });
        }
    }
    Ok(grants)
}
