//! Members' cards (thẻ hội viên) as PDF: one a page, or ten on a sheet of A4 with marks to cut along.

use domain::identity::member_code;
use domain::view::people::CardData;
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};
use letters::CardPages;
use qrcode::{Color, EcLevel, QrCode};

/// Points a millimetre.
const MM: f32 = 72.0 / 25.4;

/// A card's size (ISO/IEC 7810 ID-1).
const WIDTH: f32 = 85.6 * MM;
const HEIGHT: f32 = 54.0 * MM;

/// A sheet of A4, with this many cards across and down.
const SHEET: (f32, f32) = (210.0 * MM, 297.0 * MM);
const ACROSS: usize = 2;
const DOWN: usize = 5;

/// What keeps a file of cards from being made.
#[derive(Debug, thiserror::Error)]
pub enum CardError {
    #[error("a font of ours cannot be read")]
    Font,
    #[error("a code cannot be drawn: {0}")]
    Code(#[from] qrcode::types::QrError),
    #[error("a page cannot be drawn")]
    Page,
    #[error("the file cannot be written: {0}")]
    Write(String),
}

/// A font, and how wide its signs are. Tinos, which is as wide as Times New Roman.
struct Face {
    font: Font,
    measures: ttf_parser::Face<'static>,
}

impl Face {
    fn of(bytes: &'static [u8]) -> Result<Self, CardError> {
        let font = Font::new(bytes.to_vec().into(), 0).ok_or(CardError::Font)?;
        let measures = ttf_parser::Face::parse(bytes, 0).map_err(|_| CardError::Font)?;
        Ok(Self { font, measures })
    }

    /// How wide a text is, at this size.
    fn width(&self, text: &str, size: f32) -> f32 {
        let advance = |sign| {
            let glyph = self.measures.glyph_index(sign)?;
            self.measures.glyph_hor_advance(glyph)
        };
        let all: u32 = text.chars().filter_map(advance).map(u32::from).sum();
        all as f32 * size / f32::from(self.measures.units_per_em())
    }
}

/// The fonts, and the inks.
struct Press {
    plain: Face,
    bold: Face,
}

const INK: [u8; 3] = [0x22, 0x1d, 0x16];
const QUIET: [u8; 3] = [0x55, 0x4d, 0x40];
const VIOLET: [u8; 3] = [0x46, 0x2f, 0x8a];
const MARGIN: [u8; 3] = [0xb5, 0x5a, 0x4e];

/// The cards as a file.
pub fn file(
    organisation: &str,
    cards: &[CardData],
    pages: CardPages,
) -> Result<Vec<u8>, CardError> {
    let press = Press {
        plain: Face::of(include_bytes!("../fonts/Tinos-Regular.ttf"))?,
        bold: Face::of(include_bytes!("../fonts/Tinos-Bold.ttf"))?,
    };
    let (size, at_once) = match pages {
        CardPages::Single => ((WIDTH, HEIGHT), 1),
        CardPages::Sheets => (SHEET, ACROSS * DOWN),
    };
    let mut document = Document::new();
    for some in cards.chunks(at_once) {
        let settings = PageSettings::from_wh(size.0, size.1).ok_or(CardError::Page)?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for (card, place) in some.iter().zip(0..) {
            let (x, y) = match pages {
                CardPages::Single => (0.0, 0.0),
                CardPages::Sheets => corner(place),
            };
            press.draw(&mut surface, (x, y), organisation, card)?;
            if pages == CardPages::Sheets {
                cut_marks(&mut surface, (x, y))?;
            }
        }
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|error| CardError::Write(format!("{error:?}")))
}

/// The upper left corner of a sheet's card.
fn corner(place: usize) -> (f32, f32) {
    let (left, top) =
        ((SHEET.0 - ACROSS as f32 * WIDTH) / 2.0, (SHEET.1 - DOWN as f32 * HEIGHT) / 2.0);
    (left + (place % ACROSS) as f32 * WIDTH, top + (place / ACROSS) as f32 * HEIGHT)
}

fn ink([red, green, blue]: [u8; 3]) -> rgb::Color {
    rgb::Color::new(red, green, blue)
}

fn fill(surface: &mut Surface, color: [u8; 3]) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill { paint: ink(color).into(), ..Fill::default() }));
}

fn rectangle(
    surface: &mut Surface,
    (x, y): (f32, f32),
    (width, height): (f32, f32),
) -> Result<(), CardError> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(x, y, width, height).ok_or(CardError::Page)?);
    surface.draw_path(&path.finish().ok_or(CardError::Page)?);
    Ok(())
}

/// Short lines at a card's corners.
fn cut_marks(surface: &mut Surface, (x, y): (f32, f32)) -> Result<(), CardError> {
    const LONG: f32 = 3.0 * MM;
    let mut path = PathBuilder::new();
    for (x, out) in [(x, -1.0), (x + WIDTH, 1.0)] {
        for (y, down) in [(y, -1.0), (y + HEIGHT, 1.0)] {
            // Inwards, so that neighbours share them.
            path.move_to(x, y);
            path.line_to(x - out * LONG, y);
            path.move_to(x, y);
            path.line_to(x, y - down * LONG);
        }
    }
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke { paint: ink(QUIET).into(), width: 0.25, ..Stroke::default() }));
    surface.draw_path(&path.finish().ok_or(CardError::Page)?);
    surface.set_stroke(None);
    Ok(())
}

