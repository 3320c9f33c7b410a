//! Documents that are named by their symbols alone: "A/RES/80/23", "80/23".

use std::ops::Range;

use super::page::Passage;
use super::reference::Reference;
use super::references::{Reader, Taken};

/// The longest symbol, in bytes.
const SYMBOL_BYTES_MAX: usize = 40;

/// The most parts of one.
const PARTS_MAX: usize = 8;

impl Reader<'_> {
    /// Adds to `found` the documents of this corpus that `passage` names by a symbol.
    pub(super) fn add_symbols(
        &self,
        passage: &Passage,
        found: &mut Vec<Reference>,
        taken: &mut Taken,
    ) {
        let mut from = 0;
        for at in 0..passage.terms.len() {
            if at < from {
                continue;
            }
            let Some(words) = symbol_at(passage, at) else { continue };
            from = words.end;
            let bytes = passage.bytes(&words);
            if !taken.is_free(&bytes) || passage.is_quoted(bytes.start) {
                continue;
            }
            let documents = self.linked(&passage.text()[bytes]);
            if documents.is_empty() {
                continue;
            }
            let mut words = words;
            let label = self.labels.around(passage, &mut words);
            let range = passage.bytes(&words);
            let mut reference = Reference::valid(range, self.lists.shared(documents));
            if let Some(label) = &label {
                self.labels.resolve(self.corpus, label, &mut reference);
            }
            taken.mark(&reference.range);
            found.push(reference);
        }
    }
}

/// The words from word `at` on that are joined by strokes and end with a number.
fn symbol_at(passage: &Passage, at: usize) -> Option<Range<usize>> {
    let mut end = at + 1;
    while end < passage.terms.len().min(at + PARTS_MAX) && passage.gap(end) == "/" {
        end += 1;
    }
    let bytes = passage.bytes(&(at..end));
    let numbered = passage.word(end - 1).bytes().all(|b| b.is_ascii_digit());
    (end > at + 1 && numbered && bytes.len() <= SYMBOL_BYTES_MAX).then_some(at..end)
}
