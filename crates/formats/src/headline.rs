//! Headings that nothing but their look and their place tells.

use crate::HeadingWords;
use crate::numbering::{self, after_bullet};

/// A heading is not longer, in bytes.
const HEADLINE_BYTES_MAX: usize = 100;
/// What stands below one is longer than this, in bytes, unless it has a number.
const BODY_BYTES_MIN: usize = 80;

/// Whether `text` is short and ends as headings do, not as sentences.
pub(crate) fn is_short(text: &str) -> bool {
    text.len() <= HEADLINE_BYTES_MAX && !ends_as_text(text)
}

/// Whether `text` ends as sentences and lead-ins do.
pub(crate) fn ends_as_text(text: &str) -> bool {
    text.ends_with(['.', ';', ':', ',', '!', '?', '。', '；', '：', '，', '-', '–', '—'])
}

/// Whether a line by itself, between `before` and `after`, is a heading.
pub(crate) fn is_headline(before: &str, text: &str, after: &str, words: &HeadingWords) -> bool {
    let small = text.chars().next().is_some_and(char::is_lowercase);
    let led_in = before.ends_with([':', ',', ';', '：']);
    let body = after.len() >= BODY_BYTES_MIN || numbering::read(after, words).is_some();
    is_short(text) && !small && !led_in && body && after_bullet(text).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_line_above_text_is_a_heading() {
        let words = HeadingWords::default();
        let long =
            "We met and spoke of all that there is to speak of, and more than that, for two days.";
        for (before, text, after, expected) in [
            ("We met.", "Rivers", long, true),
            ("We met.", "Rivers", "1. All.", true),
            ("We met:", "Rivers", long, false),
            ("We met.", "Rivers.", long, false),
            ("We met.", "rivers", long, false),
            ("We met.", "Rivers", "Lakes", false),
            ("We met.", long, long, false),
        ] {
            assert_eq!(
                is_headline(before, text, after, &words),
                expected,
                "{before} {text} {after}"
            );
        }
    }
}
