//! Accounts as the server alone knows them: passwords, invitations, and the certificates of devices.

use domain::envelope::{Certificate, Signed};
use domain::field::Text;
use domain::id::{DeviceId, RecordId};
use domain::identity::Login;
use domain::record::{AccountId, DeviceRecord};
use domain::time::Moment;
use ed25519_dalek::VerifyingKey;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use super::journal::JournalLine;
use super::own::Act;
use super::reader::Reader;
use super::{Ledger, LedgerError};

/// For how long an invitation can be redeemed.
const INVITATION_DAYS: i64 = 7;

/// An account's password, as its slow hash.
pub struct PasswordOf {
    pub account: RecordId,
    pub hash: String,
}

/// What became of an invitation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Invitation {
    /// It admits this account.
    Admits(RecordId),
    /// It was redeemed by another key, has expired, or never was.
    Void,
}

impl Ledger {
    /// Sets an account's password, and notes it beside the database.
    pub fn set_password(&mut self, account: RecordId, hash: &str) -> Result<(), LedgerError> {
        self.keep_password(account, hash)?;
        let line = JournalLine::Password { account: account.0, hash: hash.to_owned() };
        Ok(self.journal.note(&[line])?)
    }

    pub(super) fn keep_password(&self, account: RecordId, hash: &str) -> Result<(), LedgerError> {
        self.db
            .prepare_cached("insert or replace into password (account, hash) values (?1, ?2)")?
            .execute(params![account.0, hash])?;
        Ok(())
    }

    /// Makes an invitation for an account; `code` is what its link holds.
    pub fn invite(
        &mut self,
        account: RecordId,
        made_by: RecordId,
        code: &str,
        now: Moment,
    ) -> Result<(), LedgerError> {
        Ok(insert_invitation(&self.db, account, made_by, code, now)?)
    }

    /// Redeems an invitation for a device's key. The key that first redeemed it is answered again
    /// for a day: its first answer may have been lost.
    pub fn redeem(
        &mut self,
        code: &str,
        key: &VerifyingKey,
        now: Moment,
    ) -> Result<Invitation, LedgerError> {
        type Row = (i64, i64, Option<Vec<u8>>, Option<i64>);
        let row: Option<Row> = self
            .db
            .prepare_cached("select account, expires_at, redeemed_key, redeemed_at from invitation where code = ?1")?
            .query_row([code_hash(code)], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
            .optional()?;
        let Some((account, expires_at, redeemed_key, redeemed_at)) = row else {
            return Ok(Invitation::Void);
        };
        let admits = match (redeemed_key, redeemed_at) {
            (Some(first), Some(at)) => first == key.as_bytes() && now <= Moment(at).plus_days(1),
            _ => now.0 <= expires_at,
        };
        let closed = self.organisation.is_closed(RecordId(account), now);
        if !admits || closed {
            return Ok(Invitation::Void);
        }
        self.db
            .prepare_cached(
                "update invitation set redeemed_key = ?2, redeemed_at = coalesce(redeemed_at, ?3) where code = ?1",
            )?
            .execute(params![code_hash(code), key.as_bytes().as_slice(), now.0])?;
        Ok(Invitation::Admits(RecordId(account)))
    }

    /// Certifies a device's key for an account, and records the device.
    ///
    /// # Errors
    /// [`LedgerError::BadRequest`] if another key has the same device id or the same five signs of
    /// it, or the key is another account's.
    pub fn certify(
        &mut self,
        account: RecordId,
        key: &VerifyingKey,
        tablet: &str,
        label: &str,
        now: Moment,
    ) -> Result<Signed, LedgerError> {
        let device = DeviceId::of_key(key.as_bytes());
        let certificate = Certificate {
            key: key.as_bytes().to_vec(),
            account,
            tablet: tablet.to_owned(),
            issued: now,
        };
        let record = DeviceRecord {
            key: Some(Text(hex::encode(key.as_bytes()))),
            account: Some(AccountId(account)),
            tablet: Some(Text(tablet.to_owned())),
            label: (!label.is_empty()).then(|| Text(label.to_owned())),
            certified_at: Some(now),
            ..DeviceRecord::default()
        };
        match self.organisation.knows_device(device) {
            Some(known) if known.account == account && !known.revoked => {}
            Some(_) => return Err(LedgerError::BadRequest),
            None if device == self.server_device() => return Err(LedgerError::BadRequest),
            // Another key is drawn at the next try: card numbers begin with these signs.
            None if self.organisation.has_short(&device.short()) => {
                return Err(LedgerError::BadRequest);
            }
            None => {
                self.record(account, vec![Act::make(record)], now)?;
            }
        }
        Ok(self.keys.certify(&certificate))
    }

    /// Whether nobody can sign in yet: the set-up page is open, also after a set-up that was cut
    /// short.
    pub fn is_empty(&self) -> Result<bool, LedgerError> {
        Ok(nobody_signs_in(&self.db)?)
    }

    /// The account that signs in by this.
    pub fn account_of_login(&self, login: &Login) -> Result<Option<RecordId>, LedgerError> {
        Ok(self
            .db
            .prepare_cached("select id from account where login = ?1 order by id limit 1")?
            .query_row([login.as_str()], |row| Ok(RecordId(row.get(0)?)))
            .optional()?)
    }
}

impl Reader {
    /// Whether there is such an invitation at all.
    pub fn knows_invitation(&mut self, code: &str) -> Result<bool, LedgerError> {
        let db = self.reading()?.db;
        Ok(db
            .prepare_cached("select exists (select 1 from invitation where code = ?1)")?
            .query_row([code_hash(code)], |row| row.get(0))?)
    }

