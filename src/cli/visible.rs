//! Names of files as a terminal may show them.

use std::borrow::Cow;

/// `text` with its control characters spelt out, except for ends of lines and tabs: a file's name can hold any, and a
/// terminal obeys them.
pub(super) fn visible(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| c.is_control() && c != '\n' && c != '\t';
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let spell = |mut shown: String, c: char| {
        if obeyed(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
        shown
    };
    Cow::Owned(text.chars().fold(String::new(), spell))
}

/// A file's name, in one line.
pub(super) fn name(text: &str) -> String {
    visible(text).replace('\n', "\\n").replace('\t', "\\t")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_has_nothing_to_obey() {
        assert_eq!(visible("a é\tb\n“c”"), "a é\tb\n“c”");
        assert_eq!(visible("a\u{1b}[31mb\u{7}\u{9b}\r"), "a\\u{1b}[31mb\\u{7}\\u{9b}\\r");
        assert_eq!(name("a\nb\u{7f}"), "a\\nb\\u{7f}");
    }
}
