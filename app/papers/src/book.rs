//! A file with sheets that somebody has filled in, read as text: .xlsx, .xls, .ods or .csv.

use std::collections::HashMap;
use std::io::Cursor;
use std::rc::Rc;

use calamine::{Data, DataType, Ods, Range, Reader, Xls, Xlsx, XlsxError};
use domain::import::{Heads, SheetLine, heads};
use encoding_rs::{UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1258};
use letters::{SheetView, Unreadable};

/// How many lines are shown as examples.
const EXAMPLES: usize = 5;

/// How many rows are looked at for the heads.
const MOST_ABOVE: usize = 40;

/// A row does not go on for ever.
const WIDEST: usize = 100;

/// A file that was opened.
pub struct Book {
    sheets: Vec<BookSheet>,
}

struct BookSheet {
    name: String,
    cells: Cells,
    /// Cells that are joined with one above them, and the row of that one; from 0.
    joined: HashMap<(usize, usize), usize>,
}

enum Cells {
    Sheet(Range<Data>),
    Text(Vec<Vec<String>>),
}

impl Book {
    pub fn open(file: Vec<u8>) -> Result<Self, Unreadable> {
        let file: Rc<[u8]> = file.into();
        let cursor = || Cursor::new(Rc::clone(&file));
        let sheets = if file.starts_with(b"PK") {
            match Xlsx::new(cursor()) {
                Ok(book) => of_xlsx(book)?,
                Err(_) => of(Ods::new(cursor()).map_err(|_| Unreadable::NotASheet)?)?,
            }
        } else if file.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
            // What is closed with a password lies in the envelope of the older form.
            match Xlsx::new(cursor()) {
                Err(XlsxError::Password) => return Err(Unreadable::Protected),
                _ => of(Xls::new(cursor()).map_err(|_| Unreadable::NotASheet)?)?,
            }
        } else {
            vec![of_text(&file)?]
        };
        let mut book = Self { sheets };
        book.sheets.retain(|sheet| sheet.rows() > 0);
        if book.sheets.is_empty() { Err(Unreadable::Empty) } else { Ok(book) }
    }

    /// The sheets in which something stands.
    pub fn views(&self) -> Vec<SheetView> {
        self.sheets.iter().map(|sheet| sheet.view(heads(&sheet.first_rows()))).collect()
    }

    /// A sheet with its heads in that row.
    pub fn heads_at(&self, sheet: usize, row: usize) -> Option<SheetView> {
        let sheet = self.sheets.get(sheet)?;
        let rows: Vec<Vec<String>> = (0..=row + 1).map(|row| sheet.row(row, usize::MAX)).collect();
        Some(sheet.view(Heads::at(&rows, row)))
    }

    /// Lines of a sheet from that row on, from 0, below the heads.
    pub fn lines(&self, sheet: usize, from: usize, most: usize) -> Vec<SheetLine> {
        let Some(sheet) = self.sheets.get(sheet) else { return vec![] };
        let rows = (from..sheet.rows()).take(most);
        // What is joined with a head is none of its lines.
        rows.map(|row| SheetLine { number: row as u32 + 1, cells: sheet.row(row, 0) }).collect()
    }
}

impl BookSheet {
    fn rows(&self) -> usize {
        match &self.cells {
            Cells::Sheet(range) => range.end().map_or(0, |(row, _)| row as usize + 1),
            Cells::Text(rows) => rows.len(),
        }
    }

    fn first_rows(&self) -> Vec<Vec<String>> {
        (0..self.rows().min(MOST_ABOVE)).map(|row| self.row(row, usize::MAX)).collect()
    }

    fn view(&self, heads: Heads) -> SheetView {
        let below = heads.below();
        let rows = (below..self.rows()).take(EXAMPLES);
        let examples = rows
            .map(|row| SheetLine { number: row as u32 + 1, cells: self.row(row, below) })
            .collect();
        SheetView { name: self.name.clone(), rows: self.rows() as u32, heads, examples }
    }

