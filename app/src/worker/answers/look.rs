//! What is read from the replica.

use domain::area::AreaNode;
use domain::id::RecordId;
use domain::record::AreaLevel;
use domain::time::{Quarter, Year};
use store::query::behind::{Behind, behind as behind_figure};
use store::query::events::{self, CheckIn, EventRow};
use store::query::households::{self as homes, HomeIndex, Households};
use store::query::people::{self as persons, NameIndex, People};
use store::query::record::{self as records, Named, RecordView, is_short};
use store::query::review::{self as reviews, Review, ReviewOf, area_tree, natural};
use store::query::rights::{rights_of, widest_area};
use store::query::subjects::{self as subject_list, Subjects};
use store::query::work::{self, Conflicting, RefusedWork, RescuedWork};

use crate::letter::{
    AreaRow, AskAreas, AskBehind, AskCheckIn, AskConflicts, AskEvents, AskHome, AskHouseholds, AskNames,
    AskPeople, AskRecord, AskRefused, AskRescued, AskReview, AskStatus, AskSubjects, Status,
    SyncNow, Trouble,
};
use crate::worker::desk::{self, Open};

/// Does something with the names in their order; they are read when they are first asked for after
/// people have changed.
fn with_names<T>(
    open: &mut Open,
    act: impl FnOnce(&Open, &NameIndex) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    let names = match open.names.take() {
        Some(names) => names,
        None => NameIndex::build(open.replica.db())?,
    };
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
        None => HomeIndex::build(open.replica.db())?,
    };
    let done = act(open, &homes);
    open.homes = Some(homes);
    done
}

pub async fn people(ask: AskPeople) -> Result<People, Trouble> {
    desk::with_present(|open| {
        with_names(open, |open, names| Ok(persons::people(open.replica.db(), names, &ask.0)?))
    })
}

pub async fn households(ask: AskHouseholds) -> Result<Households, Trouble> {
    desk::with_present(|open| {
        with_homes(open, |open, all| Ok(homes::households(open.replica.db(), all, &ask.0)?))
    })
}

pub async fn subjects(ask: AskSubjects) -> Result<Subjects, Trouble> {
    desk::with_present(|open| {
        // Families are not asked for where only people are, and the other way round.
        let homes = match open.homes.take() {
            Some(homes) => homes,
            None if ask.0.model == domain::record::LearningModel::Family as i64 => {
                HomeIndex::build(open.replica.db())?
            }
            None => HomeIndex::default(),
        };
        with_names(open, |open, names| {
            Ok(subject_list::subjects(open.replica.db(), names, &homes, &ask.0)?)
        })
    })
}

pub async fn events(_: AskEvents) -> Result<Vec<EventRow>, Trouble> {
    desk::with_present(|open| Ok(events::events(open.replica.db())?))
}

pub async fn check_in(ask: AskCheckIn) -> Result<Option<CheckIn>, Trouble> {
    desk::with_present(|open| {
        with_names(open, |open, names| Ok(events::check_in(open.replica.db(), names, &ask.0)?))
    })
}

pub async fn record(ask: AskRecord) -> Result<Option<RecordView>, Trouble> {
    desk::with_present(|open| Ok(records::record(open.replica.db(), &ask.kind, ask.id)?))
}

pub async fn home(ask: AskHome) -> Result<Option<RecordId>, Trouble> {
    desk::with_present(|open| Ok(records::home_of(open.replica.db(), &ask.kind, ask.id)?))
}

