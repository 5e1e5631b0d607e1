//! Images: a whole replica, built by the server as bare tables, packed, fetched in pieces.
//!
//! A fresh device, another scope, a new life of the server and a damaged file are one case: the
//! image is built into a new file, the unanswered changes are laid on, and the files are swapped.

use std::io::{Cursor as Bytes, Read};

use domain::change::Fields;
use domain::field::FieldType;
use domain::id::Position;
use domain::kind::{Field, Kind, Mark};
use domain::lineage::Lineage;
use domain::record::KINDS;
use domain::wire::{self, Cursor, Piece};
use rusqlite::types::ToSqlOutput;
use rusqlite::{Connection, OptionalExtension, params};
use sha2::{Digest, Sha256};

use crate::error::{StoreError, SyncError};
use crate::replica::{Replica, configure};
use crate::{lay_on, meta, outbox, rescue, schema, take};

/// The tables of an image beside those of the records.
const IMAGE_TABLES: &[&str] = &["unknown_record", "conflict", "card"];

/// The device's own tables: they outlive every image.
const OWN_TABLES: &[&str] = &[
    "meta",
    "outbox",
    "refused",
    "authored",
    "rescued",
    "draft",
    "saved_form",
    "import",
    "imported",
];

/// What stands in an image beside the tables.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ImageContents {
    pub cursor: Cursor,
    pub lineage: Lineage,
}

/// How a record is read in an image; the number that stands in the list of what is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    Card = 0,
    Figures = 1,
    Full = 2,
}

/// Builds an image of this database as bytes: bare tables, no index.
///
/// `want` fills the temporary table `wanted (record integer primary key, kind text, depth integer)`.
pub fn build<E: From<rusqlite::Error>>(
    db: &mut Connection,
    contents: &ImageContents,
    want: impl FnOnce(&Connection) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    db.execute_batch(
        "attach ':memory:' as image;
         create temp table wanted (record integer primary key, kind text not null, depth integer not null);",
    )?;
    let built = fill_with(db, contents, want);
    db.execute_batch("drop table temp.wanted; detach image")?;
    built
}

/// Fills the image from one moment of the database: what leaves the scope meanwhile is in it as it was.
fn fill_with<E: From<rusqlite::Error>>(
    db: &mut Connection,
    contents: &ImageContents,
    want: impl FnOnce(&Connection) -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let moment = db.transaction()?;
    want(&moment)?;
    fill(&moment, contents)?;
    moment.commit()?;
    Ok(db.serialize("image")?.to_vec())
}

fn fill(db: &Connection, contents: &ImageContents) -> rusqlite::Result<()> {
    db.execute_batch(
        "create table image.unknown_record (id integer primary key, kind text not null, first integer, last integer, fields blob not null);
         create table image.conflict (record integer not null, field text not null, device integer not null, number integer not null,
           kind text not null, author integer not null, made integer not null, position integer not null, shown integer not null, value, saw,
           primary key (record, field, device, number)) without rowid;
         create table image.card (id integer primary key, kind text not null);
         create table image.contents (body blob not null);",
    )?;
    for kind in KINDS {
        db.execute_batch(&schema::create_table(kind).replacen(
            "create table ",
            "create table image.",
            1,
        ))?;
        for depth in [Depth::Card, Depth::Figures, Depth::Full] {
            let columns = columns_at(kind, depth);
            db.execute(
                &format!(
                    "insert into image.\"{0}\" select {columns} from temp.wanted join main.\"{0}\" r on r.id = record
                     where wanted.kind = '{0}' and depth = ?1",
                    kind.key
                ),
                [depth as i64],
            )?;
        }
    }
    db.execute_batch(
        "insert into image.unknown_record select r.* from temp.wanted join main.unknown_record r on r.id = record where depth = 2;
         insert into image.conflict select c.* from temp.wanted join main.conflict c using (record) where depth = 2;
         insert into image.card select record, kind from temp.wanted where depth = 0;",
    )?;
    db.execute("insert into image.contents (body) values (?1)", [wire::write(contents)])?;
    Ok(())
}

