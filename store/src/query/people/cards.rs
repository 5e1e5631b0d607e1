//! Members' cards: what stands on each.

use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{Branch, Member, Person};
use domain::view::people::CardData;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::query::record::ITS_RECORDS;
use crate::row;

/// The cards of those of these people who are members and have a number, in their order; so many at
/// most. Index: `member_by_person`.
pub fn cards(db: &Connection, people: &[i64], most: usize) -> Result<Vec<CardData>, StoreError> {
    let mut cards = Vec::new();
    for id in people {
        if cards.len() == most {
            break;
        }
        let members = row::read_all(
            db,
            Member::KIND,
            &format!(
                "person in ({ITS_RECORDS}) and left_on is null and card_number is not null
                 order by joined_on desc limit 1"
            ),
            &[id],
        )?;
        let (Some(member), Some(person)) =
            (members.first(), row::read(db, Person::KIND.key, RecordId(*id))?)
        else {
            continue;
        };
        let member = Member::from_fields(&member.fields);
        let person = Person::from_fields(&person.fields);
        let branch = member.branch.map(|branch| row::read(db, Branch::KIND.key, branch.0));
        let branch = branch.transpose()?.flatten();
        let branch = branch.and_then(|branch| Branch::from_fields(&branch.fields).name);
        cards.push(CardData {
            person: RecordId(*id),
            name: person.name.map(|name| name.0).unwrap_or_default(),
            birth: person.birth,
            branch: branch.map(|name| name.0).unwrap_or_default(),
            joined_on: member.joined_on,
            card_number: member.card_number.map(|number| number.0).unwrap_or_default(),
        });
    }
    Ok(cards)
}
