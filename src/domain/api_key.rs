//! API keys: who may do what.

use std::fmt;

use jiff::Timestamp;

use super::Digest;

/// What a key allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// To ask, search and read documents.
    Read,
    /// To see how the service is doing, and all that `Read` allows.
    Admin,
}

impl Scope {
    /// Every scope, in order.
    pub const ALL: [Self; 2] = [Self::Read, Self::Admin];

    /// The lower-case name used on the command line and in the file of keys: `read`, `admin`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Admin => "admin",
        }
    }

    /// The scope that goes by `name`.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// A key as it is kept: with the digest of its secret, never the secret itself.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// Eight hexadecimal digits that stand in the key itself: what it is found and revoked by.
    pub id: String,
    /// What it is for, as its creator named it.
    pub name: String,
    /// What it allows.
    pub scopes: Vec<Scope>,
    /// When it was created.
    pub created_at: Timestamp,
    /// From when on it is refused; never where there is no such time.
    pub expires_at: Option<Timestamp>,
    /// SHA-256 of the whole key.
    pub digest: Digest,
}

impl ApiKey {
    /// Whether it may do what `scope` stands for.
    pub fn allows(&self, scope: Scope) -> bool {
        self.scopes.iter().any(|own| *own >= scope)
    }

    /// Whether it is refused at `now` because of its age.
    pub fn is_expired(&self, now: Timestamp) -> bool {
        self.expires_at.is_some_and(|end| end <= now)
    }
}

/// Without the digest: it is of no use to readers of logs.
impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ApiKey")
            .field("id", &self.id)
            .field("name", &self.name)
            .field("scopes", &self.scopes)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(scopes: &[Scope], expires_at: Option<i64>) -> ApiKey {
        let at = |second| Timestamp::from_second(second).expect("a time within range");
        ApiKey {
            id: "0123abcd".into(),
            name: "test".into(),
            scopes: scopes.to_vec(),
            created_at: at(0),
            expires_at: expires_at.map(at),
            digest: Digest([0xEE; 32]),
        }
    }

    #[test]
    fn admins_may_read_and_readers_may_not_administer() {
        let cases = [
            (&[][..], Scope::Read, false),
            (&[Scope::Read][..], Scope::Read, true),
            (&[Scope::Read][..], Scope::Admin, false),
            (&[Scope::Admin][..], Scope::Read, true),
            (&[Scope::Read, Scope::Admin][..], Scope::Admin, true),
        ];
        for (scopes, wanted, expected) in cases {
            assert_eq!(key(scopes, None).allows(wanted), expected, "{scopes:?} {wanted:?}");
        }
    }

    #[test]
    fn keys_expire_at_their_time() {
        let now = Timestamp::from_second(100).expect("a time within range");
        for (expires_at, expected) in [(None, false), (Some(101), false), (Some(100), true)] {
            assert_eq!(key(&[], expires_at).is_expired(now), expected, "{expires_at:?}");
        }
    }

    #[test]
    fn digests_stay_out_of_logs() {
        let shown = format!("{:?}", key(&[Scope::Read], None));
        assert!(shown.contains("0123abcd") && !shown.to_lowercase().contains("ee"), "{shown}");
    }
}
