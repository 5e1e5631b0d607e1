//! Photos of a record, and every file that something here names.

use std::collections::{BTreeMap, BTreeSet};

use domain::change::{Act, Change};
use domain::file::FileName;
use domain::id::RecordId;
use domain::kind::Record;
use domain::record::{Photo, files_named};
use domain::view::photo::PhotoRow;
use domain::wire;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::{outbox, rescue, row};

/// The photos of a record, in the order in which they were taken. Index: `photo_by_of`.
pub fn photos(db: &Connection, of: RecordId) -> Result<Vec<PhotoRow>, StoreError> {
    let states = row::read_all(db, Photo::KIND, "\"of\" = ?1 and file is not null", &[&of.0])?;
    let mut photos: Vec<PhotoRow> = states
        .iter()
        .map(|state| {
            let photo = Photo::from_fields(&state.fields);
            let size = |count: Option<domain::field::Count>| count.map_or(0, |count| count.0);
            PhotoRow {
                id: state.id,
                file: photo.file.map(|file| file.0).unwrap_or_default(),
                thumb: photo.thumb.map(|thumb| thumb.0).unwrap_or_default(),
                width: size(photo.width),
                height: size(photo.height),
                taken_on: photo.taken_on,
                caption: photo.caption.map(|caption| caption.0).unwrap_or_default(),
                credit: photo.credit.map(|credit| credit.0).unwrap_or_default(),
            }
        })
        .collect();
    photos.sort_by_key(|photo| (photo.taken_on, photo.id));
    Ok(photos)
}

/// The files that something names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// A record that is here, or was here before the server was restored.
    pub here: BTreeSet<FileName>,
    /// Work that the server has not answered for good.
    pub unanswered: BTreeSet<FileName>,
    /// Something that this device has written, and not deleted itself.
    pub written: BTreeSet<FileName>,
}

/// Every file that something here names.
pub fn named_files(db: &Connection) -> Result<Named, StoreError> {
    let mut here = named_by_records(db)?;
    let lost = rescue::all(db)?;
    here.extend(lost.iter().flat_map(|rescued| files_named(&rescued.state.fields)));
    Ok(Named {
        here,
        unanswered: names_in(unanswered(db)?),
        written: names_in(changes_in(
            db,
            "select change from authored where kind = ?1 order by number",
        )?),
    })
}

/// The files that records name.
pub fn named_by_records(db: &Connection) -> rusqlite::Result<BTreeSet<FileName>> {
    db.prepare_cached("select file from photo union select thumb from photo")?
        .query_map([], |row| row.get::<_, Option<String>>(0))?
        .filter_map(|name| name.map(|name| FileName::parse(&name?)).transpose())
        .collect()
}

/// The photos' changes that have no last word yet. What an officer has decided has.
fn unanswered(db: &Connection) -> Result<Vec<Change>, StoreError> {
    let mut changes = changes_in(db, "select change from outbox where kind = ?1")?;
    let refused = outbox::refusals(db)?.into_iter();
    let open = refused.filter(|refusal| refusal.refused.code.may_be_handed_over());
    changes.extend(open.map(|open| open.change).filter(|change| change.kind == Photo::KIND.key));
    Ok(changes)
}

fn changes_in(db: &Connection, changes: &str) -> Result<Vec<Change>, StoreError> {
    let changes: Vec<Vec<u8>> = db
        .prepare_cached(changes)?
        .query_map([Photo::KIND.key], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    changes.iter().map(|change| Ok(wire::read(change)?)).collect()
}

/// The files that these changes name and do not take back.
fn names_in(changes: Vec<Change>) -> BTreeSet<FileName> {
    let mut names: BTreeMap<RecordId, Vec<FileName>> = BTreeMap::new();
    for change in changes {
        if change.act == Act::Delete {
            names.remove(&change.record);
            continue;
        }
        names.entry(change.record).or_default().extend(files_named(&change.fields));
    }
    names.into_values().flatten().collect()
}

/// The thumbnails of the newest photos here.
pub fn newest_thumbs(db: &Connection, most: usize) -> Result<Vec<FileName>, StoreError> {
    let thumbs: Vec<String> = db
        .prepare_cached(
            "select thumb from photo where thumb is not null and last is not null
             order by last desc limit ?1",
        )?
        .query_map([most as i64], |row| row.get(0))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(thumbs.iter().filter_map(|thumb| FileName::parse(thumb)).collect())
}