/// The columns of a kind's table as they are read at a depth.
fn columns_at(kind: &Kind, depth: Depth) -> String {
    let mut columns = String::from("r.id, r.first, r.last, ");
    columns.push_str(if depth == Depth::Full { "r.extra" } else { "null" });
    for field in kind.fields {
        columns.push_str(", ");
        let column = match reading(field, depth) {
            Reading::Whole => format!("r.\"{}\"", field.key),
            Reading::Reduced if field.ty == FieldType::Birth => {
                format!("r.\"{}\" / 10000 * 10000", field.key)
            }
            Reading::Reduced | Reading::Nothing => "null".to_owned(),
        };
        columns.push_str(&column);
    }
    columns
}

enum Reading {
    Whole,
    Reduced,
    Nothing,
}

/// What of a field is read at a depth: on a card what is marked for it, in figures all that is not
/// personal besides. A name is read whole on a card, and left out of figures' other fields.
fn reading(field: &Field, depth: Depth) -> Reading {
    let (card, personal) = (field.has(Mark::Card), field.has(Mark::Personal));
    match depth {
        Depth::Full => Reading::Whole,
        Depth::Card if !card => Reading::Nothing,
        Depth::Figures if personal && !card => Reading::Nothing,
        _ if card && field.ty == FieldType::Birth => Reading::Reduced,
        _ => Reading::Whole,
    }
}

/// A record's fields as they are read at a depth.
pub fn read_at(kind: Option<&Kind>, fields: &Fields, depth: Depth) -> Fields {
    if depth == Depth::Full {
        return fields.clone();
    }
    let Some(kind) = kind else { return Fields::new() };
    let read = fields.iter().filter_map(|(name, value)| {
        let field = kind.field(name)?;
        match reading(field, depth) {
            Reading::Whole => Some((name.clone(), value.clone())),
            Reading::Reduced => Some((name.clone(), field.ty.erased(value))),
            Reading::Nothing => None,
        }
    });
    read.collect()
}

/// A packed image as bytes again.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(packed).ok()?;
    let mut bytes = Vec::with_capacity(packed.len() * 4);
    decoder.read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The name of a packed image: its SHA-256 in hex.
pub fn name(packed: &[u8]) -> String {
    hex::encode(Sha256::digest(packed))
}

/// The hash of an image, reckoned while its pieces come: the line is slower.
#[derive(Default)]
pub(crate) struct Hashing {
    image: String,
    come: u64,
    hash: Sha256,
}

impl Hashing {
    /// The next piece was kept. What came before the file was opened is not in this hash.
    fn goes_on_with(&mut self, piece: &Piece) {
        if piece.from == 0 {
            *self = Self { image: piece.image.clone(), ..Self::default() };
        }
        if self.image == piece.image && self.come == piece.from {
            self.hash.update(&piece.bytes);
            self.come += piece.bytes.len() as u64;
        }
    }

    /// The name of the packed image that its pieces make.
    fn name(&self, fetched: &Fetched, packed: &[u8]) -> String {
        if self.image == fetched.image && self.come == fetched.whole {
            hex::encode(self.hash.clone().finalize())
        } else {
            name(packed)
        }
    }
}

/// How far the image that is being fetched has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    pub image: String,
    /// How many of its bytes are there, from its beginning on.
    pub come: u64,
    /// How many it has.
    pub whole: u64,
}

/// Keeps a piece that goes on where the image has come to; a double or a late one is left. The
/// beginning of another image begins anew. Whether it was kept.
fn keep_piece(db: &Connection, piece: &Piece) -> Result<bool, StoreError> {
    let fetched = fetched(db)?.filter(|fetched| fetched.image == piece.image);
    if fetched.map_or(0, |fetched| fetched.come) != piece.from {
        return Ok(false);
    }
    db.execute("delete from piece where image != ?1", [&piece.image])?;
    db.execute(
        "insert or ignore into piece (image, start, whole, bytes) values (?1, ?2, ?3, ?4)",
        params![piece.image, piece.from as i64, piece.whole as i64, piece.bytes],
    )?;
    Ok(true)
}

