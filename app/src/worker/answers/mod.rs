//! What the store worker answers to each question.

#![allow(clippy::unused_async, reason = "every answer is awaited alike")]

use domain::account::{self as accounts, Admitted, Greeting, NewDevice};
use domain::change::{Act, Fields};
use domain::check::derived_id;
use domain::id::RecordId;
use domain::kind::kind;
use domain::record::AreaLevel;
use domain::time::{Quarter, Year};
use domain::value::Value;
use domain::wire;
use ed25519_dalek::SigningKey;
use store::query::people::{NameIndex, people};
use store::query::review::{ReviewOf, area_tree, natural, review};
use store::query::rights::{rights_of, widest_area};
use store::{Draft, Identity, Replica};

use super::desk::{self, Open};
use super::kept::{self, KeptAccount};
use super::pool::InPool;
use super::{http, vault};
use crate::letter::{
    AreaRow, AskAreas, AskPeople, AskReview, AskState, AskStatus, Call, KnownAccount, Letter, Lock,
    Redeem, Save, SetUp, SignIn, State, Status, SyncNow, Trouble, Units, Unlock, Whoami, Whose,
};

/// Reads a question, does what it asks, and writes the answer.
pub async fn answer(letter: &Letter) -> Vec<u8> {
    macro_rules! by_name {
        ($($call:ty => $act:expr),* $(,)?) => {
            match letter.name.as_str() {
                $(name if name == <$call as Call>::NAME => match wire::read::<$call>(&letter.body) {
                    Ok(ask) => {
                        let answered: Result<<$call as Call>::Answer, Trouble> = $act(ask).await;
                        wire::write(&answered)
                    }
                    Err(_) => unreadable(),
                },)*
                _ => unreadable(),
            }
        };
    }
    by_name! {
        AskState => state,
        Units => units,
        SetUp => set_up,
        SignIn => sign_in,
        Redeem => redeem,
        Unlock => unlock,
        Lock => lock,
        Save => save,
        AskPeople => ask_people,
        AskReview => ask_review,
        AskAreas => ask_areas,
        AskStatus => ask_status,
        SyncNow => sync_now,
    }
}

fn unreadable() -> Vec<u8> {
    wire::write(&Err::<(), _>(Trouble::Failed("a letter of another build".into())))
}

async fn state(_: AskState) -> Result<State, Trouble> {
    desk::pool().await?; // a browser that keeps nothing is told so before anybody signs in
    let kept = kept::read().await?;
    let greeting: Result<Greeting, Trouble> = http::get("/v1/greeting").await;
    let known = |account: &KeptAccount| KnownAccount {
        file: account.file.clone(),
        name: account.name.clone(),
    };
    Ok(State {
        accounts: kept.accounts.iter().map(known).collect(),
        unlocked: desk::whoami(),
        set_up: greeting.ok().map(|greeting| greeting.set_up),
    })
}

async fn units(ask: Units) -> Result<Vec<accounts::UnitChoice>, Trouble> {
    match ask.below {
        Some(below) => http::get(&format!("/v1/units?below={below}")).await,
        None => http::get("/v1/units").await,
    }
}

/// A device that asks to be let in: a key that never leaves the encrypted file.
struct Newcomer {
    key: SigningKey,
    tablet: String,
}

impl Newcomer {
    async fn new() -> Result<Self, Trouble> {
        let mut kept = kept::read().await?;
        if kept.tablet.is_empty() {
            kept.tablet = hex(&vault::random::<8>());
            kept::write(&kept).await?;
        }
        Ok(Self { key: SigningKey::from_bytes(&vault::random()), tablet: kept.tablet })
    }

    fn device(&self) -> NewDevice {
        NewDevice {
            key: self.key.verifying_key().to_bytes().to_vec(),
            tablet: self.tablet.clone(),
            label: String::new(),
        }
    }

