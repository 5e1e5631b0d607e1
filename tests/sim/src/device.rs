//! A simulated device: a real replica, somebody who uses it, and a clock that may be wrong.

use domain::id::{ChangeId, DeviceId, RecordId};
use domain::time::Moment;
use ed25519_dalek::SigningKey;
use server::ledger::Caller;
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
}

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

    pub fn clock(&self, now: Moment) -> Moment {
        Moment(now.0 + self.clock_off)
    }
}