/// How far the image that is being fetched has come; `None`: none was begun.
pub fn fetched(db: &Connection) -> rusqlite::Result<Option<Fetched>> {
    db.prepare_cached("select image, sum(length(bytes)), max(whole) from piece group by image")?
        .query_row([], |row| {
            let (come, whole): (i64, i64) = (row.get(1)?, row.get(2)?);
            Ok(Fetched { image: row.get(0)?, come: come as u64, whole: whole as u64 })
        })
        .optional()
}

impl Replica {
    /// Keeps a piece of the image; the last one builds it in.
    pub(crate) fn take_piece(&mut self, piece: &Piece) -> Result<(), SyncError> {
        if keep_piece(&self.db, piece)? {
            self.hashing.goes_on_with(piece);
        }
        if fetched(&self.db)?.is_some_and(|fetched| fetched.come >= fetched.whole) {
            self.build_image(piece.head)?;
        }
        Ok(())
    }

    /// Builds the fetched image into a new file, lays the unanswered changes on, and swaps. The device
    /// reads it by the rights of the place `rights`.
    fn build_image(&mut self, rights: Position) -> Result<(), SyncError> {
        let packed = self.packed_image()?;
        // Whatever comes of it, these pieces are used up: a bad image is fetched anew.
        let bytes = match packed {
            Some(packed) => unpack(&packed),
            None => None,
        };
        let Some(bytes) = bytes else {
            self.db.execute("delete from piece", [])?;
            return Err(SyncError::BadImage);
        };
        let mut fresh = self.place.fresh()?;
        configure(&fresh)?;
        self.fill_from(&mut fresh, bytes, rights)?;
        self.swap(fresh)
    }

    /// Puts what can still be read of the device's own into a new file, where the present one is
    /// damaged; the records are fetched anew.
    pub fn mend(&mut self) -> Result<(), SyncError> {
        let fresh = self.place.fresh()?;
        configure(&fresh)?;
        schema::migrate_bare(&fresh).map_err(|_| StoreError::Damaged("a new file"))?;
        schema::index(&fresh)?;
        let transaction = fresh.unchecked_transaction()?;
        for table in OWN_TABLES {
            // Of a table that is damaged the rows before the damage are had.
            if let Err(damage) = self.bring_table(&fresh, table)
                && !damage.is_damage()
            {
                return Err(damage.into());
            }
        }
        if meta::identity(&fresh)?.is_none() {
            return Err(StoreError::Damaged("the device's key").into());
        }
        let epoch = meta::cursor(&fresh)?.epoch;
        meta::set_cursor(&fresh, Cursor { epoch, ..Cursor::default() })?;
        meta::set(&fresh, "image_wanted", 1)?;
        lay_all_on(&fresh)?;
        meta::set(&fresh, "whole", 1)?;
        transaction.commit()?;
        self.swap(fresh)
    }

    /// Makes the fresh file the present one.
    fn swap(&mut self, fresh: Connection) -> Result<(), SyncError> {
        drop(fresh);
        // From here the present file is the new one, or, after a cut, still the former.
        let former = std::mem::replace(&mut self.db, Connection::open_in_memory()?);
        drop(former);
        self.place.adopt()?;
        self.db = self.place.open()?;
        configure(&self.db)?;
        Ok(())
    }

    /// The packed image, if all pieces are there and have the hash that names them.
    fn packed_image(&self) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(fetched) = fetched(&self.db)? else { return Ok(None) };
        let pieces: Vec<Vec<u8>> = self
            .db
            .prepare("select bytes from piece where image = ?1 order by start")?
            .query_map([&fetched.image], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        let packed = pieces.concat();
        Ok((self.hashing.name(&fetched, &packed) == fetched.image).then_some(packed))
    }

