//! Where a piece of a quotation may stand: where its runs of words fall side by side.
//!
//! A run that stands in the corpus at word *p* and in the piece at word *i* votes for the place
//! *p - i*. Votes for neighbouring places are counted together, since words that were left out or
//! put in move those behind them. Rare runs count for more than frequent ones.

use std::collections::HashMap;

use super::index::{Places, QuoteIndex};
use super::passage::Passage;
use super::quote::{Piece, Role};
use super::samples::Quick;
use crate::domain::Stop;

/// The most postings that are counted, those of the rarest runs first.
const POSTINGS_MAX: usize = 12_288;

/// Steps of looking up a run of words.
const LOOK_UP_STEPS: usize = 16;
/// Steps of counting a vote.
const VOTE_STEPS: usize = 4;

/// Places in the corpus that have much of a piece.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Candidate {
    /// Weight of the runs that stand there.
    pub(super) score: u32,
    /// Whether every run stands there that was looked for everywhere.
    pub(super) complete: bool,
    /// The first place that was voted for, from which the piece may begin before the corpus does.
    pub(super) from: i64,
    /// The last place that was voted for.
    pub(super) to: i64,
    /// The word of the corpus at which its weightiest run begins.
    pub(super) anchor: u32,
}

/// One run's vote.
type Vote = (i64, u16);

/// How far apart votes for one place may lie.
pub(super) fn slack(piece: &Piece) -> i64 {
    let owned = piece.tokens.iter().filter(|token| token.role != Role::Quoted).count();
    i64::from((4 + piece.words.len() / 4 + 4 * owned) as u32)
}

/// Candidates for `piece` among the words whose numbers `among` passes, best first.
pub(super) fn candidates(
    piece: &Piece,
    index: &QuoteIndex,
    among: &dyn Fn(u32) -> bool,
    stop: &Stop,
) -> Vec<Candidate> {
    let found = voted(piece, runs(piece, index), among, stop);
    if !found.is_empty() {
        return found;
    }
    let word = |at: usize| (at, index.places_of_word(piece.tokens[at].hash), false);
    voted(piece, (0..piece.words.len()).map(word).collect(), among, stop)
}

/// Candidates by the votes of `runs`.
fn voted(
    piece: &Piece,
    mut runs: Vec<Run<'_>>,
    among: &dyn Fn(u32) -> bool,
    stop: &Stop,
) -> Vec<Candidate> {
    stop.count(LOOK_UP_STEPS * runs.len());
    runs.sort_by_key(|run| (run.1.len(), run.0));
    let mut left = POSTINGS_MAX;
    let mut weights = vec![0; piece.words.len()];
    let mut demanded = 0;
    let mut votes: Vec<Vote> = Vec::new();
    for (at, places, everywhere) in runs {
        let taken = places.len().min(left);
        weights[at] = weight(places.len());
        if everywhere && taken == places.len() {
            demanded += weights[at];
        }
        let places = places.iter().take(taken).filter(|place| among(*place));
        votes.extend(places.map(|place| (i64::from(place) - i64::from(at as u32), at as u16)));
        left -= taken;
        if left == 0 {
            break;
        }
    }
    stop.count(VOTE_STEPS * votes.len());
    count(votes, &weights, demanded, slack(piece))
}

/// Candidates for `piece` in a passage that is gone through word by word.
pub(super) fn candidates_in(piece: &Piece, passage: &Passage<'_>, stop: &Stop) -> Vec<Candidate> {
    /// Letters from which on a word alone says something about the place.
    const TELLING: usize = 6;
    let length = piece.words.len();
    let telling = |at: usize| length == 1 || piece.words[at].key.len() >= TELLING;
    let mut by_hash: HashMap<u32, Vec<usize>, Quick> = HashMap::default();
    for (at, token) in piece.tokens.iter().enumerate() {
        by_hash.entry(token.hash).or_default().push(at);
    }
    let mut votes: Vec<Vote> = Vec::new();
    for (place, hash) in passage.hashes.iter().enumerate() {
        for &at in by_hash.get(hash).into_iter().flatten() {
            let next = piece.tokens.get(at + 1).map(|token| token.hash);
            let follows = next.is_some() && passage.hashes.get(place + 1) == next.as_ref();
            if follows || telling(at) {
                votes.push((
                    i64::from(passage.first + place as u32) - i64::from(at as u32),
                    at as u16,
                ));
            }
        }
    }
    stop.count(passage.len() / 2 + VOTE_STEPS * votes.len());
    // Where all words follow each other, all but the last vote, and the last if it tells enough.
    let all = (length - 1) as u32 + u32::from(telling(length - 1));
    count(votes, &vec![1; length], all, slack(piece))
}

/// A run of words: where it begins in the piece, its places, and whether these are all of them.
type Run<'i> = (usize, Places<'i>, bool);

/// Each run of words of `piece` that the index knows about.
fn runs<'i>(piece: &Piece, index: &'i QuoteIndex) -> Vec<Run<'i>> {
    let hashes: Vec<u32> = piece.tokens.iter().map(|token| token.hash).collect();
    let stands = |at: &usize| matches!(piece.tokens[*at].role, Role::Quoted | Role::Patched(_));
    let mut runs = Vec::with_capacity(hashes.len());
    let mut end = hashes.len();
    for at in (0..hashes.len()).rev() {
        if !stands(&at) {
            end = at;
        } else if let Some((places, everywhere)) = index.places(&hashes[at..end]) {
            runs.push((at, places, everywhere));
        }
    }
    runs
}

/// What a run counts for: more, the fewer places it has.
const fn weight(places: usize) -> u32 {
    let frequency = (places + 1).ilog2();
    if frequency < 11 { 12 - frequency } else { 1 }
}

/// Gathers votes for neighbouring places.
fn count(mut votes: Vec<Vote>, weights: &[u32], demanded: u32, slack: i64) -> Vec<Candidate> {
    votes.sort_unstable();
    let mut found = Vec::new();
    let mut counted_for = vec![usize::MAX; weights.len()];
    let mut first = 0;
    while first < votes.len() {
        let from = votes[first].0;
        let reach = from + slack;
        let end = first + votes[first..].partition_point(|vote| vote.0 <= reach);
        let mut score = 0;
        let mut anchor = (0, 0);
        for (place, at) in &votes[first..end] {
            let weight = weights[usize::from(*at)];
            if weight > anchor.0 {
                anchor = (weight, (place + i64::from(*at)) as u32);
            }
            let counted = &mut counted_for[usize::from(*at)];
            if *counted != first {
                *counted = first;
                score += weight;
            }
        }
        let complete = score >= demanded;
        let to = votes[end - 1].0;
        found.push(Candidate { score, complete, from, to, anchor: anchor.1 });
        first = end;
    }
    found.sort_unstable_by_key(|candidate| (std::cmp::Reverse(candidate.score), candidate.from));
    found
}
