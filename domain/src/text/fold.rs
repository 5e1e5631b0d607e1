//! Text made comparable: one composition, no stray spaces; folded for search; ordered by name.

use std::cmp::Ordering;
use std::collections::HashMap;

use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

const COMPOSED: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const TAKEN_APART: DecomposingNormalizerBorrowed<'static> =
    DecomposingNormalizerBorrowed::new_nfd();

/// Whether it stands over, under or across a letter: what a text taken apart has after its letters.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}')
}

/// huyền, hỏi, ngã, sắc, nặng: in the order of the alphabet.
const TONES: [char; 5] = ['\u{300}', '\u{309}', '\u{303}', '\u{301}', '\u{323}'];

/// The same text in one composition (NFC), with single spaces and none at the ends.
pub fn normal(text: &str) -> String {
    let composed = COMPOSED.normalize(text);
    let mut words = composed.split_whitespace();
    let mut normal = String::with_capacity(composed.len());
    if let Some(first) = words.next() {
        normal.push_str(first);
    }
    for word in words {
        normal.push(' ');
        normal.push_str(word);
    }
    normal
}

/// What a search compares: no diacritics, no tone, no case, đ as d.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in TAKEN_APART.normalize_iter(text.chars()).filter(|letter| !is_mark(*letter)) {
        match letter {
            'đ' | 'Đ' => folded.push('d'),
            // Nobody types the quotes or brackets that stand in a name.
            '"' | '\'' | '“' | '”' | '(' | ')' | ',' => {}
            letter => folded.extend(letter.to_lowercase()),
        }
    }
    normal(&folded)
}

/// Small letters, each word's tone behind it: `Hoà` and `Hòa` are one name, written in two ways.
pub fn tone_apart(text: &str) -> String {
    let mut apart = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !apart.is_empty() {
            apart.push(' ');
        }
        let mut tone = None;
        let letters = TAKEN_APART.normalize_iter(word.chars()).filter(|letter| {
            let is_tone = TONES.contains(letter);
            tone = if is_tone { Some(*letter) } else { tone };
            !is_tone
        });
        let letters: String =
            COMPOSED.normalize_iter(letters).flat_map(char::to_lowercase).collect();
        apart.push_str(&letters);
        apart.extend(tone);
    }
    apart
}

/// Orders names as a Vietnamese list does: by given name, then family name, then middle names, each
/// in the Vietnamese alphabet (a ă â b c d đ e ê …), tones last (none, huyền, hỏi, ngã, sắc, nặng). A
/// number stands by its value: an account may be called "Máy Phường 2".
pub fn name_order(one: &str, other: &str) -> Ordering {
    let mut words = Words::default();
    words.name_key(one).cmp(&words.name_key(other)).then_with(|| one.cmp(other))
}

/// Whether each of these folded words begins a word of a folded text: "le loi" finds "12 le loi".
pub fn begins_words(folded: &str, words: &[&str]) -> bool {
    words.iter().all(|word| folded.split(' ').any(|part| part.starts_with(word)))
}

/// A key by which house 25/2 stands before 25/10, and 25/10 before 25/10A: number by number, each with
/// what is written after it.
pub fn house_key(house: &str) -> Vec<(u32, String)> {
    let mut key: Vec<(u32, String)> = vec![(0, String::new())];
    let mut in_number = false;
    for sign in fold(house).chars() {
        if let Some(digit) = sign.to_digit(10) {
            if !in_number {
                key.push((0, String::new()));
            }
            let number = &mut key.last_mut().expect("it begins with a part").0;
            *number = number.saturating_mul(10).saturating_add(digit);
        } else {
            key.last_mut().expect("it begins with a part").1.push(sign);
        }
        in_number = sign.is_ascii_digit();
    }
    key
}

/// Words that were looked at before: the names of a whole district are made of some hundreds.
#[derive(Default)]
pub struct Words(HashMap<String, Word>);

struct Word {
    folded: String,
    /// The places of its letters in the alphabet, two bytes each; none is zero.
    letters: Vec<u8>,
    /// One byte a letter; none is zero.
    tones: Vec<u8>,
}

impl Words {
    fn look_at(&mut self, word: &str) -> &Word {
        if !self.0.contains_key(word) {
            let (letters, tones) = word_key(&normal(word).to_lowercase());
            self.0.insert(word.to_owned(), Word { folded: fold(word), letters, tones });
        }
        &self.0[word]
    }

    /// As [`fold`].
    pub fn fold(&mut self, text: &str) -> String {
        let mut folded = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !folded.is_empty() {
                folded.push(' ');
            }
            folded.push_str(&self.look_at(word).folded);
        }
        folded
    }

    /// What [`name_order`] compares: of two names that which stands first has the lesser key.
    pub fn name_key(&mut self, name: &str) -> Vec<u8> {
        let mut words = name.split_whitespace();
        let family = words.clone().next().unwrap_or_default();
        let given = words.next_back().unwrap_or_default();
        let mut key = Vec::with_capacity(4 * name.len());
        let (mut letters, mut tones) = (Vec::new(), Vec::new());
        for part in [given, family] {
            let word = self.look_at(part);
            key.extend_from_slice(&word.letters);
            key.extend_from_slice(&[0, 0]);
            key.extend_from_slice(&word.tones);
            key.push(0);
        }
        for part in name.split_whitespace() {
            let word = self.look_at(part);
            letters.extend_from_slice(&word.letters);
            letters.extend_from_slice(&[0, 1]); // a space stands before every letter
            tones.extend_from_slice(&word.tones);
        }
        key.extend_from_slice(&letters);
        key.extend_from_slice(&[0, 0]);
        key.extend_from_slice(&tones);
        key
    }
}

