//! The association's dictionary: one file a kind of record.
//!
//! To add a kind: write its file with [`record!`](crate::kind), name it in [`KINDS`]. Its table,
//! wire form, rights, routing, history and columns follow from the declaration.

mod area;
mod branch;
mod disclosure;
mod event;
mod household;
mod member;
mod money;
mod office;
mod organisation;
mod person;
mod photo;
mod registration;
mod same_person;
mod sign_up;
mod target;
mod unit;
mod visit;

pub use area::{Area, AreaId, AreaLevel, Succession};
pub use branch::{Branch, BranchForm, BranchId};
pub use disclosure::{Export, ExportForm, Look};
pub use event::{Attendance, Event, EventForm, EventId};
pub use household::{
    EpisodeEnd, Hardship, Household, HouseholdId, Relation, Residence, ResidentId,
};
pub use member::{LeavingReason, Member};
pub use money::{Award, Reversal, Scholarship, SchoolLevel, Support, SupportForm};
pub use office::{Dues, Office, OfficeTitle};
pub use organisation::{Account, AccountId, DeviceRecord, Erasure, Grant, GrantArea};
pub use person::{
    ConsentForm, ConsentPurpose, Occupation, Person, PersonId, Sex, is_persons_name, persons_name,
};
pub use photo::{Photo, PhotoOf, files_named};
pub use registration::{LearningModel, Registration, SubjectId};
pub use same_person::SamePerson;
pub use sign_up::{Poster, PosterId, SignUp, SignUpEnd};
pub use target::{Indicator, Population, Target};
pub use unit::{Clan, ClanArea, ClanFamily, ClanId, Unit, UnitForm, UnitId};
pub use visit::{Visit, VisitOutcome};

use crate::kind::{Kind, Record};

/// Every kind of record that this version knows.
pub static KINDS: &[&Kind] = &[
    Area::KIND,
    Succession::KIND,
    Account::KIND,
    Grant::KIND,
    DeviceRecord::KIND,
    Erasure::KIND,
    Branch::KIND,
    Unit::KIND,
    Clan::KIND,
    ClanArea::KIND,
    Person::KIND,
    Household::KIND,
    Residence::KIND,
    ClanFamily::KIND,
    Visit::KIND,
    Member::KIND,
    Office::KIND,
    Dues::KIND,
    SamePerson::KIND,
    Registration::KIND,
    Scholarship::KIND,
    Support::KIND,
    Award::KIND,
    Reversal::KIND,
    Event::KIND,
    Attendance::KIND,
    Photo::KIND,
    Look::KIND,
    Export::KIND,
    Poster::KIND,
    SignUp::KIND,
    Population::KIND,
    Target::KIND,
];

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::field::FieldType;
    use crate::kind::{AreaRule, Mark, PersonRule, kind};

    #[test]
    fn every_kind_has_a_name_of_its_own() {
        let keys: HashSet<_> = KINDS.iter().map(|kind| kind.key).collect();
        assert_eq!(keys.len(), KINDS.len());
    }

    #[test]
    fn what_a_declaration_names_is_declared() {
        for declared in KINDS {
            let has = |field: &str| {
                assert!(declared.field(field).is_some(), "{}.{field}", declared.key);
            };
            match declared.area {
                AreaRule::Everywhere => {}
                AreaRule::Field(field) => has(field),
                AreaRule::Through(fields) => fields.iter().copied().for_each(has),
                AreaRule::Carried(by) => {
                    for (carrier, field) in by {
                        assert!(kind(carrier).unwrap().field(field).is_some());
                    }
                }
            }
            if let PersonRule::Fields(fields) = declared.person {
                fields.iter().copied().for_each(has);
            }
            declared.emptied_by.into_iter().for_each(has);
            if let Some(episode) = declared.episode {
                has(episode.since);
                has(episode.until);
            }
            for field in declared.fields {
                if let FieldType::Ref(kinds) = field.ty {
                    assert!(kinds.iter().all(|key| kind(key).is_some()), "{}", field.key);
                }
            }
        }
    }

    #[test]
    fn no_id_derives_from_personal_data() {
        for declared in KINDS {
            for field in declared.key_fields() {
                assert!(!field.has(Mark::Personal), "{}.{}", declared.key, field.key);
            }
        }
    }
}
