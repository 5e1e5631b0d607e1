//! The tables. Those of records follow from their declarations and only ever grow; the others come
//! by numbered migrations, forward only.

use std::fmt::Write;

use domain::field::FieldType;
use domain::kind::Kind;
use domain::record::KINDS;
use rusqlite::Connection;

use crate::error::OpenError;
use crate::row;

/// What belongs to the device beside the records. `user_version` counts those that were run.
const MIGRATIONS: &[&str] = &[
    include_str!("../migrations/0001_device.sql"),
    include_str!("../migrations/0002_forms.sql"),
    include_str!("../migrations/0003_saved_numbers.sql"),
    include_str!("../migrations/0004_handed_over.sql"),
    include_str!("../migrations/0005_pieces_by_place.sql"),
    include_str!("../migrations/0006_called.sql"),
    include_str!("../migrations/0007_imports.sql"),
];

/// Indexes that rules and queries use, each named in the place that uses it.
const INDEXES: &[&str] = &[
    // store::row::referrers, server routing: from a record to those that refer to it.
    "create index if not exists residence_by_subject on residence (subject, since, until, area)",
    "create index if not exists residence_by_household on residence (household) where household is not null",
    "create index if not exists member_by_person on member (person)",
    "create index if not exists member_by_branch on member (branch, joined_on, left_on, person)",
    "drop index if exists attendance_by_event", // of before, without the person
    "create index if not exists attendance_of_event on attendance (event, present, person)",
    "create index if not exists office_by_person on office (person)",
    "create index if not exists office_by_branch on office (branch)",
    "create index if not exists dues_by_person on dues (person)",
    "create index if not exists attendance_by_person on attendance (person)",
    "create index if not exists photo_by_of on photo (of)",
    "create index if not exists photo_by_person on photo (person)",
    "create index if not exists grant_by_account on \"grant\" (account)",
    "create index if not exists device_by_account on device (account)",
    "create index if not exists look_by_person on look (person)",
    "create index if not exists export_by_person on export (person) where person is not null",
    "create index if not exists clan_area_by_clan on clan_area (clan)",
    "create index if not exists clan_family_by_clan on clan_family (clan, household)",
    "create index if not exists clan_family_by_household on clan_family (household)",
    "create index if not exists same_person_by_other on same_person (other)",
    // store::same: who stands for whom.
    include_str!("../migrations/same.sql"),
    // server::ledger::files: from a file to the photos that name it.
    "create index if not exists photo_by_file on photo (file)",
    "create index if not exists photo_by_thumb on photo (thumb)",
    // store::query::findings: from a person to others of his number, or of his card's.
    "create index if not exists member_by_card_number on member (card_number) where card_number is not null",
    "create index if not exists person_by_citizen_id on person (citizen_id) where citizen_id is not null",
    // server::ledger::sign_up: how many have registered by a poster.
    "create index if not exists sign_up_by_poster on sign_up (poster) where poster is not null",
    // store::query::walk: from a household to its visits.
    "create index if not exists visit_by_household on visit (household, visited_on)",
    // store::query::review: covering, so that counting touches no table.
    "create index if not exists residence_by_area on residence (area, subject)",
    "create index if not exists registration_by_year on registration (year, model, subject, registered_on)",
    "create index if not exists scholarship_by_area on scholarship (area, given_on, amount, pupil)",
    "create index if not exists support_by_area on support (area, given_on, child)",
    "create index if not exists award_by_area on award (area, given_on, person)",
    "create index if not exists event_by_area on event (area, held_on, form)",
];

/// Brings a device's file to this version's schema; refuses a newer one untouched.
pub fn migrate(db: &Connection) -> Result<(), OpenError> {
    let transaction = db.unchecked_transaction()?; // one wait for the disk, not one a table
    bring_up(db)?;
    index(db)?;
    Ok(transaction.commit()?)
}

/// As [`migrate`], without the indexes: an image is copied in first.
pub fn migrate_bare(db: &Connection) -> Result<(), OpenError> {
    let transaction = db.unchecked_transaction()?;
    bring_up(db)?;
    Ok(transaction.commit()?)
}

fn bring_up(db: &Connection) -> Result<(), OpenError> {
    let from: usize =
        db.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0))? as usize;
    let pending = MIGRATIONS.get(from..).ok_or(OpenError::FromNewerApp(from))?;
    for sql in pending {
        db.execute_batch(sql)?;
    }
    db.pragma_update(None, "user_version", MIGRATIONS.len() as i64)?;
    Ok(expand(db)?)
}

/// Makes the record tables, and adds to those that are there the columns of newer declarations.
pub fn expand(db: &Connection) -> rusqlite::Result<()> {
    db.execute_batch(include_str!("../migrations/records.sql"))?;
    if !columns(db, "conflict")?.iter().any(|name| name == "saw") {
        db.execute_batch("alter table conflict add column saw")?;
    }
    for kind in KINDS {
        let known = columns(db, kind.key)?;
        if known.is_empty() {
            db.execute_batch(&create_table(kind))?;
            continue;
        }
        for field in kind.fields.iter().filter(|field| !known.iter().any(|name| name == field.key))
        {
            let (table, column) = (kind.key, field.key);
            db.execute_batch(&format!(
                "alter table \"{table}\" add column \"{column}\" {}",
                sql_type(field.ty)
            ))?;
            row::adopt_unknown_field(db, kind, field)?;
        }
    }
    row::adopt_unknown_kinds(db)
}

/// Makes the indexes; after an image was built in, that is.
pub fn index(db: &Connection) -> rusqlite::Result<()> {
    INDEXES.iter().try_for_each(|sql| db.execute_batch(sql))
}

fn columns(db: &Connection, table: &str) -> rusqlite::Result<Vec<String>> {
    db.prepare_cached("select name from pragma_table_info(?1, 'main')")?
        .query_map([table], |row| row.get(0))?
        .collect()
}

/// `first` and `last` are the places of the record's first and last change; unsent ones have none.
/// `extra` keeps fields of newer versions.
pub fn create_table(kind: &Kind) -> String {
    let mut sql = format!(
        "create table \"{}\" (id integer primary key, first integer, last integer, extra blob",
        kind.key
    );
    for field in kind.fields {
        write!(sql, ", \"{}\" {}", field.key, sql_type(field.ty)).expect("a String takes text");
    }
    sql.push(')');
    sql
}

fn sql_type(ty: FieldType) -> &'static str {
    match ty {
        FieldType::Text(_)
        | FieldType::Name
        | FieldType::Phone
        | FieldType::CitizenId
        | FieldType::Login => "text",
        _ => "integer",
    }
}