    /// Whether somebody can sign in already, and what the organisation is called.
    pub fn greeting(&mut self) -> Result<(bool, String), LedgerError> {
        let reading = self.reading()?;
        Ok((!nobody_signs_in(reading.db)?, reading.organisation.name()))
    }

    /// The password of an account, as its slow hash.
    pub fn password_of_account(
        &mut self,
        account: RecordId,
        now: Moment,
    ) -> Result<Option<String>, LedgerError> {
        Ok(self
            .reading()?
            .db
            .prepare_cached(
                "select hash from account join password on password.account = account.id
                 where account.id = ?1 and (closed_on is null or closed_on > ?2)",
            )?
            .query_row([account.0, i64::from(now.day().0)], |row| row.get(0))
            .optional()?)
    }

    /// The password of the account with this login.
    pub fn password_of(
        &mut self,
        login: &Login,
        now: Moment,
    ) -> Result<Option<PasswordOf>, LedgerError> {
        Ok(self
            .reading()?
            .db
            .prepare_cached(
                "select account.id, hash from account join password on password.account = account.id
                 where login = ?1 and (closed_on is null or closed_on > ?2) order by account.id limit 1",
            )?
            .query_row(params![login.as_str(), now.day().0], |row| Ok(PasswordOf { account: RecordId(row.get(0)?), hash: row.get(1)? }))
            .optional()?)
    }
}

/// Makes an invitation beside a server that may be running; `false`: there is no such account.
pub fn invite_by_login(
    db: &Connection,
    login: &Login,
    code: &str,
    now: Moment,
) -> Result<bool, LedgerError> {
    let account: Option<i64> = db
        .query_row(
            "select id from account where login = ?1 order by id limit 1",
            [login.as_str()],
            |row| row.get(0),
        )
        .optional()?;
    let Some(account) = account else { return Ok(false) };
    let account = RecordId(account);
    insert_invitation(db, account, account, code, now)?;
    Ok(true)
}

fn insert_invitation(
    db: &Connection,
    account: RecordId,
    made_by: RecordId,
    code: &str,
    now: Moment,
) -> rusqlite::Result<()> {
    let expires = now.plus_days(INVITATION_DAYS).0;
    db.execute(
        "insert into invitation (code, account, made_by, expires_at) values (?1, ?2, ?3, ?4)",
        params![code_hash(code), account.0, made_by.0, expires],
    )?;
    Ok(())
}

fn nobody_signs_in(db: &Connection) -> rusqlite::Result<bool> {
    db.query_row("select not exists (select 1 from password)", [], |row| row.get(0))
}

fn code_hash(code: &str) -> Vec<u8> {
    Sha256::digest(code.as_bytes()).to_vec()
}
