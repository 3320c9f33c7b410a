//! In which letters a page is written.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes at the beginning of a page in which it names its letters.
const NAMED_WITHIN: usize = 4096;

/// The text of a page. What it says of its letters holds unless they are UTF-8 all the same.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let encoding = named(&bytes[..bytes.len().min(NAMED_WITHIN)]).unwrap_or(WINDOWS_1252);
    encoding.decode_without_bom_handling(bytes).0.into_owned()
}

/// The letters that `charset=` or `encoding=` names.
fn named(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes).to_ascii_lowercase();
    ["charset=", "encoding="].into_iter().find_map(|key| {
        let (_, rest) = head.split_once(key)?;
        let name = rest.trim_start_matches(['"', '\'', ' ']);
        let end =
            name.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_:.".contains(letter)))?;
        // It is not UTF-8, whatever it says.
        Encoding::for_label(&name.as_bytes()[..end]).filter(|encoding| *encoding != UTF_8)
    })
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn letters_are_read_as_named() {
        assert_eq!(
            decode(b"<meta charset=\"windows-1251\">\xcf"),
            "<meta charset=\"windows-1251\">\u{41f}"
        );
        assert_eq!(decode(b"caf\xe9 \x93x\x94"), "caf\u{e9} \u{201c}x\u{201d}");
        assert_eq!(decode("\u{feff}é".as_bytes()), "é");
        assert_eq!(decode(b"<meta charset=latin1 >\xc3\xa9"), "<meta charset=latin1 >é");
    }
}
