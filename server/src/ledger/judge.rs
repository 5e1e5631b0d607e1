//! Judging: may this change be applied, here and now? By itself, by what it refers to, by its
//! author's rights at its base. Then applying it: log, merge, record, routes.

use std::collections::BTreeSet;

use domain::access::{Class, Role, is_organisation};
use domain::answer::{HeldFor, Refusal, Refused};
use domain::change::{Act, Base, Change, Entry, Fields};
use domain::check::{Sight, check, normalised};
use domain::envelope::Offer;
use domain::field::{FieldType, FieldValue};
use domain::id::{Position, RecordId};
use domain::kind::{AreaRule, Kind, kind};
use domain::merge::merge;
use domain::value::Value;
use store::row;

use super::Caller;
use super::LedgerError;
use super::commit::{Outcome, Trust, Writer};
use super::log::{Log, NewEntry};
use super::organisation::{Organisation, Right};
use super::route::Areas;
use super::sign_up::is_ended;

impl Writer<'_> {
    /// Applies a change, or says why not. The caller's savepoint undoes a group's half.
    pub fn apply(
        &mut self,
        caller: &Caller,
        offer: &Offer,
        trust: Trust,
    ) -> Result<Position, Outcome> {
        let change = &offer.change;
        let Some(kind) = kind(&change.kind) else {
            return Err(Outcome::Hold(HeldFor::KindUnknown));
        };
        if trust == Trust::Device {
            self.judge_device(caller, change)?;
        }
        let digest = self.digest(offer);
        let mut change = change.clone();
        change.fields = normalised(kind, change.fields);
        if change.base.epoch == self.lineage.present() {
            // Nobody has seen what is not there yet.
            change.base.position = change.base.position.min(self.head);
        }
        self.forget_if_erased(&mut change)?;
        // An officer who accepts is told what is wrong; it waits for nothing.
        let lost = !matches!(trust, Trust::Officer(_)) && self.may_have_been_lost(offer);
        let mut history = self.log().history(self.id, change.record)?;
        let before = merge(&history, self.lineage);
        if before.is_none() && self.kind_of(change.record)?.is_some_and(|other| other != kind.key) {
            return Err(Outcome::Refuse(Refused::because(Refusal::IdTaken)));
        }
        let of_device = change.record.is_derived() || change.record.made_by(caller.device);
        if trust == Trust::Device && history.is_empty() && !of_device && !lost {
            return Err(Outcome::Refuse(Refused::because(Refusal::IdTaken)));
        }
        let present = before.as_ref().map(|before| &before.state.fields);
        let stands = before.as_ref().is_some_and(|before| before.present);
        let seen = history.first().is_some_and(|made| {
            made.change.id.device == change.id.device || self.lineage.had_seen(&change.base, made)
        });
        let sight = if stands && seen { Sight::Seen } else { Sight::Unseen };
        self.judge_by_itself(&change, kind, (present, sight), lost, trust)?;
        match change.act {
            Act::Set if self.ends_by_taking_back(&change, &history) => {
                let deletion = Change { act: Act::Delete, ..change.clone() };
                self.judge_use(kind, change.record, lost)?;
                self.guard_organisation(&deletion, kind, present, lost)?;
            }
            Act::Set => {
                self.judge_references(&change, kind, lost)?;
                self.judge_place(&change, kind, lost)?;
            }
            Act::Delete => self.judge_use(kind, change.record, lost)?,
        }
        match trust {
            Trust::Device => {
                self.judge_rights(&change, kind, present, decides(&change, kind, &history), lost)?;
                self.judge_reach(change.author, &change, kind, present, lost)?;
                self.guard_organisation(&change, kind, present, lost)?;
                if !history.is_empty() && !self.could_read(&change, kind, present)? {
                    change.base = Base { position: Position(0), ..change.base };
                }
            }
            Trust::Officer(officer) => {
                self.judge_officer(officer, &change, kind, present)?;
                self.judge_reach(officer, &change, kind, present, lost)?;
                self.guard_organisation(&change, kind, present, lost)?;
            }
            Trust::Server => {}
        }

        let position = self.head.next();
        let entry = Entry { position, received: self.now, change, earlier: offer.earlier.clone() };
        self.head = position;
        let expected = Position(position.0 - 1);
        let new = NewEntry { entry, digest };
        self.log().append(self.id, expected, std::slice::from_ref(&new))?;
        let entry = new.entry;
        self.to_journal |= kind.journalled;
        if history.is_empty() {
            self.made.insert(entry.change.record);
        }
        history.push(entry);
        let before = before.filter(|before| before.present).map(|before| before.state.fields);
        self.merge_in(kind, &history, before.as_ref())?;
        Ok(position)
    }

    /// Folds the record anew, writes it, and routes it.
    fn merge_in(
        &mut self,
        kind: &'static Kind,
        history: &[Entry],
        before: Option<&Fields>,
    ) -> Result<(), LedgerError> {
        let Some(merged) = merge(history, self.lineage) else { return Ok(()) };
        let (record, position) = (merged.state.id, merged.state.last);
        if merged.present {
            row::write(self.db, &merged.state)?;
        } else {
            row::delete(self.db, kind.key, record)?;
        }
        if history.len() > 1 {
            row::write_disputed(self.db, kind.key, record, &merged.disputed)?;
        }
        let after = merged.present.then_some(&merged.state.fields);
        self.route(kind, record, before, after, position)?;
        self.stirred.records |= before.is_none();
        let lends = kind.gives_scope && self.organisation.lends(record);
        if lends || domain::access::is_organisation(kind.key) {
            self.stirred.rights = true;
            self.db
                .prepare_cached(
                    "insert or replace into server (key, value) values ('rights_at', ?1)",
                )?
                .execute([position.0 as i64])?;
            *self.organisation = Organisation::load(self.db, self.lineage)?;
        }
        if kind.key == "erasure"
            && let Some(person) =
                after.and_then(|fields| fields.get("person")).and_then(Value::as_int)
        {
            self.erase(RecordId(person), position)?;
        }
        if after.is_some_and(|fields| is_ended(kind, fields)) {
            self.empty_ended(record, position)?;
        }
        Ok(())
    }

    fn judge_device(&self, caller: &Caller, change: &Change) -> Result<(), Outcome> {
        if change.id.device != caller.device || change.author != caller.account {
            return Err(Outcome::Refuse(Refused::because(Refusal::NoRight)));
        }
        match self.organisation.knows_device(caller.device) {
            None => return Err(Outcome::Hold(HeldFor::DeviceUnknown)),
            Some(device) if device.revoked => return Err(Outcome::Hold(HeldFor::DeviceRevoked)),
            Some(device) if device.account != caller.account => {
                return Err(Outcome::Refuse(Refused::because(Refusal::NoRight)));
            }
            Some(_) => {}
        }
        if self.held_before(change, &[])? {
            return Err(Outcome::Hold(HeldFor::Behind));
        }
        Ok(())
    }

    fn judge_by_itself(
        &self,
        change: &Change,
        kind: &'static Kind,
        (present, sight): (Option<&Fields>, Sight),
        lost: bool,
        trust: Trust,
    ) -> Result<(), Outcome> {
        match check(change, kind, present, sight) {
            Ok(()) => Ok(()),
            // What is of an erased person is made again without what must not be known of him.
            Err(Refused { code: Refusal::Missing, .. })
                if trust == Trust::Server || self.is_of_erased(change)? =>
            {
                Ok(())
            }
            Err(Refused { code: Refusal::NoSuchRecord | Refusal::Missing, .. })
                if lost && present.is_none() =>
            {
                Err(Outcome::Hold(HeldFor::RecordMissing))
            }
            // It was taken once: an officer says what becomes of it now.
            Err(_) if lost && trust == Trust::Device => Err(Outcome::Hold(HeldFor::Contradicted)),
            Err(refused) => Err(Outcome::Refuse(refused)),
        }
    }

    /// Whether the change was made in a former life of the ledger: what it leans on may have been
    /// lost in a restore, and may come again.
    fn may_have_been_lost(&self, offer: &Offer) -> bool {
        let epoch = offer.change.base.epoch;
        !offer.earlier.is_empty() || (epoch != self.lineage.present() && epoch.0 != 0)
    }

    fn judge_references(
        &self,
        change: &Change,
        kind: &'static Kind,
        lost: bool,
    ) -> Result<(), Outcome> {
        for field in kind.fields {
            let FieldType::Ref(kinds) = field.ty else { continue };
            let Some(to) = change.fields.get(field.key).and_then(Value::as_int).map(RecordId)
            else {
                continue;
            };
            if to == change.record {
                continue;
            }
            match self.kind_of(to)? {
                Some(found) if kinds.is_empty() || kinds.contains(&found.as_str()) => {}
                None if self.is_held(to)? => return Err(Outcome::Hold(HeldFor::Behind)),
                None if lost => return Err(Outcome::Hold(HeldFor::RecordMissing)),
                _ => return Err(refuse(Refusal::WrongReference, field.key)),
            }
        }
        Ok(())
    }

    /// What was deleted places nothing: who checks in at an event is told that it is gone.
    fn judge_place(&self, change: &Change, kind: &'static Kind, lost: bool) -> Result<(), Outcome> {
        let AreaRule::Through(fields) = kind.area else { return Ok(()) };
        let mut gone = None;
        for field in fields {
            let Some(to) = change.fields.get(*field).and_then(Value::as_int) else { continue };
            if !self.areas_in(RecordId(to))?.is_empty() {
                return Ok(());
            }
            gone = gone.or(Some(*field));
        }
        match gone {
            Some(field) => Err(contradicts(lost, Refused::field(Refusal::WrongReference, field))),
            None => Ok(()),
        }
    }

    /// What others have their area from stays as long as they do: they would lie nowhere.
    fn judge_use(&self, kind: &'static Kind, record: RecordId, lost: bool) -> Result<(), Outcome> {
        if self.first_through(kind, record)?.is_some() {
            return Err(contradicts(lost, Refused::because(Refusal::InUse)));
        }
        Ok(())
    }

    /// Accepted if the author has the right now, or had it at the base and still holds it
    /// somewhere (a record that has moved away since is not a right taken); held if it was taken
    /// from him since; else refused.
    fn judge_rights(
        &self,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
        decides: bool,
        lost: bool,
    ) -> Result<(), Outcome> {
        let grants = granted_role(change, present);
        let allowed = |role: Role| {
            role.may_write(kind.key)
                && (!decides || role.may_settle())
                && grants.is_none_or(|granted| role.may_grant(granted))
        };
        let holds = |rights: &[Right], areas: &Areas| self.holds(rights, areas, allowed);
        let now = self.organisation.rights_now(change.author, self.now);
        let areas_now = self.areas_to_write(change, kind, present)?;
        if holds(&now, &areas_now) {
            return Ok(());
        }
        let made = change.made.min(self.now);
        let mut taken = false;
        for screen in change.base.screens() {
            let then = self.organisation.rights_at(change.author, screen, made, self.lineage);
            let seen = self.lineage.seen_up_to(screen.epoch, screen.position);
            let areas_then = areas_now.clone().and(self.areas_at(change.record, seen)?);
            if holds(&then, &areas_then) {
                // What ended by itself was not taken.
                let left = self.organisation.rights_not_taken(change.author, self.now);
                let kept: Vec<Right> =
                    then.iter().filter(|right| left.contains(right)).copied().collect();
                if holds(&kept, &areas_then) {
                    return Ok(());
                }
                taken = true;
            }
        }
        Err(if taken { Outcome::Hold(HeldFor::RightTaken) } else { without_right(lost) })
    }

    /// Whether the author could read the whole record on each screen that he wrote it on. Whoever saw
    /// a card, or figures, has not seen what he wrote over: he was given the right later, or said
    /// again without it what he had said while he had it.
    fn could_read(
        &self,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
    ) -> Result<bool, Outcome> {
        if is_organisation(kind.key) {
            return Ok(true);
        }
        let made = change.made.min(self.now);
        for screen in change.base.screens() {
            let then = self.organisation.rights_at(change.author, screen, made, self.lineage);
            // Between two pages some records stand as they were, others as they have become.
            for place in BTreeSet::from([screen.position, screen.read_at]) {
                let there =
                    self.areas_at(change.record, self.lineage.seen_up_to(screen.epoch, place))?;
                let areas = if there.is_empty() {
                    self.areas_to_write(change, kind, present)? // deleted then, or not made yet
                } else {
                    Areas::These(there)
                };
                if !self.holds(&then, &areas, |role| role.class() == Class::Full) {
                    return Ok(false);
                }
            }
        }
        Ok(true)
    }

    /// An officer takes in only what he could have written himself.
    fn judge_officer(
        &self,
        officer: RecordId,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
    ) -> Result<(), Outcome> {
        let grants = granted_role(change, present);
        let allowed = |role: Role| {
            role.may_settle()
                && role.may_write(kind.key)
                && grants.is_none_or(|granted| role.may_grant(granted))
        };
        let mine = self.organisation.rights_now(officer, self.now);
        let areas = self.areas_to_write(change, kind, present)?;
        if self.holds(&mine, &areas, allowed) {
            Ok(())
        } else {
            Err(Outcome::Refuse(Refused::because(Refusal::NoRight)))
        }
    }

    /// Whether one of these rights is such, in one of the areas.
    fn holds(&self, rights: &[Right], areas: &Areas, such: impl Fn(Role) -> bool) -> bool {
        match areas {
            Areas::AnyOfTheAuthors => rights.iter().any(|(role, _)| such(*role)),
            Areas::These(areas) => {
                let areas: Vec<RecordId> = areas.iter().copied().collect();
                self.organisation
                    .open(rights)
                    .roles_over(&areas, self.organisation.root())
                    .any(such)
            }
        }
    }

    /// Whether the change ends the record without being a deletion: it takes back what made it be
    /// there again.
    fn ends_by_taking_back(&self, change: &Change, history: &[Entry]) -> bool {
        if change.undoes.is_none() {
            return false;
        }
        let position = self.head.next();
        let entry = Entry { position, received: self.now, change: change.clone(), earlier: vec![] };
        let after = merge(&[history, &[entry]].concat(), self.lineage);
        after.is_some_and(|after| !after.present)
    }

    /// The areas in one of which the author needs a right.
    fn areas_to_write(
        &self,
        change: &Change,
        kind: &'static Kind,
        present: Option<&Fields>,
    ) -> Result<Areas, LedgerError> {
        // Of a record that is there its own word counts, not what the change would make of it.
        let fields = present.unwrap_or(&change.fields);
        let value = |field: &str| fields.get(field).and_then(Value::as_int).map(RecordId);
        let rule = kind.written_in.unwrap_or(kind.area);
        let mut areas = match rule {
            AreaRule::Everywhere => Areas::These([self.organisation.root()].into()),
            _ if let Some(fields) = present
                && kind.written_in.is_none() =>
            {
                let areas = self.areas_in(change.record)?;
                // What was deleted is nowhere; it is restored where it lay.
                Areas::These(if areas.is_empty() {
                    self.areas_of(kind, change.record, fields)?
                } else {
                    areas
                })
            }
            AreaRule::Field(field) => {
                Areas::These(value(field).or(Some(self.organisation.root())).into_iter().collect())
            }
            AreaRule::Through(fields) => {
                let mut areas = BTreeSet::new();
                for target in fields.iter().filter_map(|field| value(field)) {
                    areas.extend(self.areas_in_or_left(target)?);
                }
                Areas::These(areas)
            }
            AreaRule::Carried(_) => Areas::AnyOfTheAuthors,
        };
        if let Areas::These(these) = areas {
            areas = Areas::These(self.with_lists(these)?);
        }
        if let (Some(who), Areas::These(areas)) = (kind.moves.and_then(value), &mut areas) {
            areas.extend(self.areas_in(who)?);
        }
        Ok(areas)
    }

    /// The first record of the unit that nothing places anywhere: it would vanish from its maker.
    pub fn first_without_area(
        &self,
        unit: &[&Offer],
    ) -> Result<Option<(usize, Outcome)>, LedgerError> {
        for (at, offer) in unit.iter().enumerate() {
            let change = &offer.change;
            let Some(Kind { area: AreaRule::Carried(carriers), .. }) = kind(&change.kind) else {
                continue;
            };
            let made_here = change.act == Act::Set && offer.earlier.is_empty();
            if made_here && self.carried_areas(carriers, change.record)?.is_empty() {
                let carrier = carriers.first().map_or("area", |(kind, _)| kind);
                let outcome = if self.may_have_been_lost(offer) {
                    // It may edit what a restore has lost: its maker offers that again.
                    Outcome::Hold(HeldFor::RecordMissing)
                } else {
                    refuse(Refusal::Missing, carrier)
                };
                return Ok(Some((at, outcome)));
            }
        }
        Ok(None)
    }
}