impl Press {
    /// Writes a line from `(x, y)` on, made smaller where it would not fit.
    fn line(
        surface: &mut Surface,
        face: &Face,
        (x, y): (f32, f32),
        (text, size, room): (&str, f32, f32),
    ) {
        let width = face.width(text, size);
        let size = if width > room { size * room / width } else { size };
        surface.draw_text(
            Point::from_xy(x, y),
            face.font.clone(),
            size,
            text,
            false,
            TextDirection::LeftToRight,
        );
    }

    fn draw(
        &self,
        surface: &mut Surface,
        (x, y): (f32, f32),
        organisation: &str,
        card: &CardData,
    ) -> Result<(), CardError> {
        const CODE: f32 = 25.0 * MM;
        let inset = 5.0 * MM;
        let room = WIDTH - 2.0 * inset;
        let beside = room - CODE - 3.0 * MM;
        let left = x + inset;
        // The red margin line of the ledger.
        fill(surface, MARGIN);
        rectangle(surface, (x + 2.5 * MM, y + 2.5 * MM), (0.6, HEIGHT - 5.0 * MM))?;
        fill(surface, QUIET);
        Self::line(surface, &self.plain, (left, y + 7.0 * MM), (organisation, 9.0, room));
        fill(surface, VIOLET);
        Self::line(
            surface,
            &self.bold,
            (left, y + 13.0 * MM),
            ("THẺ HỘI VIÊN KHUYẾN HỌC", 12.0, room),
        );
        rectangle(surface, (left, y + 15.0 * MM), (room, 0.6))?;
        fill(surface, INK);
        Self::line(surface, &self.bold, (left, y + 23.0 * MM), (&card.name, 13.0, beside));
        let born = card.birth.map(|birth| format!("Sinh: {birth}"));
        let joined = card.joined_on.map(|day| format!("Vào Hội: {day}"));
        let lines = [born, (!card.branch.is_empty()).then(|| card.branch.clone()), joined];
        fill(surface, QUIET);
        for (line, place) in lines.into_iter().flatten().zip(0_u8..) {
            let at = (left, y + (29.5 + 5.5 * f32::from(place)) * MM);
            Self::line(surface, &self.plain, at, (&line, 9.5, beside));
        }
        fill(surface, INK);
        Self::line(surface, &self.bold, (left, y + 49.0 * MM), (&card.card_number, 11.0, beside));
        code(surface, (x + WIDTH - inset - CODE, y + 18.5 * MM), CODE, &member_code(card.person))?;
        fill(surface, QUIET);
        Ok(())
    }
}

/// The card's code, black on white, as wide as it is high.
fn code(surface: &mut Surface, (x, y): (f32, f32), side: f32, text: &str) -> Result<(), CardError> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M)?;
    let across = code.width();
    let module = side / across as f32;
    let mut path = PathBuilder::new();
    for (at, color) in code.to_colors().into_iter().enumerate() {
        if color == Color::Dark {
            let (column, row) = ((at % across) as f32, (at / across) as f32);
            // A hair wider, so that no white shows between two.
            let dark = Rect::from_xywh(
                x + column * module,
                y + row * module,
                module * 1.02,
                module * 1.02,
            );
            path.push_rect(dark.ok_or(CardError::Page)?);
        }
    }
    fill(surface, [0, 0, 0]);
    surface.draw_path(&path.finish().ok_or(CardError::Page)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::id::RecordId;
    use domain::time::{Birth, Day};

    fn card(number: i64, name: &str) -> CardData {
        CardData {
            person: RecordId(8_388_608 + number),
            name: name.into(),
            birth: Birth::parse("12/3/1958"),
            branch: "Chi hội khu phố 2".into(),
            joined_on: Day::parse("1/6/2022"),
            card_number: format!("TB04-{number:05}"),
        }
    }

    fn pages(file: &[u8]) -> usize {
        lopdf::Document::load_mem(file).unwrap().get_pages().len()
    }

    #[test]
    fn cards_lie_one_a_page_or_ten_a_sheet() {
        let cards: Vec<CardData> = (1..=12).map(|number| card(number, "Nguyễn Thị Ánh")).collect();
        let single = file("Hội Khuyến học Phường 4", &cards, CardPages::Single).unwrap();
        let sheets = file("Hội Khuyến học Phường 4", &cards, CardPages::Sheets).unwrap();
        for (file, all) in [(&single, 12), (&sheets, 2)] {
            assert!(file.starts_with(b"%PDF"));
            assert_eq!(pages(file), all);
        }
    }

    #[test]
    fn a_long_name_is_made_smaller_to_fit() {
        let face = Face::of(include_bytes!("../fonts/Tinos-Bold.ttf")).unwrap();
        let name = "Công Tằng Tôn Nữ Nguyễn Phước Hoàng Thị Bảo Châu";
        assert!(face.width(name, 13.0) > 48.0 * MM);
        let file = file("Hội", &[card(1, name)], CardPages::Single).unwrap();
        assert!(!file.is_empty());
    }

    #[test]
    fn every_vietnamese_letter_is_in_the_fonts() {
        let letters = "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ₫";
        for bytes in [
            &include_bytes!("../fonts/Tinos-Regular.ttf")[..],
            include_bytes!("../fonts/Tinos-Bold.ttf"),
        ] {
            let face = ttf_parser::Face::parse(bytes, 0).unwrap();
            for letter in letters.chars().chain(letters.to_uppercase().chars()) {
                assert!(face.glyph_index(letter).is_some(), "{letter}");
            }
        }
    }
}
