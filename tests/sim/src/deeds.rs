//! What people do: register, correct, move, choose between two values, grant rights, erase.

use domain::access::{Class, Role};
use domain::change::{Change, Fields, PRESENCE};
use domain::field::Dong;
use domain::id::{ChangeId, RecordId};
use domain::identity::Phone;
use domain::kind::{Kind, Mark, Record, kind};
use domain::record::{
    AccountId, Area, AreaId, AreaLevel, Attendance, BranchId, DeviceRecord, Erasure, Event,
    EventForm, EventId, Grant, GrantArea, Household, HouseholdId, LearningModel, Member, Person,
    PersonId, Photo, PhotoOf, Registration, Residence, ResidentId, Reversal, SamePerson,
    Scholarship, SubjectId, Succession,
};
use domain::time::{Birth, Day, Year};
use domain::value::Value;
use domain::wire;
use rand::Rng;
use store::query::rights::rights_of;
use store::{Draft, SaveError};

use crate::device::Screen;
use crate::faults::Fault;
use crate::world::World;

impl World {
    /// Somebody does something on his device, online or not.
    pub fn somebody_works(&mut self) -> Result<(), String> {
        let at = self.rng.random_range(0..self.devices.len());
        let rates = self.plan.rates.clone();
        if self.happens(30) {
            let off = self.rng.random_range(-3_000_000_000..3_000_000_000);
            self.faults.fired(Fault::ClockWrong);
            self.devices[at].clock_off = off;
        }
        if self.happens(rates.rights) {
            return self.rights_change();
        }
        if self.happens(rates.revoke) {
            return self.revoke();
        }
        if self.happens(rates.erase) {
            return self.erase(at);
        }
        if self.happens(rates.redraw) {
            return self.redraw(at);
        }
        if self.happens(40) {
            return self.decide();
        }
        if self.happens(30) {
            return self.carry_ahead(at);
        }
        if self.happens(80) {
            return self.say_again(at);
        }
        let drafts = match self.rng.random_range(0..22) {
            0..5 => self.register(at),
            5..8 => self.correct(at),
            8..10 => self.move_away(at),
            10..12 => self.enrol(at),
            12 => self.admit(at),
            13 => self.give(at),
            14 => self.hold_event(at),
            15 => self.check_in(at),
            16 => self.delete(at),
            17 => self.settle(at),
            18 => self.pair(at),
            19 => self.take_back(at),
            20 => self.photograph(at),
            _ => self.correct_refused(at),
        };
        self.save(at, drafts)
    }

    pub(super) fn save(&mut self, at: usize, drafts: Vec<Draft>) -> Result<(), String> {
        if drafts.is_empty() {
            return Ok(());
        }
        let words: Vec<String> = drafts
            .iter()
            .map(|draft| format!("{:?} {} {}", draft.act, draft.kind.key, draft.record.0))
            .collect();
        let name = self.devices[at].name.clone();
        let when = self.devices[at].clock(self.now);
        let device = &self.devices[at];
        let mut screens: Vec<Screen> =
            drafts.iter().map(|draft| device.screen(draft)).collect::<Result<_, _>>()?;
        if !self.reads_all_of_what_he_reads(at) {
            screens.iter_mut().for_each(Screen::clear);
        }
        match self.devices[at].replica_mut().save(drafts, when) {
            Ok(saved) => {
                self.event(format!("{name} saves {:?}: {}", saved.numbers, words.join(", ")));
                let device = &mut self.devices[at];
                let id = device.caller.device;
                device.saw.extend(saved.numbers.clone().zip(screens));
                device.saved.extend(saved.numbers.map(|number| ChangeId { device: id, number }));
                Ok(())
            }
            Err(SaveError::Refused { .. }) => Ok(()),
            Err(error) => Err(format!("{name} cannot save: {error}")),
        }
    }

    /// A photo of an event, or of somebody; its file and its words are his data.
    fn photograph(&mut self, at: usize) -> Vec<Draft> {
        let Some(person) = self.any(at, "person") else { return vec![] };
        let of = self.any(at, "event").filter(|_| self.happens(500)).unwrap_or(person);
        let shown = self.happens(700).then_some(person);
        let [file, thumb, caption] = [(); 3].map(|()| format!("Ảnh{:05x}", self.word()));
        if let Some(shown) = shown {
            let words = [file.clone(), thumb.clone(), caption.clone()];
            self.words.entry(shown).or_default().extend(words);
        }
        let photo = Photo {
            of: Some(PhotoOf(of)),
            person: shown.map(PersonId),
            file: Some(file.as_str().into()),
            thumb: Some(thumb.as_str().into()),
            caption: Some(caption.as_str().into()),
            agreed: Some(true),
            ..Photo::default()
        };
        vec![Draft::set(self.new_id(at), photo)]
    }

