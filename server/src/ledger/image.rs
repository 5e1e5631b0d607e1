//! Images: built at their first request, the longest ahead of it, kept, served in pieces to all who may
//! have them: a crowd of first devices costs reading memory. One is renewed after many changes, and as
//! soon as something in it has left the scope: nobody begins to fetch what he may not read. Who has
//! begun goes on for a while, or a slow line would never end.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::access::{Role, Scope};
use domain::id::{Position, RecordId};
use domain::lineage::Lineage;
use domain::time::Moment;
use domain::wire::{Cursor, IMAGE_PIECE, Piece, Response};
use rusqlite::{Connection, params};
use store::ImageContents;
use store::image::{build, name};

use super::organisation::Organisation;
use super::pull::{PAGE_RECORDS, Reading, depth, reads_nothing};
use super::route::RouteState;
use super::{Caller, LedgerError};

/// After so many changes an image is renewed: pulling them costs more than fetching anew saves.
const RENEWED_AFTER: u64 = 5_000;

/// For so long whoever has begun to fetch an image that was renewed goes on with it.
const FETCHED_WITHIN_MS: i64 = 3_600_000;

/// How hard images are packed: they are packed once and fetched often.
const ZSTD_LEVEL: i32 = 9;

/// How many images are kept; the oldest makes room.
const MOST_KEPT: usize = 256;

/// The images that are kept, each in a place of its own: whoever builds one keeps nobody waiting but
/// those who want the same.
#[derive(Clone, Default)]
pub struct ImageShelf(Arc<Mutex<HashMap<u64, Place>>>);

type Place = Arc<Mutex<Kept>>;

/// The present image of a scope, and those before it that somebody may still fetch, each with the
/// moment at which it was renewed.
#[derive(Default)]
struct Kept {
    present: Option<Arc<PackedImage>>,
    former: Vec<(Arc<PackedImage>, Moment)>,
}

/// A packed image and the place at which it was built.
pub struct PackedImage {
    pub name: String,
    pub position: Position,
    pub built: Moment,
    pub bytes: Vec<u8>,
    /// Whether somebody has begun to fetch it.
    begun: AtomicBool,
}

impl ImageShelf {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Place>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn place(&self, scope: u64) -> Place {
        let mut places = self.lock();
        if places.len() >= MOST_KEPT && !places.contains_key(&scope) {
            let built = |place: &Place| match place.try_lock() {
                Ok(kept) => kept.present.as_ref().map(|image| image.position),
                Err(_) => Some(Position(u64::MAX)), // it is being built
            };
            let oldest =
                places.iter().min_by_key(|(_, place)| built(place)).map(|(scope, _)| *scope);
            oldest.map(|oldest| places.remove(&oldest));
        }
        places.entry(scope).or_default().clone()
    }

    /// Throws every image away: one holds what must not be given out any more.
    pub fn clear(&self) {
        self.lock().clear();
    }
}

impl PackedImage {
    fn piece(&self, from: u64, most: u64, head: Position) -> Option<Piece> {
        self.begun.store(true, Ordering::Relaxed);
        let rest = self.bytes.get(usize::try_from(from).ok()?..)?;
        let length = rest.len().min(most.clamp(1, IMAGE_PIECE as u64) as usize);
        let (image, whole) = (self.name.clone(), self.bytes.len() as u64);
        Some(Piece { image, from, whole, bytes: rest[..length].to_vec(), head })
    }
}

/// Serves images from a shelf, and builds those that are missing.
pub struct ImageDesk<'a> {
    pub db: &'a mut Connection,
    pub lineage: &'a Lineage,
    pub organisation: &'a Organisation,
    pub shelf: &'a ImageShelf,
}