/// Sorts as the Vietnamese alphabet does: all letters first, then all tones.
fn word_key(word: &str) -> (Vec<u8>, Vec<u8>) {
    const ALPHABET: &str = "aăâbcdđeêghiklmnoôơpqrstuưvxy";
    let mut letters = Vec::with_capacity(2 * word.len());
    let mut tones = Vec::with_capacity(word.len());
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        let digits = word.trim_start_matches('0');
        letters.extend_from_slice(&(256 + digits.len() as u16).to_be_bytes()); // the longer is more
    }
    for letter in word.chars() {
        let mut base = letter;
        let mut tone = 1;
        let mut marks: Vec<char> = Vec::new();
        for part in TAKEN_APART.normalize_iter(std::iter::once(letter)) {
            match part {
                mark if is_mark(mark) => match TONES.iter().position(|tone| *tone == mark) {
                    Some(place) => tone = place as u8 + 2,
                    None => marks.push(mark),
                },
                part => base = part,
            }
        }
        let written = std::iter::once(base).chain(marks);
        let letter = COMPOSED.normalize_iter(written).next().unwrap_or(base);
        let place = match ALPHABET.chars().position(|known| known == letter) {
            Some(place) => place as u16 + 512,
            // f, j, w, z and what is no letter at all
            None => letter as u16 % 256 + 256,
        };
        letters.extend_from_slice(&place.to_be_bytes());
        tones.push(tone);
    }
    (letters, tones)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_compositions_and_stray_spaces_are_one_text() {
        assert_eq!(normal("  Nguye\u{302}\u{303}n   Văn\tAn "), "Nguyễn Văn An");
    }

    #[test]
    fn a_tone_over_either_vowel_is_one_word() {
        for (one, other) in [("Hoà", "Hòa"), ("THÚY", "Thuý"), ("Thuỷ Tiên", "thủy  tiên")]
        {
            assert_eq!(tone_apart(one), tone_apart(other), "{one} {other}");
        }
        for (one, other) in [("Anh", "Ánh"), ("Ân", "An"), ("Hoa", "Hoà"), ("Đan", "Dan")] {
            assert_ne!(tone_apart(one), tone_apart(other), "{one} {other}");
        }
        assert_eq!(tone_apart("Lan Anh"), "lan anh");
    }

    #[test]
    fn search_ignores_diacritics_tone_and_case() {
        assert_eq!(fold("ĐẶNG Thị Bưởi"), "dang thi buoi");
        assert_eq!(fold("Nguye\u{302}\u{303}n"), "nguyen");
    }

    #[test]
    fn names_stand_by_given_name_in_the_vietnamese_alphabet() {
        let mut names = vec![
            "Nguyễn Văn Đức",
            "Trần Thị Dung",
            "Lê Văn An",
            "Hồ Thiên Ân",
            "Phạm Hoàng Anh",
            "Nguyễn Thị Lan Anh",
            "Trần Ngọc Ánh",
            "Đặng Thị Kim Anh",
            "Trương Văn Ba",
        ];
        names.sort_by(|one, other| name_order(one, other));
        assert_eq!(
            names,
            [
                "Lê Văn An",
                "Đặng Thị Kim Anh",
                "Nguyễn Thị Lan Anh",
                "Phạm Hoàng Anh",
                "Trần Ngọc Ánh",
                "Hồ Thiên Ân",
                "Trương Văn Ba",
                "Trần Thị Dung",
                "Nguyễn Văn Đức",
            ]
        );
    }

    #[test]
    fn houses_stand_in_the_order_of_a_street() {
        let mut houses = ["25/10A", "101", "25", "3", "25/2", "25/10", "25bis"];
        houses.sort_by_key(|house| house_key(house));
        assert_eq!(houses, ["3", "25", "25/2", "25/10", "25/10A", "25bis", "101"]);
    }

    #[test]
    fn numbers_stand_by_their_value() {
        let mut names = ["Máy Phường 10", "Máy Phường 2", "Máy Phường 1"];
        names.sort_by(|one, other| name_order(one, other));
        assert_eq!(names, ["Máy Phường 1", "Máy Phường 2", "Máy Phường 10"]);
    }

    #[test]
    fn tones_part_names_of_the_same_letters() {
        for (before, after) in
            [("Ma", "Mà"), ("Mà", "Mả"), ("Mả", "Mã"), ("Mã", "Má"), ("Má", "Mạ")]
        {
            assert_eq!(name_order(before, after), Ordering::Less, "{before} {after}");
        }
    }
}
