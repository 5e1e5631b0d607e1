//! Files that are given to the person.

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use letters::Trouble;

/// What a spreadsheet needs to see that the letters are Unicode's.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What a file is, by the ending of its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileForm {
    Csv,
    Xlsx,
    Pdf,
}

impl FileForm {
    fn ending(self) -> &'static str {
        match self {
            FileForm::Csv => "csv",
            FileForm::Xlsx => "xlsx",
            FileForm::Pdf => "pdf",
        }
    }

    fn mime(self) -> &'static str {
        match self {
            FileForm::Csv => "text/csv",
            FileForm::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileForm::Pdf => "application/pdf",
        }
    }
}

/// Gives the bytes to the person as a file of this name, without its ending.
///
/// # Errors
/// The browser does not take files.
pub fn download_file(name: &str, form: FileForm, bytes: &[u8]) -> Result<(), Trouble> {
    give(name, form, bytes).map_err(|_| Trouble::Failed("the browser takes no file".into()))
}

fn give(name: &str, form: FileForm, bytes: &[u8]) -> Result<(), JsValue> {
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    let kind = BlobPropertyBag::new();
    kind.set_type(form.mime());
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = leptos::prelude::document();
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(&format!("{name}.{}", form.ending()));
    anchor.click();
    Url::revoke_object_url(&address)
}

/// Gives rows of text to the person as a file that a spreadsheet opens.
///
/// # Errors
/// The browser does not take files.
pub fn download_sheet(name: &str, rows: &[Vec<String>]) -> Result<(), Trouble> {
    let text = format!("{BYTE_ORDER_MARK}{}", sheet(rows));
    download_file(name, FileForm::Csv, text.as_bytes())
}

/// The rows as CSV (RFC 4180).
fn sheet(rows: &[Vec<String>]) -> String {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    for row in rows {
        writer.write_record(row).expect("rows of one length go into memory");
    }
    let bytes = writer.into_inner().expect("memory takes what is written");
    String::from_utf8(bytes).expect("text in, text out")
}
