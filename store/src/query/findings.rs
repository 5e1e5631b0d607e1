//! What the records say against one another, for an officer to settle.

use domain::change::RecordState;
use domain::finding::{Broken, of_person};
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::Person;
use domain::time::Day;
use domain::view::work::Found;
use rusqlite::Connection;

use super::record::named;
use crate::error::StoreError;
use crate::row;

/// How many of a rule are listed; when some are settled, the next ones come.
const MOST: usize = 100;

/// A rule that records break together.
struct Rule {
    broken: Broken,
    kind: &'static str,
    /// Of what kind the others are.
    others: &'static str,
    /// Gives the id of each that breaks it, and then those of others that do with it, where there are
    /// many the first. `{only}` narrows it; `:today` is bound.
    sql: &'static str,
    /// What narrows it to what one record breaks, by that record's kind; `:record` is bound.
    only: &'static [(&'static str, &'static str)],
}

const RULES: &[Rule] = &[
    // Index: `person_by_citizen_id`.
    Rule {
        broken: Broken::IdTwice,
        kind: "person",
        others: "person",
        sql: "select max(id), min(id) from person where citizen_id is not null and {only}
         group by citizen_id having count(distinct
           coalesce((select stands from same where same.id = person.id), person.id)) > 1",
        only: &[("person", "citizen_id = (select citizen_id from person where id = :record)")],
    },
    // Indexes: `member_by_card_number`, `member_by_person`.
    Rule {
        broken: Broken::CardTwice,
        kind: "member",
        others: "member",
        sql: "select max(one.id, other.id), min(one.id, other.id) from member one
         join member other on other.card_number = one.card_number and other.person > one.person
         where one.left_on is null and other.left_on is null and {only}
           and coalesce((select stands from same where same.id = one.person), one.person)
             != coalesce((select stands from same where same.id = other.person), other.person)",
        only: &[
            ("member", "one.card_number = (select card_number from member where id = :record)"),
            (
                "person",
                "one.card_number in (select card_number from member where person = :record)
                   and (one.person = :record or other.person = :record)",
            ),
        ],
    },
    // Index: `residence_by_subject`.
    Rule {
        broken: Broken::ResidencesOverlap,
        kind: "residence",
        others: "residence",
        sql: "select max(one.id, other.id), min(one.id, other.id) from residence one
         join residence other on other.subject = one.subject and other.id > one.id
         where (one.until is null or one.until > other.since)
           and (other.until is null or other.until > one.since) and {only}",
        only: &[
            ("residence", "one.subject = (select subject from residence where id = :record)"),
            ("person", "one.subject = :record"),
            ("household", "one.subject = :record"),
        ],
    },
    Rule {
        broken: Broken::TwoHeads,
        kind: "household",
        others: "person",
        sql: "select household, min(subject), max(subject) from residence
         where relation = 1 and until is null and household is not null and {only}
           and subject not in (select id from same)
         group by household having count(distinct subject) > 1",
        only: &[("household", "household = :record")],
    },
    ahead("select id from residence where since > :today and {only}", &[("residence", ITSELF)]),
    ahead("select id from member where joined_on > :today and {only}", &[("member", ITSELF)]),
    ahead(
        "select id from registration where registered_on > :today and {only}",
        &[("registration", ITSELF)],
    ),
    ahead(
        "select id from scholarship where given_on > :today and {only}",
        &[("scholarship", ITSELF)],
    ),
    ahead("select id from office where since > :today and {only}", &[("office", ITSELF)]),
    ahead("select id from support where given_on > :today and {only}", &[("support", ITSELF)]),
    ahead("select id from award where given_on > :today and {only}", &[("award", ITSELF)]),
];

const ITSELF: &str = "id = :record";

/// A day that has not come, where it should have: of one record alone.
const fn ahead(sql: &'static str, only: &'static [(&'static str, &'static str)]) -> Rule {
    let kind = only[0].0;
    Rule { broken: Broken::DayAhead, kind, others: kind, sql, only }
}

