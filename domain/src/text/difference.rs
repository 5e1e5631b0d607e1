//! Where two ways of writing one value differ.

/// A text as what it shares with the other at the beginning, what is its own, and what it shares at
/// the end. Of texts that share little everything is shared: there is nothing to point at.
pub fn difference<'a>(text: &'a str, other: &str) -> [&'a str; 3] {
    let same = |(one, other): &(char, char)| one == other;
    let before = text.chars().zip(other.chars()).take_while(same).count();
    let rest = text.chars().count().min(other.chars().count()) - before;
    let after = text.chars().rev().zip(other.chars().rev()).take_while(same).count().min(rest);
    let own = text.chars().count() - before - after;
    if own == 0 || own > before + after {
        return [text, "", ""];
    }
    let at = |chars: usize| text.char_indices().nth(chars).map_or(text.len(), |(at, _)| at);
    let (start, end) = (at(before), at(before + own));
    [&text[..start], &text[start..end], &text[end..]]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_pointed_at_where_most_is_shared() {
        for (text, other, parts) in [
            ("0913 000 274", "0903 000 274", ["09", "1", "3 000 274"]),
            ("Trần Ngọc Ánh", "Trần Ngọc Anh", ["Trần Ngọc ", "Á", "nh"]),
            ("25/12", "25/112", ["25/12", "", ""]), // the other has more
            ("25/112", "25/12", ["25/1", "1", "2"]),
            ("Âu Cơ", "Lạc Long Quân", ["Âu Cơ", "", ""]),
            ("", "Âu Cơ", ["", "", ""]),
            ("An", "An", ["An", "", ""]),
        ] {
            assert_eq!(difference(text, other), parts, "{text} {other}");
        }
    }
}
