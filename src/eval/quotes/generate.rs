//! Quotations with the verdict that is due to each.

use std::ops::Range;

use super::mangle::{WAYS, is_negation, mangle};
use super::random::Random;
use super::source::QuoteSources;
use super::truth::{NEAREST_WORDS_MAX, Truth, plain_words};
use crate::domain::{QuoteClaim, Span, Verdict};

/// What is said of a sentence that stands in other words in the documents.
pub(super) const VARIANT: &str = "variant";
/// The same set every time.
const SEED: u64 = 20_261_122;
/// Tries for each quotation before fewer are made.
const TRIES: usize = 60;
/// Tries to spoil a quotation in one way before another is taken.
const TRIES_OF_A_WAY: usize = 10;
/// Sentences whose distance to a stretch of the documents is at most this share of their words
/// are variants of it, not absent.
const VARIANT_SHARE: f64 = 1.0 / 3.0;

/// A quotation, and what is due to it.
pub(super) struct Case {
    pub(super) claim: QuoteClaim,
    pub(super) verdict: Verdict,
    /// What was done to it.
    pub(super) made_by: String,
    /// The document and the span that it was made from; for absent ones none.
    pub(super) from: Option<(usize, Span)>,
    /// Words of the edits that were made: what a difference may come to at most.
    pub(super) edits: usize,
}

/// How many quotations of each kind are wanted.
#[derive(Debug, Clone, Copy)]
pub struct QuoteCounts {
    /// As they stand.
    pub exact: usize,
    /// In other formatting.
    pub normalised: usize,
    /// With words changed.
    pub altered: usize,
    /// Ascribed to another document.
    pub misattributed: usize,
    /// Of documents that were left out.
    pub absent: usize,
}

impl Default for QuoteCounts {
    fn default() -> Self {
        Self { exact: 500, normalised: 500, altered: 500, misattributed: 300, absent: 500 }
    }
}

/// Makes the quotations.
pub(super) struct Generator<'s> {
    pub(super) sources: &'s QuoteSources,
    pub(super) truth: Truth,
    random: Random,
    vocabulary: Vec<String>,
    /// Sentences of documents left out that stand in the others, too.
    pub(super) repeated: usize,
}

impl<'s> Generator<'s> {
    pub(super) fn new(sources: &'s QuoteSources) -> Self {
        let corpus = &sources.corpus;
        let truth = Truth::from_corpus(corpus);
        let words = corpus.clauses().iter().flat_map(|clause| {
            corpus
                .text_of(clause)
                .split(' ')
                .filter(|word| word.len() > 2 && word.chars().all(|c| c.is_ascii_lowercase()))
        });
        let vocabulary = words.map(str::to_owned).collect();
        Self { sources, truth, random: Random(SEED), vocabulary, repeated: 0 }
    }

    /// All quotations that can be made, at most as many as wanted.
    pub(super) fn cases(&mut self, counts: QuoteCounts) -> Vec<Case> {
        let mut cases = Vec::new();
        let mut add = |count: usize, make: &mut dyn FnMut(usize, usize) -> Option<Case>| {
            for at in 0..count {
                cases.extend((0..TRIES).find_map(|attempt| make(at, attempt)));
            }
        };
        add(counts.exact, &mut |_, _| self.exact());
        add(counts.normalised, &mut |at, attempt| {
            // Where a way finds nothing to spoil, the next one may.
            self.normalised(WAYS[(at + attempt / TRIES_OF_A_WAY) % WAYS.len()])
        });
        add(counts.altered, &mut |at, _| self.altered(1 + at % 5));
        add(counts.misattributed, &mut |_, _| self.misattributed());
        let (absent, variants): (Vec<Case>, Vec<Case>) =
            self.absent().into_iter().partition(|case| case.verdict == Verdict::NotFound);
        let step = (absent.len() / counts.absent.max(1)).max(1);
        cases.extend(absent.into_iter().step_by(step).take(counts.absent));
        cases.extend(variants.into_iter().take(counts.absent));
        cases
    }

    /// A stretch of a clause of `from` to `to` words: its document, where it stands, its words.
    fn stretch(&mut self, words: Range<usize>) -> Option<(usize, Span, String)> {
        let corpus = &self.sources.corpus;
        let clause = self.random.one_of(corpus.clauses())?;
        let text = corpus.text_of(clause);
        let ends: Vec<Range<usize>> = text
            .split_whitespace()
            .map(|part| {
                let start = part.as_ptr() as usize - text.as_ptr() as usize;
                start..start + part.len()
            })
            .collect();
        let count = words.start + self.random.below(words.len());
        if ends.len() < count {
            return None;
        }
        let first = self.random.below(ends.len() - count + 1);
        if follows_negation(text, &ends[..first]) {
            return None;
        }
        let cut = &text[ends[first].start..ends[first + count - 1].end];
        let trimmed = cut.trim_matches(|c: char| !c.is_alphanumeric());
        if plain_words(trimmed).len() < words.start {
            return None;
        }
        let at = trimmed.as_ptr() as usize - text.as_ptr() as usize;
        let source = &corpus.document_of(clause).text;
        let base = source.byte_of(clause.span.start);
        let span = source.span_of(base + at..base + at + trimmed.len());
        Some((clause.document, span, trimmed.to_owned()))
    }

    /// Ascribed to its document every other time.
    fn claim(&mut self, text: String, document: usize) -> QuoteClaim {
        let named = self.random.below(2) == 0;
        let id = &self.sources.corpus.documents()[document].id;
        QuoteClaim { text, document: named.then(|| id.clone()), clause: None }
    }

