//! Photos made smaller on the device, before anything else is done with them: what a camera adds (the
//! place, the time, the device) does not outlive it.

use std::cell::Cell;

use domain::time::{Day, Moment};
use js_sys::Uint8Array;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, BlobPropertyBag, File, ImageBitmap, ImageEncodeOptions, OffscreenCanvas,
    OffscreenCanvasRenderingContext2d, Url,
};

use crate::deed::today;

/// The longer side of a photo, and of its thumbnail, in pixels.
const LONGEST: f64 = 1600.0;
const LONGEST_OF_THUMB: f64 = 320.0;

const QUALITY: f64 = 0.8;

const JPEG: &str = "image/jpeg";

/// A photo as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Shrunk {
    pub bytes: Vec<u8>,
    pub thumb: Vec<u8>,
    pub width: u32,
    pub height: u32,
    /// The day of the file: a camera's picture has its own, whenever it is chosen.
    pub taken_on: Day,
    /// Tells it from the others that were chosen.
    pub number: u64,
}

/// Makes a picture smaller; an error: it is none, or none that this browser can read.
pub async fn shrink(file: &File) -> Result<Shrunk, JsValue> {
    let bitmap = JsFuture::from(window().create_image_bitmap_with_blob(file)?).await?;
    let bitmap: ImageBitmap = bitmap.dyn_into()?;
    let (bytes, width, height) = drawn(&bitmap, LONGEST).await?;
    let (thumb, _, _) = drawn(&bitmap, LONGEST_OF_THUMB).await?;
    bitmap.close();
    let taken_on = Moment(file.last_modified() as i64).day().min(today());
    Ok(Shrunk { bytes, thumb, width, height, taken_on, number: next_number() })
}

thread_local! {
    static NUMBERS: Cell<u64> = const { Cell::new(0) };
}

fn next_number() -> u64 {
    NUMBERS.set(NUMBERS.get() + 1);
    NUMBERS.get()
}

/// The picture, no longer than this, with its width and height.
async fn drawn(bitmap: &ImageBitmap, longest: f64) -> Result<(Vec<u8>, u32, u32), JsValue> {
    let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
    let scale = (longest / width.max(height)).min(1.0);
    let (width, height) = ((width * scale).max(1.0).round(), (height * scale).max(1.0).round());
    let canvas = OffscreenCanvas::new(width as u32, height as u32)?;
    let context = canvas.get_context("2d")?.ok_or(JsValue::NULL)?;
    let context: OffscreenCanvasRenderingContext2d = context.dyn_into()?;
    context.draw_image_with_image_bitmap_and_dw_and_dh(bitmap, 0.0, 0.0, width, height)?;
    let options = ImageEncodeOptions::new();
    options.set_type(JPEG);
    options.set_quality(QUALITY);
    let blob = JsFuture::from(canvas.convert_to_blob_with_options(&options)?).await?;
    let blob: Blob = blob.dyn_into()?;
    let buffer = JsFuture::from(blob.array_buffer()).await?;
    Ok((Uint8Array::new(&buffer).to_vec(), width as u32, height as u32))
}

/// An address under which the page shows a picture; whoever asks for it lets go of it.
pub fn address_of(bytes: &[u8]) -> Option<String> {
    let parts = js_sys::Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(JPEG);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Lets go of an address.
pub fn let_go(address: &str) {
    // An address that is unknown is let go of already.
    let _ = Url::revoke_object_url(address);
}
