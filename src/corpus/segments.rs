//! Segments: the sentences of a clause, and the sub-clauses of long sentences.
//!
//! A segment is the smallest unit that makes sense when quoted alone. Lines apart from each other
//! and sentences are cut first. A sentence of more than [`WORDS_MAX`] words is cut again, where
//! its grammar allows it best: the cuts are the cheapest choice by dynamic programming over all
//! places at which it may be cut. Cutting inside quotation marks or parentheses is dear, so that
//! it happens only where an enclosed passage is itself far too long.

use std::ops::Range;

use super::labelled::trimmed;
use super::verbs::is_gerund;
use super::words::{Word, count, words};
use crate::language::analysis::unspaced_words;
use crate::language::lexicon::{PhraseList, english};
use crate::language::sentences;

/// A sentence of more words than this is cut; a sub-clause has rarely more.
const WORDS_MAX: u32 = 40;
/// A sub-clause has rarely fewer words than this.
const WORDS_MIN: u32 = 8;
/// Between these two lengths, the nearer to this the better.
const WORDS_IDEAL: u32 = 24;
/// A sub-clause of more words than this is too long to be quoted.
const WORDS_TOO_MANY: u32 = 50;
/// How far the search for the next cut looks, in words.
const REACH_WORDS: u32 = 120;

/// What a word too few costs.
const SHORT_COST: i64 = 4;
/// What each word over [`WORDS_TOO_MANY`] costs on top.
const LONG_COST: i64 = 2;
/// How many words off the ideal cost as much as one word too many.
const OFF_IDEAL_WORDS: u32 = 8;
/// What a cut costs, by what it goes before or after.
const SENTENCE_COST: i64 = -2;
const VERB_COST: i64 = -1;
const CONNECTOR_COST: i64 = 2;
const COLON_COST: i64 = 3;
const PARTICIPLE_COST: i64 = 5;
const AND_COST: i64 = 6;
const PURPOSE_COST: i64 = 6;
const PHRASE_COST: i64 = 10;
const COMMA_COST: i64 = 14;
const LIST_COST: i64 = 24;
const ENCLOSED_COST: i64 = 60;

/// Between commas that are this many words apart stands an item of a list.
const ITEM_WORDS_MAX: usize = 3;

/// A place at which a sentence may be cut.
struct Cut {
    /// Byte of the sentence at which the next segment begins.
    at: usize,
    /// Words before it.
    words: u32,
    cost: i64,
}

/// The segments of the clause at `range` of `text`, in order, each without white space at its
/// ends. Sentences may also be cut before `verbs`, the bytes at which lead-in verbs begin.
pub(super) fn split(text: &str, range: Range<usize>, verbs: &[usize]) -> Vec<Range<usize>> {
    let mut segments = Vec::new();
    for block in blocks(text, range) {
        for sentence in sentences_of(text, block) {
            if count(&text[sentence.clone()]) > WORDS_MAX as usize {
                let unspaced = unspaced_words(&text[sentence.clone()]) > WORDS_MAX as usize;
                segments.extend(if unspaced {
                    at_commas(text, sentence)
                } else {
                    sub_clauses(text, sentence, verbs)
                });
            } else {
                segments.push(sentence);
            }
        }
    }
    segments
}

/// Cuts a clause at empty lines, and before the items of a list.
fn blocks(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let clause = &text[range.clone()];
    let breaks = clause.match_indices('\n').map(|(at, _)| at + 1);
    let starts = breaks.filter(|&at| clause[at..].starts_with('\n') || is_item(&clause[at..]));
    pieces(text, range.clone(), starts.map(|at| range.start + at))
}

/// Whether a line begins an item of a list: `- a`, `• a`, `(a) b`, `1. a`.
pub(super) fn is_item(line: &str) -> bool {
    const MARKER_CHARS_MAX: usize = 5;
    let Some(marker) = line.split_whitespace().next() else { return false };
    let bullet = ["-", "–", "—", "•", "·", "*", "o"].contains(&marker);
    let short = marker.chars().count() <= MARKER_CHARS_MAX;
    let ordinal = marker.ends_with([')', '.'])
        && marker
            .trim_matches(['(', ')', '.'])
            .chars()
            .all(|c| c.is_ascii_digit() || c.is_ascii_lowercase())
        && marker.starts_with(|c: char| c == '(' || c.is_ascii_digit());
    bullet || (short && ordinal)
}

