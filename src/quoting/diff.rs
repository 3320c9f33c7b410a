//! What differs between two runs of words.
//!
//! The words that stay are those of a cheapest alignment (Needleman and Wunsch 1970), in which an
//! exchanged word costs more than one that is left out and less than two. Texts too long for
//! the table are cut first at words that occur once on either side, in the manner of patience
//! diff.

use std::collections::HashMap;
use std::ops::Range;

use super::Word;
use crate::domain::{Difference, DifferenceKind, Span};

/// The largest table of an alignment: a byte each.
const CELLS_MAX: usize = 4 << 20;
/// How often a text that is too long is cut. What is too long still counts as exchanged.
const CUTS_MAX: usize = 16;

/// Cost of a word that stands on one side only.
const GAP: u32 = 2;
/// Cost of a word that stands in another's place.
const EXCHANGE: u32 = 3;

/// Words that count as the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// Indices of the words on the left.
    pub(super) left: Range<usize>,
    /// Indices of the words on the right.
    pub(super) right: Range<usize>,
    /// Whether the difference is owned to, and not told.
    pub(super) owned: bool,
}

/// The runs of words that `left` and `right` have in common, and those that differ, in order. No
/// two runs of one kind follow each other, and every word is in one.
pub fn diff(left: &[Word], right: &[Word]) -> Vec<Difference> {
    let mut ids = HashMap::new();
    let mut id = |word: &Word| -> u32 {
        let next = ids.len() as u32;
        *ids.entry(word.key.clone()).or_insert(next)
    };
    let left_ids: Vec<u32> = left.iter().map(&mut id).collect();
    let right_ids: Vec<u32> = right.iter().map(&mut id).collect();
    let mut equal = Vec::new();
    align(&left_ids, &right_ids, (0, 0), CUTS_MAX, &mut equal);
    let pairs: Vec<Pair> = equal
        .into_iter()
        .map(|(i, j)| Pair { left: i..i + 1, right: j..j + 1, owned: false })
        .collect();
    let (left, right): (Vec<&Word>, Vec<&Word>) = (left.iter().collect(), right.iter().collect());
    differences(&left, &right, &pairs, &|_| false)
}

/// Groups the words around `pairs`, which are in order on both sides, into runs. No run goes on
/// over a place on the left at which it `breaks`.
pub(super) fn differences(
    left: &[&Word],
    right: &[&Word],
    pairs: &[Pair],
    breaks: &dyn Fn(usize) -> bool,
) -> Vec<Difference> {
    let mut runs: Vec<(bool, Range<usize>, Range<usize>)> = Vec::new();
    let (mut i, mut j) = (0, 0);
    let mut fresh = true;
    for pair in pairs {
        if pair.left.start > i || pair.right.start > j {
            change(&mut runs, i..pair.left.start, j..pair.right.start, breaks);
        }
        (i, j) = (pair.left.end, pair.right.end);
        match runs.last_mut() {
            _ if pair.owned => {}
            Some((true, before, beside)) if !fresh && !breaks(pair.left.start) => {
                (before.end, beside.end) = (i, j);
            }
            _ => runs.push((true, pair.left.clone(), pair.right.clone())),
        }
        fresh = pair.owned;
    }
    if i < left.len() || j < right.len() {
        change(&mut runs, i..left.len(), j..right.len(), breaks);
    }
    let difference = |(equal, own, other): (bool, Range<usize>, Range<usize>)| {
        let kind = match (equal, own.is_empty(), other.is_empty()) {
            (true, ..) => DifferenceKind::Equal,
            (false, true, _) => DifferenceKind::Inserted,
            (false, _, true) => DifferenceKind::Deleted,
            (false, ..) => DifferenceKind::Replaced,
        };
        Difference { kind, left: span(left, own), right: span(right, other) }
    };
    runs.into_iter().map(difference).collect()
}

/// Adds words that differ. Where they break on the left, all of the right goes with the first.
fn change(
    runs: &mut Vec<(bool, Range<usize>, Range<usize>)>,
    mut own: Range<usize>,
    mut other: Range<usize>,
    breaks: &dyn Fn(usize) -> bool,
) {
    while let Some(at) = (own.start + 1..own.end).find(|&at| breaks(at)) {
        runs.push((false, own.start..at, other.clone()));
        (own.start, other.start) = (at, other.end);
    }
    runs.push((false, own, other));
}

