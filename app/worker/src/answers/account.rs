//! Setting up, signing in, opening a file by its PIN, and closing it.

use std::rc::Rc;

use domain::account::{self as accounts, Admitted, Greeting, NewDevice};
use ed25519_dalek::SigningKey;
use futures_util::future;
use futures_util::lock::Mutex;
use gloo_timers::future::TimeoutFuture;
use serde::Serialize;
use store::sealed::{self, Purpose};
use store::{Identity, Replica};

use crate::desk::{self, Open};
use crate::kept::{self, Invited, KeptAccount};
use crate::pool::InPool;
use crate::told::Told;
use crate::vault::{self, FileKey, NewKey, hex};
use crate::{files, http, mail, resume, seals, sync};
use letters::{
    AskState, ChangePin, ForgotPin, KnownAccount, Lock, Opened, Redeem, SetUp, SignIn, State,
    Trouble, Units, Unlock, Used, Whoami,
};

pub async fn state(ask: AskState) -> Result<State, Trouble> {
    desk::pool().await?; // a browser that keeps nothing is told so before anybody signs in
    let known = |account: &KeptAccount| KnownAccount {
        file: account.file.clone(),
        name: account.name.clone(),
    };
    let mut opened = desk::opened();
    if opened.is_none()
        && let Some(secret) = ask.resume
        && let Some((account, key)) = resume::key(&secret).await
    {
        opened = match open_file(account, key, Some(secret)).await {
            Err(Trouble::Damaged) => None, // whoever signs in again gets a new file
            opened => Some(opened?),
        };
    }
    let set_up = if opened.is_none() {
        let greeting: Result<Greeting, Trouble> = http::get("/v1/greeting", None).await;
        greeting.ok().map(|greeting| greeting.set_up)
    } else {
        None
    };
    let kept = kept::read().await?;
    Ok(State {
        accounts: kept.accounts.iter().filter(|account| !account.lost).map(known).collect(),
        opened,
        set_up,
        wiped: sync::wiped(),
        lost: kept.accounts.iter().any(|account| account.lost),
    })
}

pub async fn units(ask: Units) -> Result<Vec<accounts::UnitChoice>, Trouble> {
    match ask.below {
        Some(below) => http::get(&format!("/v1/units?below={below}"), None).await,
        None => http::get("/v1/units", None).await,
    }
}

/// A device that asks to be let in: a key that never leaves the encrypted file.
struct Newcomer {
    key: SigningKey,
    tablet: String,
}

impl Newcomer {
    async fn new() -> Result<Self, Trouble> {
        let mut tablet = kept::read().await?.tablet;
        if tablet.is_empty() {
            tablet = hex(&vault::random::<8>());
            kept::change(|kept| kept.tablet.clone_from(&tablet)).await?;
        }
        Ok(Self { key: SigningKey::from_bytes(&vault::random()), tablet })
    }

    /// Asks to be let in, and makes the encrypted file of the account. A key under the PIN takes a
    /// while, and is made while the answer is on its way.
    async fn enter(
        self,
        path: &str,
        message: &impl Serialize,
        pin: &str,
    ) -> Result<Opened, Trouble> {
        let meanwhile = async {
            TimeoutFuture::new(0).await; // the question goes first
            vault::draw(pin).await
        };
        let (admitted, key) = future::join(http::post(path, None, message), meanwhile).await;
        self.move_in(admitted?, key?).await
    }

    /// Whoever redeems this code. The key is kept until he is let in: the server answers the key that
    /// first redeemed a code again, since its first answer may have been lost on the way.
    async fn invited(code: &str) -> Result<Self, Trouble> {
        let newcomer = Self::new().await?;
        let before = kept::read().await?.invited.filter(|invited| invited.code == code);
        if let Some(invited) = before
            && let Ok(key) = <[u8; 32]>::try_from(kept::unwrap(&invited.wrapped).await?)
        {
            return Ok(Self { key: SigningKey::from_bytes(&key), ..newcomer });
        }
        let wrapped = kept::wrap(newcomer.key.as_bytes()).await?;
        let invited = Invited { code: code.to_owned(), wrapped };
        kept::change(|kept| kept.invited = Some(invited)).await?;
        Ok(newcomer)
    }

