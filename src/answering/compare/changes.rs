//! What changed from one document to the next.

use super::pairs::{Pair, pairs};
use super::verbs::{Topic, strongest};
use crate::answering::ranking::Ranked;
use crate::answering::sources::Sources;
use crate::domain::{
    Change, ChangeKind, ClauseVerb, Corpus, Difference, PairedBy, Part, WordingChange,
};
use crate::quoting::{diff, words};

/// What changed between two documents, each with the clauses that bear on the topic.
pub(super) fn between(
    sources: &Sources,
    ranked: &Ranked,
    (from, earlier): (usize, &[usize]),
    (to, later): (usize, &[usize]),
) -> Change {
    let corpus = &*sources.corpus;
    let topic = Topic::new(sources, ranked);
    let pairs = pairs(sources, ranked, earlier, later);
    let mut clauses: Vec<WordingChange> =
        pairs.iter().map(|pair| paired(corpus, &topic, pair)).collect();
    let lone = |kind: ChangeKind, position: usize| {
        let dropped = kind == ChangeKind::Dropped;
        let verb = topic.verb(position);
        WordingChange {
            kind,
            from: dropped.then_some(position),
            to: (!dropped).then_some(position),
            from_verb: verb.filter(|_| dropped),
            to_verb: verb.filter(|_| !dropped),
            pairing: None,
            differences: Vec::new(),
        }
    };
    // Frame lines hold a document together: what stands in them is neither new nor dropped.
    let unpaired = |positions: &[usize], taken: fn(&Pair) -> usize| -> Vec<usize> {
        let open = |position: &usize| {
            corpus.clauses()[*position].part != Part::Frame
                && pairs.iter().all(|pair| taken(pair) != *position)
        };
        let mut left: Vec<usize> = positions.iter().copied().filter(open).collect();
        left.sort_unstable();
        left
    };
    let new = unpaired(later, |pair| pair.to);
    let dropped = unpaired(earlier, |pair| pair.from);
    clauses.extend(new.into_iter().map(|position| lone(ChangeKind::New, position)));
    clauses.extend(dropped.into_iter().map(|position| lone(ChangeKind::Dropped, position)));
    let (from_verb, to_verb) = (strongest(&topic, earlier), strongest(&topic, later));
    let kind = movement(corpus, from_verb, to_verb);
    Change { from, to, kind, between: 0, from_verb, to_verb, clauses }
}

fn paired(corpus: &Corpus, topic: &Topic<'_>, pair: &Pair) -> WordingChange {
    let (from_verb, to_verb) = (topic.verb(pair.from), topic.verb(pair.to));
    let shares_wording = pair.pairing.by == PairedBy::Wording;
    WordingChange {
        kind: movement(corpus, from_verb, to_verb),
        from: Some(pair.from),
        to: Some(pair.to),
        from_verb,
        to_verb,
        pairing: Some(pair.pairing),
        differences: if shares_wording { differences(corpus, pair) } else { Vec::new() },
    }
}

/// How a verb compares with the one before it. Without both there is nothing to compare.
fn movement(corpus: &Corpus, from: Option<ClauseVerb>, to: Option<ClauseVerb>) -> ChangeKind {
    let (Some(from), Some(to)) = (from, to) else { return ChangeKind::Unchanged };
    match to.in_corpus(corpus).force().cmp(&from.in_corpus(corpus).force()) {
        std::cmp::Ordering::Less => ChangeKind::Weakened,
        std::cmp::Ordering::Equal => ChangeKind::Unchanged,
        std::cmp::Ordering::Greater => ChangeKind::Strengthened,
    }
}

/// Word by word; spans are into the texts of the two documents.
fn differences(corpus: &Corpus, pair: &Pair) -> Vec<Difference> {
    let words = |position: usize| {
        let clause = &corpus.clauses()[position];
        words(corpus.text_of(clause), clause.span.start)
    };
    diff(&words(pair.from), &words(pair.to))
}
