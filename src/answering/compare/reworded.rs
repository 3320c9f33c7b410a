//! Which words changed from one document to the next, in a sentence.

use crate::answering::phrase::list;
use crate::domain::{Change, Corpus, Difference, DifferenceKind, PairedBy, WordingChange};
use crate::language::analysis::word_count;

/// Two clauses are told word by word from this share of common wording on.
const SHARED_MIN: f64 = 0.3;
/// The most changes that one sentence tells.
const CHANGES_MAX: usize = 3;
/// Longer runs of words are another wording, and no change of one.
const RUN_WORDS_MAX: usize = 8;

/// `In P3D [2], "urge" replaces "encourage", "promptly" is added and "where possible" is left out.` `name` gives a
/// clause its label and marker.
pub(super) fn reworded(
    corpus: &Corpus,
    change: &Change,
    name: &dyn Fn(usize) -> String,
) -> Option<String> {
    let (at, told) = change.clauses.iter().find_map(|one| {
        let told = differences(corpus, one);
        (!told.is_empty()).then_some((one.to, told))
    })?;
    Some(format!("In {}, {}.", name(at?), list(&told)))
}

/// The changes of words in a pair of clauses that share their wording, as phrases.
fn differences(corpus: &Corpus, one: &WordingChange) -> Vec<String> {
    let by_wording = one
        .pairing
        .filter(|pairing| pairing.by == PairedBy::Wording && pairing.similarity >= SHARED_MIN);
    let (Some(_), Some(from), Some(to)) = (by_wording, one.from, one.to) else {
        return Vec::new();
    };
    let clauses = corpus.clauses();
    let (left, right) = (corpus.document_of(&clauses[from]), corpus.document_of(&clauses[to]));
    let told = |run: &Difference| {
        let (before, after) = (left.text.slice(run.left), right.text.slice(run.right));
        if word_count(before).max(word_count(after)) > RUN_WORDS_MAX {
            return None;
        }
        match run.kind {
            DifferenceKind::Equal => None,
            DifferenceKind::Replaced => {
                Some(format!("\u{201c}{after}\u{201d} replaces \u{201c}{before}\u{201d}"))
            }
            DifferenceKind::Inserted => Some(format!("\u{201c}{after}\u{201d} is added")),
            DifferenceKind::Deleted => Some(format!("\u{201c}{before}\u{201d} is left out")),
        }
    };
    one.differences.iter().filter_map(told).take(CHANGES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answering::asked_of;
    use crate::domain::sample::{Made, corpus_of};
    use crate::domain::{ChangeKind, Pairing};
    use crate::quoting::{diff, words};

    /// What is told of two wordings that share so much.
    fn told(before: &str, after: &str, similarity: f64) -> Option<String> {
        let corpus = corpus_of([
            Made::new("first", "Declaration on Bees", 1990).clause(before),
            Made::new("second", "Declaration on Bees", 1991).clause(after),
        ]);
        let words = |at: usize| {
            let clause = &corpus.clauses()[at];
            words(corpus.text_of(clause), clause.span.start)
        };
        let clause = WordingChange {
            kind: ChangeKind::Unchanged,
            from: Some(0),
            to: Some(1),
            from_verb: None,
            to_verb: None,
            pairing: Some(Pairing { by: PairedBy::Wording, similarity }),
            differences: diff(&words(0), &words(1)),
        };
        let change = Change {
            from: 0,
            to: 1,
            kind: ChangeKind::Unchanged,
            between: 0,
            from_verb: None,
            to_verb: None,
            clauses: vec![clause],
        };
        reworded(&corpus, &change, &|at| corpus.clauses()[at].label.to_string())
    }

    #[test]
    fn words_that_changed_are_told() {
        let before = "We encourage keepers to feed their bees in winter where possible.";
        let after = "We urge all keepers to feed their bees in winter.";
        let said = told(before, after, 0.6);
        let expected = "In 1, \u{201c}urge all\u{201d} replaces \u{201c}encourage\u{201d} and \
                        \u{201c}where possible\u{201d} is left out.";
        assert_eq!(said.as_deref(), Some(expected));
        assert_eq!(told(before, after, 0.2), None, "they share too little");
        assert_eq!(told(before, before, 1.0), None);
        let long = format!("{before} They count them, name them, and tell of them in every year.");
        assert_eq!(told(before, &long, 0.9), None, "that is a wording of its own");
    }

    #[test]
    fn how_language_has_changed_is_answered_with_the_changes() {
        let of = |id: &str, year: i16, verb: &str| {
            let words = format!("{verb} keepers to feed their bees in winter and in spring.");
            Made::new(id, &format!("Declaration of {id}"), year).clause(&words)
        };
        let corpus = corpus_of([
            of("first", 1990, "We encourage all"),
            of("second", 1991, "We require those"),
            Made::new("third", "Declaration of third", 1992).clause("Casks are sealed."),
        ]);
        let answer = asked_of(corpus, "How has the language on bees changed?");
        let expected = "\u{201c}require those\u{201d} replaces \u{201c}encourage all\u{201d}";
        assert!(answer.text.contains(expected), "{}", answer.text);
    }
}