    /// Whether no record stands on this device's screen without its names.
    fn reads_all_of_what_he_reads(&self, at: usize) -> bool {
        let device = &self.devices[at];
        let known = rights_of(device.replica().db(), device.account).unwrap_or_default();
        let held = self.server.ledger().organisation().rights_now(device.account, self.now);
        known.into_iter().chain(held).all(|(role, _)| role.class() == Class::Full)
    }

    fn word(&mut self) -> u64 {
        self.next_word += 1;
        self.next_word
    }

    pub(super) fn new_name(&mut self, person: RecordId) -> String {
        let name = format!("Nguyễn Từ{:05}x", self.word());
        self.words.entry(person).or_default().push(name.clone());
        name
    }

    pub(super) fn new_phone(&mut self, person: RecordId) -> Phone {
        let digits = format!("09{:08}", 10_000_000 + self.word());
        self.words.entry(person).or_default().push(digits.clone());
        Phone::parse(&digits).expect("a telephone number")
    }

    fn today(&self) -> Day {
        self.now.day()
    }

    fn new_id(&mut self, at: usize) -> RecordId {
        self.devices[at].replica_mut().new_id().expect("ids enough")
    }

    /// A record of a kind that the device has, not as a card.
    pub(super) fn any(&mut self, at: usize, kind: &str) -> Option<RecordId> {
        let db = self.devices[at].replica().db();
        let ids: Vec<i64> = db
            .prepare(&format!(
                "select id from \"{kind}\" where id not in (select id from card) order by id"
            ))
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .unwrap_or_default();
        (!ids.is_empty()).then(|| RecordId(ids[self.rng.random_range(0..ids.len())]))
    }

    fn some_area(&mut self) -> RecordId {
        let areas = &self.places.neighbourhoods;
        areas[self.rng.random_range(0..areas.len())]
    }

    /// A family at the door: a household and its head, each with its residence.
    fn register(&mut self, at: usize) -> Vec<Draft> {
        let (person, household) = (self.new_id(at), self.new_id(at));
        let (first, second) = (self.new_id(at), self.new_id(at));
        let (area, since) = (self.some_area(), self.today());
        let name = self.new_name(person);
        let phone = self.new_phone(person);
        let lives = |subject, household: Option<RecordId>| Residence {
            subject: Some(ResidentId(subject)),
            household: household.map(HouseholdId),
            area: Some(AreaId(area)),
            since: Some(since),
            ..Residence::default()
        };
        vec![
            Draft::set(
                person,
                Person {
                    name: Some(name.as_str().into()),
                    phone: Some(phone),
                    birth: Some(Birth(19_800_102)),
                    ..Person::default()
                },
            ),
            Draft::set(first, lives(person, None)),
            Draft::set(
                household,
                Household { head: Some(PersonId(person)), ..Household::default() },
            ),
            Draft::set(second, lives(household, None)),
        ]
    }

    fn correct(&mut self, at: usize) -> Vec<Draft> {
        let Some(person) = self.any(at, "person") else { return vec![] };
        let mut view = Person::default();
        match self.rng.random_range(0..3) {
            0 => view.name = Some(self.new_name(person).as_str().into()),
            1 => view.phone = Some(self.new_phone(person)),
            _ => view.cadre = Some(self.rng.random_bool(0.5)),
        }
        vec![Draft::set(person, view)]
    }

    fn move_away(&mut self, at: usize) -> Vec<Draft> {
        let Some(residence) = self.any(at, "residence") else { return vec![] };
        let Some(fields) = self.read(at, Residence::KIND, residence) else { return vec![] };
        let lived = Residence::from_fields(&fields);
        let (area, today, id) = (self.some_area(), self.today(), self.new_id(at));
        self.faults.fired(Fault::PersonMoved);
        if self.rng.random_ratio(1, 4) {
            // A correction of the same episode: its area may become disputed.
            return vec![Draft::set(
                residence,
                Residence { area: Some(AreaId(area)), ..Residence::default() },
            )];
        }
        vec![
            Draft::set(residence, Residence { until: Some(today), ..Residence::default() }),
            Draft::set(
                id,
                Residence {
                    subject: lived.subject,
                    area: Some(AreaId(area)),
                    since: Some(today),
                    ..Residence::default()
                },
            ),
        ]
    }

    fn enrol(&mut self, at: usize) -> Vec<Draft> {
        let (kind, model) = if self.rng.random_bool(0.5) {
            ("household", LearningModel::Family)
        } else {
            ("person", LearningModel::Citizen)
        };
        let Some(subject) = self.any(at, kind) else { return vec![] };
        let (area, today) = (self.some_area(), self.today());
        vec![Draft::fact(Registration {
            subject: Some(SubjectId(subject)),
            model: Some(model),
            year: Some(Year(2026)),
            area: Some(AreaId(area)),
            registered_on: Some(today),
            ..Registration::default()
        })]
    }