impl ImageDesk<'_> {
    /// At most so many bytes of the caller's image from a place on; from its beginning where the
    /// image that was begun is gone.
    pub fn piece(
        &mut self,
        caller: &Caller,
        begun: Option<&str>,
        from: u64,
        most: u64,
        now: Moment,
    ) -> Result<Response, LedgerError> {
        if let Some(nothing) = reads_nothing(self.organisation, self.lineage, caller) {
            return Ok(nothing);
        }
        let scope = self.organisation.scope(caller.account, now);
        let head = self.reading().head()?;
        let image = self.image_of(&scope, begun, head, now)?;
        let from = if begun == Some(image.name.as_str()) { from } else { 0 };
        image.piece(from, most, head).map(Response::Piece).ok_or(LedgerError::NoSuchImage)
    }

    /// Has the image of whoever reads the whole organisation ready before anybody asks for it: none
    /// takes longer to build.
    pub fn prepare(&mut self, now: Moment) -> Result<(), LedgerError> {
        let reads_all = (Role::DistrictOfficer, self.organisation.root());
        let scope = Scope::of([reads_all], &self.organisation.tree);
        let head = self.reading().head()?;
        self.image_of(&scope, None, head, now)?;
        Ok(())
    }

    fn reading(&self) -> Reading<'_> {
        Reading {
            db: self.db,
            lineage: self.lineage,
            organisation: self.organisation,
            page_records: PAGE_RECORDS,
        }
    }

    /// The image of a scope: the one that was begun, from the shelf, or built.
    fn image_of(
        &mut self,
        scope: &Scope,
        begun: Option<&str>,
        head: Position,
        now: Moment,
    ) -> Result<Arc<PackedImage>, LedgerError> {
        let reading = self.reading();
        let scope_now = reading.scope_name(scope, head);
        // Whoever asks for the same image meanwhile waits for it: it is built once.
        let place = self.shelf.place(scope_now);
        let mut kept = place.lock().unwrap_or_else(PoisonError::into_inner);
        // It was good when it was begun.
        let goes_on = |image: &PackedImage, since: Moment| {
            begun == Some(image.name.as_str()) && now.0 - since.0 <= FETCHED_WITHIN_MS
        };
        kept.former.retain(|(_, renewed)| now.0 - renewed.0 <= FETCHED_WITHIN_MS);
        if let Some((image, _)) = kept.former.iter().find(|(image, at)| goes_on(image, *at)) {
            return Ok(image.clone());
        }
        if let Some(image) = &kept.present
            && head.0.saturating_sub(image.position.0) <= RENEWED_AFTER
            && reading.scope_name(scope, image.position) == scope_now
            && (goes_on(image, image.built) || !reading.has_lost(scope, image.position)?)
        {
            return Ok(image.clone());
        }
        let cursor = Cursor { epoch: self.lineage.present(), scope: scope_now, position: head };
        let contents = ImageContents { cursor, lineage: self.lineage.clone() };
        let bytes = build(self.db, &contents, |db| want(db, scope))?;
        let packed = zstd::bulk::compress(&bytes, ZSTD_LEVEL)?;
        let image = Arc::new(PackedImage {
            name: name(&packed),
            position: head,
            built: now,
            bytes: packed,
            begun: AtomicBool::new(false),
        });
        let former = kept.present.replace(image.clone());
        if let Some(former) = former.filter(|former| former.begun.load(Ordering::Relaxed)) {
            kept.former.push((former.clone(), now));
            if begun == Some(former.name.as_str()) {
                return Ok(former); // his own question has renewed it
            }
        }
        Ok(image)
    }
}

impl Reading<'_> {
    /// Whether something that the scope read at a place in the log it reads less of now. Index:
    /// `route_of_area`.
    fn has_lost(&self, scope: &Scope, since: Position) -> Result<bool, LedgerError> {
        let mut left = self.db.prepare_cached(
            "select record, kind from route indexed by route_of_area
             where area = ?1 and position > ?2 and (state = 2 or left_at > ?2)",
        )?;
        for (area, _) in scope.areas() {
            let mut rows = left.query([area.0, since.0 as i64])?;
            while let Some(row) = rows.next()? {
                let (record, key): (i64, String) = (row.get(0)?, row.get(1)?);
                // It may be read through another area as it was.
                let deepest = scope.deepest(&key).and_then(|class| depth(class, RouteState::In));
                if self.depth_of(scope, RecordId(record))? < deepest {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }
}

/// Lists what a scope reads, and how deep. A record may be read through several areas: the
/// deepest reading wins.
fn want(db: &Connection, scope: &Scope) -> Result<(), LedgerError> {
    let mut want = db.prepare(
        "insert into temp.wanted (record, kind, depth) values (?1, ?2, ?3)
         on conflict do update set depth = max(depth, excluded.depth)",
    )?;
    let mut routes =
        db.prepare("select record, kind, state from route where area = ?1 and state != 2")?;
    for (area, _) in scope.areas() {
        let mut rows = routes.query([area.0])?;
        while let Some(row) = rows.next()? {
            let key: String = row.get(1)?;
            let state = RouteState::of(row.get(2)?);
            if let Some(depth) = scope.class(area, &key).and_then(|class| depth(class, state)) {
                want.execute(params![row.get::<_, i64>(0)?, key, depth as i64])?;
            }
        }
    }
    Ok(())
}