/// Where `range` of `words` stands; where it is empty, the place behind the word before it.
fn span(words: &[&Word], range: Range<usize>) -> Span {
    match (words.get(range.start..range.end), range.start.checked_sub(1)) {
        (Some([first, .., last]), _) => Span::new(first.span.start, last.span.end),
        (Some([only]), _) => only.span,
        (_, Some(before)) => Span::new(words[before].span.end, words[before].span.end),
        _ => words
            .first()
            .map_or(Span::new(0, 0), |word| Span::new(word.span.start, word.span.start)),
    }
}

/// Adds the words that stay, as indices from `at`, in order.
fn align(
    mut left: &[u32],
    mut right: &[u32],
    mut at: (usize, usize),
    cuts: usize,
    equal: &mut Vec<(usize, usize)>,
) {
    while let (Some((a, rest)), Some((b, other))) = (left.split_first(), right.split_first())
        && a == b
    {
        equal.push(at);
        (left, right, at) = (rest, other, (at.0 + 1, at.1 + 1));
    }
    let tail = left.iter().rev().zip(right.iter().rev()).take_while(|(a, b)| a == b).count();
    let ends = (left.len() - tail, right.len() - tail);
    (left, right) = (&left[..ends.0], &right[..ends.1]);
    if left.len().saturating_mul(right.len()) <= CELLS_MAX {
        table(left, right, at, equal);
    } else if cuts > 0 {
        let mut from = (0, 0);
        for anchor in anchors(left, right) {
            let before = (&left[from.0..anchor.0], &right[from.1..anchor.1]);
            align(before.0, before.1, (at.0 + from.0, at.1 + from.1), cuts - 1, equal);
            equal.push((at.0 + anchor.0, at.1 + anchor.1));
            from = (anchor.0 + 1, anchor.1 + 1);
        }
        if from != (0, 0) {
            let rest = (&left[from.0..], &right[from.1..]);
            align(rest.0, rest.1, (at.0 + from.0, at.1 + from.1), cuts - 1, equal);
        }
    }
    equal.extend((0..tail).map(|k| (at.0 + ends.0 + k, at.1 + ends.1 + k)));
}

/// The step that led to a cell of the table.
#[derive(Clone, Copy)]
enum Step {
    Both,
    Left,
    Right,
}

fn table(left: &[u32], right: &[u32], at: (usize, usize), equal: &mut Vec<(usize, usize)>) {
    if left.is_empty() || right.is_empty() {
        return;
    }
    let width = right.len();
    let mut steps = Vec::with_capacity(left.len() * width);
    let mut row: Vec<u32> = (0..=width as u32).map(|j| j * GAP).collect();
    for own in left {
        let mut diagonal = row[0];
        row[0] += GAP;
        for (j, other) in right.iter().enumerate() {
            let both = diagonal + if own == other { 0 } else { EXCHANGE };
            let (left_only, right_only) = (row[j + 1] + GAP, row[j] + GAP);
            diagonal = row[j + 1];
            // Of equal ways the one that keeps words side by side.
            let (cost, step) = if both <= left_only && both <= right_only {
                (both, Step::Both)
            } else if left_only <= right_only {
                (left_only, Step::Left)
            } else {
                (right_only, Step::Right)
            };
            row[j + 1] = cost;
            steps.push(step);
        }
    }
    let first = equal.len();
    let (mut i, mut j) = (left.len(), width);
    while i > 0 && j > 0 {
        match steps[(i - 1) * width + j - 1] {
            Step::Both => {
                (i, j) = (i - 1, j - 1);
                if left[i] == right[j] {
                    equal.push((at.0 + i, at.1 + j));
                }
            }
            Step::Left => i -= 1,
            Step::Right => j -= 1,
        }
    }
    equal[first..].reverse();
}