    fn admit(&mut self, at: usize) -> Vec<Draft> {
        let Some(person) = self.any(at, "person") else { return vec![] };
        let (id, today) = (self.new_id(at), self.today());
        let branch = self.places.branches[self.rng.random_range(0..self.places.branches.len())];
        vec![Draft::set(
            id,
            Member {
                person: Some(PersonId(person)),
                branch: Some(BranchId(branch)),
                joined_on: Some(today),
                ..Member::default()
            },
        )]
    }

    fn give(&mut self, at: usize) -> Vec<Draft> {
        let today = self.today();
        if self.rng.random_ratio(1, 4)
            && let Some(given) = self.any(at, "scholarship")
        {
            return vec![Draft::fact(Reversal {
                of: Some(given.into()),
                reversed_on: Some(today),
                reason: Some("ghi nhầm".into()),
            })];
        }
        let Some(pupil) = self.any(at, "person") else { return vec![] };
        let (id, area) = (self.new_id(at), self.some_area());
        vec![Draft::set(
            id,
            Scholarship {
                pupil: Some(PersonId(pupil)),
                amount: Some(Dong(1_200_000)),
                given_on: Some(today),
                area: Some(AreaId(area)),
                ..Scholarship::default()
            },
        )]
    }

    fn hold_event(&mut self, at: usize) -> Vec<Draft> {
        let (id, area, today) = (self.new_id(at), self.some_area(), self.today());
        vec![Draft::set(
            id,
            Event {
                name: Some("Lớp tập huấn".into()),
                form: Some(EventForm::Training),
                area: Some(AreaId(area)),
                held_on: Some(today),
                ..Event::default()
            },
        )]
    }

    fn check_in(&mut self, at: usize) -> Vec<Draft> {
        let (Some(event), Some(person)) = (self.any(at, "event"), self.any(at, "person")) else {
            return vec![];
        };
        let present = self.rng.random_bool(0.8);
        vec![Draft::fact(Attendance {
            event: Some(EventId(event)),
            person: Some(PersonId(person)),
            present: Some(present),
            checked_at: Some(self.now),
        })]
    }

    fn delete(&mut self, at: usize) -> Vec<Draft> {
        let kinds =
            ["registration", "member", "residence", "person", "attendance", "event", "household"];
        let Some(declared) = kind(kinds[self.rng.random_range(0..kinds.len())]) else {
            return vec![];
        };
        self.any(at, declared.key).map(|id| Draft::delete(declared, id)).into_iter().collect()
    }

    /// Chooses between the values of a disputed field.
    fn settle(&mut self, at: usize) -> Vec<Draft> {
        let db = self.devices[at].replica().db();
        let disputed: Vec<(String, i64, String)> = db
            .prepare("select kind, record, field from conflict order by record, field, number")
            .and_then(|mut statement| {
                statement
                    .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
                    .collect()
            })
            .unwrap_or_default();
        if disputed.is_empty() {
            return vec![];
        }
        let (key, record, field) = disputed[self.rng.random_range(0..disputed.len())].clone();
        let (Some(declared), record) = (kind(&key), RecordId(record)) else { return vec![] };
        if field == PRESENCE {
            return vec![Draft::delete(declared, record).settling(PRESENCE)];
        }
        let value = store::row::read_disputed(self.devices[at].replica().db(), record)
            .unwrap_or_default()
            .into_iter()
            .find(|one| one.field == field)
            .map_or(Value::Null, |one| one.value);
        let mut draft = Draft::set(record, Person::default()).settling(&field);
        draft.kind = declared;
        draft.fields = Fields::from([(field, value)]);
        vec![draft]
    }

    /// Takes back one of the changes that the device made: to what stood there once, or thereabouts.
    fn take_back(&mut self, at: usize) -> Vec<Draft> {
        let db = self.devices[at].replica().db();
        let mine: Vec<Vec<u8>> = db
            .prepare("select change from authored union all select change from outbox")
            .and_then(|mut statement| statement.query_map([], |row| row.get(0))?.collect())
            .unwrap_or_default();
        let mine: Vec<Change> = mine
            .iter()
            .filter_map(|change| wire::read(change).ok())
            .filter(|change: &Change| {
                matches!(store::row::read(db, &change.kind, change.record), Ok(Some(_)))
            })
            .collect();
        if mine.is_empty() {
            return vec![];
        }
        let undone = mine[self.rng.random_range(0..mine.len())].clone();
        let history = self.server.ledger().history(undone.record).unwrap_or_default();
        let mut draft = Draft::set(undone.record, Person::default()).taking_back(undone.id);
        let Some(declared) = kind(&undone.kind) else { return vec![] };
        draft.kind = declared;
        for field in undone.fields.keys() {
            let fixed = declared.field(field).is_none_or(|field| {
                field.has(Mark::Key) || field.has(Mark::Once) || field.has(Mark::Required)
            });
            let stood: Vec<&Value> =
                history.iter().filter_map(|entry| entry.change.fields.get(field)).collect();
            if !fixed && !stood.is_empty() {
                let value = stood[self.rng.random_range(0..stood.len())].clone();
                draft.fields.insert(field.clone(), value);
            }
        }
        vec![draft]
    }

