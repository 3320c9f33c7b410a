//! Quotations with what other programs left in them: marks of notes, HTML, numbers of lines.

use std::collections::BTreeSet;

use super::index::{QuoteIndex, hash_of};
use super::words::{key, word_ranges};
use crate::domain::Normalisation::{self, Dashes, LineNumbers, Markup, NoteMarks};
use crate::domain::{Difference, QuoteVerdict, Span, Text, Verdict};
use crate::language::markup::{Also, Debris, clean};

impl From<Debris> for Normalisation {
    fn from(debris: Debris) -> Self {
        match debris {
            Debris::Note => NoteMarks,
            Debris::Markup => Markup,
            Debris::LineNumber => LineNumbers,
            Debris::Hyphen => Dashes,
        }
    }
}

/// A quotation without debris.
pub(super) struct Plain {
    pub(super) text: String,
    pub(super) kinds: BTreeSet<Normalisation>,
    /// For each code point of `text` and its end, the code point of what was pasted.
    origin: Vec<u32>,
}

impl Plain {
    /// `pasted` without debris; nothing where it has none.
    pub(super) fn of(pasted: &str, index: &QuoteIndex) -> Option<Self> {
        let cleaned = clean(pasted, Also { emphasis: false, links: true });
        let mut kinds: BTreeSet<Normalisation> =
            cleaned.taken.iter().map(|taken| taken.debris.into()).collect();
        let mut left_out = vec![false; cleaned.text.len()];
        for range in word_ranges(&cleaned.text) {
            let word = &cleaned.text[range.clone()];
            if let Some(letters) = without_number(word, index) {
                left_out[range.start + letters..range.end].fill(true);
                kinds.insert(NoteMarks);
            }
        }
        if kinds.is_empty() {
            return None;
        }
        let pasted_text = Text::new(pasted.to_owned());
        let (mut text, mut origin) = (String::with_capacity(cleaned.text.len()), Vec::new());
        let mut end = 0;
        for (at, c) in cleaned.text.char_indices() {
            let from = pasted_text.span_of(cleaned.original(&(at..at + c.len_utf8())));
            end = from.end;
            if !left_out[at] {
                text.push(c);
                origin.push(from.start);
            }
        }
        origin.push(end);
        Some(Self { text, kinds, origin })
    }

    /// `found` for the plain text as that for what was pasted.
    pub(super) fn as_pasted(&self, mut found: QuoteVerdict, pasted: &str) -> QuoteVerdict {
        let at = |offset: u32| {
            let last = self.origin.last().copied().unwrap_or(0);
            self.origin.get(offset as usize).copied().unwrap_or(last)
        };
        // An end belongs to the character before it.
        let end = |offset: u32| offset.checked_sub(1).map_or_else(|| at(0), |last| at(last) + 1);
        let moved = |run: &Difference| {
            let (start, stop) = (at(run.right.start), end(run.right.end));
            let right =
                Span::new(start, if run.right.is_empty() { start } else { stop.max(start) });
            Difference { right, ..*run }
        };
        for place in found.matches.iter_mut().chain(&mut found.nearest) {
            place.differences = place.differences.iter().map(moved).collect();
        }
        found.text = Text::new(pasted.to_owned());
        normalise(&mut found, &self.kinds);
        found
    }
}

/// Adds differences of formatting of these `kinds` to `found`.
pub fn normalise(found: &mut QuoteVerdict, kinds: &BTreeSet<Normalisation>) {
    if kinds.is_empty() {
        return;
    }
    for place in &mut found.matches {
        let all = place.normalised.iter().chain(kinds).copied();
        place.normalised = all.collect::<BTreeSet<_>>().into_iter().collect();
    }
    if found.verdict == Verdict::Exact {
        found.verdict = Verdict::Normalised;
    }
}

/// How many bytes of `word` are left without the number of a note that was joined to it: where no
/// document has the word with its number, and one has it without.
fn without_number(word: &str, index: &QuoteIndex) -> Option<usize> {
    const LETTERS_MIN: usize = 4;
    const DIGITS_MAX: usize = 3;
    let letters = word.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = word.len() - letters.len();
    let noted = (1..=DIGITS_MAX).contains(&digits)
        && letters.len() >= LETTERS_MIN
        && letters.chars().all(char::is_alphabetic)
        && !index.knows(hash_of(&key(word)))
        && index.knows(hash_of(&key(letters)));
    noted.then_some(letters.len())
}
