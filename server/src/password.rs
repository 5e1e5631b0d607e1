//! Passwords: Argon2id, slow on purpose, and few at a time.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The hash that is kept of a password, with its salt and costs.
pub fn hash(password: &str) -> String {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .expect("the default costs suit every password")
}

/// Whether this is the password. Without a hash to compare with it takes as long, and is not.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG5v$zhBf8mWbTTC5z7Vw8ZXYPfvzUhxlVDJVmdlEGWGtJvc";
    let kept = PasswordHash::new(hash.unwrap_or(NOBODYS));
    let fits = kept
        .is_ok_and(|kept| Argon2::default().verify_password(password.as_bytes(), &kept).is_ok());
    fits && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_password_itself_fits() {
        let kept = hash("một mật khẩu dài");
        assert!(verify("một mật khẩu dài", Some(&kept)));
        assert!(!verify("một mật khẩu dai", Some(&kept)));
        assert!(!verify("một mật khẩu dài", None));
        assert_ne!(kept, hash("một mật khẩu dài"), "each has a salt of its own");
    }
}