/// A change does not fit what the ledger has. What was taken before a restore is never refused after
/// it: an officer says what becomes of it.
pub fn contradicts(lost: bool, refused: Refused) -> Outcome {
    if lost { Outcome::Hold(HeldFor::Contradicted) } else { Outcome::Refuse(refused) }
}

/// Its author lacks the right; he may have had it in what a restore lost.
pub fn without_right(lost: bool) -> Outcome {
    if lost {
        Outcome::Hold(HeldFor::RightTaken)
    } else {
        Outcome::Refuse(Refused::because(Refusal::NoRight))
    }
}

/// Whether the change decides about what others wrote: it settles a conflict, takes back another's
/// change, or says, or takes back, what became of what somebody asked for.
fn decides(change: &Change, kind: &Kind, history: &[Entry]) -> bool {
    let undone = history.iter().find(|entry| Some(entry.change.id) == change.undoes);
    !change.settles.is_empty()
        || undone.is_some_and(|undone| undone.change.author != change.author)
        || kind.emptied_by.is_some_and(|field| change.fields.contains_key(field))
}

pub fn refuse(code: Refusal, field: &str) -> Outcome {
    Outcome::Refuse(Refused::field(code, field))
}

/// The role that a change to a grant gives or takes.
pub fn granted_role(change: &Change, present: Option<&Fields>) -> Option<Role> {
    if change.kind != "grant" {
        return None;
    }
    let role =
        present.and_then(|present| present.get("role")).or_else(|| change.fields.get("role"))?;
    Role::from_value(role)
}
