//! A pasted text, read as its writer meant it: what was left out, and what was put in brackets.
//!
//! Marks around the text and at its ends say nothing. An ellipsis between words ("...", "[...]",
//! "…") cuts it into pieces. Words in square brackets are the writer's own, and so are letters in
//! them ("\[T\]he", "support\[s\]"). The label of a clause that was copied with its words is known
//! by the colon behind it.

use std::ops::Range;

use super::index::{QuoteIndex, hash_of};
use super::words::{Word, key, spelt, words};
use crate::domain::{Span, Strength};
use crate::language::lexicon::english;
use crate::language::numbers::is_number;
use crate::language::verbs;

/// The most pieces that a text is cut into; further ellipses are punctuation.
const PIECES_MAX: usize = 16;
/// The longest label of a clause, in bytes.
const LABEL_BYTES_MAX: usize = 8;

/// What a word of a quotation is to its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// Said to stand there.
    Quoted,
    /// In brackets: said not to stand there.
    Bracketed,
    /// Partly in brackets: the letters before them, as a key.
    Patched(String),
    /// Looks like the label of a clause.
    Label,
}

/// A word of a quotation.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) role: Role,
    pub(super) hash: u32,
    /// What it is read as where reading machines take letters for each other; only of what is no
    /// word of the corpus.
    pub(super) ocr: Option<String>,
}

/// A run of words that is said to stand in a document as it is.
#[derive(Debug, Clone, Default)]
pub(super) struct Piece {
    pub(super) words: Vec<Word>,
    /// One for each word.
    pub(super) tokens: Vec<Token>,
    /// Whether an ellipsis stands before the words at the beginning of the quotation.
    after_ellipsis: bool,
    /// Whether an ellipsis stands behind the words at the end of the quotation.
    before_ellipsis: bool,
}

/// The pieces of `text` between its ellipses, none of them empty.
pub(super) fn pieces(text: &str, index: &QuoteIndex) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    let mut end: Option<usize> = None;
    for (word, role) in marked(text) {
        let gap = end.map(|end| &text[end..word.bytes.start]);
        end = Some(word.bytes.end);
        let cut = gap.is_some_and(has_ellipsis) && pieces.len() < PIECES_MAX;
        if cut || pieces.is_empty() {
            pieces.push(Piece::default());
        }
        pieces.last_mut().expect("pushed above").push(word, role, index);
    }
    note_ends(text, &mut pieces);
    pieces
}

/// All words of `text` as one piece: ellipses and brackets are taken for the document's own.
pub(super) fn literal(text: &str, index: &QuoteIndex) -> Vec<Piece> {
    let mut piece = Piece::default();
    for word in words(text, 0) {
        piece.push(word, Role::Quoted, index);
    }
    let mut pieces = vec![piece];
    note_ends(text, &mut pieces);
    pieces
}

/// Notes whether ellipses stand at the ends of `text`, whose `pieces` these are.
fn note_ends(text: &str, pieces: &mut [Piece]) {
    if let Some(first) = pieces.first_mut() {
        let start = first.words.first().map_or(0, |word| word.bytes.start);
        first.after_ellipsis = has_ellipsis(&text[..start]);
    }
    if let Some(last) = pieces.last_mut() {
        let end = last.words.last().map_or(text.len(), |word| word.bytes.end);
        last.before_ellipsis = has_ellipsis(&text[end..]);
    }
}

impl Piece {
    /// Whether the quotation, which begins with it, owns that its sentence began before: by an
    /// ellipsis, or by a word in brackets.
    pub(super) fn is_cut_before(&self) -> bool {
        let bracketed = self.tokens.first().is_some_and(|token| token.role == Role::Bracketed);
        self.after_ellipsis || bracketed
    }

    /// Whether the quotation, which ends with it, owns that its sentence goes on.
    pub(super) fn is_cut_behind(&self) -> bool {
        let bracketed = self.tokens.last().is_some_and(|token| token.role == Role::Bracketed);
        self.before_ellipsis || bracketed
    }

    fn push(&mut self, word: Word, role: Role, index: &QuoteIndex) {
        let hash = hash_of(&word.key);
        let number = word.key.bytes().all(|b| b.is_ascii_digit() || b == b'.' || b == b',');
        let suspect = !number && !index.knows(hash);
        let ocr = suspect.then(|| as_read(&word.key));
        self.words.push(word);
        self.tokens.push(Token { role, hash, ocr });
    }
}

