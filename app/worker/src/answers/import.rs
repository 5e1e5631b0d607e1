//! Sheets of people on their way into the ledger.

use domain::import::{Means, PlaceNames};
use domain::view::import::{CheckedPart, ImportRow, TakenBack, WrittenPart};
use domain::view::places::Places;
use store::import::{Importing, TakingBack};
use store::query::review::area_tree;

use super::look::{areas_to_record_in, is_recorded_in, listed};
use crate::desk::{self, Open};
use crate::told::Told;
use crate::{mail, seals};
use letters::{
    AskImportPlaces, AskImports, AskMatching, BeginImport, CheckLines, EndImport, KeepMatching,
    ListChoices, TakeImportBack, Trouble, WriteLines,
};

pub async fn places(_: AskImportPlaces) -> Result<ListChoices, Trouble> {
    desk::with_present(|open| {
        Ok(ListChoices {
            areas: areas_to_record_in(open)?,
            branches: listed(open, Places::Branches)?,
            ..ListChoices::default()
        })
    })
}

pub async fn matching(ask: AskMatching) -> Result<Option<Vec<Option<Means>>>, Trouble> {
    desk::with_present(|open| open.replica.matching(&ask.0).told())
}

pub async fn keep_matching(ask: KeepMatching) -> Result<(), Trouble> {
    desk::with_present(|open| open.replica.keep_matching(ask.heads, ask.columns).told())
}

pub async fn begin(ask: BeginImport) -> Result<(), Trouble> {
    desk::with_present(|open| {
        let places = place_names(open)?;
        let now = open.now();
        open.importing = None; // two need twice the room
        if let Some((file, lines)) = &ask.writes {
            open.replica.note_import(ask.form, file, *lines, now).told()?;
        }
        let importing = Importing::begin(&open.replica, ask.form, ask.plan, places, now.day());
        open.importing = Some(importing.told()?);
        Ok(())
    })
}

/// What the sheet can name: the neighbourhoods that this user records in, and every branch.
fn place_names(open: &Open) -> Result<PlaceNames, Trouble> {
    let db = open.replica.db();
    let tree = area_tree(db).told()?;
    let is_recorded_in = is_recorded_in(open)?;
    let mut places = PlaceNames::default();
    for area in tree.nodes().filter(|area| is_recorded_in(area)) {
        let ward = area.parent.and_then(|parent| tree.get(parent));
        places.add_area(area.id, &area.name, ward.map(|ward| (ward.id, ward.name.as_str())));
    }
    store::import::add_branches(db, &mut places).told()?;
    Ok(places)
}

pub async fn check(ask: CheckLines) -> Result<CheckedPart, Trouble> {
    desk::with_present(|open| {
        let Open { importing, replica, .. } = open;
        let importing = importing.as_mut().filter(|importing| importing.id() == ask.form);
        importing.ok_or(Trouble::NotHere)?.check(replica, &ask.lines).told()
    })
}

pub async fn write(ask: WriteLines) -> Result<WrittenPart, Trouble> {
    desk::with_present(|open| {
        let now = open.now();
        let Open { importing, replica, .. } = open;
        let known = importing.as_mut().filter(|importing| importing.id() == ask.form);
        let written = known.ok_or(Trouble::NotHere)?.write(replica, &ask.rules, &ask.lines, now);
        if written.is_err() {
            *importing = None; // it knows of more than was written
        }
        open.forget_homes();
        written.told()
    })
}

/// Whoever has done with a sheet has it told: a list that is drawn anew for each part would only be in
/// its way.
pub async fn end(_: EndImport) -> Result<(), Trouble> {
    let only_looked = desk::with_present(|open| {
        let ended = open.importing.take();
        Ok(ended.is_some_and(|importing| !importing.has_written()))
    })?;
    if !only_looked {
        written();
    }
    Ok(())
}

/// The sheets that were read in here.
pub async fn imports(_: AskImports) -> Result<Vec<ImportRow>, Trouble> {
    desk::with_present(|open| open.replica.imports().told())
}

pub async fn take_back(ask: TakeImportBack) -> Result<TakenBack, Trouble> {
    let back = desk::with_present(|open| {
        let now = open.now();
        open.importing = None;
        let known = open.taking_back.take().filter(|back| back.import() == ask.0);
        let mut back = match known {
            Some(back) => back,
            None => TakingBack::begin(&open.replica, ask.0).told()?,
        };
        let progress = back.go_on(&mut open.replica, now).told()?;
        open.taking_back = (!progress.is_over()).then_some(back);
        open.forget_homes();
        Ok(progress)
    })?;
    if back.is_over() {
        written();
    }
    Ok(back)
}

fn written() {
    mail::tell_changed();
    desk::wake();
    seals::soon();
}
