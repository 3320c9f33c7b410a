//! The alignment of a piece of a quotation with a passage.
//!
//! All words of the piece are placed, at the least cost, anywhere in the passage (Sellers 1980).
//! Free but for a trifle, which decides between ways that are equal otherwise: words in brackets
//! and what they stand for, labels, letters that were misread, and words broken in two or joined.

use super::diff::Pair;
use super::passage::Passage;
use super::quote::{Piece, Role, Token, as_read, binds, negates};
use super::words::{Word, spelt};
use crate::language::lexicon::english;

/// Cost of a word that the quotation leaves out.
const LEFT_OUT: u32 = 20;
/// Cost of a word that it puts in.
const PUT_IN: u32 = 21;
/// Cost of a word in another's place.
const EXCHANGE: u32 = 31;
/// Cost of a word put in at either end, where the sentence goes on: it is as likely in another's
/// place, and that tells more.
const PUT_BEFORE: u32 = 32;
/// Cost of what counts as no difference, but is less likely than none.
const TRIFLE: u32 = 1;
/// The most words of a document that brackets stand for.
const REPLACED_MAX: usize = 6;

/// How words came to count as the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    /// By their keys.
    Key,
    /// A patch in brackets aside.
    Patched,
    /// Misread letters aside.
    Ocr,
    /// Broken in two, or joined.
    Spaced,
    /// In brackets, or replaced by what is.
    Bracketed,
    /// The label of the clause that follows.
    Label,
}

/// Where a piece stands in a passage.
#[derive(Debug, Clone)]
pub(super) struct Alignment {
    /// What was matched and how, in order. Indices are into the passage's words (left) and the
    /// piece's (right).
    pub(super) pairs: Vec<(Pair, How)>,
    /// First word of the passage that takes part.
    pub(super) start: usize,
    /// One past the last word of the passage that takes part.
    pub(super) end: usize,
    /// Letters of both sides in words that are the same.
    pub(super) same: usize,
    /// Letters of both sides.
    pub(super) all: usize,
}

impl Alignment {
    /// Whether nothing differs but what brackets own to.
    pub(super) const fn is_verbatim(&self) -> bool {
        self.same == self.all
    }

    /// Words of the piece that stand in the passage.
    pub(super) fn held(&self) -> usize {
        self.pairs.iter().filter(|(pair, _)| !pair.owned).map(|(pair, _)| pair.right.len()).sum()
    }

    /// Share of the letters on both sides that stand in words that are the same.
    pub(super) fn similarity(&self) -> f64 {
        if self.all == 0 { 1.0 } else { self.same as f64 / self.all as f64 }
    }

    /// The alignment in which `piece` stands word for word from `start` of the passage.
    pub(super) fn verbatim(piece: &Piece, start: usize) -> Self {
        let count = piece.words.len();
        let pair = |at: usize| {
            let how = if matches!(piece.tokens[at].role, Role::Patched(_)) {
                How::Patched
            } else {
                How::Key
            };
            let left = start + at..start + at + 1;
            (Pair { left, right: at..at + 1, owned: false }, how)
        };
        let all = 2 * letters(&piece.words);
        let (same, end) = (all, start + count);
        Self { pairs: (0..count).map(pair).collect(), start, end, same, all }
    }
}

/// What words weigh: a long one tells more than a short one.
pub(super) fn letters<'w>(words: impl IntoIterator<Item = &'w Word>) -> usize {
    words.into_iter().map(|word| word.key.len()).sum()
}

/// The places of `passage` from which all words of `piece` follow as they are.
pub(super) fn verbatim<'a>(
    piece: &'a Piece,
    passage: &'a Passage<'_>,
) -> impl Iterator<Item = usize> + 'a {
    let count = piece.words.len();
    let places = (passage.len() + 1).saturating_sub(count);
    (0..places).filter(move |&start| {
        let own = &passage.hashes[start..start + count];
        // Words are read only where all hashes agree.
        own.iter().zip(&piece.tokens).all(|(hash, token)| *hash == token.hash)
            && passage.words(start..start + count).zip(&piece.words).all(|(a, b)| a.key == b.key)
    })
}

/// Which way led to a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Start,
    Both(How),
    Exchanged,
    /// A word of the passage only.
    Left,
    /// A word of the piece only.
    Right,
    /// A word of the passage that brackets stand for.
    Replaced,
    /// A word in brackets, or a label.
    Owned(How),
    /// One word of the passage for two of the piece.
    Broken,
    /// Two words of the passage for one of the piece.
    Joined,
}

