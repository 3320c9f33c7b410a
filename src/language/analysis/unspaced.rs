//! Words of scripts that put no blanks between them.

use std::ops::Range;
use std::sync::LazyLock;

use icu_segmenter::options::WordBreakInvariantOptions;
use icu_segmenter::{WordSegmenter, WordSegmenterBorrowed};

/// By the dictionaries that are part of the program.
static SEGMENTER: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// Whether `letter` is of a script without blanks: Thai, Lao, Burmese, Khmer, kana, Han.
pub(crate) const fn is_unspaced(letter: char) -> bool {
    matches!(
        letter,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}'
    )
}

/// Words without blanks between them have about so many letters.
const LETTERS_A_WORD: usize = 2;

/// About how many words `text` has, whether or not its script puts blanks between them.
pub(crate) fn word_count(text: &str) -> usize {
    text.split_whitespace().count() + unspaced_words(text)
}

/// About how many words of `text` have no blanks between them.
pub(crate) fn unspaced_words(text: &str) -> usize {
    if text.is_ascii() {
        0
    } else {
        text.chars().filter(|&c| is_unspaced(c)).count() / LETTERS_A_WORD
    }
}

/// The words of the run of letters and digits at `run` of `text`: one, where its script has blanks.
pub(super) fn words_of(
    text: &str,
    run: Range<usize>,
) -> impl Iterator<Item = Range<usize>> + use<> {
    let letters = &text[run.clone()];
    let several = !letters.is_ascii() && letters.chars().any(is_unspaced);
    let cuts: Vec<usize> = if several {
        SEGMENTER.segment_str(letters).map(|cut| run.start + cut).collect()
    } else {
        vec![]
    };
    let whole = (!several).then_some(run);
    let pieces = (1..cuts.len()).map(move |at| cuts[at - 1]..cuts[at]);
    whole.into_iter().chain(pieces)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_counted_with_and_without_blanks() {
        assert_eq!(word_count("We met, and spoke."), 4);
        assert_eq!(word_count("大会,"), 2);
        assert_eq!(word_count("鉴于有必要促进各国间友好关系的发展,"), 9);
    }

    #[test]
    fn words_are_those_of_the_dictionary() {
        for (text, expected) in [
            ("反对殖民主义国际日", &["反对", "殖民", "主义", "国际", "日"][..]),
            ("2025年决定", &["2025", "年", "决定"]),
            ("resolution", &["resolution"]),
            ("ทุกสองสัปดาห์", &["ทุก", "สอง", "สัปดาห์"]),
        ] {
            let found: Vec<&str> = words_of(text, 0..text.len()).map(|word| &text[word]).collect();
            assert_eq!(found, expected);
        }
    }
}
