//! Content digests.

use std::fmt;
use std::str::FromStr;

/// A SHA-256 digest, shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// A text that is no digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct InvalidDigest;

impl Digest {
    /// Digits of a digest.
    pub const LEN: usize = 64;
    /// Digits that tell corpus states apart in a link.
    pub const SHORT_LEN: usize = 12;

    /// The first [`Self::SHORT_LEN`] hexadecimal digits.
    pub fn short(&self) -> String {
        self.to_string()[..Self::SHORT_LEN].to_owned()
    }

    /// Whether `digits` are its first ones, and enough of them to go by.
    pub fn goes_by(&self, digits: &str) -> bool {
        digits.len() >= Self::SHORT_LEN && self.to_string().starts_with(digits)
    }

    /// Whether `digits` could be the first of a digest, and are enough to go by.
    pub fn may_go_by(digits: &str) -> bool {
        (Self::SHORT_LEN..=Self::LEN).contains(&digits.len()) && digits.bytes().all(is_digit)
    }
}

const fn is_digit(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

impl FromStr for Digest {
    type Err = InvalidDigest;

    fn from_str(text: &str) -> Result<Self, InvalidDigest> {
        if text.len() != Self::LEN || !text.bytes().all(is_digit) {
            return Err(InvalidDigest);
        }
        let mut bytes = [0; 32];
        for (byte, at) in bytes.iter_mut().zip((0..Self::LEN).step_by(2)) {
            *byte = u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| InvalidDigest)?;
        }
        Ok(Self(bytes))
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({})", self.short())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_read_as_they_are_written() {
        let digest = Digest([0xab; 32]);
        assert_eq!(digest.to_string().parse(), Ok(digest));
        for text in ["", "ab", &"AB".repeat(32), &"é".repeat(32), &"+a".repeat(32)] {
            assert_eq!(text.parse::<Digest>(), Err(InvalidDigest), "{text}");
        }
    }

    #[test]
    fn twelve_digits_are_enough_to_go_by() {
        let digest = Digest([0xab; 32]);
        for (digits, expected) in
            [("abababababab", true), ("ababababababab", true), ("ababababab", false), ("", false)]
        {
            assert_eq!(digest.goes_by(digits), expected, "{digits}");
            assert_eq!(Digest::may_go_by(digits), expected, "{digits}");
        }
        assert!(digest.goes_by(&digest.to_string()));
        assert!(!digest.goes_by("abababababac"));
        assert!(!Digest::may_go_by("../../../../etc"));
    }
}
