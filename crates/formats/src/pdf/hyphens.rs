//! Words that a line break has cut in two.

use std::collections::BTreeSet;

use super::line::SOFT_HYPHEN;

/// Shorter words may be endings of others, in characters.
const WORD_CHARS_MIN: usize = 4;

/// Words of the whole document, by which a cut word is known.
#[derive(Debug, Default)]
pub(super) struct Known {
    words: BTreeSet<String>,
    /// Whether the last line ends with a hyphen.
    is_cut: bool,
    /// Lines that end with the hyphen that is printed where words are cut,
    cut_ends: usize,
    /// and words that have it within.
    cut_within: usize,
}

/// What becomes of the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// A blank stands between the lines.
    Blank,
    /// The lines go together as they are.
    Close,
    /// The hyphen at the end goes away.
    Unhyphen,
}

impl Known {
    /// Takes the words of a line. Those at its ends may be cut and do not count.
    pub(super) fn take(&mut self, line: &str) {
        let mut words: Vec<&str> = line.split_whitespace().collect();
        let begins_cut = std::mem::replace(&mut self.is_cut, line.trim_end().ends_with(HYPHENS));
        let printed = line.matches(PRINTED).count();
        let at_end = usize::from(line.trim_end().ends_with(PRINTED));
        self.cut_ends += at_end;
        self.cut_within += printed - at_end;
        if begins_cut && !words.is_empty() {
            words.remove(0);
        }
        if words.last().is_some_and(|word| word.ends_with(HYPHENS)) {
            words.pop();
        }
        for word in words {
            let word = word.trim_matches(|letter: char| !letter.is_alphanumeric()).to_lowercase();
            for part in word.split(HYPHENS) {
                self.words.insert(part.to_owned());
            }
            if word.contains(HYPHENS) {
                self.words.insert(word.replace(['\u{2010}', '\u{2011}'], "-"));
            }
        }
    }

    /// How two lines go together.
    pub(super) fn join(&self, last: &str, next: &str) -> Join {
        let (last, next) = (last.trim_end(), next.trim_start());
        let (Some(end), Some(start)) = (last.chars().next_back(), next.chars().next()) else {
            return Join::Blank;
        };
        if is_without_blanks(end) && is_without_blanks(start) {
            return Join::Close;
        }
        if end == SOFT_HYPHEN {
            return Join::Unhyphen;
        }
        // A printer that has a hyphen of its own for cut words tells them from all others.
        if self.cut_ends > 0 && self.cut_within == 0 && matches!(end, PRINTED | '-') {
            return if end == PRINTED { Join::Unhyphen } else { Join::Close };
        }
        if !HYPHENS.contains(&end) {
            // An address is cut behind its stroke, a range behind its dash.
            let cut = matches!(end, '/' | '\u{2013}' | '\u{2014}')
                && last.chars().rev().nth(1).is_some_and(char::is_alphanumeric);
            return if cut { Join::Close } else { Join::Blank };
        }
        let before =
            last.trim_end_matches(HYPHENS).rsplit(|letter: char| !letter.is_alphanumeric()).next();
        let after = next.split(|letter: char| !letter.is_alphanumeric()).next();
        let (Some(before), Some(after)) = (before, after) else { return Join::Blank };
        if before.is_empty() || after.is_empty() {
            return Join::Blank;
        }
        let (before, after) = (before.to_lowercase(), after.to_lowercase());
        let is_small = start.is_lowercase() && before.chars().all(char::is_alphabetic);
        if !is_small || self.words.contains(&format!("{before}-{after}")) {
            return Join::Close;
        }
        let is_whole = self.words.contains(&format!("{before}{after}"));
        // What goes on below is the rest of a word, unless it is a word itself: `post-conflict`.
        let is_word = after.chars().count() >= WORD_CHARS_MIN && self.words.contains(&after);
        if is_whole || !is_word { Join::Unhyphen } else { Join::Close }
    }
}

const HYPHENS: [char; 4] = ['-', '\u{2010}', '\u{2011}', SOFT_HYPHEN];
/// What some printers set where they cut a word.
const PRINTED: char = '\u{2010}';

/// Whether words of this script stand without blanks between them.
fn is_without_blanks(letter: char) -> bool {
    matches!(letter, '\u{3000}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}' | '\u{e00}'..='\u{e7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_words_are_joined_and_others_keep_their_hyphen() {
        let mut known = Known::default();
        known.take("The cooperation of long-term partners, self, help, conflict and govern");
        assert_eq!(known.join("the cooper-", "ation of"), Join::Unhyphen);
        assert_eq!(known.join("a long-", "term plan"), Join::Close);
        assert_eq!(known.join("of self-", "help groups"), Join::Close);
        assert_eq!(known.join("in post-", "conflict societies"), Join::Close);
        assert_eq!(known.join("the imple-", "mentation"), Join::Unhyphen);
        assert_eq!(known.join("the non-", "European"), Join::Close);
        assert_eq!(known.join("of 2019-", "2021"), Join::Close);
        assert_eq!(known.join("States –", "and others"), Join::Blank);
        assert_eq!(known.join("one", "two"), Join::Blank);
        assert_eq!(known.join("人人生", "而自由"), Join::Close);
        assert_eq!(known.join("in 2015\u{2013}", "2030"), Join::Close);
        assert_eq!(known.join("A/RES/", "73/8"), Join::Close);
        assert_eq!(known.join("a long\u{ad}", "term plan"), Join::Unhyphen);
    }

    #[test]
    fn printers_may_tell_cut_words_from_those_with_a_hyphen() {
        let mut known = Known::default();
        known.take("The cooper\u{2010}");
        known.take("ation of the non-");
        known.take("renewable kind");
        assert_eq!(known.join("The cooper\u{2010}", "ation of the non-"), Join::Unhyphen);
        assert_eq!(known.join("ation of the non-", "renewable kind"), Join::Close);
        known.take("of long\u{2010}term plans");
        assert_eq!(known.join("a long\u{2010}", "term plan"), Join::Close);
    }
}