/// The cheapest alignment of `piece` in `passage`; the first of several, or else the `last`.
pub(super) fn align(piece: &Piece, passage: &Passage<'_>, last: bool) -> Option<Alignment> {
    let (rows, columns) = (piece.words.len(), passage.len());
    if rows == 0 || columns == 0 {
        return None;
    }
    let width = columns + 1;
    let sides = Sides::new(piece, passage);
    let mut steps = vec![Step::Start; (rows + 1) * width];
    let mut costs = vec![vec![0_u32; width]];
    for i in 1..=rows {
        let mut row = vec![u32::MAX; width];
        let put_in = [false, true].map(|inside| sides.put_in(i - 1, inside));
        for j in 0..=columns {
            let mut best = (u32::MAX, Step::Start);
            let mut offer = |cost: u32, step: Step| {
                if cost < best.0 {
                    best = (cost, step);
                }
            };
            if j > 0 {
                let (cost, step) = sides.meet(i - 1, j - 1);
                offer(costs[i - 1][j - 1].saturating_add(cost), step);
                if i > 1 && sides.is_broken(i - 2, j - 1) {
                    offer(costs[i - 2][j - 1].saturating_add(TRIFLE), Step::Broken);
                }
                if j > 1 && sides.is_split(i - 1, j - 2) {
                    offer(costs[i - 1][j - 2].saturating_add(TRIFLE), Step::Joined);
                }
                let (cost, step) = sides.skip(i, j - 1);
                offer(row[j - 1].saturating_add(cost), step);
            }
            let inside = j > 0 && !sides.ends[j - 1] && (i == 1 || i == rows);
            let (cost, step) = put_in[usize::from(inside)];
            offer(costs[i - 1][j].saturating_add(cost), step);
            row[j] = best.0;
            steps[i * width + j] = best.1;
        }
        costs.push(row);
    }
    let bottom = &costs[rows];
    let columns = 1..=columns;
    let end = if last {
        columns.rev().min_by_key(|&j| bottom[j])
    } else {
        columns.min_by_key(|&j| bottom[j])
    };
    end.and_then(|end| trace(piece, passage, &steps, (rows, end)))
}

/// A piece and a passage, with what is asked of the words of the passage for each word of the
/// piece.
struct Sides<'a> {
    piece: &'a Piece,
    words: Vec<&'a Word>,
    hashes: &'a [u32],
    /// Whether a sentence or a clause ends behind each.
    ends: Vec<bool>,
    /// What each is read as, where the piece has words that may be misread.
    read: Vec<String>,
    /// Whether brackets may not stand for it, where the piece has brackets.
    binds: Vec<bool>,
}

impl<'a> Sides<'a> {
    fn new(piece: &'a Piece, passage: &'a Passage<'_>) -> Self {
        let words: Vec<&Word> = passage.words(0..passage.len()).collect();
        let any = |is: fn(&Token) -> bool| piece.tokens.iter().any(is);
        let where_any = |any: bool| if any { words.as_slice() } else { &[] }.iter();
        let misread = where_any(any(|token| token.ocr.is_some()));
        let bracketed = where_any(any(|token| token.role == Role::Bracketed));
        Self {
            piece,
            ends: (0..passage.len()).map(|at| passage.ends_sentence(at)).collect(),
            read: misread.map(|word| as_read(&word.key)).collect(),
            binds: bracketed.map(|word| binds(&word.key)).collect(),
            hashes: &passage.hashes,
            words,
        }
    }

    /// What it costs that a word of the piece stands for one of the passage.
    fn meet(&self, own: usize, other: usize) -> (u32, Step) {
        let (token, word) = (&self.piece.tokens[own], &self.piece.words[own]);
        let source = self.words[other];
        if token.hash == self.hashes[other] && word.key == source.key {
            let how = if matches!(token.role, Role::Patched(_)) { How::Patched } else { How::Key };
            return (0, Step::Both(how));
        }
        if let Role::Patched(head) = &token.role
            && is_patched(head, &word.key, &source.key)
        {
            return (TRIFLE, Step::Both(How::Patched));
        }
        if let Some(read) = &token.ocr
            && source.key.len().abs_diff(word.key.len()) <= 3
            && *read == self.read[other]
        {
            return (TRIFLE, Step::Both(How::Ocr));
        }
        (EXCHANGE, Step::Exchanged)
    }

    /// What it costs that word `other` of the passage is left out behind the first `done` words.
    fn skip(&self, done: usize, other: usize) -> (u32, Step) {
        let tokens = &self.piece.tokens;
        let owned = tokens[done - 1].role == Role::Bracketed
            && tokens.get(done).is_none_or(|next| next.role != Role::Bracketed);
        if owned && !self.binds[other] {
            // More than the word itself may stand for, so that it stands for as few as possible.
            return (2 * TRIFLE, Step::Replaced);
        }
        (LEFT_OUT, Step::Left)
    }

    /// What it costs that a word of the piece stands nowhere; `inside` says that it is the first
    /// or last, and the sentence of the passage goes on.
    fn put_in(&self, own: usize, inside: bool) -> (u32, Step) {
        match self.piece.tokens[own].role {
            Role::Bracketed if !binds(&self.piece.words[own].key) => {
                (TRIFLE, Step::Owned(How::Bracketed))
            }
            Role::Label => (TRIFLE, Step::Owned(How::Label)),
            _ => (if inside { PUT_BEFORE } else { PUT_IN }, Step::Right),
        }
    }

