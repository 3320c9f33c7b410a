//! Texts whose last line has the checksum of the others.

/// What the last line begins with; texts of earlier versions have none.
const CHECKSUM: &str = "# crc32 ";

/// Appends the checksum to lines of text.
pub(super) fn seal(text: &mut String) {
    debug_assert!(text.is_empty() || text.ends_with('\n'));
    let line = line_of(text);
    text.push_str(&line);
}

/// The lines before the checksum, or all lines without one; `None` if the checksum is wrong.
pub(super) fn unseal(text: &str) -> Option<&str> {
    let body = text.strip_suffix('\n').unwrap_or(text);
    let last = body.rfind('\n').map_or(0, |at| at + 1);
    if !text[last..].contains(CHECKSUM) {
        return Some(text);
    }
    let lines = &text[..last];
    (text[last..] == line_of(lines)).then_some(lines)
}

fn line_of(lines: &str) -> String {
    format!("{CHECKSUM}{:08x}\n", crc32fast::hash(lines.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_is_opened_and_no_other_text_is() {
        for lines in ["", "one\n", "one\n# crc32 two\n"] {
            let mut sealed = lines.to_owned();
            seal(&mut sealed);
            assert_eq!(unseal(&sealed), Some(lines));
            for at in 0..lines.len() {
                let mut damaged = sealed.clone().into_bytes();
                damaged[at] ^= 1;
                assert_eq!(
                    unseal(str::from_utf8(&damaged).expect("ASCII")),
                    None,
                    "{lines:?} {at}"
                );
            }
        }
        for earlier in ["", "one\n", "one", "# crc32 \ntwo"] {
            assert_eq!(unseal(earlier), Some(earlier));
        }
    }
}
