//! What devices say of themselves, and what an officer may know of it.

use std::path::Path;

use axum::extract::State;
use domain::health::{DeviceHealth, Health, LockedHealth};

use super::session::Device;
use super::wire::Wire;
use super::{Refused, Server};
use crate::clock;
use crate::ledger::Caller;

/// The longest version or build that a device may name.
const LONGEST_NAME: usize = 80;

/// `POST /v1/health`
pub async fn tell(
    State(server): State<Server>,
    Device(caller): Device,
    Wire(health): Wire<Health>,
) -> Result<Wire<()>, Refused> {
    if health.version.len() > LONGEST_NAME || health.build.len() > LONGEST_NAME {
        return Err(Refused::TooLarge);
    }
    let device = caller.device;
    server.desk().write(move |ledger| ledger.note_health(device, &health, clock::now())).await?;
    Ok(Wire(()))
}

/// `POST /v1/health/locked`: by its certificate alone, since its key lies in the locked file. Whoever
/// had stolen one could say that a device is well; he could read or write nothing.
pub async fn tell_locked(
    State(server): State<Server>,
    Wire(health): Wire<LockedHealth>,
) -> Result<Wire<()>, Refused> {
    let caller = Caller::certified(&health.certificate, &server.desk().keys.verifying_key())
        .map_err(|_| Refused::SignInFirst)?;
    let (device, waiting) = (caller.device, health.waiting);
    server.desk().write(move |ledger| ledger.note_locked(device, waiting, clock::now())).await?;
    Ok(Wire(()))
}

/// `GET /v1/devices`: those in whose areas the caller decides.
pub async fn devices(
    State(server): State<Server>,
    Device(caller): Device,
) -> Result<Wire<Vec<DeviceHealth>>, Refused> {
    let mut devices = server
        .desk()
        .read(move |reader| reader.reading()?.devices_for(&caller, clock::now()))
        .await?;
    let files = match server.0.app.as_deref() {
        Some(app) => files_of_the_build(app).await,
        None => None,
    };
    for device in &mut devices {
        let build = device.health.as_ref().map(|health| health.build.as_str());
        let build = build.filter(|build| !build.is_empty());
        device.current = files.as_ref().zip(build).map(|(files, build)| files.contains(build));
    }
    Ok(Wire(devices))
}

/// The service worker of the app that is given out: it names every file of the build.
async fn files_of_the_build(app: &Path) -> Option<String> {
    tokio::fs::read_to_string(app.join("sw.js")).await.ok()
}
