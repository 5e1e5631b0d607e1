//! A sheet as a file: rows of text that a spreadsheet opens.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// What a spreadsheet needs to see that the letters are Unicode's.
const BYTE_ORDER_MARK: &str = "\u{feff}";

/// Gives the rows to the person as a file of this name, without its ending.
///
/// # Errors
/// The browser does not take files.
pub fn download_sheet(name: &str, rows: &[Vec<String>]) -> Result<(), JsValue> {
    let text = format!("{BYTE_ORDER_MARK}{}", sheet(rows));
    let parts = js_sys::Array::of1(&JsValue::from_str(&text));
    let kind = BlobPropertyBag::new();
    kind.set_type("text/csv");
    let blob = Blob::new_with_str_sequence_and_options(&parts, &kind)?;
    let address = Url::create_object_url_with_blob(&blob)?;
    let document = leptos::prelude::document();
    let anchor: HtmlAnchorElement = document.create_element("a")?.unchecked_into();
    anchor.set_href(&address);
    anchor.set_download(&format!("{name}.csv"));
    anchor.click();
    Url::revoke_object_url(&address)
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
