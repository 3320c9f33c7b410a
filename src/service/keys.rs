//! API keys: creating them, and verifying a presented one.
//!
//! A key is `rptr_<id>_<secret>`: a prefix that scanners of leaked secrets can look for, eight
//! hexadecimal digits to find it by, and 256 random bits. What is kept is SHA-256 of the whole.
//! Slow hashes are for passwords, which people choose and attackers guess; nobody guesses 256
//! random bits, and a slow hash on every request would be an invitation to overload the service.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, PoisonError, RwLock};

use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use crate::domain::{ApiKey, Digest, Scope};

/// What every key begins with.
const PREFIX: &str = "rptr_";
/// Random bytes of an id.
const KEY_ID_BYTES: usize = 4;
/// Random bytes of a secret.
const KEY_SECRET_BYTES: usize = 32;

/// Why a presented key is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefused {
    /// It cannot be a key of this service.
    #[error(
        "the API key is malformed; send it whole, as `rapporteur keys create` showed it: rptr_<id>_<secret>"
    )]
    Malformed,
    /// It is unknown or revoked.
    #[error("the API key is unknown or was revoked; ask the operator for a new one")]
    Unknown,
    /// It has expired.
    #[error("the API key has expired; ask the operator for a new one")]
    Expired,
}

/// The properties of a new key.
#[derive(Debug, Clone)]
pub struct KeyRequest {
    /// What it is for.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it is created.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
}

/// Makes a key from random bytes: the record to store, and the key itself, which is shown once.
pub fn issue_key(
    request: KeyRequest,
    id: [u8; KEY_ID_BYTES],
    secret: [u8; KEY_SECRET_BYTES],
) -> (ApiKey, SecretString) {
    let id = hex(&id);
    let presented = SecretString::from(format!("{PREFIX}{id}_{}", hex(&secret)));
    let KeyRequest { name, scopes, created_at, expires_at } = request;
    let digest = digest_of(&presented);
    (ApiKey { id, name, scopes, created_at, expires_at, digest }, presented)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |digits, byte| digits + &format!("{byte:02x}"))
}

fn digest_of(presented: &SecretString) -> Digest {
    Digest(Sha256::digest(presented.expose_secret().as_bytes()).into())
}

/// The id in a key that has the form of one.
fn id_of(presented: &str) -> Option<&str> {
    let is_hex =
        |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let (id, secret) = presented.strip_prefix(PREFIX)?.split_once('_')?;
    let whole = id.len() == 2 * KEY_ID_BYTES && secret.len() == 2 * KEY_SECRET_BYTES;
    (whole && is_hex(id) && is_hex(secret)).then_some(id)
}

/// The valid keys. Clones share them.
#[derive(Clone, Default)]
pub struct KeyRing(Arc<RwLock<HashMap<String, Arc<ApiKey>>>>);

impl KeyRing {
    /// A ring of `keys`.
    pub fn new(keys: Vec<ApiKey>) -> Self {
        let ring = Self::default();
        ring.replace(keys);
        ring
    }

    /// Replaces the valid keys by `keys`.
    pub fn replace(&self, keys: Vec<ApiKey>) {
        let keys = keys.into_iter().map(|key| (key.id.clone(), Arc::new(key))).collect();
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = keys;
    }

    /// Whether what was presented is meant as a key of such a ring: other services have others.
    pub fn is_meant(presented: &SecretString) -> bool {
        presented.expose_secret().starts_with(PREFIX)
    }

    /// How many keys there are, expired ones included.
    pub fn len(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The key that was presented at `now`.
    ///
    /// # Errors
    /// When it is invalid. The time that this takes reveals nothing about valid keys.
    pub fn authenticate(
        &self,
        presented: &SecretString,
        now: Timestamp,
    ) -> Result<Arc<ApiKey>, KeyRefused> {
        let id = id_of(presented.expose_secret()).ok_or(KeyRefused::Malformed)?;
        let key = self.0.read().unwrap_or_else(PoisonError::into_inner).get(id).cloned();
        let expected = key.as_ref().map_or([0; 32], |key| key.digest.0);
        let equal: bool = digest_of(presented).0.ct_eq(&expected).into();
        let key = key.filter(|_| equal).ok_or(KeyRefused::Unknown)?;
        if key.is_expired(now) { Err(KeyRefused::Expired) } else { Ok(key) }
    }
}

/// Only how many there are.
impl fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("KeyRing").field("keys", &self.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).expect("a time within range")
    }

    fn issued(id: u8, expires_at: Option<Timestamp>) -> (ApiKey, SecretString) {
        let request = KeyRequest {
            name: format!("key {id}"),
            scopes: vec![Scope::Read],
            created_at: at(0),
            expires_at,
        };
        issue_key(request, [id; KEY_ID_BYTES], [0xAB; KEY_SECRET_BYTES])
    }

    #[test]
    fn only_whole_keys_that_were_issued_count() {
        let ((key, secret), (old, old_secret)) = (issued(1, None), issued(2, Some(at(50))));
        let ring = KeyRing::new(vec![key, old]);
        let secret = secret.expose_secret();
        assert_eq!(secret, format!("rptr_01010101_{}", "ab".repeat(32)));
        let cases = [
            (secret.to_owned(), Ok("key 1")),
            (format!("rptr_01010101_{}", "ac".repeat(32)), Err(KeyRefused::Unknown)),
            (format!("rptr_03030303_{}", "ab".repeat(32)), Err(KeyRefused::Unknown)),
            (old_secret.expose_secret().to_owned(), Err(KeyRefused::Expired)),
            (secret.to_uppercase(), Err(KeyRefused::Malformed)),
            (secret[..secret.len() - 1].to_owned(), Err(KeyRefused::Malformed)),
            (format!("{secret}0"), Err(KeyRefused::Malformed)),
            (format!(" {secret}"), Err(KeyRefused::Malformed)),
            ("rptr_01010101".to_owned(), Err(KeyRefused::Malformed)),
            (String::new(), Err(KeyRefused::Malformed)),
        ];
        for (presented, expected) in cases {
            let found = ring.authenticate(&SecretString::from(presented.clone()), at(100));
            let found = found.as_ref().map(|key| key.name.as_str()).map_err(|refused| *refused);
            assert_eq!(found, expected, "{presented}");
        }
    }

    #[test]
    fn replaced_keys_count_no_more() {
        let (key, secret) = issued(1, None);
        let ring = KeyRing::new(vec![key]);
        assert!(ring.authenticate(&secret, at(1)).is_ok());
        ring.replace(vec![issued(2, None).0]);
        assert_eq!(ring.authenticate(&secret, at(1)), Err(KeyRefused::Unknown));
        assert_eq!(format!("{ring:?}"), "KeyRing { keys: 1 }");
    }

    #[test]
    fn secrets_stay_out_of_debug_output() {
        let (key, secret) = issued(1, None);
        let shown = format!("{key:?} {secret:?}");
        assert!(!shown.contains("abab"), "{shown}");
    }
}
