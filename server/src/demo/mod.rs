//! The demo district: Tân Bình at the end of September 2022, of exactly the size and figures that
//! the review of that quarter was written from. Deterministic; everybody in it is invented.
//!
//! It goes into the ledger as the changes of one device a ward, like a user's; nothing of it is
//! stored as a sum.

mod crowd;
mod figures;
mod hand;
pub mod names;
pub mod people;
mod work;

use std::fmt;

use domain::access::Role;
use domain::id::RecordId;
use domain::identity::Login;
use domain::record::{Area, AreaId, AreaLevel, Succession};

use crate::ledger::{Act, Ledger, LedgerError};
use crate::set_up::{NOBODY, area, cut, make_account};
use crate::{clock, country::Country, password};

pub use crowd::{WARD_MEMBERS, fill_with_members};
use figures::{DISTRICT, WARDS};
use hand::Hand;

/// The password of every demo account. The demo is for looking at; it holds nobody's data.
pub const PASSWORD: &str = "khuyenhoc2022";

/// Who can sign in to the demo.
pub struct SignIns(Vec<(Role, &'static str, &'static str)>);

impl fmt::Display for SignIns {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        writeln!(f, "Đăng nhập, mật khẩu {PASSWORD}:")?;
        for (role, login, place) in &self.0 {
            writeln!(f, "  {login:<12} {} · {place}", role.label().0)?;
        }
        Ok(())
    }
}

/// The areas of the demo.
pub struct Places {
    pub district: RecordId,
    /// The wards of 2022, in the order of [`WARDS`], with their neighbourhoods.
    pub wards: Vec<(RecordId, Vec<RecordId>)>,
}

/// Fills an empty ledger.
pub fn fill(ledger: &mut Ledger) -> Result<SignIns, LedgerError> {
    let now = clock::now();
    let places = make_places(ledger)?;
    let ward_4 = places.wards[3].0;
    let sign_ins = [
        (Role::Administrator, "quantri", "quận Tân Bình", "Lý Quản Trị", places.district),
        (Role::DistrictOfficer, "canboquan", "quận Tân Bình", "Phạm Thu Cúc", places.district),
        (Role::WardOfficer, "canbophuong4", "Phường 4", "Trần Văn Phước", ward_4),
        (Role::Collector, "congtacvien", "Phường 4, khu phố 2", "Lê Thị Hoà", places.wards[3].1[1]),
        (Role::Auditor, "kiemtra", "quận Tân Bình", "Võ Minh Kiểm", places.district),
    ];
    let hash = password::hash(PASSWORD);
    for (role, login, _, name, place) in sign_ins {
        let login = Login::parse(login).expect("a login");
        let account = make_account(ledger, name, &login, role, place, now)?;
        ledger.set_password(account, &hash)?;
    }
    for (at, ward) in WARDS.iter().enumerate() {
        let (id, neighbourhoods) = &places.wards[at];
        let mut hand = Hand::of_ward(ledger, at, *id)?;
        work::whole_ward(&mut hand, ward, *id, neighbourhoods, at)?;
        hand.finish()?;
    }
    let mut hand = Hand::of_district(ledger, places.district)?;
    work::whole_district(&mut hand, &places)?;
    hand.finish()?;
    Ok(SignIns(sign_ins.map(|(role, login, place, _, _)| (role, login, place)).into()))
}

fn make_places(ledger: &mut Ledger) -> Result<Places, LedgerError> {
    let (country, now) = (Country::load(), clock::now());
    let mut make = |view: Area| -> Result<RecordId, LedgerError> {
        Ok(ledger.record(NOBODY, vec![Act::make(view)], now)?[0])
    };
    let district = make(area("Quận Tân Bình", AreaLevel::District, None, DISTRICT))?;
    let mut wards = Vec::new();
    for ward in WARDS {
        let name = country.get(ward.code).map_or("?", |unit| unit.name.as_str());
        let id = make(area(name, AreaLevel::Ward, Some(district), ward.code))?;
        let mut neighbourhoods = Vec::new();
        for number in 1..=ward.communities {
            neighbourhoods.push(make(Area {
                name: Some(format!("Khu phố {number}").as_str().into()),
                level: Some(AreaLevel::Neighbourhood),
                parent: Some(AreaId(id)),
                ..Area::default()
            })?);
        }
        wards.push((id, neighbourhoods));
    }
    let places = Places { district, wards };
    make_heirs(ledger, &country, &places)?;
    Ok(places)
}

/// The wards of today that followed those of 2022.
fn make_heirs(ledger: &mut Ledger, country: &Country, places: &Places) -> Result<(), LedgerError> {
    let now = clock::now();
    for (at, ward) in WARDS.iter().enumerate() {
        let former = places.wards[at].0;
        for (succession, unit) in country.heirs_of(ward.code) {
            let heir = if let Some(heir) = ledger.area_with_code(&unit.id)? {
                heir
            } else {
                let heir = area(&unit.name, AreaLevel::Ward, Some(places.district), &unit.id);
                ledger.record(NOBODY, vec![Act::make(heir)], now)?[0]
            };
            let follows = Succession {
                old: Some(AreaId(former)),
                new: Some(AreaId(heir)),
                default_successor: Some(succession.default_successor),
                effective_on: Some(cut()),
            };
            ledger.record(NOBODY, vec![Act::make(follows)], now)?;
        }
    }
    Ok(())
}
