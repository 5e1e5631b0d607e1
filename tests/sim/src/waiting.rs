//! What people do about work that waits: say it again, put right what was refused, hand it over, carry
//! what is sealed, decide.

use domain::change::{Act, Change};
use domain::id::ChangeId;
use domain::kind::Record;
use domain::record::Person;
use domain::view::work::HandedOver;
use domain::wire::{Decision, Request, Response, Word};
use rand::Rng;
use server::ledger::LedgerError;
use store::{Draft, OutboxState, row};

use crate::faults::Fault;
use crate::oracle;
use crate::world::World;

impl World {
    /// Somebody says a field again before the server has answered for good what he said of it; or
    /// another says it meanwhile, and it comes down under what is unanswered.
    pub(super) fn say_again(&mut self, at: usize) -> Result<(), String> {
        let unanswered = self.devices[at].replica().outbox().map_err(|error| error.to_string())?;
        let named = |change: &Change| {
            let fields =
                ["name", "phone"].into_iter().find(|field| change.fields.contains_key(*field));
            fields.filter(|_| change.kind == Person::KIND.key && change.act == Act::Set)
        };
        let says_of = |held: bool| {
            unanswered.iter().rev().find_map(|(change, state)| {
                let fits = !held || *state == OutboxState::Held;
                Some((change.record, named(change).filter(|_| fits)?))
            })
        };
        // What is held stays unanswered while others' words come down.
        let own = says_of(true).or_else(|| says_of(false));
        let Some((person, field)) = own else { return Ok(()) };
        let reads = |device: &usize| {
            let read = row::read(self.devices[*device].replica().db(), Person::KIND.key, person);
            matches!(read, Ok(Some(_)))
        };
        let mut readers: Vec<usize> = (0..self.devices.len()).filter(reads).collect();
        if readers.contains(&at) && self.rng.random_bool(0.5) {
            readers = vec![at];
        }
        if readers.is_empty() {
            return Ok(());
        }
        let who = readers[self.rng.random_range(0..readers.len())];
        let mut view = Person::default();
        if field == "name" {
            view.name = Some(self.new_name(person).as_str().into());
        } else {
            view.phone = Some(self.new_phone(person));
        }
        self.save(who, vec![Draft::set(person, view)])
    }

    /// Somebody drops a refused change from his list, or hands it over to an officer.
    pub(super) fn correct_refused(&mut self, at: usize) -> Vec<Draft> {
        let hands_over = self.rng.random_bool(0.5);
        let device = &mut self.devices[at];
        let refusals = device.replica().refusals().unwrap_or_default();
        let Some(refusal) = refusals.iter().find(|one| one.handed == HandedOver::No) else {
            return vec![];
        };
        let id = refusal.change.id;
        if hands_over && refusal.refused.code.may_be_handed_over() {
            let unit = refusals.iter().filter(|one| {
                one.change.id == id || one.change.is_of_one_group_with(&refusal.change)
            });
            let numbers: Vec<u64> = unit.map(|one| one.change.id.number).collect();
            device.replica_mut().hand_over(&numbers).expect("memory holds");
            self.faults.fired(Fault::HandedOver);
        } else {
            device.replica_mut().forget_refused(id.number).expect("memory holds");
            device.dropped.push(id);
        }
        vec![]
    }

    /// Sealed work of a device is handed in by somebody else, but not the first of it.
    pub(super) fn carry_ahead(&mut self, at: usize) -> Result<(), String> {
        let device = &self.devices[at];
        let unsent = device.replica().outbox().map_err(|error| error.to_string())?;
        let waiting: Vec<u64> = unsent
            .iter()
            .filter(|(_, state)| *state == OutboxState::Waiting)
            .map(|(change, _)| change.id.number)
            .collect();
        let Some(first) = waiting.first() else { return Ok(()) };
        let carried = device.replica().parcel_after(*first).map_err(|error| error.to_string())?;
        let Some((parcel, _)) = carried else { return Ok(()) };
        let caller = device.caller.clone();
        self.event(format!("somebody carries work of {} after {first}", device.name));
        self.faults.fired(Fault::CarriedAhead);
        match self.server.ledger_mut().answer(&caller, Request::Push(parcel), self.now) {
            Ok(Response::Answers { answers, .. }) => {
                oracle::nothing_is_refused_early(self, &waiting, &answers)
            }
            Ok(_) => Ok(()),
            Err(error) => Err(format!("the ledger failed: {error}")),
        }
    }

    /// An officer looks at held work and says what becomes of it.
    pub(super) fn decide(&mut self) -> Result<(), String> {
        let at = self.rng.random_range(0..self.devices.len());
        let caller = self.devices[at].caller.clone();
        let now = self.now;
        let held = match self.server.ledger().held_for(&caller, now) {
            Ok(held) if !held.is_empty() => held,
            _ => return Ok(()), // nothing waits for him, or he may not decide any more
        };
        let chosen = held[self.rng.random_range(0..held.len())].change.clone();
        let change = chosen.id;
        let unit = held.iter().map(|held| &held.change);
        let unit = unit.filter(|one| one.id == change || one.is_of_one_group_with(&chosen));
        let unit: Vec<ChangeId> = unit.map(|one| one.id).collect();
        let words = [Word::Accept, Word::Accept, Word::Reject, Word::Entered];
        let word = words[self.rng.random_range(0..words.len())];
        self.event(format!("{} says {word:?} to {change:?}", self.devices[at].name));
        // He names somebody, whom it is about or another.
        let about = Some(chosen.record).filter(|_| chosen.kind == Person::KIND.key);
        let named = about.or_else(|| self.any(at, Person::KIND.key));
        // Who writes down somebody who is forgotten already cannot be helped.
        let erased = &self.server.ledger().organisation().erased;
        let why = match named.filter(|person| !erased.contains(person)) {
            Some(person) => self.new_name(person),
            None => String::new(),
        };
        let decision = Decision { change, word, why };
        match self.server.ledger_mut().decide(caller.account, &decision, now) {
            Ok(_) => {
                self.faults.fired(Fault::Decided);
                if word != Word::Accept {
                    self.turned_down.extend(unit);
                }
                Ok(())
            }
            Err(LedgerError::EarlierHeld) => Ok(()),
            Err(error) => Err(format!("the ledger failed: {error}")),
        }
    }
}