    /// Makes the encrypted file of an account that was let in.
    async fn move_in(self, admitted: Admitted, name: String, pin: &str) -> Result<Whoami, Trouble> {
        let file_key: vault::FileKey = vault::random();
        let (wrapped, salt) = vault::seal(&file_key, pin).await?;
        let file = hex(&vault::random::<8>());
        let account = KeptAccount {
            file,
            name,
            organisation: admitted.organisation,
            wrapped,
            salt,
            certificate: admitted.certificate,
            wrong_pins: 0,
            wait_until: 0,
        };
        let identity = Identity { key: self.key, account: admitted.account };
        let pool = desk::pool().await?;
        let mut replica = Replica::open(Box::new(InPool::new(&pool, &account.file, file_key)))?;
        replica.belong_to(&identity)?;
        let mut kept = kept::read().await?;
        kept.accounts.push(account.clone());
        kept::write(&kept).await?;
        begin_work(replica, account)
    }
}

fn begin_work(replica: Replica, account: KeptAccount) -> Result<Whoami, Trouble> {
    let identity = replica.identity()?.ok_or(Trouble::Damaged)?;
    let whoami = Whoami {
        account: identity.account,
        name: account.name,
        organisation: account.organisation,
    };
    Ok(desk::open(|session| Open {
        session,
        replica,
        key: identity.key,
        certificate: account.certificate,
        whoami,
        status: Status::default(),
        clock_off: 0,
        names: None,
    }))
}

async fn set_up(ask: SetUp) -> Result<Whoami, Trouble> {
    check_pin(&ask.pin)?;
    let newcomer = Newcomer::new().await?;
    let message = accounts::SetUp {
        code: ask.code,
        organisation: ask.organisation,
        unit: ask.unit,
        name: ask.name.clone(),
        login: ask.login,
        password: ask.password,
        device: newcomer.device(),
    };
    let admitted = http::post("/v1/set-up", None, &message).await?;
    newcomer.move_in(admitted, ask.name, &ask.pin).await
}

async fn sign_in(ask: SignIn) -> Result<Whoami, Trouble> {
    check_pin(&ask.pin)?;
    let newcomer = Newcomer::new().await?;
    let message =
        accounts::SignIn { login: ask.login, password: ask.password, device: newcomer.device() };
    let admitted: Admitted = http::post("/v1/sign-in", None, &message).await?;
    let name = admitted.name.clone();
    newcomer.move_in(admitted, name, &ask.pin).await
}

async fn redeem(ask: Redeem) -> Result<Whoami, Trouble> {
    check_pin(&ask.pin)?;
    let newcomer = Newcomer::new().await?;
    let message =
        accounts::Redeem { code: ask.code, password: ask.password, device: newcomer.device() };
    let admitted: Admitted = http::post("/v1/redeem", None, &message).await?;
    let name = admitted.name.clone();
    newcomer.move_in(admitted, name, &ask.pin).await
}

fn check_pin(pin: &str) -> Result<(), Trouble> {
    if pin.chars().count() < vault::SHORTEST_PIN { Err(Trouble::ShortPin) } else { Ok(()) }
}

async fn unlock(ask: Unlock) -> Result<Whoami, Trouble> {
    let mut kept = kept::read().await?;
    let account = kept
        .accounts
        .iter_mut()
        .find(|account| account.file == ask.file)
        .ok_or(Trouble::Damaged)?;
    let wait = account.wait_until - desk::now().0;
    if wait > 0 {
        return Err(Trouble::WrongPin { wait_seconds: (wait / 1000) as u32 + 1 });
    }
    let opened = vault::open(account, &ask.pin).await?;
    account.wrong_pins = if opened.is_some() { 0 } else { account.wrong_pins + 1 };
    let wait = vault::wait_ms(account.wrong_pins);
    account.wait_until = desk::now().0 + wait;
    let account = account.clone();
    kept::write(&kept).await?;
    let Some(key) = opened else {
        return Err(Trouble::WrongPin { wait_seconds: (wait / 1000) as u32 });
    };
    let pool = desk::pool().await?;
    let replica = Replica::open(Box::new(InPool::new(&pool, &account.file, key)))?;
    begin_work(replica, account)
}

