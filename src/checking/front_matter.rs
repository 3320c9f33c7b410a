//! Metadata before a text.

/// How many bytes of front matter `text` begins with: keys with values between two lines `---`.
pub(super) fn front_matter(text: &str) -> usize {
    const LINES_MAX: usize = 60;
    let body = text.trim_start_matches('\u{feff}');
    let mut end = text.len() - body.len();
    for (at, line) in body.split_inclusive('\n').take(LINES_MAX).enumerate() {
        end += line.len();
        let fence = line.trim_end() == "---";
        match at {
            0 if !fence => return 0,
            0 => {}
            _ if fence => return end,
            // A key, or a value that goes on.
            _ if line.contains(':') || line.starts_with([' ', '\t', '-']) => {}
            _ => return 0,
        }
    }
    0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_between_two_lines_are_no_text() {
        let cases = [
            ("---\ntitle: \"A: b\"\n  and more\n---\nThe text", "The text"),
            ("\u{feff}---\na: b\n---\nThe text", "The text"),
            ("---\nThe text goes on\n---\nhere", "---\nThe text goes on\n---\nhere"),
            ("---\na: b\n", "---\na: b\n"),
            ("The text\n---\na: b\n---\n", "The text\n---\na: b\n---\n"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(&text[front_matter(text)..], expected, "{text}");
        }
    }
}