    /// The cells of a row; those that are joined with one above say what it says, if that is not above
    /// `top`.
    fn row(&self, row: usize, top: usize) -> Vec<String> {
        match &self.cells {
            Cells::Text(rows) => rows.get(row).cloned().unwrap_or_default(),
            Cells::Sheet(range) => {
                let width = range.end().map_or(0, |(_, column)| column as usize + 1).min(WIDEST);
                let cell = |column: usize| {
                    let above = self.joined.get(&(row, column)).filter(|above| **above >= top);
                    let row = above.copied().unwrap_or(row);
                    range.get_value((row as u32, column as u32)).map(said).unwrap_or_default()
                };
                let mut cells: Vec<String> = (0..width).map(cell).collect();
                while cells.last().is_some_and(String::is_empty) {
                    cells.pop();
                }
                cells
            }
        }
    }
}

fn of<R: Reader<Cursor<Rc<[u8]>>>>(mut book: R) -> Result<Vec<BookSheet>, Unreadable> {
    let names = book.sheet_names();
    let sheets = names.into_iter().map(|name| {
        let range = book.worksheet_range(&name).map_err(|_| Unreadable::NotASheet)?;
        Ok(BookSheet { name, cells: Cells::Sheet(range), joined: HashMap::new() })
    });
    sheets.collect()
}

fn of_xlsx(mut book: Xlsx<Cursor<Rc<[u8]>>>) -> Result<Vec<BookSheet>, Unreadable> {
    let mut joined = HashMap::new();
    for name in book.sheet_names() {
        // A sheet whose joined cells cannot be read is read without them.
        let regions = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
        let mut cells = HashMap::new();
        for region in regions {
            let ((top, left), (bottom, _)) = (region.start, region.end);
            let below = (top + 1)..=bottom.min(top + 100);
            cells.extend(below.map(|row| ((row as usize, left as usize), top as usize)));
        }
        joined.insert(name, cells);
    }
    let mut sheets = of(book)?;
    for sheet in &mut sheets {
        sheet.joined = joined.remove(&sheet.name).unwrap_or_default();
    }
    Ok(sheets)
}

/// What a cell says, as a person would type it.
fn said(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Bool(false) => String::new(),
        Data::String(text) => text.clone(),
        Data::Bool(true) => "x".into(),
        // A year that was typed into a cell for days.
        Data::DateTime(day) if (1850.0..2200.0).contains(&day.as_f64()) => {
            format!("{:.0}", day.as_f64())
        }
        Data::DateTime(day) if !day.is_duration() => {
            let (year, month, day, ..) = day.to_ymd_hms_milli();
            format!("{day}/{month}/{year}")
        }
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        other => other.as_string().unwrap_or_else(|| other.to_string()),
    }
}

/// Text with signs between its cells: which signs, and in which letters it is written, is told by what
/// stands there.
fn of_text(file: &[u8]) -> Result<BookSheet, Unreadable> {
    let decoded = [UTF_8, UTF_16LE, UTF_16BE].into_iter().find_map(|letters| {
        let (marked, _) = encoding_rs::Encoding::for_bom(file)?;
        (marked == letters).then(|| letters.decode(file).0)
    });
    let text = match decoded {
        Some(text) => text,
        None => match std::str::from_utf8(file) {
            Ok(text) => text.into(),
            Err(_) => WINDOWS_1258.decode(file).0,
        },
    };
    if text.contains('\0') {
        return Err(Unreadable::NotASheet);
    }
    let lines = || text.lines().take(MOST_ABOVE);
    let often = |sign: &char| lines().map(|line| line.matches(*sign).count()).sum::<usize>();
    let between = [',', ';', '\t'].into_iter().max_by_key(often).unwrap_or(',');
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between as u8)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|_| Unreadable::NotASheet)?;
        // Spreadsheets show blank lines as rows; the reader passes over them.
        let begins = record.position().map_or(0, |place| place.byte() as usize);
        rows.resize(rows.len() + blank_lines(&text, begins), vec![]);
        rows.push(record.iter().take(WIDEST).map(str::to_owned).collect());
    }
    Ok(BookSheet { name: String::new(), cells: Cells::Text(rows), joined: HashMap::new() })
}

