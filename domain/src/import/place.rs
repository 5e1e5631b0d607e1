//! Areas and branches by the names that officers give them: `KP 03 - P.4` is Khu phố 3 of Phường 4.

use crate::id::RecordId;
use crate::text::fold;

/// An area that people are recorded in.
#[derive(Clone, Debug)]
struct NamedArea {
    id: RecordId,
    key: Vec<String>,
    ward: Option<RecordId>,
    ward_key: Vec<String>,
}

#[derive(Clone, Debug)]
struct NamedBranch {
    id: RecordId,
    key: Vec<String>,
    area: Option<RecordId>,
}

/// The areas and branches that a sheet can name.
#[derive(Clone, Debug, Default)]
pub struct PlaceNames {
    areas: Vec<NamedArea>,
    branches: Vec<NamedBranch>,
}

/// Why a name is no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotPlaced {
    Unknown,
    Several,
}

impl PlaceNames {
    /// A neighbourhood, and the ward that it lies in.
    pub fn add_area(&mut self, id: RecordId, name: &str, ward: Option<(RecordId, &str)>) {
        self.areas.push(NamedArea {
            id,
            key: key(name),
            ward: ward.map(|(ward, _)| ward),
            ward_key: ward.map(|(_, name)| key(name)).unwrap_or_default(),
        });
    }

    pub fn add_branch(&mut self, id: RecordId, name: &str, area: Option<RecordId>) {
        self.branches.push(NamedBranch { id, key: key(name), area });
    }

    /// The area of this name, in the ward of that name where one is said.
    pub fn area(&self, name: &str, ward: &str) -> Result<RecordId, NotPlaced> {
        let mut parts = name
            .split([',', ';'])
            .flat_map(|part| part.split(" - "))
            .filter(|part| !part.trim().is_empty());
        let name = key(parts.next().unwrap_or_default());
        let ward = if ward.trim().is_empty() { parts.next().unwrap_or_default() } else { ward };
        let ward = key(ward);
        let fits = |area: &&NamedArea| {
            is_called(&area.key, &name) && (ward.is_empty() || is_called(&area.ward_key, &ward))
        };
        only(self.areas.iter().filter(fits).map(|area| area.id))
    }

    /// The area that a part of an address names: a number alone is a house. `first`: where the house stands,
    /// so that the area must say what it is.
    pub fn area_in_address(
        &self,
        part: &str,
        next: &str,
        first: bool,
    ) -> Result<RecordId, NotPlaced> {
        let key = key(part);
        let says_what = key.first().is_some_and(|word| is_kind_of_place(word));
        let is_number = key.len() == 1 && key[0].starts_with(|sign: char| sign.is_ascii_digit());
        if is_number || (first && !says_what) {
            return Err(NotPlaced::Unknown);
        }
        self.area(part, next).or_else(|_| self.area(part, ""))
    }

    /// The branch of this name; of several that of the area, or of its ward.
    pub fn branch(&self, name: &str, near: RecordId) -> Result<RecordId, NotPlaced> {
        let mut parts = name.split([',', ';', '·']);
        let (own, place) = (key(parts.next().unwrap_or_default()), parts.next());
        let short = without(&own, &["chi", "hoi"]);
        let fits = |branch: &&NamedBranch| {
            is_called(&branch.key, &own)
                || is_called(&without(&branch.key, &["chi", "hoi"]), &short)
        };
        let called: Vec<&NamedBranch> = self.branches.iter().filter(fits).collect();
        let near = place
            .and_then(|place| self.area(place, parts.next().unwrap_or_default()).ok())
            .unwrap_or(near);
        let ward = self.areas.iter().find(|area| area.id == near).and_then(|area| area.ward);
        let lies_in = |place: RecordId| {
            only(called.iter().filter(|branch| branch.area == Some(place)).map(|branch| branch.id))
        };
        match only(called.iter().map(|branch| branch.id)) {
            Err(NotPlaced::Several) => lies_in(near)
                .or_else(|_| ward.map_or(Err(NotPlaced::Several), lies_in))
                .map_err(|_| NotPlaced::Several),
            found => found,
        }
    }
}

fn only(mut ids: impl Iterator<Item = RecordId>) -> Result<RecordId, NotPlaced> {
    match (ids.next(), ids.next()) {
        (Some(id), None) => Ok(id),
        (Some(_), Some(_)) => Err(NotPlaced::Several),
        (None, _) => Err(NotPlaced::Unknown),
    }
}