    /// Whether a word of the passage is two of the piece in one.
    fn is_broken(&self, own: usize, other: usize) -> bool {
        let (first, second) = (&self.piece.words[own].key, &self.piece.words[own + 1].key);
        is_joint(&self.words[other].key, first, second)
    }

    /// Whether a word of the piece is two of the passage in one.
    fn is_split(&self, own: usize, other: usize) -> bool {
        let (first, second) = (&self.words[other].key, &self.words[other + 1].key);
        is_joint(&self.piece.words[own].key, first, second)
    }
}

/// Whether a word in which the writer owns to another ending stands for `source`: an ending that
/// bends the word and does not make another of it.
fn is_patched(head: &str, written: &str, source: &str) -> bool {
    const HEAD_MIN: usize = 3;
    let endings = &english().text.inflections;
    let bends =
        |word: &str| word.strip_prefix(head).is_some_and(|end| end.is_empty() || endings.has(end));
    head.len() >= HEAD_MIN && bends(written) && bends(source)
}

/// Whether `whole` is `first` and `second` in one.
fn is_joint(whole: &str, first: &str, second: &str) -> bool {
    // The spelling of the whole may not be that of its parts.
    whole.starts_with(first)
        && whole.len().abs_diff(first.len() + second.len()) <= 2
        && spelt(&format!("{first}{second}")) == whole
        && may_join(first, second)
}

/// "Not able" is not "notable", and "1 2" is not "12", but "1 000" is "1000".
fn may_join(first: &str, second: &str) -> bool {
    let number = |key: &str| key.bytes().all(|b| b.is_ascii_digit());
    let group = second.len() == 3 && number(second);
    !negates(first) && !negates(second) && (group || !(number(first) || number(second)))
}

/// Goes back from the last cell to the first.
fn trace(
    piece: &Piece,
    passage: &Passage<'_>,
    steps: &[Step],
    (mut i, mut j): (usize, usize),
) -> Option<Alignment> {
    let width = passage.len() + 1;
    let mut pairs: Vec<(Pair, How)> = Vec::new();
    // Letters that take part, and those in words that differ.
    let (mut all, mut other) = (0, 0);
    let (mut start, mut end) = (usize::MAX, 0);
    while i > 0 {
        let (left, right) = match steps[i * width + j] {
            Step::Start => return None,
            Step::Both(_) | Step::Exchanged => (1, 1),
            Step::Left | Step::Replaced => (1, 0),
            Step::Right | Step::Owned(_) => (0, 1),
            Step::Broken => (1, 2),
            Step::Joined => (2, 1),
        };
        let how = match steps[i * width + j] {
            Step::Both(how) | Step::Owned(how) => Some(how),
            Step::Broken | Step::Joined => Some(How::Spaced),
            Step::Replaced => Some(How::Bracketed),
            _ => None,
        };
        if left > 0 {
            (start, end) = (j - left, end.max(j));
        }
        let owned = matches!(how, Some(How::Bracketed | How::Label));
        let weight = letters(passage.words(j - left..j)) + letters(&piece.words[i - right..i]);
        if !owned {
            all += weight;
        }
        match how {
            Some(how) => {
                let pair = Pair { left: j - left..j, right: i - right..i, owned };
                pairs.push((pair, how));
            }
            None => other += weight,
        }
        (i, j) = (i - right, j - left);
    }
    if end == 0 {
        return None;
    }
    pairs.reverse();
    let mut alignment = Alignment { pairs, start, end, same: all - other, all };
    disown(&mut alignment, piece, passage);
    Some(alignment)
}

/// Takes back what brackets or labels cannot stand for.
fn disown(alignment: &mut Alignment, piece: &Piece, passage: &Passage<'_>) {
    let replaced = |pair: &(Pair, How)| pair.1 == How::Bracketed && !pair.0.left.is_empty();
    let pairs = &alignment.pairs;
    let mut refused = vec![false; pairs.len()];
    let mut run = 0;
    for (at, pair) in pairs.iter().enumerate() {
        run = if replaced(pair) { run + 1 } else { 0 };
        if run > REPLACED_MAX {
            refused[at + 1 - run..=at].fill(true);
        }
        if pair.1 == How::Label {
            let next = pairs[at..].iter().find(|next| !next.0.left.is_empty());
            let clause = next.map(|next| passage.clause(next.0.left.start));
            refused[at] = clause.is_none_or(|clause| {
                !passage.label(clause).eq_ignore_ascii_case(&piece.words[pair.0.right.start].key)
            });
        }
    }
    let mut at = 0;
    let all = &mut alignment.all;
    alignment.pairs.retain(|(pair, _)| {
        at += 1;
        if refused[at - 1] {
            *all += letters(passage.words(pair.left.clone()))
                + letters(&piece.words[pair.right.clone()]);
        }
        !refused[at - 1]
    });
}