/// Everything that breaks a rule, rule by rule.
pub fn findings(db: &Connection, today: Day) -> Result<Vec<Found>, StoreError> {
    let checked =
        "(citizen_id is not null or died_on is not null) and id not in (select id from card)";
    let people = row::read_all(db, Person::KIND, checked, &[])?;
    let mut found = of_people(db, &people)?;
    for rule in RULES {
        found.extend(broken(db, rule, "true", None, today)?);
    }
    Ok(found)
}

/// The rules that one record breaks. What a person's residences and cards break, he does.
pub fn findings_of(
    db: &Connection,
    state: &RecordState,
    today: Day,
) -> Result<Vec<Found>, StoreError> {
    let mut found = vec![];
    if state.kind == Person::KIND.key {
        found = of_people(db, std::slice::from_ref(state))?;
    }
    for rule in RULES {
        let only = rule.only.iter().find(|(kind, _)| *kind == state.kind);
        let Some((_, only)) = only else { continue };
        let broken = broken(db, rule, only, Some(state.id), today)?;
        // Two others of the same subject may stand against one another.
        let concerns = |found: &Found| {
            state.kind != rule.kind
                || found.record.id == state.id
                || found.others.iter().any(|other| other.id == state.id)
        };
        found.extend(broken.into_iter().filter(concerns));
    }
    Ok(found)
}

/// What people's own fields say against one another.
fn of_people(db: &Connection, people: &[RecordState]) -> Result<Vec<Found>, StoreError> {
    let mut found = Vec::new();
    for state in people {
        for broken in of_person(&Person::from_fields(&state.fields)) {
            let record = named(db, Person::KIND.key, state.id)?;
            found.push(Found { record, broken, others: vec![] });
        }
    }
    Ok(found)
}

