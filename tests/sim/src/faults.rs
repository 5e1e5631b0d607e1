//! The faults, and how often each really fired: a simulation whose faults do not fire proves nothing.

use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    RequestLost,
    AnswerLost,
    Doubled,
    Reordered,
    CutInTheMiddle,
    ErrorPage,
    DeviceRestarted,
    ServerRestarted,
    ServerRestored,
    ReplicaDistrusted,
    ClockWrong,
    ScopeChanged,
    DeviceRevoked,
    PersonMoved,
    PersonErased,
    AreaDrawn,
    AreaSucceeded,
    /// A device comes back after months.
    LongAway,
    /// Somebody hands in sealed work, and not the first of it first.
    CarriedAhead,
    HandedOver,
    Decided,
}

/// How often each fault fired.
#[derive(Clone, Debug, Default)]
pub struct Faults(pub BTreeMap<Fault, u64>);

impl Faults {
    pub fn fired(&mut self, fault: Fault) {
        *self.0.entry(fault).or_default() += 1;
    }

    pub fn add(&mut self, other: &Faults) {
        for (fault, times) in &other.0 {
            *self.0.entry(*fault).or_default() += times;
        }
    }
}

/// How often each thing goes wrong, in thousandths; drawn anew for every seed, often to nothing,
/// so that some runs are calm and some are wild in one way only.
#[derive(Clone, Debug)]
pub struct Rates {
    pub lost: u32,
    pub doubled: u32,
    pub reordered: u32,
    pub cut: u32,
    pub error_page: u32,
    pub device_restart: u32,
    pub server_restart: u32,
    pub backup: u32,
    pub restore: u32,
    pub distrust: u32,
    pub rights: u32,
    pub revoke: u32,
    pub erase: u32,
    pub redraw: u32,
    pub offline: u32,
}
