//! What lies beside the encrypted files: which accounts this browser has, and each one's key under
//! its PIN and the browser's own key.

use domain::envelope::Signed;
use domain::wire;
use js_sys::Uint8Array;
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use crate::letter::Trouble;

#[wasm_bindgen(module = "/js/browser_key.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn get(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn put(name: &str, value: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = wrap)]
    async fn wrap_bytes(bytes: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = unwrap)]
    async fn unwrap_bytes(bytes: Uint8Array) -> Result<JsValue, JsValue>;
}

/// What is kept of an account outside its encrypted file.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeptAccount {
    /// A random name.
    pub file: String,
    pub name: String,
    pub organisation: String,
    /// The file's key under the PIN, and that under the browser's key.
    #[serde(with = "domain::envelope::bytes")]
    pub wrapped: Vec<u8>,
    #[serde(with = "domain::envelope::bytes")]
    pub salt: Vec<u8>,
    pub certificate: Signed,
    /// Wrong PINs in a row, and until when the next one waits.
    pub wrong_pins: u32,
    pub wait_until: i64,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The name that the accounts' devices of this browser share.
    pub tablet: String,
    pub accounts: Vec<KeptAccount>,
}

pub async fn read() -> Result<Kept, Trouble> {
    let value = get("accounts").await.map_err(|_| Trouble::NoStore)?;
    if value.is_undefined() {
        return Ok(Kept::default());
    }
    wire::read(&Uint8Array::new(&value).to_vec()).map_err(|_| Trouble::Damaged)
}

pub async fn write(kept: &Kept) -> Result<(), Trouble> {
    let bytes = Uint8Array::from(wire::write(kept).as_slice());
    put("accounts", bytes.into()).await.map(|_| ()).map_err(|_| Trouble::Full)
}

/// Under the browser's key.
pub async fn wrap(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let sealed = wrap_bytes(Uint8Array::from(bytes)).await.map_err(|_| Trouble::NoStore)?;
    Ok(Uint8Array::new(&sealed).to_vec())
}

pub async fn unwrap(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let opened = unwrap_bytes(Uint8Array::from(bytes)).await.map_err(|_| Trouble::Damaged)?;
    Ok(Uint8Array::new(&opened).to_vec())
}