async fn lock(_: Lock) -> Result<(), Trouble> {
    desk::close();
    Ok(())
}

async fn save(ask: Save) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let mut new: Vec<(u32, RecordId)> = Vec::new();
        for act in &ask.acts {
            if let Whose::New(number) = act.record {
                new.push((number, open.replica.new_id()?));
            }
        }
        let id_of = |number: u32| new.iter().find(|(known, _)| *known == number).map(|(_, id)| *id);
        let mut drafts = Vec::new();
        for act in ask.acts {
            let kind = kind(&act.kind).ok_or_else(|| Trouble::Failed(act.kind.clone()))?;
            let mut fields: Fields = act.fields;
            for (field, number) in act.refers {
                let id = id_of(number).ok_or_else(|| Trouble::Failed(field.clone()))?;
                fields.insert(field, Value::Int(id.0));
            }
            let record = match act.record {
                Whose::New(number) => id_of(number),
                Whose::Known(id) => Some(id),
                Whose::Fact => derived_id(kind, &fields),
            };
            let record = record.ok_or_else(|| Trouble::Failed(act.kind.clone()))?;
            drafts.push(Draft { kind, record, act: Act::Set, fields, settles: vec![], seen: None });
        }
        let now = domain::time::Moment(desk::now().0 + open.clock_off);
        open.replica.save(drafts, now)?;
        open.names = None;
        Ok(())
    })?;
    desk::tell_changed();
    desk::wake();
    Ok(())
}

async fn ask_people(ask: AskPeople) -> Result<store::query::people::People, Trouble> {
    desk::with_present(|open| {
        let names = match open.names.take() {
            Some(names) => names,
            None => NameIndex::build(open.replica.db())?,
        };
        let found = people(open.replica.db(), &names, &ask.0).map_err(Trouble::from);
        open.names = Some(names);
        found
    })
}

async fn ask_review(ask: AskReview) -> Result<store::query::review::Review, Trouble> {
    desk::with_present(|open| {
        let db = open.replica.db();
        let tree = area_tree(db)?;
        let quarter = Quarter::new(Year(ask.year), ask.quarter)
            .ok_or(Trouble::Failed("no such quarter".into()))?;
        let Some((area, level)) = widest_area(db, &tree, open.whoami.account)? else {
            return Ok(store::query::review::Review::default());
        };
        let by = if ask.by_today { desk::now().day() } else { quarter.last_day() };
        let of = ReviewOf { quarter, area, level, by };
        review(db, &tree, of).map_err(Trouble::from)
    })
}

async fn ask_areas(_: AskAreas) -> Result<Vec<AreaRow>, Trouble> {
    desk::with_present(|open| {
        let tree = area_tree(open.replica.db())?;
        let mine = rights_of(open.replica.db(), open.whoami.account)?;
        let may_register: std::collections::BTreeSet<RecordId> = mine
            .into_iter()
            .filter(|(role, _)| role.may_write("residence"))
            .flat_map(|(_, area)| tree.below(area))
            .collect();
        let named = |area: &domain::area::AreaNode| {
            let parent = area.parent.and_then(|parent| tree.get(parent));
            let name = parent
                .map_or(area.name.clone(), |parent| format!("{}, {}", area.name, parent.name));
            AreaRow { id: area.id, name }
        };
        let mut areas: Vec<AreaRow> = tree
            .nodes()
            .filter(|area| {
                area.level == AreaLevel::Neighbourhood && may_register.contains(&area.id)
            })
            .map(named)
            .collect();
        areas.sort_by_key(|area| natural(&area.name));
        Ok(areas)
    })
}

async fn ask_status(_: AskStatus) -> Result<Status, Trouble> {
    desk::with_present(|open| {
        let unsent = open.replica.unsent()?;
        Ok(Status {
            unsent: unsent.changes,
            refused: unsent.refused,
            held: unsent.held,
            ..open.status.clone()
        })
    })
}

async fn sync_now(_: SyncNow) -> Result<(), Trouble> {
    desk::wake();
    Ok(())
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}
