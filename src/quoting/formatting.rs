//! Differences of formatting between a quotation and its source: those that change no word.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::align::{Alignment, How};
use super::passage::Passage;
use super::quote::Piece;
use super::words::{fold, is_invisible, spelt};
use crate::domain::Normalisation::{
    self, Accents, Brackets, Case, Dashes, Emphasis, Labels, Ligatures, Ocr, Punctuation,
    QuotationMarks, Spelling, WhiteSpace,
};

/// Adds what was normalised in the pairs of `alignment`. `text` is what `piece` was read from.
pub(super) fn formatting(
    text: &str,
    piece: &Piece,
    passage: &Passage<'_>,
    alignment: &Alignment,
    kinds: &mut BTreeSet<Normalisation>,
) {
    let quoted = |at: usize| &text[piece.words[at].bytes.clone()];
    let gap = |at: usize| &text[piece.words[at].bytes.end..piece.words[at + 1].bytes.start];
    for (pair, how) in &alignment.pairs {
        match how {
            How::Key => {
                words(quoted(pair.right.start), passage.written(pair.left.start), kinds);
            }
            How::Ocr => _ = kinds.insert(Ocr),
            How::Patched | How::Bracketed => _ = kinds.insert(Brackets),
            How::Label => _ = kinds.insert(Labels),
            How::Spaced if pair.right.len() == 2 => gaps(gap(pair.right.start), "", kinds),
            How::Spaced => gaps("", passage.gap(pair.left.start).unwrap_or_default(), kinds),
        }
    }
    for two in alignment.pairs.windows(2) {
        let [(before, _), (after, _)] = two else { continue };
        let follows = before.left.end == after.left.start && before.right.end == after.right.start;
        if !follows || before.owned || after.owned {
            continue;
        }
        // Where a clause ends, its document has marks and a label that no quotation need have.
        if let Some(own) = passage.gap(before.left.end - 1) {
            gaps(gap(before.right.end - 1), own, kinds);
        }
    }
}

/// Adds what differs between two ways of writing a word: each kind without which they would not
/// be the same.
fn words(quoted: &str, source: &str, kinds: &mut BTreeSet<Normalisation>) {
    if quoted == source {
        return;
    }
    let needed =
        |kind: &Normalisation| rewritten(quoted, Some(*kind)) != rewritten(source, Some(*kind));
    let found: Vec<Normalisation> = REWRITINGS.into_iter().filter(needed).collect();
    if found.is_empty() {
        // Forms that are equal for Unicode already.
        kinds.insert(Accents);
    }
    kinds.extend(found);
}

const REWRITINGS: [Normalisation; 8] =
    [Case, QuotationMarks, WhiteSpace, Dashes, Punctuation, Accents, Ligatures, Spelling];

/// The word without differences of any kind but one.
fn rewritten(word: &str, except: Option<Normalisation>) -> String {
    let does = |kind: Normalisation| except != Some(kind);
    let mut word = word.to_owned();
    if does(Dashes) {
        word = word.replace('\u{ad}', "").replace('\u{2212}', "-");
    }
    if does(WhiteSpace) {
        word = word.replace(|c: char| c != '\u{ad}' && is_invisible(c), "");
    }
    if does(QuotationMarks) {
        word = word.replace('\u{2019}', "'");
    }
    if does(Accents) {
        word = word.nfd().filter(|&c| !is_combining_mark(c)).nfc().collect();
    }
    if does(Ligatures) {
        word = word.nfkc().flat_map(unligated).collect();
    }
    if does(Case) {
        word = word.chars().flat_map(char::to_lowercase).collect();
    }
    if does(Punctuation) && word.contains([',', '.']) {
        // Folding takes off all else, too: only its marks are taken over.
        let marks = |text: &str| text.matches([',', '.']).count();
        if marks(&fold(&word)) < marks(&word) {
            word = fold_marks(&word);
        }
    }
    if does(Spelling) {
        word = spelt(&word.replace('&', "and"));
    }
    word
}