pub async fn names(ask: AskNames) -> Result<Vec<Named>, Trouble> {
    desk::with_present(|open| {
        let mut found = Vec::new();
        if ask.kinds.iter().any(|kind| kind == "person") && !ask.search.trim().is_empty() {
            let of = persons::PeopleOf { search: ask.search.clone(), offset: 0, limit: 20 };
            let people = with_names(open, |open, names| {
                Ok(persons::people(open.replica.db(), names, &of)?)
            })?;
            found.extend(people.rows.into_iter().map(|row| Named {
                kind: "person".into(),
                id: row.id,
                title: row.name,
                note: row.home,
            }));
        }
        if ask.kinds.iter().any(|kind| kind == "household") && !ask.search.trim().is_empty() {
            let of = homes::HouseholdsOf {
                search: ask.search.clone(),
                year: desk::now().day().year(),
                only_missing: false,
                offset: 0,
                limit: 20,
            };
            let households =
                with_homes(open, |open, all| Ok(homes::households(open.replica.db(), all, &of)?))?;
            found.extend(households.rows.into_iter().map(|row| Named {
                kind: "household".into(),
                id: row.id,
                title: row.home,
                note: row.head,
            }));
        }
        let short = |kind: &&String| domain::kind::kind(kind).is_some_and(is_short);
        let kinds: Vec<String> = ask.kinds.iter().filter(short).cloned().collect();
        found.extend(records::names(open.replica.db(), &kinds, &ask.search)?);
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
        None => widest_area(open.replica.db(), tree, open.whoami.account)?,
    };
    let by = if ask.by_today { desk::now().day() } else { quarter.last_day() };
    Ok(place.map(|(area, level)| ReviewOf { quarter, area, level, by }))
}

pub async fn review(ask: AskReview) -> Result<Review, Trouble> {
    desk::with_present(|open| {
        let tree = area_tree(open.replica.db())?;
        let Some(of) = review_of(open, &tree, ask)? else { return Ok(Review::default()) };
        Ok(reviews::review(open.replica.db(), &tree, of)?)
    })
}

pub async fn behind(ask: AskBehind) -> Result<Behind, Trouble> {
    desk::with_present(|open| {
        let tree = area_tree(open.replica.db())?;
        let Some(of) = review_of(open, &tree, ask.review)? else { return Ok(Behind::default()) };
        let page = ask.offset..ask.offset + ask.limit;
        with_names(open, |open, names| {
            let db = open.replica.db();
            Ok(behind_figure(db, &tree, names, of, ask.figure, ask.line, page)?)
        })
    })
}

pub async fn areas(_: AskAreas) -> Result<Vec<AreaRow>, Trouble> {
    desk::with_present(|open| {
        let tree = area_tree(open.replica.db())?;
        let mine = rights_of(open.replica.db(), open.whoami.account)?;
        let may_register: std::collections::BTreeSet<RecordId> = mine
            .into_iter()
            .filter(|(role, _)| role.may_write("residence"))
            .flat_map(|(_, area)| tree.below(area))
            .collect();
        let named = |area: &AreaNode| {
            let parent = area.parent.and_then(|parent| tree.get(parent));
            let name = parent
                .map_or(area.name.clone(), |parent| format!("{}, {}", area.name, parent.name));
            AreaRow { id: area.id, name }
        };
        let mut areas: Vec<AreaRow> = tree
            .nodes()
            .filter(|area| {
                area.level == AreaLevel::Neighbourhood && may_register.contains(&area.id)
            })
            .map(named)
            .collect();
        areas.sort_by_key(|area| natural(&area.name));
        Ok(areas)
    })
}

pub async fn conflicts(_: AskConflicts) -> Result<Vec<Conflicting>, Trouble> {
    desk::with_present(|open| Ok(work::conflicts(open.replica.db())?))
}

pub async fn refused(_: AskRefused) -> Result<Vec<RefusedWork>, Trouble> {
    desk::with_present(|open| Ok(work::refused(open.replica.db())?))
}

pub async fn rescued(_: AskRescued) -> Result<Vec<RescuedWork>, Trouble> {
    desk::with_present(|open| Ok(work::rescued(open.replica.db())?))
}

pub async fn status(_: AskStatus) -> Result<Status, Trouble> {
    desk::with_present(|open| {
        let unsent = open.replica.unsent()?;
        Ok(Status {
            unsent: unsent.changes,
            oldest_unsent: unsent.oldest.map(|oldest| oldest.0),
            refused: unsent.refused,
            held: unsent.held,
            conflicts: work::conflict_count(open.replica.db())?,
            rescued: open.replica.rescued()?.len() as u64,
            begun_forms: open.replica.begun_forms()?.len() as u64,
            clock_off: open.clock_off,
            ..open.status.clone()
        })
    })
}

pub async fn sync_now(_: SyncNow) -> Result<(), Trouble> {
    desk::wake();
    Ok(())
}
