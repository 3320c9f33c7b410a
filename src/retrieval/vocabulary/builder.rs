//! Collecting the words of passages.

use std::collections::HashMap;

use columns::U32;

use super::Vocabulary;
use super::letters::Letters;
use crate::language::analysis::{Analyzer, Token};
use crate::language::lexicon::english;

/// Words in a run of which the initials are learnt.
const INITIALS_MAX: usize = 6;

/// Collects passages; words and stems go by their numbers in the analyzer.
#[derive(Debug, Default)]
pub(in crate::retrieval) struct VocabularyBuilder {
    /// How many passages there are so far.
    passages: u32,
    /// In how many of them each word stands.
    counts: Vec<u32>,
    /// The last of them in which it stands, numbered from 1.
    latest: Vec<u32>,
    /// The stem that it was first read by.
    stems: Vec<u32>,
    /// Initials with the stems of the words; the first words that had them stay.
    initialisms: HashMap<Box<str>, Box<[u32]>>,
}

impl VocabularyBuilder {
    /// Appends `passage`, which `analyzer` reads as `tokens`.
    pub(in crate::retrieval) fn push(
        &mut self,
        passage: &str,
        tokens: &[Token],
        analyzer: &Analyzer,
    ) {
        self.passages += 1;
        self.counts.resize(analyzer.words(), 0);
        self.latest.resize(analyzer.words(), 0);
        self.stems.resize(analyzer.words(), 0);
        for token in tokens {
            let word = token.word as usize;
            if self.latest[word] == 0 {
                self.stems[word] = token.stem;
            }
            if self.latest[word] != self.passages {
                self.latest[word] = self.passages;
                self.counts[word] += 1;
            }
        }
        self.learn_initialisms(passage, tokens, analyzer);
    }

    /// The vocabulary of the passages, which `analyzer` has read, and nothing else.
    pub(in crate::retrieval) fn build(self, analyzer: &Analyzer) -> Vocabulary {
        let words = sorted(analyzer.words(), |word| analyzer.word(word));
        let stems = sorted(analyzer.stems(), |stem| analyzer.stem(stem));
        let mut ranks = vec![U32::ZERO; stems.len()];
        for (rank, &stem) in (0..).zip(&stems) {
            ranks[stem as usize] = U32::new(rank);
        }
        let stem_of = |word: &u32| {
            self.stems.get(*word as usize).map_or(U32::ZERO, |&stem| ranks[stem as usize])
        };
        let word_stems = words.iter().map(stem_of).collect();
        let mut initialisms: Vec<(Box<str>, Box<[u32]>)> = self.initialisms.into_iter().collect();
        initialisms.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
        let stems_of = |stems: &[u32]| -> Vec<U32> {
            stems.iter().map(|&stem| ranks[stem as usize]).collect()
        };
        Vocabulary {
            counts: words.iter().map(|&word| U32::new(self.counts[word as usize])).collect(),
            letters: words
                .iter()
                .map(|&word| Letters::in_word(analyzer.word(word)).into())
                .collect(),
            word_stems,
            words: words.iter().map(|&word| analyzer.word(word)).collect(),
            stems: stems.iter().map(|&stem| analyzer.stem(stem)).collect(),
            initialism_stems: initialisms.iter().map(|(_, stems)| stems_of(stems)).collect(),
            initialisms: initialisms.iter().map(|(initials, _)| initials).collect(),
        }
    }

    /// Learns the initials of each run of two to six capitalised words. Small words within a run
    /// ("Department of Peacekeeping Operations") lend no letter.
    fn learn_initialisms(&mut self, passage: &str, tokens: &[Token], analyzer: &Analyzer) {
        let known = &english().text.persons.small_words;
        let small = |token: &Token| known.has(analyzer.word(token.word));
        let mut initials = String::new();
        let mut stems: Vec<u32> = Vec::with_capacity(INITIALS_MAX);
        for (start, first) in tokens.iter().enumerate() {
            if !first.is_capitalised(passage) || small(first) {
                continue;
            }
            initials.clear();
            stems.clear();
            let mut end = first.bytes.start;
            for token in &tokens[start..] {
                let between = &passage[end..token.bytes.start];
                let apart = !between.chars().all(|c| matches!(c, ' ' | '\u{a0}' | '\n' | '-'));
                if apart && !stems.is_empty() {
                    break;
                }
                end = token.bytes.end;
                if small(token) {
                    continue;
                }
                if !token.is_capitalised(passage) || stems.len() == INITIALS_MAX {
                    break;
                }
                initials.extend(analyzer.word(token.word).chars().next());
                stems.push(token.stem);
                if stems.len() >= 2 && !self.initialisms.contains_key(initials.as_str()) {
                    self.initialisms.insert(initials.as_str().into(), stems.as_slice().into());
                }
            }
        }
    }
}

/// The numbers below `count` in order of their texts.
fn sorted<'a>(count: usize, text: impl Fn(u32) -> &'a str) -> Vec<u32> {
    let mut order: Vec<u32> = (0..count as u32).collect();
    order.sort_unstable_by_key(|&number| text(number));
    order
}