/// Cuts a block at the ends of its sentences that are not enclosed.
fn sentences_of(text: &str, block: Range<usize>) -> Vec<Range<usize>> {
    let inside = &text[block.clone()];
    let found = sentences::sentences(inside, &sentences::enclosed(inside)).into_iter();
    found.map(|range| block.start + range.start..block.start + range.end).collect()
}

/// `range` cut at `cuts`, which ascend; without white space and without empty pieces.
fn pieces(text: &str, range: Range<usize>, cuts: impl Iterator<Item = usize>) -> Vec<Range<usize>> {
    let mut start = range.start;
    let mut pieces = Vec::new();
    for cut in cuts.chain([range.end]) {
        let piece = trimmed(text, start..cut);
        if !piece.is_empty() {
            pieces.push(piece);
        }
        start = cut;
    }
    pieces
}

/// Cuts a long sentence of a script without blanks behind commas, where a piece is long enough.
fn at_commas(text: &str, sentence: Range<usize>) -> Vec<Range<usize>> {
    let inside = &text[sentence.clone()];
    let enclosed = sentences::enclosed(inside);
    let mut cuts = Vec::new();
    let mut start = 0;
    for (at, mark) in inside.match_indices(['，', '：']) {
        let end = at + mark.len();
        let long = |piece: &str, least: u32| count(piece) >= least as usize;
        if !sentences::is_inside(&enclosed, at)
            && long(&inside[start..end], WORDS_IDEAL)
            && long(&inside[end..], WORDS_MIN)
        {
            cuts.push(sentence.start + end);
            start = end;
        }
    }
    pieces(text, sentence, cuts.into_iter())
}

/// Cuts a long sentence where it costs least.
fn sub_clauses(text: &str, sentence: Range<usize>, verbs: &[usize]) -> Vec<Range<usize>> {
    let cuts = cuts(&text[sentence.clone()], sentence.start, verbs);
    let chosen = cheapest(&cuts);
    pieces(text, sentence.clone(), chosen.into_iter().map(|cut| sentence.start + cuts[cut].at))
}

/// Every place at which `sentence` may be cut, with its two ends. `verbs` count from the text's
/// start, which lies `offset` bytes before the sentence.
fn cuts(sentence: &str, offset: usize, verbs: &[usize]) -> Vec<Cut> {
    let words = words(sentence);
    let enclosed = sentences::enclosed(sentence);
    let ends = sentences::ends(sentence);
    let mut cuts = vec![Cut { at: 0, words: 0, cost: 0 }];
    let mut spoken = 0;
    for (index, word) in words.iter().enumerate() {
        let at = word.range.start;
        let ends_before = || {
            let near = ends.partition_point(|&end| end < words[index - 1].range.end);
            ends.get(near).is_some_and(|&end| end <= at)
        };
        let is_verb = |at: usize| verbs.binary_search(&(offset + at)).is_ok();
        if let Some(cost) = cost(&words, index, is_verb, ends_before)
            && cuts.last().is_some_and(|last| last.words < spoken)
        {
            let inside = if sentences::is_inside(&enclosed, at) { ENCLOSED_COST } else { 0 };
            cuts.push(Cut { at, words: spoken, cost: cost + inside });
        }
        spoken += u32::from(!word.is_mark());
    }
    cuts.push(Cut { at: sentence.len(), words: spoken, cost: 0 });
    cuts
}