/// The words of `text`, those in pieces around brackets put together.
fn marked(text: &str) -> Vec<(Word, Role)> {
    let brackets = brackets(text);
    let inside = |at: usize| {
        let next = brackets.partition_point(|range| range.start <= at);
        brackets[..next].last().is_some_and(|range| range.contains(&at))
    };
    let mut found: Vec<(Word, Role)> = Vec::new();
    for word in words(text, 0) {
        let own = inside(word.bytes.start);
        if let Some((before, role)) = found.last_mut() {
            let gap = &text[before.bytes.end..word.bytes.start];
            if matches!(gap, "[" | "]") {
                let head = match role {
                    // "[e]ndeavour[s]": the ending, too.
                    Role::Patched(head) if gap == "]" => head.clone(),
                    Role::Bracketed => String::new(),
                    _ => before.key.clone(),
                };
                *role = Role::Patched(head);
                before.bytes.end = word.bytes.end;
                before.span = Span::new(before.span.start, word.span.end);
                before.key = key(&text[before.bytes.clone()].replace(['[', ']'], ""));
                continue;
            }
        }
        let role = if own {
            Role::Bracketed
        } else if is_label(text, &word.bytes) {
            Role::Label
        } else {
            Role::Quoted
        };
        found.push((word, role));
    }
    found
}

/// What stands between square brackets, in bytes.
fn brackets(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for (at, c) in text.char_indices() {
        match c {
            '[' => open = Some(at + 1),
            ']' => found.extend(open.take().map(|start| start..at)),
            _ => {}
        }
    }
    found
}

fn has_ellipsis(gap: &str) -> bool {
    let dots = || gap.chars().filter(|c| !c.is_whitespace());
    let mut run = 0;
    gap.contains('\u{2026}')
        || dots().any(|c| {
            run = if c == '.' { run + 1 } else { 0 };
            run == 3
        })
}

/// Whether the word is written like a label ("P2A:") at the start of the text or of a line, or
/// behind the end of a sentence or clause.
fn is_label(text: &str, bytes: &Range<usize>) -> bool {
    let word = &text[bytes.clone()];
    let before = text[..bytes.start].trim_end_matches([' ', '\t']);
    bytes.len() <= LABEL_BYTES_MAX
        && text[bytes.end..].starts_with(':')
        && word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        && (before.is_empty() || before.ends_with(['\n', '.', ';', ',', ':', '"', '\u{201c}']))
}

/// The key with letters that reading machines take for each other made one, and without
/// apostrophes.
pub(super) fn as_read(key: &str) -> String {
    let letter = |c: char| match c {
        '1' => Some('l'),
        '0' => Some('o'),
        '\'' => None,
        other => Some(other),
    };
    let letters: String = key.chars().filter_map(letter).collect();
    spelt(&letters).replace("rn", "m").replace("cl", "d").replace("vv", "w").replace('i', "l")
}

/// Whether the word of this key turns a sentence into its opposite.
pub fn negates(key: &str) -> bool {
    english().text.negations.has(key) || key.ends_with("n't")
}

/// Forms of auxiliary verbs that a sentence has a subject for.
pub(super) fn is_finite(key: &str) -> bool {
    let text = &english().text;
    text.auxiliaries.has(key) || text.modals.has(key)
}

/// Words that no bracket may put in or take away: what negates, what says how strongly, how many,
/// and the verbs that lead in.
pub(super) fn binds(key: &str) -> bool {
    let text = &english().text;
    negates(key)
        || text.modals.has(key)
        || text.quantifiers.has(key)
        || is_number(key)
        || key == "one"
        || verbs::entries(key).iter().any(|entry| {
            // "Called" alone is no call upon anybody, and "work" may be anything.
            entry.particles.is_empty()
                && (entry.strength >= Strength::Encourage || !entry.also_noun)
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::sample;

    fn read(text: &str) -> String {
        let index = QuoteIndex::build(&sample::corpus());
        let token = |(word, token): (&Word, &Token)| match &token.role {
            Role::Quoted => word.key.clone(),
            Role::Bracketed => format!("[{}]", word.key),
            Role::Patched(head) => format!("{head}~{}", word.key),
            Role::Label => format!("#{}", word.key),
        };
        let piece = |piece: &Piece| {
            piece.words.iter().zip(&piece.tokens).map(token).collect::<Vec<_>>().join(" ")
        };
        pieces(text, &index).iter().map(piece).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn a_text_is_read_as_it_was_meant() {
        let cases = [
            ("\u{201c}the police ... of cities.\u{201d}", "the police | of cities"),
            ("the police [\u{2026}] of . . . cities", "the police | of | cities"),
            ("... the police \u{2026}", "the police"),
            ("e.g. the U.N. etc.. no", "e g the un etc no"),
            ("[T]he police [of Rome] agree[d]", "~the police [of] [rome] agree~agreed"),
            ("P2A: We agree; P2B: to act: now", "#p2a we agree #p2b to act now"),
            ("an [unclosed bracket", "an unclosed bracket"),
            ("[...]", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn letters_that_look_alike_are_one() {
        for (a, b) in
            [("modern", "modem"), ("clear", "dear"), ("il1icit", "illicit"), ("c1ean", "clean")]
        {
            assert_eq!(as_read(a), as_read(b));
        }
        assert_ne!(as_read("human"), as_read("woman"));
    }
}
