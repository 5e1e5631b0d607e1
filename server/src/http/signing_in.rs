//! Signing in by password, redeeming invitations, and making them.

use axum::extract::State;
use domain::account::{
    Admitted, Invite, Invited, NewDevice, Redeem, SHORTEST_PASSWORD, SignIn, Unseal, Unsealed,
};
use domain::envelope::Certificate;
use domain::id::DeviceId;
use domain::identity::Login;
use domain::wire::Request;
use ed25519_dalek::VerifyingKey;
use store::sealed::Purpose;
use tokio::sync::Semaphore;

use super::session::Device;
use super::wire::Wire;
use super::{Refused, Server};
use crate::desk::random;
use crate::ledger::{Caller, Invitation, LedgerError};
use crate::{clock, password};

/// How many passwords are hashed at once: each takes 19 MB and a core.
static HASHING: Semaphore = Semaphore::const_new(2);

/// `POST /v1/sign-in`
pub async fn sign_in(
    State(server): State<Server>,
    Wire(ask): Wire<SignIn>,
) -> Result<Wire<Admitted>, Refused> {
    let login = Login::parse(&ask.login).ok_or(Refused::WrongPassword)?;
    server.0.guard.login(login.as_str())?;
    let key = device_key(&ask.device)?;
    let kept = server.desk().read(move |reader| reader.password_of(&login, clock::now())).await?;
    let hash = kept.as_ref().map(|kept| kept.hash.clone());
    let fits = slowly(move || password::verify(&ask.password, hash.as_deref())).await?;
    let Some(kept) = kept.filter(|_| fits) else { return Err(Refused::WrongPassword) };
    admit(&server, kept.account, key, ask.device).await
}

/// `POST /v1/unseal`: the key of a file whose PIN was forgotten, for the password of its account. A
/// key that was sealed for one account opens for no other.
pub async fn unseal(
    State(server): State<Server>,
    Wire(ask): Wire<Unseal>,
) -> Result<Wire<Unsealed>, Refused> {
    let certificate: Certificate = ask
        .certificate
        .open(&server.desk().keys.verifying_key())
        .map_err(|_| Refused::SignInFirst)?;
    let account = certificate.account;
    server.0.guard.login(&account.0.to_string())?;
    let hash =
        server.desk().read(move |reader| reader.password_of_account(account, clock::now())).await?;
    let fits = slowly(move || password::verify(&ask.password, hash.as_deref())).await?;
    if !fits {
        return Err(Refused::WrongPassword);
    }
    let context = account.0.to_be_bytes();
    let key = server.desk().keys.sealing().open(Purpose::FileKey, &context, &ask.sealed);
    Ok(Wire(Unsealed { key: key.map_err(|_| Refused::Unreadable)? }))
}

/// `POST /v1/redeem`
pub async fn redeem(
    State(server): State<Server>,
    Wire(ask): Wire<Redeem>,
) -> Result<Wire<Admitted>, Refused> {
    server.0.guard.code(&ask.code)?;
    if ask.password.chars().count() < SHORTEST_PASSWORD {
        return Err(Refused::ShortPassword);
    }
    let key = device_key(&ask.device)?;
    let code = ask.code.clone();
    if !server.desk().read(move |reader| reader.knows_invitation(&code)).await? {
        return Err(Refused::InvitationVoid); // guesses cost no slow hash
    }
    let hash = hashed(&ask.password).await?;
    let redeemed = server
        .desk()
        .write(move |ledger| {
            let redeemed = ledger.redeem(&ask.code, &key, clock::now())?;
            if let Invitation::Admits(account) = redeemed {
                ledger.set_password(account, &hash)?;
            }
            Ok(redeemed)
        })
        .await?;
    match redeemed {
        Invitation::Admits(account) => admit(&server, account, key, ask.device).await,
        Invitation::Void => Err(Refused::InvitationVoid),
    }
}

/// `POST /v1/invite`: a one-time code for an account, from whoever may grant its roles.
pub async fn invite(
    State(server): State<Server>,
    Device(caller): Device,
    Wire(ask): Wire<Invite>,
) -> Result<Wire<Invited>, Refused> {
    let code = hex::encode(random::<16>());
    let kept = code.clone();
    let made = server
        .desk()
        .write(move |ledger| {
            let now = clock::now();
            if !ledger.may_invite(&caller, ask.account, now)? {
                return Ok(false);
            }
            ledger.invite(ask.account, caller.account, &kept, now)?;
            Ok(true)
        })
        .await?;
    if made { Ok(Wire(Invited { code })) } else { Err(Refused::OutsideScope) }
}

async fn admit(
    server: &Server,
    account: domain::id::RecordId,
    key: VerifyingKey,
    device: NewDevice,
) -> Result<Wire<Admitted>, Refused> {
    let admitted = server
        .desk()
        .write(move |ledger| {
            let now = clock::now();
            let certificate = ledger.certify(account, &key, &device.tablet, &device.label, now)?;
            Ok::<_, LedgerError>(Admitted {
                certificate,
                account,
                sealing_key: ledger.keys().sealing().public(),
                name: ledger.name_of_account(account)?,
                organisation: ledger.name(),
                now,
            })
        })
        .await?;
    begin_image(server, Caller { device: DeviceId::of_key(key.as_bytes()), account, key });
    Ok(Wire(admitted))
}

/// A new device asks for its image next: it is built while the device gets ready.
fn begin_image(server: &Server, caller: Caller) {
    let server = server.clone();
    tokio::spawn(async move {
        let first = Request::Image { image: None, from: 0, most: 1 };
        // Where it cannot be built the device is told so when it asks.
        let _ = server.desk().answer(caller, first).await;
    });
}

/// The key that asks to be certified.
pub fn device_key(device: &NewDevice) -> Result<VerifyingKey, Refused> {
    let key: [u8; 32] = device.key.as_slice().try_into().map_err(|_| Refused::Unreadable)?;
    if device.tablet.is_empty() || device.tablet.len() > 32 || device.label.chars().count() > 80 {
        return Err(Refused::Unreadable);
    }
    VerifyingKey::from_bytes(&key).map_err(|_| Refused::Unreadable)
}

pub async fn hashed(password: &str) -> Result<String, Refused> {
    let password = password.to_owned();
    slowly(move || password::hash(&password)).await
}

async fn slowly<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Refused> {
    let _permit = HASHING.acquire().await.map_err(|_| Refused::TooMany)?;
    tokio::task::spawn_blocking(work).await.map_err(|_| Refused::TooMany)
}
