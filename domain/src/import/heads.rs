//! Where the heads of a sheet stand: below a title, often in two rows.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::import::Means;
use crate::import::means::plain;
use crate::text::normal;

/// A title is no longer than this, in rows.
const MOST_ABOVE: usize = 30;

/// The heads of a sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heads {
    /// The row that they stand in, from 0.
    pub first: usize,
    /// In how many rows: two, where a head is divided (`Năm sinh`: `Nam`, `Nữ`).
    pub rows: usize,
    pub names: Vec<String>,
    /// What each column is likely to mean; nothing twice.
    pub columns: Vec<Option<Means>>,
}

impl Heads {
    /// The heads in that row, and in the one below it where that divides them.
    pub fn at(rows: &[Vec<String>], first: usize) -> Self {
        let none = Vec::new();
        let above = rows.get(first).unwrap_or(&none);
        let below = rows.get(first + 1).filter(|row| divides(row)).unwrap_or(&none);
        let width = above.len().max(below.len());
        let mut names = Vec::with_capacity(width);
        let mut columns = Vec::with_capacity(width);
        let mut taken = BTreeSet::new();
        let mut over = "";
        for place in 0..width {
            let at =
                |row: &'_ [String]| row.get(place).map(|cell| normal(cell)).unwrap_or_default();
            let (own, part) = (at(above), at(below));
            if !own.is_empty() {
                over = above[place].as_str();
            }
            let whole =
                if part.is_empty() { own.clone() } else { normal(&format!("{over} {part}")) };
            let means = if part.is_empty() {
                Means::of_head(&own)
            } else {
                Means::of_head(&whole)
                    .filter(|means| *means != Means::Birth)
                    .or(Means::of_head(&part))
            };
            columns.push(means.filter(|means| taken.insert(*means)));
            names.push(whole);
        }
        let rows = if below.is_empty() { 1 } else { 2 };
        Self { first, rows, names, columns }
    }

    /// The first row of the lines, from 0.
    pub fn below(&self) -> usize {
        self.first + self.rows
    }

    /// By which a sheet is known again whose columns somebody has matched: its heads, in their order.
    pub fn signature(&self) -> String {
        self.names.iter().map(|name| plain(name)).collect::<Vec<_>>().join("|")
    }
}

/// The heads of a sheet: the row that is likest to be them.
pub fn heads(rows: &[Vec<String>]) -> Heads {
    let known = |row: &Vec<String>| {
        row.iter().filter_map(|cell| Means::of_head(cell)).collect::<BTreeSet<_>>().len()
    };
    let above = rows.iter().take(MOST_ABOVE).enumerate();
    // Of rows that are equally like heads the first is them.
    let best = above
        .map(|(place, row)| (known(row), place))
        .max_by_key(|(known, place)| (*known, usize::MAX - place));
    let first = match best {
        Some((1.., place)) => place,
        // Nothing is known: the first row that is filled.
        _ => rows.iter().position(|row| filled(row) > 1).unwrap_or(0),
    };
    Heads::at(rows, first)
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !cell.trim().is_empty()).count()
}

/// Whether a row divides the heads above it: it is made of heads, and of nothing that a person is.
fn divides(row: &[String]) -> bool {
    let cells: Vec<String> =
        row.iter().map(|cell| plain(cell)).filter(|cell| !cell.is_empty()).collect();
    let is_head = |cell: &String| {
        Means::of_head(cell).is_some() && !cell.contains(|sign: char| sign.is_ascii_digit())
    };
    cells.len() > 1
        && cells.iter().collect::<BTreeSet<_>>().len() == cells.len()
        && cells.iter().all(is_head)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(rows: &[&str]) -> Vec<Vec<String>> {
        rows.iter().map(|row| row.split('|').map(str::to_owned).collect()).collect()
    }

    #[test]
    fn heads_are_found_below_a_title() {
        let rows = sheet(&[
            "HỘI KHUYẾN HỌC PHƯỜNG 4",
            "DANH SÁCH HỘI VIÊN NĂM 2022",
            "",
            "STT|Họ và tên|Năm sinh|Địa chỉ|Ghi chú",
            "1|Nguyễn Văn An|1958|12 Hoàng Văn Thụ|",
        ]);
        let heads = heads(&rows);
        assert_eq!((heads.first, heads.below()), (3, 4));
        let columns = [None, Some(Means::Name), Some(Means::Birth), Some(Means::Address), None];
        assert_eq!(heads.columns, columns);
    }

    #[test]
    fn a_head_that_is_divided_is_one() {
        let rows = sheet(&[
            "TT|Họ và tên|Năm sinh||Nơi ở",
            "||Nam|Nữ|",
            "1|Nguyễn Văn An|1958||12 Hoàng Văn Thụ",
        ]);
        let heads = heads(&rows);
        assert_eq!((heads.first, heads.below()), (0, 2));
        assert_eq!(heads.names[2..4], ["Năm sinh Nam", "Năm sinh Nữ"]);
        assert_eq!(heads.columns[2..4], [Some(Means::Man), Some(Means::Woman)]);
    }

    #[test]
    fn a_line_below_the_heads_is_none_of_them() {
        let rows = sheet(&["Họ tên|Phái|Khu phố", "Lê Thị Ba|Nữ|Khu phố 3"]);
        assert_eq!(heads(&rows).below(), 1);
        assert_eq!(heads(&sheet(&["a|b", "c|d"])).names, ["a", "b"]);
        assert_eq!(heads(&[]), Heads { rows: 1, ..Heads::default() });
    }

    #[test]
    fn nothing_is_meant_twice() {
        let rows = sheet(&["Họ tên|Họ và tên|Điện thoại|SĐT"]);
        let columns = [Some(Means::Name), None, Some(Means::Phone), None];
        assert_eq!(heads(&rows).columns, columns);
    }
}
