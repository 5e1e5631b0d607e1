//! What travels signed: a device's changes, and the certificate that says whose device it is.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::change::{Answered, Change};
use crate::id::{DeviceId, Epoch, RecordId};
use crate::time::Moment;
use crate::wire;

/// A message and the signature over its bytes, exactly as they were signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    #[serde(with = "bytes")]
    pub body: Vec<u8>,
    #[serde(with = "bytes")]
    pub signature: Vec<u8>,
}

/// The message does not bear the signature that it should, or is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadEnvelope {
    #[error("the signature does not fit")]
    Signature,
    #[error("the message is not readable")]
    Body,
}

impl Signed {
    pub fn seal<T: Serialize>(message: &T, key: &SigningKey) -> Self {
        let body = wire::write(message);
        let signature = key.sign(&body).to_bytes().to_vec();
        Self { body, signature }
    }

    /// The message, if `signer` signed it.
    pub fn open<T: DeserializeOwned>(&self, signer: &VerifyingKey) -> Result<T, BadEnvelope> {
        let signature =
            Signature::from_slice(&self.signature).map_err(|_| BadEnvelope::Signature)?;
        signer.verify_strict(&self.body, &signature).map_err(|_| BadEnvelope::Signature)?;
        wire::read(&self.body).map_err(|_| BadEnvelope::Body)
    }
}

/// A device's changes, in the order of their numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    pub device: DeviceId,
    /// The life of the ledger that the device knows of. The server takes nothing from before a
    /// restore that it does not know to have been one: a late double of such a parcel may hold
    /// what was refused since.
    pub life: Epoch,
    pub offers: Vec<Offer>,
}

/// A change as it is offered to the server.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub change: Change,
    /// The number of the change before it that the device still stands for; those between will
    /// never come (they were refused). The server takes this one only after that one.
    pub after: u64,
    /// The answers it got in earlier lives of the ledger, when it is offered again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<Answered>,
    /// It was refused, and its author asks an officer to look at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub hands_over: bool,
}

impl Offer {
    /// A change that is offered for the first time.
    pub fn new(change: Change, after: u64) -> Self {
        Self::again(change, after, vec![])
    }

    /// A change that got these answers in earlier lives of the ledger.
    pub fn again(change: Change, after: u64, earlier: Vec<Answered>) -> Self {
        Self { change, after, earlier, hands_over: false }
    }
}

/// The organisation says: this key signs for this account. Signed by the organisation's key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    #[serde(with = "bytes")]
    pub key: Vec<u8>,
    pub account: RecordId,
    /// The browser or tablet that the key lives in; its accounts' devices share it.
    pub tablet: String,
    pub issued: Moment,
}

impl Certificate {
    pub fn verifying_key(&self) -> Result<VerifyingKey, BadEnvelope> {
        let key: [u8; 32] = self.key.as_slice().try_into().map_err(|_| BadEnvelope::Body)?;
        VerifyingKey::from_bytes(&key).map_err(|_| BadEnvelope::Body)
    }

    pub fn device(&self) -> Result<DeviceId, BadEnvelope> {
        Ok(DeviceId::of_key(self.verifying_key()?.as_bytes()))
    }
}

/// Byte strings as the wire's own kind, not as lists of numbers.
pub mod bytes {
    use serde::{Deserializer, Serializer, de::Visitor};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_bytes(bytes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
        struct Bytes;
        impl Visitor<'_> for Bytes {
            type Value = Vec<u8>;
            fn expecting(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
                f.write_str("bytes")
            }
            fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Vec<u8>, E> {
                Ok(bytes.to_vec())
            }
            fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Vec<u8>, E> {
                Ok(bytes)
            }
        }
        from.deserialize_byte_buf(Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_opens_only_as_it_was_signed() {
        let key = SigningKey::from_bytes(&[3; 32]);
        let certificate = Certificate {
            key: key.verifying_key().to_bytes().to_vec(),
            account: RecordId(12),
            tablet: "t1".into(),
            issued: Moment(5),
        };
        let signed = Signed::seal(&certificate, &key);
        assert_eq!(signed.open::<Certificate>(&key.verifying_key()), Ok(certificate));

        let mut forged = signed.clone();
        forged.body[3] ^= 1;
        assert_eq!(forged.open::<Certificate>(&key.verifying_key()), Err(BadEnvelope::Signature));
        let other = SigningKey::from_bytes(&[4; 32]).verifying_key();
        assert_eq!(signed.open::<Certificate>(&other), Err(BadEnvelope::Signature));
    }
}
