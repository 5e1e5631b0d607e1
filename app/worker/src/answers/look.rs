//! What is read from the replica.

use std::collections::BTreeSet;

use domain::access::Role;
use domain::area::AreaNode;
use domain::file::FileName;
use domain::id::RecordId;
use domain::record::{AreaLevel, LearningModel};
use domain::time::{Quarter, Year};
use domain::view::behind::Behind;
use domain::view::events::{CheckIn, EventRow};
use domain::view::households::{Households, HouseholdsOf};
use domain::view::people::{ListHabits, People};
use domain::view::photo::PhotoRow;
use domain::view::places::{PlaceRow, Places};
use domain::view::record::{Named, RecordView};
use domain::view::review::Review;
use domain::view::subjects::Subjects;
use domain::view::walk::Door;
use domain::view::work::{Conflicting, Found, RefusedWork, RescuedWork, Waiting};
use store::query::behind::behind as behind_figure;
use store::query::households::{self as homes, HomeIndex};
use store::query::people::{self as persons, NameIndex};
use store::query::places::{offered, places};
use store::query::record::{self as records, is_short};
use store::query::review::{self as reviews, ReviewOf, area_tree, natural};
use store::query::rights::{rights_of, widest_area};
use store::query::walk as doors;
use store::query::{conflicts, events, findings, photos};
use store::query::{subjects as subject_list, work};

use crate::desk::{self, Open};
use crate::told::Told;
use crate::{files, mail, poke};
use letters::{
    AreaRow, AskAreas, AskBehind, AskCheckIn, AskConflicts, AskDoor, AskEvents, AskFile,
    AskFindings, AskHome, AskHouseholds, AskListChoices, AskListHabits, AskNames, AskPeople,
    AskPhotos, AskPlaces, AskRecord, AskRefused, AskRescued, AskReview, AskStatus, AskSubjects,
    AskWaiting, AskWalk, BatteryLow, CountPeople, KeepListHabits, ListChoices, Status, SyncNow,
    Trouble,
};

/// Does something with the names in their order; they are read when they are first asked for, and
/// follow those who change.
pub(super) fn with_names<T>(
    open: &mut Open,
    act: impl FnOnce(&Open, &NameIndex) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let names = NameIndex::present(open.names.take(), open.replica.db()).told()?;
    let done = act(open, &names);
    open.names = Some(names);
    done
}

/// As [`with_names`], with the homes.
fn with_homes<T>(
    open: &mut Open,
    act: impl FnOnce(&Open, &HomeIndex) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let homes = match open.homes.take() {
        Some(homes) => homes,
        None => HomeIndex::build(open.replica.db()).told()?,
    };
    let done = act(open, &homes);
    open.homes = Some(homes);
    done
}

pub async fn people(ask: AskPeople) -> Result<People, Trouble> {
    desk::with_present(|open| {
        let mut last = std::mem::take(&mut open.last_list);
        let today = open.now().day();
        let found = with_names(open, |open, names| {
            persons::people(open.replica.db(), names, &mut last, &ask.0, today).told()
        });
        open.last_list = last;
        found
    })
}

pub async fn list_choices(_: AskListChoices) -> Result<ListChoices, Trouble> {
    desk::with_present(|open| {
        let areas = persons::areas_of_lists(open.replica.db()).told()?;
        Ok(ListChoices {
            areas: rows(areas),
            branches: listed(open, Places::Branches)?,
            units: listed(open, Places::Units)?,
            clans: listed(open, Places::Clans)?,
        })
    })
}

/// The branches, units or clans, as they are offered.
pub(super) fn listed(open: &Open, of: Places) -> Result<Vec<AreaRow>, Trouble> {
    Ok(rows(offered(open.replica.db(), of).told()?))
}

fn rows(named: Vec<(RecordId, String)>) -> Vec<AreaRow> {
    named.into_iter().map(|(id, name)| AreaRow { id, name }).collect()
}

pub async fn places_of(ask: AskPlaces) -> Result<Vec<PlaceRow>, Trouble> {
    desk::with_present(|open| places(open.replica.db(), ask.0).told())
}

pub async fn list_habits(_: AskListHabits) -> Result<ListHabits, Trouble> {
    desk::with_present(|open| open.replica.list_habits().told())
}

pub async fn keep_list_habits(ask: KeepListHabits) -> Result<(), Trouble> {
    desk::with_present(|open| open.replica.keep_list_habits(&ask.0).told())?;
    mail::tell_changed();
    Ok(())
}

pub async fn count_people(_: CountPeople) -> Result<u64, Trouble> {
    desk::with_present(|open| persons::count(open.replica.db()).told())
}

pub async fn households(ask: AskHouseholds) -> Result<Households, Trouble> {
    desk::with_present(|open| {
        with_homes(open, |open, all| homes::households(open.replica.db(), all, &ask.0).told())
    })
}