    fn device(&self) -> NewDevice {
        NewDevice {
            key: self.key.verifying_key().to_bytes().to_vec(),
            tablet: self.tablet.clone(),
            label: desk::device_label(),
        }
    }

    /// Makes the encrypted file of an account that was let in. Its key is sealed to the
    /// organisation before anything is written under it.
    async fn move_in(self, admitted: Admitted, drawn: NewKey) -> Result<Opened, Trouble> {
        let NewKey { key: file_key, wrapped, salt } = drawn;
        let context = admitted.account.0.to_be_bytes();
        let escrow = sealed::seal(&admitted.sealing_key, Purpose::FileKey, &context, &file_key)
            .map_err(|error| Trouble::Failed(error.to_string()))?;
        let account = KeptAccount {
            file: hex(&vault::random::<8>()),
            name: admitted.name,
            organisation: admitted.organisation,
            wrapped,
            salt,
            escrow,
            sealing_key: admitted.sealing_key,
            certificate: admitted.certificate,
            wrong_pins: 0,
            wait_until: 0,
            saved: 0,
            sealed: 0,
            answered: 0,
            lost: false,
        };
        let identity = Identity { key: self.key, account: admitted.account };
        let opening = OPENING.with(Rc::clone);
        let _opening = opening.lock().await;
        desk::close();
        let pool = desk::pool().await?;
        let mut replica =
            Replica::open(Box::new(InPool::new(&pool, &account.file, file_key))).told()?;
        replica.belong_to(&identity).told()?;
        kept::change(|kept| {
            kept.accounts.push(account.clone());
            kept.invited = None;
        })
        .await?;
        begin_work(replica, account, file_key, None).await
    }
}

thread_local! {
    /// Whoever opens a file holds it: two connections to one file would spoil it.
    static OPENING: Rc<Mutex<()>> = Rc::default();
}

/// Opens an account's file under its key; a file that is open stays so. `resumed`: the secret by which
/// a tab opens it again.
async fn open_file(
    account: KeptAccount,
    key: FileKey,
    resumed: Option<String>,
) -> Result<Opened, Trouble> {
    let opening = OPENING.with(Rc::clone);
    let _opening = opening.lock().await;
    if desk::is_open_file(&account.file)
        && let Some(opened) = desk::opened()
    {
        return Ok(opened);
    }
    desk::close();
    let pool = desk::pool().await?;
    let replica = Replica::open(Box::new(InPool::new(&pool, &account.file, key))).told()?;
    begin_work(replica, account, key, resumed).await
}

async fn begin_work(
    replica: Replica,
    account: KeptAccount,
    key: FileKey,
    resumed: Option<String>,
) -> Result<Opened, Trouble> {
    let Some(identity) = replica.identity().told()? else {
        // The browser has thrown its file away, but not what lies beside it.
        kept::change_account(&account.file, |account| account.lost = true).await?;
        return Err(Trouble::Damaged);
    };
    let who = Whoami {
        account: identity.account,
        name: account.name,
        organisation: account.organisation,
    };
    let secret = match resumed {
        Some(secret) => secret,
        None => resume::begin(&account.file, &key).await?,
    };
    super::fetch_later();
    let photos = files::of(&desk::pool().await?, &account.file, key);
    let opened = Opened { who: who.clone(), resume: secret };
    desk::open(opened.clone(), |session| {
        Open::new(session, (replica, photos), identity.key, account.certificate, who, account.file)
    });
    Ok(opened)
}

pub async fn set_up(ask: SetUp) -> Result<Opened, Trouble> {
    check_pin(&ask.pin)?;
    let newcomer = Newcomer::new().await?;
    let message = accounts::SetUp {
        code: ask.code,
        organisation: ask.organisation,
        unit: ask.unit,
        name: ask.name,
        login: ask.login,
        password: ask.password,
        device: newcomer.device(),
    };
    newcomer.enter("/v1/set-up", &message, &ask.pin).await
}

