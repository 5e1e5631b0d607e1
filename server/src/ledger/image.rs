//! Images: built at their first request, kept, renewed after many changes, served in pieces to all
//! who may have them. A crowd of first devices costs reading memory.

use std::collections::HashMap;
use std::sync::Arc;

use domain::access::Scope;
use domain::id::Position;
use domain::time::Moment;
use domain::wire::{Cursor, IMAGE_PIECE, Piece, Response};
use rusqlite::params;
use store::ImageContents;
use store::image::{build, name};

use super::pull::depth;
use super::route::RouteState;
use super::{Caller, Ledger, LedgerError};

/// After so many changes an image is renewed: pulling them costs more than fetching anew saves.
const RENEWED_AFTER: u64 = 5_000;

/// How hard images are packed: they are packed once and fetched often.
const ZSTD_LEVEL: i32 = 9;

/// The images that are kept.
#[derive(Default)]
pub struct ImageShelf {
    by_scope: HashMap<u64, Arc<PackedImage>>,
}

/// A packed image and the place at which it was built.
pub struct PackedImage {
    pub name: String,
    pub position: Position,
    pub bytes: Vec<u8>,
}

impl ImageShelf {
    pub fn clear(&mut self) {
        self.by_scope.clear();
    }
}

impl PackedImage {
    fn pieces(&self) -> u32 {
        self.bytes.len().div_ceil(IMAGE_PIECE) as u32
    }

    fn piece(&self, piece: u32) -> Option<Piece> {
        let bytes = self.bytes.chunks(IMAGE_PIECE).nth(piece as usize)?.to_vec();
        Some(Piece { image: self.name.clone(), piece, pieces: self.pieces(), bytes })
    }
}

impl Ledger {
    pub(super) fn image_piece(
        &mut self,
        caller: &Caller,
        begun: Option<&str>,
        piece: u32,
        now: Moment,
    ) -> Result<Response, LedgerError> {
        let Some(device) = self.organisation.knows_device(caller.device) else {
            return Ok(Response::Unknown);
        };
        if device.revoked {
            return Ok(Response::Revoked);
        }
        let scope = self.organisation.scope(device.account, now);
        let image = self.image_of(&scope)?;
        // The image that was begun is gone: begin this one.
        let piece = if begun == Some(image.name.as_str()) { piece } else { 0 };
        image.piece(piece).map(Response::Piece).ok_or(LedgerError::NoSuchImage)
    }

    /// The image of a scope, built if there is none young enough.
    pub fn image_of(&mut self, scope: &Scope) -> Result<Arc<PackedImage>, LedgerError> {
        let head = self.head()?;
        let name_now = self.scope_name(scope, head);
        if let Some(image) = self.images.by_scope.get(&name_now)
            && head.0 - image.position.0 <= RENEWED_AFTER
            && self.scope_name(scope, image.position) == name_now
        {
            return Ok(image.clone());
        }
        let image = Arc::new(self.build_image(scope, head)?);
        self.images.by_scope.insert(name_now, image.clone());
        Ok(image)
    }

    fn build_image(&mut self, scope: &Scope, head: Position) -> Result<PackedImage, LedgerError> {
        let cursor = Cursor {
            epoch: self.lineage.present(),
            scope: self.scope_name(scope, head),
            position: head,
        };
        let contents = ImageContents { cursor, lineage: self.lineage.clone() };
        let bytes = build(&mut self.db, &contents, |db| -> Result<(), LedgerError> {
            // A record may be read through several areas: the deepest reading wins.
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
                    let read = scope.class(area, &key).and_then(|class| depth(class, state));
                    if let Some(depth) = read {
                        want.execute(params![row.get::<_, i64>(0)?, key, depth as i64])?;
                    }
                }
            }
            Ok(())
        })?;
        let packed = zstd::bulk::compress(&bytes, ZSTD_LEVEL)?;
        Ok(PackedImage { name: name(&packed), position: head, bytes: packed })
    }
}