pub async fn subjects(ask: AskSubjects) -> Result<Subjects, Trouble> {
    desk::with_present(|open| {
        // The homes are read only where families are asked for; the index stays for the next question.
        if ask.0.model == LearningModel::Family as i64 {
            with_homes(open, |_, _| Ok(()))?;
        }
        let homes = open.homes.take();
        let found = with_names(open, |open, names| {
            let none = HomeIndex::default();
            let homes = homes.as_ref().unwrap_or(&none);
            subject_list::subjects(open.replica.db(), names, homes, &ask.0).told()
        });
        open.homes = homes;
        found
    })
}

pub async fn walk(ask: AskWalk) -> Result<Vec<Door>, Trouble> {
    desk::with_present(|open| doors::walk(open.replica.db(), ask.0).told())
}

pub async fn events(_: AskEvents) -> Result<Vec<EventRow>, Trouble> {
    desk::with_present(|open| events::events(open.replica.db()).told())
}

pub async fn check_in(ask: AskCheckIn) -> Result<Option<CheckIn>, Trouble> {
    desk::with_present(|open| {
        with_names(open, |open, names| events::check_in(open.replica.db(), names, &ask.0).told())
    })
}

pub async fn record(ask: AskRecord) -> Result<Option<RecordView>, Trouble> {
    desk::with_present(|open| {
        records::record(open.replica.db(), &ask.kind, ask.id, open.now().day()).told()
    })
}

pub async fn home(ask: AskHome) -> Result<Option<RecordId>, Trouble> {
    desk::with_present(|open| records::home_of(open.replica.db(), &ask.kind, ask.id).told())
}

pub async fn door(ask: AskDoor) -> Result<Vec<Named>, Trouble> {
    let Some(area) = ask.area else { return Ok(vec![]) };
    desk::with_present(|open| {
        homes::behind_door(open.replica.db(), area, &ask.house, &ask.street).told()
    })
}

pub async fn names(ask: AskNames) -> Result<Vec<Named>, Trouble> {
    desk::with_present(|open| {
        let mut found = Vec::new();
        if ask.kinds.iter().any(|kind| kind == "person") && !ask.search.trim().is_empty() {
            found.extend(with_names(open, |open, names| {
                persons::named_people(open.replica.db(), names, &ask.search, 20).told()
            })?);
        }
        if ask.kinds.iter().any(|kind| kind == "household") && !ask.search.trim().is_empty() {
            let of = HouseholdsOf {
                search: ask.search.clone(),
                year: desk::now().day().year(),
                only_missing: false,
                area: None,
                in_hardship: false,
                offset: 0,
                limit: 20,
            };
            let households = with_homes(open, |open, all| {
                homes::households(open.replica.db(), all, &of).told()
            })?;
            found.extend(households.rows.into_iter().map(|row| Named {
                kind: "household".into(),
                id: row.id,
                title: row.home,
                note: row.head,
                disputed: row.disputed,
            }));
        }
        let short = |kind: &&String| domain::kind::kind(kind).is_some_and(is_short);
        let kinds: Vec<String> = ask.kinds.iter().filter(short).cloned().collect();
        // An area is offered where this user may write something.
        let inside = areas_held(open, |_| true)?;
        let may = |kind: &str, id: RecordId| kind != "area" || inside.contains(&id);
        found.extend(records::names(open.replica.db(), &kinds, &ask.search, may).told()?);
        Ok(found)
    })
}

/// What a review is asked of; `None`: this user reads no figures.
fn review_of(
    open: &Open,
    tree: &domain::area::AreaTree,
    ask: AskReview,
) -> Result<Option<ReviewOf>, Trouble> {
    let quarter = Quarter::new(Year(ask.year), ask.quarter)
        .ok_or(Trouble::Failed("no such quarter".into()))?;
    let chosen = ask.area.and_then(|area| tree.get(area)).map(|node| {
        let above_wards = node.level < AreaLevel::Ward;
        (node.id, if above_wards { AreaLevel::Ward } else { AreaLevel::Neighbourhood })
    });
    let place = match chosen {
        Some(chosen) => Some(chosen),
        None => widest_area(open.replica.db(), tree, open.whoami.account).told()?,
    };
    let by = if ask.by_today { desk::now().day() } else { quarter.last_day() };
    Ok(place.map(|(area, level)| ReviewOf { quarter, area, level, by }))
}

pub async fn review(ask: AskReview) -> Result<Review, Trouble> {
    desk::with_present(|open| {
        let tree = area_tree(open.replica.db()).told()?;
        let Some(of) = review_of(open, &tree, ask)? else { return Ok(Review::default()) };
        reviews::review(open.replica.db(), &tree, of).told()
    })
}