/// What breaks a rule, narrowed to what concerns one record.
fn broken(
    db: &Connection,
    rule: &Rule,
    only: &str,
    record: Option<RecordId>,
    today: Day,
) -> Result<Vec<Found>, StoreError> {
    let Rule { broken, kind, others: of_others, sql, .. } = rule;
    let sql = format!("{} limit {MOST}", sql.replace("{only}", only));
    let mut statement = db.prepare_cached(&sql)?;
    if let Some(index) = statement.parameter_index(":today")? {
        statement.raw_bind_parameter(index, today.0)?;
    }
    if let Some((index, record)) = statement.parameter_index(":record")?.zip(record) {
        statement.raw_bind_parameter(index, record.0)?;
    }
    let columns = statement.column_count();
    let mut rows = statement.raw_query();
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let record = named(db, kind, RecordId(row.get(0)?))?;
        let others = (1..columns).map(|column| named(db, of_others, RecordId(row.get(column)?)));
        let others = others.collect::<Result<_, StoreError>>()?;
        found.push(Found { record, broken: *broken, others });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use domain::field::Text;
    use domain::identity::CitizenId;
    use domain::record::{
        AreaId, Household, HouseholdId, Member, PersonId, Relation, Residence, ResidentId, Sex,
    };
    use domain::time::Moment;
    use ed25519_dalek::SigningKey;

    use super::*;
    use crate::Identity;
    use crate::place::InMemory;
    use crate::replica::Replica;
    use crate::save::Draft;

    const NOW: Moment = Moment(1_790_000_000_000);

    fn replica() -> Replica {
        let mut replica = Replica::open(Box::new(InMemory::default())).unwrap();
        let key = SigningKey::from_bytes(&[7; 32]);
        replica.belong_to(&Identity { key, account: RecordId(1) }).unwrap();
        replica
    }

    fn person(replica: &mut Replica, person: Person) -> RecordId {
        let id = replica.new_id().unwrap();
        replica
            .save(vec![Draft::set(id, Person { name: Some("An".into()), ..person })], NOW)
            .unwrap();
        id
    }

    fn broken(replica: &Replica) -> Vec<Broken> {
        let found = findings(replica.db(), NOW.day()).unwrap();
        found.into_iter().map(|found| found.broken).collect()
    }

    #[test]
    fn what_fits_together_is_no_finding() {
        let mut replica = replica();
        let woman = CitizenId::parse("079158000123").ok();
        person(
            &mut replica,
            Person { citizen_id: woman, sex: Some(Sex::Female), ..Person::default() },
        );
        assert_eq!(broken(&replica), []);
    }

    #[test]
    fn each_broken_rule_is_found() {
        let mut replica = replica();
        let id = || CitizenId::parse("079158000123").ok();
        let one = person(&mut replica, Person { citizen_id: id(), ..Person::default() });
        let other = person(
            &mut replica,
            Person { citizen_id: id(), sex: Some(Sex::Male), ..Person::default() },
        );
        assert_eq!(broken(&replica), [Broken::IdAgainstSex, Broken::IdTwice]);

        let mut records = |drafts: Vec<(RecordId, Residence)>| {
            let drafts = drafts.into_iter().map(|(id, view)| Draft::set(id, view)).collect();
            replica.save(drafts, NOW).unwrap();
        };
        let home = Residence {
            subject: Some(ResidentId(one)),
            household: Some(HouseholdId(RecordId(77))),
            relation: Some(Relation::Head),
            area: Some(AreaId(RecordId(5))),
            since: Day::parse("1/9/2022"),
            ..Residence::default()
        };
        records(vec![
            (RecordId(901), home.clone()),
            (RecordId(902), Residence { since: Day::parse("1/1/2023"), ..home.clone() }),
            (
                RecordId(903),
                Residence {
                    subject: Some(ResidentId(other)),
                    since: Day::parse("1/1/2200"),
                    ..home
                },
            ),
        ]);
        replica
            .save(vec![Draft::set(RecordId(77), Household::default())], NOW)
            .unwrap_or_else(|_| panic!("a household needs nothing"));
        let card = |person| Member {
            person: Some(PersonId(person)),
            branch: Some(domain::record::BranchId(RecordId(9))),
            joined_on: Day::parse("1/1/2020"),
            card_number: Some(Text("TB04-00991".into())),
            ..Member::default()
        };
        for (id, view) in [(RecordId(911), card(one)), (RecordId(912), card(other))] {
            replica.save(vec![Draft::set(id, view)], NOW).unwrap();
        }
        let found = findings(replica.db(), NOW.day()).unwrap();
        let others = found
            .iter()
            .map(|found| found.others.iter().map(|other| other.id.0).collect::<Vec<_>>());
        let (one, other) = (one.0.min(other.0), one.0.max(other.0));
        assert_eq!(
            others.collect::<Vec<_>>(),
            [vec![], vec![one], vec![911], vec![901], vec![one, other], vec![]],
            "each is named with what it stands against"
        );
        let of = |kind, id| {
            let state = row::read(replica.db(), kind, RecordId(id)).unwrap().unwrap();
            let found = findings_of(replica.db(), &state, NOW.day()).unwrap();
            found.into_iter().map(|found| found.broken).collect::<Vec<_>>()
        };
        // A record's own page says what the record breaks, and a person's what his others do.
        for (kind, id, breaks) in [
            ("person", one, &[Broken::IdTwice, Broken::CardTwice, Broken::ResidencesOverlap][..]),
            ("member", 912, &[Broken::CardTwice]),
            ("residence", 902, &[Broken::ResidencesOverlap]),
            ("residence", 903, &[Broken::DayAhead]),
            ("household", 77, &[Broken::TwoHeads]),
        ] {
            let found = of(kind, id);
            let own = |broken: &Broken| *broken != Broken::IdAgainstSex; // which of the two has it
            let found: Vec<Broken> = found.into_iter().filter(own).collect();
            assert_eq!(found, breaks, "{kind} {id}");
        }
        assert_eq!(
            broken(&replica)[2..],
            [Broken::CardTwice, Broken::ResidencesOverlap, Broken::TwoHeads, Broken::DayAhead]
        );
    }
}
