//! What lies beside the encrypted files, in `IndexedDB`: which accounts this browser has, each one's
//! key under its PIN and the browser's own key, and changes that are sealed for whoever carries them.

use std::cell::RefCell;

use domain::envelope::Signed;
use domain::wire;
use js_sys::{Array, Uint8Array};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

use super::resume::Resumable;
use letters::Trouble;

#[wasm_bindgen(module = "/js/browser_key.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn get(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn put(name: &str, value: JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn remove(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn names(begin: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = wrap)]
    async fn wrap_bytes(bytes: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = copyOut)]
    async fn copy_out(bytes: Uint8Array) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch, js_name = copyBack)]
    async fn copy_back() -> Result<JsValue, JsValue>;
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
    /// The file's key, sealed to the organisation: for a forgotten PIN.
    #[serde(with = "domain::envelope::bytes")]
    pub escrow: Vec<u8>,
    /// What changes are sealed to.
    #[serde(with = "domain::envelope::bytes")]
    pub sealing_key: Vec<u8>,
    pub certificate: Signed,
    /// Wrong PINs in a row, and until when the next one waits.
    pub wrong_pins: u32,
    pub wait_until: i64,
    /// The highest numbers of the changes that were saved, sealed and answered.
    pub saved: u64,
    pub sealed: u64,
    pub answered: u64,
    /// Its file is gone or cannot be read: what is sealed of it still goes up.
    #[serde(default)]
    pub lost: bool,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Kept {
    /// The name that the accounts' devices of this browser share.
    pub tablet: String,
    pub accounts: Vec<KeptAccount>,
    pub resumable: Option<Resumable>,
    #[serde(default)]
    pub invited: Option<Invited>,
}

/// An invitation that was redeemed and is not answered yet, with the key that redeemed it under the
/// browser's own key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invited {
    pub code: String,
    #[serde(with = "domain::envelope::bytes")]
    pub wrapped: Vec<u8>,
}

impl Kept {
    pub fn account(&self, file: &str) -> Option<&KeptAccount> {
        self.accounts.iter().find(|account| account.file == file)
    }
}

thread_local! {
    /// As it lies in the browser. One worker has the store, and it alone writes here.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// What is kept.
pub async fn read() -> Result<Kept, Trouble> {
    if let Some(kept) = KEPT.with_borrow(Clone::clone) {
        return Ok(kept);
    }
    let value = get("accounts").await.map_err(|_| Trouble::NoStore)?;
    let kept = if value.is_undefined() {
        copied().await.unwrap_or_default()
    } else {
        wire::read(&Uint8Array::new(&value).to_vec()).map_err(|_| Trouble::NotKept)?
    };
    Ok(KEPT.with_borrow_mut(|known| known.get_or_insert(kept).clone()))
}

/// The accounts as they lie among the private files; none in a browser that nobody has signed in to.
async fn copied() -> Option<Kept> {
    let bytes = copy_back().await.ok()?;
    wire::read(&Uint8Array::new(&bytes).to_vec()).ok()
}

/// Changes what is kept, in one piece: nobody else's change comes between.
pub async fn change<T>(act: impl FnOnce(&mut Kept) -> T) -> Result<T, Trouble> {
    read().await?;
    let (done, bytes) = KEPT.with_borrow_mut(|kept| {
        let kept = kept.get_or_insert_default();
        let done = act(kept);
        (done, wire::write(kept))
    });
    let bytes = Uint8Array::from(bytes.as_slice());
    put("accounts", bytes.clone().into()).await.map_err(|_| Trouble::Full)?;
    // The copy is for a day that may never come; without it all works.
    let _ = copy_out(bytes).await;
    Ok(done)
}

/// Changes what is kept of one account.
pub async fn change_account<T>(
    file: &str,
    act: impl FnOnce(&mut KeptAccount) -> T,
) -> Result<T, Trouble> {
    let done = change(|kept| {
        let account = kept.accounts.iter_mut().find(|account| account.file == file);
        account.map(act)
    });
    done.await?.ok_or(Trouble::NotKept)
}

/// Changes of an account's device, signed and sealed, up to this number.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Seal {
    pub last: u64,
    #[serde(with = "domain::envelope::bytes")]
    pub sealed: Vec<u8>,
}

/// Seals of one account stand in the order of their numbers.
fn seal_name(file: &str, last: u64) -> String {
    format!("seal {file} {last:020}")
}

pub async fn keep_seal(file: &str, seal: &Seal) -> Result<(), Trouble> {
    let bytes = Uint8Array::from(wire::write(seal).as_slice());
    let kept = put(&seal_name(file, seal.last), bytes.into()).await;
    kept.map(|_| ()).map_err(|_| Trouble::Full)
}

/// The seals of an account, the first first.
pub async fn seals(file: &str) -> Result<Vec<Seal>, Trouble> {
    let found = names(&format!("seal {file} ")).await.map_err(|_| Trouble::NoStore)?;
    let mut seals = Vec::new();
    for name in Array::from(&found).iter().filter_map(|name| name.as_string()) {
        let value = get(&name).await.map_err(|_| Trouble::NoStore)?;
        let bytes = Uint8Array::new(&value).to_vec();
        seals.push(wire::read(&bytes).map_err(|_| Trouble::NotKept)?);
    }
    Ok(seals)
}

pub async fn drop_seal(file: &str, last: u64) -> Result<(), Trouble> {
    remove(&seal_name(file, last)).await.map(|_| ()).map_err(|_| Trouble::NoStore)
}

/// Under the browser's key.
pub async fn wrap(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let sealed = wrap_bytes(Uint8Array::from(bytes)).await.map_err(|_| Trouble::NoStore)?;
    Ok(Uint8Array::new(&sealed).to_vec())
}

pub async fn unwrap(bytes: &[u8]) -> Result<Vec<u8>, Trouble> {
    let opened = unwrap_bytes(Uint8Array::from(bytes)).await.map_err(|_| Trouble::PinLost)?;
    Ok(Uint8Array::new(&opened).to_vec())
}
