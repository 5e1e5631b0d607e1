//! A sheet that spreadsheets open: a title, heads that stay in sight, days as days.

use domain::time::Day;
use letters::{CellForm, SheetColumn};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, FormatBorder, Workbook, XlsxError};

/// Rows above the first line: the title, and the heads.
const ABOVE: u32 = 2;

/// As long as a spreadsheet lets a tab's name be, and the signs that it does not take.
const LONGEST_NAME: usize = 31;
const NOT_IN_NAMES: &str = "[]:*?/\\'";

/// What the sheet's tab is called: its title, as far as a tab takes it.
fn tab_name(title: &str) -> String {
    let signs = title.chars().map(|sign| if NOT_IN_NAMES.contains(sign) { '-' } else { sign });
    signs.take(LONGEST_NAME).collect::<String>().trim().to_owned()
}

/// How wide a column may become, in signs.
const WIDEST: usize = 48;

/// A sheet that is being written.
pub struct SheetWriter {
    workbook: Workbook,
    columns: Vec<SheetColumn>,
    /// The longest text of each column so far.
    widths: Vec<usize>,
    day: Format,
    lines: u32,
}

impl SheetWriter {
    pub fn begin(title: &str, columns: Vec<SheetColumn>) -> Result<Self, XlsxError> {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let name = tab_name(title);
        if !name.is_empty() {
            sheet.set_name(name)?;
        }
        let strong = Format::new().set_bold().set_font_size(13);
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00EE_E6D6))
            .set_border_bottom(FormatBorder::Thin);
        sheet.write_with_format(0, 0, title, &strong)?;
        for (column, place) in columns.iter().zip(0..) {
            sheet.write_with_format(ABOVE - 1, place, &column.head, &head)?;
        }
        sheet.set_freeze_panes(ABOVE, 0)?;
        sheet.set_landscape().set_paper_size(9).set_repeat_rows(ABOVE - 1, ABOVE - 1)?;
        sheet.set_print_fit_to_pages(1, 0);
        Ok(Self {
            workbook,
            widths: columns.iter().map(|column| column.head.chars().count()).collect(),
            columns,
            day: Format::new().set_num_format("dd/mm/yyyy"),
            lines: 0,
        })
    }

    /// Writes lines below those that are there. What looks like a formula stays text.
    pub fn write(&mut self, rows: &[Vec<String>]) -> Result<(), XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for row in rows {
            let line = ABOVE + self.lines;
            for (((cell, column), width), place) in
                row.iter().zip(&self.columns).zip(&mut self.widths).zip(0..)
            {
                *width = (*width).max(cell.chars().count());
                let whole = || cell.parse::<i32>().ok().filter(|_| column.form == CellForm::Number);
                let day = || Day::parse(cell).filter(|_| column.form == CellForm::Day);
                if cell.is_empty() {
                } else if let Some(number) = whole() {
                    sheet.write_number(line, place, number)?;
                } else if let Some(day) = day().and_then(excel_day) {
                    sheet.write_datetime_with_format(line, place, &day, &self.day)?;
                } else {
                    sheet.write_string(line, place, cell)?;
                }
            }
            self.lines += 1;
        }
        Ok(())
    }

    pub fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        let sheet = self.workbook.worksheet_from_index(0)?;
        for (width, place) in self.widths.iter().zip(0..) {
            sheet.set_column_width(place, (width + 2).min(WIDEST) as f64)?;
        }
        if let (Some(last), true) = (self.columns.len().checked_sub(1), self.lines > 0) {
            sheet.autofilter(ABOVE - 1, 0, ABOVE + self.lines - 1, last as u16)?;
        }
        self.workbook.save_to_buffer()
    }
}

/// A day as spreadsheets count it; they know none before 1900.
fn excel_day(day: Day) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year().0).ok()?;
    ExcelDateTime::from_ymd(year, day.month(), day.day_of_month()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};

    #[test]
    fn a_sheet_opens_with_its_heads_its_days_and_no_formulas() {
        let column = |head: &str, form| SheetColumn { head: head.into(), form };
        let columns = vec![
            column("STT", CellForm::Number),
            column("Họ và tên", CellForm::Text),
            column("Ngày sinh", CellForm::Day),
            column("Điện thoại", CellForm::Text),
        ];
        let mut sheet = SheetWriter::begin("Hội viên Phường 4", columns).unwrap();
        let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        sheet.write(&[row(["1", "Nguyễn Thị Ánh", "12/3/1958", "0903 000 001"])]).unwrap();
        sheet.write(&[row(["2", "=HYPERLINK(\"x\")", "1960", ""])]).unwrap();
        let file = sheet.finish().unwrap();
        let mut read: Xlsx<_> = open_workbook_from_rs(std::io::Cursor::new(file)).unwrap();
        let range = read.worksheet_range_at(0).unwrap().unwrap();
        let at = |row, column| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
        assert_eq!(at(0, 0), Data::String("Hội viên Phường 4".into()));
        assert_eq!(at(1, 1), Data::String("Họ và tên".into()));
        assert_eq!(at(2, 0), Data::Float(1.0));
        assert_eq!(at(2, 1), Data::String("Nguyễn Thị Ánh".into()));
        assert!(
            matches!(at(2, 2), Data::DateTime(day) if (day.as_f64() - 21_256.0).abs() < 0.5),
            "{:?}",
            at(2, 2)
        );
        assert_eq!(at(2, 3), Data::String("0903 000 001".into()));
        assert_eq!(at(3, 1), Data::String("=HYPERLINK(\"x\")".into()));
        assert_eq!(at(3, 2), Data::String("1960".into()), "a year is no day");
        assert_eq!(at(3, 3), Data::Empty);
    }
}
