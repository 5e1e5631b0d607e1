//! The table: what is budgeted, what was measured, and the one over the other.

use std::path::Path;

use browser::files_below;

/// A line of the table.
struct Line {
    what: &'static str,
    budget: f64,
    measured: f64,
    unit: &'static str,
    /// More is better.
    at_least: bool,
}

#[derive(Default)]
pub struct Table(Vec<Line>);

impl Table {
    /// What may not be exceeded.
    pub fn at_most(&mut self, what: &'static str, budget: f64, measured: f64, unit: &'static str) {
        self.add(Line { what, budget, measured, unit, at_least: false });
    }

    /// What must be reached.
    pub fn at_least(&mut self, what: &'static str, budget: f64, measured: f64, unit: &'static str) {
        self.add(Line { what, budget, measured, unit, at_least: true });
    }

    fn add(&mut self, line: Line) {
        eprintln!("measured: {}: {:.1} {}", line.what, line.measured, line.unit);
        self.0.push(line);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn print(&self) {
        println!("| what | budget | measured | ratio | |\n|---|---|---|---|---|");
        for line in &self.0 {
            let holds = if line.at_least {
                line.measured >= line.budget
            } else {
                line.measured <= line.budget
            };
            let sign = if line.at_least { "≥" } else { "≤" };
            println!(
                "| {} | {sign} {} {} | {:.1} {} | {:.2} | {} |",
                line.what,
                line.budget,
                line.unit,
                line.measured,
                line.unit,
                line.measured / line.budget,
                if holds { "holds" } else { "MISS" }
            );
        }
    }
}

/// What a row is, its value, and how many digits stand after the point.
pub type Row<'a, T> = (&'a str, fn(&T) -> f64, usize);

/// Prints what was measured of several beside each other: a column each, with a heading.
pub fn print_beside<T>(what: &str, measured: &[T], heading: fn(&T) -> String, rows: &[Row<T>]) {
    let line = |first: &str, rest: &dyn Fn(&T) -> String| {
        let cells: Vec<String> = measured.iter().map(rest).collect();
        println!("| {first} | {} |", cells.join(" | "));
    };
    line(what, &heading);
    println!("|---|{}", "---|".repeat(measured.len()));
    for (what, value, digits) in rows {
        line(what, &|one| format!("{:.digits$}", value(one)));
    }
}

/// What a folder takes on the disk.
pub fn megabytes_below(folder: &Path) -> f64 {
    let files = files_below(folder).into_iter();
    files.filter_map(|file| file.metadata().ok()).map(|file| file.len() as f64 / 1e6).sum()
}

/// The value that so many of a hundred do not exceed.
pub fn percentile(mut values: Vec<f64>, of_hundred: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    assert!(!values.is_empty(), "something was measured");
    values[(values.len() * of_hundred).div_ceil(100).saturating_sub(1)]
}
