//! Sheets for officers: one to fill in, and the lines of one that were not taken, to be put right.

use domain::import::Heads;
use letters::{CellForm, TemplateColumn};
use rust_xlsxwriter::{Color, DataValidation, Format, FormatBorder, Note, Workbook, XlsxError};

use crate::book::Book;

/// How far down a template's columns have their form and their choices.
const ROWS: u32 = 5_000;

/// What spreadsheets take as a list of choices, in signs.
const MOST_CHOICES: usize = 255;

fn head() -> Format {
    Format::new()
        .set_bold()
        .set_text_wrap()
        .set_background_color(Color::RGB(0x00EE_E6D6))
        .set_border_bottom(FormatBorder::Thin)
}

/// A sheet to be filled in: what looks like a number stays as it is typed, days are days, and what can
/// only be one of a few is offered.
pub fn file(title: &str, columns: &[TemplateColumn]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_with_format(0, 0, title, &Format::new().set_bold().set_font_size(13))?;
    for (column, place) in columns.iter().zip(0..) {
        let form = match column.form {
            CellForm::Text => "@",
            CellForm::Number => "0",
            CellForm::Day => "dd/mm/yyyy",
        };
        let width = column.head.chars().count().clamp(8, 30) + 4;
        sheet.set_column_width(place, width as f64)?;
        sheet.set_column_format(place, &Format::new().set_num_format(form))?;
        sheet.write_with_format(1, place, &column.head, &head())?;
        if !column.hint.is_empty() {
            sheet.insert_note(1, place, &Note::new(&column.hint).add_author_prefix(false))?;
        }
        let length: usize = column.choices.iter().map(|choice| choice.chars().count() + 1).sum();
        if !column.choices.is_empty() && length <= MOST_CHOICES {
            let choices = DataValidation::new().allow_list_strings(&column.choices)?;
            sheet.add_data_validation(2, place, ROWS, place, &choices)?;
        }
    }
    sheet.set_freeze_panes(2, 1)?;
    workbook.save_to_buffer()
}

/// Some lines of a sheet, each with what is said of it behind it.
pub fn some_lines(
    book: &Book,
    sheet: usize,
    heads: &Heads,
    said_head: &str,
    lines: &[(u32, String)],
) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    let out = workbook.add_worksheet();
    let behind = heads.names.len() as u16;
    for (name, place) in heads.names.iter().zip(0..) {
        out.write_with_format(0, place, name, &head())?;
        out.set_column_width(place, 18.0)?;
    }
    out.write_with_format(0, behind, said_head, &head())?;
    out.set_column_width(behind, 60.0)?;
    for ((number, said), row) in lines.iter().zip(1..) {
        let line =
            book.lines(sheet, *number as usize - 1, 1).into_iter().next().unwrap_or_default();
        for (cell, place) in line.cells.iter().zip(0..behind) {
            out.write_string(row, place, cell)?;
        }
        out.write_string(row, behind, said)?;
    }
    out.set_freeze_panes(1, 0)?;
    workbook.save_to_buffer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::import::Means;

    #[test]
    fn what_was_not_taken_can_be_put_right_and_read_again() {
        let column = |head: &str, choices: &[&str]| TemplateColumn {
            head: head.into(),
            form: CellForm::Text,
            hint: "Như trên giấy tờ".into(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
        };
        let columns = [column("Họ và tên", &[]), column("Giới tính", &["Nam", "Nữ"])];
        let template = Book::open(file("Mẫu", &columns).unwrap()).unwrap();
        let heads = template.views()[0].heads.clone();
        assert_eq!(heads.columns, [Some(Means::Name), Some(Means::Sex)]);
        let filled = "Họ và tên,Giới tính\nAn,Nam\nBa,?\n".as_bytes().to_vec();
        let book = Book::open(filled).unwrap();
        let heads = book.views()[0].heads.clone();
        let left = vec![(3, "Giới tính: không hiểu".to_owned())];
        let left = some_lines(&book, 0, &heads, "Vì sao", &left).unwrap();
        let left = Book::open(left).unwrap();
        assert_eq!(left.views()[0].heads.columns[..2], [Some(Means::Name), Some(Means::Sex)]);
        assert_eq!(left.lines(0, 1, 9)[0].cells, ["Ba", "?", "Giới tính: không hiểu"]);
    }
}
