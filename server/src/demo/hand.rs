//! The hand that writes the demo: a device of its own, signing changes as every device's are.

use domain::access::Role;
use domain::answer::Verdict;
use domain::change::{Act as ChangeAct, Base, Change, Group};
use domain::check::derived_id;
use domain::envelope::{Offer, Parcel};
use domain::id::{ChangeId, DeviceId, RecordId};
use domain::identity::Login;
use domain::kind::Record;
use domain::time::Moment;
use ed25519_dalek::SigningKey;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::clock;
use crate::ledger::{Caller, Ledger, LedgerError};
use crate::set_up::make_account;

/// How many changes go into one transaction.
const TOGETHER: usize = 20_000;

/// Somebody who records a ward's year.
pub struct Hand<'a> {
    ledger: &'a mut Ledger,
    caller: Caller,
    pub rng: ChaCha8Rng,
    now: Moment,
    changes: u64,
    records: u32,
    waiting: Vec<Offer>,
}

impl<'a> Hand<'a> {
    pub fn of_ward(ledger: &'a mut Ledger, at: usize, ward: RecordId) -> Result<Self, LedgerError> {
        let name = format!("Máy Phường {}", at + 1);
        Self::new(ledger, at as u16, &name, Role::WardOfficer, ward)
    }

    pub fn of_district(ledger: &'a mut Ledger, district: RecordId) -> Result<Self, LedgerError> {
        Self::new(ledger, 20_000, "Máy Hội quận", Role::DistrictOfficer, district)
    }

    fn new(
        ledger: &'a mut Ledger,
        number: u16,
        name: &str,
        role: Role,
        area: RecordId,
    ) -> Result<Self, LedgerError> {
        let now = clock::now();
        let login = Login::parse(&format!("may {number}")).expect("a login");
        let account = make_account(ledger, name, &login, role, area, now)?;
        // Of this ledger's own key: another demo's hands have other keys, and other ids.
        let seed =
            ledger.keys().derive(&[b"demo hand ".as_slice(), &number.to_be_bytes()].concat());
        let key = SigningKey::from_bytes(&seed).verifying_key();
        ledger.certify(account, &key, "demo", name, now)?;
        let caller = Caller { device: DeviceId::of_key(key.as_bytes()), account, key };
        let rng = ChaCha8Rng::seed_from_u64(20_220_930 + u64::from(number));
        Ok(Self { ledger, caller, rng, now, changes: 0, records: 0, waiting: vec![] })
    }

    /// The id of a record to be made.
    pub fn new_id(&mut self) -> RecordId {
        self.records += 1;
        RecordId::running(self.caller.device, self.records)
            .expect("a ward is smaller than a device's ids")
    }

    /// Records acts as one group, or one act by itself.
    pub fn record(&mut self, acts: Vec<DemoAct>) -> Result<(), LedgerError> {
        let first = self.changes + 1;
        let last = self.changes + acts.len() as u64;
        let group = (last > first).then_some(Group { first, last });
        for act in acts {
            self.changes += 1;
            let change = Change {
                id: ChangeId { device: self.caller.device, number: self.changes },
                made: self.now,
                author: self.caller.account,
                kind: act.kind.to_owned(),
                record: act.record,
                act: ChangeAct::Set,
                fields: act.fields,
                settles: vec![],
                undoes: None,
                base: Base { epoch: self.ledger.lineage().present(), ..Base::default() },
                group,
            };
            self.waiting.push(Offer::new(change, self.changes - 1));
        }
        if self.waiting.len() >= TOGETHER { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> Result<(), LedgerError> {
        let parcel = Parcel {
            device: self.caller.device,
            life: self.ledger.lineage().present(),
            offers: std::mem::take(&mut self.waiting),
        };
        let answers = self.ledger.commit_all(&[(&self.caller, parcel)], self.now)?.remove(0);
        for answer in answers {
            if let Verdict::Refused(refused) = answer.verdict {
                return Err(LedgerError::OwnChange(refused));
            }
        }
        Ok(())
    }

    /// Sends what waits.
    pub fn finish(mut self) -> Result<(), LedgerError> {
        self.send()
    }
}

/// One act of the demo.
pub struct DemoAct {
    kind: &'static str,
    record: RecordId,
    fields: domain::change::Fields,
}

impl DemoAct {
    pub fn make<R: Record>(record: RecordId, view: R) -> Self {
        Self { kind: R::KIND.key, record, fields: view.into_fields() }
    }

    pub fn fact<R: Record>(view: R) -> Self {
        let fields = view.into_fields();
        let record = derived_id(R::KIND, &fields).expect("a fact's kind has key facts");
        Self { kind: R::KIND.key, record, fields }
    }
}
