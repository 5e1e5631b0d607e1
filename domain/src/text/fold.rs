//! Text made comparable: one composition, no stray spaces; folded for search; ordered by name.

use std::cmp::Ordering;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The same text in one composition (NFC), with single spaces and none at the ends.
pub fn normal(text: &str) -> String {
    let composed: String = text.nfc().collect();
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
    for letter in text.nfd().filter(|letter| !is_combining_mark(*letter)) {
        match letter {
            'đ' | 'Đ' => folded.push('d'),
            letter => folded.extend(letter.to_lowercase()),
        }
    }
    normal(&folded)
}

/// Orders names as a Vietnamese list does: by given name, then family name, then middle names, each
/// in the Vietnamese alphabet (a ă â b c d đ e ê …), tones last (none, huyền, hỏi, ngã, sắc, nặng).
pub fn name_order(one: &str, other: &str) -> Ordering {
    let parts = |name: &str| {
        let name = normal(name).to_lowercase();
        let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
        let given = words.last().cloned().unwrap_or_default();
        let family = words.first().cloned().unwrap_or_default();
        (word_key(&given), word_key(&family), word_key(&name))
    };
    parts(one).cmp(&parts(other)).then_with(|| one.cmp(other))
}

/// Sorts as the Vietnamese alphabet does: all letters first, then all tones.
fn word_key(word: &str) -> (Vec<u16>, Vec<u8>) {
    const ALPHABET: &str = "aăâbcdđeêghiklmnoôơpqrstuưvxy";
    let mut letters = Vec::with_capacity(word.len());
    let mut tones = Vec::with_capacity(word.len());
    for letter in word.chars() {
        let mut base = letter;
        let mut tone = 0;
        let mut marks: Vec<char> = Vec::new();
        for part in std::iter::once(letter).nfd() {
            match part {
                '\u{0300}' => tone = 1,
                '\u{0309}' => tone = 2,
                '\u{0303}' => tone = 3,
                '\u{0301}' => tone = 4,
                '\u{0323}' => tone = 5,
                mark if is_combining_mark(mark) => marks.push(mark),
                part => base = part,
            }
        }
        let letter: char = std::iter::once(base).chain(marks).nfc().next().unwrap_or(base);
        letters.push(match ALPHABET.chars().position(|known| known == letter) {
            Some(place) => place as u16 + 256,
            // f, j, w, z and what is no letter at all
            None => letter as u16 % 256,
        });
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
    fn tones_part_names_of_the_same_letters() {
        for (before, after) in
            [("Ma", "Mà"), ("Mà", "Mả"), ("Mả", "Mã"), ("Mã", "Má"), ("Má", "Mạ")]
        {
            assert_eq!(name_order(before, after), Ordering::Less, "{before} {after}");
        }
    }
}