/// How many blank lines stand where a record was looked for.
fn blank_lines(text: &str, at: usize) -> usize {
    let (before, rest) = text.split_at_checked(at).unwrap_or((text, ""));
    // The end of the record before is not read to its last sign.
    let rest = rest.strip_prefix('\n').filter(|_| before.ends_with('\r')).unwrap_or(rest);
    let blank = &rest[..rest.find(|sign| !matches!(sign, '\r' | '\n')).unwrap_or(0)];
    blank.matches('\n').count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::Means;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn cells(line: &SheetLine) -> Vec<&str> {
        line.cells.iter().map(String::as_str).collect()
    }

    #[test]
    fn a_workbook_is_read_as_people_type() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        sheet.set_name("Hội viên").unwrap();
        sheet.merge_range(0, 0, 0, 4, "DANH SÁCH HỘI VIÊN", &Format::new()).unwrap();
        for (column, head) in (0..).zip(["Hộ số", "Họ và tên", "Ngày sinh", "Điện thoại"])
        {
            sheet.write(2, column, head).unwrap();
        }
        let day = Format::new().set_num_format("dd/mm/yyyy");
        sheet.merge_range(3, 0, 4, 0, "7", &Format::new()).unwrap();
        sheet.write(3, 1, "Lê Văn An").unwrap();
        let born = ExcelDateTime::from_ymd(1958, 3, 12).unwrap();
        sheet.write_with_format(3, 2, &born, &day).unwrap();
        sheet.write(3, 3, 903_000_127).unwrap();
        sheet.write(4, 1, "Lê Thị Ba").unwrap();
        sheet.write_with_format(4, 2, 1960, &day).unwrap();
        workbook.add_worksheet().set_name("Trống").unwrap();
        let book = Book::open(workbook.save_to_buffer().unwrap()).unwrap();
        let views = book.views();
        assert_eq!(views.len(), 1, "a sheet in which nothing stands is none");
        let view = &views[0];
        assert_eq!((view.name.as_str(), view.rows, view.heads.first), ("Hội viên", 5, 2));
        let columns = [Means::Household, Means::Name, Means::Birth, Means::Phone].map(Some);
        assert_eq!(view.heads.columns, columns);
        let lines = book.lines(0, view.heads.below(), 100);
        assert_eq!(lines[0].number, 4, "as the spreadsheet numbers it");
        assert_eq!(cells(&lines[0]), ["7", "Lê Văn An", "12/3/1958", "903000127"]);
        assert_eq!(cells(&lines[1]), ["7", "Lê Thị Ba", "1960"], "what is joined is said of both");
        assert_eq!(book.heads_at(0, 3).unwrap().heads.first, 3);
        assert!(book.lines(0, 5, 100).is_empty() && book.lines(9, 0, 1).is_empty());
    }

    #[test]
    fn text_is_read_in_any_of_its_ways() {
        for file in [
            "Họ tên,Năm sinh\n\n\"Lê, An\",1958\n".as_bytes().to_vec(),
            "\u{feff}Họ tên;Năm sinh\r\n\r\nLê, An;1958".as_bytes().to_vec(),
            [0xff, 0xfe]
                .into_iter()
                .chain("Họ tên\tNăm sinh\n\nLê, An\t1958".encode_utf16().flat_map(u16::to_le_bytes))
                .collect(),
        ] {
            let book = Book::open(file).unwrap();
            let view = &book.views()[0];
            assert_eq!(view.heads.columns, [Some(Means::Name), Some(Means::Birth)]);
            let lines = book.lines(0, 1, 9);
            let named = lines.iter().find(|line| !line.cells.is_empty()).unwrap();
            assert_eq!((named.number, cells(named)), (3, vec!["Lê, An", "1958"]));
        }
    }

    #[test]
    fn what_is_no_sheet_is_said_to_be_none() {
        let why = |file: &[u8]| Book::open(file.to_vec()).err();
        assert_eq!(why(b"PK\x03\x04 and no more"), Some(Unreadable::NotASheet));
        assert_eq!(why(b"\xd0\xcf\x11\xe0 and no more"), Some(Unreadable::NotASheet));
        assert_eq!(why(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), Some(Unreadable::NotASheet));
        assert_eq!(why(b""), Some(Unreadable::Empty));
    }
}