    fn exact(&mut self) -> Option<Case> {
        let (document, span, text) = self.stretch(6..60)?;
        let claim = self.claim(text, document);
        let from = Some((document, span));
        Some(Case { claim, verdict: Verdict::Exact, made_by: "exact".into(), from, edits: 0 })
    }

    fn normalised(&mut self, way: &str) -> Option<Case> {
        let (document, span, text) = self.stretch(6..60)?;
        let mut mangled = mangle(&text, way, &mut self.random, &self.truth);
        // Some are spoiled in two ways.
        if mangled != text && self.random.below(4) == 0 {
            mangled = mangle(&mangled, "line ends", &mut self.random, &self.truth);
        }
        let corpus = &self.sources.corpus;
        let stands = corpus.documents().iter().any(|d| d.text.as_str().contains(&mangled));
        if stands || mangled.chars().count() > crate::domain::QUOTE_CHARS_MAX {
            return None;
        }
        let claim = self.claim(mangled, document);
        let (verdict, from) = (Verdict::Normalised, Some((document, span)));
        Some(Case { claim, verdict, made_by: way.to_owned(), from, edits: 0 })
    }

    fn altered(&mut self, edits: usize) -> Option<Case> {
        let least = 4 + 4 * edits;
        let (document, span, text) = self.stretch(least..least + 30)?;
        let mut parts: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let (mut cost, mut made_by) = (0, Vec::new());
        for _ in 0..edits {
            let (name, words) = self.edit(&mut parts)?;
            cost += words;
            made_by.push(name);
        }
        let edited = parts.join(" ");
        let words = plain_words(&edited);
        if self.truth.stands(&words) || words == plain_words(&text) {
            return None;
        }
        let claim = self.claim(edited, document);
        let (verdict, from) = (Verdict::Altered, Some((document, span)));
        let made_by = if edits == 1 { made_by[0].to_owned() } else { format!("{edits} edits") };
        Some(Case { claim, verdict, made_by, from, edits: cost })
    }

    /// Changes a word, neither the first nor the last: how, and how many words that makes.
    fn edit(&mut self, parts: &mut Vec<String>) -> Option<(&'static str, usize)> {
        let at = 1 + self.random.below(parts.len() - 3);
        let other = self.random.one_of(&self.vocabulary)?.clone();
        let size = |part: &String| plain_words(part).len();
        Some(match self.random.below(4) {
            0 => {
                let words = size(&parts[at]).max(1);
                parts[at] = other;
                ("replaced", words)
            }
            1 => ("left out", size(&parts.remove(at))),
            2 => {
                parts.insert(at, other);
                ("put in", 1)
            }
            _ => {
                parts.swap(at, at + 1);
                ("swapped", size(&parts[at]) + size(&parts[at + 1]))
            }
        })
    }

    fn misattributed(&mut self) -> Option<Case> {
        let (document, span, text) = self.stretch(8..60)?;
        let other = self.random.below(self.sources.corpus.documents().len());
        if other == document || self.truth.stands_in(&plain_words(&text), other) {
            return None;
        }
        let named = Some(self.sources.corpus.documents()[other].id.clone());
        let claim = QuoteClaim { text, document: named, clause: None };
        let (verdict, from) = (Verdict::Misattributed, Some((document, span)));
        Some(Case { claim, verdict, made_by: "misattributed".into(), from, edits: 0 })
    }

    /// Every sentence of a fit length of the documents left out: absent, or a variant of a stretch
    /// of the others.
    fn absent(&mut self) -> Vec<Case> {
        let mut cases = Vec::new();
        let sources = self.sources;
        for (document, clauses) in &sources.left_out {
            for clause in clauses {
                let spans = crate::corpus::segments(&document.text, clause.span);
                for text in spans.into_iter().map(|span| document.text.slice(span).trim()) {
                    let words = plain_words(text);
                    if !(8..=NEAREST_WORDS_MAX).contains(&words.len()) {
                        continue;
                    }
                    cases.push(text.to_owned());
                }
            }
        }
        // Enough to choose from, for each is compared with every word of the corpus.
        let step = cases.len().div_ceil(2_000).max(1);
        let mut absent = Vec::new();
        for text in cases.into_iter().step_by(step) {
            let words = plain_words(&text);
            let distance = self.truth.distance(&words);
            let claim = QuoteClaim { text, document: None, clause: None };
            let (verdict, made_by) = if distance == 0 {
                self.repeated += 1;
                continue;
            } else if distance as f64 <= VARIANT_SHARE * words.len() as f64 {
                (Verdict::Altered, VARIANT.to_owned())
            } else {
                (Verdict::NotFound, "absent".to_owned())
            };
            absent.push(Case { claim, verdict, made_by, from: None, edits: 0 });
        }
        absent
    }
}

/// Whether a negation stands among the last three of the words `before` a stretch, as in "should not have
/// been": the stretch alone would say the opposite of its sentence.
fn follows_negation(text: &str, before: &[Range<usize>]) -> bool {
    before.iter().rev().take(3).any(|word| is_negation(&text[word.clone()]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_close_behind_a_negation_are_skipped() {
        let cases = [
            ("they should not ", true),
            ("they should not have been ", true),
            ("they should not have been at all ", false),
            ("they should have been ", false),
        ];
        for (before, expected) in cases {
            let start = |word: &str| word.as_ptr() as usize - before.as_ptr() as usize;
            let words = before.split(' ').filter(|word| !word.is_empty());
            let words: Vec<_> = words.map(|word| start(word)..start(word) + word.len()).collect();
            assert_eq!(follows_negation(before, &words), expected, "{before}");
        }
    }
}
