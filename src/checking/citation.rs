//! Words that do nothing but name a source: "(Rome 2012, P2G)", "— Rome 2012", "See INTERPOL, Monaco
//! declaration, P3C."

use super::labels::{Labels, paragraph_word};
use crate::language::analysis::{Term, terms};
use crate::language::dates::is_month_name;
use crate::language::lexicon::english;
use crate::reading::Phrasebook;

/// Longer words are more than a source.
const CITATION_BYTES_MAX: usize = 600;

/// Tells sources from other words.
#[derive(Clone, Copy)]
pub(super) struct Citations<'a> {
    pub(super) book: &'a Phrasebook,
    pub(super) labels: &'a Labels,
}

impl Citations<'_> {
    /// Whether `text` does nothing but name a source: names of documents or labels, with words in
    /// capitals, numbers, dates, and words of citing.
    pub(super) fn is_citation(&self, text: &str) -> bool {
        if text.len() > CITATION_BYTES_MAX {
            return false;
        }
        let citing = &english().claims.sources;
        let words = terms(text);
        let mentions = self.book.mentions(text);
        let mut names = !mentions.is_empty() || has_symbol(text, &words);
        for term in &words {
            let typed = &text[term.bytes.clone()];
            let named = mentions.iter().any(|mention| {
                mention.bytes.start <= term.bytes.start && term.bytes.end <= mention.bytes.end
            });
            let label = self.labels.is_shaped(&typed.to_uppercase());
            let plain = named
                || label
                || typed.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
                || is_month_name(&term.word)
                || paragraph_word(&term.word)
                || citing.citing.has(&term.word)
                || english().claims.documents.nouns.has(&term.word);
            if !plain {
                return false;
            }
            names |= label || citing.same.has(&term.word);
        }
        names
    }

    /// Whether a line of a block quotation is its source rather than words of it: "Rome 2012, P2G".
    pub(super) fn is_source_line(&self, line: &str) -> bool {
        let words = line.trim_start_matches(|c: char| !c.is_alphanumeric());
        let dashed = line.trim_start().starts_with(['\u{2014}', '\u{2013}', '\u{2015}']);
        (dashed || words.starts_with(char::is_uppercase))
            && words.contains(|c: char| c.is_ascii_digit())
            && self.is_citation(words)
    }

    /// Whether `text`, a part of a block quotation, is its source behind a dash: it names a document.
    pub(super) fn is_dashed(&self, text: &str) -> bool {
        let dashed = text.trim_start().starts_with(['\u{2014}', '\u{2013}', '\u{2015}']);
        dashed && text.len() <= CITATION_BYTES_MAX && !self.book.mentions(text).is_empty()
    }

    /// Where the source begins that `text` ends with, behind a dash, in parentheses, or behind the
    /// mark that closes a quotation.
    pub(super) fn tail(&self, text: &str) -> Option<usize> {
        const MARKS: [&str; 9] = [
            "\u{2014}", "\u{2013}", "\u{2015}", "--", " - ", "\u{201d}", "\"", "\u{bb}", "\u{2019}",
        ];
        let whole = text.trim_end();
        let bare = whole.trim_end_matches(['.', ',']);
        if bare.ends_with(')') {
            let open = opening(bare)?;
            let inside = &bare[open + 1..bare.len() - 1];
            return self.is_citation(inside).then_some(open);
        }
        let starts = MARKS.iter().filter_map(|mark| {
            let at = whole.rfind(mark)?;
            let behind = at + mark.len();
            let closes = matches!(*mark, "\u{201d}" | "\"" | "\u{bb}" | "\u{2019}");
            Some((if closes { behind } else { at }, behind))
        });
        let mut starts: Vec<(usize, usize)> = starts.collect();
        starts.sort_unstable();
        let cites = |&&(_, behind): &&(usize, usize)| {
            let rest = &whole[behind..];
            rest.contains(char::is_alphanumeric) && self.is_citation(rest)
        };
        starts.iter().rev().find(cites).map(|&(start, _)| start)
    }
}

/// Whether `text` has a symbol of a document in it, or the end of one: "A/RES/80/115", "80/14".
fn has_symbol(text: &str, words: &[Term]) -> bool {
    words.windows(2).any(|pair| {
        let joined = &text[pair[0].bytes.end..pair[1].bytes.start] == "/";
        joined && pair[1].word.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Where the bracket opens that `text` closes with.
fn opening(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    text.char_indices().rev().take(CITATION_BYTES_MAX).find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at);
                }
            }
            _ => {}
        }
        None
    })
}
