//! Codes in what a camera sees, or in a picture.

use rqrr::PreparedImage;
use wasm_bindgen::prelude::*;
use web_sys::{File, HtmlVideoElement};

#[wasm_bindgen(module = "/js/camera.js")]
extern "C" {
    /// What a camera can do.
    pub type Camera;
    #[wasm_bindgen(method, getter)]
    pub fn torch(this: &Camera) -> bool;
    /// How many times nearer it can bring what it sees; 1: no nearer.
    #[wasm_bindgen(method, getter)]
    pub fn zoom(this: &Camera) -> f64;

    /// A picture as grey points, row by row.
    pub type Points;
    #[wasm_bindgen(method, getter)]
    fn width(this: &Points) -> usize;
    #[wasm_bindgen(method, getter)]
    fn height(this: &Points) -> usize;
    #[wasm_bindgen(method, getter)]
    fn grey(this: &Points) -> Vec<u8>;

    #[wasm_bindgen(catch)]
    pub async fn open(video: &HtmlVideoElement) -> Result<Camera, JsValue>;
    pub fn close();
    pub fn light(on: bool);
    #[wasm_bindgen(js_name = zoom)]
    pub fn bring_nearer(times: f64);
    pub fn seen(longest: u32) -> Option<Points>;
    #[wasm_bindgen(catch)]
    pub async fn pictured(file: &File, longest: u32) -> Result<Points, JsValue>;
}

/// The texts of the codes in a picture.
pub fn codes(points: &Points) -> Vec<String> {
    let (width, grey) = (points.width(), points.grey());
    let at = |x: usize, y: usize| grey.get(y * width + x).copied().unwrap_or(u8::MAX);
    let mut picture = PreparedImage::prepare_from_greyscale(width, points.height(), at);
    let grids = picture.detect_grids();
    // What is no whole code yet is looked at again in the next picture.
    grids.into_iter().filter_map(|grid| Some(grid.decode().ok()?.1)).collect()
}
