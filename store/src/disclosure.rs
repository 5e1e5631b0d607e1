//! What is noted of whoever looks at people's data or takes them out.

use domain::field::Count;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{AccountId, AreaId, AreaLevel, Export, ExportForm, Look, Person, PersonId};
use domain::time::Moment;

use crate::error::{SaveError, StoreError};
use crate::query::record::home_of;
use crate::query::review::area_tree;
use crate::query::rights::widest_area;
use crate::replica::Replica;
use crate::row;
use crate::save::Draft;

/// What left the app.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    pub form: ExportForm,
    pub count: usize,
    /// By which filters; of nobody's name.
    pub of: String,
    /// Whose data they were, if one person's.
    pub person: Option<RecordId>,
}

impl Replica {
    /// Notes that the device's user has opened a person's page, for the officers of the ward; of whoever
    /// lives nowhere here, for those of the widest area that the user reads.
    pub fn note_look(&mut self, person: RecordId, now: Moment) -> Result<(), SaveError> {
        let Some(identity) = self.identity()? else { return Ok(()) };
        let tree = area_tree(&self.db)?;
        let home = home_of(&self.db, Person::KIND.key, person)?;
        let widest = || widest_area(&self.db, &tree, identity.account);
        let Some(area) = home.map_or_else(
            || Ok(widest()?.map(|(area, _)| area)),
            |home| Ok::<_, StoreError>(Some(home)),
        )?
        else {
            return Ok(());
        };
        let is_ward =
            |area: &RecordId| tree.get(*area).is_some_and(|area| area.level <= AreaLevel::Ward);
        let ward = std::iter::once(area).chain(tree.ancestors(area)).find(is_ward);
        let look = Draft::fact(Look {
            account: Some(AccountId(identity.account)),
            person: Some(PersonId(person)),
            looked_on: Some(now.day()),
            area: Some(AreaId(ward.unwrap_or(area))),
        });
        if row::read(&self.db, Look::KIND.key, look.record)?.is_none() {
            self.save(vec![look], now)?;
        }
        Ok(())
    }

    /// Notes what the device's user takes out.
    pub fn note_export(&mut self, exported: &Exported, now: Moment) -> Result<(), SaveError> {
        let Some(identity) = self.identity()? else { return Ok(()) };
        let home = exported.person.map(|person| home_of(&self.db, Person::KIND.key, person));
        let area = match home.transpose()?.flatten() {
            Some(area) => Some(area),
            None => widest_area(&self.db, &area_tree(&self.db)?, identity.account)?
                .map(|(area, _)| area),
        };
        let Some(area) = area else { return Ok(()) };
        let of =
            (!exported.of.is_empty()).then(|| exported.of.chars().take(200).collect::<String>());
        let export = Export {
            account: Some(AccountId(identity.account)),
            area: Some(AreaId(area)),
            form: Some(exported.form),
            count: Some(Count(exported.count as i64)),
            of: of.map(|of| of.as_str().into()),
            person: exported.person.map(PersonId),
            exported_at: Some(now),
        };
        let id = self.new_id()?;
        self.save(vec![Draft::set(id, export)], now)?;
        Ok(())
    }
}
