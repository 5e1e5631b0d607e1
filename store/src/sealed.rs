//! What lies sealed to the organisation: only its key, which lies outside the server's database,
//! opens it. HPKE (RFC 9180) with X25519, HKDF-SHA256 and ChaCha20-Poly1305.

use hpke::aead::ChaCha20Poly1305;
use hpke::kdf::HkdfSha256;
use hpke::kem::X25519HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};

type PublicKey = <X25519HkdfSha256 as Kem>::PublicKey;
type PrivateKey = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapped = <X25519HkdfSha256 as Kem>::EncappedKey;

/// How long the part is that comes before the sealed text.
const ENCAPPED: usize = 32;

/// What is sealed; one thing never opens as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The key of an account's file; the context is the account.
    FileKey,
    /// A device's signed changes; the context is nothing.
    Changes,
}

impl Purpose {
    fn info(self) -> &'static [u8] {
        match self {
            Purpose::FileKey => b"so-khuyen-hoc file key 1",
            Purpose::Changes => b"so-khuyen-hoc changes 1",
        }
    }
}

/// It could not be sealed, or is not what it should be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("what was sealed does not open")]
pub struct NotSealed;

/// The keys that derive from 32 secret bytes.
#[derive(Clone)]
pub struct SealKeys {
    private: PrivateKey,
    public: PublicKey,
}

impl SealKeys {
    pub fn derive(secret: &[u8; 32]) -> Self {
        let (private, public) = X25519HkdfSha256::derive_keypair(secret);
        Self { private, public }
    }

    /// What devices seal with.
    pub fn public(&self) -> Vec<u8> {
        self.public.to_bytes().to_vec()
    }

    /// Opens what was sealed for this purpose in this context.
    pub fn open(
        &self,
        purpose: Purpose,
        context: &[u8],
        sealed: &[u8],
    ) -> Result<Vec<u8>, NotSealed> {
        let (encapped, text) = sealed.split_at_checked(ENCAPPED).ok_or(NotSealed)?;
        let encapped = Encapped::from_bytes(encapped).map_err(|_| NotSealed)?;
        hpke::single_shot_open::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.private,
            &encapped,
            purpose.info(),
            text,
            context,
        )
        .map_err(|_| NotSealed)
    }
}

/// Seals to the organisation.
pub fn seal(
    public: &[u8],
    purpose: Purpose,
    context: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, NotSealed> {
    let public = PublicKey::from_bytes(public).map_err(|_| NotSealed)?;
    let (encapped, text) =
        hpke::single_shot_seal::<ChaCha20Poly1305, HkdfSha256, X25519HkdfSha256>(
            &OpModeS::Base,
            &public,
            purpose.info(),
            plain,
            context,
        )
        .map_err(|_| NotSealed)?;
    Ok([encapped.to_bytes().as_slice(), &text].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_organisation_opens_and_only_as_what_it_is() {
        let keys = SealKeys::derive(&[7; 32]);
        let sealed = seal(&keys.public(), Purpose::FileKey, b"lan", b"the key").unwrap();
        assert_eq!(keys.open(Purpose::FileKey, b"lan", &sealed).unwrap(), b"the key");
        for (keys, purpose, context) in [
            (&SealKeys::derive(&[8; 32]), Purpose::FileKey, b"lan"),
            (&keys, Purpose::Changes, b"lan"),
            (&keys, Purpose::FileKey, b"hoa"),
        ] {
            assert_eq!(keys.open(purpose, context, &sealed), Err(NotSealed));
        }
        assert_eq!(keys.open(Purpose::FileKey, b"lan", &sealed[..20]), Err(NotSealed));
        assert_eq!(seal(&[1; 7], Purpose::FileKey, b"", b""), Err(NotSealed));
    }
}
