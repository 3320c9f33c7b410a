//! Bytes as text.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

use crate::Doubt;

/// Bytes from which the encoding of a file is guessed.
const SAMPLE_BYTES: usize = 1024 * 1024;

/// `bytes` as text, without a byte order mark.
///
/// UTF-8 and UTF-16 with a mark are sure, and so is valid UTF-8. Anything else is a guess, and a doubt
/// says so.
pub(crate) fn decode<'a>(bytes: &'a [u8], doubts: &mut Vec<Doubt>) -> Cow<'a, str> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, faulty) = encoding.decode_without_bom_handling(&bytes[mark..]);
        if faulty {
            doubts.push(doubt(&format!(
                "is no valid {}; what is no text there was replaced",
                encoding.name()
            )));
        }
        return text;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(SAMPLE_BYTES)], bytes.len() <= SAMPLE_BYTES);
    let mut encoding = detector.guess(None, Utf8Detection::Allow);
    if is_almost_utf8(bytes) {
        encoding = UTF_8;
    }
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    doubts.push(doubt(&format!("is not valid UTF-8; it was read as {}", encoding.name())));
    text
}

fn doubt(message: &str) -> Doubt {
    Doubt { place: String::new(), message: format!("the file {message}") }
}

/// Whether most that is not ASCII is valid UTF-8: a file with a fault, not one of another encoding.
fn is_almost_utf8(bytes: &[u8]) -> bool {
    let (mut valid, mut faults) = (0, 0);
    for chunk in bytes[..bytes.len().min(SAMPLE_BYTES)].utf8_chunks() {
        valid += chunk.valid().chars().filter(|one| !one.is_ascii()).count();
        faults += usize::from(!chunk.invalid().is_empty());
    }
    valid > 10 * faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> (String, usize) {
        let mut doubts = Vec::new();
        (decode(bytes, &mut doubts).into_owned(), doubts.len())
    }

    #[test]
    fn marks_tell_the_encoding() {
        assert_eq!(decoded("\u{feff}Größe".as_bytes()), ("Größe".to_owned(), 0));
        let utf16: Vec<u8> = "\u{feff}Größe".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf16), ("Größe".to_owned(), 0));
        let utf16: Vec<u8> = "\u{feff}Größe".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&utf16), ("Größe".to_owned(), 0));
    }

    #[test]
    fn other_encodings_are_guessed_and_doubted() {
        assert_eq!(
            decoded(b"La coop\xe9ration des \xc9tats"),
            ("La coopération des États".to_owned(), 1)
        );
        let cyrillic = encoding_rs::WINDOWS_1251.encode("Государства договорились о мире").0;
        assert_eq!(decoded(&cyrillic), ("Государства договорились о мире".to_owned(), 1));
    }

    #[test]
    fn a_fault_in_utf8_is_replaced() {
        let mut bytes = "é".repeat(30).into_bytes();
        bytes.push(0xff);
        assert_eq!(decoded(&bytes), ("é".repeat(30) + "\u{fffd}", 1));
    }
}