    fn fill_from(
        &self,
        fresh: &mut Connection,
        image: Vec<u8>,
        rights: Position,
    ) -> Result<(), SyncError> {
        // No key: what is in memory is not encrypted, nor is the image.
        fresh.execute_batch("attach ':memory:' as image key ''")?;
        let length = image.len();
        fresh
            .deserialize_read_exact("image", Bytes::new(image), length, false)
            .map_err(|_| SyncError::BadImage)?;
        let contents: Vec<u8> = fresh
            .query_row("select body from image.contents", [], |row| row.get(0))
            .map_err(|_| SyncError::BadImage)?;
        let contents: ImageContents = wire::read(&contents).map_err(|_| SyncError::BadImage)?;
        let new_life = contents.cursor.epoch != self.cursor()?.epoch;

        schema::migrate_bare(fresh).map_err(|_| SyncError::BadImage)?;
        let transaction = fresh.unchecked_transaction()?;
        for table in KINDS.iter().map(|kind| kind.key).chain(IMAGE_TABLES.iter().copied()) {
            copy_table(fresh, "image", table)?;
        }
        schema::index(fresh)?;
        self.bring_along(fresh)?;
        if new_life && self.cursor()?.epoch.0 != 0 {
            rescue::put_aside(&self.db, &contents.lineage)?;
            self.bring_table(fresh, "rescued")?;
        }
        outbox::hear_of_life(fresh, &contents.lineage)?;
        meta::set_cursor(fresh, contents.cursor)?;
        meta::set_caught_up(fresh, contents.cursor.position)?;
        meta::set_rights(fresh, rights)?;
        meta::set(fresh, "image_wanted", 0)?;
        meta::set(fresh, "lineage", wire::write(&contents.lineage))?;
        lay_all_on(fresh)?;
        outbox::settle(fresh, contents.cursor.epoch, contents.cursor.position)?;
        rescue::compare_all(fresh)?;
        take::forget_erased(fresh)?;
        meta::set(fresh, "whole", 1)?;
        transaction.commit()?;
        fresh.execute_batch("detach image")?;
        Ok(())
    }

    /// The outbox and all that is the device's own go into the new file.
    fn bring_along(&self, fresh: &Connection) -> Result<(), StoreError> {
        OWN_TABLES.iter().try_for_each(|table| self.bring_table(fresh, table))
    }

    fn bring_table(&self, fresh: &Connection, table: &str) -> Result<(), StoreError> {
        let mut read = self.db.prepare(&format!("select * from {table}"))?;
        let columns = read.column_count();
        let holes = vec!["?"; columns].join(", ");
        let mut write =
            fresh.prepare(&format!("insert or replace into {table} values ({holes})"))?;
        let mut rows = read.query([])?;
        while let Some(row) = rows.next()? {
            for column in 0..columns {
                write
                    .raw_bind_parameter(column + 1, ToSqlOutput::Borrowed(row.get_ref(column)?))?;
            }
            write.raw_execute()?;
        }
        Ok(())
    }
}

/// The columns that both know: an image may come from an older or a newer server.
fn copy_table(db: &Connection, from: &str, table: &str) -> rusqlite::Result<()> {
    let columns: Vec<String> = db
        .prepare("select quote(one.name) from pragma_table_info(?1, ?2) one join pragma_table_info(?1, 'main') using (name)")?
        .query_map([table, from], |row| row.get::<_, String>(0))?
        .map(|name| name.map(|name| name.replace('\'', "\"")))
        .collect::<rusqlite::Result<_>>()?;
    if columns.is_empty() {
        return Ok(());
    }
    let columns = columns.join(", ");
    db.execute_batch(&format!(
        "insert into main.\"{table}\" ({columns}) select {columns} from {from}.\"{table}\""
    ))
}

/// Lays every unanswered change on a freshly built file.
fn lay_all_on(db: &Connection) -> Result<(), StoreError> {
    db.execute("delete from confirmed", [])?;
    lay_on::relay_all(db)
}