pub async fn behind(ask: AskBehind) -> Result<Behind, Trouble> {
    desk::with_present(|open| {
        let tree = area_tree(open.replica.db()).told()?;
        let Some(of) = review_of(open, &tree, ask.review)? else { return Ok(Behind::default()) };
        let page = ask.offset..ask.offset + ask.limit;
        with_names(open, |open, names| {
            let db = open.replica.db();
            behind_figure(db, &tree, names, of, ask.figure, ask.line, page).told()
        })
    })
}

/// The areas in which this user holds such a role.
fn areas_held(open: &Open, such: impl Fn(Role) -> bool) -> Result<BTreeSet<RecordId>, Trouble> {
    let tree = area_tree(open.replica.db()).told()?;
    let mine = rights_of(open.replica.db(), open.whoami.account).told()?;
    let held = mine.into_iter().filter(|(role, _)| such(*role));
    Ok(held.flat_map(|(_, area)| tree.below(area)).collect())
}

pub async fn areas(_: AskAreas) -> Result<Vec<AreaRow>, Trouble> {
    desk::with_present(|open| areas_to_record_in(open))
}

/// Whether an area is a neighbourhood in which this user records people.
pub(super) fn is_recorded_in(open: &Open) -> Result<impl Fn(&AreaNode) -> bool, Trouble> {
    let held = areas_held(open, |role| role.may_write("residence"))?;
    Ok(move |area: &AreaNode| area.level == AreaLevel::Neighbourhood && held.contains(&area.id))
}

/// The neighbourhoods in which this user records people.
pub(super) fn areas_to_record_in(open: &Open) -> Result<Vec<AreaRow>, Trouble> {
    let tree = area_tree(open.replica.db()).told()?;
    let is_recorded_in = is_recorded_in(open)?;
    let named = |area: &AreaNode| {
        let parent = area.parent.and_then(|parent| tree.get(parent));
        let name =
            parent.map_or(area.name.clone(), |parent| format!("{}, {}", area.name, parent.name));
        AreaRow { id: area.id, name }
    };
    let mut areas: Vec<AreaRow> =
        tree.nodes().filter(|area| is_recorded_in(area)).map(named).collect();
    areas.sort_by_key(|area| natural(&area.name));
    Ok(areas)
}

pub async fn conflicts(_: AskConflicts) -> Result<Vec<Conflicting>, Trouble> {
    desk::with_present(|open| conflicts::conflicts(open.replica.db()).told())
}

pub async fn refused(_: AskRefused) -> Result<Vec<RefusedWork>, Trouble> {
    desk::with_present(|open| work::refused(open.replica.db()).told())
}

pub async fn waiting(ask: AskWaiting) -> Result<Vec<Waiting>, Trouble> {
    desk::with_present(|open| work::waiting(open.replica.db(), ask.most).told())
}

pub async fn rescued(_: AskRescued) -> Result<Vec<RescuedWork>, Trouble> {
    desk::with_present(|open| work::rescued(open.replica.db()).told())
}

pub async fn findings(_: AskFindings) -> Result<Vec<Found>, Trouble> {
    desk::with_present(|open| findings::findings(open.replica.db(), open.now().day()).told())
}

pub async fn photos(ask: AskPhotos) -> Result<Vec<PhotoRow>, Trouble> {
    desk::with_present(|open| photos::photos(open.replica.db(), ask.of).told())
}

pub async fn file(ask: AskFile) -> Result<Vec<u8>, Trouble> {
    files::read(&FileName::parse(&ask.name).ok_or(Trouble::NotHere)?).await
}

pub async fn status(_: AskStatus) -> Result<Status, Trouble> {
    desk::with_present(|open| {
        let unsent = open.replica.unsent().told()?;
        let photos = files::waiting(open);
        Ok(Status {
            photos: photos.photos,
            photo_bytes: photos.bytes,
            unsent: unsent.changes,
            oldest_unsent: unsent.oldest.map(|oldest| oldest.0),
            refused: unsent.refused,
            held: unsent.held,
            conflicts: conflicts::conflict_count(open.replica.db()).told()?,
            rescued: open.replica.rescued().told()?.len() as u64,
            begun_forms: open.replica.begun_forms().told()?.len() as u64,
            last_sync: open.replica.last_sync().told()?.map(|at| at.0),
            clock_off: open.clock_off,
            trouble: open
                .status
                .trouble
                .clone()
                .or_else(|| open.files.may_have_lost().then_some(Trouble::PhotosDamaged)),
            ..open.status.clone()
        })
    })
}

pub async fn battery_low(BatteryLow(low): BatteryLow) -> Result<(), Trouble> {
    poke::battery_is_low(low);
    Ok(())
}

pub async fn sync_now(_: SyncNow) -> Result<(), Trouble> {
    files::all_now();
    desk::wake();
    Ok(())
}
