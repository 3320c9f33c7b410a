//! Runs of text as a reader sees them: one blank for any white space, no invisible characters.

/// Text that is put together from pieces.
///
/// Runs of white space become one blank, those at the ends go. Soft hyphens, byte order marks and
/// other characters without a shape go too. Hyphens that do not break (U+2011) stay.
#[derive(Debug, Clone, Default)]
pub(crate) struct InlineText {
    text: String,
    blank: bool,
}

impl InlineText {
    /// Adds `piece`.
    pub(crate) fn push(&mut self, piece: &str) {
        for character in piece.chars() {
            if character.is_whitespace() {
                self.blank = true;
            } else if !is_invisible(character) {
                if self.blank && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.blank = false;
                self.text.push(character);
            }
        }
    }

    /// Takes the bytes at `places` out, in order, each a character of its own. Returns how many
    /// blanks went from the beginning with them.
    pub(crate) fn remove(&mut self, places: &[usize]) -> usize {
        let mut kept = String::with_capacity(self.text.len());
        let mut from = 0;
        for at in places {
            kept.push_str(&self.text[from..*at]);
            from = at + 1;
        }
        kept.push_str(&self.text[from..]);
        let lead = kept.len() - kept.trim_start().len();
        self.text = kept.trim().to_owned();
        lead
    }

    /// The byte at which the next word will begin.
    pub(crate) fn next_start(&self) -> usize {
        self.text.len() + usize::from(self.blank && !self.text.is_empty())
    }

    /// What there is so far. A blank at its end is not part of it.
    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    /// The text.
    pub(crate) fn finish(self) -> String {
        self.text
    }
}

/// `text` as a reader sees it.
pub(crate) fn clean(text: &str) -> String {
    let mut inline = InlineText::default();
    inline.push(text);
    inline.finish()
}

fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{fffc}'
        )
}

/// The character that an entity such as `&nbsp;` stands for, and the bytes of the entity.
pub(crate) fn entity(text: &str) -> Option<(char, usize)> {
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(10).position(|byte| byte == b';')?;
    let name = &body[..end];
    let character = match name {
        "nbsp" => '\u{a0}',
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "shy" => '\u{ad}',
        "ndash" => '–',
        "mdash" => '—',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "hellip" => '…',
        _ => numeric(name.strip_prefix('#')?)?,
    };
    Some((character, end + 2))
}

fn numeric(digits: &str) -> Option<char> {
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    };
    char::from_u32(code.ok()?)
}

/// `text` with its entities resolved.
pub(crate) fn resolve_entities(text: &str) -> String {
    let mut resolved = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        resolved.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, bytes) = entity(rest).unwrap_or(('&', 1));
        resolved.push(character);
        rest = &rest[bytes..];
    }
    resolved + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_one_blank_and_invisible_characters_go() {
        for (text, expected) in [
            ("  We\u{a0} meet\r\n\tnow ", "We meet now"),
            ("co\u{ad}operation", "cooperation"),
            ("10\u{2011}11", "10\u{2011}11"),
            ("\u{feff}We\u{200b} meet", "We meet"),
            ("whole-of- government", "whole-of- government"),
        ] {
            assert_eq!(clean(text), expected);
        }
    }

    #[test]
    fn ranges_begin_behind_the_blank() {
        let mut inline = InlineText::default();
        inline.push("We ");
        assert_eq!((inline.as_str(), inline.next_start()), ("We", 3));
    }

    #[test]
    fn entities_become_their_characters() {
        assert_eq!(resolve_entities("a&nbsp;b&#160;c&#xa0;d"), "a\u{a0}b\u{a0}c\u{a0}d");
        assert_eq!(
            resolve_entities("R&D & AT&amp;T &x; &#xffffffff;"),
            "R&D & AT&T &x; &#xffffffff;"
        );
    }
}
