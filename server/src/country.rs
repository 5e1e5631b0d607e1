//! The country's units, before and since 1 July 2025: what an organisation starts from.

use std::collections::HashMap;
use std::io::Read;

use domain::account::UnitChoice;

/// A province, district or ward.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    pub id: String,
    pub level: UnitLevel,
    pub parent: Option<String>,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitLevel {
    Province,
    District,
    Ward,
}

/// A former ward went over, wholly or in part, to a new one.
#[derive(Clone, Debug, PartialEq)]
pub struct UnitSuccession {
    pub old: String,
    pub new: String,
    pub default_successor: bool,
}

/// All units of both eras.
pub struct Country {
    units: Vec<Unit>,
    by_id: HashMap<String, usize>,
    successions: Vec<UnitSuccession>,
}

impl Country {
    /// Unpacks the data that the program carries.
    pub fn load() -> Self {
        let units: Vec<Unit> = lines(include_bytes!("../data/units.tsv.zst"))
            .filter_map(|line| {
                let mut fields = line.split('\t');
                Some(Unit {
                    id: fields.next()?.to_owned(),
                    level: match fields.next()? {
                        "p" => UnitLevel::Province,
                        "d" => UnitLevel::District,
                        _ => UnitLevel::Ward,
                    },
                    parent: fields.next().filter(|parent| !parent.is_empty()).map(str::to_owned),
                    name: fields.next()?.to_owned(),
                })
            })
            .collect();
        let successions = lines(include_bytes!("../data/successions.tsv.zst"))
            .filter_map(|line| {
                let mut fields = line.split('\t');
                Some(UnitSuccession {
                    old: fields.next()?.to_owned(),
                    new: fields.next()?.to_owned(),
                    default_successor: fields.next()? == "1",
                })
            })
            .collect();
        let by_id = units.iter().enumerate().map(|(at, unit)| (unit.id.clone(), at)).collect();
        Self { units, by_id, successions }
    }

    pub fn get(&self, id: &str) -> Option<&Unit> {
        self.by_id.get(id).map(|at| &self.units[*at])
    }

    /// The units directly below one; below none: the provinces of today.
    pub fn below<'a>(&'a self, parent: Option<&'a str>) -> impl Iterator<Item = &'a Unit> {
        self.units.iter().filter(move |unit| match parent {
            Some(parent) => unit.parent.as_deref() == Some(parent),
            None => unit.level == UnitLevel::Province && is_of_today(&unit.id),
        })
    }

    /// The former wards that a new ward follows.
    pub fn followed_by<'a>(&'a self, new: &'a str) -> impl Iterator<Item = &'a UnitSuccession> {
        self.successions.iter().filter(move |succession| succession.new == new)
    }

    /// The new wards that followed a former one.
    pub fn heirs_of<'a>(
        &'a self,
        old: &'a str,
    ) -> impl Iterator<Item = (&'a UnitSuccession, &'a Unit)> {
        self.successions
            .iter()
            .filter(move |succession| succession.old == old)
            .filter_map(|succession| Some((succession, self.get(&succession.new)?)))
    }

    /// The units below one as the set-up page offers them.
    pub fn choices(&self, parent: Option<&str>) -> Vec<UnitChoice> {
        self.below(parent)
            .map(|unit| UnitChoice {
                id: unit.id.clone(),
                name: unit.name.clone(),
                has_parts: unit.level == UnitLevel::Province,
            })
            .collect()
    }
}

/// Whether a unit's id is of the era since 1 July 2025.
pub fn is_of_today(id: &str) -> bool {
    id.starts_with("34-")
}

fn lines(packed: &[u8]) -> impl Iterator<Item = String> {
    let mut text = String::new();
    zstd::Decoder::new(packed)
        .and_then(|mut decoder| decoder.read_to_string(&mut text))
        .expect("the program carries whole data");
    text.lines().map(str::to_owned).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_eras_are_there() {
        let country = Country::load();
        assert_eq!(country.below(None).count(), 34);
        assert_eq!(country.below(Some("63-79-766")).count(), 15, "Tân Bình had 15 wards");
        let wards = country.units.iter().filter(|unit| unit.level == UnitLevel::Ward);
        assert_eq!(wards.filter(|unit| is_of_today(&unit.id)).count(), 3_321);
    }

    #[test]
    fn one_code_means_two_wards_of_two_eras() {
        let country = Country::load();
        assert_eq!(country.get("63-26968").unwrap().name, "Phường 4");
        let new = country.units.iter().find(|unit| unit.id == "34-26968").unwrap();
        assert_eq!(new.name, "Phường Tân Sơn Nhất");
        let mut former: Vec<_> = country
            .followed_by(&new.id)
            .filter(|succession| succession.default_successor)
            .map(|succession| country.get(&succession.old).unwrap().name.clone())
            .collect();
        former.sort();
        assert_eq!(former, ["Phường 4", "Phường 5", "Phường 7"]);
    }
}
