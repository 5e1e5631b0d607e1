//! The organisation's key, from which all others derive. It lies outside the database, and a copy
//! on paper lies in the safe: whoever restores a backup needs it.

use domain::envelope::{Certificate, Signed};
use ed25519_dalek::{SigningKey, VerifyingKey};
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use store::sealed::SealKeys;

/// 32 random bytes and what derives from them.
#[derive(Clone)]
pub struct OrganisationKey {
    seed: [u8; 32],
    certifying: SigningKey,
    digesting: [u8; 32],
    sealing: SealKeys,
}

impl OrganisationKey {
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            seed,
            certifying: SigningKey::from_bytes(&derive(&seed, b"so-khuyen-hoc certificate 1")),
            digesting: derive(&seed, b"so-khuyen-hoc digest 1"),
            sealing: SealKeys::derive(&derive(&seed, b"so-khuyen-hoc seal 1")),
        }
    }

    /// A key of its own for a purpose that this module does not know.
    pub fn derive(&self, purpose: &[u8]) -> [u8; 32] {
        derive(&self.seed, purpose)
    }

    /// Says whose device a key is.
    pub fn certify(&self, certificate: &Certificate) -> Signed {
        Signed::seal(certificate, &self.certifying)
    }

    /// The key by which anybody can check a certificate.
    pub fn verifying_key(&self) -> VerifyingKey {
        self.certifying.verifying_key()
    }

    /// What devices seal to, and what opens it.
    pub fn sealing(&self) -> &SealKeys {
        &self.sealing
    }

    /// The key with which the server signs its own changes.
    pub fn server_key(&self) -> SigningKey {
        SigningKey::from_bytes(&self.derive(b"so-khuyen-hoc server device 1"))
    }

    /// A keyed hash: it tells equal content from other content, and nothing to whoever steals it.
    pub fn digest(&self, content: &[u8]) -> [u8; 16] {
        let mut mac = <Hmac<Sha256> as KeyInit>::new_from_slice(&self.digesting)
            .expect("HMAC takes a key of any length");
        mac.update(content);
        mac.finalize().into_bytes()[..16].try_into().expect("a SHA-256 has 32 bytes")
    }
}

fn derive(seed: &[u8; 32], purpose: &[u8]) -> [u8; 32] {
    let mut key = [0; 32];
    Hkdf::<Sha256>::new(None, seed)
        .expand(purpose, &mut key)
        .expect("32 bytes are fewer than HKDF can give");
    key
}
