//! A simulated device: a real replica, somebody who uses it, and a clock that may be wrong.

use std::collections::{BTreeMap, BTreeSet};

use domain::id::{ChangeId, DeviceId, Epoch, Position, RecordId};
use domain::time::Moment;
use domain::value::Value;
use ed25519_dalek::SigningKey;
use server::ledger::Caller;
use store::{Draft, row};
use store::{Identity, InMemory, Replica};

pub struct Device {
    pub name: String,
    /// Taken out only while the device restarts.
    replica: Option<Replica>,
    pub caller: Caller,
    pub account: RecordId,
    /// What its clock is off by, in milliseconds.
    pub clock_off: i64,
    pub offline_until: u64,
    /// The tick at which an unanswered request is given up.
    pub asked_until: Option<u64>,
    pub ask_held: bool,
    pub revoked: bool,
    /// Changes that it was told are in the log.
    pub acknowledged: Vec<ChangeId>,
    /// Changes that it ever saved.
    pub saved: Vec<ChangeId>,
    pub dropped: Vec<ChangeId>,
    /// What was refused once: if an officer takes it after all, it is seen when it comes down.
    pub refused: BTreeSet<u64>,
    /// What its screen showed in the fields that each of its changes says, when it was saved.
    pub saw: BTreeMap<u64, Screen>,
    /// The furthest place of each life of the log that has come down to it.
    pub furthest: BTreeMap<Epoch, Position>,
}

/// The values that stood at each field: the one shown, and those in conflict with it or written over
/// before. Of a record that
/// is not there, nothing.
pub type Screen = BTreeMap<String, Vec<Value>>;

impl Device {
    pub fn new(name: &str, key: &SigningKey, account: RecordId) -> Self {
        let identity = Identity { key: key.clone(), account };
        let mut replica = Replica::open(Box::new(InMemory::default())).expect("memory opens");
        replica.belong_to(&identity).expect("memory takes it");
        let verifying = key.verifying_key();
        let device = DeviceId::of_key(verifying.as_bytes());
        Self {
            name: name.to_owned(),
            replica: Some(replica),
            caller: Caller { device, account, key: verifying },
            account,
            clock_off: 0,
            offline_until: 0,
            asked_until: None,
            ask_held: true,
            revoked: false,
            acknowledged: vec![],
            saved: vec![],
            dropped: vec![],
            refused: BTreeSet::new(),
            saw: BTreeMap::new(),
            furthest: BTreeMap::new(),
        }
    }

    pub fn replica(&self) -> &Replica {
        self.replica.as_ref().expect("a device has its replica but while it restarts")
    }

    pub fn replica_mut(&mut self) -> &mut Replica {
        self.replica.as_mut().expect("a device has its replica but while it restarts")
    }

    /// The app is killed and opened again.
    pub fn restart(&mut self) -> Result<(), String> {
        let replica = self.replica.take().expect("a device has its replica but while it restarts");
        self.replica = Some(replica.reopen().map_err(|error| error.to_string())?);
        self.asked_until = None;
        Ok(())
    }

    /// Something has come down.
    pub fn note_cursor(&mut self) -> Result<(), String> {
        let cursor = self.replica().cursor().map_err(|error| error.to_string())?;
        let furthest = self.furthest.entry(cursor.epoch).or_default();
        *furthest = cursor.position.max(*furthest);
        Ok(())
    }

    /// What the screen shows of what somebody is about to say.
    pub fn screen(&self, draft: &Draft) -> Result<Screen, String> {
        let text = |error: rusqlite::Error| error.to_string();
        let db = self.replica().db();
        let state = row::read(db, draft.kind.key, draft.record).map_err(text)?;
        let disputed = row::read_disputed(db, draft.record).map_err(text)?;
        if state.is_none() {
            return Ok(Screen::new());
        }
        // What he wrote over before, in words that are not answered yet, he has seen as well.
        let own = self.replica().outbox().map_err(|error| error.to_string())?;
        let shown = |field: &String| {
            let shown = state.as_ref().and_then(|state| state.fields.get(field));
            let others = disputed.iter().filter(|one| one.field == *field);
            let before = own.iter().filter(|(change, _)| change.record == draft.record);
            let before =
                before.filter_map(|(change, _)| self.saw.get(&change.id.number)?.get(field));
            others
                .map(|one| one.value.clone())
                .chain(before.flatten().cloned())
                .chain([shown.cloned().unwrap_or_default()])
                .collect()
        };
        Ok(draft.fields.keys().map(|field| (field.clone(), shown(field))).collect())
    }

    pub fn clock(&self, now: Moment) -> Moment {
        Moment(now.0 + self.clock_off)
    }
}
