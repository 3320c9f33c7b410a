//! Where lines end: words that are broken there, and numbers of lines.

use super::{Cleaner, DIGITS_MAX, Debris};

impl Cleaner<'_> {
    /// The end of a line, with the number of the next, where that is all it has.
    pub(super) fn line_end(&mut self) -> bool {
        let rest = &self.rest()[1..];
        let broken = self.found.text.strip_suffix('-').is_some_and(|word| {
            word.ends_with(char::is_lowercase) && rest.starts_with(char::is_lowercase)
        });
        if broken && self.also.emphasis {
            self.found.text.pop();
            self.found.origin.pop();
            self.take(Debris::Hyphen, None, 1);
            return true;
        }
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let goes_on = rest[digits..].starts_with('\n') && !rest[digits + 1..].trim().is_empty();
        let joint = if self.also.emphasis { ' ' } else { '\n' };
        if (1..=DIGITS_MAX).contains(&digits) && goes_on && !self.text[..self.at].trim().is_empty()
        {
            self.take(Debris::LineNumber, None, 0);
            self.put(joint, digits + 2);
        } else {
            self.put(joint, 1);
        }
        true
    }
}
