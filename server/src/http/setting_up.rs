//! The first start: what the set-up page asks for.

use axum::extract::{Query, State};
use domain::access::Role;
use domain::account::{Admitted, Greeting, SHORTEST_PASSWORD, SetUp, UnitChoice};
use domain::field::FieldType;
use domain::id::RecordId;
use domain::identity::Login;
use serde::Deserialize;

use super::signing_in::{device_key, hashed};
use super::wire::Wire;
use super::{Refused, Server};
use crate::ledger::{LedgerError, Reader};
use crate::{clock, set_up as setting};

/// The code that the server prints at its first start: whoever reads it may set up.
pub struct SetUpCode(pub String);

/// `GET /v1/greeting`
pub async fn greeting(State(server): State<Server>) -> Result<Wire<Greeting>, Refused> {
    let (set_up, organisation) = server.desk().read(Reader::greeting).await?;
    Ok(Wire(Greeting { set_up, organisation, version: env!("CARGO_PKG_VERSION").to_owned() }))
}

/// The unit to look below.
#[derive(Deserialize)]
pub struct Below {
    below: Option<String>,
}

/// `GET /v1/units?below=34-79`
pub async fn units(
    State(server): State<Server>,
    Query(query): Query<Below>,
) -> Wire<Vec<UnitChoice>> {
    Wire(server.0.country.choices(query.below.as_deref()))
}

/// `POST /v1/set-up`
pub async fn set_up(
    State(server): State<Server>,
    Wire(ask): Wire<SetUp>,
) -> Result<Wire<Admitted>, Refused> {
    server.0.guard.code("set-up")?; // whatever code is tried
    if ask.code != server.0.set_up_code.0 {
        return Err(Refused::WrongSetUpCode);
    }
    if ask.password.chars().count() < SHORTEST_PASSWORD {
        return Err(Refused::ShortPassword);
    }
    let login = Login::parse(&ask.login).ok_or(Refused::BadName)?;
    for name in [&ask.name, &ask.organisation] {
        FieldType::Name.check(&name.as_str().into()).map_err(|_| Refused::BadName)?;
    }
    let key = device_key(&ask.device)?;
    let hash = hashed(&ask.password).await?;
    if server.0.country.get(&ask.unit).is_none() {
        return Err(Refused::NoSuchUnit);
    }
    let inner = server.0.clone();
    let admitted = server
        .desk()
        .write(move |ledger| {
            if !ledger.is_empty()? {
                return Ok(None);
            }
            let now = clock::now();
            let Some(unit) = inner.country.get(&ask.unit) else {
                return Err(LedgerError::BadRequest);
            };
            let root: RecordId =
                setting::make_areas(ledger, &inner.country, unit, &ask.organisation, now)?;
            let account =
                setting::make_account(ledger, &ask.name, &login, Role::Administrator, root, now)?;
            ledger.set_password(account, &hash)?;
            let certificate =
                ledger.certify(account, &key, &ask.device.tablet, &ask.device.label, now)?;
            let organisation = ledger.name();
            Ok(Some(Admitted {
                certificate,
                account,
                sealing_key: ledger.keys().sealing().public(),
                name: ask.name,
                organisation,
                now,
            }))
        })
        .await?;
    admitted.map(Wire).ok_or(Refused::AlreadySetUp)
}
