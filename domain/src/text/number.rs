//! Numbers the Vietnamese way: 60.358; 17,34%; 1.200.000 đồng.

/// `60358` → `60.358`
pub fn whole(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

/// A share with two decimals, half up: `60358` of `348085` → `17,34%`. `None` of nothing.
pub fn percent(part: i64, all: i64) -> Option<String> {
    if all <= 0 {
        return None;
    }
    let hundredths = (i128::from(part) * 100_000 / i128::from(all) + 5) / 10;
    let hundredths = hundredths as i64;
    Some(format!("{},{:02}%", whole(hundredths / 100), hundredths % 100))
}

/// `1200000` → `1.200.000 đồng`
pub fn dong(sum: i64) -> String {
    format!("{} đồng", whole(sum))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_articles_figures_are_written_as_it_writes_them() {
        assert_eq!(whole(60_358), "60.358");
        assert_eq!(percent(60_358, 348_085).unwrap(), "17,34%");
        assert_eq!(percent(58_234, 64_536).unwrap(), "90,23%");
        assert_eq!(dong(1_200_000), "1.200.000 đồng");
    }

    #[test]
    fn edges_are_written_plainly() {
        for (number, text) in [(0, "0"), (999, "999"), (1000, "1.000"), (-4465, "-4.465")] {
            assert_eq!(whole(number), text);
        }
        assert_eq!(percent(43, 43).unwrap(), "100,00%");
        assert_eq!(percent(1, 0), None);
    }
}
