//! What is true of a quotation, found by going through every document word by word.
//!
//! Shares nothing with the quote index or the alignment: other words, another search.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::domain::{Corpus, Document};

/// Words of the longest text whose nearest place is looked for.
pub(super) const NEAREST_WORDS_MAX: usize = 64;

/// The words of every document, in order.
pub(super) struct Truth {
    numbers: HashMap<String, u32>,
    documents: Vec<Vec<u32>>,
}

/// Runs of letters and digits in lower case, without accents.
pub(super) fn plain_words(text: &str) -> Vec<String> {
    let folded: String = text
        .nfkd()
        .filter(|&c| !is_combining_mark(c) && c != '\u{ad}')
        .flat_map(char::to_lowercase)
        .collect();
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

impl Truth {
    /// Reads every clause of `corpus`.
    pub(super) fn from_corpus(corpus: &Corpus) -> Self {
        let mut numbers = HashMap::new();
        let mut read = |document: &Document| -> Vec<u32> {
            let clauses = corpus.clauses_of(document).iter();
            let words = clauses.flat_map(|clause| plain_words(corpus.text_of(clause)));
            words
                .map(|word| {
                    let next = numbers.len() as u32 + 1;
                    *numbers.entry(word).or_insert(next)
                })
                .collect()
        };
        let documents = corpus.documents().iter().map(&mut read).collect();
        Self { numbers, documents }
    }

    /// 0 stands for words that occur nowhere.
    fn numbered(&self, words: &[String]) -> Vec<u32> {
        words.iter().map(|word| self.numbers.get(word).copied().unwrap_or(0)).collect()
    }

    /// Whether the corpus has the word.
    pub(super) fn knows(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
    }

    /// Whether `words` stand in the document of this index, in a row.
    pub(super) fn stands_in(&self, words: &[String], document: usize) -> bool {
        let wanted = self.numbered(words);
        let text = &self.documents[document];
        !wanted.contains(&0) && text.windows(wanted.len()).any(|window| window == wanted)
    }

    /// Whether `words` stand in any document in a row.
    pub(super) fn stands(&self, words: &[String]) -> bool {
        (0..self.documents.len()).any(|document| self.stands_in(words, document))
    }

    /// How many words have to be exchanged, left out or put in for the first
    /// [`NEAREST_WORDS_MAX`] of `words` to stand somewhere in a row: the least edit distance to
    /// any stretch of any document (Myers, "A fast bit-vector algorithm for approximate string
    /// matching", 1999).
    pub(super) fn distance(&self, words: &[String]) -> usize {
        let wanted = self.numbered(&words[..words.len().min(NEAREST_WORDS_MAX)]);
        let mut masks: HashMap<u32, u64> = HashMap::new();
        for (at, word) in wanted.iter().enumerate().filter(|(_, word)| **word != 0) {
            *masks.entry(*word).or_default() |= 1 << at;
        }
        let mut table = vec![0_u64; self.numbers.len() + 1];
        for (word, mask) in masks {
            table[word as usize] = mask;
        }
        let last = 1_u64 << (wanted.len() - 1);
        let mut least = wanted.len();
        for text in &self.documents {
            let (mut up, mut down, mut score) = (u64::MAX, 0_u64, wanted.len());
            for word in text {
                let equal = table[*word as usize];
                let vertical = equal | down;
                let horizontal = (((equal & up).wrapping_add(up)) ^ up) | equal;
                let plus = down | !(horizontal | up);
                let minus = up & horizontal;
                if plus & last != 0 {
                    score += 1;
                } else if minus & last != 0 {
                    score -= 1;
                }
                let (plus, minus) = (plus << 1, minus << 1);
                up = minus | !(vertical | plus);
                down = plus & vertical;
                least = least.min(score);
            }
        }
        least
    }
}

/// The edit distance between two runs of words (Wagner and Fischer 1974).
pub(super) fn distance(a: &[String], b: &[String]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, own) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, other) in b.iter().enumerate() {
            let exchanged = diagonal + usize::from(own != other);
            diagonal = row[j + 1];
            row[j + 1] = exchanged.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    #[test]
    fn the_nearest_stretch_is_as_far_as_its_edits() {
        let truth = Truth::from_corpus(&sample::corpus());
        let cases = [
            ("condemning ALL acts of criminal violence", 0),
            ("condemning all acts of violence", 1),
            ("condemning most acts of criminal violence", 1),
            ("condemning all the acts of criminal violence", 1),
            ("zebras graze nowhere at all", 4),
        ];
        for (text, expected) in cases {
            let words = plain_words(text);
            assert_eq!(truth.distance(&words), expected, "{text}");
            assert_eq!(truth.stands(&words), expected == 0, "{text}");
        }
        assert_eq!(distance(&plain_words("a b c d"), &plain_words("a x c")), 2);
    }
}