fn fold_marks(word: &str) -> String {
    let decimal = word.contains(|c: char| c.is_ascii_digit());
    word.replace(if decimal { ',' } else { '.' }, "")
}

/// The letters that are printed as one.
fn unligated(c: char) -> impl Iterator<Item = char> {
    let letters = match c {
        '\u{df}' => ['s', 's'],
        '\u{e6}' => ['a', 'e'],
        '\u{c6}' => ['A', 'E'],
        '\u{153}' => ['o', 'e'],
        '\u{152}' => ['O', 'E'],
        '\u{f8}' => ['o', '\0'],
        '\u{142}' => ['l', '\0'],
        other => [other, '\0'],
    };
    letters.into_iter().filter(|&c| c != '\0')
}

/// Adds what differs between what stands between two words.
fn gaps(quoted: &str, source: &str, kinds: &mut BTreeSet<Normalisation>) {
    if quoted == source {
        return;
    }
    for kind in [WhiteSpace, QuotationMarks, Dashes, Emphasis, Brackets, Punctuation] {
        let of = |text: &'_ str| -> String { text.chars().filter(|&c| class(c) == kind).collect() };
        if of(quoted) != of(source) {
            kinds.insert(kind);
        }
    }
}

/// What sort of mark stands between words.
const fn class(c: char) -> Normalisation {
    match c {
        c if c.is_whitespace() || is_invisible(c) && c != '\u{ad}' => WhiteSpace,
        '"'
        | '\''
        | '`'
        | '\u{b4}'
        | '\u{ab}'
        | '\u{bb}'
        | '\u{2bc}'
        | '\u{2018}'..='\u{201f}'
        | '\u{2039}'
        | '\u{203a}' => QuotationMarks,
        '-' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' => Dashes,
        '*' | '_' => Emphasis,
        '[' | ']' => Brackets,
        _ => Punctuation,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_difference_in_a_word_has_its_name() {
        let cases: [(&str, &str, &[Normalisation]); 13] = [
            ("same", "same", &[]),
            ("The", "the", &[Case]),
            ("today\u{2019}s", "today's", &[QuotationMarks]),
            ("Maiziere", "Maizi\u{e8}re", &[Accents]),
            ("MAIZIERE", "Maizi\u{e8}re", &[Case, Accents]),
            ("e\u{fb03}cient", "efficient", &[Ligatures]),
            ("Csar\u{e6}", "Csarae", &[Ligatures]),
            ("inter\u{ad}national", "international", &[Dashes]),
            ("labour", "labor", &[Spelling]),
            ("Labour", "labor", &[Case, Spelling]),
            ("1,000", "1000", &[Punctuation]),
            ("U.N.", "UN", &[Punctuation]),
            ("Maizie\u{300}re", "Maizi\u{e8}re", &[Accents]),
        ];
        for (quoted, source, expected) in cases {
            let mut kinds = BTreeSet::new();
            words(quoted, source, &mut kinds);
            assert_eq!(kinds, expected.iter().copied().collect(), "{quoted} / {source}");
        }
    }

    #[test]
    fn each_difference_between_words_has_its_name() {
        let cases: [(&str, &str, &[Normalisation]); 8] = [
            (" ", " ", &[]),
            ("  ", " ", &[WhiteSpace]),
            ("\u{a0}", " ", &[WhiteSpace]),
            ("-", "\u{2013}", &[Dashes]),
            (", ", " ", &[Punctuation]),
            (" \"", " \u{201c}", &[QuotationMarks]),
            ("* ", " ", &[Emphasis]),
            ("] ", " ", &[Brackets]),
        ];
        for (quoted, source, expected) in cases {
            let mut kinds = BTreeSet::new();
            gaps(quoted, source, &mut kinds);
            assert_eq!(kinds, expected.iter().copied().collect(), "{quoted:?} / {source:?}");
        }
    }
}