/// Words that occur once on either side, as many as stand in the same order on both.
fn anchors(left: &[u32], right: &[u32]) -> Vec<(usize, usize)> {
    let once = |side: &[u32]| -> HashMap<u32, Option<usize>> {
        let mut places = HashMap::new();
        for (at, &id) in side.iter().enumerate() {
            places.entry(id).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (own, other) = (once(left), once(right));
    let mut common: Vec<(usize, usize)> =
        own.iter().filter_map(|(id, place)| Some(((*place)?, (*other.get(id)?)?))).collect();
    common.sort_unstable();
    // The longest increasing run of places on the right: piles with the smallest card on top.
    let mut tops: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(common.len());
    for (card, &(_, place)) in common.iter().enumerate() {
        let pile = tops.partition_point(|&top| common[top].1 < place);
        before.push(pile.checked_sub(1).map(|pile| tops[pile]));
        if pile == tops.len() {
            tops.push(card);
        } else {
            tops[pile] = card;
        }
    }
    let mut chain = Vec::with_capacity(tops.len());
    let mut card = tops.last().copied();
    while let Some(at) = card {
        chain.push(common[at]);
        card = before[at];
    }
    chain.reverse();
    chain
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::words;
    use super::*;

    /// The differences as text: `=same`, `-left`, `+right`, `left>right`.
    fn shown(left: &str, right: &str) -> String {
        let cut = |text: &str, span: Span| -> String {
            text.chars().skip(span.start as usize).take(span.len() as usize).collect()
        };
        let show = |run: Difference| {
            let (own, other) = (cut(left, run.left), cut(right, run.right));
            match run.kind {
                DifferenceKind::Equal => format!("={own}"),
                DifferenceKind::Deleted => format!("-{own}"),
                DifferenceKind::Inserted => format!("+{other}"),
                DifferenceKind::Replaced => format!("{own}>{other}"),
            }
        };
        let runs = diff(&words(left, 0), &words(right, 0));
        runs.into_iter().map(show).collect::<Vec<_>>().join(" | ")
    }

    #[test]
    fn words_are_told_apart_by_what_they_say() {
        let cases = [
            ("we support the work", "We support, the work", "=we support the work"),
            ("states shall act", "states shall not act", "=states shall | +not | =act"),
            ("states shall not act", "states shall act", "=states shall | -not | =act"),
            ("we urge states", "we invite states", "=we | urge>invite | =states"),
            ("a b c d", "a d", "=a | -b c | =d"),
            ("c d", "a b c d", "+a b | =c d"),
            ("a b", "a b c d", "=a b | +c d"),
            ("a b c", "x y z", "a b c>x y z"),
            // A word that moved is left out here and put in there.
            ("a b c d e", "a c d e b", "=a | -b | =c d e | +b"),
            ("a", "", "-a"),
            ("", "", ""),
            ("the organised centre", "the organized center", "=the organised centre"),
        ];
        for (left, right, expected) in cases {
            assert_eq!(shown(left, right), expected, "{left} / {right}");
        }
    }

    #[test]
    fn long_texts_are_cut_at_what_occurs_once() {
        let text = |odd: &str| -> String {
            (0..6_000)
                .map(|n| if n % 2_000 == 999 { odd.to_owned() } else { format!("w{n} the ") })
                .collect()
        };
        let runs = shown(&format!("x {}", text("old ")), &format!("y {}", text("new ")));
        let changed: Vec<&str> = runs.split(" | ").filter(|run| !run.starts_with('=')).collect();
        assert_eq!(changed, ["x>y", "old>new", "old>new", "old>new"]);
    }

    proptest! {
        #[test]
        fn both_sides_are_told_in_full(left in "[abc ]{0,40}", right in "[abc ]{0,40}") {
            let (own, other) = (words(&left, 0), words(&right, 0));
            let runs = diff(&own, &other);
            let held = |side: &[Word], of: fn(&Difference) -> Span, skipped: DifferenceKind| {
                side.iter().all(|word| {
                    let holding = runs.iter().filter(|run| of(run).contains(word.span));
                    let mut holding = holding.filter(|run| run.kind != skipped);
                    holding.next().is_some() && holding.next().is_none()
                })
            };
            prop_assert!(held(&own, |run| run.left, DifferenceKind::Inserted));
            prop_assert!(held(&other, |run| run.right, DifferenceKind::Deleted));
            let alternate = runs.windows(2).all(|two| {
                (two[0].kind == DifferenceKind::Equal) != (two[1].kind == DifferenceKind::Equal)
            });
            prop_assert!(alternate);
        }
    }
}