    fn pair(&mut self, at: usize) -> Vec<Draft> {
        match (self.any(at, "person"), self.any(at, "person")) {
            (Some(one), Some(other)) if one != other => {
                vec![Draft::fact(SamePerson::are_one(PersonId(one), PersonId(other)))]
            }
            _ => vec![],
        }
    }

    fn read(&self, at: usize, kind: &'static Kind, id: RecordId) -> Option<Fields> {
        store::row::read(self.devices[at].replica().db(), kind.key, id)
            .ok()?
            .map(|state| state.fields)
    }

    /// The administrator or the district officer grants a right, or takes one.
    fn rights_change(&mut self) -> Result<(), String> {
        let at = self.rng.random_range(0..2);
        let accounts: Vec<RecordId> =
            self.devices.iter().skip(2).map(|device| device.account).collect();
        let account = accounts[self.rng.random_range(0..accounts.len())];
        self.faults.fired(Fault::ScopeChanged);
        let given: Vec<i64> = self.devices[at]
            .replica()
            .db()
            .prepare("select id from \"grant\" where account = ?1 order by id")
            .and_then(|mut statement| statement.query_map([account.0], |row| row.get(0))?.collect())
            .unwrap_or_default();
        let event = self.any(at, "event");
        let draft = match (self.rng.random_range(0..3), given.first()) {
            (0, Some(grant)) => Draft::delete(Grant::KIND, RecordId(*grant)),
            (1, Some(grant)) => Draft::set(
                RecordId(*grant),
                Grant { until: Some(Day(self.today().0 - 1)), ..Grant::default() },
            ),
            _ => {
                let (role, area) = match (self.rng.random_range(0..4), event) {
                    (0, Some(event)) => (Role::Helper, event),
                    (0 | 1, _) => (Role::Collector, self.some_area()),
                    (2, _) => (Role::Auditor, self.places.root),
                    _ => (Role::WardOfficer, self.places.wards[self.rng.random_range(0..2)]),
                };
                Draft::fact(Grant {
                    account: Some(AccountId(account)),
                    role: Some(role),
                    area: Some(GrantArea(area)),
                    ..Grant::default()
                })
            }
        };
        self.save(at, vec![draft])
    }

    fn revoke(&mut self) -> Result<(), String> {
        let victim = self.rng.random_range(2..self.devices.len());
        let key = hex::encode(self.devices[victim].caller.key.as_bytes());
        let record = RecordId::derived("device", &[Value::Text(key)]);
        self.faults.fired(Fault::DeviceRevoked);
        let revoked = DeviceRecord { revoked_at: Some(self.now), ..DeviceRecord::default() };
        let known = self.devices[0].replica().db();
        let known: bool = known
            .query_row("select exists (select 1 from device where id = ?1)", [record.0], |row| {
                row.get(0)
            })
            .unwrap_or(false);
        if known { self.save(0, vec![Draft::set(record, revoked)]) } else { Ok(()) }
    }

    fn erase(&mut self, at: usize) -> Result<(), String> {
        let Some(person) = self.any(at, "person") else { return Ok(()) };
        self.faults.fired(Fault::PersonErased);
        let today = self.today();
        self.save(
            at,
            vec![Draft::fact(Erasure { person: Some(PersonId(person)), asked_on: Some(today) })],
        )
    }

    /// An officer draws a new neighbourhood, or says that one went over to the other ward.
    fn redraw(&mut self, at: usize) -> Result<(), String> {
        let (id, today) = (self.new_id(at), self.today());
        let ward = self.places.wards[self.rng.random_range(0..2)];
        if self.rng.random_bool(0.5) {
            self.faults.fired(Fault::AreaDrawn);
            let area = Area {
                name: Some("Khu phố mới".into()),
                level: Some(AreaLevel::Neighbourhood),
                parent: Some(AreaId(ward)),
                ..Area::default()
            };
            return self.save(at, vec![Draft::set(id, area)]);
        }
        self.faults.fired(Fault::AreaSucceeded);
        let old = self.some_area();
        self.save(
            at,
            vec![Draft::fact(Succession {
                old: Some(AreaId(old)),
                new: Some(AreaId(ward)),
                default_successor: Some(true),
                effective_on: Some(today),
            })],
        )
    }
}