/// A name as names of places are compared: word by word, a number by its value, what is commonly cut
/// short in full.
fn key(name: &str) -> Vec<String> {
    let mut words: Vec<String> = vec![String::new()];
    for sign in fold(name).chars() {
        let last = words.last_mut().expect("it begins with a word");
        let turns = last.ends_with(|last: char| last.is_ascii_digit()) != sign.is_ascii_digit();
        if !sign.is_alphanumeric() {
            words.push(String::new());
        } else if turns && !last.is_empty() {
            words.push(sign.into());
        } else {
            last.push(sign);
        }
    }
    words.retain(|word| !word.is_empty());
    let whole = |word: String| -> Vec<String> {
        let long = match word.as_str() {
            "kp" => "khu pho",
            "p" => "phuong",
            "x" => "xa",
            "tdp" => "to dan pho",
            "ch" => "chi hoi",
            word if word.starts_with('0') && word.len() > 1 => word.trim_start_matches('0'),
            word => word,
        };
        long.split(' ').map(str::to_owned).collect()
    };
    words.into_iter().flat_map(whole).collect()
}

/// Whether a place of this name is meant, by the name or by its number alone.
fn is_called(known: &[String], said: &[String]) -> bool {
    let is_number = |word: &String| word.starts_with(|sign: char| sign.is_ascii_digit());
    match said {
        [] => false,
        [number] if is_number(number) => {
            known.iter().rev().find(|word| is_number(word)) == Some(number)
        }
        // "Phường 4" is "4" where wards are called by their numbers.
        [.., number] if is_number(number) && known.len() == 1 => known == [number.clone()],
        said => known == said || known.iter().skip_while(|word| is_kind_of_place(word)).eq(said),
    }
}

fn is_kind_of_place(word: &str) -> bool {
    matches!(word, "khu" | "pho" | "phuong" | "xa" | "ap" | "thon" | "to" | "dan")
}

fn without(key: &[String], words: &[&str]) -> Vec<String> {
    let begins = key.len() > words.len() && key.iter().zip(words).all(|(own, word)| own == word);
    key[if begins { words.len() } else { 0 }..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOUR: RecordId = RecordId(4);
    const TWELVE: RecordId = RecordId(12);

    fn places() -> PlaceNames {
        let mut places = PlaceNames::default();
        places.add_area(RecordId(43), "Khu phố 3", Some((FOUR, "Phường 4")));
        places.add_area(RecordId(123), "Khu phố 3", Some((TWELVE, "Phường 12")));
        places.add_area(RecordId(44), "Khu phố 14", Some((FOUR, "Phường 4")));
        places.add_area(RecordId(50), "Ấp Bàu Sim", None);
        places.add_branch(RecordId(900), "Chi hội Khu phố 3", Some(RecordId(43)));
        places.add_branch(RecordId(901), "Chi hội Khu phố 3", Some(RecordId(123)));
        places.add_branch(RecordId(902), "Trường THCS Ngô Quyền", Some(FOUR));
        places
    }

    #[test]
    fn an_area_is_known_by_any_of_its_names() {
        let places = places();
        for (name, ward, area) in [
            ("Khu phố 3", "Phường 4", Ok(43)),
            ("KP3", "P.4", Ok(43)),
            ("kp 03", "4", Ok(43)),
            ("3", "phường 12", Ok(123)),
            ("KP 3 - P12", "", Ok(123)),
            ("Khu phố 3, Phường 4", "", Ok(43)),
            ("Bàu Sim", "", Ok(50)),
            ("14", "", Ok(44)),
            ("Khu phố 3", "", Err(NotPlaced::Several)),
            ("Khu phố 4", "", Err(NotPlaced::Unknown)),
            ("", "", Err(NotPlaced::Unknown)),
        ] {
            assert_eq!(places.area(name, ward), area.map(RecordId), "{name}, {ward}");
        }
    }

    #[test]
    fn of_branches_of_one_name_the_one_nearby_is_meant() {
        let places = places();
        assert_eq!(places.branch("CH KP3", RecordId(43)), Ok(RecordId(900)));
        assert_eq!(places.branch("Khu phố 3", RecordId(123)), Ok(RecordId(901)));
        assert_eq!(
            places.branch("Chi hội Khu phố 3 · Khu phố 3, Phường 12", RecordId(43)),
            Ok(RecordId(901))
        );
        assert_eq!(places.branch("Trường THCS Ngô Quyền", RecordId(43)), Ok(RecordId(902)));
        assert_eq!(places.branch("Khu phố 3", RecordId(50)), Err(NotPlaced::Several));
        assert_eq!(places.branch("Chợ Phạm Văn Hai", RecordId(43)), Err(NotPlaced::Unknown));
    }
}