/// What a cut before word `index` costs, or `None` where there is no place for one.
fn cost(
    words: &[Word<'_>],
    index: usize,
    is_verb: impl Fn(usize) -> bool,
    ends_before: impl Fn() -> bool,
) -> Option<i64> {
    let word = &words[index];
    let before = words[..index].last()?;
    if before.range.end == word.range.start {
        return None;
    }
    let connectors = &english().documents.connectors;
    let begins = |phrases: &PhraseList| {
        phrases.at(|ahead| words.get(index + ahead).map_or("", |word| &word.lower)).is_some()
    };
    // "and highlighting" is cut before the "and".
    let leads = if word.is("and") {
        words.get(index + 1).is_some_and(|next| is_verb(next.range.start))
    } else {
        is_verb(word.range.start) && !before.is("and")
    };
    let reach = ITEM_WORDS_MAX + 1;
    let ends_item = words[..index - 1].iter().rev().take(reach).any(Word::is_mark);
    let begins_item = words[index..].iter().take(reach).any(Word::is_mark);
    match before.text {
        _ if ends_before() => Some(SENTENCE_COST),
        ";" => Some(SENTENCE_COST),
        _ if leads => Some(VERB_COST),
        ":" | "–" | "—" => Some(COLON_COST),
        "," if begins_item && word.is_one_of(&connectors.asides) => Some(LIST_COST),
        "," if begins(&connectors.after_comma) => Some(CONNECTOR_COST),
        "," if ends_item => Some(LIST_COST),
        "," if word.is_one_of(&connectors.conjunctions) => Some(AND_COST),
        "," if begins_item => Some(LIST_COST),
        "," if is_gerund(word) => Some(PARTICIPLE_COST),
        "," => Some(COMMA_COST),
        _ if begins(&connectors.purposes) => Some(PURPOSE_COST),
        _ if begins(&connectors.last_resort) => Some(PHRASE_COST),
        _ => None,
    }
}

/// Indexes of the cuts that make the sentence cheapest, its two ends left out.
fn cheapest(cuts: &[Cut]) -> Vec<usize> {
    let mut best: Vec<(i64, usize)> = vec![(0, 0); cuts.len()];
    for to in 1..cuts.len() {
        let reach = |from: &usize| cuts[to].words - cuts[*from].words <= REACH_WORDS;
        // The nearest earlier cut always counts, however far it is.
        let cost = |from: usize| best[from].0 + cuts[to].cost + length_cost(&cuts[from..=to]);
        best[to] = (0..to)
            .rev()
            .take_while(|from| *from == to - 1 || reach(from))
            .map(|from| (cost(from), from))
            .min()
            .expect("there is a cut before every cut but the first");
    }
    let mut chosen = Vec::new();
    let mut at = best.last().map_or(0, |&(_, from)| from);
    while at > 0 {
        chosen.push(at);
        at = best[at].1;
    }
    chosen.reverse();
    chosen
}

/// What the length of a segment from the first to the last of `cuts` costs.
fn length_cost(cuts: &[Cut]) -> i64 {
    let words = cuts[cuts.len() - 1].words - cuts[0].words;
    let short = i64::from(WORDS_MIN.saturating_sub(words));
    let long = i64::from(words.saturating_sub(WORDS_MAX));
    let too_long = i64::from(words.saturating_sub(WORDS_TOO_MANY));
    let off_ideal = i64::from(words.abs_diff(WORDS_IDEAL) / OFF_IDEAL_WORDS);
    short * SHORT_COST + long + too_long * LONG_COST + off_ideal
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segments<'t>(text: &'t str, verbs: &[&str]) -> Vec<&'t str> {
        let verbs: Vec<usize> = verbs.iter().filter_map(|verb| text.find(verb)).collect();
        split(text, 0..text.len(), &verbs).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn sentences_lines_and_items_are_segments() {
        let cases: [(&str, &[&str]); 5] = [
            ("One thing. Another; and more.", &["One thing.", "Another; and more."]),
            ("Speeches - Panel 1\n\nThe title", &["Speeches - Panel 1", "The title"]),
            ("wrapped\nline", &["wrapped\nline"]),
            ("to:\n(a) go;\n- stay", &["to:", "(a) go;", "- stay"]),
            ("He said “Go. Then come.” Late.", &["He said “Go. Then come.”", "Late."]),
        ];
        for (text, expected) in cases {
            assert_eq!(segments(text, &[]), expected, "{text}");
        }
    }

    #[test]
    fn long_sentences_are_cut_where_grammar_allows() {
        let many = |word: &str, count: usize| vec![word; count].join(" ");
        let [a, b, c] = ["aa", "bb", "cc"].map(|word| many(word, 15));
        let semicolons = format!("{a}; {b}, and {c};");
        assert_eq!(segments(&semicolons, &[]), [format!("{a};"), format!("{b}, and {c};")]);
        let connectors = format!("{a}, {b}, including {c}");
        assert_eq!(segments(&connectors, &[]), [format!("{a}, {b},"), format!("including {c}")]);
        let verbs = format!("Noting {a} {b} and strive {c}");
        assert_eq!(
            segments(&verbs, &["strive"]),
            [format!("Noting {a} {b}"), format!("and strive {c}")]
        );
        let enclosed = format!("{a} ({b}, {b}) {c}, including {a}");
        assert_eq!(segments(&enclosed, &[]).len(), 2);
        let piece = format!("{}，", "联合国大会".repeat(10));
        let whole = piece.repeat(3);
        assert_eq!(segments(&whole, &[]), [&piece; 3]);
        let solid = many("aa", 90);
        assert_eq!(segments(&solid, &[]), [&solid]);
    }
}
