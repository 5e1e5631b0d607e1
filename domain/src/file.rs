//! Files: bytes that are named by what they are. A record names them; they travel by themselves, in
//! pieces, after the records.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The largest file, in bytes: a photo that was made smaller has a tenth of it.
pub const LARGEST_FILE: u64 = 4 << 20;

/// The name of a file: the SHA-256 of its bytes, in hex.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileName(String);

impl FileName {
    pub fn of(bytes: &[u8]) -> Self {
        Self(hex::encode(Sha256::digest(bytes)))
    }

    /// `None`: it names no file. Whatever comes through here can be a part of a path.
    pub fn parse(text: &str) -> Option<Self> {
        let is_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 64 && text.bytes().all(is_hex)).then(|| Self(text.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A part of a file on its way, up or down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilePiece {
    pub name: String,
    /// Where in the file it begins, in bytes.
    pub from: u64,
    /// How many bytes the file has.
    pub whole: u64,
    #[serde(with = "crate::envelope::bytes")]
    pub bytes: Vec<u8>,
}

/// How much of a file the server has, in bytes from its beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCome {
    pub come: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_hash_names_a_file() {
        let name = FileName::of(b"a photo");
        assert_eq!(FileName::parse(name.as_str()), Some(name.clone()));
        for wrong in ["", "../../../etc/passwd", &name.as_str().to_uppercase(), &"a".repeat(63)] {
            assert_eq!(FileName::parse(wrong), None, "{wrong}");
        }
    }
}
