//! The vault: a file's random key under a PIN. The PIN alone opens nothing without the browser's
//! own key, which no script can read out; that key alone opens nothing without the PIN.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};

use super::kept::{self, KeptAccount};
use letters::Trouble;

/// The shortest PIN.
pub const SHORTEST_PIN: usize = 6;

/// 24 MiB and 4 passes: about half a second on a phone of 2020.
const MEMORY_KIB: u32 = 24 * 1024;
const PASSES: u32 = 4;

pub type FileKey = [u8; 32];

pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).expect("the browser has random bytes");
    bytes
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

pub fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).ok());
    pairs.map(|pair| u8::from_str_radix(pair?, 16).ok()).collect()
}

fn under_pin(pin: &str, salt: &[u8]) -> Result<XChaCha20Poly1305, Trouble> {
    let failed = |error: argon2::Error| Trouble::Failed(error.to_string());
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(failed)?;
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, &mut key)
        .map_err(failed)?;
    Ok(XChaCha20Poly1305::new(&Key::from(key)))
}

/// A file's key, wrapped; the salt is drawn for it, so the nonce may be fixed.
pub async fn seal(key: &FileKey, pin: &str) -> Result<(Vec<u8>, Vec<u8>), Trouble> {
    if pin.chars().count() < SHORTEST_PIN {
        return Err(Trouble::ShortPin);
    }
    let salt = random::<16>().to_vec();
    let sealed = under_pin(pin, &salt)?
        .encrypt(&XNonce::from([0; 24]), key.as_slice())
        .map_err(|_| Trouble::Failed("the key was not sealed".into()))?;
    Ok((kept::wrap(&sealed).await?, salt))
}

/// A new file's key, and what is kept of it.
pub struct NewKey {
    pub key: FileKey,
    pub wrapped: Vec<u8>,
    pub salt: Vec<u8>,
}

/// Draws a new file's key.
pub async fn draw(pin: &str) -> Result<NewKey, Trouble> {
    let key = random();
    let (wrapped, salt) = seal(&key, pin).await?;
    Ok(NewKey { key, wrapped, salt })
}

/// The file's key, if this is the PIN.
pub async fn open(account: &KeptAccount, pin: &str) -> Result<Option<FileKey>, Trouble> {
    let sealed = kept::unwrap(&account.wrapped).await?;
    let opened = under_pin(pin, &account.salt)?.decrypt(&XNonce::from([0; 24]), sealed.as_slice());
    Ok(opened.ok().and_then(|key| key.try_into().ok()))
}
