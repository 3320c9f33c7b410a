//! Signatures over the bytes of a request, and tokens that come with it; compared in constant time.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use ring::signature::{ED25519, UnparsedPublicKey};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq;

use super::reply::Rejected;

/// How old a signed request may be, and how far ahead its clock.
const SKEW_MAX: SignedDuration = SignedDuration::from_mins(5);

/// The text of a header.
///
/// # Errors
/// When it is missing or cannot be read.
pub(super) fn header<'a>(headers: &'a HeaderMap, name: &str) -> Result<&'a str, Rejected> {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.ok_or_else(|| Rejected::unsigned(format!("the header {name} is missing")))
}

/// Checks an HMAC-SHA256 in hexadecimal digits over `parts`.
///
/// # Errors
/// When it is another.
pub(super) fn check_hmac_hex(
    secret: &[u8],
    parts: &[&[u8]],
    presented: &str,
) -> Result<(), Rejected> {
    let presented = signature_of_hex::<32>(presented).ok_or_else(wrong)?;
    check_hmac(secret, parts, &presented)
}

/// The same for one in Base64.
///
/// # Errors
/// When it is another.
pub(super) fn check_hmac_base64(
    secret: &[u8],
    parts: &[&[u8]],
    presented: &str,
) -> Result<(), Rejected> {
    let presented = BASE64_STANDARD.decode(presented).map_err(|_| wrong())?;
    check_hmac(secret, parts, &presented)
}

fn check_hmac(secret: &[u8], parts: &[&[u8]], presented: &[u8]) -> Result<(), Rejected> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret);
    let mut context = hmac::Context::with_key(&key);
    for part in parts {
        context.update(part);
    }
    if same(context.sign().as_ref(), presented) { Ok(()) } else { Err(wrong()) }
}

/// Checks an Ed25519 signature in hexadecimal digits over `message`.
///
/// # Errors
/// When another key made it, or over something else.
pub(super) fn check_ed25519(
    key: &[u8; 32],
    message: &[u8],
    presented: &str,
) -> Result<(), Rejected> {
    let signature = signature_of_hex::<64>(presented).ok_or_else(wrong)?;
    UnparsedPublicKey::new(&ED25519, key).verify(message, &signature).map_err(|_| wrong())
}

/// Checks a token.
///
/// # Errors
/// When it is another.
pub(super) fn check_token(secret: &SecretString, presented: &str) -> Result<(), Rejected> {
    // Digests are equally long, so the comparison does not tell how long the secret is.
    let digest = |text: &str| Sha256::digest(text.as_bytes());
    let known = digest(secret.expose_secret());
    let equal = same(known.as_slice(), digest(presented).as_slice());
    if equal { Ok(()) } else { Err(wrong()) }
}

fn same(a: &[u8], b: &[u8]) -> bool {
    a.ct_eq(b).into()
}

/// Checks that a request was signed just now: at so many seconds since 1970.
///
/// # Errors
/// When it was not.
pub(super) fn check_fresh(seconds: &str) -> Result<(), Rejected> {
    let stale =
        || Rejected::unsigned("the request is too old, or the clock of this server is wrong");
    let seconds = seconds.parse::<i64>().map_err(|_| stale())?;
    let at = Timestamp::from_second(seconds).map_err(|_| stale())?;
    if is_fresh(at) { Ok(()) } else { Err(stale()) }
}

/// Whether `at` is now, give or take what clocks differ by.
pub(super) fn is_fresh(at: Timestamp) -> bool {
    Timestamp::now().duration_since(at).abs() <= SKEW_MAX
}

fn wrong() -> Rejected {
    Rejected::unsigned("the signature does not fit; check that the secret is the platform's")
}

/// A signature in hexadecimal digits, as platforms write them. Deliveries are told apart by their signatures: in capitals,
/// a copy would pass for another.
fn signature_of_hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let is_plain = !digits.bytes().any(|digit| digit.is_ascii_uppercase());
    bytes_of_hex(digits).filter(|_| is_plain)
}

/// `N` bytes in hexadecimal digits.
pub(super) fn bytes_of_hex<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let digits = digits.as_bytes();
    let mut bytes = [0; N];
    if digits.len() != 2 * N {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |at: usize| char::from(pair[at]).to_digit(16);
        *byte = (digit(0)? * 16 + digit(1)?) as u8;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slacks_own_example_fits_and_a_changed_byte_does_not() {
        let (secret, time) = (b"8f742231b10e8888abcd99yyyzzz85a5", b"1531420618");
        let body = "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
        let signature = "a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503";
        let check = |body: &str, signature: &str| {
            check_hmac_hex(secret, &[b"v0:", time, b":", body.as_bytes()], signature)
        };
        assert_eq!(check(body, signature), Ok(()));
        assert_eq!(check(&body.replace("foobar", "foobaz"), signature), Err(wrong()));
        assert_eq!(check(body, &signature.replace("a2", "a3")), Err(wrong()));
        for broken in ["", "a2", "zz", &signature[2..]] {
            assert_eq!(check(body, broken), Err(wrong()), "{broken}");
        }
    }

    #[test]
    fn ed25519_is_that_of_rfc_8032() {
        let hex = |digits| bytes_of_hex::<32>(digits).expect("digits");
        let key = hex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
        let signature = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";
        assert_eq!(check_ed25519(&key, &[0x72], signature), Ok(()));
        assert_eq!(check_ed25519(&key, &[0x73], signature), Err(wrong()));
        assert_eq!(check_ed25519(&[0; 32], &[0x72], signature), Err(wrong()));
        assert_eq!(check_ed25519(&key, &[0x72], "00"), Err(wrong()));
    }

    #[test]
    fn tokens_and_times_are_checked() {
        let secret = SecretString::from("s3cret");
        assert_eq!(check_token(&secret, "s3cret"), Ok(()));
        for other in ["", "s3cre", "s3cret ", "S3cret"] {
            assert_eq!(check_token(&secret, other), Err(wrong()));
        }
        let now = Timestamp::now().as_second();
        for (seconds, fresh) in
            [(now, true), (now - 290, true), (now - 310, false), (now + 310, false)]
        {
            assert_eq!(check_fresh(&seconds.to_string()).is_ok(), fresh, "{}", seconds - now);
        }
        for broken in ["", "soon", "99999999999999999999", "-1"] {
            assert!(check_fresh(broken).is_err(), "{broken}");
        }
    }
}