pub async fn sign_in(ask: SignIn) -> Result<Opened, Trouble> {
    check_pin(&ask.pin)?;
    let newcomer = Newcomer::new().await?;
    let message =
        accounts::SignIn { login: ask.login, password: ask.password, device: newcomer.device() };
    newcomer.enter("/v1/sign-in", &message, &ask.pin).await
}

pub async fn redeem(ask: Redeem) -> Result<Opened, Trouble> {
    check_pin(&ask.pin)?;
    let newcomer = Newcomer::invited(&ask.code).await?;
    let message =
        accounts::Redeem { code: ask.code, password: ask.password, device: newcomer.device() };
    newcomer.enter("/v1/redeem", &message, &ask.pin).await
}

fn check_pin(pin: &str) -> Result<(), Trouble> {
    if pin.chars().count() < vault::SHORTEST_PIN { Err(Trouble::ShortPin) } else { Ok(()) }
}

pub async fn unlock(ask: Unlock) -> Result<Opened, Trouble> {
    let account = kept::read().await?.account(&ask.file).cloned().ok_or(Trouble::NotKept)?;
    let key = key_under_pin(&account, &ask.pin).await?;
    open_file(account, key, None).await
}

/// The key of an account's file, for whoever knows its PIN. Wrong tries make him wait.
async fn key_under_pin(account: &KeptAccount, pin: &str) -> Result<FileKey, Trouble> {
    let wait = account.wait_until - desk::now().0;
    if wait > 0 {
        return Err(Trouble::Wait { seconds: (wait / 1000) as u32 + 1 });
    }
    let opened = vault::open(account, pin).await?;
    let wrong_pins = if opened.is_some() { 0 } else { account.wrong_pins + 1 };
    let wait = accounts::wait_after_wrong_pins(wrong_pins);
    kept::change_account(&account.file, |account| {
        account.wrong_pins = wrong_pins;
        account.wait_until = desk::now().0 + wait;
    })
    .await?;
    opened.ok_or(Trouble::WrongPin { wait_seconds: (wait / 1000) as u32 })
}

/// The server opens the sealed key for whoever knows the account's password.
pub async fn forgot_pin(ask: ForgotPin) -> Result<Opened, Trouble> {
    check_pin(&ask.pin)?;
    let account = kept::read().await?.account(&ask.file).cloned().ok_or(Trouble::NotKept)?;
    let message = accounts::Unseal {
        certificate: account.certificate.clone(),
        password: ask.password,
        sealed: account.escrow.clone(),
    };
    let unsealed: accounts::Unsealed = http::post("/v1/unseal", None, &message).await?;
    let key: FileKey = unsealed.key.try_into().map_err(|_| Trouble::NotKept)?;
    let under_pin = vault::seal(&key, &ask.pin).await?;
    kept::change_account(&ask.file, |account| {
        (account.wrapped, account.salt) = under_pin;
        (account.wrong_pins, account.wait_until) = (0, 0);
    })
    .await?;
    open_file(account, key, None).await
}

pub async fn change_pin(ask: ChangePin) -> Result<Opened, Trouble> {
    check_pin(&ask.pin)?;
    let opened = desk::opened().ok_or(Trouble::Locked)?;
    let (account, _) = resume::key(&opened.resume).await.ok_or(Trouble::Locked)?;
    let key = key_under_pin(&account, &ask.present).await?;
    let under_pin = vault::seal(&key, &ask.pin).await?;
    kept::change_account(&account.file, |account| {
        (account.wrapped, account.salt) = under_pin;
    })
    .await?;
    Ok(opened)
}

pub async fn used(_: Used) -> Result<(), Trouble> {
    desk::with_present(|_| Ok(()))?;
    resume::renew().await
}

/// What is unsent is sealed before the key goes, so that it still can go up.
pub async fn lock(_: Lock) -> Result<(), Trouble> {
    let sealed = match desk::session() {
        Some(session) => seals::keep_up(session).await,
        None => Ok(()),
    };
    desk::close();
    resume::end().await?;
    mail::tell_changed();
    sealed
}
