//! Setting up an organisation: its areas, from the country's units, and its first administrator.

use domain::access::Role;
use domain::field::{Name, Text};
use domain::id::RecordId;
use domain::identity::Login;
use domain::record::{Account, AccountId, Area, AreaId, AreaLevel, Grant, GrantArea, Succession};
use domain::time::{Day, Moment};

use crate::country::{Country, Unit, UnitLevel, is_of_today};
use crate::ledger::{Act, Ledger, LedgerError};

/// Whoever records before there is an account.
pub const NOBODY: RecordId = RecordId(1);

/// The day on which districts ceased and wards were re-drawn.
pub fn cut() -> Day {
    Day::new(2025, 7, 1).expect("a day of the calendar")
}

/// Makes the organisation's areas: the unit itself, the wards below it, and the former wards that
/// they follow, so that reports of earlier years read by the areas of their day.
pub fn make_areas(
    ledger: &mut Ledger,
    country: &Country,
    unit: &Unit,
    organisation: &str,
    now: Moment,
) -> Result<RecordId, LedgerError> {
    let root = make(ledger, area(organisation, level(unit), None, &unit.id), now)?;
    let wards: Vec<&Unit> = match unit.level {
        UnitLevel::Ward => vec![unit],
        _ => country.below(Some(&unit.id)).collect(),
    };
    for ward in wards {
        let ward_id = if ward.id == unit.id {
            root
        } else {
            make(ledger, area(&ward.name, AreaLevel::Ward, Some(root), &ward.id), now)?
        };
        for succession in country.followed_by(&ward.id) {
            let Some(former) = country.get(&succession.old) else { continue };
            let former_id =
                make(ledger, area(&former.name, AreaLevel::Ward, Some(root), &former.id), now)?;
            let follows = Succession {
                old: Some(AreaId(former_id)),
                new: Some(AreaId(ward_id)),
                default_successor: Some(succession.default_successor),
                effective_on: Some(cut()),
            };
            ledger.record(NOBODY, vec![Act::make(follows)], now)?;
        }
    }
    Ok(root)
}

fn level(unit: &Unit) -> AreaLevel {
    match unit.level {
        UnitLevel::Province => AreaLevel::Province,
        UnitLevel::District => AreaLevel::District,
        UnitLevel::Ward => AreaLevel::Ward,
    }
}

/// An area of either era, by its unit's code.
pub fn area(name: &str, level: AreaLevel, parent: Option<RecordId>, code: &str) -> Area {
    let today = is_of_today(code);
    Area {
        name: Some(Name(name.to_owned())),
        level: Some(level),
        parent: parent.map(AreaId),
        code: Some(Text(code.to_owned())),
        since: today.then(cut),
        until: (!today).then(|| Day(cut().0 - 1)),
    }
}

/// Makes an area, or finds the one that a set-up which was cut short left behind.
fn make(ledger: &mut Ledger, area: Area, now: Moment) -> Result<RecordId, LedgerError> {
    if let Some(code) = &area.code
        && let Some(made) = ledger.area_with_code(&code.0)?
    {
        return Ok(made);
    }
    Ok(ledger.record(NOBODY, vec![Act::make(area)], now)?[0])
}

/// Makes an account with a role in an area, or finds the one that a set-up which was cut short
/// left behind. The password is set apart.
pub fn make_account(
    ledger: &mut Ledger,
    name: &str,
    login: &Login,
    role: Role,
    area: RecordId,
    now: Moment,
) -> Result<RecordId, LedgerError> {
    let account = Account {
        name: Some(Name(name.to_owned())),
        login: Some(login.clone()),
        ..Account::default()
    };
    let account = match ledger.account_of_login(login)? {
        Some(account) => account,
        None => ledger.record(NOBODY, vec![Act::make(account)], now)?[0],
    };
    let grant = Grant {
        account: Some(AccountId(account)),
        role: Some(role),
        area: Some(GrantArea(area)),
        ..Grant::default()
    };
    ledger.record(NOBODY, vec![Act::make(grant)], now)?;
    Ok(account)
}
