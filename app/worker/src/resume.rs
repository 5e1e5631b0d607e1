//! Opening again without the PIN, for some minutes after the last touch: a reload, or another tab
//! that takes over. The key lies under a secret of the tab, which ends with it, and under the
//! browser's key.

use chacha20poly1305::aead::{Aead, KeyInit};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use serde::{Deserialize, Serialize};

use super::desk;
use super::kept::{self, KeptAccount};
use super::vault::{self, FileKey};
use letters::Trouble;

/// For how long after the last touch.
const OPEN_MS: i64 = 15 * 60 * 1000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Resumable {
    file: String,
    /// The file's key under the tab's secret, and that under the browser's key.
    #[serde(with = "domain::envelope::bytes")]
    wrapped: Vec<u8>,
    until: i64,
}

fn under(secret: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*secret))
}

/// Begins the minutes, and gives the tab its secret. A tab that has opened the ledger again keeps the
/// one it has: one that is reloaded in the middle would never hear of another.
pub async fn begin(file: &str, key: &FileKey) -> Result<String, Trouble> {
    let secret: [u8; 32] = vault::random();
    // The secret is drawn for this one message, so the nonce may be fixed.
    let sealed = under(&secret)
        .encrypt(&XNonce::from([0; 24]), key.as_slice())
        .map_err(|_| Trouble::Failed("the key was not sealed".into()))?;
    let wrapped = kept::wrap(&sealed).await?;
    let until = desk::now().0 + OPEN_MS;
    let resumable = Resumable { file: file.to_owned(), wrapped, until };
    kept::change(|kept| kept.resumable = Some(resumable)).await?;
    Ok(vault::hex(&secret))
}

/// The account that may be opened again, and its key, if this is the secret and it is not too late.
pub async fn key(secret: &str) -> Option<(KeptAccount, FileKey)> {
    let kept = kept::read().await.ok()?;
    let resumable = kept.resumable.as_ref().filter(|one| one.until > desk::now().0)?;
    let account = kept.account(&resumable.file)?;
    let secret: [u8; 32] = vault::unhex(secret)?.try_into().ok()?;
    let sealed = kept::unwrap(&resumable.wrapped).await.ok()?;
    let key = under(&secret).decrypt(&XNonce::from([0; 24]), sealed.as_slice()).ok()?;
    Some((account.clone(), key.try_into().ok()?))
}

/// Somebody works here: the minutes begin anew.
pub async fn renew() -> Result<(), Trouble> {
    kept::change(|kept| {
        if let Some(resumable) = &mut kept.resumable {
            resumable.until = desk::now().0 + OPEN_MS;
        }
    })
    .await
}

/// The next opening asks for the PIN.
pub async fn end() -> Result<(), Trouble> {
    kept::change(|kept| kept.resumable = None).await
}
